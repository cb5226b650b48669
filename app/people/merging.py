"""Merging two entries of the directory: what the one that stays takes over."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select, update

from app.foundation.db import db
from app.foundation.locking import lock_rows
from app.foundation.permissions import Reader
from app.people.models import PartyMembership, Person, PostHolder

Dated = PartyMembership | PostHolder


def hold(gone: Person) -> None:
    """Lock the entry: until the transaction ends nobody can write a row that names it
    (`naming`)."""
    db.session.execute(select(Person.id).where(Person.id == gone.id).with_for_update())


def take_over(gone: Person, kept: Person) -> None:
    """Take over posts, parties and permissions to read; what both have is kept once."""
    _take_posts(gone, kept)
    _take_parties(gone, kept)
    _take_permissions(gone, kept)
    gone.merged_into_id = kept.id
    db.session.flush()
    for changed in (gone, kept):
        db.session.expire(changed, ["parties", "holdings"])


def _take_posts(gone: Person, kept: Person) -> None:
    both = (gone.id, kept.id)
    statement = select(PostHolder).where(PostHolder.person_id.in_(both)).order_by(PostHolder.id)
    holdings = db.session.scalars(statement).all()
    lock_rows(*holdings)
    for post_id in {held.post_id for held in holdings}:
        open_now = [held for held in holdings if held.post_id == post_id and held.to_on is None]
        _leave_one_open(sorted(open_now, key=lambda held: held.person_id == gone.id))
    db.session.flush()
    moved = update(PostHolder).where(PostHolder.person_id == gone.id)
    db.session.execute(moved.values(person_id=kept.id, version=PostHolder.version + 1))


def _take_parties(gone: Person, kept: Person) -> None:
    open_now = [held for held in (*kept.parties, *gone.parties) if held.to_on is None]
    _leave_one_open(open_now)
    db.session.flush()
    moved = update(PartyMembership).where(PartyMembership.person_id == gone.id)
    db.session.execute(moved.values(person_id=kept.id))


def _leave_one_open(rows: Sequence[Dated]) -> None:
    """Of several open rows keep the last begun open; the others end the day before it began.

    Of two that began on the same day for the same post or party one is deleted.
    """
    if len(rows) < 2:
        return
    latest = max(row.from_on or date.min for row in rows)
    stays = next(row for row in rows if (row.from_on or date.min) == latest)
    for row in rows:
        if (row.from_on or date.min) < latest:
            row.to_on = latest - timedelta(days=1)
            if isinstance(row, PostHolder):
                row.version += 1
        elif row is not stays and _what(row) == _what(stays):
            db.session.delete(row)


def _what(row: Dated) -> int:
    return row.post_id if isinstance(row, PostHolder) else row.party_id


def _take_permissions(gone: Person, kept: Person) -> None:
    db.session.execute(
        update(Reader)
        .where(Reader.person_id == gone.id)
        .values(person_id=kept.id)
        .execution_options(synchronize_session=False)
    )
