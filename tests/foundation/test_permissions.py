"""Who may read a thing: the database and the keys of the index give the same answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from app.documents.models import Document, DocumentVersion
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import (
    ANYBODY,
    NOBODY,
    Access,
    AccessLog,
    Reader,
    Scope,
    grant,
    keys_to,
    log_views,
    log_views_at_once,
    readers_of,
    share,
)

BOARD, LENT, ELSEWHERE = 11, 12, 13
"""The board whose thing it is, one that was let read it, and one that has no part in it."""
ME, SOMEBODY_ELSE = 21, 22
POST, OTHER_POST = 31, 32


def reader(**holds):
    """Somebody with these seats, clerkships and posts."""
    return Scope(person_id=ME, **{name: frozenset({held}) for name, held in holds.items()})


READERS = {
    "nobody": NOBODY,
    "anybody": ANYBODY,
    "member": reader(seated=BOARD),
    "clerk": reader(clerked=BOARD),
    "member of a board let read": reader(seated=LENT),
    "clerk of a board let read": reader(clerked=LENT),
    "named reader": Scope(person_id=SOMEBODY_ELSE),
    "holder of the post": reader(posts=POST),
    "member elsewhere": reader(seated=ELSEWHERE),
    "clerk elsewhere": reader(clerked=ELSEWHERE),
    "holder of another post": reader(posts=OTHER_POST),
    "chair without a seat": reader(chaired=BOARD),
    "officer": Scope(person_id=ME, is_officer=True),
    "administrator": Scope(person_id=ME, is_administrator=True),
}
AT_WORK = {"clerk", "clerk of a board let read", "named reader", "holder of the post"}
INSIDE = AT_WORK | {"member", "member of a board let read"}
EVERYBODY = READERS.keys() - {"nobody"}
WHO_READS = [
    (Access.OPEN, False, AT_WORK),
    (Access.OPEN, True, EVERYBODY),
    (Access.EXEMPT, False, AT_WORK),
    (Access.EXEMPT, True, INSIDE),
    (Access.CONFIDENTIAL, False, AT_WORK),
    (Access.CONFIDENTIAL, True, INSIDE),
    (Access.RESTRICTED, False, {"clerk"}),
    (Access.RESTRICTED, True, {"clerk"}),
]


def a_thing(access=Access.OPEN, *, is_published=True):
    """A document of the board, added a moment ago."""
    at = clock.now() if is_published else None
    thing = Document(title="Lamps", group_id=BOARD, access=access, published_at=at)
    db.session.add(thing)
    return thing


def let_read(thing):
    """Another board, somebody by name and the holder of a post are let read it."""
    for whom in ({"group_id": LENT}, {"person_id": SOMEBODY_ELSE}, {"post_id": POST}):
        grant(thing, reason="They asked.", **whom)


def reads(thing, scope):
    """Whether this reader finds the thing in the database."""
    chosen = select(Document.id).where(Document.id == thing.id, Document.visible_to(scope))
    return db.session.scalar(chosen) is not None


def those_who_find_it(thing):
    """Asked for each reader anew."""
    return {who for who, scope in READERS.items() if reads(thing, scope)}


def those_who_find_it_in_a_statement_made_once(thing):
    """As pages ask, whose statement is the same for everybody."""
    made_once = select(Document.id).where(Document.id == thing.id, Document.visible())
    answers = {
        who: db.session.scalar(made_once, asked.parameters) for who, asked in READERS.items()
    }
    return {who for who, answer in answers.items() if answer == thing.id}


def those_who_hold_a_key_to_it(thing):
    """As the index asks."""
    keys = keys_to(thing, readers=readers_of(Document.KIND, [thing.id])[thing.id])
    return {who for who, scope in READERS.items() if keys & scope.keys}


@pytest.mark.parametrize(("access", "is_published", "expected"), WHO_READS)
def test_a_thing_is_read_by_exactly_those_who_may_however_it_is_asked(
    app, transaction, access, is_published, expected
):
    with transaction():
        thing = a_thing(access, is_published=is_published)
        let_read(thing)
    assert those_who_find_it(thing) == expected
    assert those_who_find_it_in_a_statement_made_once(thing) == expected
    assert those_who_hold_a_key_to_it(thing) == expected


def test_who_was_let_read_one_thing_reads_no_other(app, transaction):
    with transaction():
        lent, other = (a_thing(Access.EXEMPT) for _ in range(2))
        grant(lent, reason="She asked.", person_id=ME)
        versions_of_the_same_number = Reader(
            kind=DocumentVersion.KIND, thing_id=other.id, person_id=ME, reason="", at=clock.now()
        )
        db.session.add(versions_of_the_same_number)
    assert reads(lent, Scope(person_id=ME))
    assert not reads(other, Scope(person_id=ME))


def test_only_what_is_not_open_is_held_back():
    held_back = {access for access in Access if Document(access=access).is_held_back}
    assert held_back == {Access.EXEMPT, Access.CONFIDENTIAL, Access.RESTRICTED}


def test_a_grant_says_why_by_whom_and_when_and_is_given_once(app, transaction):
    yesterday = clock.now() - timedelta(days=1)
    with transaction():
        thing = a_thing(Access.EXEMPT)
        facts = {"reason": "She asked.", "person_id": ME, "granted_by": SOMEBODY_ELSE}
        grant(thing, **facts, at=yesterday)
        grant(thing, **facts | {"reason": "She asked again."})
    (given,) = readers_of(Document.KIND, [thing.id])[thing.id]
    assert (given.reason, given.granted_by, given.at) == ("She asked.", SOMEBODY_ELSE, yesterday)


def test_a_grant_is_of_this_moment_unless_it_says_otherwise(app, transaction):
    with transaction(), clock.stopped(clock.moment(clock.today(), 11)):
        thing = a_thing(Access.EXEMPT)
        grant(thing, reason="She asked.", person_id=ME)
    (given,) = readers_of(Document.KIND, [thing.id])[thing.id]
    assert given.at == clock.moment(clock.today(), 11)


def test_what_belongs_together_is_shared_on_the_terms_of_the_first(app, transaction):
    with transaction():
        first, second, third = (a_thing(Access.EXEMPT) for _ in range(3))
        let_read(first)
        grant(second, reason="She has read it before.", post_id=POST)
        readers = readers_of(Document.KIND, [first.id])[first.id]
        share([(second, readers), (third, readers * 2)])
    found = readers_of(Document.KIND, [second.id, third.id])
    said = {(one.group_id, one.person_id, one.post_id, one.reason) for one in found[second.id]}
    assert said == {
        (LENT, None, None, "They asked."),
        (None, SOMEBODY_ELSE, None, "They asked."),
        (None, None, POST, "She has read it before."),
    }
    assert [len(found[thing.id]) for thing in (second, third)] == [3, 3]


def test_nothing_is_asked_of_whom_a_thing_was_never_shared_with(app, transaction):
    with transaction():
        thing = a_thing(Access.EXEMPT)
        share([(thing, [])])
    assert readers_of(Document.KIND, [thing.id]) == {}


@pytest.mark.parametrize("log", [log_views, log_views_at_once])
def test_a_view_of_each_exempt_thing_is_recorded_once_and_never_changed(app, transaction, log):
    seen = [(Document.KIND, 5), ("minute", 5), (Document.KIND, 5)]
    with clock.stopped(clock.moment(clock.today(), 11)):
        _logged(transaction, log, ME, seen)
        _logged(transaction, log, ME, [])
    rows = db.session.scalars(select(AccessLog).order_by(AccessLog.id)).all()
    assert [(row.kind, row.thing_id) for row in rows] == [(Document.KIND, 5), ("minute", 5)]
    assert {(row.person_id, row.at) for row in rows} == {(ME, clock.moment(clock.today(), 11))}
    with pytest.raises(DatabaseError), transaction():
        db.session.delete(rows[0])


def _logged(transaction, log, person_id, seen):
    """Recorded in a transaction of the reader's, or beside it."""
    if log is log_views_at_once:
        log(person_id, seen)
        return
    with transaction():
        log(person_id, seen)


def test_a_view_recorded_at_once_stays_when_the_request_fails(app, transaction):
    with pytest.raises(ZeroDivisionError), transaction():
        db.session.rollback()
        log_views_at_once(ME, [(Document.KIND, 5)])
        raise ZeroDivisionError
    assert db.session.scalar(select(AccessLog.person_id)) == ME
