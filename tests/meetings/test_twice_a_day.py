"""A board may meet twice a day; what is double-booked is asked about, and never refused."""

from datetime import date, time

import pytest

from app.agendas import services as agenda_services
from app.boards import services as boards
from app.boards.models import MinuteNumbering, SeatRole
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.web.filters import start_time
from app.meetings import queries, services
from app.meetings.forms import meeting_choices
from app.meetings.models import MeetingState
from app.meetings.queries import Booking
from app.minutes import services as minutes_services
from app.pages.search_names import understood
from tests.cast import SINCE
from tests.factories import minutes as taken
from tests.factories import reports

DAY = date(2031, 3, 18)
SAFER, HARBOUR = "Safer Communities Board", "Harbour Board"
CHAMBER = "Council Chamber, Town Hall"


@pytest.fixture
def meeting(cast, transaction):
    """The ordinary meeting, at half past six in the chamber."""
    with transaction():
        return services.plan_meeting(cast.board, by=cast.person("Clare"), on=DAY)


@pytest.fixture
def extraordinary(meeting, cast, transaction):
    """An hour and a half before."""
    with transaction():
        return services.plan_meeting(
            cast.board, by=cast.person("Clare"), on=DAY, at=time(17), is_extraordinary=True
        )


def harbour(cast, at, *, venue="Harbour office"):
    return services.plan_meeting(cast.other_board, by=None, on=DAY, at=at, venue=venue)


def clashes(cast, *, at=time(18, 30), venue=CHAMBER):
    return queries.clashes(Booking(cast.board, DAY, at, venue))


def seat_on_harbour(cast, *names):
    for name in names:
        boards.give_seat(
            cast.other_board,
            person=cast.person(name),
            by=None,
            role=SeatRole.MEMBER,
            from_on=SINCE,
        )


def test_a_room_that_is_taken_is_asked_about_by_name(cast, transaction):
    """R1.12, §16-22: in any spelling, at an overlapping hour, whichever board has it."""
    with transaction():
        harbour(cast, time(19), venue="council chamber  Town Hall")
    said = ["council chamber  Town Hall is taken by Harbour Board, at 7pm."]
    assert clashes(cast) == said
    assert clashes(cast, at=time(17)) == []
    assert clashes(cast, at=time(17, 1)) == said
    assert clashes(cast, at=time(21)) == []
    assert clashes(cast, venue="Library") == []
    assert clashes(cast, venue="") == []


def test_members_who_sit_on_a_board_that_meets_meanwhile_are_named(cast, transaction):
    """R1.12: and nobody at another hour."""
    with transaction():
        seat_on_harbour(cast, "Mo")
        harbour(cast, time(18))
    said = "Councillor Mo Barker sits on Harbour Board too, which meets at 6pm."
    assert clashes(cast) == [said]
    assert clashes(cast, at=time(14)) == []
    with transaction():
        seat_on_harbour(cast, "Chi")
    assert clashes(cast) == [
        "Councillor Chi Anand and Councillor Mo Barker sit on Harbour Board too, which meets at "
        "6pm."
    ]


def test_a_meeting_that_was_called_off_is_in_nobodys_way(cast, transaction):
    with transaction():
        services.cancel(harbour(cast, time(19), venue=CHAMBER), by=None, reason="Snow.")
    assert clashes(cast) == []


def test_a_meeting_whose_hour_is_not_known_takes_no_room(cast, transaction):
    with transaction():
        harbour(cast, time(0), venue=CHAMBER)
    assert clashes(cast, at=time(0, 30)) == []


def test_only_what_a_change_brings_about_is_asked_about(meeting, cast, transaction):
    """R1.12: not once more what was accepted when the meeting was planned."""
    with transaction():
        seat_on_harbour(cast, "Mo")
        harbour(cast, time(18), venue="Library")

    def moved(venue, at=time(18, 30)):
        facts = {"by": cast.person("Clare"), "on": DAY, "version": meeting.version}
        services.change_meeting(meeting, at=at, venue=venue, is_sure=False, **facts)

    with transaction():
        moved("Museum")
    taken_by = "Library is taken by Harbour Board"
    with pytest.raises(Refused, match=taken_by) as refused, transaction():
        moved("Library")
    assert "Mo Barker" not in refused.value.sentence
    assert refused.value.field == "is_sure"


@pytest.mark.parametrize("way", ["plan", "postpone", "reinstate"])
def test_a_clash_is_asked_about_once_on_the_page(cast, transaction, visit, way):
    """R1.12: where a meeting is planned, postponed or reinstated; ticked, it goes through."""
    with transaction():
        if way != "plan":
            on = DAY if way == "reinstate" else date(2031, 3, 11)
            before = services.plan_meeting(cast.board, by=None, on=on)
        if way == "reinstate":
            services.cancel(before, by=None, reason="Snow.")
        harbour(cast, time(19), venue=CHAMBER)
    clare, day = visit("Clare"), {"on_date": ["18", "3", "2031"]}
    if way == "plan":
        clare.open("/meetings/new")
        typed, button = {"board_id": str(cast.board.id), **day}, "Plan the meeting"
    elif way == "postpone":
        clare.open(f"/meetings/{before.id}/postpone")
        typed, button = {"reason": "Snow.", **day}, "Postpone the meeting"
    else:
        clare.open(f"/meetings/{before.id}")
        typed, button = {}, "Reinstate the meeting"
    page = clare.send(typed, button=button, status=422)
    assert f"{CHAMBER} is taken by Harbour Board, at 7pm." in page.words
    clare.send({"is_sure": "y"}, button=button)
    found = queries.meeting_of(cast.board, on=DAY)
    assert found is not None and found.state == MeetingState.PLANNED


