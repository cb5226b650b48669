"""What was cleared is what was read: its words, and all that is attached to it."""

from datetime import timedelta
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.people import services as people
from app.reports import services
from app.reports.models import Report, ReportState
from tests.factories import reports


def in_clearance(cast, **given):
    """A report with an appendix, as those who clear it find it."""
    report = reports.a_full_report(cast, **given)
    services.attach(report, by=report.author, title="Bids", html="<p>1</p>")
    services.submit(report, by=report.author)
    return report


def again(report):
    """The report as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Report, report.id)


@pytest.mark.parametrize("state", [ReportState.IN_CLEARANCE, ReportState.CLEARED])
def test_appendices_are_neither_added_nor_taken_off_once_a_report_is_out_of_hand(
    cast, transaction, state
):
    with transaction():
        report = in_clearance(cast)
        if state == ReportState.CLEARED:
            services.clear(report, by=cast.person("Fin"))
        with pytest.raises(Refused, match="once it is a draft"):
            services.attach(report, by=report.author, title="Other bids", html="<p>2</p>")
        with pytest.raises(Refused, match="once it is a draft"):
            services.detach(report.appendices[0], by=report.author)
    assert [one.title for one in again(report).appendices] == ["Bids"]


def test_a_file_for_a_cleared_report_is_refused_and_its_title_kept(cast, transaction, visit):
    with transaction():
        report = in_clearance(cast)
        services.clear(report, by=cast.person("Fin"))
    olu = visit("Olu")
    olu.open(f"/reports/{report.id}/appendices")
    file = FileStorage(BytesIO(b"Lamp by lamp."), "plan.txt")
    page = olu.send({"title": "Plan", "file": file}, button="Attach the file", status=422)
    assert "it can be written in again once it is a draft" in page.words
    assert page.tree.xpath("//input[@name='title']/@value") == ["Plan"]


def test_a_text_that_was_changed_after_it_was_read_is_not_cleared(cast, transaction, visit):
    with transaction():
        report = in_clearance(cast)
    fin = visit("Fin")
    fin.open(f"/reports/{report.id}")
    fin.open(fin.page.links()["Clear"])
    with transaction():
        changed = again(report)
        services.take_back(changed, by=changed.author)
        services.attach(changed, by=changed.author, title="Other bids", html="<p>2</p>")
        services.submit(changed, by=changed.author)
    page = fin.send({"text": "The sums are right."}, button="Clear it", status=422)
    assert "This report has been changed since you opened it" in page.words
    assert "The sums are right." in page.tree.xpath("string(//textarea)")
    assert again(report).state == ReportState.IN_CLEARANCE
    assert "Cleared" in fin.send(button="Clear it").words


def test_a_clearer_who_looks_at_an_old_page_is_told_on_the_next(cast, transaction, visit):
    with transaction():
        report = in_clearance(cast)
    fin = visit("Fin")
    old = fin.open(f"/reports/{report.id}").links()["Clear"]
    with transaction():
        changed = again(report)
        services.take_back(changed, by=changed.author)
        reports.write(changed, "purpose", "Something else.")
        services.submit(changed, by=changed.author)
    fin.open(old)
    fin.send(button="Clear it", status=422)
    assert again(report).state == ReportState.IN_CLEARANCE


def test_what_a_clearer_typed_is_kept_when_the_report_cannot_be_sent_back(cast, transaction, visit):
    with transaction():
        report = in_clearance(cast)
    fin = visit("Fin")
    fin.open(f"/reports/{report.id}/send-back")
    with transaction():
        services.take_back(again(report), by=None)
    page = fin.send({"text": "Which budget?"}, button="Send it back", status=422)
    assert "This cannot be done while it is" in page.words
    assert "Which budget?" in page.tree.xpath("string(//textarea)")


def test_a_clearing_post_is_asked_and_not_the_person_who_once_held_it(cast, transaction, visit):
    with transaction():
        report = in_clearance(cast)
        (holding,) = cast.person("Fin").holdings
        yesterday = clock.today() - timedelta(days=1)
        people.leave_post(holding, by=cast.person("Adi"), to_on=yesterday)
        people.appoint(holding.post, person=cast.person("Nora"), by=cast.person("Adi"))
    assert visit("Fin").open(f"/reports/{report.id}/clear", status=404)
    assert "Clear Lighting on Quay Street" in visit("Nora").open("/").words
    nora = visit("Nora")
    nora.open(f"/reports/{report.id}")
    nora.open(nora.page.links()["Clear"])
