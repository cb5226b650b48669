"""Two people do two things in the same moment: the second decides on what the first one left."""

from datetime import time, timedelta

import pytest

from app.actions import services as actions
from app.actions.models import Action
from app.agendas import queries as agenda_queries
from app.agendas import services
from app.agendas.models import Consideration, ItemKind, Outcome, Publication
from app.documents import services as documents
from app.documents.models import Document
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.permissions import Access
from app.meetings import services as meetings
from app.meetings.models import MeetingState
from app.minutes import queries as minute_queries
from app.minutes import services as minutes
from app.minutes.models import Minute
from app.people import services as people
from app.reports import services as report_services
from app.reports.models import ReportState
from tests.cast import PASSWORD, email_of
from tests.factories import actions as a_promise
from tests.factories import agendas, reports
from tests.factories import minutes as taken

pytestmark = pytest.mark.postgres
GROUNDS = {
    "by": None,
    "paragraphs": [3],
    "public_interest": "The price is still being negotiated.",
    "open_title": "A property matter",
}
SALE = "Sale of Quay Yard"


def now(row):
    """The row as the database has it."""
    return db.session.get_one(type(row), row.id, populate_existing=True)


def issue(agenda, *_others):
    services.publish(agenda, by=None, reason="In time.", version=agenda.version)


def the_publication():
    return db.session.scalars(db.select(Publication)).one()


@pytest.fixture
def sale(cast, transaction):
    """An agenda in draft with an item on a sale."""
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, SALE)
    return agenda, item


def test_an_item_is_not_made_exempt_while_it_is_published(sale, race):
    def close(_agenda, item):
        services.make_exempt(item, **GROUNDS)

    _, refused = race(sale, issue, close)
    assert isinstance(refused, Refused)
    assert SALE in str(the_publication().content)
    assert now(sale[1]).part == 1


def test_an_item_is_not_changed_while_it_is_published(sale, race):
    _agenda, item = sale
    facts = {"by": None, "title": "Other words", "html": "<p>Never issued.</p>", "version": 1}

    def change(_agenda, item):
        services.edit_item(item, **facts)

    _, refused = race(sale, issue, change)
    assert isinstance(refused, Refused)
    assert now(item).title == SALE


def test_an_agenda_is_published_once(sale, race):
    _, second = race(sale, issue, issue)
    assert second is None or isinstance(second, Conflict | Refused)
    assert the_publication().number == 0


def test_two_who_save_one_item_are_told_of_each_other(sale, race):
    _agenda, item = sale
    version = item.version

    def save(title):
        facts = {"by": None, "html": f"<p>{title}</p>", "version": version}
        return lambda _agenda, item: services.edit_item(item, title=title, **facts)

    first, second = race(sale, save("Ann’s title"), save("Bob’s title"))
    assert first is None
    assert isinstance(second, Conflict) and second.theirs == "<p>Ann’s title</p>"
    assert now(item).title == "Ann’s title"


def test_two_items_added_at_once_have_two_numbers(sale, race):
    def add(title):
        return lambda agenda, _item: services.add_item(agenda, by=None, title=title)

    assert race(sale, add("Bridges"), add("Footpaths")) == [None, None]
    numbers = agendas.numbers(now(sale[0]))
    assert numbers[-2:] == ["5 Bridges", "6 Footpaths"]


def test_two_items_made_exempt_at_once_share_one_exclusion(cast, transaction, race):
    with transaction():
        agenda = agendas.an_agenda(cast)
        rows = [agendas.an_item(agenda, SALE), agendas.an_item(agenda, "Lease of Quay Yard")]

    def close(place):
        return lambda *items: services.make_exempt(items[place], **GROUNDS)

    assert race(rows, close(0), close(1)) == [None, None]
    kinds = [one.kind for one in agenda_queries.walk(agenda_queries.items_of(now(agenda)))]
    assert kinds.count(ItemKind.EXCLUSION) == 1


def test_an_item_removed_meanwhile_is_no_error(sale, race):
    def remove(_agenda, item):
        services.remove_item(item, by=None)

    first, second = race(sale, remove, remove)
    assert first is None
    assert isinstance(second, Refused) and "removed this meanwhile" in second.sentence


def test_a_report_is_placed_on_one_item(sale, cast, transaction, race):
    agenda, item = sale
    with transaction():
        other = agendas.an_item(now(agenda), "Other business")
        report = agendas.a_cleared_report(cast, now(agenda))

    def place(place):
        return lambda *rows: services.place_report(rows[place], report=rows[2], by=None)

    first, second = race([item, other, report], place(0), place(1))
    assert first is None and isinstance(second, Refused)
    placed = db.select(db.func.count(Consideration.id))
    assert db.session.scalar(placed.where(Consideration.report_id == report.id)) == 1