def test_a_meeting_is_reinstated_at_once_where_nothing_else_is_on(meeting, visit, transaction):
    with transaction():
        services.cancel(meeting, by=None, reason="Snow.")
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}")
    page = clare.send({}, button="Reinstate the meeting")
    assert "The meeting is planned again." in page.words


def test_neighbours_of_one_day_follow_each_other_by_the_hour(meeting, extraordinary):
    """R1.12: the ordinary meeting comes after the extraordinary one of the same day."""
    assert queries.next_after(extraordinary) == meeting
    assert queries.last_before(meeting) == extraordinary
    assert queries.last_before(extraordinary) is None


def test_the_titles_of_their_pages_tell_their_hours(meeting, extraordinary, visit):
    """R1.12: two tabs of two meetings of one day are told apart. Looked at: <title>."""
    clare = visit("Clare")
    for one in (meeting, extraordinary):
        for path in ("", "/minutes", "/change"):
            page = clare.open(f"/meetings/{one.id}{path}")
            (title,) = page.tree.xpath("//title/text()")
            assert start_time(one.starts_at) in title


def test_a_paper_finds_the_meeting_of_its_hour(meeting, extraordinary, cast):
    """R1.12: one without an hour belongs to the first; one of another hour to a third."""

    def found(at):
        return queries.meeting_of(cast.board, on=DAY, at=at)

    assert found(time(18, 30)) == meeting
    assert found(time(18, 45)) == meeting
    assert found(time(17)) == extraordinary
    assert found(None) == extraordinary
    assert found(time(10)) is None


def test_numbers_that_start_again_at_each_meeting_do_so_twice_a_day(cast, transaction):
    """R1.12: and what was numbered first keeps its period when a second meeting is minuted."""
    yesterday = date(2026, 5, 19)
    with transaction():
        cast.board.numbering = MinuteNumbering.PER_MEETING
        first = _minuted(cast, yesterday, time(18, 30), "Lamps")
        second = _minuted(cast, yesterday, time(17), "Sale")
        more = minutes_services.add_minute(first, by=None, heading="Drains")
    numbers = [
        taken.minute_about(first, "Lamps").number,
        taken.minute_about(second, "Sale").number,
        more.number,
    ]
    assert numbers == [1, 1, 2]
    assert taken.minute_about(first, "Lamps").period == more.period


def _minuted(cast, on, at, heading):
    meeting = services.plan_meeting(cast.board, by=None, on=on, at=at)
    record = minutes_services.begin_minutes(meeting, by=None, from_agenda=False)
    minutes_services.add_minute(record, by=None, heading=heading)
    return record


def test_the_hour_tells_two_meetings_of_one_day_apart(meeting, extraordinary, cast, transaction):
    """R1.12: in lists to choose from, in the search and in the names of files."""
    with transaction():
        later = services.plan_meeting(cast.board, by=None, on=date(2031, 4, 8))
        agenda = agenda_services.begin_agenda(extraordinary, by=None)
        issued = agenda_services.publish(agenda, by=cast.person("Clare"))
    words = [label for _, label in meeting_choices([extraordinary, meeting, later])]
    assert words == [
        "Tuesday 18 March 2031, 5pm",
        "Tuesday 18 March 2031, 6.30pm",
        "Tuesday 8 April 2031",
    ]
    assert issued.content["file_name"] == "agenda-SAF-2031-03-18-1700"


def test_the_search_names_both_meetings_of_a_day(meeting, extraordinary, app):
    with app.test_request_context():
        titles = [one.title for one in understood("18 March 2031").named]
    assert titles == [f"{SAFER}, Tuesday 18 March 2031, {hour}" for hour in ("5pm", "6.30pm")]


def test_reports_stay_with_the_day_on_which_the_board_still_meets(
    meeting, extraordinary, cast, transaction
):
    """R1.12: a report knows its day alone; that of the other meeting is not dated anew."""
    with transaction():
        report = reports.a_report(cast, wanted_on=DAY)
        facts = {"at": time(17), "venue": "", "by": cast.person("Clare")}
        services.change_meeting(
            extraordinary, on=date(2031, 3, 25), version=extraordinary.version, **facts
        )
    assert report.wanted_on == DAY
    with transaction():
        services.change_meeting(meeting, on=date(2031, 3, 26), version=meeting.version, **facts)
    assert report.wanted_on == date(2031, 3, 26)


def test_postponing_to_a_day_so_near_that_notice_is_short_asks_what_moving_asks(
    meeting, cast, transaction, visit
):
    """R1.1: with the section; the reason stands in the history of the new meeting."""
    with clock.stopped(clock.moment(date(2031, 3, 17), 10)):
        clare = visit("Clare")
        clare.open(f"/meetings/{meeting.id}/postpone")
        typed = {"reason": "Snow.", "on_date": ["19", "3", "2031"]}
        page = clare.send(typed, button="Postpone the meeting", status=422)
        assert "That leaves 1 clear day of notice; this board gives 5" in page.words
        assert "section 100A(6)(a)" in page.words
        typed = {"notice_reason": "The budget cannot wait."}
        page = clare.send(typed, button="Postpone the meeting")
        assert "moved the meeting at short notice: The budget cannot wait." in page.words
