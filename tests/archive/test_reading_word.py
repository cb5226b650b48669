"""The same reader reads what our own Word export writes."""

from datetime import date

import pytest

from app.archive.paper import ParsedPaper
from app.archive.recognise.kept import lines_lost
from app.archive.recognise.whole import recognise
from app.foundation.exports.word import render
from app.foundation.reading.docx import read_docx
from app.foundation.reading.lines import Line
from tests.foundation.exports import papers as exported


@pytest.fixture(scope="module")
def understood() -> dict[str, ParsedPaper]:
    found = {}
    for name, paper in exported.everything().items():
        lines = read_docx(render(paper))
        found[name] = recognise(lines, source_file=f"{name}.docx")
        assert lines_lost(lines, found[name]) == [], name
    return found


def test_an_exported_agenda_comes_back(understood: dict[str, ParsedPaper]) -> None:
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
    understood: dict[str, ParsedPaper], name: str, template: str, sections: int
) -> None:
    paper = understood[name]
    assert (paper.kind, paper.template, paper.date) == ("report", template, date(2026, 9, 15))
    assert [each.number for each in paper.sections] == [f"{n}.0" for n in range(1, sections + 1)]
    priorities = [each.title for each in paper.headings if (each.number or "").startswith("6.")]
    assert len(priorities) == 6
    assert len(paper.recommendations) == 2
    assert [each.subject for each in paper.papers] == ["Appendix 1: Calls to the rank by hour"]


def test_papers_bound_together_come_back_as_a_pack() -> None:
    lines = read_docx(
        render(
            exported.agenda(),
            exported.report(),
            exported.minutes(columns=True),
            exported.cover_sheet(),
        )
    )
    pack = recognise(lines, source_file="pack.docx")
    assert lines_lost(lines, pack) == []
    assert (pack.kind, len(pack.items)) == ("pack", 7)
    kinds = [(paper.kind, paper.appendix_of is not None) for paper in pack.papers]
    assert kinds == [("report", False), ("other", True), ("minutes", False), ("report", False)]
    report, minutes, cover = pack.papers[0], pack.papers[2], pack.papers[3]
    assert (report.page_from, report.page_to) == (21, 26)
    assert (minutes.page_from, minutes.page_to) == (4, 11)
    assert minutes.board == cover.board == "Safer Brackenmere Partnership"
    assert cover.template == "partnership-cover"


def test_a_note_beneath_an_item_in_its_row_is_the_items_own() -> None:
    rows = [
        ("Item No.", "Item"),
        ("1.", "Minutes\nTo agree them."),
        ("2.", "Land\nNot for publication."),
    ]
    head = ["Harbour Board", "Tuesday, 5 May 2026 at 2.00 p.m.", "Netter Hall", "Agenda"]
    lines = [Line(at, text) for at, text in enumerate(head, 1)]
    lines += [Line(at, " ".join(row), cells=row) for at, row in enumerate(rows, 5)]
    paper = recognise([*lines, Line(8, "If the alarm sounds, leave.")], source_file="agenda.docx")
    assert [(item.title, item.text, item.part) for item in paper.items] == [
        ("Minutes", "To agree them.", None),
        ("Land", "Not for publication.", "exempt"),
    ]
    assert paper.unmatched[-1].text == "If the alarm sounds, leave."


def test_an_unanswered_row_of_a_cover_sheet_is_not_part_of_the_answer_above() -> None:
    rows = [
        ("Title of paper", "One rota"),
        ("Prepared by", "Ada Quill"),
        ("Recommendations", "That the rota be agreed."),
        ("Promotion of equality", ""),
        ("Purpose of paper", "☐ Decision\n☒ Discussion\n☐ Information"),
    ]
    lines = [Line(at, " ".join(row), cells=row) for at, row in enumerate(rows, 1)]
    paper = recognise(
        [*lines, Line(6, "1 BACKGROUND"), Line(7, "Three rotas.")], source_file="c.docx"
    )
    assert paper.recommendations == ["That the rota be agreed."]
    assert paper.purpose == "discussion"


def test_an_exported_cover_sheet_comes_back(understood: dict[str, ParsedPaper]) -> None:
    paper = understood["cover-sheet"]
    assert (paper.kind, paper.template) == ("report", "partnership-cover")
    assert paper.board == "Safer Brackenmere Partnership"
    assert (paper.prepared_by, paper.present_at_meeting) == ("Joanna Pike", "Yes")
    assert paper.purpose == "discussion"
    assert len(paper.recommendations) == 2
    assert [each.number for each in paper.sections if each.number] == ["1", "2"]


BESIDE = [
    ("cases by ward", "J Pike", date(2026, 6, 30)),
    ("arson figures", "S Fairclough", None),
]


@pytest.mark.parametrize("name", ["minutes", "minutes-with-actions"])
def test_exported_minutes_come_back(understood: dict[str, ParsedPaper], name: str) -> None:
    paper = understood[name]
    assert (paper.kind, paper.board) == ("minutes", "Safer Brackenmere Partnership")
    assert (paper.date, paper.end_time) == (date(2026, 5, 12), "16:15")
    assert paper.chair == "Superintendent R Ormesby"
    assert len(paper.present) == 5
    assert [one.name for one in paper.apologies] == ["Noel Harrop", "Anna Keele"]
    assert [item.number for item in paper.items] == [f"SBP{n}" for n in range(61, 67)]
    assert [len(item.resolved) for item in paper.items] == [0, 0, 1, 0, 2, 1]
    updates = paper.items[3]
    assert [one.title for one in updates.children] == [
        "Alcohol enforcement",
        "Anti-social behaviour",
        "Domestic abuse",
    ]
    actions = [(one.text, one.owner, one.due_on) for one in updates.children[-1].actions]
    assert actions == (BESIDE if name == "minutes-with-actions" else [])