def test_a_report_is_placed_on_one_agenda_of_its_board(cast, transaction, race):
    with transaction():
        one, other = (agendas.an_agenda(cast, days=days) for days in (40, 47))
        report = agendas.a_cleared_report(cast, one)
        items = [agendas.an_item(agenda) for agenda in (one, other)]

    def place(place):
        return lambda *rows: services.place_report(rows[place], report=rows[2], by=None)

    first, second = race([*items, report], place(0), place(1))
    assert first is None
    assert isinstance(second, Refused) and "another agenda of this board" in second.sentence
    placed = db.select(db.func.count(Consideration.id))
    assert db.session.scalar(placed.where(Consideration.report_id == report.id)) == 1


def test_an_agenda_is_put_in_order_by_one(sale, race):
    agenda, _item = sale
    version = agenda.version
    ids = [one.id for one in agenda_queries.walk(agenda_queries.items_of(agenda))]
    here, there = [ids[1], ids[0], *ids[2:]], [ids[0], ids[2], ids[1], *ids[3:]]

    def order(wanted):
        facts = {"by": None, "ids": wanted, "version": version}
        return lambda agenda, _item: services.order_items(agenda, **facts)

    first, second = race(sale, order(here), order(there))
    assert first is None and isinstance(second, Conflict)
    items = agenda_queries.walk(agenda_queries.items_of(now(agenda)))
    assert [one.id for one in items] == here


def test_a_report_that_is_being_issued_openly_is_not_closed(sale, cast, transaction, race):
    agenda, item = sale
    with transaction():
        report = agendas.placed(cast, now(item))
        services.record_outcome(item, by=None, outcome=Outcome.DEFERRED)
        closed = agendas.an_exempt_item(agendas.an_agenda(cast, days=60))

    def place(_agenda, item, report):
        services.place_report(item, report=report, by=None)

    first, second = race([agenda, closed, report], issue, place)
    assert first is None
    assert isinstance(second, Refused) and "published openly" in second.sentence
    assert now(report).access == Access.OPEN


def test_a_meeting_is_moved_by_one(cast, transaction, race):
    with transaction():
        meeting = agendas.a_meeting(cast)
    version, on = meeting.version, meeting.on_date

    def move(venue):
        facts = {"by": cast.person("Clare"), "on": on, "at": time(10), "version": version}
        return lambda meeting: meetings.change_meeting(meeting, venue=venue, **facts)

    first, second = race([meeting], move("Ann’s hall"), move("Bob’s hall"))
    assert first is None and isinstance(second, Conflict)
    assert now(meeting).venue == "Ann’s hall"


@pytest.mark.parametrize("way", ["planned", "moved", "reinstated"])
def test_of_two_meetings_on_a_day_the_second_is_asked_about(cast, transaction, race, way):
    """R1.12: also where both are planned in the same moment."""
    with transaction():
        other = agendas.a_meeting(cast, days=50)
        if way == "reinstated":
            meetings.cancel(other, by=None, reason="Snow.")
        day, version = other.on_date + timedelta(days=7 * (way != "reinstated")), other.version

    def plan(board, _other):
        meetings.plan_meeting(board, by=None, on=day, is_sure=False)

    def again(board, other):
        facts = {"by": cast.person("Clare"), "at": time(10), "version": version}
        facts |= {"is_sure": False}
        if way == "planned":
            plan(board, other)
        elif way == "moved":
            meetings.change_meeting(other, on=day, venue="", **facts)
        else:
            meetings.reinstate(other, by=cast.person("Clare"), is_sure=False)

    first, second = race([cast.board, other], plan, again)
    assert first is None
    assert isinstance(second, Refused) and "meets on this day already" in second.sentence


def test_a_day_is_closed_once(cast, race):
    day = clock.today() + timedelta(days=70)

    def close(person):
        meetings.close_on(day, by=person, name="Founder’s Day")

    first, second = race([cast.person("Clare")], close, close)
    assert first is None
    assert isinstance(second, Refused) and "on the list already" in second.sentence


def test_the_actions_of_a_minute_have_places_of_their_own(cast, transaction, race):
    with transaction():
        minute = a_promise.a_minute(a_promise.held_meeting(cast.board))

    def add(text):
        return lambda minute: a_promise.an_action(cast, minute, text=text) and None

    assert race([minute], add("Mend the lamps"), add("Paint the door")) == [None, None]
    assert sorted(db.session.scalars(db.select(Action.position))) == [1, 2]


def test_an_appendix_is_taken_off_once(cast, transaction, race):
    with transaction():
        report = reports.a_full_report(cast)
        kept = report_services.attach(report, by=None, title="Map", html="<p>North is up.</p>")

    def detach(appendix):
        report_services.detach(appendix, by=None)

    first, second = race([kept], detach, detach)
    assert first is None
    assert isinstance(second, Refused) and "removed this meanwhile" in second.sentence


