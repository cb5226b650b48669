"""From an id in a URL to a person, a post or an account."""

from app.foundation.web.access import May, fetch_plain
from app.people.models import Account, Person, Post


def person(person_id: int, *, may: May) -> Person:
    """Somebody in the directory."""
    return fetch_plain(Person, person_id, may=may)


def post(post_id: int, *, may: May) -> Post:
    """A post."""
    return fetch_plain(Post, post_id, may=may)


def account(account_id: int, *, may: May) -> Account:
    """An account, for whoever looks after accounts."""
    return fetch_plain(Account, account_id, may=may)
