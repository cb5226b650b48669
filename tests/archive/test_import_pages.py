"""The pages of past papers: sending them in, seeing them read, and what they became."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.archive.importing.files import import_file
from app.archive.models import ImportedFile, ImportStatus
from app.documents import services as documents
from app.documents.models import Document
from app.foundation.db import db
from app.foundation.permissions import Access, AccessLog, grant
from app.meetings.models import Meeting
from app.reports.models import Report
from tests.archive.invented import FRONT_SHEET, MINUTES, PACK
from tests.browsing import Browsing
from tests.cast import Cast
from tests.word import everything_in, fetched

Visit = Callable[[str | None], Browsing]
INDEX = "/administration/past-papers"


def a_file(text: str, name: str = "minutes.txt") -> FileStorage:
    """A file as a browser sends it."""
    return FileStorage(BytesIO(text.encode()), filename=name)


def the_file() -> ImportedFile:
    """The only imported file."""
    db.session.rollback()
    return db.session.scalars(select(ImportedFile)).one()


def test_a_clerk_sends_a_paper_in_and_sees_it_read(visit: Visit, drain: Callable[[], int]) -> None:
    clare = visit("Clare")
    page = clare.open(INDEX)
    page = clare.send({"files": a_file(MINUTES)}, button="Bring them in")
    assert "Being read" in page.words
    assert "1 paper waits to be read" in page.words
    drain()
    assert "1 paper waits for your word" in clare.open(INDEX).words
    clare.open(f"{INDEX}/to-decide")
    clare.send(button="Accept all 1 that are certain or likely")
    drain()
    page = clare.open(INDEX)
    assert "Brought in" in page.words
    assert "Harbour and Quays Partnership, 9 January 2025" in page.words
    assert the_file().status == ImportStatus.CREATED


def test_what_was_understood_stands_beside_what_it_became(
    visit: Visit, app: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(MINUTES)
    import_file(path, by=None)
    clare = visit("Clare")
    page = clare.open(f"{INDEX}/{the_file().id}")
    for words in ("HQP20 BERTH FEES", "2 resolutions", "T. Oakes", "Lifeboat Station", "15:40"):
        assert words in page.words, words
    links = page.links()
    assert links["Harbour and Quays Partnership"].startswith("/boards/")
    assert links["Harbour and Quays Partnership, 9 January 2025"].startswith("/meetings/")
    for address in {url for url in links.values() if url.startswith(("/meetings/", "/boards/"))}:
        clare.open(address)


def test_a_paper_that_cannot_be_read_is_refused_with_the_reason(
    visit: Visit, drain: Callable[[], int]
) -> None:
    clare = visit("Clare")
    clare.open(INDEX)
    clare.send({"files": a_file("%PDF-1.4 nothing", "scan.pdf")}, button="Bring them in")
    drain()
    file = db.session.scalars(select(ImportedFile)).first()
    words = clare.open(INDEX).words
    assert file is None or "Refused" in words


@pytest.mark.sqlite
def test_the_same_file_is_not_taken_twice(visit: Visit, drain: Callable[[], int]) -> None:
    clare = visit("Clare")
    for _ in range(2):
        page = clare.open(INDEX)
        page = clare.send({"files": a_file(MINUTES)}, button="Bring them in")
        drain()
    assert "left as it is" in page.words
    assert the_file().status == ImportStatus.PROPOSED


@pytest.mark.sqlite
def test_an_exempt_paper_is_shown_to_its_clerk_alone_and_the_view_recorded(
    visit: Visit, cast: Cast, tmp_path: Path
) -> None:
    path = tmp_path / "boathouse.txt"
    path.write_text(PACK.replace("Harbour and Quays Scrutiny Panel", "Safer Communities Board"))
    import_file(path, by=None)
    file = the_file()
    adi = visit("Adi")
    assert "boathouse" not in adi.open(INDEX).words
    adi.open(f"{INDEX}/{file.id}", status=404)
    clare = visit("Clare")
    page = clare.open(f"{INDEX}/{file.id}")
    assert "SALE OF THE OLD BOATHOUSE" in page.words
    seen = db.session.scalars(select(AccessLog).where(AccessLog.kind == "document")).all()
    assert {one.person_id for one in seen} == {cast.person("Clare").id}


@pytest.mark.sqlite
def test_a_report_is_named_by_its_published_title_and_an_exempt_one_is_recorded(
    visit: Visit,
    cast: Cast,
    tmp_path: Path,
    transaction: Callable[[], AbstractContextManager[None]],
) -> None:
    path = tmp_path / "boathouse.txt"
    path.write_text(PACK.replace("Harbour and Quays Scrutiny Panel", "Safer Communities Board"))
    import_file(path, by=None)
    with transaction():
        for report in db.session.scalars(select(Report)):
            report.title = f"Working title {report.id}"
        db.session.scalars(select(Document)).one().access = Access.OPEN
    adi = visit("Adi")
    page = adi.open(f"{INDEX}/{the_file().id}")
    assert "Working title" not in page.words
    assert "Lock keepers" in page.links()
    assert not db.session.scalars(select(AccessLog.id)).all()
    exempt = db.session.scalars(select(Report).where(Report.access == Access.EXEMPT)).one()
    with transaction():
        grant(exempt, reason="named officer", person_id=cast.person("Adi").id)
    assert "Sale of the old boathouse" in adi.open(f"{INDEX}/{the_file().id}").links()
    seen = db.session.scalars(select(AccessLog).where(AccessLog.kind == "report")).all()
    assert [(one.person_id, one.thing_id) for one in seen] == [(cast.person("Adi").id, exempt.id)]


@pytest.mark.sqlite
def test_what_a_replaced_file_said_is_for_its_clerk_and_its_sender(
    visit: Visit,
    cast: Cast,
    tmp_path: Path,
    transaction: Callable[[], AbstractContextManager[None]],
) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(MINUTES.replace("Harbour and Quays Partnership", "Safer Communities Board"))
    import_file(path, by=None)
    file = the_file()
    adi = visit("Adi")
    assert "Lifeboat Station" in adi.open(f"{INDEX}/{file.id}").words
    with transaction():
        document = db.session.scalars(select(Document)).one()
        documents.add_version(document, by=None, name="minutes.txt", data=b"Nothing personal.")
    page = adi.open(f"{INDEX}/{file.id}")
    assert "Lifeboat Station" not in page.words and "This file was replaced" in page.words
    assert "Lifeboat Station" in visit("Clare").open(f"{INDEX}/{file.id}").words
    with transaction():
        the_file().by_id = cast.person("Adi").id
    assert "Lifeboat Station" in adi.open(f"{INDEX}/{file.id}").words


@pytest.mark.sqlite
@pytest.mark.parametrize("who", ["Mo", "Olu", "Nora"])
def test_others_have_no_business_there(visit: Visit, who: str) -> None:
    visit(who).open(INDEX, status=403)


@pytest.mark.sqlite
def test_an_empty_box_is_answered_kindly(visit: Visit) -> None:
    clare = visit("Clare")
    clare.open(INDEX)
    page = clare.send(button="Bring them in", status=422)
    assert "Choose a file" in page.words


@pytest.mark.sqlite
def test_the_agenda_of_a_past_meeting_gives_no_hour_that_its_paper_did_not(
    visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "pack.txt"
    path.write_text(FRONT_SHEET.split("PART II")[0].replace(" at 6.30 p.m.", ""))
    import_file(path, by=None)
    meeting = db.session.scalars(select(Meeting).where(Meeting.on_date == date(2025, 3, 4))).one()
    word = f"/meetings/{meeting.id}/agenda/word"
    name = "agenda-Harbour-and-Quays-Scrutiny-Panel-2025-03-04.docx"
    said = everything_in(fetched(visit("Nora"), word, name=name))
    assert "Tuesday, 4 March 2025" in said
    assert "midnight" not in said and "2025 at" not in said
