"""Text files read into lines as printed, their marks taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.reading.text import read_text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("**DATE:** 6<sup>th</sup> February 2024", "DATE: 6th February 2024"),
        ("# 3.3 <u>Business Processes</u>", "3.3 Business Processes"),
        ("- 3.11 The priorities are:-", "3.11 The priorities are:-"),
        ("- **Planning**: we will plan", "- Planning: we will plan"),
        ("*Please contact Ann", "Please contact Ann"),
        ("<http://example.org/a>", "http://example.org/a"),
        ("See [the plan](https://example.org)", "See the plan (https://example.org)"),
        ("Fish &amp; chips<br/>at noon", "Fish & chips at noon"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("3 * 4 is twelve", "3 * 4 is twelve"),
    ],
)
def test_marks_are_taken_out_and_words_stay(typed: str, printed: str) -> None:
    assert [line.text for line in read_text(typed.encode())] == [printed]


def test_a_tab_or_a_wide_gap_or_bars_make_cells() -> None:
    lines = read_text(
        b"Ann Penrose\tLabour\n\tBo Finn\tGreen\nCy Hale     Tory\n| a | b |\n|---|---|\n"
    )
    assert [line.cells for line in lines] == [
        ("Ann Penrose", "Labour"),
        ("", "Bo Finn", "Green"),
        ("Cy Hale", "Tory"),
        ("a", "b"),
    ]


def test_a_ticked_box_is_told_from_an_empty_one() -> None:
    lines = read_text(
        b'Decision <input type="checkbox"/> Advice <input checked="" type="checkbox"/>'
    )
    assert lines[0].text == "Decision [ ] Advice [x]"


def test_bold_may_open_on_one_line_and_close_on_the_next() -> None:
    lines = read_text(b"**Tuesday, 4 March\nNetter Hall**\nplain\n1.0 **PURPOSE**\n**a** b")
    assert [line.bold for line in lines] == [True, True, False, True, False]


def test_lines_keep_their_numbers_and_pages_are_marked() -> None:
    lines = read_text(b"\n\none\n\x0c\ntwo\n---\n")
    assert [(line.number, line.text, line.page_break) for line in lines] == [
        (3, "one", False),
        (5, "two", True),
    ]


def test_older_encodings_are_read() -> None:
    assert read_text("Siân – £5".encode("cp1252"))[0].text == "Siân – £5"
    assert read_text("Siân".encode("utf-16"))[0].text == "Siân"


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    for line in read_text(data):
        assert line.text.strip()
        assert line.text == " ".join(line.text.split())


def test_a_rule_under_a_line_makes_it_a_heading_and_underscores_are_emphasis() -> None:
    text = "Trustees\n========\n\nPresent\n-------\n\n_Held in the hall._\n\nSigned ________\n"
    found = read_text(text.encode())
    assert [(line.text, line.level) for line in found] == [
        ("Trustees", 1),
        ("Present", 2),
        ("Held in the hall.", None),
        ("Signed ________", None),
    ]
