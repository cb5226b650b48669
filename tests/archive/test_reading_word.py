"""The same reader reads what our own Word export writes."""

from datetime import date

import pytest

from app.archive.paper import Paper
from app.archive.recognise.kept import lines_lost
from app.archive.recognise.whole import recognise
from app.foundation.exports.word import render
from app.foundation.reading.docx import read_docx
from tests.foundation.exports import papers as exported


@pytest.fixture(scope="module")
def understood() -> dict[str, Paper]:
    found = {}
    for name, paper in exported.everything().items():
        lines = read_docx(render(paper))
        found[name] = recognise(lines, source_file=f"{name}.docx")
        assert lines_lost(lines, found[name]) == [], name
    return found


def test_an_exported_agenda_comes_back(understood: dict[str, Paper]) -> None:
    paper = understood["agenda"]
    assert (paper.kind, paper.board) == ("agenda", "Safer Communities Policy and Performance Board")
    assert (paper.date, paper.time) == (date(2026, 9, 15), "18:30")
    assert paper.venue == "Council Chamber, Brackenmere Town Hall"
    assert len(paper.members) == 8
    assert [item.number for item in paper.items] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [one.number for one in paper.items[4].children] == ["5(A)", "5(B)", "5(C)"]
    assert (paper.items[3].page_from, paper.items[3].page_to) == (4, 11)
    assert paper.items[1].text.startswith("Members are reminded")
    assert [item.part for item in paper.items[-2:]] == ["open", "exempt"]


@pytest.mark.parametrize(
    ("name", "template", "sections"),
    [("report", "policy-board-2024", 10), ("report-older", "policy-board-2011", 9)],
)
def test_an_exported_report_comes_back(
    understood: dict[str, Paper], name: str, template: str, sections: int
) -> None:
    paper = understood[name]
    assert (paper.kind, paper.template, paper.date) == ("report", template, date(2026, 9, 15))
    assert [each.number for each in paper.sections] == [f"{n}.0" for n in range(1, sections + 1)]
    priorities = [each.title for each in paper.headings if (each.number or "").startswith("6.")]
    assert len(priorities) == 6
    assert len(paper.recommendations) == 2
    assert [each.subject for each in paper.papers] == ["Appendix 1: Calls to the rank by hour"]


def test_an_exported_cover_sheet_comes_back(understood: dict[str, Paper]) -> None:
    paper = understood["cover-sheet"]
    assert (paper.kind, paper.template) == ("report", "partnership-cover")
    assert paper.board == "Safer Brackenmere Partnership"
    assert (paper.prepared_by, paper.present_at_meeting) == ("Joanna Pike", "Yes")
    assert paper.purpose == "discussion"
    assert len(paper.recommendations) == 2
    assert [each.number for each in paper.sections if each.number] == ["1", "2"]


@pytest.mark.parametrize("name", ["minutes", "minutes-with-actions"])
def test_exported_minutes_come_back(understood: dict[str, Paper], name: str) -> None:
    paper = understood[name]
    assert (paper.kind, paper.board) == ("minutes", "Safer Brackenmere Partnership")
    assert (paper.date, paper.end_time) == (date(2026, 5, 12), "16:15")
    assert paper.chair == "Superintendent R Ormesby"
    assert len(paper.present) == 5
    assert [one.name for one in paper.apologies] == ["Noel Harrop", "Anna Keele"]
    assert [item.number for item in paper.items] == [f"SBP{n}" for n in range(61, 67)]
    assert [len(item.resolved) for item in paper.items] == [0, 0, 0, 0, 2, 1]
    updates = paper.items[3]
    assert [one.title for one in updates.children] == [
        "Alcohol enforcement",
        "Anti-social behaviour",
        "Domestic abuse",
    ]
    actions = updates.children[-1].actions
    assert [one.owner for one in actions] == ["J Pike", "S Fairclough"]
    assert actions[0].due_on == date(2026, 6, 30)
