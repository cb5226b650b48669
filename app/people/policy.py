"""Who may look after people, posts and accounts."""

from app.foundation.readable import Reach


def see(reach: Reach, _thing: object) -> bool:
    """Everyone signed in may see who is who."""
    return reach.person_id is not None


def run(reach: Reach, _thing: object = None) -> bool:
    """Administrators look after people, posts and accounts."""
    return reach.is_administrator
