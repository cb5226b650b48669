"""Reports as Word files: what stands in them, what may not, and that they are read back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.archive.paper import ParsedPaper as Read
from app.archive.recognise.kept import lines_lost
from app.archive.recognise.whole import recognise
from app.foundation.db import db
from app.foundation.exports.blocks import HeadingBlock, LabelledLines, RichText, WordPaper
from app.foundation.exports.word import render
from app.foundation.exports.wording import Imprint, closing_mark
from app.foundation.permissions import Access, AccessLog
from app.foundation.reading.docx import read_docx
from app.foundation.richtext.typed import from_typed
from app.reports import queries, services
from app.reports.exports import Attached, report_paper
from app.reports.models import Report
from tests.factories import agendas, reports
from tests.word import (
    assert_clean,
    everything_in,
    fetched,
    opened,
    paragraphs_of,
    rows_of,
    spaced,
)

BOARD = "Safer Communities Policy and Performance Board"
IMPRINT = Imprint(
    council="Brackenmere Borough Council",
    written_at=datetime(2026, 9, 3, 14, 20, tzinfo=UTC),
    board=BOARD,
    on=date(2026, 9, 15),
)
PRIORITIES = ("Children and young people", "Employment, learning and skills", "A safer borough")


def section(key: str, label: str, typed: str, *parts: tuple[str, str]) -> dict[str, Any]:
    return {
        "key": key,
        "number": "",
        "label": label,
        "text": from_typed(typed),
        "parts": [
            {"key": f"{key}.{name}", "label": name, "text": from_typed(text)}
            for name, text in parts
        ],
    }


def content(*, recommendation: str = "1. it be noted; and\n2. it be paid for.") -> dict[str, Any]:
    sections = [
        section("purpose", "Purpose of the report", "To ask for money for the lights."),
        section("recommendation", "Recommendation", recommendation),
        section(
            "supporting",
            "Supporting information",
            "The lamps on Quay Street are old.\n\nThey fail.\n\n# Costs\nEach costs £400.\n\n"
            "| Lamp | Cost |\n|---|---|\n| LED | £400 |",
        ),
        section("policy", "Policy implications", "None."),
        section("financial", "Financial implications", "£4,000 from reserves."),
        section(
            "priorities",
            "Implications for the council's priorities",
            "",
            *((name, "None.") for name in PRIORITIES),
        ),
        section("risk", "Risk analysis", "None identified."),
        section("equality", "Equality and diversity issues", "None identified."),
        section("climate", "Climate change implications", "Less current is used."),
        section(
            "background",
            "List of background papers under section 100D of the Local Government Act 1972",
            "There are no background papers under the meaning of the Act.",
        ),
    ]
    for place, one in enumerate(sections, 1):
        one["number"] = f"{place}.0"
    return {
        "title": "Lighting on Quay Street",
        "header": [
            ["Report to", BOARD],
            ["Date", "15 September 2026"],
            ["Reporting officer", "Head of Highways"],
            ["Portfolio", "Environment"],
            ["Subject", "Lighting on Quay Street"],
            ["Ward(s)", "Harbour, Market and Weir Bank"],
        ],
        "cover_sheet": False,
        "sections": sections,
    }


def older() -> dict[str, Any]:
    found = content()
    found["header"] = [row for row in found["header"] if row[0] != "Portfolio"]
    found["sections"] = [one for one in found["sections"] if one["key"] != "climate"]
    return found


def cover(*, purpose: str = "Discussion and comment") -> dict[str, Any]:
    return {
        "title": "Three reporting centres",
        "header": [
            ["Title of paper", "Three reporting centres"],
            ["Prepared by", "Anna Keele"],
            ["Present at meeting", "yes"],
            ["Leading partner", "Voluntary Action"],
            ["Summary of content and issues raised", "Five centres exist.\n\nTwo work."],
            ["Recommendations", "1. three centres be opened; and\n2. they be visited."],
            ["Financial and HR implications", "£7,200."],
            ["Promotion of equality and diversity", ""],
            ["Purpose of paper", purpose],
        ],
        "cover_sheet": True,
        "sections": [
            section("own-1", "Background", "The present five were opened in 2019.\n\nTwo work."),
            section("own-2", "What it would cost", "£7,200 in all."),
        ],
    }


def read(paper: WordPaper) -> Read:
    lines = read_docx(render(paper))
    found = recognise(lines, source_file="report.docx")
    assert lines_lost(lines, found) == []
    return found


KINDS = {
    "today's": report_paper(content(), IMPRINT),
    "older": report_paper(older(), IMPRINT),
    "past": report_paper(content(), IMPRINT, keeps_numbers=True),
    "cover sheet": report_paper(cover(), IMPRINT),
    "with appendices": report_paper(
        content(),
        IMPRINT,
        appendices=[
            Attached("Calls by hour", from_typed("# Fridays\n| Hour | Calls |\n|---|---|\n|11|4|")),
            Attached("Map of the quay", file_name="map.pdf"),
        ],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_word_finds_nothing_to_repair_in_a_report(kind):
    assert_clean(render(KINDS[kind]))


def test_a_report_says_whose_it_is_and_for_which_meeting():
    document = opened(render(KINDS["today's"]))
    assert document.core_properties.title == "Lighting on Quay Street"
    assert document.core_properties.author == "Brackenmere Borough Council"
    assert document.paragraphs[0].text == "Brackenmere Borough Council"
    footer = spaced(document.sections[0].footer.paragraphs[0].text)
    assert footer.startswith(f"{BOARD}, 15 September 2026\tPage ")


def test_a_draft_says_so_at_the_head_and_the_foot_of_every_page():
    draft = Imprint(IMPRINT.council, IMPRINT.written_at, BOARD, IMPRINT.on, is_draft=True)
    pages = opened(render(report_paper(content(), draft))).sections[0]
    assert pages.footer.paragraphs[0].text.startswith(f"Draft: {BOARD}")
    assert [one.text for one in pages.header.paragraphs] == ["DRAFT"]


def test_a_cover_sheet_says_what_its_author_is_if_that_is_known():
    paper = report_paper(cover(), IMPRINT, post="Community Safety Manager")
    headings = [one.text for one in paper.blocks if isinstance(one, HeadingBlock)]
    assert headings[0] == "Report of Anna Keele, Community Safety Manager"


def test_the_facts_stand_at_the_head_and_empty_ones_are_left_out():
    given = content()
    given["header"][3][1] = ""
    head = next(
        one for one in report_paper(given, IMPRINT).blocks if isinstance(one, LabelledLines)
    )
    assert [label for label, _ in head.rows] == [
        *("Report to", "Date", "Reporting officer", "Subject", "Ward(s)")
    ]


@pytest.mark.parametrize(
    ("typed", "after", "plain"),
    [
        ("That the report be noted.", "That", "the report be noted."),
        ("That:\n1. it be noted\n2. it be paid", "That", "it be noted it be paid"),
        ("That the Board\n1. note it\n2. pay it", "That", "the Board note it pay it"),
        ("1. it be noted\n2. it be paid", "That", "it be noted it be paid"),
        ("the report be noted.", "That", "the report be noted."),
        ("1. That it be noted\n2. That it be paid", "That", "it be noted it be paid"),
        ("The Board is asked to note it.", "", "The Board is asked to note it."),
    ],
)
def test_that_is_said_once_before_what_is_recommended(typed, after, plain):
    blocks = report_paper(content(recommendation=typed), IMPRINT).blocks
    place = next(
        n for n, one in enumerate(blocks) if isinstance(one, HeadingBlock) and "Recomm" in one.text
    )
    heading, asked = blocks[place], blocks[place + 1]
    assert isinstance(heading, HeadingBlock)
    assert isinstance(asked, RichText)
    assert (heading.text, heading.after) == (
        "Recommendation:" if after else "Recommendation",
        after,
    )
    words = " ".join(
        one.text
        for one in opened(render(WordPaper("t", (asked,), "a", IMPRINT.written_at))).paragraphs
    )
    assert words == plain


def test_sections_and_priorities_are_counted_by_word():
    lines = [line.text for line in read_docx(render(KINDS["today's"]))]
    assert "2.0 Recommendation: That" in lines
    assert "3.3 Costs" in lines
    assert "6.3 A safer borough" in lines
    assert any(line.startswith("10.0 List of background papers") for line in lines)


def printed() -> dict[str, Any]:
    """A past report: its numbers are typed in front of its sections and paragraphs."""
    found = content()
    for one in found["sections"]:
        one["number"] = one["number"].replace(".0", ".")
    found["sections"][2]["text"] = "<p>3.1 The lamps are old.</p><p>3.3 They fail.</p>"
    found["sections"][5] |= {"text": "<h3>6.1 Children</h3><p>None.</p>", "parts": []}
    return found


def test_a_past_paper_keeps_its_printed_numbers():
    file = render(report_paper(printed(), IMPRINT, keeps_numbers=True))
    lines = paragraphs_of(file)
    assert ("Heading 1", "3.\tSupporting information") in lines
    assert ("Numbered Para 2", "3.3\tThey fail.") in lines
    assert ("Heading 2", "6.1\tChildren") in lines
    assert_clean(file)


def test_the_cover_sheet_ticks_one_purpose():
    """R15.3: the cover sheet ticks one purpose."""
    rows = rows_of(render(KINDS["cover sheet"]), table=0)
    assert rows[3] == ["Present at meeting", "Yes"]
    assert rows[-1][1].split("\n") == [*("☐ Decision", "☒ Discussion and comment", "☐ Information")]
    nothing = rows_of(render(report_paper(cover(purpose=""), IMPRINT)), table=0)
    assert "☒" not in nothing[-1][1]


def test_appendices_begin_pages_of_their_own():
    """R11.6: appendices begin pages of their own."""
    headings = [one for one in KINDS["with appendices"].blocks if isinstance(one, HeadingBlock)]
    assert [one.text for one in headings if one.new_page] == [
        *("Appendix 1: Calls by hour", "Appendix 2: Map of the quay")
    ]


def test_a_closed_report_is_marked_on_every_page():
    mark = closing_mark(Access.EXEMPT, grounds="This report contains exempt information.")
    closed = Imprint(IMPRINT.council, IMPRINT.written_at, BOARD, mark=mark)
    head = opened(render(report_paper(content(), closed))).sections[0].header.paragraphs
    assert [one.text for one in head] == [
        *("NOT FOR PUBLICATION", "This report contains exempt information.")
    ]


@pytest.mark.parametrize(
    ("kind", "template", "count"),
    [
        ("today's", "policy-board-2024", 10),
        ("older", "policy-board-2011", 9),
        ("past", "policy-board-2024", 10),
    ],
)
def test_our_own_report_is_read_back(kind, template, count):
    found = read(KINDS[kind])
    assert (found.kind, found.template) == ("report", template)
    assert (found.board, found.date) == (BOARD, date(2026, 9, 15))
    assert found.subject == "Lighting on Quay Street"
    assert found.author == "Head of Highways"
    assert found.wards == ["Harbour", "Market", "Weir Bank"]
    assert [each.number for each in found.sections] == [f"{n}.0" for n in range(1, count + 1)]
    assert found.sections[0].title == "Purpose of the report"
    assert found.recommendations == ["it be noted", "it be paid for."]
    titles = [each.title for each in found.headings]
    assert set(PRIORITIES) < set(titles)


def test_our_own_cover_sheet_is_read_back():
    found = read(KINDS["cover sheet"])
    assert (found.kind, found.template) == ("report", "partnership-cover")
    assert (found.board, found.subject) == (BOARD, "Three reporting centres")
    assert (found.prepared_by, found.present_at_meeting) == ("Anna Keele", "Yes")
    assert (found.leading_partner, found.purpose) == ("Voluntary Action", "discussion")
    assert found.summary == "Five centres exist. Two work."
    assert found.recommendations == ["three centres be opened", "they be visited."]
    assert [each.title for each in found.sections if each.number] == [
        *("Background", "What it would cost")
    ]


def test_our_own_appendices_are_read_back():
    found = read(KINDS["with appendices"])
    assert [each.subject for each in found.papers] == [
        *("Appendix 1: Calls by hour", "Appendix 2: Map of the quay")
    ]


SECRET = "Blackwater"


def sights_of(report: Report) -> int:
    return db.session.scalar(
        db.select(db.func.count(AccessLog.id)).where(
            AccessLog.kind == Report.KIND, AccessLog.thing_id == report.id
        )
    )


def test_readers_fetch_what_was_published_and_authors_their_draft(cast, transaction, visit):
    with transaction():
        report = reports.a_published_report(cast)
        services.send_back(report, by=cast.person("Clare"), text="Correct the figure.")
        reports.write(report, "purpose", f"{SECRET} is still to be checked.")
    path, name = f"/reports/{report.id}/word", f"report-{report.id}.docx"
    for who in ("Mo", "Nora"):
        public = fetched(visit(who), path, name=name)
        assert_clean(public)
        assert SECRET not in everything_in(public)
        assert "Draft: " not in everything_in(public)
    own = fetched(visit("Olu"), path, name=name)
    assert SECRET in everything_in(own)
    assert "Draft: Safer Communities Board" in everything_in(own)


def test_an_exempt_report_is_marked_fetched_by_its_readers_alone_and_seen(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda, f"{SECRET}: award of contract")
        bids = {"Bids": f"<p>{SECRET}</p>"}
        report = agendas.placed(cast, item, title=f"{SECRET} Security", attached=bids)
        agendas.published(cast, agenda, reason="In time.")
    path = f"/reports/{report.id}/word"
    visit("Nora").fetch(path, status=404)
    before = sights_of(report)
    name = f"report-{report.id}-not-for-publication.docx"
    content = fetched(visit("Mo"), path, name=name)
    assert_clean(content)
    assert sights_of(report) == before + 1
    head = [spaced(one.text) for one in opened(content).sections[0].header.paragraphs]
    assert head[0] == "NOT FOR PUBLICATION"
    assert "exempt information under paragraph 3 of Part 1 of Schedule 12A" in head[1]
    assert "Appendix 1: Bids" in everything_in(content)


def test_the_page_of_a_report_leads_to_its_word_file(cast, transaction, visit):
    with transaction():
        report = reports.a_published_report(cast)
    links = visit("Nora").open(f"/reports/{report.id}").links()
    assert f"/reports/{report.id}/word" in links.values()


def test_a_past_report_says_its_printed_numbers_once_on_the_page_and_in_word(
    cast, transaction, visit
):
    with transaction():
        reports.templates()
        report = services.bring_in(
            by=None,
            board=cast.board,
            title="Lighting on Quay Street",
            template=queries.template_version("policy-board", on=date(2011, 9, 20)),
            header={"officer": "Head of Highways"},
            sections=[
                {"key": "purpose", "label": "Purpose", "number": "1.0", "text": "<p>1.1 Why.</p>"},
                {"key": "risk", "label": "Risk", "number": "7.0", "text": "<p>7.3 None.</p>"},
            ],
            wanted_on=date(2011, 9, 20),
            access=Access.OPEN,
            published_at=datetime(2011, 9, 12, tzinfo=UTC),
        )
    page = visit("Nora").open(f"/reports/{report.id}").words
    assert "7.0 Risk 7.3 None." in page
    content = fetched(visit("Nora"), f"/reports/{report.id}/word", name=f"report-{report.id}.docx")
    assert ("Numbered Para 2", "7.3\tNone.") in paragraphs_of(content)
    assert ("Heading 1", "7.0\tRisk") in paragraphs_of(content)


def test_what_was_pasted_is_a_list_and_a_table_on_the_page_and_in_word(cast, transaction, visit):
    with transaction():
        report = reports.a_report(cast)
    olu = visit("Olu")
    olu.open(f"/reports/{report.id}/write/supporting")
    pasted = "We need:\n•\tposts\no\tof steel\n•\tlamps\n\nStreet\tLamps\nQuay Street\t14"
    olu.send({"text": pasted}, button="Save")
    page = olu.open(f"/reports/{report.id}")
    assert page.tree.xpath("//section[@id='supporting']//li/ul/li/text()") == ["of steel"]
    assert page.tree.xpath("//section[@id='supporting']//th/text()") == ["Street", "Lamps"]
    content = fetched(olu, f"/reports/{report.id}/word", name=f"report-{report.id}.docx")
    assert ["Quay Street", "14"] in rows_of(content, table=len(opened(content).tables) - 1)
    assert not [words for _, words in paragraphs_of(content) if "•" in words]
