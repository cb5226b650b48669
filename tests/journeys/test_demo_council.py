"""The demo council is whole, real enough to judge the house by, and the same for the same day."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.actions.models import Action, ActionState
from app.agendas.models import Agenda, AgendaItem, AgendaState, Publication
from app.agendas.queries import agenda_of
from app.boards.models import Board, BoardKind
from app.boards.queries import board_named, clerks_of
from app.documents.models import Document
from app.documents.services import path_of
from app.foundation import clock
from app.foundation.db import Base, UTCDateTime, db
from app.foundation.exports.wording import Imprint
from app.foundation.jobs.models import Job
from app.foundation.permissions import Access, Scope
from app.foundation.reading.sniff import MEDIA_TYPES, sniff
from app.foundation.richtext.plain import to_plain
from app.meetings.models import How, Meeting, MeetingState
from app.meetings.queries import attendance_of
from app.minutes.models import Minute, Minutes, Resolution
from app.operations.demo import schedule, words
from app.operations.demo.files import made
from app.operations.demo.words import Cited, Filler
from app.people.models import Person
from app.reports.models import (
    Appendix,
    Report,
    ReportState,
    ReportTemplate,
    Section,
    TemplateVersion,
)
from tests.journeys.conftest import loaded_at

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
    assert count(Meeting, Meeting.state == MeetingState.CANCELLED) >= 1


def test_nothing_that_is_told_lies_in_the_future(demo):
    moments = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, UTCDateTime)
    ]
    latest = {str(column): db.session.scalar(select(func.max(column))) for column in moments}
    assert {name for name, at in latest.items() if at and at > loaded_at()} == set()
    held = Meeting.state == MeetingState.HELD
    assert db.session.scalar(select(func.max(Meeting.on_date)).where(held)) < clock.today()


def test_a_postponed_meeting_says_why_and_where_it_has_gone(demo):
    put_off = db.session.scalars(select(Meeting).where(Meeting.state == "postponed")).one()
    later = db.session.get_one(Meeting, put_off.postponed_to_id)
    assert put_off.state_reason
    assert later.board_id == put_off.board_id and later.on_date > put_off.on_date


def test_coming_agendas_are_published_in_draft_or_not_begun(demo):
    coming = select(Meeting).where(
        Meeting.on_date >= clock.today(), Meeting.state == MeetingState.PLANNED
    )
    agendas = [agenda_of(meeting) for meeting in db.session.scalars(coming)]
    states = Counter(agenda.state if agenda else None for agenda in agendas)
    assert states[AgendaState.PUBLISHED] >= 1
    assert states[AgendaState.DRAFT] >= 1
    assert states[None] > 10


def test_a_held_meeting_has_nothing_outstanding(demo):
    newest: dict[int, Publication] = {}
    for issued in _publications(MeetingState.HELD):
        newest[issued.agenda_id] = issued
    items = [item for issued in newest.values() for item in _items(issued)]
    assert len(newest) == count(Meeting, Meeting.state == MeetingState.HELD)
    assert [item["title"] for item in items if item["to_follow"]] == []


def test_a_reason_stands_only_where_something_is_told_by_it(demo):
    issued = list(db.session.scalars(select(Publication)))
    reasons = Counter(one.reason for one in issued if one.reason)
    assert max(reasons.values()) == 1
    first_with_reason = [one for one in issued if one.number == 0 and one.reason]
    assert all(any(item["to_follow"] for item in _items(one)) for one in first_with_reason)
    late_papers = [one for one in issued if one.number and one.reason.startswith("Report on")]
    assert len(late_papers) == 2


def test_every_agenda_names_the_next_meeting(demo):
    contents = db.session.scalars(select(Publication.content))
    assert [content["board"] for content in contents if not content["next_meeting"]] == []


def test_the_record_says_who_presided_and_who_was_clerk(demo):
    held = db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.HELD)).all()
    for meeting in held:
        came = {row.person_id for row in attendance_of(meeting) if row.how == How.PRESENT}
        clerks = {one.person_id for one in clerks_of(meeting.board, on=meeting.on_date)}
        assert meeting.chair_id in came
        assert clerks & came
    led = {meeting.chair_id for meeting in held if meeting.board.name.startswith("Environment")}
    assert len(led) == 2, "a vice-chair has presided"


def test_the_resolution_to_exclude_names_its_items(demo):
    closed = db.session.scalars(select(Minute).join(Minute.item).where(AgendaItem.part == 2)).all()
    said = db.session.scalars(
        select(Resolution).where(Resolution.text.contains("section 100A(4)"))
    ).all()
    texts = {one.minute.minutes_id: one.text for one in said}
    assert closed
    for minute in closed:
        named = f"{minute.item.number} ({minute.item.title})"
        assert f"during consideration of item {named}" in texts[minute.minutes_id]


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
    models = (Section, Minute, AgendaItem, Document)
    texts = [text for model in models for text in db.session.scalars(select(model.text))]
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
        "RECOMMENDED: That, under section 100A",
        "Members are reminded",
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


def test_its_files_are_of_several_kinds_and_can_be_searched(demo):
    documents = db.session.scalars(select(Document)).all()
    kinds = Counter(one.versions[-1].blob.media_type.rsplit("/")[-1] for one in documents)
    assert len(documents) >= 12
    assert set(kinds) >= {"png", MEDIA_TYPES["docx"].rsplit("/")[-1]} and len(kinds) == 3
    assert [one.title for one in documents if len(one.versions) == 2]
    written = [one for one in documents if one.versions[-1].blob.media_type == MEDIA_TYPES["docx"]]
    assert written and all(one.text for one in written)
    assert all(path_of(version).is_file() for one in documents for version in one.versions)


def test_its_exempt_files_stay_closed(demo):
    closed = db.session.scalars(select(Document).where(Document.access == Access.EXEMPT)).all()
    nobody = Scope(person_id=0)
    seen = set(db.session.scalars(select(Document.id).where(Document.visible_to(nobody))))
    assert len(closed) == 2
    assert seen and not seen & {one.id for one in closed}


def test_the_same_words_give_the_same_files():
    imprint = Imprint(council="Brackenmere", written_at=clock.moment(date(2026, 9, 1)), board="B")
    told = [
        {"title": "A table", "file": "table.xlsx", "text": "| Item | Cost |\n| One | 1,200 |"},
        {
            "title": "A paper",
            "file": "paper.docx",
            "text": "# Head\nWords.\n\n| a | b |\n| 1 | 2 |",
        },
        {"title": "A plan", "file": "plan.png", "size": [4, 3], "shapes": [[9, 9, 9, 1, 1, 2, 1]]},
    ]
    for one in told:
        file = made(one, imprint=imprint)
        assert file == made(one, imprint=imprint)
        assert sniff(file.data, name=file.name).warnings == ()


def test_a_minute_of_an_older_year_is_cited_with_its_day():
    cited = {
        "old": Cited("ENV14", on=date(2025, 8, 18), period="2025/26"),
        "new": Cited("ENV3", on=date(2026, 6, 3), period="2026/27"),
        "ever": Cited("SBP7", on=date(2024, 3, 4), period=""),
    }
    filler = Filler(on=date(2026, 9, 2), days={}, minutes=cited)
    said = filler.fill("minutes {minute:old}, {minute:new} and {minute:ever}")
    assert said == "minutes ENV14 of 18 August 2025, ENV3 and SBP7"


def test_a_day_is_counted_from_one_meeting_in_every_paper():
    days = {-2: date(2026, 10, 8), -1: date(2026, 11, 5)}
    said = {Filler(on=on, days=days).fill("{meeting:-2-17}") for on in days.values()}
    assert said == {"21 September 2026"}


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
        assert not [day for day in ordered if (day.month, day.day) >= (12, 20)]
        assert not [day for day in ordered if (day.month, day.day) <= (1, 3)]


@pytest.mark.parametrize("shift", range(0, 340, 3))
def test_but_for_christmas_there_is_a_meeting_this_week_and_more_within_a_fortnight(shift):
    today = date(2027, 1, 4) + timedelta(days=shift)
    days = _calendar(today)
    monday = today - timedelta(days=today.weekday())
    assert [day for day in days if monday <= day <= today + timedelta(days=6)]
    if today.weekday() >= schedule.FRIDAY:
        assert [day for day in days if monday <= day < today]
    assert len([day for day in days if today <= day <= today + timedelta(days=13)]) >= 3


def test_august_is_thin():
    days = _calendar(date(2027, 2, 3))
    augusts = [day for day in days if day.month == 8]
    junes = [day for day in days if day.month == 6]
    assert 0 < len(augusts) <= len(junes) // 2


def test_the_same_day_gives_the_same_calendar():
    plan = words.council()["boards"]["executive"]["schedule"]
    made = [
        schedule.meeting_days(plan, today=date(2027, 2, 3), past=17, closed=frozenset())
        for _ in range(2)
    ]
    assert made[0] == made[1]


def _calendar(today):
    """Every meeting of every board, two years of it, for one day of loading."""
    plans = [board["schedule"] for board in words.council()["boards"].values()]
    return [
        day
        for plan in plans
        for day in schedule.meeting_days(plan, today=today, past=17, closed=frozenset()).values()
    ]


def _publications(state):
    """What has been issued for the meetings of one state, the first first."""
    chosen = select(Publication).join(Agenda, Agenda.id == Publication.agenda_id)
    chosen = chosen.join(Meeting, Meeting.id == Agenda.meeting_id).where(Meeting.state == state)
    return db.session.scalars(chosen.order_by(Publication.number)).all()


def _items(issued):
    tops = issued.content["items"]
    return [*tops, *(child for item in tops for child in item["children"])]
