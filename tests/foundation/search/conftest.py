"""Engines under test: whatever joins here must keep every promise of the contract."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.foundation.search.port import SearchEngine
from app.foundation.search.whoosh.engine import WhooshEngine

ENGINES: dict[str, Callable[[Path], SearchEngine]] = {"whoosh": WhooshEngine}


@pytest.fixture(params=sorted(ENGINES))
def engine(request, tmp_path):
    built = ENGINES[request.param](tmp_path / "index")
    built.rebuild([])
    return built
