"""From an id in a URL to a person, a post or an account."""

from flask import abort
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.db import db
from app.foundation.web.access import May, fetch_plain, require
from app.people.models import Account, PartyMembership, Person, Post, PostHolder

_OF_PERSON = (
    joinedload(Person.organisation),
    joinedload(Person.ward),
    selectinload(Person.parties).joinedload(PartyMembership.party),
    selectinload(Person.holdings).joinedload(PostHolder.post),
)
_OF_POST = (selectinload(Post.holders).joinedload(PostHolder.person),)


def person(person_id: int, *, may: May) -> Person:
    """Somebody in the directory, with what the directory knows."""
    return fetch_plain(Person, person_id, may=may, options=_OF_PERSON)


def post(post_id: int, *, may: May) -> Post:
    """A post with its holders."""
    return fetch_plain(Post, post_id, may=may, options=_OF_POST)


def holding(post_id: int, holding_id: int, *, may: May) -> PostHolder:
    """One person's time in one post."""
    found = db.session.get(PostHolder, holding_id)
    if found is None or found.post_id != post(post_id, may=may).id:
        abort(404)
    return found


def account(account_id: int, *, may: May) -> Account:
    """An account, for whoever looks after accounts."""
    return fetch_plain(Account, account_id, may=may)


def register(*, may: May) -> None:
    """The directory, the posts and the accounts as a whole."""
    require(may)
