"""Stored text: one form, typed there and back, numbered alike everywhere, linked only in words."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.foundation.richtext.counting import count, roman_value
from app.foundation.richtext.dialect import clean, is_blank, link_text, under_heading
from app.foundation.richtext.nodes import (
    Block,
    Cell,
    Heading,
    List,
    ListItem,
    Paragraph,
    Run,
    Table,
)
from app.foundation.richtext.numbering import numbered
from app.foundation.richtext.pages import as_html, as_html_numbered, as_html_printed
from app.foundation.richtext.plain import to_plain
from app.foundation.richtext.typed import from_typed, is_typable, to_typed
from app.foundation.richtext.writing import write

TYPED = """\
The Board is asked to:
- note the **position** of *CO~2~* and [the plan](https://example.org/plan)
- agree

1. One
  a) nested
  b) more

    a second paragraph
2. Two

# Finance
The 3^rd^ quarter.

| Year | Sum |
|---|---|
| 2025/26 | £1,200 |
"""


def test_a_typed_text_becomes_paragraphs_lists_headings_and_tables():
    assert from_typed(TYPED) == (
        "<p>The Board is asked to:</p>"
        "<ul><li>note the <strong>position</strong> of <em>CO<sub>2</sub></em> and "
        '<a href="https://example.org/plan">the plan</a></li><li>agree</li></ul>'
        '<ol><li>One<ol type="a"><li>nested</li><li>more<p>a second paragraph</p></li></ol></li>'
        "<li>Two</li></ol><h3>Finance</h3><p>The 3<sup>rd</sup> quarter.</p>"
        '<table><thead><tr><th scope="col">Year</th><th scope="col">Sum</th></tr></thead>'
        "<tbody><tr><td>2025/26</td><td>£1,200</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("one\ntwo", "<p>one<br>two</p>"),
        ("one\r\n\r\ntwo", "<p>one</p><p>two</p>"),
        ("* a\n* b", "<ul><li>a</li><li>b</li></ul>"),
        ("• a\n\n• b", "<ul><li>a</li><li>b</li></ul>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("(1) a\n(2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("(a) a\n(b) b", '<ol type="a"><li>a</li><li>b</li></ol>'),
        ("i) a\nii) b", '<ol type="i"><li>a</li><li>b</li></ol>'),
        ("h) a\ni) b", '<ol type="a" start="8"><li>a</li><li>b</li></ol>'),
        ("1. a\n1. b", "<ol><li>a</li></ol><ol><li>b</li></ol>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\nb", "<ul><li>a</li></ul><p>b</p>"),
        ("- a\n  b", "<ul><li>a<br>b</li></ul>"),
        ("5 * 3 * 2", "<p>5 * 3 * 2</p>"),
        ("**not closed", "<p>**not closed</p>"),
        (r"\- not a list", "<p>- not a list</p>"),
        ("See https://example.org/a.", None),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(typed, stored):
    if stored is not None:
        assert from_typed(typed) == stored
    assert from_typed(to_typed(from_typed(typed))) == from_typed(typed)


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<strong> a </strong>b", "<p><strong>a</strong> b</p>"),
        ("<h1>A <b>B</b></h1>", "<h3>A B</h3>"),
        ("a<br><br>b", "<p>a</p><p>b</p>"),
        ("<p>a</p><p> </p><p>&nbsp;</p>", "<p>a</p>"),
        ("<a href='javascript:x'>a</a>", "<p>a</p>"),
        ("<a href='//evil.example'>a</a>", "<p>a</p>"),
        ("<a href='/minutes/4'>a</a>", '<p><a href="/minutes/4">a</a></p>'),
        ("<script>alert(1)</script>a", "<p>a</p>"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li><ul><li>a</li></ul></li></ul>", "<ul><li>a</li></ul>"),
        ("<p style='color:red' onclick='x'>a</p>", "<p>a</p>"),
        ("a\x00b\x0bc", "<p>abc</p>"),
        ("<table><tr><td></td></tr></table>", ""),
        ("<ol type='A' start='x'><li>a</li></ol>", '<ol type="a"><li>a</li></ol>'),
    ],
)
def test_whatever_is_pasted_comes_into_one_form(pasted, stored):
    assert clean(pasted) == stored


def test_words_are_kept_however_deep_they_lie():
    assert clean("<div>" * 5000 + "x &amp; y") == "<p>x &amp; y</p>"


def test_a_text_without_words_is_blank():
    assert is_blank("<p> <br></p><ul><li></li></ul>")
    assert not is_blank("<p>None.</p>")


def test_plain_text_keeps_the_numbers_of_a_list():
    html = from_typed("Agreed:\n(i) one\n(ii) two\n- three\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert to_plain(html).split("\n") == [
        "Agreed:",
        "i) one",
        "ii) two",
        "• three",
        "a | b",
        "1 | 2",
    ]


def test_paragraphs_of_a_section_are_numbered_and_those_under_a_heading_beneath_it():
    html = from_typed("one\n\n- x\n\n# Two\na\n\nb\n\n# Three\nNone.")
    assert [(n.number, n.place) for n in numbered(html, section=3)] == [
        ("3.1", 2),
        ("", None),
        ("3.2", 2),
        ("3.2.1", 3),
        ("3.2.2", 3),
        ("3.3", 2),
        ("", None),
    ]


def test_the_page_shows_each_number_as_text():
    page = as_html_numbered("<p>one</p><ul><li>x</li></ul><p>two</p>", section=6)
    assert page == (
        '<p><span class="para-no">6.1</span> one</p><ul><li>x</li></ul>'
        '<p><span class="para-no">6.2</span> two</p>'
    )


def test_a_page_never_shows_more_than_the_dialect():
    assert as_html("<p onclick='x'>a<script>b</script><img src=x></p>") == "<p>ab</p>"


def test_a_table_stands_in_a_named_box_that_scrolls_and_takes_the_focus():
    """R14.1: a wide table never pushes the page sideways (1.4.10), and the keyboard reaches it."""
    table = from_typed('| Street & "way" | Lamps |\n|---|---|\n| Quay | at night |')
    box = (
        '<div class="scroll-x" role="group" aria-label="Table: Street &amp; &quot;way&quot;, Lamps"'
    )
    for page in (as_html(table), as_html_numbered(table, section=3), as_html_printed(table)):
        assert page == f'{box} tabindex="0">{table}</div>'


def test_a_text_stands_under_a_heading():
    assert under_heading("Health & care", html="<p>None.</p>") == (
        "<h3>Health &amp; care</h3><p>None.</p>"
    )


def test_citations_become_links_in_words_but_never_within_a_link():
    html = '<p>See SHP54 &amp; <strong>SHP 9</strong>, <a href="/x">SHP54</a>, SHP99</p>'
    pattern = re.compile(r"SHP\s?(\d+)")

    def href_of(match: re.Match[str]) -> str | None:
        return None if match[1] == "99" else f"/minutes/{match[1]}"

    linked = link_text(html, pattern=pattern, href_of=href_of)

    assert linked == (
        '<p>See <a href="/minutes/54">SHP54</a> &amp; <a href="/minutes/9"><strong>SHP 9</strong>'
        '</a>, <a href="/x">SHP54</a>, SHP99</p>'
    )


def test_a_link_made_of_a_citation_cannot_lead_astray():
    pattern = re.compile("SHP54")
    html = link_text("<p>SHP54</p>", pattern=pattern, href_of=lambda _: "javascript:alert(1)")
    assert html == "<p>SHP54</p>"


@pytest.mark.parametrize(("kind", "number", "written"), [("a", 27, "aa"), ("i", 14, "xiv")])
def test_lists_count_in_letters_and_roman_numbers(kind, number, written):
    assert count(kind, number) == written


def test_only_proper_roman_numbers_count():
    assert roman_value("xiv") == 14
    assert roman_value("iiii") is None
    assert roman_value("b") is None


letters = st.text(
    st.sampled_from("ab*^~[]()\\|#-.,1i \n<&>:/£’•–") | st.characters(codec="utf-8"), max_size=12
)
runs = st.lists(
    st.builds(
        Run,
        text=letters
        | st.sampled_from(["- a", "1. ", "(i) x", "| a |", "# h", "https://a.b/c", "  "]),
        strong=st.booleans(),
        em=st.booleans(),
        script=st.sampled_from(["", "", "", "sup", "sub"]),
        href=st.sampled_from([None, None, "https://a.b/c", "/x", "mailto:a@b.c"]),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
paragraph = st.builds(Paragraph, runs)


def a_list(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[List]:
    item = st.builds(ListItem, st.lists(paragraph | inner, min_size=1, max_size=3).map(tuple))
    items = st.lists(item, min_size=1, max_size=3).map(tuple)
    kinds = st.sampled_from([("ul", 1), ("1", 1), ("1", 7), ("a", 1), ("i", 1), ("i", 4), ("a", 2)])
    return st.builds(lambda kind, items: List(kind[0], items, kind[1]), kinds, items)


lists = st.recursive(a_list(paragraph), a_list, max_leaves=4)
cells = st.builds(lambda run: Cell((Paragraph(run),)), runs)
rows = st.lists(st.lists(cells, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
blocks = st.lists(
    paragraph
    | st.builds(Heading, st.sampled_from([3, 4]), runs)
    | lists
    | st.builds(Table, rows, rows),
    max_size=4,
).map(tuple)


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_cleaning_twice_changes_nothing(text):
    once = clean(write(text))
    assert clean(once) == once


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("<>/pbulitdr =\"'ahe&;x3 \n") | st.characters(), max_size=60))
def test_any_text_at_all_can_be_cleaned_and_typed(text):
    once = clean(text)
    assert clean(once) == once
    typed = from_typed(text)
    assert clean(typed) == typed
    assert from_typed(to_typed(typed)) == typed


@settings(max_examples=250, deadline=None)
@given(st.lists(paragraph | st.builds(Heading, st.sampled_from([3, 4]), runs) | lists, max_size=4))
def test_typing_a_stored_text_again_gives_the_same_text(text):
    stored = clean(write(tuple(text)))
    assert from_typed(to_typed(stored)) == stored
    assert is_typable(stored)


@settings(max_examples=100, deadline=None)
@given(st.builds(Table, rows, rows))
def test_a_simple_table_can_be_typed_unless_a_cell_has_several_lines(table):
    stored = clean(write((table,)))
    if "<br>" not in stored and stored.count("<p>") == 0:
        assert from_typed(to_typed(stored)) == stored


def test_the_numbers_a_past_paper_was_printed_with_are_never_counted_anew():
    page = as_html_printed("<p>3.1 one</p><h3>3.3 two</h3><p>2 lamps</p><p>3.7.8 <em>x</em></p>")
    assert page == (
        '<p><span class="para-no">3.1</span> one</p><h3><span class="para-no">3.3</span> two</h3>'
        "<p>2 lamps</p><p>3.7.8 <em>x</em></p>"
    )
