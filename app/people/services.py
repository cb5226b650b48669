"""What the council does about people: keep them, their posts and their accounts, let them in."""

import re
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute

from app.foundation import audit, clock, events, indexing
from app.foundation.alone import alone_with
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.jobs import queue
from app.foundation.readable import Reader
from app.people import passwords, queries, sessions
from app.people.attempts import (
    Attempt,
    named_present_password,
    refused_until,
    take_present_password,
)
from app.people.events import PersonMerged
from app.people.models import (
    Account,
    Clears,
    Organisation,
    Party,
    PartyMembership,
    Person,
    PersonKind,
    Post,
    PostHolder,
    Ward,
)
from app.people.passwords import DEMO_PASSWORD, one_time_password
from app.people.sessions import (
    begin,
    change_password,
    note_use,
    reset_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
    unlock,
)

__all__ = [
    "DEMO_PASSWORD",
    "Attempt",
    "begin",
    "change_password",
    "named_present_password",
    "note_use",
    "one_time_password",
    "refused_until",
    "reset_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "take_present_password",
    "unlock",
]
Row = TypeVar("Row")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def add_person(
    *,
    by: Person | None,
    name: str,
    kind: PersonKind,
    honorific: str = "",
    organisation: str = "",
    ward: str = "",
    party: str = "",
    from_on: date | None = None,
) -> Person:
    """Enter somebody in the directory."""
    person = Person(
        name=name.strip(),
        sort_name=queries.sort_name_of(name),
        kind=kind,
        honorific=honorific.strip(),
        organisation_id=organisation_of(organisation).id if organisation else None,
        ward_id=ward_of(ward).id if ward else None,
    )
    db.session.add(person)
    db.session.flush()
    if party:
        join_party(person, party=party, by=by, from_on=from_on)
    audit.record(by, "add", person)
    return person


def edit_person(
    person: Person,
    *,
    by: Person,
    name: str,
    honorific: str,
    organisation: str,
    ward: str,
    version: int,
    kind: PersonKind | None = None,
) -> None:
    """Correct how somebody is named, and in what capacity."""
    _not_changed_since(person, version)
    person.kind = kind or person.kind
    person.name, person.honorific = name.strip(), honorific.strip()
    person.sort_name = queries.sort_name_of(name)
    person.organisation_id = organisation_of(organisation).id if organisation else None
    person.ward_id = ward_of(ward).id if ward else None
    audit.record(by, "edit", person)


def join_party(
    person: Person, *, party: str, by: Person | None, from_on: date | None = None
) -> None:
    """A person's party from a day on; the party before ends the day before."""
    found = queries.party_named(party)
    if found is None:
        found = Party(name=party.strip())
        db.session.add(found)
    for membership in person.parties:
        if membership.to_on is None and from_on is not None:
            if membership.from_on and membership.from_on >= from_on:
                raise Refused(_PARTY_LATER, field="from_on")
            membership.to_on = from_on - timedelta(days=1)
    person.parties.append(PartyMembership(party=found, from_on=from_on))
    audit.record(by, "join-party", person, party=party)


def merge(person: Person, *, into: Person, by: Person) -> None:
    """Record that two entries are one person; the one that goes leads to the one that stays.

    Posts, parties and permissions to read move at once, seats and clerkships by whoever listens.
    An account stays with its entry, so an entry with an account can only be the one that stays.
    """
    if person.id == into.id or into.merged_into_id or person.merged_into_id:
        raise Refused("Choose another entry of the directory.", field="into_id")
    if queries.account_of(person) is not None:
        raise Refused(
            f"{person.full_name} has an account, so this entry is the one that stays.",
            field="into_id",
        )
    for membership in person.parties:
        membership.person_id = into.id
    for holding in person.holdings:
        holding.person_id = into.id
    _move_permissions(person, into)
    person.merged_into_id = into.id
    db.session.flush()
    for changed in (person, into):
        db.session.expire(changed, ["parties", "holdings"])
    events.announce(PersonMerged(gone_id=person.id, kept_id=into.id))
    audit.record(by, "merge", into, gone=person.id)


def hand_over(merged: PersonMerged, *columns: InstrumentedAttribute[Any]) -> None:
    """What names the entry that was merged, in these columns, names the one that stays."""
    for column in columns:
        db.session.execute(
            update(column.class_)
            .where(column == merged.gone_id)
            .values({column.key: merged.kept_id})
            .execution_options(synchronize_session="fetch")
        )


