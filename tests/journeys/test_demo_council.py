"""The demo council is whole, real enough to judge the house by, and the same for the same day."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.actions.models import Action, ActionState
from app.agendas.models import AgendaItem, Publication
from app.boards.models import Board, BoardKind
from app.boards.queries import board_named
from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs.models import Job
from app.foundation.readable import Access
from app.foundation.richtext.plain import to_plain
from app.meetings.models import Meeting, MeetingState
from app.minutes.models import Minute, Minutes
from app.operations.demo import schedule, words
from app.people.models import Person
from app.reports.models import (
    Appendix,
    Report,
    ReportState,
    ReportTemplate,
    Section,
    TemplateVersion,
)

pytestmark = pytest.mark.sqlite


def count(model, *conditions):
    return db.session.scalar(select(func.count(model.id)).where(*conditions))


def test_it_is_as_large_as_promised(demo):
    assert count(Board) >= 8
    assert count(Person) >= 40
    assert count(Report) >= 60
    assert count(Minute) >= 300
    assert count(Action) >= 80
    assert count(TemplateVersion) == 3 and count(ReportTemplate) == 2


def test_its_boards_are_of_every_kind(demo):
    partnership = board_named("Safer Brackenmere Partnership")
    assert partnership is not None
    groups = [board for board in partnership.children if board.kind == BoardKind.TASK_GROUP]
    assert len(groups) == 3
    assert count(Board, Board.kind == BoardKind.POLICY) == 2
    assert board_named("Executive Board") and board_named("Audit Board")


def test_its_meetings_cover_two_years_around_today(demo):
    today = clock.today()
    first = db.session.scalar(select(func.min(Meeting.on_date)))
    last = db.session.scalar(select(func.max(Meeting.on_date)))
    assert last - first >= timedelta(days=700)
    assert first < today - timedelta(days=400)
    assert last > today + timedelta(days=200)
    week = select(Meeting.id).where(
        Meeting.on_date >= today - timedelta(days=6), Meeting.on_date <= today + timedelta(days=7)
    )
    assert db.session.scalars(week).all(), "there is a meeting this week"
    assert count(Meeting, Meeting.state == MeetingState.CANCELLED) >= 1


def test_every_state_occurs(demo):
    assert set(db.session.scalars(select(Report.state))) >= {
        ReportState.DRAFT,
        ReportState.IN_CLEARANCE,
        ReportState.CLEARED,
    }
    assert set(db.session.scalars(select(Action.state))) == set(ActionState)
    overdue = [one for one in db.session.scalars(select(Action)) if one.is_overdue(clock.today())]
    assert overdue
    assert count(Report, Report.access == Access.EXEMPT) >= 4
    assert count(AgendaItem, AgendaItem.is_late) >= 1
    assert count(Publication, Publication.number > 0) >= 1
    states = set(db.session.scalars(select(Minutes.state)))
    assert {"draft", "published draft"} <= states


def test_no_paragraph_stands_twice_except_standing_text(demo):
    told = words.council()["standing_items"]
    standing = {re.sub(r"\s+", " ", item.get("text", "")).strip() for item in told.values()}
    texts = [*db.session.scalars(select(Section.text)), *db.session.scalars(select(Minute.text))]
    paragraphs = Counter(
        line.strip() for text in texts for line in to_plain(text).splitlines() if line.strip()
    )
    twice = [
        (text, times)
        for text, times in paragraphs.items()
        if times > 1 and len(text.split()) > 14 and text not in standing
    ]
    formulas = (
        "The Board considered whether members of the press",
        "The minutes of the meeting held on",
    )
    assert [one for one in twice if not one[0].startswith(formulas)] == []


def test_no_cell_of_a_table_is_a_row_of_dashes(demo):
    texts = [*db.session.scalars(select(Section.text)), *db.session.scalars(select(Appendix.text))]
    cells = [cell for text in texts for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", text)]
    assert cells
    assert [cell for cell in cells if re.fullmatch(r"(?:<p>)?[-: ]*-[-: ]*(?:</p>)?", cell)] == []


def test_nothing_waits_to_be_done_and_everything_is_found(demo):
    assert count(Job, Job.failed_at.is_not(None)) == 0
    assert count(Job, Job.kind == "search.index") == 0


@pytest.mark.parametrize("shift", range(0, 371, 10))
def test_the_calendar_is_laid_out_well_on_any_day(shift):
    today = date(2026, 11, 22) + timedelta(days=shift)
    for board in words.council()["boards"].values():
        plan = board["schedule"]
        days = schedule.meeting_days(plan, today=today, past=5, closed=frozenset())
        ordered = [days[place] for place in sorted(days)]
        assert ordered == sorted(set(ordered))
        assert days[-1] < today <= days[1]
        assert all(day.weekday() < schedule.SATURDAY for day in ordered)


def test_the_same_day_gives_the_same_calendar():
    plan = words.council()["boards"]["executive"]["schedule"]
    made = [
        schedule.meeting_days(plan, today=date(2027, 2, 3), past=17, closed=frozenset())
        for _ in range(2)
    ]
    assert made[0] == made[1]
