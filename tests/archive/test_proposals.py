"""The clerk has the last word: papers wait as proposals, are put right, joined, taken back."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.actions.models import Action
from app.archive import services
from app.archive.importing.files import Imported, import_file
from app.archive.models import ImportBatch, ImportedFile, ImportedThing, ImportStatus, Sureness
from app.boards import queries as boards
from app.boards.models import Board
from app.documents.models import Document
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from app.foundation.search.port import Query
from app.meetings.models import Meeting
from app.minutes.models import Minutes
from app.people.models import Person
from app.reports.models import Report
from tests.archive.invented import FRONT_SHEET, MINUTES, PACK, REPORT
from tests.browsing import Browsing
from tests.cast import Cast
from tests.counting import statements

Visit = Callable[[str | None], Browsing]
Bring = Callable[..., Imported]
INDEX = "/administration/past-papers"
LIST = f"{INDEX}/to-decide"
UNCLEAR = MINUTES.replace("HARBOUR AND QUAYS PARTNERSHIP", "").replace(
    "Harbour and Quays Partnership", ""
)
"""Minutes that do not say whose they are."""


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Bring:
    """Import a text as the command does, by default as one batch."""

    def _bring(text: str, name: str = "paper.txt", **terms: object) -> Imported:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        terms = {"accept": Sureness.LIKELY, "batch_key": "one"} | terms
        return import_file(path, by=None, **terms)

    return _bring


def files() -> list[ImportedFile]:
    """Every imported file."""
    db.session.rollback()
    return list(db.session.scalars(select(ImportedFile).order_by(ImportedFile.id)))


def a_zip(**papers: str) -> FileStorage:
    """A zip as a browser sends it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in papers.items():
            archive.writestr(f"folder/{name}.txt", text)
        archive.writestr("__MACOSX/folder/._x.txt", "no paper")
    packed.seek(0)
    return FileStorage(packed, filename="papers.zip")


def counts() -> dict[str, int]:
    """How many rows there are of what a paper can make."""
    models = (Meeting, Report, Minutes, Document, Action, Board, Person, ImportedThing)
    return {one.__name__: db.session.scalar(select(func.count(one.id))) or 0 for one in models}


def test_what_is_unsure_waits_and_nothing_comes_of_it(bring: Bring) -> None:
    before = counts()
    imported = bring(UNCLEAR)
    assert imported.outcome == "proposed"
    assert counts() == before
    (file,) = files()
    assert (file.status, file.sureness) == (ImportStatus.PROPOSED, Sureness.UNSURE)
    assert bring(UNCLEAR).outcome == "unchanged"
    assert bring(UNCLEAR, accept=Sureness.UNSURE).outcome == "created"


def test_nothing_is_accepted_where_nothing_is_to_be(bring: Bring) -> None:
    assert bring(MINUTES, accept=None).outcome == "proposed"
    assert bring(MINUTES, accept=None).outcome == "unchanged"
    assert bring(MINUTES).outcome == "created"


def test_a_second_agenda_of_a_day_is_a_clash_and_no_mixture(bring: Bring) -> None:
    first = FRONT_SHEET.split("PART II")[0]
    assert bring(first, "agenda.txt").outcome == "created"
    other = first
    for number, title in enumerate(("Bees", "Wasps", "Moths", "Ants", "Newts"), start=1):
        other = other.replace(f"{number}.", f"{number}. {title} and ", 1)
    imported = bring(other, "copied.txt")
    assert imported.outcome == "proposed"
    assert "other items" in files()[-1].error
    assert db.session.scalar(select(func.count(Document.id))) == 1


def test_near_spellings_of_a_board_are_asked_about_and_learnt(
    bring: Bring, visit: Visit, drain: Callable[[], int]
) -> None:
    assert bring(MINUTES).outcome == "created"
    near = MINUTES.replace("Harbour and Quays Partnership", "Quays Partnership")
    near = near.replace("9 January 2025", "13 February 2025")
    assert bring(near, "near.txt").outcome == "proposed"
    file = files()[-1]
    assert file.proposal["guesses"]["board"] == ["Harbour and Quays Partnership"]
    clare = visit("Clare")
    clare.open(f"{INDEX}/{file.id}/decide")
    clare.send({"board": "Harbour and Quays Partnership"}, button="Accept")
    drain()
    db.session.rollback()
    found = boards.board_named("Quays Partnership")
    assert found is not None and found.name == "Harbour and Quays Partnership"


def test_a_zip_is_read_accepted_and_found(
    visit: Visit, drain: Callable[[], int], cast: Cast
) -> None:
    clare = visit("Clare")
    clare.open(INDEX)
    clare.send({"files": a_zip(minutes=MINUTES, unclear=UNCLEAR)}, button="Bring them in")
    drain()
    page = clare.open(LIST)
    assert page.words.index("unclear.txt") < page.words.index("minutes.txt")
    page = clare.open("/")
    assert "Decide on 2 past papers" in page.words
    clare.open(LIST)
    clare.send(button="Accept all 1 that are certain or likely")
    drain()
    hits = indexing.engine().search(Query(text="HQP20", keys=cast.scope("Olu").keys))
    assert hits.total > 0
    assert [one.status.value for one in files()] == ["created", "proposed"]


