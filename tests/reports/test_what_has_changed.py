"""What was changed in a report since somebody saw it, for whoever clears it or reads on."""

from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Access
from app.people import services as people
from app.people.models import PersonKind
from app.reports import services
from app.reports.models import Report, SeenVersion
from tests.factories import reports


def sent(cast, **given):
    report = reports.a_full_report(cast, **given)
    reports.write(report, "purpose", "To ask for **fourteen** lamps on Quay Street.")
    services.submit(report, by=report.author)
    return report


def now(report):
    return db.session.get_one(Report, report.id)


def rewritten(report, typed="To ask for fifteen lamps on Quay Street.", *, title=None):
    """Taken back by its author, written anew and sent once more."""
    changed = now(report)
    services.take_back(changed, by=changed.author)
    reports.write(changed, "purpose", typed)
    if title:
        services.edit_header(
            changed,
            by=changed.author,
            title=title,
            header=changed.header,
            wanted_on=None,
            version=changed.version,
        )
    services.submit(changed, by=changed.author)


def said(page):
    """What the page says in its main part, letter by letter, as a screen reader meets it."""
    return " ".join(page.tree.get_element_by_id("main").text_content().split())


def test_a_clearer_sees_what_was_changed_since_they_opened_it(cast, transaction, visit):
    with transaction():
        report = sent(cast)
    fin = visit("Fin")
    fin.open(f"/reports/{report.id}")
    with transaction():
        rewritten(report, title="Lamps on Quay Street")
    page = fin.open(f"/reports/{report.id}/clear")
    assert "Changed since version 1, which you opened on" in page.words
    assert "1.0 Purpose of the report Changed" in page.words
    assert "To ask for [removed: fourteen][added: fifteen] lamps on Quay Street." in said(page)
    assert "Subject: [removed: Lighting][added: Lamps] on Quay Street" in said(page)
    assert "The same as before: 2.0 Recommendation; 3.0" in page.words
    assert "Cleared" in fin.send(button="Clear it").words


def test_to_open_the_changed_report_does_not_hide_what_was_changed(cast, transaction, visit):
    with transaction():
        report = sent(cast)
    fin = visit("Fin")
    fin.open(f"/reports/{report.id}")
    with transaction():
        rewritten(report)
    page = fin.open(f"/reports/{report.id}")
    assert "You may have read an earlier version: version 1, which you opened on" in page.words
    page = fin.open(page.links()["What has changed since version 1"])
    assert page.heading == "What has changed since version 1"
    assert "[added: fifteen]" in said(page)
    assert "[added: fifteen]" in said(fin.open(f"/reports/{report.id}/clear"))


def test_a_version_is_noted_once_for_each_clearer_and_never_for_its_author(
    cast, transaction, visit
):
    with transaction():
        report = sent(cast)
    for name in ("Olu", "Fin", "Fin"):
        visit(name).open(f"/reports/{report.id}")
    noted = [(one.person_id, one.number) for one in db.session.query(SeenVersion)]
    assert noted == [(cast.person("Fin").id, 1)]


def test_a_report_that_was_sent_back_is_compared_with_the_version_sent_back(
    cast, transaction, visit
):
    with transaction():
        report = sent(cast)
        services.send_back(report, by=cast.person("Fin"), text="How many?")
        reports.write(report, "purpose", "To ask for fifteen lamps on Quay Street.")
        services.attach(report, by=report.author, title="Bids", html="<p>1</p>")
        services.submit(report, by=report.author)
    page = visit("Fin").open(f"/reports/{report.id}/clear")
    assert "Changed since version 1, which you sent back on" in page.words
    assert "Attached since: Bids" in page.words


def test_one_that_was_sent_again_as_it_was_has_not_changed(cast, transaction, visit):
    with transaction():
        report = sent(cast)
        services.send_back(report, by=cast.person("Fin"), text="How many?")
        services.submit(report, by=report.author)
    page = visit("Fin").open(f"/reports/{report.id}/clear")
    assert "Nothing has been changed since." in page.words


def test_who_never_saw_it_is_shown_what_was_changed_since_another_cleared_it(
    cast, transaction, visit
):
    with transaction():
        report = sent(cast)
        services.clear(report, by=cast.person("Fin"))
        services.send_back(report, by=cast.person("Fin"), text="Count them.")
        reports.write(report, "purpose", "To ask for fifteen lamps on Quay Street.")
        services.submit(report, by=report.author)
    page = visit("Clare").open(f"/reports/{report.id}/clear")
    assert f"which {cast.person('Fin').name} cleared on" in page.words
    assert "[added: fifteen]" in said(page)


def test_a_report_sent_for_the_first_time_has_nothing_to_compare(cast, transaction, visit):
    with transaction():
        report = sent(cast)
    page = visit("Fin").open(f"/reports/{report.id}/clear")
    assert not page.tree.xpath("//section[@id='changes']")


def test_marks_alone_are_said_to_be_marks(cast, transaction, visit):
    with transaction():
        report = sent(cast)
        services.send_back(report, by=cast.person("Fin"), text="Not bold.")
        reports.write(report, "purpose", "To ask for fourteen lamps on Quay Street.")
        services.submit(report, by=report.author)
    page = visit("Fin").open(f"/reports/{report.id}/clear")
    assert "only marks such as bold, or a link, were changed" in page.words


def test_readers_compare_published_versions_and_never_the_working_text(cast, transaction, visit):
    with transaction():
        report = sent(cast)
        services.clear(report, by=cast.person("Fin"))
        first = services.issue(report, by=cast.person("Clare")).number
        services.send_back(report, by=cast.person("Fin"), text="Count them.")
        reports.write(report, "purpose", "To ask for ninety lamps on Quay Street.")
        services.attach(report, by=report.author, title="Secret bids", html="<p>1</p>")
        services.submit(report, by=report.author)
        draft = report.versions[-1].number
    nora = visit("Nora")
    assert (
        "Nothing has been changed since."
        in nora.open(f"/reports/{report.id}/versions/{first}/changes").words
    )
    nora.open(f"/reports/{report.id}/versions/{draft}/changes", status=404)
    page = visit("Olu").open(f"/reports/{report.id}/versions/{first}/changes")
    assert "[added: ninety]" in said(page)
    assert "Attached since: Secret bids" in page.words


def test_what_is_closed_is_compared_by_its_readers_alone(cast, transaction, visit):
    with transaction():
        report = sent(cast, access=Access.EXEMPT)
        number = report.versions[-1].number
    visit("Nora").open(f"/reports/{report.id}/versions/{number}/changes", status=404)


def test_who_is_merged_keeps_what_they_have_seen(cast, transaction):
    with transaction():
        report = sent(cast)
        gone = people.add_person(kind=PersonKind.OFFICER, name="Fin Again", by=cast.person("Adi"))
        db.session.flush()
        seen = {"report_id": report.id, "number": 1, "at": clock.now()}
        db.session.add(SeenVersion(person_id=gone.id, **seen))
        people.merge(gone, into=cast.person("Fin"), by=cast.person("Adi"))
    assert [one.person_id for one in db.session.query(SeenVersion)] == [cast.person("Fin").id]
