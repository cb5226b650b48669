"""Past papers come in: what they become, once and whole, and who finds them."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from app.actions.models import Action
from app.agendas import services as agenda_services
from app.agendas.models import AgendaItem, AgendaItemExempt, Publication
from app.archive.importing.files import Imported, import_file
from app.archive.models import ImportedFile, ImportedThing, ImportStatus
from app.boards import queries as boards
from app.boards import services as board_services
from app.boards.models import BoardAlias, BoardKind, Seat, SeatRole
from app.documents.models import Document, DocumentVersion
from app.foundation import clock, indexing
from app.foundation.db import Base, db
from app.foundation.permissions import Access, Scope
from app.foundation.search.port import Query
from app.meetings import services as meeting_services
from app.meetings.models import Attendance, How, Meeting, MeetingState
from app.minutes.models import Minute, MinuteExempt, Minutes
from app.minutes.queries import entries_of
from app.people.models import Person
from app.people.queries import party_on
from app.reports.models import Report
from tests.archive.invented import CLOSED_MINUTES, COVER_SHEET, FRONT_SHEET, MINUTES, PACK, REPORT
from tests.cast import Cast

Bring = Callable[..., Imported]
DAY = date(2025, 3, 4)
OUTSIDER = Scope(person_id=10_000, is_officer=True)


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Bring:
    """Import a text as a file of this name."""

    def _bring(text: str, name: str = "paper.txt") -> Imported:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return import_file(path, by=None)

    return _bring


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    db.session.rollback()
    tables = Base.metadata.sorted_tables
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for table in tables
    }


def the_meeting(board: str) -> Meeting:
    """The only meeting of a board."""
    found = boards.board_named(board)
    assert found is not None
    return db.session.scalars(select(Meeting).where(Meeting.board_id == found.id)).one()


def test_a_pack_becomes_a_held_meeting_with_its_members_seated(bring: Bring) -> None:
    assert bring(PACK).outcome == "created"
    meeting = the_meeting("Harbour and Quays Scrutiny Panel")
    assert meeting.state == MeetingState.HELD
    assert (meeting.on_date.isoformat(), str(meeting.starts_at)) == ("2025-03-04", "18:30:00")
    assert meeting.venue == "Committee Room 2, Netter Hall"
    seats = boards.seats_of(meeting.board, on=meeting.on_date)
    said = [
        (seat.person.full_name, seat.role, party_on(seat.person, meeting.on_date)) for seat in seats
    ]
    assert said == [
        ("Councillor Ann Penrose", SeatRole.CHAIR, "Quayside Independents"),
        ("Councillor Bo Finn", SeatRole.VICE_CHAIR, "Labour"),
        ("Councillor Cy Hale", SeatRole.MEMBER, "Conservative"),
        ("Ms D Oakes", SeatRole.CO_OPTEE, ""),
    ]
    assert not boards.seats_of(meeting.board, on=meeting.on_date.replace(day=3))


@pytest.mark.sqlite
def test_the_agenda_keeps_its_printed_numbers_and_pages(bring: Bring) -> None:
    bring(PACK)
    found = db.session.execute(
        select(AgendaItem.number, AgendaItem.title, AgendaItem.pages, AgendaItem.part).order_by(
            AgendaItem.part, AgendaItem.id
        )
    ).all()
    assert ("3(A)", "THE SWING BRIDGE AT NETTER LOCK", "1 - 9", 1) in [tuple(row) for row in found]
    assert ("3(B)", "LOCK KEEPERS 2024-25", "10 - 12", 1) in [tuple(row) for row in found]
    assert ("4", "Exempt item", "13", 2) in [tuple(row) for row in found]
    assert db.session.scalars(select(Publication.number)).all() == [0]


@pytest.mark.sqlite
def test_what_stands_in_part_two_is_exempt_with_the_file_that_holds_it(bring: Bring) -> None:
    bring(PACK)
    report = db.session.scalars(select(Report).where(Report.title.contains("boathouse"))).one()
    document = db.session.scalars(select(Document)).one()
    assert (report.access, document.access) == (Access.EXEMPT, Access.EXEMPT)
    assert db.session.scalars(select(AgendaItemExempt.title)).all() == ["SALE OF THE OLD BOATHOUSE"]
    others = db.session.scalars(select(Report).where(Report.id != report.id)).all()
    assert {other.access for other in others} == {Access.OPEN}


@pytest.mark.sqlite
def test_no_officer_finds_an_exempt_paper(bring: Bring, drain: Callable[[], int]) -> None:
    bring(PACK)
    bring(REPORT.replace("The swing bridge", "NOT FOR PUBLICATION\n\nThe zanzibar bridge"), "b.txt")
    drain()
    for words in ("boathouse", "offer be accepted", "zanzibar"):
        found = indexing.engine().search(Query(text=words, keys=OUTSIDER.keys))
        assert found.total == 0, words
    assert indexing.engine().search(Query(text="keepers", keys=OUTSIDER.keys)).total > 0
    for model in (Report, Document, AgendaItem, Minute):
        seen = db.session.scalars(select(model).where(model.visible_to(OUTSIDER))).all()
        assert not [one for one in seen if "boathouse" in str(getattr(one, "title", "")).lower()]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "mark",
    [
        "THIS AGENDA CONTAINS EXEMPT INFORMATION",
        "EXEMPT BUSINESS",
        "By virtue of Schedule 12A of the Local Government Act 1972",
        "By virtue of paragraph 3 of Part 1 of Schedule 12A this agenda is private.",
    ],
)
def test_a_mark_above_all_items_closes_the_whole_agenda(bring: Bring, mark: str) -> None:
    without_parts = re.sub(r"(?m)^(?:PART II|Part I|IN THE PRESENCE .*)\n", "", PACK)
    bring(without_parts.replace("Chief Executive\n", f"{mark}\n", 1))
    assert db.session.scalars(select(Document.access)).all() == [Access.EXEMPT]
    assert set(db.session.scalars(select(Report.access))) == {Access.EXEMPT}
    titles = db.session.scalars(select(AgendaItem.title).where(AgendaItem.visible_to(OUTSIDER)))
    assert not [title for title in titles if "BRIDGE" in title or "KEEPERS" in title]


@pytest.mark.sqlite
def test_where_the_items_have_their_parts_a_mark_at_the_top_closes_the_file_alone(
    bring: Bring,
) -> None:
    mark = "NOT FOR PUBLICATION\nThis agenda contains exempt information."
    bring(PACK.replace("Chief Executive\n", f"{mark}\n", 1))
    assert db.session.scalars(select(Document.access)).all() == [Access.EXEMPT]
    assert set(db.session.scalars(select(Report.access))) == {Access.OPEN, Access.EXEMPT}
    bring(CLOSED_MINUTES.replace("Present", "NOT FOR PUBLICATION\n\nPresent", 1), "minutes.txt")
    assert len(db.session.scalars(select(MinuteExempt)).all()) == 1


@pytest.mark.sqlite
def test_a_paper_that_fits_no_open_item_of_an_agenda_with_a_part_two_is_closed(
    bring: Bring,
) -> None:
    bring(re.sub(r"\t\d+(?: - \d+)?$", "", PACK, flags=re.MULTILINE))
    titles = select(Report.title).where(Report.access == Access.EXEMPT)
    assert set(db.session.scalars(titles)) == {"Lock keepers", "Sale of the old boathouse"}


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "words",
    [
        "A question is refused if it requires the disclosure of confidential or exempt information",
        "The public may stay but for items containing exempt information",
    ],
)
def test_standing_words_about_exempt_information_leave_an_agenda_open(
    bring: Bring, words: str
) -> None:
    told = FRONT_SHEET.split("PART II")[0]
    bring(told.replace("Chief Executive\n", f"{words}\n", 1))
    assert db.session.scalars(select(Document.access)).all() == [Access.OPEN]


@pytest.mark.sqlite
def test_what_past_minutes_say_in_part_two_is_exempt_with_the_file_and_its_actions(
    bring: Bring, drain: Callable[[], int]
) -> None:
    bring(CLOSED_MINUTES)
    drain()
    said = db.session.execute(select(Minute.printed, Minute.heading).order_by(Minute.position))
    assert [tuple(row) for row in said] == [
        ("HPB1", "MINUTES"),
        ("HPB2", "EXCLUSION OF THE PRESS AND PUBLIC"),
        ("HPB3", "Exempt minute"),
    ]
    exempt = db.session.scalars(select(MinuteExempt)).one()
    assert exempt.heading == "SALE OF 12 DOCK STREET" and "Marlow Trust" in exempt.resolved
    assert db.session.scalars(select(Document.access)).all() == [Access.EXEMPT]
    assert db.session.scalars(select(Action.access)).all() == [Access.EXEMPT]
    for words in ("Dock Street", "Marlow", "contract"):
        assert indexing.engine().search(Query(text=words, keys=OUTSIDER.keys)).total == 0, words


@pytest.mark.sqlite
def test_a_report_is_as_closed_as_the_minutes_attached_to_it(bring: Bring) -> None:
    minutes = PACK[PACK.index(MINUTES) : PACK.index(MINUTES) + len(MINUTES)]
    bring(PACK.replace(minutes, minutes.replace("HQP 20", "PART II\n\nHQP 20")))
    report = db.session.scalars(select(Report).where(Report.title == "Lock keepers")).one()
    assert (report.access, report.appendices[0].access) == (Access.EXEMPT, Access.EXEMPT)
    said = db.session.scalars(select(Minute.heading).order_by(Minute.position)).all()
    assert said[:3] == ["WELCOME", "DECLARATIONS OF INTEREST", "TASK GROUP UPDATES"]
    assert said[3:] == ["Exempt minute", "Exempt minute"]


@pytest.mark.sqlite
def test_reports_keep_sections_labels_and_printed_numbers(bring: Bring) -> None:
    bring(PACK)
    report = db.session.scalars(select(Report).where(Report.title.contains("swing bridge"))).one()
    assert report.header["officer"] == "Director of Place"
    assert report.header["portfolio"] == "Transport"
    assert [(one.printed_number, one.key) for one in report.sections][:3] == [
        ("1.0", "purpose"),
        ("2.0", "recommendation"),
        ("3.0", "supporting"),
    ]
    assert "a survey of the bearings" in report.sections[1].text
    assert report.published_at is not None
    assert [appendix.title for appendix in report.appendices] == [
        "Netter Lock Bridge A short history"
    ]
    assert "The first bridge was of oak." in report.appendices[0].text


def test_minutes_in_a_pack_are_minutes_of_their_own_board_and_an_appendix(bring: Bring) -> None:
    bring(PACK)
    meeting = the_meeting("Harbour and Quays Partnership")
    assert meeting.board.kind == BoardKind.PARTNERSHIP
    assert (meeting.board.minute_prefix, str(meeting.ended_at)) == ("HQP", "15:40:00")
    minutes = db.session.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one()
    entries = entries_of(minutes)
    assert [one.printed for one in entries] == ["HQP17", "HQP18", "HQP19", "HQP20", "HQP21"]
    assert [len(one.resolutions) for one in entries] == [0, 0, 0, 2, 0]
    assert "<h4>(a) Dredging</h4>" in entries[2].text
    assert db.session.scalars(select(Action.due_on)).one().isoformat() == "2025-02-28"
    cover = db.session.scalars(select(Report).where(Report.title == "Lock keepers")).one()
    assert "berth holder" in cover.appendices[0].text
    assert board_services.next_number(meeting.board, kind="minute", period="") == 22


@pytest.mark.sqlite
def test_attendance_keeps_organisations_and_apologies(bring: Bring) -> None:
    bring(MINUTES)
    listed = db.session.scalars(select(Attendance).order_by(Attendance.position)).all()
    assert [(one.organisation, one.how) for one in listed] == [
        ("Harbour Master's Office", How.PRESENT),
        ("Netter Council", How.PRESENT),
        ("Lifeboat Station", How.PRESENT),
        ("", How.APOLOGIES),
        ("", How.APOLOGIES),
    ]
    assert listed[1].name == "Cllr Penrose"
    assert listed[1].person is None


@pytest.mark.sqlite
def test_initials_never_make_one_of_two_people(bring: Bring) -> None:
    bring(MINUTES)
    other = MINUTES.replace("HARBOUR AND QUAYS", "NETTER FELL").replace(
        "Harbour and Quays", "Netter Fell"
    )
    bring(other, "other.txt")
    marlows = db.session.scalars(select(Person).where(Person.name == "A. Marlow")).all()
    assert len(marlows) == 2


@pytest.mark.sqlite
def test_a_full_name_on_a_later_paper_is_the_same_person(bring: Bring) -> None:
    bring(PACK)
    later = PACK.replace("4 March 2025", "6 May 2025").replace(
        "4<sup>th</sup> March 2025", "6 May 2025"
    )
    bring(later, "later.txt")
    penroses = db.session.scalars(select(Person).where(Person.name == "Ann Penrose")).all()
    assert len(penroses) == 1
    oakes = db.session.scalars(select(Person).where(Person.name == "D Oakes")).all()
    assert len(oakes) == 1


@pytest.mark.sqlite
def test_a_report_alone_is_found_on_a_meeting_of_its_day(bring: Bring) -> None:
    bring(COVER_SHEET)
    meeting = the_meeting("Netter Vale Community Partnership")
    assert meeting.on_date.isoformat() == "2019-06-12"
    report = db.session.scalars(select(Report)).one()
    assert report.template_version.is_cover_sheet
    assert report.header["purpose"] == "discussion" or report.header["purpose"] == "decision"
    assert report.header["partner"] == "Fire Service"
    assert db.session.scalars(select(AgendaItem.title)).all() == [report.title]


def test_what_nobody_can_place_is_an_open_document_unless_it_is_marked(
    bring: Bring, cast: Cast
) -> None:
    imported = bring("A shopping list\n\neggs\nquinces\n")
    assert (imported.outcome, imported.kind) == ("created", "other")
    for name, text in (
        ("marked.txt", "A shopping list\n\neggs\n\nOFFICIAL-SENSITIVE\n"),
        ("shopping Part II.txt", "A shopping list\n\nquinces\n"),
    ):
        assert bring(text, name).outcome == "created"
    found = {one.title: one.access for one in db.session.scalars(select(Document))}
    assert sorted(found.values()) == [Access.EXEMPT, Access.EXEMPT, Access.OPEN]
    for who, sees in (("Clare", 3), ("Olu", 1), ("Mo", 1), ("Adi", 1)):
        seen = select(func.count(Document.id)).where(Document.visible_to(cast.scope(who)))
        assert db.session.scalar(seen) == sees, who


def test_a_second_run_changes_no_row(bring: Bring) -> None:
    for name, text in (("p.txt", PACK), ("m.txt", MINUTES), ("c.txt", COVER_SHEET)):
        bring(text, name)
    before = rows()
    for name, text in (("p.txt", PACK), ("m2.txt", MINUTES), ("c.txt", COVER_SHEET)):
        assert bring(text, name).outcome == "unchanged"
    assert rows() == before


def test_the_same_paper_with_other_words_is_a_new_version_that_renumbers_nothing(
    bring: Bring, drain: Callable[[], int]
) -> None:
    bring(MINUTES)
    before = db.session.execute(select(Minute.id, Minute.printed).order_by(Minute.id)).all()
    imported = bring(MINUTES.replace("The channel had been sounded.", "The channel was deep."))
    assert imported.outcome == "changed"
    assert db.session.execute(select(Minute.id, Minute.printed).order_by(Minute.id)).all() == before
    assert db.session.scalars(select(DocumentVersion.number)).all() == [1, 2]
    drain()
    assert "The channel was deep." in db.session.scalars(select(Document.text)).one()


def test_a_paper_that_names_no_day_has_none_and_comes_last_by_date(
    bring: Bring, drain: Callable[[], int], app: Flask
) -> None:
    undated = REPORT.replace("**DATE:** 4<sup>th</sup> March 2025\n\n", "")
    assert undated != REPORT
    bring(REPORT, "dated.txt")
    bring(undated.replace("swing bridge at Netter", "swing bridge at Upper"), "undated.txt")
    drain()
    arguments = ["search", "query", "bridge", "--sort", "date", "--json"]
    with app.test_request_context():
        found = json.loads(FlaskCliRunner(app).invoke(args=arguments).stdout)["hits"]
    days = [hit["date"] for hit in found]
    assert days == [day for day in days if day] + [None] * days.count(None)
    assert 0 < days.count(None) < len(days)
    assert {hit["kind"] for hit in found if hit["date"] is None} >= {"report", "document"}


@pytest.mark.sqlite
def test_a_file_of_the_same_name_that_is_another_paper_is_new(bring: Bring) -> None:
    bring(MINUTES)
    assert bring(COVER_SHEET).outcome == "created"
    assert db.session.scalar(select(func.count(Document.id))) == 2


@pytest.mark.sqlite
def test_minutes_that_came_first_stay_when_the_pack_comes(bring: Bring) -> None:
    bring(MINUTES, "minutes.txt")
    assert bring(PACK, "pack.txt").outcome == "created"
    assert db.session.scalar(select(func.count(Minutes.id))) == 1
    assert db.session.scalar(select(func.count(Minute.id))) == 5


@pytest.mark.sqlite
def test_a_report_that_came_first_stays_when_the_pack_comes(bring: Bring) -> None:
    bring(REPORT, "report.txt")
    assert bring(PACK, "pack.txt").outcome == "created"
    same = select(func.count(Report.id)).where(Report.title.contains("swing bridge"))
    assert db.session.scalar(same) == 1
    assert db.session.scalars(select(Publication.number).order_by(Publication.number)).all() == [
        0,
        1,
    ]


@pytest.mark.sqlite
def test_a_board_the_council_has_keeps_its_members_of_today(bring: Bring, cast: Cast) -> None:
    text = PACK.replace("Harbour and Quays Scrutiny Panel", "Safer Communities Board")
    bring(text)
    today = [seat.person.name for seat in boards.seats_of(cast.board, on=clock.today())]
    assert sorted(today) == ["Chi Anand", "Mo Barker"]
    then = boards.seats_of(cast.board, on=the_meeting("Safer Communities Board").on_date)
    assert "Ann Penrose" in [seat.person.name for seat in then]


@pytest.mark.sqlite
def test_a_board_of_old_papers_is_no_board_of_today(bring: Bring) -> None:
    name = "Harbour and Quays Scrutiny Panel"
    with clock.stopped(clock.moment(date(2027, 1, 4))):
        bring(FRONT_SHEET, "march.txt")
        later = FRONT_SHEET.replace("4 March 2025", "1 July 2025")
        bring(later.replace("Councillor Cy Hale\tConservative\n", ""), "july.txt")
        panel = boards.board_named(name)
        assert panel is not None and not panel.is_current
        ended = {seat.person.name: seat.to_on for seat in db.session.scalars(select(Seat))}
        assert ended["Ann Penrose"] == date(2025, 7, 1)
        assert ended["Cy Hale"] == DAY
        bring(FRONT_SHEET.replace("4 March 2025", "8 December 2026"), "december.txt")
        db.session.expire_all()
        assert panel.is_current
        sitting = boards.seats_of(panel, on=date(2027, 1, 4))
        assert len(sitting) == 4


@pytest.mark.sqlite
def test_an_agenda_that_is_being_drafted_stays_a_draft(
    bring: Bring, cast: Cast, transaction: Callable[[], AbstractContextManager[None]]
) -> None:
    with transaction():
        meeting = meeting_services.plan_meeting(cast.board, by=None, on=DAY)
        agenda_services.begin_agenda(meeting, by=None)
    bring(PACK.replace("Harbour and Quays Scrutiny Panel", "Safer Communities Board"))
    assert db.session.scalar(select(func.count(Publication.id))) == 0


@pytest.mark.sqlite
def test_the_heading_of_part_two_does_not_close_part_one(bring: Bring) -> None:
    bring(
        "Mere Committee\n\nAGENDA\n\nMonday 3 March 2025 at 2.00 pm\n\nPart I\n\n"
        "1. The weir\n2. The sluice\n\nPART II\n\n3. The lease\n"
    )
    titles = db.session.scalars(select(AgendaItem.title).where(AgendaItem.part == 1)).all()
    assert titles[:2] == ["The weir", "The sluice"]
    assert db.session.scalars(select(AgendaItemExempt.title)).all() == ["The lease"]


@pytest.mark.sqlite
def test_a_short_name_is_another_name_of_its_board(bring: Bring) -> None:
    long, short = "Netter Vale Policy and Performance Board", "Netter Vale PPB"
    bring(REPORT.replace("Harbour and Quays Scrutiny Panel", long), "a.txt")
    bring(
        REPORT.replace("Harbour and Quays Scrutiny Panel", short).replace("March", "June"), "b.txt"
    )
    board = boards.board_named(short)
    assert board is not None
    assert board.name == long


@pytest.mark.sqlite
def test_a_short_name_that_fits_two_boards_is_neither(
    bring: Bring, transaction: Callable[[], AbstractContextManager[None]]
) -> None:
    short = "Netter Vale PPB"
    with transaction():
        for name in ("Policy and Performance Board", "Planning and Parking Board"):
            board_services.create_board(by=None, name=f"Netter Vale {name}", kind=BoardKind.BOARD)
    bring(REPORT.replace("Harbour and Quays Scrutiny Panel", short))
    board = boards.board_named(short)
    assert board is not None
    assert board.name == short
    assert not db.session.scalars(select(BoardAlias).where(BoardAlias.name == short)).all()


@pytest.mark.sqlite
def test_every_open_thing_says_which_file_it_came_from(bring: Bring) -> None:
    bring(PACK)
    kinds = set(db.session.scalars(select(ImportedThing.kind)))
    assert kinds >= {"board", "meeting", "agenda-item", "report", "appendix", "minute", "document"}
    file = db.session.scalars(select(ImportedFile)).one()
    assert file.understood["kind"] == "pack"


def test_a_refused_file_is_remembered_with_its_reason(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 not a Word file at all")
    assert import_file(path, by=None).outcome == "refused"
    file = db.session.scalars(select(ImportedFile)).one()
    assert (file.status, bool(file.error)) == (ImportStatus.REFUSED, True)
    before = rows()
    assert import_file(path, by=None).outcome == "refused"
    assert rows() == before


def test_the_command_prints_a_line_a_file_and_the_totals(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "minutes.txt").write_text(MINUTES)
    (tmp_path / "in" / "zz.pdf").write_bytes(b"%PDF-1.4 nothing")
    runner: FlaskCliRunner = app.test_cli_runner()
    said = runner.invoke(args=["archive", "import", str(tmp_path / "in"), "--no-wait"])
    assert said.exit_code == 1
    first, second, last = said.output.strip().splitlines()
    assert first.startswith("created  minutes  Harbour and Quays Partnership, 9 January 2025  ")
    assert first.endswith("minutes.txt")
    assert second.startswith("refused  -  ")
    assert last == "1 created, 0 unchanged, 0 changed, 1 refused, 0 proposed"
    again = runner.invoke(
        args=["archive", "import", str(tmp_path / "in" / "minutes.txt"), "--json"]
    )
    assert again.exit_code == 0
    line, totals = map(json.loads, again.output.strip().splitlines())
    assert (line["outcome"], line["kind"]) == ("unchanged", "minutes")
    nothing = {"created": 0, "changed": 0, "refused": 0, "proposed": 0}
    assert totals == {"totals": {"unchanged": 1, **nothing}}
    hits = indexing.engine().search(Query(text="HQP20", keys=OUTSIDER.keys))
    assert hits.total > 0
