"""The list of meetings says how far the papers are, in as many queries for one as for many."""

import re
from datetime import date, timedelta

import pytest

from app.foundation import clock
from app.meetings import services
from app.minutes import services as minutes
from tests.counting import statements
from tests.factories import agendas
from tests.factories.minutes import begun

pytestmark = pytest.mark.both


def row_of(page, meeting):
    """The words of the row that links this meeting."""
    rows = re.findall(r"<tr>.*?</tr>", page.text, re.DOTALL)
    row = next(one for one in rows if f'"/meetings/{meeting.id}"' in one)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_an_agenda_published_in_time_is_not_late_afterwards(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda)
    eve = agenda.meeting.on_date - timedelta(days=1)
    with clock.stopped(clock.moment(eve)):
        row = row_of(visit("Nora").open("/meetings/list"), agenda.meeting)
    assert "late" not in row
    assert "Published" in row


def test_meetings_called_off_have_no_day_to_publish_by(cast, transaction, visit):
    with transaction():
        meeting = agendas.a_meeting(cast)
        services.cancel(meeting, by=cast.person("Clare"), reason="Snow.")
    row = row_of(visit("Nora").open("/meetings/list"), meeting)
    assert "No notice rule" not in row
    assert "Not to be published" in row
    assert "Cancelled" in row


def test_a_draft_agenda_is_the_clerks_to_know(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
    assert "Draft" in row_of(visit("Clare").open("/meetings/list"), agenda.meeting)
    row = row_of(visit("Nora").open("/meetings/list"), agenda.meeting)
    assert "Draft" not in row
    assert "No agenda yet" in row


def test_past_meetings_say_how_far_their_minutes_are(cast, transaction, visit):
    with transaction():
        draft = begun(cast, "Lighting").meeting
        other = begun(cast, "Lighting", on=clock.today() - timedelta(days=14))
        minutes.publish(other, by=None)
    clare, nora = (visit(who).open("/meetings/list?past=1") for who in ("Clare", "Nora"))
    assert "Draft Read the minutes of" in row_of(clare, draft)
    assert "No minutes" in row_of(nora, draft)
    assert "Published draft Read the minutes of" in row_of(nora, other.meeting)
    assert f'href="/meetings/{other.meeting_id}/minutes"' in nora.text


@pytest.mark.sqlite
def test_the_list_takes_as_many_queries_for_many_meetings_as_for_one(cast, transaction, visit):
    with transaction():
        agendas.an_agenda(cast)
    nora = visit("Nora")
    nora.open("/meetings/list")
    with statements() as few:
        nora.open("/meetings/list")
    with transaction():
        for week in range(1, 6):
            agendas.an_agenda(cast, days=agendas.FAR + 7 * week)
    with statements() as many:
        nora.open("/meetings/list")
    assert len(many) == len(few)


def test_the_calendar_says_when_a_meeting_begins(cast, transaction, visit):
    with transaction():
        services.plan_meeting(cast.board, by=None, on=date(2031, 3, 18))
    page = visit("Nora").open("/meetings?month=2031-03")
    assert "6.30pm Safer Communities Board" in page.words


def test_a_board_leads_to_its_papers(cast, visit):
    page = visit("Nora").open(f"/boards/{cast.board.id}")
    for path in ("/actions", "/reports"):
        assert f'href="{path}?board={cast.board.id}"' in page.text
    assert f'href="/meetings/list?past=1&amp;board={cast.board.id}"' in page.text
