"""The first page says what needs each reader, no more than they may see, in few queries."""

from datetime import time

import pytest

from app.agendas import services as agendas
from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs.models import Job
from app.foundation.permissions import grant
from app.meetings import services as meetings
from app.meetings.models import Meeting, MeetingState
from app.pages.needs import Need, in_order
from app.people.services import SignInAttempt
from app.reports import queries as templates
from app.reports import services as reports
from app.reports.models import ReportState
from app.reports.policy import CLEARANCE
from tests.cast import email_of
from tests.counting import statements
from tests.factories.actions import a_minute, an_action, days, held_meeting

PLANTED = "Zebrawood"
PRIORITIES = [{"key": "safe", "label": "A safe borough"}]


@pytest.fixture
def planned(cast, transaction):
    """A meeting of the Safer board nine days from now, for which nothing is ready."""
    with transaction():
        return meetings.plan_meeting(cast.board, by=cast.person("Clare"), on=days(9))


@pytest.fixture
def report(cast, transaction):
    """Olu's draft for that meeting."""
    with transaction():
        adi = cast.person("Adi")
        reports.install_templates(by=adi, current_from=days(-900), priorities=PRIORITIES)
        return reports.start_report(
            by=cast.person("Olu"),
            template=templates.template_version("policy-board", on=clock.today()),
            board=cast.board,
            title="Street lighting strategy",
            author=cast.person("Olu"),
            wanted_on=days(9),
        )


def tasks(page):
    return [
        " ".join(" ".join(item.itertext()).split())
        for item in page.tree.xpath("//ul[@class='tasks']/li")
    ]


def test_somebody_with_nothing_to_do_is_told_so(visit):
    page = visit("Nora").open("/")
    assert page.heading == "What needs you this week"
    assert "Nothing waits for you" in page.words
    assert "No meeting is planned" in page.words
    assert "No action is outstanding" in page.words


def test_a_clerk_sees_agendas_to_begin_complete_and_publish(cast, transaction, planned, visit):
    clare = visit("Clare")
    (begin,) = tasks(clare.open("/"))
    assert "Begin the agenda of Safer Communities Board" in begin
    assert "clear days" in begin
    with transaction():
        agenda = agendas.begin_agenda(planned, by=cast.person("Clare"))
        group = agendas.add_item(agenda, by=cast.person("Clare"), title="Streets")
        agendas.add_item(agenda, by=cast.person("Clare"), title="Lighting", parent=group)
    (complete,) = tasks(clare.open("/"))
    assert "Complete the agenda" in complete
    assert "1 item has neither a paper nor words" in complete
    assert tasks(visit("Mo").open("/")) == []


def test_a_clerk_sees_minutes_to_write_and_late_actions_to_chase(cast, transaction, visit):
    with transaction():
        meeting = held_meeting(cast.board)
        an_action(cast, a_minute(meeting, published=False), due_on=days(-4))
    first, second = tasks(visit("Clare").open("/"))
    assert "Overdue" in first
    assert "Chase 1 overdue action Safer Communities Board 1." in first
    assert "Finish the minutes of Safer Communities Board" in second
    assert "0 of 1 minute written" in second


def test_a_meeting_whose_day_is_past_waits_to_be_recorded(cast, transaction, visit):
    with transaction():
        db.session.add(
            Meeting(
                board_id=cast.board.id,
                on_date=days(-2),
                starts_at=time(19),
                state=MeetingState.PLANNED,
            )
        )
        held_meeting(cast.board, on=days(-3))
    said = " ".join(tasks(visit("Clare").open("/")))
    assert "Record whether Safer Communities Board" in said
    assert "Write the minutes of Safer Communities Board" in said


def test_an_author_sees_drafts_and_actions(cast, transaction, planned, report, visit):
    with transaction():
        meeting = held_meeting(cast.board)
        an_action(cast, a_minute(meeting), person=cast.person("Olu"), due_on=days(3))
    page = visit("Olu").open("/")
    said = " ".join(tasks(page))
    assert "Finish Street lighting strategy" in said
    assert "Wanted for Safer Communities Board" in said
    assert "Mend the lamps" in said
    assert "Part-written" in page.words
    assert "Street lighting strategy" not in visit("Nora").open("/").text


def test_a_clearer_sees_what_waits_and_an_author_what_was_sent_back(
    cast, transaction, planned, report, visit
):
    with transaction():
        report.state = ReportState.IN_CLEARANCE
        grant(report, reason=CLEARANCE, person_id=cast.person("Fin").id)
    (waiting,) = tasks(visit("Fin").open("/"))
    assert "Clear Street lighting strategy" in waiting
    assert "It waits for your clearance" in waiting
    assert "Overdue" in waiting
    chased = " ".join(tasks(visit("Clare").open("/")))
    assert "Chase the clearance of Street lighting strategy" in chased
    with transaction():
        reports.send_back(report, by=cast.person("Fin"), text="Cost the lamps by ward.")
    (revise,) = tasks(visit("Olu").open("/"))
    assert "Revise Street lighting strategy" in revise
    assert "Fin Grant sent it back: “Cost the lamps by ward.”" in revise
    assert tasks(visit("Fin").open("/")) == []


def test_members_see_papers_to_read_and_everyone_what_was_published(
    cast, transaction, planned, visit
):
    with transaction():
        agenda = agendas.begin_agenda(planned, by=cast.person("Clare"))
        agendas.publish(agenda, by=cast.person("Clare"), reason="Tested.")
    (read,) = tasks(visit("Mo").open("/"))
    assert "Read the papers for Safer Communities Board" in read
    page = visit("Nora").open("/")
    assert tasks(page) == []
    assert "Published lately" in page.words
    assert "Agenda and papers, published" in page.words


