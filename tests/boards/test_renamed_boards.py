"""A board that is renamed keeps its former name, and papers print the name of their day."""

from datetime import date, timedelta

from app.agendas.publishing.snapshot import front_of
from app.boards import queries, services
from app.foundation import clock
from app.meetings import services as meetings
from app.minutes import publishing
from app.pages.search_names import understood
from app.reports.contents import header_of
from tests.factories import minutes as taken
from tests.factories import reports

OLD, NEW = "Safer Communities Board", "Community Safety Board"
RENAMED = date(2026, 9, 1)
BEFORE = date(2026, 8, 4)


def renamed(cast, name=NEW, on=RENAMED):
    board = cast.board
    with clock.stopped(clock.moment(on)):
        services.edit_board(board, by=cast.person("Adi"), name=name)
    return board


def test_the_former_name_is_kept_with_its_last_day(cast, transaction, visit):
    """R11.8: as an alias under which papers and the search find the board."""
    with transaction():
        board = renamed(cast)
    assert queries.board_named(OLD) == board == queries.board_named(NEW)
    assert board.name_on(RENAMED - timedelta(days=1)) == OLD
    assert board.name_on(RENAMED) == NEW
    page = visit("Mo").open(f"/boards/{board.id}")
    assert f"Until 1 September 2026 {OLD}" in page.words
    assert "Also known as Safer PPB" in page.words


def test_the_search_knows_the_former_name(cast, transaction, app):
    """R11.8: it leads to the board under its present name."""
    with transaction():
        renamed(cast)
    with app.test_request_context():
        assert [one.title for one in understood(OLD).named] == [NEW]


def test_of_several_names_each_day_has_its_own(cast, transaction):
    with transaction():
        board = renamed(cast)
        with clock.stopped(clock.moment(date(2026, 10, 1))):
            services.edit_board(board, by=None, name="Safety Panel")
    days = (BEFORE, date(2026, 9, 15), date(2026, 10, 1))
    assert [board.name_on(day) for day in days] == [OLD, NEW, "Safety Panel"]


def test_a_name_that_is_taken_up_again_keeps_its_first_days(cast, transaction, visit):
    """R11.8: the board was called so twice, and by another name between. Looked at: its page."""
    with transaction():
        board = renamed(cast)
        with clock.stopped(clock.moment(date(2026, 10, 1))):
            services.edit_board(board, by=None, name=OLD)
        with clock.stopped(clock.moment(date(2026, 11, 1))):
            services.edit_board(board, by=None, name=NEW)
    days = (BEFORE, date(2026, 9, 15), date(2026, 10, 1), date(2026, 11, 1))
    assert [board.name_on(day) for day in days] == [OLD, NEW, OLD, NEW]
    assert queries.board_named(OLD) == board
    assert "Until 1 September 2026" in visit("Mo").open(f"/boards/{board.id}").words


def test_papers_of_a_former_day_print_the_former_name(cast, transaction):
    """R11.8: agendas and reports still in draft, and minutes written after the day."""
    with transaction():
        former = taken.begun(cast, "Lamps", on=BEFORE)
        report = reports.a_report(cast, wanted_on=BEFORE)
        renamed(cast)
        later = meetings.plan_meeting(cast_board(), by=None, on=date(2026, 9, 8))
        source = publishing.source_of(former)
    assert front_of(former.meeting)["board"] == OLD
    assert front_of(later)["board"] == NEW
    assert publishing.snapshot.open_content(source, cites=lambda _texts: [])["board"] == OLD
    assert OLD in [value for _, value in header_of(report)]


def cast_board():
    board = queries.board_named(NEW)
    assert board is not None
    return board


def test_the_page_of_settings_keeps_the_former_name_whatever_is_typed(cast, transaction, visit):
    """R11.8: it is no line of the other names, and is not lost with them."""
    with transaction():
        board = renamed(cast)
    adi = visit("Adi")
    page = adi.open(f"/boards/{board.id}/edit")
    assert page.tree.xpath("//textarea[@name='aliases']")[0].text.strip() == "Safer PPB"
    adi.send({"aliases": "Crime panel"}, button="Save the settings")
    assert queries.board_named(OLD) == queries.board_named("Crime panel")
