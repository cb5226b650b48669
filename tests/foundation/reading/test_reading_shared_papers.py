"""The shared council papers are read, as text and as Word files of the same words."""

import os
import re
from pathlib import Path

import docx
import pytest

from app.foundation.reading.sandbox import read

ROOT = Path(__file__).parents[3]
PAPERS = sorted((ROOT / os.environ.get("GUILDHALL_SHARED", "../shared") / "seeds").glob("*.txt"))

pytestmark = pytest.mark.shared


@pytest.fixture(params=PAPERS, ids=lambda path: path.name[:3])
def paper(request) -> Path:
    return request.param


def test_there_are_five_papers():
    assert len(PAPERS) == 5


def test_a_paper_is_read_as_text(paper):
    reading = read(paper, name=paper.name)
    assert (reading.status, reading.media_type) == ("ok", "text/plain")
    assert len(reading.lines) > 50
    numbers = [line.number for line in reading.lines]
    assert numbers == sorted(numbers)


def test_its_word_version_has_the_same_lines_in_the_same_order(paper, tmp_path):
    lines = read(paper).lines
    word = docx.Document()
    for line in lines:
        if line.cells:
            rows = word.add_table(1, len(line.cells))
            for cell, text in zip(rows.row_cells(0), line.cells, strict=True):
                cell.text = text
        else:
            word.add_paragraph().add_run(line.text).bold = line.bold
    word.save(str(tmp_path / "paper.docx"))

    again = read(tmp_path / "paper.docx").lines

    assert [_words(line.text) for line in again] == [_words(line.text) for line in lines]
    assert [line.bold for line in again if not line.cells] == [
        line.bold for line in lines if not line.cells
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
