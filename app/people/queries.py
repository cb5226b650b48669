"""Finding people, posts and accounts."""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    or_,
    select,
)
from sqlalchemy.orm import joinedload, selectinload

from app.foundation import audit
from app.foundation.db import ArrayParam, db, fetch_rows, in_array
from app.foundation.registry import registry
from app.people.models import (
    Account,
    ClearanceField,
    Organisation,
    Party,
    PartyMembership,
    Person,
    PersonKind,
    Post,
    PostHolder,
    Saved,
    SignInSession,
    Ward,
)


def account_by_email(email: str) -> Account | None:
    """The account with this e-mail address, however it is typed."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def token_hash(token: str) -> str:
    """The hash of a session token, as it is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def sessions_of(account_id: int, *, now: datetime) -> list[SignInSession]:
    """Where an account is signed in at present, the newest first."""
    chosen = select(SignInSession).where(
        SignInSession.account_id == account_id, SignInSession.ends_at > now
    )
    return list(db.session.scalars(chosen.order_by(SignInSession.id.desc())))


def person_named(name: str, *, kind: PersonKind | None = None) -> Person | None:
    """The one person with exactly this full name; initials alone never name a person."""
    chosen = select(Person).where(Person.name == name.strip(), Person.merged_into_id.is_(None))
    if kind is not None:
        chosen = chosen.where(Person.kind == kind)
    found = db.session.scalars(chosen.limit(2)).all()
    return found[0] if len(found) == 1 else None


def writer(person_id: int | None, *, reader_id: int | None) -> str:
    """The name of who saved a text, for this reader: You, a name, or Somebody else."""
    if person_id is not None and person_id == reader_id:
        return "You"
    person = db.session.get(Person, person_id) if person_id else None
    return person.full_name if person else "Somebody else"


def last_saved(row: Saved, *, reader_id: int | None) -> tuple[str, datetime | None]:
    """Who saved a row last, as `writer` names them, and when."""
    return writer(row.saved_by_id, reader_id=reader_id), row.saved_at


def last_done(
    thing: audit.Thing, *verbs: str, reader_id: int | None
) -> tuple[str, datetime | None]:
    """Who did one of these things to a thing last, as `writer` names them, and when."""
    deed = audit.last(thing, *verbs)
    who = writer(deed.person_id if deed else None, reader_id=reader_id)
    return who, deed.at if deed else None


def history_of(
    *things: audit.Thing, tags: Sequence[str] = (), limit: int | None = None
) -> list[tuple[datetime, str]]:
    """What was done with these things: the time and the sentence, newest first.

    With `tags` only what has one of them; what no module has a sentence for is left out.
    """
    parameters: dict[str, Any] = {"tags": tags, "limit": limit}
    for place, thing in enumerate(things):
        parameters |= {f"kind_{place}": thing.KIND, f"id_{place}": thing.id}
    rows = fetch_rows(
        _history(len(things), some=bool(tags), is_limited=limit is not None), parameters
    )
    said = [(at, registry().sentence(tag, facts, who=who)) for at, tag, facts, who in rows]
    return [(at, sentence) for at, sentence in said if sentence is not None]


@lru_cache
def _history(count: int, *, some: bool, is_limited: bool) -> Select[Any]:
    """The query for the audit lines of so many things, with names; built once."""
    event = audit.AuditEvent
    things = [
        and_(
            event.kind == bindparam(f"kind_{place}", type_=String),
            event.thing_id == bindparam(f"id_{place}", type_=Integer),
        )
        for place in range(count)
    ]
    chosen = (
        select(event.at, event.tag, event.facts, Person.name)
        .outerjoin(Person, Person.id == event.person_id)
        .where(or_(*things))
        .order_by(event.at.desc(), event.id.desc())
    )
    if some:
        chosen = chosen.where(in_array(event.tag, bindparam("tags", type_=ArrayParam(String))))
    return chosen.limit(bindparam("limit", type_=Integer)) if is_limited else chosen


def directory(*, text: str = "", kind: PersonKind | None = None) -> Select[Person]:
    """People by surname, with what the directory shows of them."""
    chosen = (
        select(Person)
        .where(Person.merged_into_id.is_(None))
        .options(
            joinedload(Person.organisation),
            joinedload(Person.ward),
            selectinload(Person.parties).joinedload(PartyMembership.party),
            selectinload(Person.holdings).joinedload(PostHolder.post),
        )
        .order_by(Person.sort_name, Person.id)
    )
    if kind is not None:
        chosen = chosen.where(Person.kind == kind)
    for word in text.split():
        chosen = chosen.where(
            or_(
                Person.sort_name.contains(_plain(word), autoescape=True),
                Person.organisation.has(Organisation.name.icontains(word, autoescape=True)),
                Person.holdings.any(
                    PostHolder.post.has(Post.title.icontains(word, autoescape=True))
                ),
            )
        )
    return chosen


