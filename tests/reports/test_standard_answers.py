"""A standard answer such as “None.” counts as the report's own once somebody has looked at it."""

import contextvars

import pytest

from app.foundation.db import db
from app.foundation.errors import Conflict
from app.reports import services
from app.reports.models import Report
from app.reports.workflow import unlooked
from tests.factories import reports

PRESET = [
    *("financial", "priorities.children", "priorities.safe", "risk"),
    *("equality", "climate", "background"),
]


def now(report):
    db.session.rollback()
    return db.session.get_one(Report, report.id)


def left(report):
    """The standard answers at which nobody has looked."""
    return [one.key for one in unlooked(now(report))]


def test_what_the_template_presets_is_not_looked_at_yet(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
    assert left(report) == PRESET


def test_who_writes_a_section_has_looked_at_it(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        reports.write(report, "risk", "The lamps may fall.")
        reports.write(report, "risk", "None identified.")
    assert "risk" not in left(report)


def test_a_tick_says_so_of_what_stays_and_can_be_taken_back(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        reports.write(report, "risk", "None identified.", looked=True)
        version = reports.section(report, "risk").version
    assert version == 2
    assert "risk" not in left(report)
    with transaction():
        reports.write(now(report), "risk", "None identified.", looked=False)
    assert "risk" in left(report)


def test_saving_what_stands_without_the_tick_is_no_look(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        reports.write(report, "risk", "None identified.")
        reports.write(report, "purpose", "", looked=False)
    assert "risk" in left(report)
    assert "purpose" not in left(report)


def test_a_tick_on_what_another_has_written_since_is_a_conflict(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        reports.write(report, "risk", "The lamps may fall.")
        with pytest.raises(Conflict):
            reports.write(report, "risk", "None identified.", looked=True, version=1)


def test_each_section_has_a_tick_while_its_standard_answer_stands(cast, transaction, visit):
    with transaction():
        report = reports.a_report(cast)
    olu = visit("Olu")
    page = olu.open(f"/reports/{report.id}/write/risk")
    assert "7. Risk analysis , standard answer, not checked yet" in page.words
    assert page.tree.xpath("//input[@name='looked'][not(@checked)]")
    page = olu.send({"looked": "y"}, button="Save")
    assert page.tree.xpath("//input[@name='looked'][@checked]")
    assert "risk" not in left(report)
    page = olu.send({"text": "The lamps may fall."}, button="Save")
    assert not page.tree.xpath("//input[@name='looked']")


def test_a_tick_saves_itself(cast, transaction, visit):
    with transaction():
        report = reports.a_report(cast)
        where = f"/reports/{report.id}/write/risk"
    olu = visit("Olu")
    page = olu.open(where)
    token = page.tree.xpath("//form[@id='writing']//input[@name='csrf_token']/@value")[0]
    form = {"csrf_token": token, "version": "1", "text": "None identified.", "asked": "looked"}
    post = contextvars.Context().run
    answer = post(olu.client.post, where, data=form | {"looked": "y"}, headers={"X-Fragment": "1"})
    assert 'id="looked" name="looked" type="checkbox"' in " ".join(answer.text.split())
    assert "risk" not in left(report)


def test_sending_asks_about_each_answer_and_takes_a_word_for_all(cast, transaction, visit):
    """§16-16: what is preset and unread is asked about; it does not stop the report."""
    with transaction():
        report = reports.a_full_report(cast)
    olu = visit("Olu")
    page = olu.open(f"/reports/{report.id}/submit")
    assert "5. Financial implications: “None.”" in page.words
    page = olu.send({"looked": ["financial"]}, button="Send for clearance", status=422)
    assert "Tick the answers that are yours, or send it all the same" in page.words
    assert page.tree.xpath("//input[@value='financial'][@checked]")
    olu.send({"looked": PRESET[:-1], "as_it_is": "y"}, button="Send for clearance")
    assert left(report) == ["background"]
    fin = visit("Fin")
    said = "Nobody has looked at these standard answers: 10. List of background papers"
    assert said in fin.open(f"/reports/{report.id}").words
    assert said in fin.open(f"/reports/{report.id}/clear").words


def test_all_ticked_is_sent_without_another_word(cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast)
    olu = visit("Olu")
    olu.open(f"/reports/{report.id}/submit")
    page = olu.send({"looked": PRESET}, button="Send for clearance")
    assert "In clearance" in page.words
    assert left(report) == []
    assert "Nobody has looked" not in visit("Fin").open(f"/reports/{report.id}/clear").words


def test_who_looked_meanwhile_is_not_asked_again(cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast)
    olu = visit("Olu")
    olu.open(f"/reports/{report.id}/submit")
    with transaction():
        reports.write(now(report), "risk", "The lamps may fall.")
    olu.send({"looked": PRESET}, button="Send for clearance")
    assert left(report) == []


def test_readers_of_the_published_report_are_told_nothing_of_it(cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast)
        services.submit(report, by=report.author)
        services.clear(report, by=cast.person("Fin"))
        services.issue(report, by=cast.person("Clare"))
    assert "Nobody has looked" not in visit("Nora").open(f"/reports/{report.id}").words