def test_administrators_see_failed_work_and_locked_accounts(cast, transaction, visit):
    with transaction():
        now = clock.now()
        db.session.add(Job(kind="x", arguments={}, made_at=now, run_after=now, failed_at=now))
    for _ in range(5):
        SignInAttempt(email_of("Mo"), "192.0.2.1").take()
    said = " ".join(tasks(visit("Adi").open("/")))
    assert "1 piece of work that failed" in said
    assert "Councillor Mo Barker is locked out" in said
    assert tasks(visit("Nora").open("/")) == []


def test_what_was_published_lately_says_minutes_and_what_was_called_off(
    cast, transaction, planned, visit
):
    with transaction():
        agenda = agendas.begin_agenda(planned, by=cast.person("Clare"))
        agendas.publish(agenda, by=cast.person("Clare"), reason="In time.")
        meetings.cancel(planned, by=cast.person("Clare"), reason="Snow.")
        held = held_meeting(cast.board)
        a_minute(held).minutes.published_at = clock.now()
    page = visit("Nora").open("/")
    assert "Cancelled Agenda and papers, published" in page.words
    assert "Minutes, published" in page.words
    assert f'href="/meetings/{held.id}/minutes"' in page.text


def test_the_day_to_publish_by_is_the_clerks_concern(planned, visit):
    assert "Publish by" in visit("Clare").open("/").words
    assert "Publish by" not in visit("Mo").open("/").words


def test_nothing_exempt_stands_on_the_first_page_of_whoever_may_not_read_it(
    cast, transaction, planned, visit
):
    with transaction():
        minute = a_minute(held_meeting(cast.board), part=2)
        an_action(
            cast,
            minute,
            text=f"Buy {PLANTED}",
            person=cast.person("Olu"),
            due_on=days(-1),
        )
    for who in ("Adi", "Nora", "Fin"):
        page = visit(who).open("/")
        assert PLANTED not in page.text, who
        assert "No action is outstanding" in page.words
    assert f"Buy {PLANTED}" in " ".join(tasks(visit("Olu").open("/")))


def test_a_clerk_sees_the_drafts_that_a_published_agenda_waits_for(
    cast, transaction, planned, report, visit
):
    with transaction():
        clare = cast.person("Clare")
        agenda = agendas.begin_agenda(planned, by=clare)
        item = agendas.add_item(agenda, by=clare, title="Lighting")
        agendas.place_report(item, by=clare, report=report)
    assert not [one for one in tasks(visit("Clare").open("/")) if "Chase" in one]
    with transaction():
        agendas.publish(agenda, by=clare, reason="The report is to follow.")
    (chase,) = [one for one in tasks(visit("Clare").open("/")) if "Chase" in one]
    assert "Chase Street lighting strategy" in chase
    assert "says “to follow”. The report is a draft, by Olu Eze." in chase
    for who in ("Mo", "Nora"):
        assert "Chase" not in " ".join(tasks(visit(who).open("/")))
    with transaction():
        report.state = ReportState.IN_CLEARANCE
    (chase,) = [one for one in tasks(visit("Clare").open("/")) if "lighting" in one]
    assert "The report is in clearance, by Olu Eze." in chase
    with transaction():
        report.state = ReportState.CLEARED
    (issue,) = [one for one in tasks(visit("Clare").open("/")) if "Issue" in one]
    assert "Issue Street lighting strategy with a supplement" in issue
    with transaction():
        report.state, report.state_reason = ReportState.WITHDRAWN, "Not needed."
    assert not [one for one in tasks(visit("Clare").open("/")) if "lighting" in one]


def test_what_cannot_wait_stands_above_old_chores():
    """Missed statutory days, then what is due within three days, then old chores, then by day."""
    needs = {
        "later": Need("later", "", "", "", day=days(8)),
        "no day": Need("no day", "", "", "", since=days(-40)),
        "new": Need("new", "", "", "", day=days(60), since=days(-1), is_new=True),
        "late chore": Need("late chore", "", "", "", day=days(-30), weight=2),
        "tomorrow": Need("tomorrow", "", "", "", day=days(1), weight=2),
        "today": Need("today", "", "", "", day=days(0)),
        "late agenda": Need("late agenda", "", "", "", day=days(-1), weight=0),
        "in four days": Need("in four days", "", "", "", day=days(4), weight=0),
    }
    assert [one.title for one in in_order(needs.values(), days(0))] == [
        *("late agenda", "today", "tomorrow", "late chore", "no day", "new"),
        *("in four days", "later"),
    ]


@pytest.mark.parametrize("who", ["Clare", "Mo", "Olu", "Adi"])
def test_a_full_desk_takes_no_more_queries_than_an_empty_one(cast, transaction, report, visit, who):
    browsing = visit(who)
    furnish(cast, transaction, 1)
    few = counted(browsing)
    furnish(cast, transaction, 4)
    assert counted(browsing) == few
    assert few <= 15


def furnish(cast, transaction, count):
    with transaction():
        clare, olu = cast.person("Clare"), cast.person("Olu")
        for number in range(count):
            first = days(2 + number + 7 * count)
            meeting = meetings.plan_meeting(cast.board, by=clare, on=first)
            agenda = agendas.begin_agenda(meeting, by=clare)
            agendas.add_item(agenda, by=clare, title=f"Item {number}")
            if number % 2 == 0:
                agendas.publish(agenda, by=clare, reason="Early.")
            past = held_meeting(cast.board, on=days(-2 - number - 7 * count))
            an_action(cast, a_minute(past), person=olu, due_on=days(-1), text=f"Do {number}")
            held_meeting(cast.board, on=days(-30 - number - 7 * count))


def counted(browsing):
    """How many statements the first page takes."""
    with statements() as sent:
        browsing.open("/")
    return len(sent)
