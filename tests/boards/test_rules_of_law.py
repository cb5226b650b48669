"""Which law a board stands under, how many seats it has, and who calls its meetings."""

from datetime import date, time

import pytest

from app.agendas import services as agenda_services
from app.agendas.exports import FILMING
from app.agendas.publishing.snapshot import front_of
from app.agendas.rules import schedule
from app.agendas.showing.front import front_sheet
from app.boards import queries, services
from app.boards.models import (
    AccessLaw,
    Board,
    BoardDuty,
    BoardKind,
    MinuteNumbering,
    Seat,
    SeatRole,
)
from app.boards.services import municipal_year, period_of
from app.foundation import clock
from app.foundation.errors import Refused
from app.meetings import queries as meetings
from app.meetings import services as meeting_services
from app.meetings.models import Meeting
from app.meetings.views.roll import quorum_needed
from app.minutes import services as minutes_services
from app.people import services as people
from tests.factories import agendas
from tests.factories.minutes import past_meeting

ANNUAL = date(2027, 5, 20)


@pytest.fixture
def council(transaction, app):
    """The full council."""
    with transaction():
        return services.create_board(by=None, name="Full Council", kind=BoardKind.COUNCIL)


def seats(count):
    return [Seat(person_id=n, role=SeatRole.MEMBER, has_vote=True) for n in range(1, count + 1)]


def test_a_quorum_is_a_part_of_the_whole_number_of_seats():
    """R7.4: of 56 seats five are vacant; a quarter of 56 is 14, and not 13."""
    board = Board(**{"quorum_rule": "fraction", "quorum_number": 4, "quorum_least": 3})
    meeting = Meeting(board=board)
    assert meetings.quorum_at(meeting, [], seats(51)).needed == 13
    board.voting_seats = 56
    quorum = meetings.quorum_at(meeting, [], seats(51))
    assert (quorum.needed, quorum.vacant) == (14, 5)
    assert quorum_needed(quorum) == "Quorum is 14 of 56 voting seats, 5 vacant."


def test_the_page_of_a_board_shows_its_vacancies(cast, visit):
    """R7.4: set on the page of its settings, and shown with the rule."""
    adi = visit("Adi")
    adi.open(f"/boards/{cast.board.id}/edit")
    adi.send({"voting_seats": "13"}, button="Save the settings")
    page = adi.open(f"/boards/{cast.board.id}")
    assert "4 of 13 voting seats, 11 of them vacant" in page.words


def test_the_municipal_year_begins_with_the_annual_meeting(council, cast, transaction):
    """R11.2, R11.4: of the full council, for every board; on 15 May where none is known."""
    board = cast.board
    with transaction():
        board.numbering = MinuteNumbering.MUNICIPAL_YEAR
        meeting_services.plan_meeting(council, by=None, on=ANNUAL, is_annual=True)
    assert period_of(board, on=date(2027, 5, 19)) == "2026/27"
    assert period_of(board, on=ANNUAL) == "2027/28"
    assert period_of(board, on=date(2028, 5, 14)) == "2027/28"
    assert period_of(board, on=date(2028, 5, 15)) == "2028/29"
    assert municipal_year(date(2026, 5, 14)) == "2025/26"


def test_a_boards_own_annual_meeting_counts_before_the_councils(council, cast, transaction):
    """R11.4: such as that of a partnership; one that was called off counts for nobody."""
    with transaction():
        cast.board.numbering = MinuteNumbering.MUNICIPAL_YEAR
        meeting_services.plan_meeting(council, by=None, on=ANNUAL, is_annual=True)
        own = meeting_services.plan_meeting(cast.board, by=None, on=date(2027, 6, 3))
        facts = {"on": own.on_date, "at": own.starts_at, "venue": own.venue}
        meeting_services.change_meeting(
            own, by=cast.person("Clare"), version=own.version, is_annual=True, **facts
        )
    assert period_of(cast.board, on=date(2027, 6, 2)) == "2026/27"
    with transaction():
        meeting_services.cancel(own, by=None, reason="Snow.")
    assert period_of(cast.board, on=date(2027, 6, 2)) == "2027/28"


