"""The pages of managed files, and the bytes they give out."""

import contextvars
from contextlib import contextmanager
from io import BytesIO

import pytest
from sqlalchemy import event, select
from werkzeug.datastructures import FileStorage

from app.foundation.db import db
from app.foundation.permissions import Access, AccessLog
from tests.factories import documents

pytestmark = pytest.mark.both

SECRET = "Tender of the lowest bidder"


@contextmanager
def counted():
    said = []

    def listen(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    yield said
    event.remove(db.engine, "before_cursor_execute", listen)


def fetch(browsing, where):
    """The bytes behind an address, asked for as a browser asks: in a context of its own."""
    db.session.rollback()
    return contextvars.Context().run(browsing.client.get, where, buffered=True)


def test_a_file_is_found_read_and_fetched(cast, transaction, visit, drain):
    with transaction():
        documents.a_document(cast.board)
    drain()
    nora = visit("Nora")
    nora.open("/documents")
    page = nora.open(nora.page.links()["Inspection notes"])
    assert "The lamps on Quay Street were out." in page.words
    answer = fetch(nora, page.links()["Download"])
    assert answer.data == b"The lamps on Quay Street were out.\n"
    assert answer.headers["Content-Disposition"] == "attachment; filename=notes.txt"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/plain"


def test_a_web_page_is_searched_and_handed_out_as_text(cast, transaction, visit, drain):
    content = b"<!DOCTYPE html><p>The lamps<script>alert(1)</script> were out."
    with transaction():
        document = documents.a_document(cast.board, name="notes.html", data=content)
    drain()
    page = visit("Nora").open(f"/documents/{document.id}")
    assert "The lamps were out." in page.words
    answer = fetch(visit("Nora"), page.links()["Download"])
    assert answer.mimetype == "text/plain"
    assert "notes.html.txt" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_exempt_file_is_for_its_readers_and_every_view_is_recorded(cast, transaction, visit):
    with transaction():
        document = documents.a_document(cast.board, access=Access.EXEMPT, title=SECRET)
        where = f"/documents/{document.id}"
    for who in ("Olu", "Fin", "Adi", "Nora"):
        browsing = visit(who)
        browsing.open(where, status=404)
        browsing.open(f"{where}/file", status=404)
        assert SECRET not in browsing.open("/documents").text
    assert db.session.scalars(select(AccessLog)).all() == []
    mo = visit("Mo")
    assert fetch(mo, f"{where}/file").status_code == 200
    assert len(db.session.scalars(select(AccessLog)).all()) == 1


def test_the_clerk_puts_a_new_version_in_place(cast, transaction, visit, drain):
    with transaction():
        document = documents.a_document(cast.board)
        where = f"/documents/{document.id}"
    clare, mo = visit("Clare"), visit("Mo")
    clare.open(where)
    clare.send(button="Put it in place", status=422)
    bad = FileStorage(BytesIO(b"MZ\x90"), "a.exe")
    assert "program" in clare.send({"file": bad}, button="Put it in place", status=422).words
    good = FileStorage(BytesIO(b"Mended."), "mended.txt")
    assert "Version 2" in clare.send({"file": good}, button="Put it in place").words
    drain()
    assert "Mended." in mo.open(where).words
    assert "Put it in place" not in mo.page.buttons()
    mo.open(f"{where}/file?version=1", status=404)
    assert fetch(mo, f"{where}/file?version=2").data == b"Mended."
    assert fetch(clare, f"{where}/file?version=1").data.startswith(b"The lamps")


def test_only_the_clerk_may_change_a_file(cast, transaction, visit):
    with transaction():
        document = documents.a_document(cast.board)
        where = f"/documents/{document.id}"
    for who in ("Chi", "Mo", "Olu", "Adi", "Nora"):
        browsing = visit(who)
        page = browsing.open("/account")
        token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
        post = browsing.client.post
        answer = contextvars.Context().run(post, where, data={"csrf_token": token})
        assert answer.status_code == 403


def test_the_words_of_a_file_are_shown_as_words(cast, transaction, visit):
    with transaction():
        document = documents.a_document(cast.board, text="<script>alert(1)</script> & more")
    page = visit("Nora").open(f"/documents/{document.id}")
    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script> & more" in page.words


@pytest.mark.sqlite
def test_the_list_asks_as_much_for_twenty_files_as_for_two(cast, transaction, visit):
    with transaction():
        for number in range(2):
            documents.a_document(cast.board, title=f"Paper {number}")
    nora = visit("Nora")
    nora.open("/documents")
    with counted() as few:
        nora.open("/documents")
    with transaction():
        for number in range(2, 20):
            documents.a_document(cast.board, title=f"Paper {number}")
    with counted() as many:
        nora.open("/documents")
    assert len(many) == len(few) <= 10
