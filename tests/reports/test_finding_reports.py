"""What the search index is told of reports, and what a hit shows to whom."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.foundation import indexing
from app.foundation.db import db
from app.foundation.permissions import Access
from app.foundation.richtext.typed import from_typed
from app.reports import search, services
from app.reports.models import Appendix, Report
from tests.factories import reports


@contextmanager
def counted():
    said = []

    def listen(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    yield said
    event.remove(db.engine, "before_cursor_execute", listen)


def searchable(kind):
    return indexing.searchables()[kind]


def keys_of(report):
    found = indexing.entries_for(searchable(Report.KIND), [report.id])
    return [entry.key for entry in found[report.id]]


def test_a_hit_shows_what_its_reader_may_read(app, cast, transaction):
    with transaction():
        open_one = reports.a_published_report(cast, title="Lamps")
        exempt = reports.a_published_report(cast, title="Tenders", access=Access.EXEMPT)
        draft = reports.a_report(cast, title="Plans")
    keys = [key for report in (open_one, exempt, draft) for key in keys_of(report)]
    shown = {}
    with app.test_request_context():
        for who in ("Clare", "Mo", "Olu", "Adi", "Nora"):
            hits = search.found(keys, cast.scope(who))
            shown[who] = {hit.title for hit in hits.values()}
    assert shown["Clare"] == shown["Olu"] == {"Lamps", "Tenders", "Plans"}
    assert shown["Mo"] == {"Lamps", "Tenders"}
    assert shown["Adi"] == shown["Nora"] == {"Lamps"}


def test_a_section_is_found_under_its_heading_and_leads_to_its_place(app, cast, transaction):
    with transaction():
        report = reports.a_full_report(cast)
        reports.write(report, "priorities.safe", "Fewer falls.")
    key = f"section:{report.id}:priorities"
    with app.test_request_context():
        hit = search.found([key], cast.scope("Olu"))[key]
        gone = search.found([f"section:{report.id}:no-such"], cast.scope("Olu"))
    assert hit.label == "Implications for the council's priorities"
    assert hit.url == f"/reports/{report.id}#priorities"
    assert "Safe and Strong Neighbourhoods\nFewer falls." in hit.text
    assert gone == {}


def test_an_appendix_that_is_a_text_is_found_as_a_document(app, cast, transaction):
    with transaction():
        report = reports.a_full_report(cast)
        text = from_typed("Bay 14 is dark.")
        appendix = services.attach(report, by=report.author, title="Bays", html=text)
    found = indexing.entries_for(searchable(Appendix.KIND), [appendix.id])[appendix.id]
    assert [(one.kind, one.text) for one in found] == [("document", "Bay 14 is dark.")]
    assert "everyone" not in found[0].readers
    key = found[0].key
    with app.test_request_context():
        assert search.appendices_found([key], cast.scope("Olu"))[key].title == "Bays"
        assert search.appendices_found([key], cast.scope("Nora")) == {}


@pytest.mark.sqlite
def test_indexing_asks_as_much_for_ten_reports_as_for_two(app, cast, transaction):
    with transaction():
        ids = [reports.a_published_report(cast, title=f"Paper {n}").id for n in range(5)]
        ids += [reports.a_report(cast, title=f"Draft {n}").id for n in range(5)]
    asked = []
    for chosen in (ids[:1] + ids[-1:], ids):
        db.session.expunge_all()
        with counted() as said:
            indexing.entries_for(searchable(Report.KIND), chosen)
        asked.append(len(said))
    assert asked[1] <= asked[0] <= 12
