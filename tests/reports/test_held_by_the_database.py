"""What went out with a report is held by the database itself; who may read it still changes."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DatabaseError

from app.agendas.models import Consideration
from app.documents import services as document_services
from app.documents.models import Blob, Document, DocumentVersion
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Access
from app.reports import services
from app.reports.models import Appendix, ReportVersion
from tests.factories import agendas, documents

HELD = [
    *(update(Appendix).values({name: "Otherwise"}) for name in ("title", "text")),
    *(update(Appendix).values({name: None}) for name in ("document_id", "published_at")),
    update(Appendix).values(position=9),
    delete(Appendix),
    update(Document).values(title="Otherwise"),
    update(Document).values(published_at=None),
    delete(Document),
    update(DocumentVersion).values(name_as_given="other.txt"),
    update(DocumentVersion).values(at=clock.now()),
    delete(DocumentVersion),
    update(Blob).values(media_type="text/html"),
    delete(Blob),
    update(Consideration).values(report_version_id=None),
    delete(Consideration),
    update(ReportVersion).values(published_at=None),
]


@pytest.fixture
def issued(cast, transaction):
    """A report that went out with a text and a file."""
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = agendas.a_cleared_report(cast, agenda, attached={"Map": "<p>Here.</p>"})
        services.send_back(report, by=cast.person("Clare"), text="Attach the notes.")
        notes = documents.a_document(cast.board, published_at=None)
        services.attach(report, by=report.author, title="Notes", document=notes)
        services.submit(report, by=report.author)
        services.clear(report, by=cast.person("Clare"))
        item = agendas.an_item(agenda)
        agendas.services.place_report(item, report=report, by=None)
        agendas.published(cast, agenda)
    return report, notes


def said(statement) -> str:
    return " ".join(str(statement).split())[:60]


@pytest.mark.parametrize("change", HELD, ids=said)
def test_nothing_changes_what_went_out(issued, transaction, change):
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction():
        db.session.execute(change)


def test_no_other_file_takes_the_place_of_one_that_went_out(issued, transaction):
    _, notes = issued
    facts = {"number": 2, "name_as_given": "other.txt", "at": clock.now()}
    blob = notes.versions[0].blob_sha256
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction():
        db.session.execute(
            insert(DocumentVersion).values(document_id=notes.id, blob_sha256=blob, **facts)
        )


def test_what_lawfully_changes_still_does(issued, cast, transaction):
    """Who may read it, what is found in it, and all of it before it goes out."""
    report, notes = issued
    with transaction():
        services.hold_back(report, by=None, access=Access.EXEMPT)
        services.release(report, by=None)
        document_services.keep_texts(
            [document_services.Text(notes.id, notes.versions[0].blob_sha256, "Found.", "")]
        )
    with transaction():
        free = documents.a_document(cast.board, published_at=None)
        document_services.add_version(free, by=None, name="b.txt", data=b"Better.")
        past = documents.a_document(cast.board, published_at=clock.now() - timedelta(days=9))
        document_services.add_version(past, by=None, name="b.txt", data=b"Better still.")
        db.session.execute(update(Document).where(Document.id == free.id).values(title="Draft"))
    assert [len(one.versions) for one in (free, past)] == [2, 2]
