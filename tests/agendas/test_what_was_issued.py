"""What was issued stays as it was issued, whatever becomes of what it was made from."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from app.agendas import queries, services
from app.boards.queries import seats_of
from app.foundation import clock
from app.foundation.db import db
from app.meetings import services as meetings
from app.meetings.models import Meeting
from app.minutes import services as minutes_services
from app.people import services as people
from app.reports import services as report_services
from app.reports.models import Report
from tests.browsing import Browsing
from tests.factories import agendas, reports
from tests.factories.minutes import begun, minute_about, past_minutes
from tests.publications import changes, frozen, word_of

READERS = ("Nora", "Mo", "Clare")


class Issued:
    """An agenda with everything that an agenda can have, and what it was made from."""

    def __init__(self, cast) -> None:
        self.cast, clare = cast, cast.person("Clare")
        self.board = cast.board
        self.earlier = begun(cast, "Kerbs", on=clock.today() - timedelta(days=40))
        minutes_services.publish(self.earlier, by=clare)
        self.unpublished = begun(cast, "Drains", on=clock.today() - timedelta(days=20))
        self.cited = minute_about(self.earlier, "Kerbs").printed
        self.agenda = agendas.an_agenda(cast)
        text = f"<p>See {self.cited}; minute SAF 99 refers.</p>"
        self.item = agendas.an_item(self.agenda, "Lamplighting", html=text)
        self.report = agendas.placed(
            cast,
            self.item,
            title="Lamps on Quay Street",
            author=cast.person("Olu"),
            attached={"Map of lamps": "<p>All of them.</p>"},
        )
        agendas.an_item(self.agenda, "Waits", html="")
        closed = agendas.an_exempt_item(self.agenda, "Sale to Mr Tansy")
        agendas.placed(cast, closed, title="Terms with Mr Tansy")
        self.publication = agendas.published(cast, self.agenda, reason="It follows.")
        self.meeting = self.agenda.meeting


def board_is_renamed(issued: Issued) -> None:
    issued.board.name = "Neighbourhoods Board"
    issued.board.minute_prefix = "NEI"


def board_changes(issued: Issued) -> None:
    board = issued.board
    board.notice_days, board.contact_details = 3, "0191 000000"
    board.kind, board.has_statutory_access = type(board.kind).PARTNERSHIP, False
    board.contact = issued.cast.person("Nora")


def people_are_renamed(issued: Issued) -> None:
    cast = issued.cast
    for person in [cast.person(who) for who in ("Chi", "Mo", "Olu", "Clare")]:
        people.edit_person(
            person,
            by=cast.person("Adi"),
            name=f"New {person.name}",
            honorific="Dame",
            organisation="",
            ward="",
            version=person.version,
        )


def seats_end(issued: Issued) -> None:
    for seat in seats_of(issued.board, on=clock.today()):
        seat.to_on = clock.today()


def venue_is_edited(issued: Issued) -> None:
    issued.meeting.venue, issued.meeting.starts_at = "The Barn", time(9, 5)


def meeting_is_moved(issued: Issued) -> None:
    meetings.change_meeting(
        issued.meeting,
        by=issued.cast.person("Clare"),
        on=issued.meeting.on_date + timedelta(days=7),
        at=issued.meeting.starts_at,
        venue="The Barn",
        version=issued.meeting.version,
    )


def meeting_is_put_off(issued: Issued) -> None:
    later = issued.meeting.on_date + timedelta(days=7)
    meetings.postpone(issued.meeting, by=issued.cast.person("Clare"), reason="Snow.", to_on=later)


def meeting_is_cancelled(issued: Issued) -> None:
    meetings.cancel(issued.meeting, by=issued.cast.person("Clare"), reason="No business.")


def report_is_revised_for_another_board(issued: Issued) -> None:
    """It is sent back, renamed, given another officer and appendix, and issued anew elsewhere."""
    cast, report = issued.cast, issued.report
    report_services.send_back(report, by=cast.person("Clare"), text="Again.")
    report.title = "Lamps everywhere"
    report.header = report.header | {"officer": "Head of Parks"}
    reports.write(report, "purpose", "Minute SAF99 refers, and all is new.")
    report_services.attach(report, by=None, title="Second map", html="<p>More.</p>")
    report_services.submit(report, by=report.author)
    report_services.clear(report, by=cast.person("Clare"))
    board = cast.other_board
    report_services.let_board_read(report, by=None, board=board, reason="Both decide.")
    meeting = meetings.plan_meeting(board, by=None, on=clock.today() + timedelta(days=60))
    other = services.begin_agenda(meeting, by=None)
    services.place_report(agendas.an_item(other, "Lamps"), report=report, by=cast.person("Clare"))
    agendas.published(cast, other, reason="The minutes follow.")


def more_minutes_appear(issued: Issued) -> None:
    minutes_services.publish(issued.unpublished, by=issued.cast.person("Clare"))
    later = begun(issued.cast, "Floods", on=clock.today() - timedelta(days=2))
    minutes_services.publish(later, by=issued.cast.person("Clare"))


def a_minute_with_the_cited_number_appears(issued: Issued) -> None:
    day = clock.today() - timedelta(days=400)
    past_minutes(issued.board, on=day, numbers={99: "Said."})


def an_item_is_added(issued: Issued) -> None:
    agendas.an_item(issued.agenda, "Waits for a supplement")


def an_item_is_minuted(issued: Issued) -> None:
    issued.meeting.on_date = clock.today()
    taken = minutes_services.begin_minutes(issued.meeting, by=issued.cast.person("Clare"))
    minutes_services.publish(taken, by=issued.cast.person("Clare"))


def the_meeting_passes(issued: Issued) -> None:
    issued.meeting.on_date = clock.today() - timedelta(days=1)


def the_chief_executive_changes(issued: Issued) -> None:
    post = people.create_post(by=None, title="Chief Executive")
    people.appoint(post, person=issued.cast.person("Nora"), by=None, from_on=clock.today())
    issued.cast.board.summoner_post_id = post.id


LATER: tuple[Callable[[Issued], None], ...] = (
    board_is_renamed,
    board_changes,
    people_are_renamed,
    seats_end,
    venue_is_edited,
    meeting_is_moved,
    meeting_is_put_off,
    meeting_is_cancelled,
    report_is_revised_for_another_board,
    more_minutes_appear,
    a_minute_with_the_cited_number_appears,
    an_item_is_added,
    an_item_is_minuted,
    the_meeting_passes,
    the_chief_executive_changes,
)


def as_read(reader: Browsing, issued: Issued) -> dict[str, str]:
    """The agenda and its reports, as page and as Word, each by the link that leads there."""
    path = f"/meetings/{issued.meeting.id}"
    page = reader.open(path)
    found = {"agenda": frozen(page)}
    part = page.tree.xpath("//*[@data-publication]")[0]
    for address in part.xpath(".//a[not(ancestor::*[@data-since])]/@href"):
        if "/agenda/reports/" in address:
            report = reader.open(address)
            found[address] = frozen(report)
            word = [one for one in report.links().values() if one.endswith("/word")]
            found[f"{address} as Word"] = word_of(reader, word[0])[1]
    return found


@pytest.mark.parametrize("later", LATER, ids=lambda later: later.__name__)
def test_nothing_that_was_issued_changes_for_its_readers(cast, transaction, visit, later):
    with transaction():
        issued = Issued(cast)
    readers = {who: visit(who) for who in READERS}
    word = f"/meetings/{issued.meeting.id}/agenda/word?issued=1"
    before = {who: as_read(reader, issued) for who, reader in readers.items()}
    files = {who: word_of(reader, word) for who, reader in readers.items()}
    with transaction():
        later(issued)
    for who, reader in readers.items():
        after = as_read(reader, issued)
        assert after.keys() == before[who].keys(), who
        for part, said in after.items():
            assert changes(before[who][part], said) == [], f"{who}: {part}"
        assert word_of(reader, word) == files[who], who


def test_citations_lead_where_they_led_when_the_agenda_was_issued(cast, transaction, visit):
    with transaction():
        issued = Issued(cast)
    links = visit("Nora").open(f"/meetings/{issued.meeting.id}").links()
    assert issued.cited in links
    assert "SAF 99" not in links
    with transaction():
        a_minute_with_the_cited_number_appears(issued)
    assert "SAF 99" not in visit("Nora").open(f"/meetings/{issued.meeting.id}").links()
    assert queries.publications_of(issued.agenda)[0].content["cites"] == [issued.cited.lower()]


def test_what_is_recorded_since_stands_apart(cast, transaction, visit):
    with transaction():
        issued = Issued(cast)
        an_item_is_minuted(issued)
    page = visit("Nora").open(f"/meetings/{issued.meeting.id}")
    since = [" ".join(one.itertext()) for one in page.tree.xpath("//*[@data-since]")]
    assert any("Recorded since:" in words for words in since)
    _, file = word_of(visit("Nora"), f"/meetings/{issued.meeting.id}/agenda/word")
    assert "Recorded since" not in file


def test_a_hit_says_what_was_issued(app, cast, transaction, drain, visit):
    with transaction():
        issued = Issued(cast)
    drain()
    nora, ids = visit("Nora"), (issued.report.id, issued.meeting.id)

    def hits() -> list[str]:
        page = nora.open("/search?q=Lamplighting")
        return [" ".join("".join(one.itertext()).split()) for one in page.tree.xpath("//main//h3")]

    before = hits()
    assert any("Lamplighting" in one for one in before)
    with transaction():
        issued.report, issued.meeting = (
            db.session.get(Report, ids[0]),
            db.session.get(Meeting, ids[1]),
        )
        for later in (venue_is_edited, report_is_revised_for_another_board, people_are_renamed):
            later(issued)
    drain()
    assert [one for one in hits() if "Lamplighting" in one] == [
        one for one in before if "Lamplighting" in one
    ]
