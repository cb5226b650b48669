"""Which minutes an agenda puts to its board: every set not yet agreed, named and frozen."""

from datetime import timedelta

import pytest

from app.agendas import queries
from app.foundation import clock
from app.meetings import services as meetings
from app.minutes import services
from app.minutes.models import MinutesState
from tests.factories import agendas
from tests.factories.minutes import begun, past_minutes
from tests.publications import word_of


def ago(days):
    return clock.today() - timedelta(days=days)


def named(minutes):
    day = minutes.meeting.on_date
    kind = "the extraordinary meeting of " if minutes.meeting.is_extraordinary else ""
    return f"Minutes of {kind}{day.day} {day:%B %Y}"


def put_to_board(agenda):
    items = [item for item in queries.walk(queries.items_of(agenda))]
    return [one.name.capitalize() for one in queries.minutes_to_agree(agenda.meeting, items)]


def test_every_set_not_yet_agreed_is_named_with_its_link_where_it_is_published(
    cast, transaction, visit
):
    with transaction():
        older = begun(cast, on=ago(60))
        special = begun(cast, on=ago(30))
        special.meeting.is_extraordinary = True
        newer = begun(cast, on=ago(7))
        for minutes in (older, special):
            services.publish(minutes, by=None)
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda, reason="One follows.")
    path = f"/meetings/{agenda.meeting_id}"
    page = visit("Nora").open(path)
    for minutes in (older, special):
        assert page.links()[named(minutes)] == f"/meetings/{minutes.meeting_id}/minutes"
    assert f"{named(newer)}, not published yet" in page.words
    _, file = word_of(visit("Nora"), f"{path}/agenda/word")
    for said in (named(older), named(special), f"{named(newer)}, not published yet"):
        assert said in file
    assert named(older) in visit("Clare").open(f"{path}/agenda").links()
    with transaction():
        services.publish(newer, by=None)
    assert named(newer) not in visit("Nora").open(path).links()
    assert "Publish a supplement" in visit("Clare").open(path).links()


def test_what_is_agreed_and_what_came_from_the_archive_is_not_put_to_the_board(cast, transaction):
    with transaction():
        past_minutes(cast.board, on=ago(500), numbers={1: "Long ago."})
        agreed = begun(cast, on=ago(60))
        services.publish(agreed, by=None)
        waits = begun(cast, on=ago(30))
        agenda = agendas.an_agenda(cast)
        agreed.approved_at_meeting_id = waits.meeting_id
        agreed.state = MinutesState.APPROVED
    assert put_to_board(agenda) == [named(waits).capitalize()]


@pytest.mark.parametrize(("days", "is_named"), [(90, True), (600, False)])
def test_the_newest_past_paper_of_the_last_year_is_the_first_that_is_agreed_here(
    cast, transaction, days, is_named
):
    with transaction():
        past = past_minutes(cast.board, on=ago(days), numbers={1: "On paper."})
        past_minutes(cast.board, on=ago(days + 30), numbers={2: "Before."})
        agenda = agendas.an_agenda(cast)
        assert put_to_board(agenda) == ([named(past).capitalize()] if is_named else [])
        later = begun(cast, on=ago(7))
        assert put_to_board(agenda) == [named(later).capitalize()]


def test_a_meeting_that_took_place_and_has_no_minutes_yet_is_named_and_one_called_off_is_not(
    cast, transaction
):
    with transaction():
        for days in (20, 10):
            earlier = agendas.an_agenda(cast, on=ago(days))
            at = clock.moment(ago(days + 10), 12)
            agendas.published(cast, earlier, reason="In time.", at=at)
        meetings.cancel(earlier.meeting, by=cast.person("Clare"), reason="Snow.")
        agenda = agendas.an_agenda(cast)
    assert len(put_to_board(agenda)) == 1


def test_a_check_names_the_sets_that_are_not_published_yet(cast, transaction):
    with transaction():
        older, newer = begun(cast, on=ago(30)), begun(cast, on=ago(7))
        agenda = agendas.an_agenda(cast)
        said = [check.sentence for check in queries.checks(agenda)]
        for minutes in (older, newer):
            assert f"Item 2, Minutes: the m{named(minutes)[1:]} are not published yet." in said
        services.publish(older, by=None)
        assert len(queries.checks(agenda)) == len(said) - 1


def test_what_was_put_to_the_board_is_no_news_once_the_meeting_is_over(cast, transaction, visit):
    with transaction():
        minutes = begun(cast, on=ago(7))
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda, reason="They follow.")
        services.publish(minutes, by=None)
    path = f"/meetings/{agenda.meeting_id}"
    assert "Waits for a supplement" in visit("Clare").open(path).words
    with transaction():
        agenda.meeting.on_date = ago(1)
        meetings.hold(agenda.meeting, by=cast.person("Clare"))
    assert "Waits for a supplement" not in visit("Clare").open(path).words
