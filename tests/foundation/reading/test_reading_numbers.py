"""Automatic numbers are read as Word shows them."""

import pytest

from app.foundation.reading.docx import read_docx
from app.foundation.reading.numbering import letter, ordinal, roman
from tests.foundation.reading.word_files import (
    item,
    level,
    numbered_list,
    p,
    row,
    shape,
    table,
    texts,
    word_file,
)

REPORT = shape(0, level(0, "%1.0"), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"))


def read(body: str, numbering: str, styles: str = "") -> list[str]:
    return texts(read_docx(word_file(body, numbering=numbering, styles=styles)))


def test_sections_paragraphs_and_letters_are_numbered_as_in_a_council_report():
    body = (
        item("PURPOSE")
        + item("To report", depth=1)
        + item("SUPPORTING")
        + item("First", depth=1)
        + item("a thing", depth=2)
        + item("a thing", depth=2)
        + item("Second", depth=1)
        + item("a thing", depth=2)
    )
    assert read(body, REPORT + numbered_list(1, 0)) == [
        "1.0 PURPOSE",
        "1.1 To report",
        "2.0 SUPPORTING",
        "2.1 First",
        "(a) a thing",
        "(b) a thing",
        "2.2 Second",
        "(a) a thing",
    ]


def test_depth_is_told_as_indent():
    body = item("A") + item("B", depth=2) + p("C")
    lines = read_docx(word_file(body, numbering=REPORT + numbered_list(1, 0)))
    assert [line.indent for line in lines] == [0, 2, 0]


def test_two_lists_of_one_shape_go_on_counting():
    body = item("A") + item("B", list_id=2)
    numbering = shape(0, level(0, "%1.")) + numbered_list(1, 0) + numbered_list(2, 0)
    assert read(body, numbering) == ["1. A", "2. B"]


def test_a_list_with_a_start_of_its_own_begins_again_once():
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = item("A") + item("B") + item("C", list_id=2) + item("D", list_id=2) + item("E")
    numbering = shape(0, level(0, "%1.")) + numbered_list(1, 0) + numbered_list(2, 0, again)
    assert read(body, numbering) == ["1. A", "2. B", "1. C", "2. D", "3. E"]


def test_a_list_can_begin_later_than_one():
    body = item("A") + item("B")
    assert read(body, shape(0, level(0, "%1)", start=4)) + numbered_list(1, 0)) == ["4) A", "5) B"]


def test_one_list_can_write_a_level_differently():
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "%1.", "upperRoman", start=3)}</w:lvlOverride>'
    body = item("A", list_id=2) + item("B", list_id=2)
    numbering = shape(0, level(0, "%1.")) + numbered_list(2, 0, other)
    assert read(body, numbering) == ["III. A", "IV. B"]


def test_a_level_that_never_restarts_goes_on_through_the_sections():
    never = '<w:lvlRestart w:val="0"/>'
    numbering = shape(0, level(0, "%1."), level(1, "%2", more=never)) + numbered_list(1, 0)
    body = item("A") + item("x", depth=1) + item("B") + item("y", depth=1)
    assert read(body, numbering) == ["1. A", "1 x", "2. B", "2 y"]


def test_a_level_restarts_only_after_the_level_it_names():
    first = '<w:lvlRestart w:val="1"/>'
    levels = (level(0, "%1"), level(1, "%1.%2"), level(2, "(%3)", more=first))
    body = (
        item("A")
        + item("a", depth=1)
        + item("x", depth=2)
        + item("b", depth=1)
        + item("y", depth=2)
        + item("B")
        + item("z", depth=2)
    )
    numbered = read(body, shape(0, *levels) + numbered_list(1, 0))
    assert numbered == ["1 A", "1.1 a", "(1) x", "1.2 b", "(2) y", "2 B", "(1) z"]


def test_a_legal_level_writes_all_its_numbers_in_figures():
    levels = (level(0, "%1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))
    body = item("A") + item("B") + item("b", depth=1)
    assert read(body, shape(0, *levels) + numbered_list(1, 0)) == ["I. A", "II. B", "2.1 b"]


def test_bullets_are_bullets_and_a_level_without_text_has_no_number():
    levels = (level(0, "\uf0b7", "bullet"), level(1, "", "none"))
    body = item("A") + item("B", depth=1)
    assert read(body, shape(0, *levels) + numbered_list(1, 0)) == ["• A", "B"]


def test_a_style_is_numbered_at_the_level_that_names_it():
    def style(key: str, name: str, based: str = "", numbered: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{based}'
            f"<w:pPr>{numbered}</w:pPr></w:style>"
        )

    in_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = style("H1", "heading 1", numbered=in_list) + style(
        "H2", "heading 2", based='<w:basedOn w:val="H1"/>'
    )
    levels = (
        level(0, "%1.0", more='<w:pStyle w:val="H1"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="H2"/>'),
    )
    h1, h2 = '<w:pStyle w:val="H1"/>', '<w:pStyle w:val="H2"/>'
    plain = h2 + '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p("Purpose", properties=h1)
        + p("Aims", properties=h2)
        + p("Bare", properties=plain)
        + p("More", properties=h2)
    )
    assert read(body, shape(0, *levels) + numbered_list(1, 0), styles) == [
        "1.0 Purpose",
        "1.1 Aims",
        "Bare",
        "1.2 More",
    ]


def test_a_shape_that_only_names_a_numbering_style_takes_its_levels():
    styles = (
        '<w:style w:type="numbering" w:styleId="Ours"><w:name w:val="Ours"/>'
        '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    )
    linked = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Ours"/></w:abstractNum>'
    numbering = shape(0, level(0, "Minute %1")) + linked + numbered_list(7, 0) + numbered_list(1, 1)
    assert read(item("A") + item("B"), numbering, styles) == ["Minute 1 A", "Minute 2 B"]


def test_an_empty_item_is_counted_and_a_number_goes_before_the_text_of_a_new_page():
    broken = item("C").replace("<w:t ", '<w:br w:type="page"/><w:t ')
    numbering = shape(0, level(0, "%1.")) + numbered_list(1, 0)
    assert read(item("A") + item("") + broken, numbering) == ["1. A", "3. C"]


def test_lists_count_on_through_tables():
    body = item("A") + table(row(item("B"), p("x")), row(item("C"), p("y"))) + item("D")
    numbering = shape(0, level(0, "%1.")) + numbered_list(1, 0)
    assert read(body, numbering) == ["1. A", "2. B x", "3. C y", "4. D"]


@pytest.mark.parametrize(
    ("count", "small_roman", "small_letter", "place"),
    [
        (1, "i", "a", "1st"),
        (4, "iv", "d", "4th"),
        (12, "xii", "l", "12th"),
        (27, "xxvii", "aa", "27th"),
        (53, "liii", "aaa", "53rd"),
        (0, "0", "0", "0th"),
    ],
)
def test_numbers_in_words_of_every_form(count, small_roman, small_letter, place):
    assert (roman(count), letter(count), ordinal(count)) == (small_roman, small_letter, place)
