"""The shared papers of five councils come in with every fact they were found to hold."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.agendas.queries import agenda_of, items_of, walk
from app.archive.importing.files import import_file
from app.archive.models import ImportedFile
from app.boards.models import Board, BoardKind
from app.boards.queries import board_named, seats_of
from app.foundation import indexing
from app.foundation.db import Base, db
from app.foundation.permissions import Access, Scope
from app.foundation.richtext.plain import to_plain
from app.foundation.search.port import Query
from app.meetings.models import How, Meeting
from app.meetings.queries import attendance_of
from app.minutes.queries import entries_of, minutes_of
from app.people.queries import party_on
from app.reports.models import Report
from tests.archive.test_reading_changed_seeds import DISGUISES, Disguise

pytestmark = [pytest.mark.shared, pytest.mark.sqlite]
OUTSIDER = Scope(person_id=10_000, is_officer=True)


@pytest.fixture
def brought(app: Flask, shared_papers: Path) -> Path:
    """All five papers, brought in."""
    for path in sorted(shared_papers.glob("*.txt")):
        assert import_file(path, by=None).outcome == "created"
    return shared_papers


def meeting_of(name: str) -> Meeting:
    """The only meeting of a board."""
    board = board_named(name)
    assert board is not None
    return db.session.scalars(select(Meeting).where(Meeting.board_id == board.id)).one()


def report_from(beginning: str) -> Report:
    """The report of the paper whose name begins so."""
    file = db.session.scalars(
        select(ImportedFile).where(ImportedFile.name.startswith(beginning))
    ).one()
    about = file.reference.rsplit(", ", 1)[-1]
    return db.session.scalars(select(Report).where(Report.title.endswith(about[-40:]))).one()


def test_the_pack_is_the_meeting_of_the_safer_board(brought: Path) -> None:
    meeting = meeting_of("Safer Policy and Performance Board")
    assert (meeting.on_date.isoformat(), str(meeting.starts_at)) == ("2011-09-20", "18:30:00")
    assert meeting.venue == "Council Chamber, Runcorn Town Hall"
    seats = seats_of(meeting.board, on=meeting.on_date)
    parties = [party_on(seat.person, meeting.on_date) for seat in seats]
    assert len(seats) == 12
    assert [seat.person.name for seat in seats][:2] == ["Shaun Osborne", "Pamela Wallace"]
    assert [seat.role.value for seat in seats].count("member") == 9
    assert (seats[0].role, seats[1].role, seats[-1].role) == ("chair", "vice-chair", "co-optee")
    assert parties.count("Labour") == 9
    assert {"Liberal Democrat", "Halton Local Independent Party", ""} < set(parties)
    assert board_named("Safer Halton PPB") is not None


def test_its_agenda_has_the_printed_items_and_eight_reports(brought: Path) -> None:
    agenda = agenda_of(meeting_of("Safer Policy and Performance Board"))
    assert agenda is not None
    items = list(walk(items_of(agenda)))
    assert [item.number for item in items] == [
        *("1", "2", "3", "4", "5", "5(A)", "5(B)", "5(C)", "5(D)", "6", "6(A)", "6(B)"),
    ]
    pages = {item.number: item.pages for item in items if item.pages}
    assert (pages["3"], pages["5(D)"], pages["6(B)"]) == ("1 - 3", "27 - 64", "89 - 93")
    placed = {item.number: [one.report for one in item.considerations] for item in items}
    held = [report for reports in placed.values() for report in reports]
    assert len(held) == 8
    assert all(len(report.sections) >= 8 and report.header["officer"] for report in held)
    assert all(report.published_at and report.access == Access.OPEN for report in held)
    said = [one.text for report in held for one in report.sections if one.key == "recommendation"]
    assert len(said) == 8
    assert all(to_plain(text) for text in said)
    attached = {number: [len(one.appendices) for one in held] for number, held in placed.items()}
    assert (attached["5(D)"], attached["6(A)"], attached["4"]) == ([1], [1], [1])


def test_the_partnership_minutes_are_minutes_of_that_board(brought: Path) -> None:
    meeting = meeting_of("Safer Halton Partnership")
    assert meeting.board.kind == BoardKind.PARTNERSHIP
    assert (meeting.on_date.isoformat(), str(meeting.ended_at)) == ("2011-05-10", "16:15:00")
    listed = attendance_of(meeting)
    present = [row for row in listed if row.how == How.PRESENT]
    assert (len(present), len(listed) - len(present)) == (16, 3)
    assert all(row.organisation for row in present)
    minutes = minutes_of(meeting)
    assert minutes is not None
    entries = entries_of(minutes)
    assert [one.printed for one in entries] == [f"SHP{number}" for number in range(51, 60)]
    assert [one.printed for one in entries if one.resolutions] == ["SHP55", "SHP56", "SHP57"]
    assert "Blue Lamp Report" in entries[3].text


def test_its_minutes_are_found_by_their_number(
    brought: Path, drain: Callable[[], int], app: Flask
) -> None:
    drain()
    page = indexing.engine().search(Query(text="SHP54", keys=OUTSIDER.keys))
    meeting = meeting_of("Safer Halton Partnership")
    minutes = minutes_of(meeting)
    assert minutes is not None
    wanted = entries_of(minutes)[3]
    assert page.hits[0].owner == ("minute", wanted.id)


def test_the_single_reports_keep_what_they_say(brought: Path) -> None:
    old, new, cover = report_from("001"), report_from("002"), report_from("004")
    assert [one.printed_number for one in old.sections] == ["1", "2", "3", "4"]
    assert len(new.sections) == 10
    assert new.header["portfolio"] == "Community Safety"
    assert "portfolio" in {field["key"] for field in new.template_version.header_fields}
    assert cover.header["purpose"] == "discussion"
    assert cover.template_version.is_cover_sheet
    board = db.session.get_one(Board, cover.group_id)
    assert board.name == "Test Valley Community Safety Partnership"
    response = report_from("000")
    assert len(response.sections) == 6
    recommended = next(one for one in response.sections if one.key == "recommendation")
    assert to_plain(recommended.text).count("Strategic Recommendation") == 4
    for report in (old, new, cover):
        assert report.wanted_on is not None
        assert report.published_at is not None


def test_a_second_import_changes_no_row(brought: Path) -> None:
    before = _rows()
    for path in sorted(brought.glob("*.txt")):
        assert import_file(path, by=None).outcome == "unchanged"
    assert _rows() == before


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda one: one.place)
def test_the_pack_comes_in_whatever_the_council_is_called(
    app: Flask, shared_papers: Path, tmp_path: Path, disguise: Disguise
) -> None:
    text = next(shared_papers.glob("003_*.txt")).read_text(encoding="utf-8")
    path = tmp_path / "pack.txt"
    path.write_text(disguise(text), encoding="utf-8")
    assert import_file(path, by=None).outcome == "created"
    meeting = meeting_of(disguise.board)
    assert (meeting.on_date, str(meeting.starts_at)) == (disguise.day, "19:15:00")
    seats = seats_of(meeting.board, on=meeting.on_date)
    assert [party_on(seat.person, meeting.on_date) for seat in seats].count(disguise.party) == 9
    assert len(seats) == 12
    agenda = agenda_of(meeting)
    assert agenda is not None
    assert sum(len(item.considerations) for item in walk(items_of(agenda))) == 8
    minutes = minutes_of(meeting_of(disguise.partnership))
    assert minutes is not None
    numbers = [f"{disguise.prefix}{number}" for number in range(disguise.first, disguise.first + 9)]
    assert [one.printed for one in entries_of(minutes)] == numbers
    assert minutes.meeting.board.minute_prefix == disguise.prefix


def _rows() -> dict[str, list[tuple[object, ...]]]:
    db.session.rollback()
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }
