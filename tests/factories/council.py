"""A council in the middle of its year: something stands in every state from which a form leads."""

from datetime import timedelta
from typing import Any

from app.actions import services as actions
from app.agendas import services as agenda_services
from app.agendas.models import Outcome
from app.boards import services as boards
from app.boards.models import SeatRole
from app.documents import services as documents
from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs.models import Job
from app.foundation.permissions import Access
from app.meetings import services as meetings
from app.meetings.models import How, Meeting
from app.meetings.queries import closed_days_from
from app.minutes import services as minutes
from app.pages.synonyms import services as synonyms
from app.people import services as people
from app.people.models import PersonKind
from app.reports import services as report_services
from tests.cast import SINCE, Cast
from tests.factories import agendas, reports
from tests.factories.minutes import minute_about, past_meeting, write


def furnish(cast: Cast) -> None:
    """People, meetings, papers, minutes and actions, as they stand on one day."""
    _people(cast)
    _meetings(cast)
    _reports(cast)
    _agendas(cast)
    _minutes(cast)
    _received(cast)
    _documents(cast)
    _given_up()
    synonyms.add_synonym("bin day", "waste collection", by=cast.person("Adi"))


def _people(cast: Cast) -> None:
    """A second entry for one person, newcomers without accounts, a post that nobody holds."""
    people.add_person(by=None, name="M. Barker", kind=PersonKind.COUNCILLOR, party="Independent")
    people.add_person(by=None, name="Sam Reed", kind=PersonKind.COUNCILLOR)
    people.add_person(by=None, name="Ann Frost", kind=PersonKind.PARTNER, organisation="Police")
    people.create_post(by=None, title="Head of Highways")
    sam = people.add_person(by=None, name="Sal Dunn", kind=PersonKind.COUNCILLOR)
    boards.give_seat(cast.board, person=sam, by=None, role=SeatRole.SUBSTITUTE, from_on=SINCE)
    boards.name_clerk(cast.other_board, person=cast.person("Clare"), by=None, from_on=SINCE)


def _meetings(cast: Cast) -> None:
    """One without an agenda, one that was called off, one to be put off, one of yesterday."""
    clare = cast.person("Clare")
    agendas.a_meeting(cast, days=50)
    meetings.cancel(agendas.a_meeting(cast, days=57), by=clare, reason="Snow.")
    meetings.plan_meeting(cast.board, by=None, on=clock.today() - timedelta(days=1))
    meetings.close_on(clock.today() + timedelta(days=70), by=clare, name="Founder’s Day")
    christmas = clock.today().replace(month=12, day=25)
    meetings.fill_bank_holidays(first_year=christmas.year, last_year=christmas.year, nation="ENG")
    (christmas_day,) = [day for day in closed_days_from(christmas) if day.on_date == christmas]
    meetings.open_on(christmas_day, by=clare)


def _reports(cast: Cast) -> None:
    """A draft with something attached, one in clearance, and one that was cleared."""
    draft = reports.a_full_report(cast, title="Footpaths of the old town")
    report_services.add_section(draft, by=draft.author, label="The old quay")
    paper = reports.a_report(cast, title="The year of the partnership", template="partnership")
    report_services.add_section(paper, by=paper.author, label="What was done")
    report_services.attach(draft, by=draft.author, title="Map", html="<p>North is up.</p>")
    waiting = reports.a_full_report(cast, title="Bridges of the borough")
    report_services.submit(waiting, by=waiting.author)


def _agendas(cast: Cast) -> None:
    """A draft with an exempt item and reports, one that is issued, one that was postponed."""
    draft = agendas.an_agenda(cast, days=40)
    agendas.an_item(draft, "Street lighting")
    agendas.an_exempt_item(draft)
    agendas.placed(cast, agendas.an_item(draft, "Parks"), title="Parks and gardens")
    agendas.a_cleared_report(cast, draft, title="Bins of the borough")
    issued = agendas.an_agenda(cast, days=30)
    agendas.an_item(issued, "Markets")
    agendas.published(cast, issued, reason="In time.")
    agendas.an_item(agendas.an_agenda(cast, days=47), "Any other business")
    put_off = agendas.an_agenda(cast, days=43)
    agendas.an_item(put_off, "Allotments")
    day = clock.today() + timedelta(days=64)
    meetings.postpone(put_off.meeting, by=None, reason="Flood.", to_on=day)


