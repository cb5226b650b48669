"""Files are kept with versions, read beside the requests, and found by their words."""

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import inspect

from app.documents import queries, services
from app.documents.models import Document
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from tests.factories import documents


def again(document):
    """The same document as it stands in the database now, whoever changed it."""
    document_id = inspect(document).identity[0]
    db.session.rollback()
    return db.session.get_one(Document, document_id)


def test_a_file_is_kept_and_its_words_are_read_by_the_worker(cast, transaction, drain):
    with transaction():
        document = documents.a_document(cast.board)
    assert document.text == ""
    drain()
    document = again(document)
    assert document.text == "The lamps on Quay Street were out."
    newest = queries.newest_version(document)
    assert services.path_of(newest).read_bytes().startswith(b"The lamps")
    assert (newest.number, newest.blob.media_type) == (1, "text/plain")


def test_the_words_of_a_pdf_are_kept_page_by_page(cast, transaction, drain):
    made = BytesIO()
    canvas = Canvas(made)
    for words in ("The lamps were out.", "", "The winch was greased."):
        canvas.drawString(72, 500, words)
        canvas.showPage()
    canvas.save()
    with transaction():
        document = documents.a_document(cast.board, data=made.getvalue(), name="notes.pdf")
    drain()
    document = again(document)
    assert document.text == "The lamps were out.\n\f\fThe winch was greased."


def test_a_text_that_is_given_is_not_read_again(cast, transaction, drain):
    with transaction():
        document = documents.a_document(cast.board, text="As understood.")
    drain()
    document = again(document)
    assert document.text == "As understood."


def test_many_files_are_read_in_one_batch(cast, transaction, drain):
    with transaction():
        kept = [
            documents.a_document(cast.board, data=f"Paper {number}.".encode())
            for number in range(3)
        ]
    drain()
    for number, document in enumerate(kept):
        document = again(document)
        assert document.text == f"Paper {number}."


def test_a_new_version_takes_the_place_of_the_old(cast, transaction, drain):
    with transaction():
        document = documents.a_document(cast.board)
    drain()
    with transaction():
        document = again(document)
        services.add_version(
            document, by=cast.person("Clare"), name="../../notes two.txt", data=b"Mended."
        )
    drain()
    document = again(document)
    assert document.text == "Mended."
    assert [one.number for one in queries.versions_of(document)] == [2, 1]
    assert queries.newest_version(document).name_as_given == "notes two.txt"


def test_the_same_bytes_are_kept_once(cast, transaction):
    with transaction():
        first = documents.a_document(cast.board)
        second = documents.a_document(cast.board, title="The same again")
    assert queries.newest_version(first).blob_sha256 == queries.newest_version(second).blob_sha256


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"data": b""}, "empty"),
        ({"data": b"MZ\x90\x00 program"}, "program"),
        ({"title": " "}, "title"),
        ({"data": b"x" * 1025}, "larger"),
    ],
)
def test_a_file_that_cannot_be_accepted_is_refused(app, cast, transaction, given, words):
    app.config["MAX_CONTENT_LENGTH"] = 1024
    with pytest.raises(Refused, match=words), transaction():
        documents.a_document(cast.board, **given)
    app.config["MAX_CONTENT_LENGTH"] = None


def test_a_damaged_file_is_kept_without_words(cast, transaction, drain):
    with transaction():
        document = documents.a_document(
            cast.board, data=b"%PDF-1.7 broken", name="broken.pdf", title="Broken"
        )
    drain()
    document = again(document)
    assert document.text == ""
    assert services.path_of(queries.newest_version(document)).exists()


def test_entries_carry_the_keys_of_their_readers(cast, transaction):
    with transaction():
        open_one = documents.a_document(cast.board, text="Lamps.")
        exempt = documents.a_document(cast.board, access=Access.EXEMPT, text="Tenders.")
        draft = documents.a_document(cast.board, published_at=None, text="Drafts.")
    searchable = indexing.searchables()["document"]
    found = indexing.entries_for(searchable, [open_one.id, exempt.id, draft.id])
    board = cast.board.id
    assert found[open_one.id][0].readers == {"everyone", f"clerk:{board}"}
    assert found[exempt.id][0].readers == {f"seat:{board}", f"clerk:{board}"}
    assert found[draft.id][0].readers == {f"clerk:{board}"}
    keys = [found[one.id][0].key for one in (open_one, exempt, draft)]
    assert len(set(keys)) == 3
