"""Web pages and RTF files are read as they are shown."""

import pytest

from app.foundation.errors import Refused
from app.foundation.reading.rtf import read_rtf
from app.foundation.reading.web_page import read_web_page
from tests.foundation.reading.word_files import texts


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>T</title></head><body>{body}</body>".encode()


def test_headings_paragraphs_and_emphasis():
    lines = read_web_page(
        page(
            "<h2>Quay</h2><p>The <b>lamps</b>\n are  worn.</p><div><strong>Agreed</strong><br>"
            '<u>at once</u></div><p align="center">End</p>'
        )
    )
    assert [
        (line.text, line.level, line.bold, line.underlined, line.centred) for line in lines
    ] == [
        ("Quay", 2, True, False, False),
        ("The lamps are worn.", None, False, False, False),
        ("Agreed", None, True, False, False),
        ("at once", None, False, True, False),
        ("End", None, False, False, True),
    ]


def test_lists_have_the_numbers_that_a_browser_shows():
    body = (
        '<ol start="3"><li>Apologies<li value="7">Minutes<ol type="a"><li>one<li>two</ol>'
        "<li>Lamps</ol><ul><li><p>dot</p></ul>"
    )
    lines = read_web_page(page(body))
    assert texts(lines) == ["3. Apologies", "7. Minutes", "a. one", "b. two", "8. Lamps", "• dot"]
    assert [line.indent for line in lines] == [0, 0, 1, 1, 0, 0]


def test_rows_have_cells_and_tables_that_place_things_have_none():
    inner = "<table><tr><th>Name<th>Here<tr><td>Ada<br>Chair<td>yes</table>"
    lines = read_web_page(page(f"<table><tr><td>Menu</td><td>{inner}</td></tr></table>"))
    assert [line.cells or line.text for line in lines] == [
        "Menu",
        ("Name", "Here"),
        ("Ada\nChair", "yes"),
    ]


def test_what_is_not_shown_is_not_read_and_menus_come_first_as_number_nought():
    body = (
        "<p>Lamps</p><script>var x = 1</script><p hidden>a</p><p style='display: none'>b</p>"
        "<!-- c --><nav><a href='/'>Home</a></nav><input type=checkbox checked> Ada"
    )
    assert [(line.number, line.text) for line in read_web_page(page(body))] == [
        (0, "Home"),
        (1, "Lamps"),
        (2, "☒ Ada"),
    ]


def test_a_page_without_end_is_refused_rather_than_cut():
    with pytest.raises(Refused, match="more than"):
        read_web_page(b"<div>" * 300_000 + b"<p>deep")


def test_an_rtf_file_has_its_text_its_numbers_and_its_rows():
    picture = r"{\pict\pngblip " + "89504e47" * 2000 + "}"
    data = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset238 Arial;}}{\info{\title Hidden}}"
        r"{\listtext 1.\tab}Caf\'e9 at \u163?5\par " + picture + r"\b Agreed\b0\par "
        r"\trowd\cellx100\cellx200 Ada\cell Chair\cell\row }"
    )
    lines = read_rtf(data.encode())
    assert [line.cells or line.text for line in lines] == [
        "1. Café at £5",
        "Agreed",
        ("Ada", "Chair"),
    ]
