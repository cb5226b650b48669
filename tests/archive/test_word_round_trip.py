"""What the council exports to Word comes back the same into an empty installation."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions import services as actions
from app.actions.models import Action
from app.agendas import services as agendas
from app.agendas.models import AgendaItem
from app.archive.importing.files import import_file
from app.archive.importing.minuting import EXEMPT_HEADING
from app.boards.models import Board
from app.foundation import clock
from app.foundation.db import db
from app.foundation.richtext.plain import to_plain
from app.foundation.transactions import transaction
from app.meetings import services as meetings
from app.meetings.models import Attendance, Capacity, How, Meeting
from app.minutes import services as minutes
from app.minutes.models import Minute, Resolution, ResolutionKind
from app.reports.models import Report, Section
from tests.browsing import Browsing
from tests.cast import Cast
from tests.factories import agendas as made
from tests.factories.minutes import minute_about, write

pytestmark = pytest.mark.sqlite
OPEN_TITLE = "A property matter"
OWNERS = ("Head of Housing and Director of Place", "harbour master, with UNISON", "All partners")


def _sitting(cast: Cast) -> Meeting:
    """A meeting of last week with an agenda, a report, minutes, resolutions and actions."""
    clerk, day = cast.person("Clare"), clock.today() - timedelta(days=7)
    meeting = meetings.plan_meeting(
        cast.board, by=clerk, on=day, venue="Committee Room 1, The Guildhall"
    )
    agenda = agendas.begin_agenda(meeting, by=clerk)
    lighting = agendas.add_item(agenda, by=clerk, title="Lighting on Quay Street")
    agendas.add_item(
        agenda, by=clerk, title="Filming", html="<p>This meeting may be filmed or recorded.</p>"
    )
    made.an_exempt_item(agenda, "Sale of Quay Yard", html="", open_title=OPEN_TITLE)
    report = made.placed(cast, lighting)
    agendas.publish(agenda, by=clerk, is_past_paper=True, at=clock.moment(day, 9))
    assert report.published_at is not None
    meetings.hold(meeting, by=clerk)
    _attend(cast, meeting)
    _minute(cast, meeting)
    return meeting


def _attend(cast: Cast, meeting: Meeting) -> None:
    for who, how, capacity in (
        ("Chi", How.PRESENT, Capacity.MEMBER),
        ("Mo", How.APOLOGIES, Capacity.MEMBER),
        ("Clare", How.PRESENT, Capacity.OFFICER),
    ):
        meetings.record_attendance(
            meeting, by=None, person=cast.person(who), how=how, capacity=capacity
        )


def _minute(cast: Cast, meeting: Meeting) -> None:
    record = minutes.begin_minutes(meeting, by=cast.person("Clare"))
    lit = minute_about(record, "Lighting on Quay Street")
    write(lit, "The Board asked when the lamps would be lit.\n\nA plan was shown.")
    limbs = ["the report be noted", "the lamps be lit before winter"]
    minutes.set_resolutions(lit, by=None, kind=ResolutionKind.RESOLVED, limbs=limbs)
    for owner in OWNERS:
        actions.add_action(
            by=None,
            board=meeting.board,
            minute=lit,
            text="Count the lamps by hand and by day",
            owner_words=owner,
            due_on=meeting.on_date + timedelta(days=30),
            due_words="",
            made_on=meeting.on_date,
        )
    actions.add_action(
        by=None,
        board=meeting.board,
        minute=lit,
        text="Tell the wards: all nine",
        owner_words="School nursing service",
        due_words="Once a term",
        made_on=meeting.on_date,
    )
    filming = minute_about(record, "Filming")
    write(filming, "Nobody filmed.")
    said = ["the Council allow filming"]
    minutes.set_resolutions(filming, by=None, kind=ResolutionKind.RECOMMENDED, limbs=said)
    minutes.publish(record, by=cast.person("Clare"))


def _words(html: str) -> str:
    """Text without the paragraph numbers that a past paper keeps and a draft has not yet."""
    return re.sub(r"\b\d+\.\d ", "", " ".join(to_plain(html).split()))


def _sections(found: Iterable[Section]) -> list[tuple[object, ...]]:
    """By key; the parts of one section, which a past paper keeps together, with their labels."""
    said: dict[str, list[str]] = {}
    for one in found:
        key, _, part = one.key.partition(".")
        words = [one.label, _words(one.text)] if part else [_words(one.text)]
        said.setdefault(key, []).extend(filter(None, words))
    return [(key, *" ".join(words).split()) for key, words in said.items()]


def _limb(text: str) -> str:
    """What was resolved, without the word that opens a resolution and the stop that ends it."""
    return re.sub(r"^That,? ", "", text).rstrip(".")


def _heading(minute: Minute) -> str:
    """A closed minute of a past paper is called so, whatever it was called before."""
    return EXEMPT_HEADING if minute.heading == OPEN_TITLE else minute.heading


def _state() -> dict[str, list[tuple[object, ...]]]:
    """What stands in the database, without anything that only counts rows."""
    db.session.expire_all()
    rows = db.session.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
    entries = db.session.scalars(select(Minute).order_by(Minute.position)).all()
    promised = db.session.scalars(select(Action).order_by(Action.owner_words)).all()
    sections = db.session.scalars(select(Section).order_by(Section.report_id, Section.position))
    limbs = db.session.scalars(select(Resolution).order_by(Resolution.minute_id, Resolution.id))
    came = db.session.scalars(select(Attendance)).all()
    return {
        "meetings": [
            (one.board.name, one.on_date, one.starts_at, one.venue)
            for one in db.session.scalars(select(Meeting))
        ],
        "items": [(one.number, one.part, _words(one.text)) for one in rows],
        "titles": [(one.title,) for one in rows if one.part == 1],
        "reports": [(one.title, one.access) for one in db.session.scalars(select(Report))],
        "sections": _sections(sections),
        "minutes": [(one.printed, _heading(one), _words(one.text)) for one in entries],
        "resolutions": [(one.kind, _limb(one.text)) for one in limbs],
        "actions": [
            (one.text, one.owner, one.due_on, "" if one.due_on else one.due_words)
            for one in promised
        ],
        "attendance": sorted(
            (one.person.name, one.how, one.capacity) for one in came if one.person
        ),
    }


@pytest.fixture
def exported(
    cast: Cast, visit: Callable[[str | None], Browsing], tmp_path: Path
) -> tuple[list[Path], dict[str, list[tuple[object, ...]]]]:
    """The Word files of one sitting as its clerk fetches them, and what they were written from."""
    with transaction():
        meeting = _sitting(cast)
    report = db.session.scalars(select(Report)).one()
    clerk, files = visit("Clare"), []
    for name, path in (
        ("agenda", f"/meetings/{meeting.id}/agenda/word"),
        ("report", f"/reports/{report.id}/word"),
        ("minutes", f"/meetings/{meeting.id}/minutes/word?actions=1"),
    ):
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(clerk.fetch(path).data)
    return files, _state()


def _emptied() -> None:
    db.session.remove()
    db.drop_all()
    db.create_all()


def test_agenda_report_and_minutes_come_back_as_they_were_exported(
    exported: tuple[list[Path], dict[str, list[tuple[object, ...]]]],
) -> None:
    files, before = exported
    _emptied()
    assert [import_file(path, by=None).outcome for path in files] == ["created"] * 3
    after = _state()
    assert db.session.scalars(select(Board.name)).all() == ["Safer Communities Board"]
    for what, said in before.items():
        assert (what, *after[what]) == (what, *said)
