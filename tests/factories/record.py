"""A council whose papers are out: agendas with Part II and supplements, reports with appendices,
minutes that cite each other, ordinary and special meetings of several boards."""

from datetime import date, time, timedelta

from app.actions import services as actions
from app.agendas import services as agendas
from app.agendas.models import Agenda, AgendaItem
from app.boards import services as boards
from app.boards.models import Board, BoardKind, SeatRole
from app.documents import services as documents
from app.foundation import clock
from app.foundation.permissions import Access
from app.meetings import services as meetings
from app.meetings.models import How, Meeting
from app.minutes import services as minutes
from app.minutes.models import Minutes
from app.people import services as people
from app.people.models import Person, PersonKind
from app.reports import services as report_services
from app.reports.models import Report
from tests.cast import SINCE, Cast
from tests.factories import reports, withheld
from tests.factories.planted import CLOSED

MEMBERS = ("Una Ashe", "Vic Brand", "Wyn Cope", "Xan Dell")
"""Councillors of both boards, whose names, seats and parties may change."""


def a_council(cast: Cast) -> None:
    """Everything that is out at the beginning, and a little that is not."""
    withheld.introduce_others(cast)
    _furnish(cast)
    first = _held(cast, cast.board, days=-77, about="Lamps")
    _held(cast, cast.board, days=-49, about="Floods", is_extraordinary=True)
    _held(cast, cast.other_board, days=-35, about="Moorings")
    third = _held(cast, cast.board, days=-21, about="Bridges")
    shared = _coming(cast, cast.board, days=47)
    _coming(cast, cast.other_board, days=54, shared=shared)
    _partnership(cast)
    draft = agendas.begin_agenda(
        meetings.plan_meeting(cast.board, by=None, on=_day(96)), by=cast.person("Clare")
    )
    agendas.add_item(draft, by=None, title="Benches")
    meetings.plan_meeting(cast.other_board, by=None, on=_day(103))
    reports.a_full_report(cast, title="On gulls")
    assert first.id != third.id


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _furnish(cast: Cast) -> None:
    """Members, a contact, a chief executive, a board of partners."""
    clare = cast.person("Clare")
    boards.edit_board(
        cast.board, by=clare, contact_id=clare.id, contact_details="saf@council.example"
    )
    boards.name_clerk(cast.other_board, person=clare, by=None, from_on=SINCE)
    for name in MEMBERS:
        person = people.add_person(
            by=None, name=name, kind=PersonKind.COUNCILLOR, honorific="Councillor", party="Reform"
        )
        for board in (cast.board, cast.other_board):
            boards.give_seat(board, person=person, by=None, role=SeatRole.MEMBER, from_on=SINCE)
    chief = people.create_post(by=None, title="Chief Executive")
    holder = people.add_person(by=None, name="Yan Ebb", kind=PersonKind.OFFICER)
    people.appoint(chief, person=holder, by=None, from_on=SINCE)
    people.add_person(by=None, name="Zoe Frith", kind=PersonKind.PARTNER, organisation="Police")


def _partnership(cast: Cast) -> None:
    clare = cast.person("Clare")
    board = boards.create_board(
        by=clare, name="Netter Partnership", kind=BoardKind.PARTNERSHIP, minute_prefix="NET"
    )
    boards.name_clerk(board, person=clare, by=None, from_on=SINCE)
    boards.give_seat(board, person=cast.person("Chi"), by=None, role=SeatRole.MEMBER, from_on=SINCE)
    _held(cast, board, days=-14, about="Rescue")


def _held(
    cast: Cast, board: Board, *, days: int, about: str, is_extraordinary: bool = False
) -> Meeting:
    """A meeting that took place: its agenda with a Part II, its minutes, its actions."""
    clare = cast.person("Clare")
    meeting = meetings.plan_meeting(
        board, by=clare, on=_day(days), is_extraordinary=is_extraordinary, venue="Netter Hall"
    )
    agenda = agendas.begin_agenda(meeting, by=clare)
    item = agendas.add_item(agenda, by=clare, title=about, html=f"<p>{about}, in short.</p>")
    _paper(cast, board, agenda, title=f"{about} this year", item=item)
    _closed_item(agenda, clare, title=f"The price of {about.lower()}")
    agendas.publish(agenda, by=clare, reason="The meeting is over.")
    taken = minutes.begin_minutes(meeting, by=clare)
    _write(taken, clare, about=about)
    _came(meeting, clare)
    minutes.publish(taken, by=clare)
    return meeting


