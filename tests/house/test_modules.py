"""Each `Module` names what its files bring: what is left out is told here."""

import importlib

import config
from app import MODULES
from app.foundation.indexing import Searchable
from app.pages.history import _SITTINGS

NO_PAGE = {
    "closed-day": "a line of one list",
    "import-batch": "listed under Past papers with what came of it",
    "imported-file": "listed under Past papers as far as the reader may know of it",
    "minute-exempt": "read with its minute",
    "report-template": "a line of one list",
    "synonym": "a line of one list",
}
"""Kinds that the history tells of and that no page of their own shows, with the reason."""


def test_every_searchable_that_is_written_is_named_by_its_module():
    for module in MODULES:
        if not (config.ROOT / "app" / module.name / "search.py").exists():
            continue
        names = vars(importlib.import_module(f"app.{module.name}.search")).values()
        written = {one.kind for one in names if isinstance(one, Searchable)}
        missing = written - {one.kind for one in module.searchables}
        assert not missing, (
            f"app/{module.name}/module.py: name in searchables what search.py has for {missing}, "
            "or it is never found"
        )


def test_every_kind_that_the_history_tells_of_can_be_opened_from_there():
    told = {tag.partition(":")[0] for module in MODULES for tag in module.sentences}
    opened = {kind for module in MODULES for kind in module.pages} | set(_SITTINGS)
    missing = told - opened - set(NO_PAGE)
    assert not missing, (
        f"name in pages of a Module where a thing of each of these kinds is opened: {missing}; "
        "or say in NO_PAGE why there is no page"
    )
    assert set(NO_PAGE) <= told - opened, "these have a page, or are gone: no exceptions any more"
