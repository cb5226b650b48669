"""Reading a Word file of fifty pages into lines, against mammoth turning it into HTML."""

import io
import time
from collections.abc import Callable

import docx
import mammoth

from app.foundation.reading.docx import read_docx

SECTIONS, RUNS = 60, 3
LIMIT = 0.5
"""Half of the time that mammoth takes."""


def measure() -> dict[str, object]:
    """The best of three readings over the best of three by mammoth."""
    data = _paper()
    value = min(_took(lambda: read_docx(data)) for _ in range(RUNS))
    baseline = min(_took(lambda: mammoth.convert_to_html(io.BytesIO(data))) for _ in range(RUNS))
    ratio = value / baseline
    return {
        "name": "reading a Word file of fifty pages (s, limit half of mammoth's time)",
        "value": value,
        "baseline": baseline,
        "ratio": ratio,
        "limit": LIMIT,
        "ok": ratio <= LIMIT,
    }


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _paper() -> bytes:
    paper = docx.Document()
    for section in range(1, SECTIONS + 1):
        paper.add_heading(f"{section}. Moorings of berth {section}", 1)
        for at in range(1, 8):
            paragraph = paper.add_paragraph(f"{section}.{at} The berth was ")
            paragraph.add_run("inspected").bold = True
            paragraph.add_run(" in the spring, and its chains were found to be worn. " * 4)
        table = paper.add_table(4, 3)
        for cell in (cell for row in table.rows for cell in row.cells):
            cell.text = "Chain, twelve metres"
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()
