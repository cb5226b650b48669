"""Evidence beside words: a file, a report or a minute, and nobody sees more of it than they may."""

import io

import pytest
from werkzeug.datastructures import FileStorage

from app.actions import services
from app.actions.models import Evidence
from app.actions.services import GivenFile
from app.documents.models import Document
from app.foundation.db import db
from app.foundation.permissions import Access, AccessLog
from app.minutes.events import MinuteClosed
from app.reports.models import Report
from tests.cast import NAMES
from tests.factories import reports
from tests.factories.actions import a_minute, an_action, held_meeting
from tests.word import everything_in

PLANTED = "Zebrawood"


@pytest.fixture
def minute(cast, transaction):
    with transaction():
        return a_minute(held_meeting(cast.board))


@pytest.fixture
def action(cast, transaction, minute):
    with transaction():
        return an_action(cast, minute, person=cast.person("Olu"))


@pytest.fixture
def closed_report(cast, transaction):
    """An exempt report of the board, issued, whose very title is exempt."""
    with transaction():
        report = reports.a_published_report(cast, title=f"Sale of {PLANTED}")
        report.access = Access.EXEMPT
        return report


def finish(cast, transaction, action, **shown):
    with transaction():
        services.finish(action, by=cast.person("Olu"), evidence="It is done.", **shown)


def readers(cast, document):
    """Who of the cast may read a file."""
    chosen = db.select(Document.id).where(Document.id == document.id)
    return {
        who
        for who in NAMES
        if db.session.scalar(chosen.where(Document.visible_to(cast.scope(who))))
    }


def test_a_file_a_minute_or_a_report_is_chosen_on_the_page(cast, action, minute, visit):
    olu = visit("Olu")
    olu.open(f"/actions/{action.id}")
    page = olu.send(
        {"evidence": "Done.", "paper": "Nothing at all"}, button="Record as done", status=422
    )
    assert "No minute and no report that you may read is called “Nothing at all”." in page.words
    file = FileStorage(io.BytesIO(b"Certificate of lamps"), filename="lamps.txt")
    page = olu.send({"file": file, "paper": minute.printed.lower()}, button="Record as done")
    assert "The action is recorded as done." in page.words
    links = page.links()
    assert "lamps.txt" in links
    assert f"Minute {minute.printed} Street lighting" in links
    assert olu.open(links["lamps.txt"]).heading == "lamps.txt"
    db.session.rollback()
    assert db.session.query(Evidence).count() == 2


def test_who_may_read_the_file_follows_the_action(cast, transaction, action, minute):
    file = GivenFile("lamps.txt", b"Certificate")
    finish(cast, transaction, action, file=file)
    document = db.session.query(Document).one()
    assert readers(cast, document) == {"Clare", "Chi", "Mo", "Olu", "Fin", "Adi", "Nora"}
    with transaction():
        minute.access = Access.EXEMPT
        services.follow_minute(MinuteClosed(minute.id))
    assert readers(cast, document) == {"Clare", "Chi", "Mo", "Olu"}
    with transaction():
        services.reopen(action, by=cast.person("Clare"))
        services.edit_action(
            action,
            by=cast.person("Clare"),
            text=action.text,
            person=cast.person("Fin"),
            due_words="Soon",
            version=action.version,
        )
    assert readers(cast, document) == {"Clare", "Chi", "Mo", "Fin"}


def test_the_file_of_an_action_of_draft_minutes_is_not_published(cast, transaction):
    with transaction():
        draft = a_minute(held_meeting(cast.board), published=False)
        action = an_action(cast, draft, person=cast.person("Olu"))
    finish(cast, transaction, action, file=GivenFile("lamps.txt", b"Certificate"))
    assert readers(cast, db.session.query(Document).one()) == {"Clare", "Olu"}


def test_an_exempt_report_as_evidence_of_an_open_action_leaks_nowhere(
    cast, transaction, action, closed_report, visit, drain
):
    finish(cast, transaction, action, papers=[closed_report])
    drain()
    for who in ("Nora", "Adi"):
        browsing = visit(who)
        for path in (f"/actions/{action.id}", "/actions?state=done", "/search?q=lamps"):
            assert PLANTED not in browsing.open(path).text, (who, path)
        assert "Nothing found" in browsing.open(f"/search?q={PLANTED}").words
        word = browsing.fetch("/actions/word?state=done").data
        assert PLANTED not in everything_in(word)
    db.session.rollback()
    assert not db.session.query(AccessLog).filter_by(kind="report").count()
    assert f"Sale of {PLANTED}" in visit("Mo").open(f"/actions/{action.id}").links()
    assert PLANTED not in everything_in(visit("Mo").fetch("/actions/word?state=done").data)
    db.session.rollback()
    assert db.session.query(AccessLog).filter_by(kind="report").count() == 1


def test_the_word_list_names_what_everybody_may_read(cast, transaction, action, minute, visit):
    finish(cast, transaction, action, papers=[minute])
    word = visit("Nora").fetch("/actions/word?state=done").data
    assert f"See: Minute {minute.printed} Street lighting" in everything_in(word)


def test_a_report_that_one_may_not_read_cannot_be_found_by_its_title(cast, closed_report):
    assert services.papers_named(PLANTED, cast.scope("Nora")) == []
    assert services.papers_named(PLANTED, cast.scope("Mo")) == [
        db.session.get(Report, closed_report.id)
    ]


def test_what_is_reopened_keeps_its_evidence_with_the_note(
    cast, transaction, action, minute, visit
):
    finish(cast, transaction, action, papers=[minute])
    with transaction():
        services.reopen(action, by=cast.person("Clare"))
    page = visit("Nora").open(f"/actions/{action.id}")
    (note,) = page.tree.xpath("//ol[@class='history']/li")
    assert f"Minute {minute.printed} Street lighting" in " ".join(note.text_content().split())
    assert not page.tree.xpath("//*[contains(@class, 'note')]//ul[@class='papers']")
