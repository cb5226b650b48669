"""What is pasted from Word or Excel becomes lists and tables, and prose stays prose."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.foundation.richtext.pasted import BULLETS, as_typed
from app.foundation.richtext.plain import to_plain
from app.foundation.richtext.typed import from_typed, is_typable, to_typed

WORD_LIST = "Agreed:\n•\tFirst\no\tWithin\n▪\tDeeper\no\tWithin too\n•\tLast\nThat is all."


def test_bullets_of_word_are_lists_within_lists():
    assert from_typed(WORD_LIST) == (
        "<p>Agreed:</p><ul><li>First<ul><li>Within<ul><li>Deeper</li></ul></li>"
        "<li>Within too</li></ul></li><li>Last</li></ul><p>That is all.</p>"
    )


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("•\ta\n•\tb", "<ul><li>a</li><li>b</li></ul>"),
        ("· a\n· b", "<ul><li>a</li><li>b</li></ul>"),
        ("\uf0b7\ta\n\uf0b7\tb", "<ul><li>a</li><li>b</li></ul>"),
        ("–\ta\n–\tb", "<ul><li>a</li><li>b</li></ul>"),
        ("o\ta\no\tb", "<ul><li>a</li><li>b</li></ul>"),
        ("o\xa0\xa0 a\no\xa0\xa0 b", "<ul><li>a</li><li>b</li></ul>"),
        ("•\ta\n\n•\tb\n\no\tc", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("\t•\ta\n\t\t•\tb", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("1.\ta\n2.\tb", "<ol><li>a</li><li>b</li></ol>"),
        (
            "1.\ta\na.\tx\nb.\ty\n2.\tb",
            '<ol><li>a<ol type="a"><li>x</li><li>y</li></ol></li><li>b</li></ol>',
        ),
        ("1.\ta\n•\tx\n2.\tb", "<ol><li>a<ul><li>x</li></ul></li><li>b</li></ol>"),
        (
            "(a)\ta\n(i)\tx\n(b)\tb",
            '<ol type="a"><li>a<ol type="i"><li>x</li></ol></li><li>b</li></ol>',
        ),
        ("h)\ta\ni)\tb", '<ol type="a" start="8"><li>a</li><li>b</li></ol>'),
        ("•\ta\n1.\tb\n2.\tc", "<ul><li>a</li></ul><ol><li>b</li><li>c</li></ol>"),
        ("a\x0bb", "<p>a<br>b</p>"),
    ],
)
def test_what_is_pasted_is_read_as_it_was_meant(pasted, stored):
    assert from_typed(pasted) == stored


def test_rows_of_a_spreadsheet_are_a_table_with_its_heading():
    pasted = "Street\tLamps\tCost\nQuay Street\t14\t£1,200\nMill | Lane\t9\t\n"
    assert from_typed(pasted) == (
        '<table><thead><tr><th scope="col">Street</th><th scope="col">Lamps</th>'
        '<th scope="col">Cost</th></tr></thead><tbody><tr><td>Quay Street</td><td>14</td>'
        "<td>£1,200</td></tr><tr><td>Mill | Lane</td><td>9</td><td></td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("pasted", "rows"),
    [
        ("Name\tJo Hale\nPost\tClerk", [["Name", "Jo Hale"], ["Post", "Clerk"]]),
        ("2025\t4\n2026\t5", [["2025", "4"], ["2026", "5"]]),
        ('Aim\tWho\n"Two\nlines, ""both"""\tAll', [["Aim", "Who"], ['Two lines, "both"', "All"]]),
        ("–\t4\t–\n-\t---\t5", [["–", "4", "–"], ["-", "---", "5"]]),
        ("1.\tQuay\t4\n2.\tMill\t5", [["1.", "Quay", "4"], ["2.", "Mill", "5"]]),
    ],
)
def test_cells_without_a_heading_are_rows_as_they_stand(pasted, rows):
    assert [line.split(" | ") for line in to_plain(from_typed(pasted)).split("\n")] == rows
    assert "<th" not in from_typed(pasted)


@pytest.mark.parametrize(
    "prose",
    [
        "o my lord, it was said",
        "§ 5 of the Act applies.",
        "The cost is 5 · 3 = 15.",
        "a. m. is before noon",
        "1.1\tThe lamps are old.",
        "\tThe lamps are old.\n\tThey are of 1994.",
        "The lamps\tare old.",
        "Quay Street\t14\n\nThe lamps\tare old.",
        '"The lamps\nare old," she said.',
    ],
)
def test_prose_that_holds_such_signs_stays_prose(prose):
    stored = from_typed(prose)
    assert "<li>" not in stored and "<table>" not in stored
    assert to_plain(stored).split() == prose.split()


@pytest.mark.parametrize("sign", [*BULLETS, "–", "-"])
def test_a_stored_paragraph_may_begin_with_any_such_sign(sign):
    stored = f"<p>{sign} lamps</p>"
    assert from_typed(to_typed(stored)) == stored


marks = st.sampled_from(
    ["•\t", "o\t", "▪\t", "· ", "–\t", "1.\t", "2.\t", "a.\t", "b.\t", "i)\t", "(1)\t", "\t", "- "]
)
words = st.text(st.sampled_from('ab1|-\t ."o•*\\'), max_size=8)
lines = st.lists(st.builds("{}{}".format, marks | st.just(""), words) | st.just(""), max_size=8)


@settings(max_examples=400, deadline=None)
@given(lines.map("\n".join))
def test_pasting_twice_is_as_once_and_survives_being_typed_again(pasted):
    typed = as_typed(pasted)
    assert as_typed(typed) == typed
    stored = from_typed(pasted)
    assert from_typed(to_typed(stored)) == stored
    assert is_typable(stored)


@settings(max_examples=400, deadline=None)
@given(lines.map("\n".join))
def test_no_word_is_lost_by_pasting(pasted):
    assert re.findall("[by]", as_typed(pasted)) == re.findall("[by]", pasted)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab1. \n-|o§(){}#*") | st.characters(codec="utf-8"), max_size=40))
def test_what_has_neither_tabs_nor_bullets_is_read_as_it_always_was(text):
    plain = re.sub(rf"[\t\x0b\xa0\r{BULLETS}]|  +", " ", text)
    assert as_typed(plain) == plain