def test_numbers_that_were_given_out_never_change(council, cast, transaction):
    """R11.2: the annual meeting is recorded afterwards; later minutes alone take the new year."""
    with transaction():
        cast.board.numbering = MinuteNumbering.MUNICIPAL_YEAR
        record = minutes_services.begin_minutes(
            past_meeting(cast.board, on=date(2026, 5, 18)), by=None, from_agenda=False
        )
        before = minutes_services.add_minute(record, by=None, heading="Lamps")
        meeting_services.plan_meeting(council, by=None, on=date(2026, 5, 20), is_annual=True)
        record = minutes_services.begin_minutes(
            past_meeting(cast.board, on=date(2026, 5, 19)), by=None, from_agenda=False
        )
        after = minutes_services.add_minute(record, by=None, heading="Drains")
    assert (before.period, before.printed) == ("2026/27", "SAF1")
    assert (after.period, after.printed) == ("2025/26", "SAF1")


def test_the_page_of_a_board_says_its_real_next_number(cast, transaction, visit):
    """R11.2: whatever was given out last."""
    with transaction():
        services.advance_counter(cast.board, kind=services.MINUTE, period="", to=61)
    assert "The next is SAF62." in visit("Mo").open(f"/boards/{cast.board.id}").words


def test_an_extraordinary_meeting_is_not_the_annual_one(council, transaction):
    with pytest.raises(Refused, match="not the annual one"), transaction():
        meeting_services.plan_meeting(
            council, by=None, on=ANNUAL, is_annual=True, is_extraordinary=True
        )


def test_the_annual_meeting_is_planned_and_printed_as_such(council, cast, transaction, visit):
    with transaction():
        services.name_clerk(council, person=cast.person("Clare"), by=None, from_on=date(2020, 1, 1))
    clare = visit("Clare")
    clare.open("/meetings/new")
    day = {"board_id": str(council.id), "on_date": ["20", "5", "2027"]}
    clare.send(day | {"is_annual": "y"}, button="Plan the meeting")
    meeting = meetings.meeting_of(council, on=ANNUAL)
    assert meeting is not None and meeting.is_annual
    assert "Annual meeting" in front_sheet(front_of(meeting) | {"issued": []}).beneath


def test_the_summons_is_by_the_post_that_the_board_names(council, cast, transaction):
    """R1.4: else by that of the full council; a partnership is not summoned at all."""
    with transaction():
        officer, clerk = (
            people.create_post(by=None, title=title)
            for title in ("Monitoring Officer", "Head of Paid Service")
        )
        people.appoint(officer, person=cast.person("Nora"), by=None, from_on=date(2020, 1, 1))
        people.appoint(clerk, person=cast.person("Fin"), by=None, from_on=date(2020, 1, 1))
        meeting = agendas.a_meeting(cast)
        assert front_of(meeting)["summoned_by"] == []
        services.edit_board(council, by=None, summoner_post_id=clerk.id)
        assert front_of(meeting)["summoned_by"] == ["Fin Grant", "Head of Paid Service"]
        services.edit_board(cast.board, by=None, summoner_post_id=officer.id)
        assert front_of(meeting)["summoned_by"] == ["Nora Vale", "Monitoring Officer"]
        services.edit_board(cast.board, by=None, has_statutory_access=False)
        assert front_of(meeting)["summoned_by"] == []


def test_who_called_a_meeting_stays_on_its_summons(cast, transaction):
    """R1.4: frozen with the publication, whoever calls the meetings later."""
    with transaction():
        post = people.create_post(by=None, title="Proper Officer")
        people.appoint(post, person=cast.person("Nora"), by=None, from_on=date(2020, 1, 1))
        services.edit_board(cast.board, by=None, summoner_post_id=post.id)
        agenda = agendas.an_agenda(cast)
        issued = agendas.published(cast, agenda)
        services.edit_board(cast.board, by=None, summoner_post_id=None)
    assert issued.content["summoned_by"] == ["Nora Vale", "Proper Officer"]


def test_business_that_full_council_was_not_summoned_for_is_warned_of(council, cast, transaction):
    """R1.4: Schedule 12, paragraph 4(5); urgent business and other boards are not."""
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Lamps")
        agendas.published(cast, agenda)
        agendas.an_item(agenda, "Drains")
        assert _about_summons(agenda) == []
        cast.board.kind = BoardKind.COUNCIL
        (said,) = _about_summons(agenda)
    assert "Drains" in said and "Schedule 12, paragraph 4(5)" in said


