"""Files of every format that mean harm or are damaged end within the limits, with a sentence."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.foundation.reading.limits import MEBIBYTE, Limits
from app.foundation.reading.sandbox import read
from tests.foundation.reading.hostile_files import (
    PDF_LOOP,
    laughing_parts,
    mutants,
    pdf_flate_bomb,
)
from tests.foundation.reading.office_files import open_document, presentation, shape, workbook
from tests.foundation.reading.word_files import p, row, saved, table, word_file

LIMITS = Limits(wall_seconds=15, cpu_seconds=10, memory_bytes=512 * MEBIBYTE)


FORKS = Path(__file__).with_name("in_forks.py")


def printed() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    for page in range(3):
        canvas.drawString(72, 700, f"{page}. The lamps along the quay were out.")
        canvas.rect(72, 600, 200, 40)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


CELLS = "".join(
    f'<row r="{at}"><c r="A{at}"><v>{at}</v></c>'
    f'<c r="C{at}" t="inlineStr"><is><t>x</t></is></c></row>'
    for at in range(1, 9)
)
LIST = "<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"
ROWS = (
    "<table:table><table:table-row><table:table-cell><text:p>7</text:p></table:table-cell>"
    "</table:table-row></table:table>"
)
FILES = {
    "a.docx": word_file(p("Lamps") + table(row(p("a"), p("b"))), header1="<w:p/>"),
    "a.xlsx": workbook({"Costs": CELLS}),
    "a.pptx": presentation(shape("Lamps", place="title") + shape("Forty"), shape("Nine")),
    "a.odt": open_document(LIST + "<text:h>Why</text:h>" + ROWS),
    "a.ods": open_document(ROWS, kind="spreadsheet"),
    "a.rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\b Lamps}\par \'e9 \u163?\cell\row}",
    "a.html": b"<!DOCTYPE html><body><ol start=3><li>a</ol><table><tr><td>b<td>c</table><p>d",
    "a.md": b"# Lamps\n\n| a | b |\n|---|---|\n\n* **one**\n" * 4,
    "a.pdf": printed(),
}


def ended(reading, began: float) -> bool:
    """Whether a reading ended as it should: with lines, or with a sentence that says why not."""
    assert time.monotonic() - began < LIMITS.wall_seconds + 5
    return reading.status == "ok" or bool(reading.reason)


@pytest.mark.parametrize("name", FILES)
def test_damaged_files_end_in_a_sentence(name, tmp_path):
    _read_all(name, tmp_path, count=20)


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
def test_very_many_damaged_files_end_in_a_sentence(name, tmp_path):
    """In forks of one reader, since starting it anew takes twenty times as long as reading."""
    for at, mutant in enumerate(mutants(FILES[name], 500)):
        (tmp_path / f"{at:03}-{name}").write_bytes(mutant)
    (tmp_path / f"whole-{name}").write_bytes(FILES[name])
    command = [sys.executable, "-I", "-X", "utf8", str(FORKS), str(tmp_path)]
    endings = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert endings.pop(f"whole-{name}") == "ok"
    assert set(endings.values()) <= {"ok", "refused", "killed"}
    assert len(endings) == 500


def _read_all(name, folder, *, count):
    assert read(saved(folder, FILES[name], name), name=name).status == "ok"
    for at, mutant in enumerate(mutants(FILES[name], count)):
        began = time.monotonic()
        assert ended(read(saved(folder, mutant, name), name=name, limits=LIMITS), began), at
    assert [path.name for path in folder.iterdir()] == [name]


FAR = (
    "<table:table-cell table:number-columns-repeated='999999'><text:p>x</text:p></table:table-cell>"
)


HARM = {
    "laughs in a workbook": lambda: laughing_parts(FILES["a.xlsx"]),
    "laughs in a presentation": lambda: laughing_parts(FILES["a.pptx"]),
    "laughs in an OpenDocument text": lambda: laughing_parts(FILES["a.odt"]),
    "a workbook that swells": lambda: workbook({"S": "9" * 40 * MEBIBYTE}),
    "3000 lists deep": lambda: open_document("<text:list><text:list-item>" * 3000),
    "a row of five hundred million cells": lambda: open_document(
        f"<table:table><table:table-row>{FAR * 500}</table:table-row></table:table>"
    ),
    "500,000 groups deep": lambda: b"{\\rtf1" + b"{" * 500_000 + b"x" + b"}" * 500_000,
    "control words beyond all bounds": lambda: (
        b"{\\rtf1 " + rb"\bin99999999999 \u99999999999 \'zz" * 1000 + b"}"
    ),
    "20,000 tables deep": lambda: b"<!DOCTYPE html>" + b"<table><tr><td>" * 20_000 + b"x",
    "20,000 lists deep": lambda: b"<!DOCTYPE html>" + b"<ol>" * 20_000 + b"<li>x",
    "a page of 690 MB": lambda: pdf_flate_bomb(690),
    "pages that hold themselves": lambda: PDF_LOOP,
}
"""Made when they are needed: some are large."""


@pytest.mark.parametrize("harm", HARM)
def test_a_file_that_means_harm_ends_within_the_limits(harm, tmp_path):
    path = saved(tmp_path, HARM[harm](), "paper")
    began = time.monotonic()
    reading = read(path, limits=LIMITS)
    assert ended(reading, began)
    assert len(list(tmp_path.iterdir())) == 1
