"""Who may look after people, posts and accounts."""

from app.foundation.permissions import Scope


def see(scope: Scope, _thing: object) -> bool:
    """Everyone signed in may see who is who."""
    return scope.person_id is not None


def run(scope: Scope, _thing: object = None) -> bool:
    """Administrators look after people, posts and accounts."""
    return scope.is_administrator