def _closed_item(agenda: Agenda, clare: Person, *, title: str) -> None:
    item = agendas.add_item(agenda, by=clare, title=title, html=f"<p>{title} in pounds.</p>")
    agendas.make_exempt(item, by=clare, **CLOSED)


def _write(taken: Minutes, clare: Person, *, about: str) -> None:
    for minute in taken.entries:
        if minute.text:
            continue
        minutes.save_minute(
            minute,
            by=clare,
            heading=minute.heading,
            html=f"<p>The board spoke of {about.lower()}; minutes SAF1, SAF8 and HAR1 refer.</p>",
            outcome=None,
            resolved=[f"that {about.lower()} be seen to", "that it be reported"],
            recommended=["that the council pay"],
            version=minute.version,
        )
        actions.add_action(
            by=clare,
            board=taken.meeting.board,
            minute=minute,
            text=f"See to {about.lower()}",
            person=clare,
            made_on=taken.meeting.on_date,
        )
    closed = next(one for one in taken.entries if one.heading == CLOSED["open_title"])
    minutes.write_exempt(
        closed,
        by=clare,
        heading=f"The price of {about.lower()}",
        html="<p>It is dear; minute SAF1 refers.</p>",
        resolved="That it be paid.",
    )


def _came(meeting: Meeting, clare: Person) -> None:
    meetings.put_rest_present(meeting, by=clare)
    meetings.record_attendance(meeting, by=clare, how=How.PRESENT, person=clare)
    meetings.record_attendance(
        meeting, by=clare, how=How.PRESENT, name="A. Visitor", organisation="Police"
    )
    meetings.set_times(
        meeting, by=clare, started=time(18, 30), ended=time(20, 5), chair=Cast().person("Chi")
    )


def _coming(cast: Cast, board: Board, *, days: int, shared: Report | None = None) -> Report:
    """A meeting to come: its agenda is out, and a supplement to it."""
    clare = cast.person("Clare")
    meeting = meetings.plan_meeting(board, by=clare, on=_day(days), venue="Council Chamber")
    agenda = agendas.begin_agenda(meeting, by=clare)
    item = agendas.add_item(agenda, by=clare, title="Streets", html="<p>Minute SAF2 refers.</p>")
    report = _paper(cast, board, agenda, title="Streets in winter", item=item)
    if shared is not None:
        other = agendas.add_item(agenda, by=clare, title="From the other board")
        agendas.place_report(other, report=shared, by=clare)
    _closed_item(agenda, clare, title="Sale of Quay Yard")
    agendas.publish(agenda, by=clare, reason="Some papers follow.")
    late = agendas.add_item(agenda, by=clare, title="Storms", late_reason="It blew last night.")
    _paper(cast, board, agenda, title="What the storm did", item=late)
    agendas.publish(agenda, by=clare, reason="It brings the report on the storm.")
    return report


def _paper(cast: Cast, board: Board, agenda: Agenda, *, title: str, item: AgendaItem) -> Report:
    """A cleared report with a text and a file attached, on an item."""
    report = reports.a_full_report(cast, title=title, board=board, wanted_on=agenda.meeting.on_date)
    reports.write(report, "supporting", "As minute SAF1 said, and HAR1.")
    report_services.attach(report, by=report.author, title="Figures", html="<p>12 and 13.</p>")
    file = documents.keep_document(
        by=report.author,
        group_id=board.id,
        title=f"Map for {title.lower()}",
        name="map.txt",
        data=f"A map for {title}.".encode(),
        access=Access.OPEN,
        published_at=None,
        text="A map.",
    )
    report_services.attach(report, by=report.author, title=file.title, document=file)
    report_services.submit(report, by=report.author)
    report_services.clear(report, by=cast.person("Clare"))
    agendas.place_report(item, report=report, by=cast.person("Clare"))
    return report
