"""What is read of the sixty papers in real shapes never falls below what it has been."""

import importlib.util
import json
import time
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

from app.archive.paper import ParsedPaper, as_json
from app.archive.recognise.kept import share_kept
from app.archive.recognise.whole import recognise
from app.foundation.reading.confined import READERS
from app.foundation.reading.lines import Line
from app.foundation.reading.sniff import sniff

pytestmark = pytest.mark.shared

FLOORS = {
    "kind": 0.98,
    "date": 0.96,
    "board": 0.90,
    "time": 0.95,
    "end_time": 0.94,
    "venue": 0.94,
    "chair": 0.90,
    "next meeting": 0.83,
    "items": 0.97,
    "present": 0.55,
    "apologies": 0.66,
    "resolutions": 0.95,
    "actions": 0.92,
    "headings": 0.97,
    "recommendations": 0.97,
    "subject": 0.96,
    "author": 0.95,
    "papers": 0.95,
}
"""The share found of each, over all papers; to be raised when the reader learns, never lowered."""
SECONDS_A_PAPER = 1.0
SUFFIXES = (".docx", ".pdf", ".txt", ".md")


@pytest.fixture(scope="module")
def sixty(shared_papers: Path) -> Path:
    """The folder of the papers with a truth beside each."""
    folder = shared_papers.parent / "papers"
    if not (folder / "score.py").is_file():
        pytest.skip("The shared papers have no score beside them.")
    return folder


def _lines(path: Path) -> list[Line]:
    data = path.read_bytes()
    return READERS[sniff(data, name=path.name).media_type](data)


@pytest.fixture(scope="module")
def papers(sixty: Path) -> dict[str, tuple[list[Line], ParsedPaper, float]]:
    """Every paper read once: its lines, what was understood, and how long that took."""
    found = {}
    for path in sorted(sixty.glob("*/*")):
        if path.suffix in SUFFIXES and path.with_suffix(".json").is_file():
            lines = _lines(path)
            begun = time.process_time()
            paper = recognise(lines, source_file=path.name)
            found[path.name] = (list(lines), paper, time.process_time() - begun)
    return found


@pytest.fixture(scope="module")
def scorer(sixty: Path) -> ModuleType:
    """The shared score, which knows what counts as found."""
    spec = importlib.util.spec_from_file_location("shared_score", sixty / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_as_much_is_found_as_before(
    papers: dict[str, tuple[list[Line], ParsedPaper, float]], scorer: ModuleType, sixty: Path
) -> None:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for path in sixty.glob("*/*.json"):
        truth = json.loads(path.read_text(encoding="utf-8"))
        sheet = scorer.Sheet(truth["file"])
        given = as_json(papers[truth["file"]][1])
        is_kind = scorer.scalar("kind", truth["kind"], given["kind"])
        sheet.add("kind", int(is_kind), 1, 1)
        scorer.score(sheet, truth, given)
        for measure, row in sheet.rows.items():
            sums[measure] = [one + more for one, more in zip(sums[measure], row, strict=True)]
    found = {measure: scorer.f1(*sums[measure])[2] for measure in FLOORS}
    assert {m: round(share, 2) for m, share in found.items() if share < FLOORS[m]} == {}


def test_no_words_of_a_paper_are_lost(
    papers: dict[str, tuple[list[Line], ParsedPaper, float]],
) -> None:
    shares = {name: share_kept(lines, paper) for name, (lines, paper, _) in papers.items()}
    assert {name: round(share, 3) for name, share in shares.items() if share < 0.98} == {}


def test_no_paper_takes_long(papers: dict[str, tuple[list[Line], ParsedPaper, float]]) -> None:
    slow = {name: spent for name, (_, _, spent) in papers.items() if spent > SECONDS_A_PAPER}
    assert slow == {}