def _minutes(cast: Cast) -> None:
    """A meeting that was held, two whose minutes are a draft, the older one's exclusion wanting,
    and two whose minutes are out."""
    _agenda_of_the_day(past_meeting(cast.board, on=clock.today() - timedelta(days=4)))
    published = []
    for weeks, is_published in ((2, False), (3, False), (4, True), (6, True)):
        meeting = past_meeting(cast.board, on=clock.today() - timedelta(weeks=weeks))
        agenda = _agenda_of_the_day(meeting)
        record = minutes.begin_minutes(meeting, by=cast.person("Clare"))
        about = minute_about(record, "Drains")
        write(about, "The board spoke of drains.")
        minutes.write_exempt(
            minute_about(record, "A property matter"),
            by=None,
            heading="The price",
            html="<p>It is high.</p>",
            resolved="That it be sold.",
        )
        meetings.record_attendance(
            meeting, by=None, how=How.PRESENT, person=cast.person("Fin"), organisation="Finance"
        )
        _actions(cast, about)
        if is_published:
            agenda_services.record_outcome(about.item, by=None, outcome=Outcome.NOTED)
            minutes.publish(record, by=cast.person("Clare"))
            published.append(record)
        else:
            agendas.an_item(agenda, "Urgent business")
            if weeks == 2:
                minutes.exclude_for_all(record, by=cast.person("Clare"))
    newer, older = published
    minutes.agree(older, by=cast.person("Clare"), at_meeting=newer.meeting)


def _received(cast: Cast) -> None:
    """Published minutes of two meetings of the other board, of which this one has received one."""
    held = []
    for weeks in (5, 8):
        day = clock.today() - timedelta(weeks=weeks)
        record = minutes.begin_minutes(past_meeting(cast.other_board, on=day), by=None)
        minutes.add_minute(record, by=None, heading="Dredging", html="<p>It was measured.</p>")
        minutes.publish(record, by=None)
        held.append(record.meeting)
    item = agendas.an_item(agendas.an_agenda(cast, days=71), "Minutes of the harbour")
    agenda_services.attach_minutes(item, of=held[0], by=cast.person("Clare"))


def _agenda_of_the_day(meeting: Meeting) -> Any:
    agenda = agenda_services.begin_agenda(meeting, by=None)
    agendas.an_item(agenda, "Drains")
    agendas.an_item(agenda, "Ponds")
    agendas.an_exempt_item(agenda)
    return agenda


def _actions(cast: Cast, minute: Any) -> None:
    """One that is open and one that was done."""
    made: dict[str, Any] = {
        "by": cast.person("Clare"),
        "board": cast.board,
        "minute": minute,
        "person": cast.person("Olu"),
        "made_on": minute.minutes.meeting.on_date,
    }
    drains = actions.add_action(text="Clean the drains", **made)
    actions.ask_for_time(drains, by=cast.person("Olu"), reason="It rains.", due_words="Spring")
    actions.add_action(text="Weed the ponds", **made)
    done = actions.add_action(text="Mend the pump", **made)
    actions.finish(done, by=cast.person("Olu"), evidence="It runs.")


def _documents(cast: Cast) -> None:
    documents.keep_document(
        by=cast.person("Clare"),
        group_id=cast.board.id,
        title="Plan of the harbour",
        name="plan.txt",
        data=b"The harbour lies south.",
        access=Access.OPEN,
        published_at=clock.now(),
    )


def _given_up() -> None:
    """A piece of work that was given up, for whoever looks after jobs."""
    now = clock.now()
    gone: dict[str, Any] = {"thing": "report", "id": 0}
    db.session.add(
        Job(
            kind="search.index",
            arguments=gone,
            made_at=now,
            run_after=now,
            attempts=6,
            failed_at=now,
            error="It was not to be.",
        )
    )