def _about_summons(agenda):
    return [one.sentence for one in agendas.queries.checks(agenda) if one.about == "summons"]


def test_a_parish_is_under_the_act_of_1960(cast, transaction, visit):
    """R1.8: set up from its own link with three clear days and no right under the Act of 1972."""
    adi = visit("Adi")
    adi.open("/boards/new?duty=parish")
    adi.send({"name": "Millbeck Town Council", "kind": "council"}, button="Set up the board")
    board = queries.board_named("Millbeck Town Council")
    assert board is not None
    assert (board.notice_days, board.has_statutory_access, board.is_public) == (3, False, True)
    assert board.access_law == AccessLaw.ACT_1960
    with transaction():
        services.edit_board(board, by=None, has_statutory_access=True)
    assert board.access_law == AccessLaw.ACT_1960 and not board.has_statutory_access


def test_a_parish_excludes_by_the_words_of_1960_and_cites_no_paragraph(cast, transaction):
    """R1.8: section 1(2), whatever the items are closed for."""
    with transaction():
        services.edit_board(cast.board, by=None, duty=BoardDuty.PARISH)
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda, paragraphs=[])
        text = schedule.exclusion_text(exempt=["5"], paragraphs=[3], law=AccessLaw.ACT_1960)
        issued = agendas.published(cast, agenda)
    assert "section 1(2) of the Public Bodies (Admission to Meetings) Act 1960" in text
    assert "prejudicial to the public interest by reason of the confidential nature" in text
    assert "Schedule 12A" not in text
    (exclusion,) = [one for one in issued.content["items"] if one["kind"] == "exclusion"]
    assert "Admission to Meetings" in exclusion["text"] and "12A" not in exclusion["text"]


def test_late_business_of_a_parish_cites_its_own_law(cast, transaction):
    """R1.8: paragraph 10(2) of Schedule 12 and the Act of 1960, and not section 100B."""
    late = clock.moment(date(2026, 9, 21))
    with transaction():
        services.edit_board(cast.board, by=None, duty=BoardDuty.PARISH, notice_days=3)
        agenda = agendas.an_agenda(cast, on=date(2026, 9, 22))
        said = [one.sentence for one in agendas.queries.checks(agenda, at=late)]
        assert any("paragraph 10(2) of Schedule 12" in one for one in said)
        agenda_services.publish(agenda, by=None, at=late, reason="In haste.")
        agendas.an_item(agenda, "Drains")
        said = [one.sentence for one in agendas.queries.checks(agenda, at=late)]
    assert any("Schedule 12, paragraph 10(2)" in one for one in said)
    assert not any("100B" in one for one in said)


@pytest.mark.parametrize("is_public", [True, False])
def test_whether_the_public_may_come_is_said_of_each_board(cast, transaction, visit, is_public):
    """R1.9: on its page; a partnership may let it come though no law says so."""
    with transaction():
        services.edit_board(cast.board, by=None, has_statutory_access=False, is_public=is_public)
    words = visit("Mo").open(f"/boards/{cast.board.id}").words
    assert ("The public may attend, though no law says so." in words) == is_public
    assert FILMING.startswith("Anyone may film")


def test_a_planning_committee_of_more_than_thirteen_is_warned_of():
    """R7.12: from 31 October 2026; substitutes and observers are not counted."""
    board = Board(duty=BoardDuty.PLANNING)
    more = [Seat(role=SeatRole.SUBSTITUTE)]
    day, before = date(2026, 10, 31), date(2026, 10, 30)
    assert queries.too_many_seats(board, seats(13) + more, on=day) == ""
    assert queries.too_many_seats(board, seats(14), on=before) == ""
    assert queries.too_many_seats(board, seats(14), on=day).startswith("14 members sit on it.")
    assert queries.too_many_seats(Board(duty=BoardDuty.NONE), seats(14), on=day) == ""


def test_a_meeting_at_midday_of_the_annual_one_is_in_the_new_year(council, cast, transaction):
    """R11.4: the day decides, not the hour."""
    with transaction():
        cast.board.numbering = MinuteNumbering.MUNICIPAL_YEAR
        meeting_services.plan_meeting(council, by=None, on=ANNUAL, at=time(18), is_annual=True)
    assert period_of(cast.board, on=ANNUAL) == "2027/28"
