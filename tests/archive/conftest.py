"""Where the shared papers are, and how a paper is read in a test."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.archive.paper import ParsedPaper
from app.archive.recognise.whole import recognise
from app.foundation.reading.text import read_text

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shared_papers() -> Path:
    """The folder of the shared papers: named and missing fails, unnamed and missing skips."""
    named = os.environ.get("GUILDHALL_SHARED")
    folder = Path(named or ROOT.parent / "shared") / "seeds"
    if folder.is_dir():
        return folder
    if named:
        pytest.fail(f"GUILDHALL_SHARED names {named}, which has no folder of seeds.")
    pytest.skip("The shared papers are not beside the project; set GUILDHALL_SHARED.")


@pytest.fixture(scope="session")
def seed(shared_papers: Path) -> Callable[[str], str]:
    """The text of the shared paper whose name begins so."""

    def text(beginning: str) -> str:
        return next(shared_papers.glob(f"{beginning}_*.txt")).read_text(encoding="utf-8")

    return text


@pytest.fixture(scope="session")
def understood() -> Callable[[str], ParsedPaper]:
    """What the recogniser makes of a text."""

    def paper(text: str) -> ParsedPaper:
        return recognise(read_text(text.encode()), source_file="paper.txt")

    return paper