def test_many_are_put_right_at_once_and_come_in_as_said(
    visit: Visit, drain: Callable[[], int]
) -> None:
    clare = visit("Clare")
    clare.open(INDEX)
    other = UNCLEAR.replace("Moorings", "Drains")
    clare.send({"files": a_zip(one=UNCLEAR, two=other)}, button="Bring them in")
    drain()
    clare.open(LIST)
    ticked = [f"{file.id}.{file.version}" for file in files()]
    day = {"day": ["3", "2", "2024"]}
    page = clare.send({"paper": ticked, "board": "Lamp Committee", **day}, button="Put right")
    assert "2 papers put right" in page.words
    assert {file.proposal["board"] for file in files()} == {"Lamp Committee"}
    clare.open(LIST)
    clare.send(button="Accept all 2 that are certain or likely")
    drain()
    meeting = db.session.scalars(select(Meeting).where(Meeting.on_date == date(2024, 2, 3))).one()
    assert meeting.board.name == "Lamp Committee"


def test_papers_of_one_meeting_are_joined(bring: Bring, cast: Cast) -> None:
    bring(MINUTES, accept=None)
    bring(UNCLEAR, "unclear.txt", accept=None)
    seen = [(file, file.version) for file in files()]
    services.join(seen, by=cast.person("Clare"))
    db.session.commit()
    assert {file.proposal["date"] for file in files()} == {"2025-01-09"}
    assert {file.proposal["board"] for file in files()} == {"Harbour and Quays Partnership"}


def test_whoever_decides_second_is_told(bring: Bring, cast: Cast) -> None:
    bring(UNCLEAR)
    (file,) = files()
    seen = [(file, file.version)]
    services.set_aside(seen, by=cast.person("Clare"))
    db.session.commit()
    with pytest.raises(Refused, match="decided meanwhile"):
        services.accept(seen, by=cast.person("Clare"))


def test_a_marked_paper_that_was_not_understood_waits_closed(
    bring: Bring, visit: Visit, cast: Cast
) -> None:
    imported = bring("A list of names\n\nOFFICIAL-SENSITIVE\n\nJo Bell\n", "names.txt")
    assert imported.outcome == "proposed"
    (file,) = files()
    assert file.access == Access.EXEMPT
    adi = visit("Adi")
    page = adi.open(LIST)
    assert "names.txt" not in page.words and "marked as not for publication" in page.words
    adi.open(f"{INDEX}/{file.id}/decide", status=404)
    assert "1 of them bears a mark and waits closed" in visit("Clare").open("/").words


def test_a_batch_is_paused_and_goes_on(visit: Visit, drain: Callable[[], int]) -> None:
    clare = visit("Clare")
    clare.open(INDEX)
    clare.send({"files": a_zip(minutes=MINUTES)}, button="Bring them in")
    clare.open(INDEX)
    page = clare.send(button="Pause batch 1")
    assert "Paused" in page.words
    drain()
    assert files()[0].status == ImportStatus.WAITING
    clare.open(INDEX)
    clare.send(button="Go on with batch 1")
    drain()
    assert files()[0].status == ImportStatus.PROPOSED


def test_a_batch_is_taken_back_whole(bring: Bring, drain: Callable[[], int]) -> None:
    before = counts()
    for name, text in (("p.txt", PACK), ("m.txt", MINUTES), ("r.txt", REPORT)):
        assert bring(text, name, accept=Sureness.UNSURE).outcome == "created"
    drain()
    batch = db.session.scalars(select(ImportBatch)).one()
    undone = services.undo(batch, by=None)
    db.session.commit()
    assert (undone.gone, undone.kept) == (3, [])
    assert counts() == before
    drain()
    assert not indexing.differences()
    assert {file.status for file in files()} == {ImportStatus.SET_ASIDE}


def test_what_was_worked_on_is_named_and_stays(bring: Bring, cast: Cast) -> None:
    bring(MINUTES, "m.txt")
    bring(PACK, "p.txt", accept=Sureness.UNSURE)
    minutes = db.session.scalars(select(Minutes)).first()
    assert minutes is not None
    from app.foundation import audit

    audit.record(cast.person("Clare"), "edit", minutes)
    db.session.commit()
    batch = db.session.scalars(select(ImportBatch)).one()
    undone = services.undo(batch, by=None)
    db.session.commit()
    assert undone.kept
    assert db.session.scalar(select(func.count(Minutes.id))) == 1


@pytest.mark.sqlite
def test_the_list_asks_no_more_for_more_papers(bring: Bring, visit: Visit) -> None:
    clare = visit("Clare")
    bring(UNCLEAR, "0.txt", accept=None)
    clare.open(LIST)
    with statements() as few:
        clare.open(LIST)
    for number in range(1, 9):
        bring(f"{UNCLEAR}\n{number}", f"{number}.txt", accept=None)
    with statements() as many:
        clare.open(LIST)
    assert len(many) <= len(few)


@pytest.mark.sqlite
@pytest.mark.parametrize("who", ["Mo", "Olu"])
def test_others_have_no_word(visit: Visit, who: str) -> None:
    visit(who).open(LIST, status=403)


@pytest.mark.sqlite
def test_boards_known_from_papers_say_when_they_met(bring: Bring, visit: Visit) -> None:
    bring(MINUTES.replace("9 January 2025", "9 January 2014"))
    page = visit("Olu").open("/boards")
    assert "Boards that no longer meet" in page.words
    assert "Partnership, 1 meeting in 2014" in page.words


@pytest.mark.sqlite
def test_a_damaged_zip_is_answered_with_a_sentence(visit: Visit) -> None:
    clare = visit("Clare")
    clare.open(INDEX)
    broken = FileStorage(io.BytesIO(b"PK nothing"), filename="papers.zip")
    page = clare.send({"files": broken}, button="Bring them in", status=422)
    assert "This zip is damaged" in page.words
