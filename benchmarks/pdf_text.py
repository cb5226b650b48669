"""Reading a PDF of 300 pages into lines, against pdfium giving its bare text."""

import io
import random
import time
from collections.abc import Callable

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer

from app.foundation.reading.pdf import read_pdf

PAGES, PARAGRAPHS, RUNS = 300, 9, 3
TIMES, SECONDS = 2.0, 1.0
"""The limit: twice the bare text, and a second."""
_WORDS = (
    "the lamps along quay were looked at by engineer in spring and nine of forty found beyond "
    "repair committee resolved that report be noted officers members council budget"
)


def measure() -> dict[str, object]:
    """The best of three readings over the best of three bare extractions."""
    data = _paper()
    value = min(_took(lambda: read_pdf(data)) for _ in range(RUNS))
    baseline = min(_took(lambda: _bare(data)) for _ in range(RUNS))
    limit = TIMES * baseline + SECONDS
    return {
        "name": f"reading a PDF of {PAGES} pages (s, limit twice the bare text and {SECONDS} s)",
        "value": value,
        "baseline": baseline,
        "ratio": value / baseline,
        "limit": limit / baseline,
        "ok": value <= limit,
    }


def _bare(data: bytes) -> int:
    return sum(len(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(data))


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _paper() -> bytes:
    chance, style, known = random.Random(1), getSampleStyleSheet()["Normal"], _WORDS.split()
    story: list[Flowable] = []
    for page in range(PAGES):
        for at in range(PARAGRAPHS):
            words = " ".join(chance.choice(known) for _ in range(70))
            story += [Paragraph(f"{page + 1}.{at + 1} {words}.", style), Spacer(1, 8)]
        story.append(PageBreak())
    made = io.BytesIO()
    SimpleDocTemplate(made, pagesize=A4).build(story)
    return made.getvalue()
