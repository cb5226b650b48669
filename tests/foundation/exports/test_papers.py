"""Every kind of paper as a Word file: sound, described, numbered, marked, and read again."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from app.foundation.exports.blocks import (
    Entries,
    EntryBlock,
    HeadingBlock,
    LabelledLines,
    ListOfContents,
    ParagraphBlock,
    RichText,
    SignatureLine,
    TableBlock,
    WordPaper,
)
from app.foundation.exports.tables import text_width
from app.foundation.exports.unbroken import HARD_SPACE, unbroken
from app.foundation.exports.word import render
from app.foundation.reading.docx import read_docx
from app.foundation.richtext.numbering import numbered
from app.foundation.richtext.runs import without_illegal_characters
from app.foundation.richtext.typed import from_typed
from tests.foundation.exports.papers import (
    COUNCIL,
    MARK,
    WRITTEN_AT,
    agenda,
    cover_sheet,
    everything,
    minutes,
    report,
)
from tests.word import assert_clean, opened, paragraphs_of, rows_of, spaced


def paper(*blocks, **described) -> WordPaper:
    given = {"title": "A paper", "author": COUNCIL, "written_at": WRITTEN_AT} | described
    return WordPaper(blocks=blocks, **given)


def words_of(paragraph) -> str:
    return "".join(run.text for run in paragraph.iter(qn("w:t"))).strip()


def lines_of(content: bytes) -> list[str]:
    return [line.text for line in read_docx(content)]


@pytest.mark.parametrize("kind", everything())
def test_word_finds_nothing_to_repair_in_a_paper(kind):
    assert_clean(render(everything()[kind]))


@pytest.mark.parametrize("kind", everything())
def test_a_paper_says_what_it_is_and_holds_no_empty_paragraph(kind):
    document = opened(render(everything()[kind]))

    assert document.core_properties.title == everything()[kind].full_title
    assert document.core_properties.author == everything()[kind].author
    assert document.core_properties.created.isoformat() == "2026-09-03T14:20:00+00:00"
    assert document.core_properties.language == "en-GB"
    empty = [p for p in document.paragraphs if not p.text and p.style.name != "Table Gap"]
    assert not empty


@pytest.mark.parametrize("kind", everything())
def test_heading_levels_never_skip(kind):
    """R14.2: heading levels never skip."""
    last = 0
    for line in read_docx(render(everything()[kind])):
        if line.level:
            assert line.level <= last + 1
            last = line.level


@pytest.mark.parametrize("kind", everything())
def test_every_table_has_a_name_and_a_heading_row_that_repeats(kind):
    for table in opened(render(everything()[kind])).tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        columns = [spaced(cell.text) for cell in table.rows[0].cells if cell.text]
        described = table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert described.startswith("Columns: ") and columns[0] in described
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in table.rows[1:])


def test_a_report_counts_its_sections_and_paragraphs():
    lines = lines_of(render(report()))

    assert "1.0 Purpose of the report" in lines
    assert "2.0 Recommendation: That" in lines
    for start in (
        "2) the Executive Board",
        "3.1 The rank",
        "3.2 Two marshals",
        "3.3 Results",
        "3.3.1 Recorded",
        "3.3.2 Of",
    ):
        assert any(line.startswith(start) for line in lines)
    assert lines[lines.index("6.1 Children and young people in Brackenmere") + 1] == "None."
    assert "6.5 Urban renewal" in lines
    assert any(line.startswith("10.0 List of background papers") for line in lines)


def test_an_older_report_has_neither_portfolio_nor_climate_section():
    lines = lines_of(render(report(climate=False)))
    assert not [line for line in lines if line.startswith("Portfolio")]
    assert any(line.startswith("9.0 List of background papers") for line in lines)


def test_headings_are_stored_in_sentence_case_and_shown_in_capitals():
    """R14.4: headings are stored in sentence case and shown in capitals."""
    document = opened(render(report()))
    heading = next(p for p in document.paragraphs if p.text == "Purpose of the report")
    assert heading.style.name == "Heading 1"
    assert heading.style.font.all_caps


def test_the_head_of_a_report_is_labels_and_answers():
    head = paragraphs_of(render(report()))[:6]
    assert [style for style, _ in head] == [*["Labelled Line"] * 4, "Title", "Labelled Line"]
    rows = [text for _, text in head]
    assert rows[0] == "Report to:\tSafer Communities Policy and Performance Board"
    assert [row.split(":")[0] for row in rows] == [
        *("Report to", "Date", "Reporting officer", "Portfolio", "Subject", "Ward(s)")
    ]


def test_every_page_of_a_report_that_is_not_for_publication_says_so():
    document = opened(render(report(mark=MARK)))
    head = [spaced(p.text) for p in document.sections[0].header.paragraphs]
    assert head[0] == "NOT FOR PUBLICATION"
    assert "paragraph 3 of Part 1 of Schedule 12A" in head[1]


def test_an_open_report_bears_no_mark():
    assert "NOT FOR PUBLICATION" not in "".join(lines_of(render(report())))


def test_pages_are_counted_by_fields():
    footer = opened(render(report())).sections[0].footer._element.xml
    assert " PAGE " in footer
    assert " NUMPAGES " in footer


def test_an_agenda_lists_items_with_their_pages():
    rows = rows_of(render(agenda()), table=1)
    assert rows[0] == ["Item No.", "Item", "Page No."]
    assert rows[1] == ["1.", "Minutes", ""]
    assert rows[2][1].startswith("Declarations of interest (including party whip declarations)\nM")
    assert rows[6] == ["(A)", "Safeguarding adults: annual position", "12 – 16"]


def test_a_cover_sheet_is_a_table_whose_rows_are_headed():
    content = render(cover_sheet())
    assert rows_of(content, table=0)[2] == ["Prepared by", "Joanna Pike"]
    assert "2 What it would mean here" in lines_of(content)


def test_minutes_keep_their_numbers_as_text():
    lines = paragraphs_of(render(minutes(columns=False)))
    assert ("Entry Heading", "SBP61\tWelcome and introductions") in lines
    assert ("Entry Text", "Resolved: That the draft strategy be supported.") in lines
    assert not [text for _, text in lines if "cases by ward" in text]


def test_an_action_stands_beside_the_last_words_of_its_minute_and_never_leaves_them():
    content = render(minutes(columns=True))
    rows = rows_of(content, table=1)
    assert rows[0] == ["Minute SBP64", "Action"]
    assert [row[1] for row in rows[1:-1]] == [""] * (len(rows) - 2)
    words, actions = rows[-1]
    assert words.startswith("It was noted")
    assert actions == "J Pike, by 30 June: cases by ward\nS Fairclough: arson figures"


def test_a_decision_of_several_limbs_stands_whole_beside_what_follows_from_it():
    words, actions = rows_of(render(minutes(columns=True)), table=2)[-1]
    assert words.startswith("Resolved: That\n")
    assert words.count("\n") == 2
    assert actions == "J Pike to convene"


def test_the_headings_of_minutes_stand_outside_of_tables_for_the_navigation_pane():
    with_actions = paragraphs_of(render(minutes(columns=True)))
    assert [line for line in with_actions if line[0] == "Entry Heading"] == [
        line for line in paragraphs_of(render(minutes(columns=False))) if line[0] == "Entry Heading"
    ]


def test_minutes_run_on_over_the_foot_of_a_page_and_what_stands_beside_them_stays_whole():
    said = RichText(from_typed(f"{'Said. ' * 200}\n\nDone."))
    entry = EntryBlock("SBP61", "Welcome", (said,), ("J Pike: cases", "S Fairclough: figures"))
    drawn = opened(render(paper(Entries((entry,), columns=("Minute", "Action"))))).tables[0]
    held = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in drawn.rows]
    assert held == [True, False, True]
    head = drawn.rows[0].cells[0].paragraphs[0]
    assert head._p.pPr.find(qn("w:keepNext")) is not None


def test_a_table_within_a_minute_leaves_the_action_column_its_width():
    table = from_typed("| Ward | Cases |\n|---|---|\n| Harbour | 31 |\n| Weir Bank | 44 |")
    entry = EntryBlock("SBP61", "Cases", (RichText(table),), ("J Pike: cases by ward",))
    content = render(paper(Entries((entry,), columns=("Minute", "Action"))))
    assert_clean(content)
    left, right = (cell.width.twips for cell in opened(content).tables[0].rows[-1].cells)
    assert round(100 * left / (left + right)) == 72


def test_the_same_paper_gives_the_same_bytes():
    assert render(report()) == render(report())


def test_papers_bound_together_each_count_from_one_under_their_own_mark():
    content = render(agenda(), report(mark=MARK), report(climate=False), cover_sheet())
    assert_clean(content)
    document = opened(content)
    lines = lines_of(content)

    assert lines.count("1.0 Purpose of the report") == 2
    assert lines.count("2.0 Recommendation: That") == 2
    heads = [section.header.paragraphs[0].text for section in document.sections]
    assert heads[1] == "NOT FOR PUBLICATION"
    assert [heads[0][:7], heads[2], heads[3]] == [
        *("Agenda:", "Night-time economy and taxi marshals"),
        "Plans for a single county rescue and resilience forum",
    ]


def test_each_counted_list_begins_anew_and_keeps_its_kind():
    typed = "1. one\n2. two\n\nBetween.\n\n1. one\n  (i) roman\n  (ii) two\n\nc) later\nd) still"
    lines = lines_of(render(paper(RichText(from_typed(typed)))))
    assert [line for line in lines if line[0] not in "BP"] == [
        *("1) one", "2) two", "1) one", "i) roman", "ii) two", "c) later", "d) still")
    ]


def test_joined_cells_stay_joined():
    html = (
        '<table><thead><tr><th scope="col" rowspan="2">Ref</th><th scope="col" colspan="2">Quarter'
        '</th></tr><tr><th scope="col">One</th><th scope="col">Two</th></tr></thead>'
        "<tbody><tr><td>A</td><td>1</td><td>2<ul><li>note</li></ul></td></tr>"
        "<tr><td>B</td></tr></tbody></table>"
    )
    content = render(paper(RichText(html), RichText(html)))
    assert_clean(content)
    assert rows_of(content, table=0)[:2] == [["Ref", "Quarter", "Quarter"], ["Ref", "One", "Two"]]
    assert len(opened(content).tables) == 2


def test_links_lead_only_to_the_world():
    html = '<p><a href="https://example.org/?a=1&amp;b=2">out</a> <a href="/minutes/4">in</a></p>'
    content = render(paper(RichText(html)))
    assert_clean(content)
    document = opened(content)
    targets = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert targets == ["https://example.org/?a=1&b=2"]
    assert document.paragraphs[0].text == "out in"


def test_characters_that_no_word_file_may_hold_are_left_out():
    strange = "A\x00\x0b<b>&\ud800 \U0001f600"
    content = render(
        paper(HeadingBlock(strange), ParagraphBlock(strange), title=strange, footer=strange)
    )
    assert_clean(content)
    assert opened(content).paragraphs[0].text == "A<b>& \U0001f600"


def test_a_paper_without_a_word_is_still_a_file():
    assert_clean(render(paper()))
    assert_clean(render(paper(), paper()))
    assert_clean(render(paper(RichText(""), TableBlock("Nothing", ("What",), ()))))


def test_a_lesser_heading_first_is_raised_to_the_top():
    lines = read_docx(render(paper(RichText("<h4>Deep</h4><p>text</p>"))))
    assert [line.level for line in lines if line.text == "Deep"] == [1]


def test_a_wide_paper_lies_on_its_side():
    section = opened(render(replace(report(), landscape=True))).sections[0]
    assert section.page_width > section.page_height


WIDE = RichText(
    "<table><thead><tr>"
    + "<th>Accommodation-based</th>" * 8
    + "</tr></thead><tbody><tr>"
    + "<td>CS1/0</td>" * 8
    + "</tr></tbody></table>"
)


def sides_of(content: bytes) -> list[bool]:
    """For each section in order whether it lies on its side; all say whose paper it is."""
    sections = opened(content).sections
    assert all("The foot" in one.footer.paragraphs[0].text for one in sections)
    return [one.page_width > one.page_height for one in sections]


def test_a_table_too_wide_for_the_page_lies_on_its_side():
    words = ParagraphBlock("Some words.")
    for blocks, sides in (
        ((words, WIDE, words), [False, True, False]),
        ((words, WIDE), [False, True]),
        ((WIDE, WIDE, words), [True, False]),
        ((words, RichText("<table><tbody><tr><td>a</td></tr></tbody></table>")), [False]),
    ):
        content = render(paper(*blocks, footer="The foot", mark="NOT FOR PUBLICATION"))
        assert_clean(content)
        assert sides_of(content) == sides
    bound = render(paper(words, WIDE, footer="The foot"), paper(words, footer="The foot"))
    assert_clean(bound)
    assert sides_of(bound) == [False, True, False]


def test_no_column_is_narrower_than_its_longest_word():
    rows = (("CS1/0", "Reports of anti-social behaviour in the town centre " * 4, "WWW"),)
    table = TableBlock("Indicators", ("Ref", "Measure", "No."), rows, widths=(3, 94, 3))
    drawn = opened(render(paper(table))).tables[0]
    ref, _, number = (cell.width.twips for cell in drawn.rows[0].cells)
    assert ref >= text_width("CS1/0") + 216
    assert number >= text_width("WWW") + 216


def test_days_hours_and_numbers_of_things_stay_on_one_line():
    held = unbroken("Tuesday, 15 June 2026 at 6.30 p.m. Appendix 1. In 3 of 4 wards, see item 7.")
    assert held.replace(HARD_SPACE, "~") == (
        "Tuesday, 15~June~2026 at 6.30~p.m. Appendix~1. In 3 of 4 wards, see item~7."
    )
    content = render(paper(ParagraphBlock("On 15 June 2026.")))
    assert opened(content).paragraphs[0].text == unbroken("On 15 June 2026.")
    assert lines_of(content) == ["On 15 June 2026."]


section = st.lists(
    st.sampled_from(
        [
            *("<p>Some words.</p>", "<h3>A heading</h3>", "<h4>A lesser one</h4>"),
            *("<ul><li>a</li></ul>", '<ol><li>a<ol type="a"><li>b</li></ol></li></ol>'),
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ]
    ),
    max_size=9,
).map("".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(section, min_size=1, max_size=3))
def test_word_counts_paragraphs_as_pages_do(sections):
    blocks = [
        block
        for html in sections
        for block in (HeadingBlock("S", numbered=True), RichText(html, "numbered"))
    ]
    on_paper = [
        line.text.split()[0] for line in read_docx(render(paper(*blocks))) if line.text[0].isdigit()
    ]
    on_pages = [
        number
        for place, html in enumerate(sections, 1)
        for number in (f"{place}.0", *(each.number for each in numbered(html, section=place)))
        if number
    ]
    assert [number for number in on_paper if "." in number] == on_pages


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("<>&\"'*-1.)(|# \n\t\x00\x1f\ufffe]") | st.characters(), max_size=40)
)
def test_no_words_at_all_can_break_a_file(words):
    whatever = paper(
        HeadingBlock(words, label=words),
        LabelledLines(((words, words),)),
        RichText(from_typed(words), "numbered"),
        TableBlock(words, (words,), ((words,),)),
        Entries((EntryBlock(words, words, asides=(words,)),), columns=(words, words)),
        title=words,
        mark=words,
        footer=words,
    )
    document = opened(render(whatever))
    assert document.core_properties.title == without_illegal_characters(whatever.full_title)[:255]


def test_the_room_to_sign_never_stands_alone_on_a_page():
    """It stays with the end of the meeting, and that with the last words of the minutes."""
    for columns in (False, True):
        entry = EntryBlock("SBP61", "Welcome", (RichText("<p>Said.</p>"),), ("J Pike: cases",))
        record = Entries((entry,), columns=("Minute", "Action") if columns else None)
        ended = ParagraphBlock("Meeting ended at 4.15pm", "centred")
        signed = paper(record, ended, SignatureLine(("Chair", "Date"), above="Signed."))
        body = opened(render(signed)).element.body
        said = [one for one in body.iter(qn("w:p")) if words_of(one)][-4:]
        assert [words_of(one) for one in said[:3]] in (
            ["Said.", "Meeting ended at 4.15pm", "Signed."],
            ["J Pike: cases", "Meeting ended at 4.15pm", "Signed."],
        )
        for above in said[:3]:
            assert above.pPr.find(qn("w:keepNext")) is not None


def test_figures_stand_to_the_right_and_totals_are_marked():
    typed = (
        "| Source | 2025/26 | Note |\n|---|---|---|\n| Grant | £18,000 | yearly |\n"
        "| Fees | (£1,300) | – |\n| Total | £16,700 | |"
    )
    table = opened(render(paper(RichText(from_typed(typed))))).tables[0]
    right = [[cell.paragraphs[0].alignment is not None for cell in row.cells] for row in table.rows]
    assert right == [[False, True, False]] * 4
    bold = [any(run.bold for run in row.cells[1].paragraphs[0].runs) for row in table.rows[1:]]
    assert bold == [False, False, True]
    lined = [row.cells[0]._tc.tcPr.find(qn("w:tcBorders")) is not None for row in table.rows]
    assert lined == [False, False, False, True]


def long_report(paragraphs: int) -> WordPaper:
    said = "".join(f"<p>{'Said at length. ' * 20}</p>" for _ in range(paragraphs))
    return paper(
        LabelledLines((("Subject", "Lamps"),), title="Subject"),
        ListOfContents(),
        HeadingBlock("Purpose", numbered=True),
        RichText(said, "numbered"),
        HeadingBlock("Recommendation:", after="That", numbered=True),
        RichText("<p>it be noted.</p>", "strong"),
        HeadingBlock("Appendix 1: Costs", new_page=True),
    )


def test_a_report_of_more_than_ten_pages_lists_its_sections_with_links():
    content = render(long_report(120))
    assert_clean(content)
    lines = paragraphs_of(content)
    assert [text for style, text in lines if style == "toc 1"] == [
        *("1.0 Purpose", "2.0 Recommendation", "Appendix 1: Costs")
    ]
    body = opened(content).element.body
    anchors = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    assert anchors == marks
    assert not [text for style, text in paragraphs_of(render(long_report(20))) if style == "toc 1"]
