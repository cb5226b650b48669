"""Deeds that chance alone would seldom do, or do in this order."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from app.actions import services as actions
from app.agendas import services as agendas
from app.agendas.models import Agenda
from app.agendas.queries import agenda_of
from app.boards import services as boards
from app.boards.models import Board, Seat
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Access
from app.meetings import services as meetings
from app.meetings.models import Meeting
from app.minutes import services as minutes
from app.minutes.models import Minute
from app.people import services as people
from app.reports import services as reports
from app.reports.models import Report, ReportState
from tests.cast import Cast
from tests.deeds.giving import Chance, Impossible


def a_meeting_from_first_to_last(chance: Chance) -> None:
    """Another meeting of a board: planned, its agenda issued, its minutes published."""
    clare, board = Cast().person("Clare"), chance.row(Board)
    on = clock.today() - timedelta(days=chance.random.randint(1, 90))
    meeting = meetings.plan_meeting(board, by=clare, on=on)
    agenda = agendas.begin_agenda(meeting, by=clare)
    agendas.add_item(agenda, by=clare, title=chance.words(), html=f"<p>{chance.words(9)}</p>")
    agendas.publish(agenda, by=clare, reason="The meeting is over.")
    taken = minutes.begin_minutes(meeting, by=clare)
    for minute in taken.entries:
        minutes.write_minute(
            minute,
            by=clare,
            heading=minute.heading,
            html=f"<p>{chance.words(5)}, as minute SAF1 said.</p>",
            outcome=None,
            version=minute.version,
        )
    minutes.publish(taken, by=clare)


def a_report_written_anew(chance: Chance) -> None:
    """A report that is out goes back to its author and through clearance in other words."""
    clare, report = Cast().person("Clare"), _one_that_is_out(chance)
    reports.send_back(report, by=clare, text=chance.words(4))
    for section in report.sections:
        html = f"<p>{chance.words(6)}</p>"
        reports.write_section(section, by=report.author, html=html, version=section.version)
    reports.attach(report, by=report.author, title=chance.words(), html=f"<p>{chance.words()}</p>")
    reports.submit(report, by=report.author)
    reports.clear(report, by=clare)


def _one_that_is_out(chance: Chance) -> Report:
    chosen = select(Report).where(
        Report.published_at.is_not(None),
        Report.author_id.is_not(None),
        Report.state == ReportState.CLEARED,
        Report.access == Access.OPEN,
    )
    found = db.session.scalars(chosen.order_by(Report.id)).all()
    if not found:
        raise Impossible
    return chance.random.choice(found)


def a_revised_report_in_a_supplement(chance: Chance) -> None:
    """A report that was revised goes out with a supplement to the agenda it was issued with."""
    a_report_written_anew(chance)
    agenda = chance.row(Agenda)
    agendas.publish(agenda, by=Cast().person("Clare"), reason="A report was revised.")


def a_report_taken_by_another_meeting(chance: Chance) -> None:
    """A report that is cleared comes before another meeting, whose agenda is issued with it."""
    clare, report = Cast().person("Clare"), chance.row(Report)
    board = db.session.get_one(Board, report.group_id)
    on = clock.today() + timedelta(days=chance.random.randint(30, 120))
    meeting = meetings.plan_meeting(board, by=clare, on=on)
    agenda = agendas.begin_agenda(meeting, by=clare)
    item = agendas.add_item(agenda, by=clare, title=chance.words())
    if report.is_held_back:
        facts = {"paragraphs": [3], "public_interest": "Harm.", "open_title": chance.words()}
        agendas.make_exempt(item, by=clare, **facts)
    agendas.place_report(item, report=report, by=clare)
    agendas.publish(agenda, by=clare, reason="It is urgent.")


def a_supplement(chance: Chance) -> None:
    """One more item of an agenda that is out, and a supplement with it."""
    clare, agenda = Cast().person("Clare"), chance.row(Agenda)
    html = f"<p>{chance.words(7)}</p>"
    agendas.add_item(agenda, by=clare, title=chance.words(), html=html, late_reason="It is new.")
    agendas.publish(agenda, by=clare, reason="It came late.")


def a_draft_changed(chance: Chance) -> None:
    """The working agenda of a meeting is changed, and nothing of it is issued."""
    clare, agenda = Cast().person("Clare"), agenda_of(chance.row(Meeting))
    if agenda is None:
        raise Impossible
    item = agendas.add_item(agenda, by=clare, title=chance.words())
    html = f"<p>{chance.words(5)}</p>"
    agendas.edit_item(item, by=clare, title=chance.words(), html=html, version=item.version)


def a_board_renamed(chance: Chance) -> None:
    """A board goes by another name from now on, and meets elsewhere."""
    venue = chance.words()
    boards.edit_board(
        chance.row(Board), by=Cast().person("Clare"), name=chance.words(), usual_venue=venue
    )


def a_member_renamed(chance: Chance) -> None:
    """Somebody who came to meetings has another name from now on."""
    member = chance.row(Seat).person
    people.edit_person(
        member,
        by=Cast().person("Clare"),
        name=chance.words(),
        honorific="Alderman",
        organisation="",
        ward="",
        version=member.version,
    )


def an_action_given_later(chance: Chance) -> None:
    """An action is added to a minute that may have been published long ago."""
    minute = chance.row(Minute)
    actions.add_action(
        by=Cast().person("Clare"),
        board=db.session.get_one(Board, minute.group_id),
        minute=minute,
        text=chance.words(4),
        owner_words=chance.words(),
        made_on=clock.today(),
    )


WHOLE: dict[str, Callable[[Chance], None]] = {
    "a meeting from first to last": a_meeting_from_first_to_last,
    "a report written anew": a_report_written_anew,
    "a revised report in a supplement": a_revised_report_in_a_supplement,
    "a report taken by another meeting": a_report_taken_by_another_meeting,
    "a supplement": a_supplement,
    "a draft changed": a_draft_changed,
    "a board renamed": a_board_renamed,
    "a member renamed": a_member_renamed,
    "an action given later": an_action_given_later,
}
"""Each under the name that a failure gives it."""
