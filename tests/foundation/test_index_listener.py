"""Whatever is written of the council, the index is told of it, and of nothing it never says."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import Enum, UniqueConstraint, inspect, text
from sqlalchemy.exc import IntegrityError

from app.actions import services as actions
from app.actions.models import Action
from app.documents.models import Document
from app.foundation import clock, index_listener, indexing
from app.foundation.db import Base, UTCDateTime, db, writing_at_once
from app.foundation.jobs import queue
from app.foundation.jobs.models import Job
from app.foundation.permissions import Reader, grant
from app.meetings import services as meetings
from app.minutes import services as minutes
from app.minutes.models import Citation, ResolutionKind
from app.people import services as people
from app.people.models import PersonKind
from app.reports import services as reports
from tests.factories import actions as promised
from tests.factories import agendas, planted
from tests.factories import reports as written

ROWS, TURNS = 12, 4
"""So many rows of one model, and values in each, are tried until the database takes one."""

EMPTY = {
    *("ImportBatch", "ReleasedRow"),
    *("AccessLog", "ImportedFile", "ImportedThing", "Instance", "RateLimit", "SignInSession"),
    *("Evidence", "ExemptionReview", "ReceivedMinutes", "SeenVersion", "Synonym", "TimeRequest"),
}
"""Nothing of these stands in the planted council: who looked at it, how it came here, and what no
entry of the index has ever shown."""


@pytest.fixture
def council(app, cast, transaction):
    """The entries of the planted council, with owners and parts of every kind."""
    with transaction():
        made = planted.plant(cast)
        agendas.a_meeting(cast, days=110)
        _belong(cast)
        _promise(cast)
        _report(cast, made)
        _let_everything_change()
    with transaction():
        db.session.execute(db.delete(Job))
    with writing_at_once():
        yield _entries()
        db.session.rollback()


def _belong(cast):
    """Somebody of a party and a ward, who has no account, and a day on which nobody works."""
    facts = {"name": "Zoe Frith", "kind": PersonKind.COUNCILLOR}
    people.add_person(by=None, **facts, party="Reform", ward="Lock")
    meetings.close_on(clock.today() + timedelta(days=300), name="Fair day", by=None)


def _promise(cast):
    """A minute with two limbs, and actions of every kind of owner, one with two notes."""
    meeting = promised.held_meeting(cast.board)
    minute = promised.a_minute(meeting, exempt_heading="A price", published=False)
    meetings.put_rest_present(meeting, by=None)
    minutes.set_resolutions(
        minute, by=None, kind=ResolutionKind.RESOLVED, limbs=["that it be so", "that it go on"]
    )
    post = people.create_post(by=None, title="Head of Lamps")
    body = people.organisation_of("Netter Police")
    for owner in ({"post": post}, {"organisation": body}, {"owner_words": "All"}):
        action = promised.an_action(cast, minute, **owner)
    db.session.add(Citation(minute_id=minute.id, kind="report", thing_id=1))
    for words in ("It is begun.", "It goes on."):
        actions.note(action, by=None, text=words)


def _report(cast, made):
    """One that is let read, one of which nothing is written, one that is changed since it was
    issued twice; a report and a document to which nothing belongs."""
    facts = {"by": None, "board": cast.other_board, "reason": "It asked to read it."}
    reports.let_board_read(made.thing("draft"), **facts)
    unwritten = written.a_report(cast)
    changed = made.thing("issued open report")
    issued = [one for one in changed.versions if one.is_issued][-1]
    for number, title in ((90, "Lamps"), (91, "Lanterns")):
        content = issued.content | {"title": title}
        db.session.add(_copied(issued, number=number, content=content))
    changed.title = "Candles"
    db.session.add(_copied(unwritten, author_id=None))
    db.session.add(Document(title="Lamps", group_id=cast.board.id))


def _copied(row, **other):
    return type(row)(**{name: getattr(row, name) for name in _columns(type(row))} | other)


def _let_everything_change():
    """Without the triggers that keep what is published."""
    if db.engine.dialect.name == "sqlite":
        named = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for name in named.all():
            db.session.execute(text(f'DROP TRIGGER "{name}"'))
    else:
        for table in Base.metadata.sorted_tables:
            db.session.execute(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))


def _entries():
    found = {}
    for entry in indexing.entries_of_everything():
        found.setdefault(entry.owner, set()).add(entry)
    return found


class Told:
    """What became of a change that is not kept: whose entries it changed, whose were asked for."""

    def __init__(self, before):
        db.session.flush()
        index_listener._enqueue_marked(db.session())
        db.session.expire_all()
        now = _entries()
        self.changed = {owner for owner in before | now if before.get(owner) != now.get(owner)}
        self.asked = indexing.not_indexed_yet()
        if queue.counts(indexing.REBUILD).waiting:
            self.asked = frozenset(before | now)
        db.session.rollback()


def _models():
    mappers = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
    return [mapper.class_ for mapper in mappers if mapper.class_ is not Job]


def _columns(model):
    mapper = inspect(model)
    named = (one for one in mapper.columns if not one.primary_key)
    return [mapper.get_property_by_column(column).key for column in named]


def _watched(model):
    return {name for one in index_listener._watches().get(model, ()) for name in one.columns}


def _rows(model):
    return db.session.scalars(db.select(model).order_by(*inspect(model).primary_key)).all()


def _others(row, name):
    """What this column could hold instead."""
    column, value = inspect(type(row)).attrs[name].columns[0], getattr(row, name)
    if column.foreign_keys:
        (key,) = column.foreign_keys
        known, used = (
            set(db.session.scalars(db.select(one))) - {None} for one in (key.column, column)
        )
        return [*sorted(known - used), *sorted(used - {value}, reverse=True)]
    if isinstance(column.type, Enum):
        return [one for one in column.type.enum_class if one != value]
    is_empty = value is None or value in ([], {})
    return [_first(column.type, value) if is_empty else _other(value)]


def _first(kind, value):
    if value is not None:
        return [7] if value == [] else {"a": "newts"}
    if isinstance(kind, UTCDateTime):
        return clock.now()
    return {str: "newts", int: 7, date: clock.today(), time: time(3)}[kind.python_type]


def _other(value):
    match value:
        case dict():
            return {key: _other(one) for key, one in value.items()}
        case list():
            return [_other(one) for one in value]
        case bool():
            return not value
        case str():
            return f"{value} newts".strip()
        case int():
            return value + 1000
        case date():
            return value + timedelta(days=40)
        case _:
            return time(3) if isinstance(value, time) else value


def _told(before, model, names):
    """What was told of these columns, written in all rows at once or in one after the other.

    The first by which an entry changed, or the last; None if no row takes it.
    """
    told, every = None, _places(model, names[-1])
    for places in (every, *([place] for place in every[:ROWS])):
        for turn in range(TURNS):
            try:
                rows = _rows(model)
                _write([rows[place] for place in places], names, turn)
                told = Told(before)
            except IntegrityError:
                db.session.rollback()
            if told and (told.changed or not _watched(model) & set(names)):
                return told
    return told


def _places(model, name):
    """The places of all rows, the newest first that hold something in this column."""
    held = [getattr(row, name) for row in _rows(model)]
    return sorted(reversed(range(len(held))), key=lambda place: held[place] is None)


def _write(rows, names, turn):
    with db.session.no_autoflush:
        for row in rows:
            for name in names:
                if others := _others(row, name):
                    setattr(row, name, others[turn % len(others)])


def _told_of_each(before, model, names):
    return {f"{model.__name__}.{name}": _told(before, model, [name]) for name in names}


def test_what_no_entry_shows_changes_none_and_asks_for_none(council):
    told = {}
    for model in _models():
        unwatched = [name for name in _columns(model) if name not in _watched(model)]
        together = _told(council, model, unwatched) if unwatched else None
        if together:
            told[model.__name__] = together
        else:
            told |= _told_of_each(council, model, unwatched)
    assert {model.__name__ for model in _models() if not _rows(model)} == EMPTY
    changed = {name for name, one in told.items() if one and one.changed}
    assert not changed, (
        f"say in the Searchable of these kinds what stands in their entries: {changed}"
    )
    assert not {name for name, one in told.items() if one and one.asked}
    assert not {name for name, one in told.items() if one is None}, "no row can be written"


def test_what_an_entry_shows_is_asked_for_when_it_is_written(council):
    told = {}
    for model in _models():
        told |= _told_of_each(council, model, sorted(_watched(model)))
    assert not [name for name, one in told.items() if one is None]
    missed = {name: one.changed - one.asked for name, one in told.items()}
    assert not {name: owners for name, owners in missed.items() if owners}
    assert not {name for name, one in told.items() if not one.changed}, "asked for in vain"


def _told_of_going(before, model):
    """What was told of the first row that can be taken away."""
    for place in range(len(_rows(model))):
        try:
            db.session.delete(_rows(model)[place])
            return Told(before)
        except IntegrityError:
            db.session.rollback()
    return None


def _told_of_coming(before, model):
    """What was told of one more row like the first of which there can be two."""
    for place in range(len(_rows(model)) if "id" in inspect(model).attrs else 0):
        row = _rows(model)[place]
        others = {name: _others(row, name)[0] for name in _unique(model) if _others(row, name)}
        try:
            db.session.add(_copied(row, **others))
            return Told(before)
        except IntegrityError:
            db.session.rollback()
    return None


def _unique(model):
    """The columns of which no two rows hold the same."""
    mapper = inspect(model)
    return [
        mapper.get_property_by_column(column).key
        for constraint in model.__table__.constraints
        if isinstance(constraint, UniqueConstraint)
        for column in constraint.columns
    ]


def test_what_comes_and_goes_is_asked_for(council):
    told = {}
    for model in _models():
        told[f"{model.__name__} goes"] = _told_of_going(council, model)
        told[f"{model.__name__} comes"] = _told_of_coming(council, model)
    missed = {name: one.changed - one.asked for name, one in told.items() if one}
    assert not {name: owners for name, owners in missed.items() if owners}
    parts = {
        model.__name__
        for model, watches in index_listener._watches().items()
        if any(watch.on_insert_and_delete for watch in watches)
    }
    assert not {name for name, one in told.items() if one is None and name.split()[0] in parts}


def _asked_after(transaction, drain, change):
    """Which jobs a change asks for by itself, in a transaction of its own."""
    drain()
    with transaction():
        change()
    return db.session.scalars(db.select(Job)).all()


@pytest.fixture
def action(app, cast, transaction):
    """An action that Olu has promised."""
    with transaction():
        return promised.an_action(cast, person=cast.person("Olu")).id


def test_a_thing_is_asked_for_once_however_often_it_is_written(
    app, cast, transaction, drain, action
):
    def change():
        for number in range(3):
            with db.session.begin_nested():
                db.session.get_one(Action, action).text = f"Mend lamp {number}"
        actions.note(db.session.get_one(Action, action), by=None, text="Begun.")
        cast.person("Olu").name = "Olu Xed"

    asked = _asked_after(transaction, drain, change)
    assert [one.arguments for one in asked] == [{"thing": "action", "id": action}]
    drain()
    assert indexing.differences() == set()


def test_what_is_taken_back_or_stays_as_it_was_asks_for_nothing(transaction, drain, action):
    def change():
        found = db.session.get_one(Action, action)
        found.text = "Something else"
        db.session.flush()
        db.session.rollback()
        found.text = str(found.text)
        found.published_at += timedelta(microseconds=1)

    assert _asked_after(transaction, drain, change) == []


@pytest.mark.parametrize(
    "statement",
    [
        db.update(Action).where(Action.text != "").values(version=Action.version + 1),
        db.update(Reader).where(Reader.kind == "action").values(group_id=1, person_id=None),
        db.delete(Reader).where(Reader.kind == "action"),
    ],
)
def test_a_statement_asks_for_whatever_it_meets(statement, transaction, drain, action):
    asked = _asked_after(transaction, drain, lambda: db.session.execute(statement))
    assert [one.arguments for one in asked] == [{"thing": "action", "id": action}]


def test_a_grant_asks_for_what_it_lets_read(cast, transaction, drain, action):
    def change():
        grant(db.session.get_one(Action, action), reason="asked", person_id=cast.person("Mo").id)

    asked = _asked_after(transaction, drain, change)
    assert [one.arguments for one in asked] == [{"thing": "action", "id": action}]


def test_a_statement_asks_for_nothing_that_no_entry_shows(transaction, drain, action):
    changed = db.update(Action).values(position=7)
    later = db.update(Action).values(text="Later.").execution_options(skip_index_listener=True)
    assert _asked_after(transaction, drain, lambda: db.session.execute(changed)) == []
    assert _asked_after(transaction, drain, lambda: db.session.execute(later)) == []


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "rows", "instead"),
    [
        (db.update(Action), [{"id": 1, "text": "Later."}], "or change the rows themselves"),
        (db.insert(Reader).values(kind="action"), None, "with a list of rows"),
        (db.insert(Reader).values([{"kind": "action"}]), None, "with a list of rows"),
        (db.update(Action.__table__).values(text="Later."), None, "name Action, not its table"),
        (db.delete(Reader.__table__), None, "name Reader, not its table"),
    ],
)
def test_a_statement_that_nobody_could_follow_is_refused(statement, rows, instead, app):
    with pytest.raises(TypeError, match=instead):
        db.session.execute(statement, rows)


def test_what_stands_in_every_entry_asks_for_a_new_index(cast, transaction, drain, action):
    def change():
        cast.board.name = "Safe Streets Board"

    assert [one.kind for one in _asked_after(transaction, drain, change)] == [indexing.REBUILD]
