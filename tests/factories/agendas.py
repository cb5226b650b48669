"""Agendas for tests, through the services."""

from datetime import date, timedelta
from typing import Any

from app.agendas import queries, services
from app.agendas.models import Agenda, AgendaItem, Publication
from app.foundation import clock
from app.meetings import services as meetings
from app.meetings.models import Meeting
from app.people import queries as people
from app.reports import services as report_services
from app.reports.models import Report
from tests.cast import Cast
from tests.factories import reports

FAR = 40
"""Days ahead: far enough for five clear days whatever the season."""


def a_meeting(cast: Cast, *, on: date | None = None, days: int = FAR) -> Meeting:
    """A meeting of the Safer board to come."""
    day = on or clock.today() + timedelta(days=days)
    return meetings.plan_meeting(cast.board, by=cast.person("Clare"), on=day)


def an_agenda(cast: Cast, **given: Any) -> Agenda:
    """An agenda in draft, with the board's three standing items."""
    return services.begin_agenda(a_meeting(cast, **given), by=cast.person("Clare"))


def an_item(agenda: Agenda, title: str = "Street lighting", **given: Any) -> AgendaItem:
    """One more item with words of its own."""
    facts = {"by": None, "title": title, "html": "<p>To discuss it.</p>"}
    return services.add_item(agenda, **(facts | given))


def an_exempt_item(agenda: Agenda, title: str = "Sale of Quay Yard", **given: Any) -> AgendaItem:
    """An item of Part II with all its grounds."""
    item = an_item(agenda, title, html=given.pop("html", f"<p>{title}, in detail.</p>"))
    facts: dict[str, Any] = {
        "by": None,
        "paragraphs": [3],
        "public_interest": "The price is still being negotiated.",
        "open_title": "A property matter",
        **decided(),
    }
    services.make_exempt(item, **(facts | given))
    return item


def decided() -> dict[str, Any]:
    """That the proper officer decided it, and when it is looked at again."""
    return {"post_id": people.posts()[0].id, "review_on": clock.today() + timedelta(days=365)}


def a_cleared_report(cast: Cast, agenda: Agenda, **given: Any) -> Report:
    """A report written for this meeting and cleared for it, with what was attached before."""
    attached: dict[str, str] = given.pop("attached", {})
    report = reports.a_full_report(cast, wanted_on=agenda.meeting.on_date, **given)
    for title, html in attached.items():
        report_services.attach(report, by=report.author, title=title, html=html)
    report_services.submit(report, by=report.author)
    report_services.clear(report, by=cast.person("Clare"))
    return report


def placed(cast: Cast, item: AgendaItem, **given: Any) -> Report:
    """A cleared report on an item."""
    report = a_cleared_report(cast, item.agenda, **given)
    services.place_report(item, report=report, by=cast.person("Clare"))
    return report


def published(cast: Cast, agenda: Agenda, **given: Any) -> Publication:
    """The agenda, issued."""
    return services.publish(agenda, by=cast.person("Clare"), **given)


def numbers(agenda: Agenda) -> list[str]:
    """Each item as the paper prints it: its number and its open title."""
    return [f"{item.number} {item.title}" for item in queries.walk(queries.items_of(agenda))]


def item_titled(agenda: Agenda, title: str) -> AgendaItem:
    """The item with this open title."""
    return next(i for i in queries.walk(queries.items_of(agenda)) if i.title == title)
