"""The pages of reports, as their readers meet them."""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from sqlalchemy import event, select
from werkzeug.datastructures import FileStorage

from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.jobs.models import Job
from app.foundation.permissions import Access, AccessLog
from app.foundation.richtext.typed import from_typed
from app.reports import services
from app.reports.models import Report, ReportState
from app.reports.workflow import moves
from tests.factories import reports

SECRET = "Purchase of Number Nine"


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    said: list[str] = []

    def listen(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def address(report, *rest):
    return "/".join((f"/reports/{report.id}", *rest))


def test_an_officer_begins_a_report_and_writes_it_to_the_end(cast, transaction, visit):
    with transaction():
        reports.templates()
        board = cast.board.id
    olu = visit("Olu")
    olu.open("/reports")
    olu.open("/reports/new")
    page = olu.send({"title": "Lighting", "board_id": str(board)}, button="Start the report")
    assert page.heading == "Details of the report"
    page = olu.send(
        {"fact_officer": "Head of Highways", "fact_wards": "Harbour"},
        button="Save and go on writing",
    )
    assert "1. Purpose of the report" in page.words
    page = olu.send({"text": "To ask."}, button="Save and go to Recommendation ›")
    page = olu.send({"text": "1. be noted"}, button="Save and go to Supporting information ›")
    page = olu.send({"text": "The **facts**."}, button="Save and go to Policy implications ›")
    assert page.path.endswith("/write/policy")
    olu.send({"text": "None."}, button="Send for clearance")
    assert olu.page.heading == "Send for clearance"
    page = olu.send({"as_it_is": "y"}, button="Send for clearance")
    assert "In clearance" in page.words
    assert "3.1 The facts" in page.words
    assert page.tree.xpath("//strong[text()='facts']")


LACKING = ("Write “", "Fill in “")


def test_the_checking_page_names_all_that_is_missing(cast, transaction, visit):
    with transaction():
        report = reports.a_report(cast)
    olu = visit("Olu")
    db.session.get_one(Report, report.id).header = {}
    db.session.commit()
    page = olu.open(address(report, "submit"))
    lacking = {words: to for words, to in page.links().items() if words.startswith(LACKING)}
    assert lacking["Write “1. Purpose of the report”"] == address(report, "write", "purpose")
    assert lacking["Fill in “Reporting officer”"].startswith(address(report, "header"))
    assert len(lacking) > 3
    page = olu.send(button="Send for clearance", status=422)
    summary = page.tree.xpath("//div[contains(@class, 'govuk-error-summary')]//a/@href")
    assert summary == list(lacking.values())
    assert "Everything that the template requires" not in page.words


def test_typing_saves_itself_and_answers_with_the_new_version(cast, transaction, visit):
    with transaction():
        report = reports.a_report(cast)
        where = address(report, "write", "purpose")
    olu = visit("Olu")
    page = olu.open(where)
    token = page.tree.xpath("//form[@id='writing']//input[@name='csrf_token']/@value")[0]
    form = {"csrf_token": token, "version": "1", "text": "First words."}
    post = contextvars.Context().run
    answer = post(olu.client.post, where, data=form, headers={"X-Fragment": "1"})
    assert answer.status_code == 200
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert '<p><span class="para-no">1.1</span> First words.</p>' in answer.text


def test_a_conflict_shows_both_texts_and_loses_neither(cast, transaction, visit):
    with transaction():
        report = reports.a_report(cast)
        where = address(report, "write", "purpose")
    olu, clare = visit("Olu"), visit("Clare")
    olu.open(where)
    clare.open(where)
    clare.send({"text": "Clare wrote this."}, button="Save")
    page = olu.send({"text": "Olu wrote that."}, button="Save", status=409)
    assert "Clare wrote this." in page.words
    assert "Olu wrote that." in page.words
    assert "Clare Dawson saved this before you" in page.words
    assert [one.text for one in page.tree.xpath("//section[@data-conflict]//p/ins/span[1]")]
    assert "word by word" in page.words
    page = olu.send({"text": "Both wrote it."}, button="Save my text")
    assert "Both wrote it." in page.words


def test_what_is_in_clearance_can_be_read_but_not_written(cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast)
        where = address(report, "write", "purpose")
    olu = visit("Olu")
    olu.open(where)
    with transaction():
        services.submit(db.session.get_one(Report, report.id), by=None)
    page = olu.send({"text": "Typed too late."}, button="Save", status=422)
    assert "Typed too late." in page.words
    assert "it can be written in again once it is a draft" in page.words


def test_the_header_form_keeps_both_when_two_people_change_it(cast, transaction, visit):
    with transaction():
        report = reports.a_report(cast)
    olu, clare = visit("Olu"), visit("Clare")
    olu.open(address(report, "header"))
    clare.open(address(report, "header"))
    clare.send({"title": "Lamps"}, button="Save")
    page = olu.send({"title": "Lights"}, button="Save", status=409)
    assert "Lamps" in page.words
    assert page.tree.xpath("//input[@name='title']/@value") == ["Lights"]
    assert "Lights" in olu.send(button="Save").words


def test_fin_clears_with_a_comment_and_sends_back(cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast)
        services.submit(report, by=report.author)
    fin = visit("Fin")
    assert "Waiting for my clearance" in fin.open("/reports").words
    fin.open(address(report, "send-back"))
    fin.send(button="Send it back", status=422)
    page = fin.send({"text": "Which budget?"}, button="Send it back")
    assert "Which budget?" in page.words
    with transaction():
        services.submit(db.session.get_one(Report, report.id), by=None)
    fin.open(address(report, "clear"))
    assert "Cleared" in fin.send(button="Clear it").words


def test_a_report_is_taken_back_and_withdrawn(cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast)
        services.submit(report, by=report.author)
    olu = visit("Olu")
    olu.open(address(report))
    assert "Draft" in olu.send(button="Take back to draft").words
    olu.open(address(report, "withdraw"))
    page = olu.send({"reason": "Overtaken by events."}, button="Withdraw it")
    assert "Overtaken by events." in page.words
    assert "My reports in hand" not in olu.open("/reports").words


def test_a_file_is_attached_read_and_taken_off(cast, transaction, visit, drain):
    with transaction():
        where = address(reports.a_report(cast))
    olu = visit("Olu")
    olu.open(f"{where}/appendices")
    page = olu.send(button="Attach the file", status=422)
    assert "Enter the title of the appendix" in page.words
    assert "Choose a file" in page.words
    olu.send({"title": "Plan"}, button="Attach the file", status=422)
    page = olu.send(
        {"title": "Plan", "file": FileStorage(BytesIO(b"MZ\x90"), "plan.exe")},
        button="Attach the file",
        status=422,
    )
    assert "program" in page.words
    olu.send(
        {"title": "Plan", "file": FileStorage(BytesIO(b"Lamp by lamp."), "plan.txt")},
        button="Attach the file",
    )
    drain()
    page = olu.open(olu.page.links()["Plan"])
    assert "Lamp by lamp." in page.words
    olu.open(where)
    assert "Nothing is attached" in olu.send(button="Take off Plan").words
    olu.open(f"{where}/appendices")
    disguised = FileStorage(BytesIO(b"Lamp by lamp."), "plan.pdf")
    page = olu.send({"title": "Plan", "file": disguised}, button="Attach the file")
    assert "This is a text file, although its name ends in .pdf." in page.words


def test_a_partnership_paper_has_a_cover_sheet_and_sections_of_its_own(cast, transaction, visit):
    with transaction():
        report = reports.a_report(cast, template="partnership", title="Fund", header={})
    olu = visit("Olu")
    olu.open(address(report, "header"))
    page = olu.send(
        {
            "fact_prepared_by": "Olu Eze",
            "fact_present": "Yes",
            "fact_summary": "Money.",
            "fact_recommendations": "1. the fund be agreed; and\n2. bidders be told.",
            "fact_purpose": "decision",
        },
        button="Save",
    )
    assert "Decision" in page.words
    assert page.tree.xpath("//dd/ol/li")
    olu.open(address(report, "sections"))
    olu.send({"label": "What is new"}, button="Add the section")
    page = olu.send({"text": "Bids."}, button="Finish for now")
    assert page.tree.xpath("//section[@id='own-1']//p[text()='Bids.']")
    olu.open(address(report, "write", "own-1"))
    assert "What is new" not in olu.send(button="Remove it").words


def test_readers_get_the_published_version_and_the_circle_is_told(cast, transaction, visit):
    with transaction():
        report = reports.a_published_report(cast)
        services.send_back(report, by=cast.person("Clare"), text="Correct it.")
        reports.write(report, "purpose", "Working words.")
        services.keep_version(report, by=report.author, why="left")
        numbers = [version.number for version in report.versions]
    nora, olu = visit("Nora"), visit("Olu")
    page = nora.open(address(report))
    assert "Working words." not in page.text
    assert "Draft" not in page.words
    assert "Correct it." not in page.text
    assert "Working words." in olu.open(address(report)).words
    assert "You see the working text" in olu.page.words
    issued = next(one.number for one in report.versions if one.why == "published")
    assert nora.open(address(report, "versions", str(issued))).status == 200
    for number in numbers:
        if number != issued:
            nora.open(address(report, "versions", str(number)), status=404)
            assert olu.open(address(report, "versions", str(number))).status == 200


PAGES = {
    "": {"Clare", "Olu", "Fin"},
    "versions/1": {"Clare", "Olu", "Fin"},
    "header": {"Clare", "Olu"},
    "write": {"Clare", "Olu"},
    "write/purpose": {"Clare", "Olu"},
    "sections": {"Clare", "Olu"},
    "appendices": {"Clare", "Olu"},
    "submit": {"Clare", "Olu"},
    "withdraw": {"Clare", "Olu"},
    "clear": {"Clare", "Fin"},
    "send-back": {"Clare", "Fin"},
}
SEEING = {"Clare", "Olu", "Fin"}


@pytest.mark.sqlite
@pytest.mark.parametrize("until", ["draft", "in clearance", "cleared", "issued"])
def test_every_move_that_is_open_to_somebody_stands_on_the_page(until, cast, transaction, visit):
    """What can be done and stands on no page can be done by nobody."""
    with transaction():
        report = (reports.a_published_report if until == "issued" else reports.a_full_report)(cast)
        if until in ("in clearance", "cleared"):
            services.submit(report, by=report.author)
        if until == "cleared":
            services.clear(report, by=cast.person("Fin"))
    for who in ("Clare", "Olu") if until == "draft" else ("Clare", "Olu", "Fin"):
        page = visit(who).open(address(report))
        ways = {*page.links().values(), *page.tree.xpath("//main//form/@action")}
        offered = {way.split("?")[0] for way in ways}
        for move in moves.open_to(cast.scope(who), report):
            if not (move.name == "withdraw" and until == "issued"):
                assert address(report, move.name) in offered, f"{who} cannot {move.name}"


@pytest.mark.sqlite
def test_each_page_opens_for_whom_the_table_says(cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast, access=Access.EXEMPT, title=SECRET)
        services.submit(report, by=report.author)
    for who in ("Clare", "Chi", "Mo", "Olu", "Fin", "Adi", "Nora"):
        browsing = visit(who)
        for page, allowed in PAGES.items():
            status = 200 if who in allowed else 403 if who in SEEING else 404
            shown = browsing.open(address(report, page).rstrip("/"), status=status)
            assert (SECRET in shown.text) is (who in allowed)
        listed = browsing.open("/reports").text
        assert (SECRET in listed) is (who in SEEING)


def test_nobody_who_is_not_signed_in_reads_anything(cast, transaction, visit):
    with transaction():
        report = reports.a_published_report(cast)
    assert visit(None).open(address(report)).heading == "Sign in"


def test_every_view_of_an_exempt_report_is_recorded(cast, transaction, visit):
    with transaction():
        report = reports.a_published_report(cast, access=Access.EXEMPT, title=SECRET)
        report_id, mo_id = report.id, cast.person("Mo").id
    mo = visit("Mo")
    mo.open(address(report))
    seen = db.session.scalars(select(AccessLog).where(AccessLog.person_id == mo_id)).all()
    assert ("report", report_id) in {(sight.kind, sight.thing_id) for sight in seen}
    visit("Nora").open(address(report), status=404)


def test_an_exempt_title_stands_in_no_log_job_or_message(cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast, access=Access.EXEMPT, title=SECRET)
    olu = visit("Olu")
    olu.open(address(report, "submit"))
    page = olu.send({"as_it_is": "y"}, button="Send for clearance")
    flashed = " ".join(page.tree.xpath("//div[@id='messages']//text()"))
    assert SECRET not in flashed
    said = [str(line.facts) for line in db.session.scalars(select(AuditEvent))]
    said += [str(job.arguments) for job in db.session.scalars(select(Job))]
    assert SECRET not in " ".join(said)


def test_the_templates_page_shows_versions_to_officers_alone(cast, transaction, visit):
    with transaction():
        reports.templates()
    assert "from 1 April 2022" in visit("Adi").open("/reports/templates").words
    visit("Mo").open("/reports/templates", status=403)


def test_filters_narrow_the_list(cast, transaction, visit):
    with transaction():
        reports.a_published_report(cast, title="First paper")
        reports.a_report(cast, title="Second paper")
    olu = visit("Olu")
    assert "Second paper" in olu.open("/reports?state=draft").words
    assert "First paper" not in olu.page.words
    other = cast.other_board.id
    assert "No report fits" in olu.open(f"/reports?board={other}").words
    assert olu.open("/reports?state=nonsense&page=99&board=x").status == 200


@pytest.mark.sqlite
def test_the_list_asks_as_much_for_twenty_reports_as_for_three(cast, transaction, visit):
    with transaction():
        for number in range(3):
            reports.a_published_report(cast, title=f"Paper {number}")
    nora, olu = visit("Nora"), visit("Olu")
    few = [queries_for(browsing, "/reports") for browsing in (nora, olu)]
    with transaction():
        for number in range(3, 20):
            reports.a_published_report(cast, title=f"Paper {number}")
            reports.a_report(cast, title=f"Draft {number}")
    many = [queries_for(browsing, "/reports") for browsing in (nora, olu)]
    assert many[0] <= few[0]
    assert many[1] <= few[1] + 3
    assert max(many) <= 16


@pytest.mark.sqlite
def test_reading_and_writing_ask_as_much_for_a_long_report_as_for_a_short_one(
    cast, transaction, visit
):
    with transaction():
        short = reports.a_report(cast, template="partnership", title="Short")
        long = reports.a_report(cast, template="partnership", title="Long")
        for report, times in ((short, 1), (long, 25)):
            for number in range(times):
                text = from_typed(f"Paragraph {number}, see SAF{number}.")
                services.add_section(report, by=None, label=f"Part {number}", html=text)
                services.attach(report, by=None, title=f"Text {number}", html=text)
    olu = visit("Olu")
    for page in ((), ("write", "own-1"), ("submit",), ("header",)):
        few = queries_for(olu, address(short, *page))
        assert queries_for(olu, address(long, *page)) == few
        assert few <= 20


def queries_for(browsing, where):
    browsing.open(where)
    with counted() as said:
        browsing.open(where)
    return len(said)


def test_a_state_is_not_told_to_those_outside_the_circle(cast, transaction, visit):
    with transaction():
        report = reports.a_published_report(cast, title="Known paper")
        services.send_back(report, by=cast.person("Clare"), text="Again.")
        assert report.state == ReportState.DRAFT
    nora = visit("Nora")
    assert "Known paper" in nora.open("/reports").words
    assert "Known paper" not in nora.open("/reports?state=draft").words


def test_a_conflict_over_the_details_names_who_saved_them(cast, transaction, visit):
    with transaction():
        report = reports.a_report(cast)
    olu, clare = visit("Olu"), visit("Clare")
    olu.open(address(report, "header"))
    clare.open(address(report, "header"))
    clare.send({"title": "Lamps"}, button="Save")
    page = olu.send({"title": "Lighting"}, button="Save", status=409)
    assert "Clare Dawson saved the details before you, at " in page.words
    olu.send({"title": "Lighting"}, button="Save")
    assert olu.page.heading == "Lighting"
