"""The strip of dates says what the papers have reached, and claims nothing by the day alone."""

from datetime import timedelta

import pytest

from app.agendas import queries, services
from app.agendas.showing import draft
from app.agendas.views import showing
from app.foundation import clock
from app.meetings import services as meetings
from app.reports import services as report_services
from tests.factories import agendas, reports


def strip(cast, meeting, *, today=None, who="Clare"):
    """Label, words and state of each step on a day, as one of the cast gets them."""
    agenda, scope = queries.agenda_of(meeting), cast.scope(who)
    runs = meeting.board_id in scope.clerked
    lines = draft.as_drafted(agenda, scope) if agenda and runs else []
    papers = showing.papers_on(lines) if runs else showing.NOT_SAID
    with clock.stopped(clock.moment(today or clock.today())):
        steps = showing.steps_of(meeting, None, showing.dates_of(meeting, None), papers)
    return {step.label: (step.when, step.state) for step in steps}


@pytest.fixture
def agenda(cast, transaction):
    with transaction():
        return agendas.an_agenda(cast)


def after_clearance(meeting):
    return showing.dates_of(meeting, None).clearance + timedelta(days=1)


def test_a_meeting_planned_a_minute_ago_has_nothing_done(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast, days=9)
    assert [state for _, state in strip(cast, meeting).values()].count("done") == 0


def test_papers_that_are_not_cleared_are_late_after_their_day(cast, transaction, agenda):
    with transaction():
        agendas.placed(cast, agendas.an_item(agenda))
        draft = reports.a_full_report(cast, wanted_on=agenda.meeting.on_date)
        services.place_report(agendas.an_item(agenda, "Floods"), report=draft, by=None)
        agendas.an_item(agenda, "Frost", html="")
    found = strip(cast, agenda.meeting, today=after_clearance(agenda.meeting))
    when, state = found["Clearance"]
    assert state == "late"
    assert when.endswith(": late, 2 of 3 not cleared")
    assert found["Reports in"][0].endswith(": late, 2 of 3 not in")
    with transaction():
        report_services.submit(draft, by=draft.author)
    found = strip(cast, agenda.meeting, today=after_clearance(agenda.meeting))
    assert found["Reports in"][0].endswith("1 of 3 not in")
    assert found["Clearance"][0].endswith("2 of 3 not cleared")


def test_papers_that_are_all_cleared_are_done_before_their_day(cast, transaction, agenda):
    with transaction():
        agendas.placed(cast, agendas.an_item(agenda))
    found = strip(cast, agenda.meeting)
    assert (found["Reports in"][1], found["Clearance"][1]) == ("done", "done")


def test_readers_are_told_the_days_and_nothing_of_the_draft(cast, transaction, agenda):
    with transaction():
        agendas.an_item(agenda, "Frost", html="")
    found = strip(cast, agenda.meeting, today=after_clearance(agenda.meeting), who="Mo")
    assert found["Clearance"][1] == ""
    assert "late" not in found["Clearance"][0]
    assert found["Publish the agenda"][1] == "now"


def test_nothing_is_waited_for_once_the_meeting_is_held(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast, days=0)
        agendas.an_item(agenda, "Frost", html="")
    clare = visit("Clare")
    assert "Waiting for" in clare.open(f"/meetings/{agenda.meeting_id}").words
    with transaction():
        meetings.hold(agenda.meeting, by=cast.person("Clare"))
    assert "Waiting for" not in clare.open(f"/meetings/{agenda.meeting_id}").words
