"""Meetings whose minutes are taken, made by the services as a clerk would make them."""

from datetime import date, timedelta

from app.agendas import services as agendas
from app.agendas.models import Agenda, AgendaItem
from app.boards.models import Board
from app.foundation import clock
from app.foundation.richtext.typed import from_typed
from app.meetings import services as meetings
from app.meetings.models import Meeting
from app.minutes import queries, services
from app.minutes.models import Minute, Minutes
from tests.cast import Cast

SECRET = "Quillerbrook"
"""A word that stands in exempt wording only."""


def past_meeting(board: Board, *, on: date | None = None) -> Meeting:
    """A meeting of last week, planned and not yet recorded as held."""
    return meetings.plan_meeting(board, by=None, on=on or clock.today() - timedelta(days=7))


def agenda_with(
    meeting: Meeting, *titles: str, exempt: str = "", by: object = None
) -> tuple[Agenda, list[AgendaItem]]:
    """The board's standing items, ordinary items, and perhaps an exempt one."""
    agenda = agendas.begin_agenda(meeting, by=None)
    items = [agendas.add_item(agenda, by=None, title=title) for title in titles]
    if exempt:
        item = agendas.add_item(agenda, by=None, title=exempt)
        agendas.make_exempt(
            item,
            by=None,
            paragraphs=[3],
            public_interest="Negotiations would fail.",
            open_title="A property matter",
        )
        items.append(item)
    return agenda, items


def begun(cast: Cast, *titles: str, exempt: str = "", on: date | None = None) -> Minutes:
    """Minutes begun by the clerk from an agenda with these items; everybody was there."""
    meeting = past_meeting(cast.board, on=on)
    agenda_with(meeting, *titles, exempt=exempt)
    minutes = services.begin_minutes(meeting, by=cast.person("Clare"))
    meetings.put_rest_present(meeting, by=cast.person("Clare"))
    return minutes


def minute_about(minutes: Minutes, heading: str) -> Minute:
    """The minute with this heading."""
    return next(one for one in queries.entries_of(minutes) if one.heading == heading)


def write(minute: Minute, text: str, *, by: object = None, reason: str = "") -> None:
    """Write what a minute says; of a published one only with a reason."""
    services.write_minute(
        minute,
        by=None,
        heading=minute.heading,
        html=from_typed(text),
        outcome=minute.outcome,
        version=minute.version,
        reason=reason,
    )


def past_minutes(
    board: Board, *, on: date, numbers: dict[int, str], period: str | None = None
) -> Minutes:
    """Published minutes brought in from a past paper, number to text."""
    meeting = meetings.plan_meeting(board, by=None, on=on)
    minutes = services.begin_minutes(meeting, by=None, from_agenda=False)
    for number, text in numbers.items():
        services.add_minute(
            minutes,
            by=None,
            heading=f"Matter {number}",
            html=from_typed(text),
            number=number,
            period=period,
        )
    services.publish(minutes, by=None, at=clock.moment(on, 18), is_past_paper=True)
    return minutes