def organisation_of(name: str) -> Organisation:
    """The organisation with this name, entered if it is new."""
    found = queries.organisation_named(name)
    if found is None:
        found = Organisation(name=name.strip())
        db.session.add(found)
        db.session.flush()
    return found


def ward_of(name: str) -> Ward:
    """The ward with this name, entered if it is new."""
    found = queries.ward_named(name)
    if found is None:
        found = Ward(name=name.strip())
        db.session.add(found)
        db.session.flush()
    return found


def create_post(*, by: Person | None, title: str, clears: Clears | None = None) -> Post:
    """Enter a post, with the field it clears reports in, if any."""
    if any(post.title.lower() == title.strip().lower() for post in queries.posts()):
        raise Refused("There is a post with this title already.", field="title")
    post = Post(title=title.strip(), clears=clears)
    db.session.add(post)
    audit.record(by, "create", _flushed(post))
    return post


def appoint(post: Post, *, person: Person, by: Person | None, from_on: date | None = None) -> None:
    """Put a person in a post; a post may be shared, but nobody holds it twice at once."""
    if any(held.person_id == person.id and held.to_on is None for held in post.holders):
        raise Refused(f"{person.full_name} holds this post already.", field="person_id")
    post.holders.append(PostHolder(person=person, from_on=from_on))
    audit.record(by, "appoint", post, holder=person.id)


def leave_post(holding: PostHolder, *, by: Person, to_on: date) -> None:
    """Record the last day on which somebody held a post."""
    if holding.from_on and to_on < holding.from_on:
        raise Refused("The last day cannot be before the first.", field="to_on")
    holding.to_on = to_on
    audit.record(by, "leave", holding.post, holder=holding.person_id)


def open_account(
    person: Person,
    *,
    by: Person | None,
    email: str,
    password: str,
    is_administrator: bool = False,
    is_officer: bool = False,
    must_change_password: bool = False,
) -> Account:
    """Give a person an account to sign in with."""
    if not _EMAIL.fullmatch(email.strip()):
        raise Refused("Enter an email address, like name@example.gov.uk.", field="email")
    passwords.check(password, email=email, name=person.name)
    if queries.account_by_email(email) is not None:
        raise Refused("There is an account with this e-mail address already.", field="email")
    if person.id and queries.account_of(person) is not None:
        raise Refused(f"{person.full_name} has an account already.", field="person_id")
    account = Account(
        person=person,
        email=email.strip().lower(),
        password_hash=passwords.hash_of(password),
        password_changed_at=clock.now(),
        is_administrator=is_administrator,
        is_officer=is_officer,
        must_change_password=must_change_password,
    )
    db.session.add(account)
    audit.record(by, "open", _flushed(account))
    return account


def change_account(
    account: Account,
    *,
    by: Person,
    is_administrator: bool,
    is_officer: bool,
    is_enabled: bool,
    version: int,
) -> None:
    """Change what an account may do; a closed account is signed out everywhere at once."""
    if account.person_id == by.id and not (is_administrator and is_enabled):
        raise Refused("You cannot take your own administration away; ask another administrator.")
    alone_with(account)
    _not_changed_since(account, version)
    account.is_administrator, account.is_officer = is_administrator, is_officer
    if account.is_enabled and not is_enabled:
        sessions.end_all(account)
    account.is_enabled = is_enabled
    audit.record(by, "change", account, administrator=is_administrator, enabled=is_enabled)


_PARTY_LATER = "The first day must be after the first day in the present party."


def _move_permissions(person: Person, into: Person) -> None:
    named = Reader.person_id == person.id
    things = db.session.execute(select(Reader.kind, Reader.thing_id).where(named)).all()
    db.session.execute(
        update(Reader)
        .where(named)
        .values(person_id=into.id)
        .execution_options(synchronize_session=False)
    )
    for kind, thing_id in things:
        queue.put(indexing.JOB, thing=kind, id=thing_id)


def _not_changed_since(row: Person | Account, version: int) -> None:
    """Whoever saves from an older page is shown what has been saved since."""
    if row.version != version:
        raise Conflict(theirs="", yours="", version=row.version)
    row.version += 1


def _flushed(row: Row) -> Row:
    db.session.flush()
    return row
