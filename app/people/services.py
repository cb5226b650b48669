"""What the council does about people: keep them, their posts and their accounts, let them in."""

import re
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute

from app.foundation import audit, clock, events
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import advisory_lock, lock_rows
from app.people import entering, merging, passwords, queries, sessions
from app.people.attempts import (
    SignInAttempt,
    named_present_password,
    refused_until,
    take_present_password,
)
from app.people.events import PersonMerged
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
    Ward,
)
from app.people.passwords import DEMO_PASSWORD, one_time_password, prepared
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
    "SignInAttempt",
    "begin",
    "change_password",
    "named_present_password",
    "note_use",
    "one_time_password",
    "prepared",
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
    is_another: bool = True,
) -> Person:
    """Add somebody to the directory; a name that is in it already needs a confirmation."""
    advisory_lock(f"person {queries.sort_name_of(name)}")
    if not is_another and queries.namesakes(name):
        raise Refused("There is somebody of this name in the directory already.")
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
    lock_rows(person)
    check_entry(person)
    person.check_version(version)
    before = audit.state_of(person)
    person.kind = kind or person.kind
    person.name, person.honorific = name.strip(), honorific.strip()
    person.sort_name = queries.sort_name_of(name)
    person.organisation_id = organisation_of(organisation).id if organisation else None
    person.ward_id = ward_of(ward).id if ward else None
    if audit.state_of(person) == before:
        return
    person.version += 1
    audit.record(by, "edit", person)


def join_party(
    person: Person,
    *,
    party: str,
    by: Person | None,
    from_on: date | None = None,
    version: int | None = None,
) -> None:
    """A person's party from a day on; the party before ends the day before."""
    lock_rows(person)
    check_entry(person)
    person.check_version(version)
    person.version += 1
    joined = party_of(party)
    for membership in person.parties:
        if membership.to_on is None and from_on is not None:
            if membership.from_on and membership.from_on >= from_on:
                raise Refused(_PARTY_LATER, field="from_on")
            membership.to_on = from_on - timedelta(days=1)
    person.parties.append(PartyMembership(party=joined, from_on=from_on))
    audit.record(by, "join-party", person, party=party)


def merge(person: Person, *, into: Person, by: Person, version: int | None = None) -> None:
    """Record that two entries are one person; the one that goes leads to the one that stays.

    Posts, parties and permissions to read move at once, seats and clerkships by whoever listens.
    An account stays with its entry, so an entry with an account can only be the one that stays.
    """
    if person.id == into.id:
        raise Refused("Choose another entry of the directory.", field="into_id")
    lock_rows(*sorted((person, into), key=lambda one: one.id))
    merging.hold(person)
    for one in (person, into):
        check_entry(one, field="into_id")
    if queries.account_of(person) is not None:
        raise Refused(
            f"{person.full_name} has an account, so this entry is the one that stays.",
            field="into_id",
        )
    person.check_version(version)
    person.version += 1
    merging.take_over(person, into)
    events.announce(PersonMerged(gone_id=person.id, kept_id=into.id))
    audit.record(by, "merge", into, gone=person.id)


def check_entry(person: Person, *, field: str | None = None) -> None:
    """Refuse an entry that has been merged into another one."""
    if person.merged_into_id is not None:
        kept = queries.person_with_id(person.merged_into_id)
        raise Refused(f"This entry was merged into that of {kept.full_name}.", field=field)


def hand_over(
    merged: PersonMerged,
    *columns: InstrumentedAttribute[Any],
    counter: InstrumentedAttribute[Any] | None = None,
) -> None:
    """Let the rows that name a merged entry in these columns name the one that stays.

    The version of each row grows, or the `counter` by which its model counts such changes.
    """
    for column in columns:
        model, changed = column.class_, dict[str, Any]({column.key: merged.kept_id})
        counted = counter or getattr(model, "version", None)
        if counted is not None:
            changed[counted.key] = counted + 1
        db.session.execute(
            update(model)
            .where(column == merged.gone_id)
            .values(changed)
            .execution_options(synchronize_session="fetch")
        )


def organisation_of(name: str) -> Organisation:
    """The organisation with this name, entered if it is new."""
    return entering.named(Organisation, name)


def ward_of(name: str) -> Ward:
    """The ward with this name, entered if it is new."""
    return entering.named(Ward, name)


def party_of(name: str) -> Party:
    """The party or group with this name, entered if it is new."""
    return entering.named(Party, name)


def create_post(*, by: Person | None, title: str, clears: ClearanceField | None = None) -> Post:
    """Enter a post, with the field it clears reports in, if any."""
    advisory_lock(f"post {title.strip().lower()}")
    if any(post.title.lower() == title.strip().lower() for post in queries.posts()):
        raise Refused("There is a post with this title already.", field="title")
    post = Post(title=title.strip(), clears=clears)
    db.session.add(post)
    audit.record(by, "create", _flushed(post))
    return post


def appoint(post: Post, *, person: Person, by: Person | None, from_on: date | None = None) -> None:
    """Put a person in a post; a post may be shared, but nobody holds it twice at once."""
    lock_rows(person, post)
    check_entry(person, field="person_id")
    if any(held.person_id == person.id and held.to_on is None for held in post.holders):
        raise Refused(f"{person.full_name} holds this post already.", field="person_id")
    post.holders.append(PostHolder(person=person, from_on=from_on))
    audit.record(by, "appoint", post, holder=person.id)


def leave_post(holding: PostHolder, *, by: Person, to_on: date, version: int | None = None) -> None:
    """Record the last day on which somebody held a post."""
    lock_rows(holding.post, holding)
    holding.check_version(version)
    if holding.from_on and to_on < holding.from_on:
        raise Refused("The last day cannot be before the first.", field="to_on")
    if holding.to_on == to_on:
        return
    holding.to_on = to_on
    holding.save_by(by)
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
    check_address(email)
    passwords.check(password, email=email, name=person.name)
    advisory_lock(f"account {email.strip().lower()}")
    lock_rows(person)
    check_entry(person, field="person_id")
    if queries.account_by_email(email) is not None:
        raise Refused("There is an account with this e-mail address already.", field="email")
    if queries.account_of(person) is not None:
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


def check_address(email: str) -> None:
    """Refuse an e-mail address that no mail could go to."""
    if not _EMAIL.fullmatch(email.strip()):
        raise Refused("Enter an email address, like name@example.gov.uk.", field="email")


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
    _alone_as_administrator(account, by=by)
    if account.person_id == by.id and not (is_administrator and is_enabled):
        raise Refused("You cannot take your own administration away; ask another administrator.")
    account.check_version(version)
    before = audit.state_of(account)
    account.is_administrator, account.is_officer = is_administrator, is_officer
    if account.is_enabled and not is_enabled:
        sessions.end_all(account)
    account.is_enabled = is_enabled
    if audit.state_of(account) == before:
        return
    account.version += 1
    audit.record(by, "change", account, administrator=is_administrator, enabled=is_enabled)


_PARTY_LATER = "The first day must be after the first day in the present party."


def _alone_as_administrator(account: Account, *, by: Person) -> None:
    """Refuse if `by` is no administrator any more: of two who take each other's rights, the
    second."""
    lock_rows(*_with_own(account, by))
    own = queries.account_of(by)
    if own is not None and not (own.is_administrator and own.is_enabled):
        raise Refused("Another administrator has taken your own administration away meanwhile.")


def _with_own(account: Account, by: Person) -> list[Account]:
    own = queries.account_of(by)
    return sorted({account, own or account}, key=lambda one: one.id)


def _flushed(row: Row) -> Row:
    db.session.flush()
    return row