def person_with_id(person_id: int) -> Person:
    """The person with this id, whom a form offered."""
    return db.session.get_one(Person, person_id)


def namesakes(name: str) -> list[Person]:
    """Everybody in the directory with exactly this name."""
    same = Person.sort_name == sort_name_of(name)
    return list(
        db.session.scalars(select(Person).where(same, Person.merged_into_id.is_(None)).limit(5))
    )


def choices_without_account() -> list[tuple[int, str]]:
    """People who cannot sign in yet."""
    taken = set(db.session.scalars(select(Account.person_id)))
    return [(person_id, name) for person_id, name in choices() if person_id not in taken]


def account_of(person: Person) -> Account | None:
    """The account a person signs in with, if there is one."""
    return db.session.scalar(select(Account).where(Account.person_id == person.id))


def accounts_with(ids: Sequence[int]) -> list[Account]:
    """The accounts with these ids."""
    if not ids:
        return []
    return list(db.session.scalars(select(Account).where(Account.id.in_(ids)).order_by(Account.id)))


def choices(*, kinds: tuple[PersonKind, ...] = ()) -> list[tuple[int, str]]:
    """People to choose from in a form."""
    chosen = select(Person.id, Person.honorific, Person.name).where(Person.merged_into_id.is_(None))
    if kinds:
        chosen = chosen.where(Person.kind.in_(kinds))
    rows = db.session.execute(chosen.order_by(Person.sort_name))
    return [(person_id, f"{honorific} {name}".strip()) for person_id, honorific, name in rows]


def clearing_posts() -> list[tuple[ClearanceField, int]]:
    """The posts whose holders clear reports, each with its field."""
    chosen = select(Post.clears, Post.id).where(Post.clears.is_not(None)).order_by(Post.id)
    rows = db.session.execute(chosen)
    return [(clears, post_id) for clears, post_id in rows if clears is not None]


def posts() -> list[Post]:
    """Every post with its holders."""
    return list(
        db.session.scalars(
            select(Post)
            .options(selectinload(Post.holders).joinedload(PostHolder.person))
            .order_by(Post.title)
        )
    )


def holders_on(post: Post, day: date) -> list[PostHolder]:
    """Who holds a post on a day; reads the loaded holders."""
    return [
        held
        for held in post.holders
        if (held.from_on is None or held.from_on <= day)
        and (held.to_on is None or held.to_on >= day)
    ]


def listed_accounts() -> Select[Account]:
    """Every account, by its person's surname."""
    return select(Account).join(Account.person).order_by(Person.sort_name, Account.id)


def organisation_named(name: str) -> Organisation | None:
    """The organisation with this name."""
    return db.session.scalar(select(Organisation).where(Organisation.name == name.strip()))


def party_named(name: str) -> Party | None:
    """The party with this name."""
    return db.session.scalar(select(Party).where(Party.name == name.strip()))


def ward_named(name: str) -> Ward | None:
    """The ward with this name."""
    return db.session.scalar(select(Ward).where(Ward.name == name.strip()))


def organisations() -> list[str]:
    """The names of all organisations."""
    return list(db.session.scalars(select(Organisation.name).order_by(Organisation.name)))


def parties() -> list[str]:
    """The names of all parties and groups."""
    return list(db.session.scalars(select(Party.name).order_by(Party.name)))


def wards() -> list[str]:
    """The names of all wards."""
    return list(db.session.scalars(select(Ward.name).order_by(Ward.name)))


def party_on(person: Person, day: date) -> str:
    """The party a person belonged to on a day, or nothing; reads the loaded memberships."""
    for membership in person.parties:
        begun = membership.from_on is None or membership.from_on <= day
        if begun and (membership.to_on is None or membership.to_on >= day):
            return membership.party.name
    return ""


def post_on(person: Person, day: date) -> str:
    """The post a person held on a day, or nothing; reads the loaded holdings."""
    for holding in person.holdings:
        begun = holding.from_on is None or holding.from_on <= day
        if begun and (holding.to_on is None or holding.to_on >= day):
            return holding.post.title
    return ""


def sort_name_of(name: str) -> str:
    """Surname first, in lower case and without accents."""
    words = name.strip().split()
    return _plain(" ".join(words[-1:] + words[:-1]))


def _plain(words: str) -> str:
    """Lower case and without accents, so that "Muller" finds "Müller"."""
    plain = unicodedata.normalize("NFKD", words)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


def in_post(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """The SQL condition that a post is held on a day."""
    return and_(
        or_(PostHolder.from_on.is_(None), PostHolder.from_on <= on),
        or_(PostHolder.to_on.is_(None), PostHolder.to_on >= on),
    )