def cancel(_agenda, meeting):
    meetings.cancel(meeting, by=None, reason="Snow.")


def test_a_cancelled_meeting_is_not_postponed(sale, race):
    def postpone(_agenda, meeting):
        later = meeting.on_date + timedelta(days=7)
        meetings.postpone(meeting, by=None, reason="Snow.", to_on=later)

    first, second = race([sale[0], sale[0].meeting], cancel, postpone)
    assert first is None and isinstance(second, Refused)
    meeting = now(sale[0].meeting)
    assert meeting.state == MeetingState.CANCELLED and meeting.postponed_to_id is None


def test_an_agenda_is_not_published_while_its_meeting_is_called_off(sale, race):
    first, second = race([sale[0], sale[0].meeting], cancel, issue)
    assert first is None and isinstance(second, Refused)


def test_an_action_is_done_or_dropped(cast, transaction, race):
    with transaction():
        action = a_promise.an_action(cast, a_promise.a_minute(a_promise.held_meeting(cast.board)))
    first, second = race(
        [action],
        lambda action: actions.finish(action, by=None, evidence="The lamps burn."),
        lambda action: actions.drop(action, by=None, reason="Not needed."),
    )
    assert first is None and isinstance(second, Refused)
    assert now(action).dropped_reason == ""


def test_a_new_item_gets_one_number_in_the_minutes(cast, transaction, race):
    with transaction():
        record = taken.begun(cast, "Lamps")
        agendas.an_item(agenda_queries.agenda_of(record.meeting), "Bridges")

    def number(record):
        minutes.minute_new_items(record, by=None)

    assert race([record], number, number) == [None, None]
    headings = [one.heading for one in minute_queries.entries_of(now(record))]
    assert headings.count("Bridges") == 1


def test_no_minute_slips_into_minutes_that_are_being_published(cast, transaction, race):
    with transaction():
        record = taken.begun(cast, "Lamps")
    first, second = race(
        [record],
        lambda record: minutes.publish(record, by=None),
        lambda record: minutes.add_minute(record, by=None, heading="Urgent business"),
    )
    assert first is None and isinstance(second, Refused)
    unpublished = db.select(db.func.count(Minute.id)).where(Minute.published_at.is_(None))
    assert db.session.scalar(unpublished) == 0


def test_minutes_begun_while_an_item_is_made_exempt_have_its_open_heading(cast, transaction, race):
    with transaction():
        meeting = taken.past_meeting(cast.board)
        _, (item,) = taken.agenda_with(meeting, SALE)
    first, second = race(
        [meeting, item],
        lambda _meeting, item: services.make_exempt(item, **GROUNDS),
        lambda meeting, _item: minutes.begin_minutes(meeting, by=None),
    )
    assert (first, second) == (None, None)
    assert SALE not in [one.heading for one in db.session.scalars(db.select(Minute))]


@pytest.mark.parametrize("cleared", [False, True])
def test_nothing_is_written_into_a_report_that_is_being_sent_for_clearance(
    cast, transaction, race, cleared
):
    with transaction():
        report = reports.a_full_report(cast)
        section = reports.section(report, "supporting")
    before, version = section.text, section.version

    def submit(report, _section):
        report_services.submit(report, by=report.author)
        if cleared:
            report_services.clear(report, by=cast.person("Clare"))

    def write(_report, section):
        html = "<p>Words nobody has cleared.</p>"
        report_services.write_section(section, by=None, html=html, version=version)

    first, second = race([report, section], submit, write)
    assert first is None and isinstance(second, Refused)
    assert now(section).text == before
    assert now(report).state != ReportState.DRAFT


@pytest.mark.parametrize("is_closed", [True, False])
def test_nobody_signs_in_while_the_account_is_closed_or_gets_a_new_password(cast, race, is_closed):
    began = []

    def shut(account):
        rights = {"is_administrator": False, "is_officer": True, "is_enabled": False}
        adi = cast.person("Adi")
        if is_closed:
            people.change_account(account, by=adi, version=account.version, **rights)
        else:
            people.reset_password(account, by=adi, new=people.one_time_password())

    def sign_in(_account):
        began.append(people.sign_in(email_of("Olu"), password=PASSWORD))

    race([cast.account("Olu")], shut, sign_in)
    assert began == [None]


def test_one_file_sent_twice_at_once_is_kept_for_both(cast, race):
    def keep(board):
        documents.keep_document(
            by=None,
            group_id=board.id,
            title="Plan",
            name="plan.txt",
            data=b"The same bytes.",
            access=Access.OPEN,
            published_at=clock.now(),
        )

    assert race([cast.board], keep, keep) == [None, None]
    assert db.session.scalar(db.select(db.func.count(Document.id))) == 2
