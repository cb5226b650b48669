"""The list of rules in `docs/rules.md` is true: files and tests exist, and the tests name it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import config

RULES = config.ROOT / "docs" / "rules.md"
VERDICTS = ("holds", "partly", "later")


def rows() -> list[list[str]]:
    """The cells of every rule: rule, what it asks, verdict, where, tests."""
    lines = [line for line in RULES.read_text("utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if re.match(r"R\d|§", row[0])]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def sayings(path: Path) -> dict[str, str]:
    """What each test of a file says of itself, by its name."""
    return {
        node.name: ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_every_row_of_the_list_is_true(row):
    rule, _, verdict, where, tests = row
    assert re.split(r"[:\s]", verdict)[0] in VERDICTS, f"{rule}: {verdict!r} is no verdict"
    for file in quoted(where):
        assert (config.ROOT / "app" / file).exists(), f"{rule}: there is no app/{file}"
    said = [_said_by(rule, test) for test in quoted(tests)]
    if verdict == "holds":
        assert quoted(where) and said, f"{rule} holds: say where, and name its test"
        told = any(re.search(rf"{re.escape(rule)}(?!\d)", words) for words in said)
        assert told, f"{rule} holds: let the docstring of one of its tests begin with “{rule}:”"


def _said_by(rule: str, test: str) -> str:
    file, _, name = test.partition("::")
    path = config.ROOT / "tests" / file
    assert path.exists(), f"{rule}: there is no tests/{file}"
    assert name in sayings(path), f"{rule}: tests/{file} has no {name}"
    return sayings(path)[name]


def test_every_rule_stands_in_the_list_once():
    named = [row[0] for row in rows()]
    assert len(named) == len(set(named)) > 70
