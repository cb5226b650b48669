"""The shared papers with boards, days, people, prefixes and numbers changed: no tuning to five."""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from app.archive.paper import ParsedPaper
from app.archive.recognise.kept import lines_lost
from app.archive.recognise.labels import label_of
from app.archive.recognise.whole import recognise
from app.foundation.reading.lines import Line
from app.foundation.reading.text import read_text

pytestmark = pytest.mark.shared


@dataclass(frozen=True)
class Disguise:
    """Another council's words for the same papers."""

    place: str
    board: str
    """What stands where a seed says "Policy and Performance Board"."""
    partnership: str
    prefix: str
    first: int
    day: date
    people: tuple[str, ...]
    party: str

    def __call__(self, text: str) -> str:
        """The text in disguise."""
        for printed, said in self._words():
            text = re.sub(printed, said, text)
        text = re.sub(r"SHP(\d\d)", self._number, text)
        return re.sub(r"(?<=\t)(\d+) - (\d+)", _later, text)

    def _words(self) -> list[tuple[str, str]]:
        day, month = self.day.day, f"{self.day:%B} {self.day.year}"
        return [
            (r"Safer Halton Partnership", self.partnership),
            (r"SAFER HALTON PARTNERSHIP", self.partnership.upper()),
            (r"Safer (?:Halton )?Policy (?:and|&) Performance Board", self.board),
            (r"Safer Halton PPB", self.board),
            (r"Halton", self.place),
            (r"HALTON", self.place.upper()),
            (r"Runcorn", f"{self.place} Cross"),
            (r"20(th)? September 2011", rf"{day}\1 {month}"),
            (r"18th September 2007", f"{day}th {month}"),
            (r"6<sup>th</sup> February 2024", f"{day}<sup>th</sup> {month}"),
            (r"6\.30 p\.m\.", "7.15 pm"),
            (r"4\.15 p\.m\.", "11.05 a.m."),
            (r"Dwayne Johnson", self.people[0]),
            (r"Noel Sharpe", self.people[1]),
            (r"Anna Collins", self.people[2]),
            (r"Shaun Osborne", self.people[0]),
            (r"Osborne", self.people[0].split()[-1]),
            (r"Labour", self.party),
            (r"Strategic Director(?:,| –)", "Corporate Head of"),
        ]

    def _number(self, found: re.Match[str]) -> str:
        return f"{self.prefix}{int(found[1]) - 51 + self.first}"


def _later(found: re.Match[str]) -> str:
    return f"{int(found[1]) + 40} - {int(found[2]) + 40}"


DISGUISES = [
    Disguise(
        place="Wexcombe",
        board="Children and Families Scrutiny Panel",
        partnership="Stronger Wexcombe Forum",
        prefix="SWF",
        first=101,
        day=date(2019, 3, 5),
        people=("Efua Mensah", "Ian O'Dowd", "Mary-Ann Tift"),
        party="Residents' Association",
    ),
    Disguise(
        place="Lower Tarn",
        board="Audit and Governance Committee",
        partnership="Tarnside Crime and Disorder Reduction Board",
        prefix="T",
        first=7,
        day=date(2026, 12, 14),
        people=("Siân Prŷs", "Bob de Vere", "Lin Ng"),
        party="The Independents",
    ),
    Disguise(
        place="Ashmere",
        board="Executive",
        partnership="Ashmere Health & Wellbeing Partnership Group",
        prefix="AHWP",
        first=998,
        day=date(1999, 1, 4),
        people=("Councillor Pat Quay", "Dr Rex Holm", "Ola Ek"),
        party="Green",
    ),
]


@pytest.fixture(params=DISGUISES, ids=lambda one: one.place)
def disguise(request: pytest.FixtureRequest) -> Disguise:
    found: Disguise = request.param
    return found


@pytest.fixture
def read(
    seed: Callable[[str], str], understood: Callable[[str], ParsedPaper], disguise: Disguise
) -> Callable[[str], ParsedPaper]:
    def paper(beginning: str) -> ParsedPaper:
        return understood(disguise(seed(beginning)))

    return paper


def test_a_pack_in_disguise_has_the_same_structure(
    read: Callable[[str], ParsedPaper], disguise: Disguise
) -> None:
    pack = read("003")
    assert (pack.kind, pack.board, pack.date) == ("pack", disguise.board, disguise.day)
    assert pack.time == "19:15"
    assert pack.venue == f"Council Chamber, {disguise.place} Cross Town Hall"
    assert len(pack.members) == 12
    assert [one.party for one in pack.members].count(disguise.party) == 9
    assert [item.number for item in pack.items] == ["1", "2", "3", "4", "5", "6"]
    assert [len(item.children) for item in pack.items] == [0, 0, 0, 0, 4, 2]
    assert (pack.items[5].children[1].page_from, pack.items[5].children[1].page_to) == (129, 133)
    kinds = [paper.kind for paper in pack.papers]
    assert (kinds.count("report"), kinds.count("minutes"), kinds.count("other")) == (8, 1, 3)
    assert kinds.index("minutes") == 2
    reports = [paper for paper in pack.papers if paper.kind == "report"]
    assert all(paper.to == disguise.board and paper.date == disguise.day for paper in reports)
    assert [len(paper.sections) for paper in reports] == [8, 8, 8, 9, 8, 9, 9, 9]
    assert [paper.page_from for paper in reports] == [41, 44, 52, 57, 61, 67, 105, 129]


def test_minutes_in_disguise_have_the_same_structure(
    read: Callable[[str], ParsedPaper], disguise: Disguise
) -> None:
    minutes = next(paper for paper in read("003").papers if paper.kind == "minutes")
    assert minutes.board == disguise.partnership
    assert (minutes.date, minutes.end_time) == (date(2011, 5, 10), "11:05")
    assert len(minutes.present) == 16
    assert [one.name for one in minutes.apologies] == list(disguise.people)
    numbers = [f"{disguise.prefix}{disguise.first + n}" for n in range(9)]
    assert [item.number for item in minutes.items] == numbers
    assert [bool(item.resolved) for item in minutes.items] == [n in (4, 5, 6) for n in range(9)]
    assert len(minutes.items[3].children) == 12


def test_reports_in_disguise_have_the_same_structure(
    read: Callable[[str], ParsedPaper], disguise: Disguise
) -> None:
    for beginning, sections in (("001", 4), ("002", 10)):
        paper = read(beginning)
        assert (paper.kind, paper.to, paper.date) == ("report", disguise.board, disguise.day)
        assert len(paper.sections) == sections
        assert len(paper.recommendations) == 1
    response = read("000")
    assert len(response.sections) == 6
    assert len(response.recommendations) == 4


def test_nothing_is_lost_in_disguise(
    seed: Callable[[str], str], understood: Callable[[str], ParsedPaper], disguise: Disguise
) -> None:
    for beginning in ("000", "001", "002", "003", "004"):
        text = disguise(seed(beginning))
        assert lines_lost(read_text(text.encode()), understood(text)) == []


def test_reports_without_any_marks_have_the_same_structure(
    seed: Callable[[str], str], understood: Callable[[str], ParsedPaper]
) -> None:
    """Bold, heading marks and raised letters gone: capitals and numbers must carry it."""
    for beginning, sections in (("001", 4), ("002", 10), ("004", 4)):
        text = re.sub(r"\*\*|^#+ |</?sup>|</?u>", "", seed(beginning), flags=re.MULTILINE)
        numbered = [each for each in understood(text).sections if each.number]
        assert len(numbered) == sections


def _wrapped(text: str) -> str:
    lines = (
        textwrap.wrap(line, 100, break_on_hyphens=False)
        if len(line) > 120 and "\t" not in line
        else [line]
        for line in text.split("\n")
    )
    return "\n".join(part for parts in lines for part in (parts or [""]))


SHAPES: dict[str, Callable[[str], str]] = {
    "lines ended as Windows ends them": lambda text: text.replace("\n", "\r\n"),
    "an empty line after each": lambda text: text.replace("\n", "\n\n"),
    "no empty lines": lambda text: re.sub(r"\n\n+", "\n", text),
    "columns set with spaces": lambda text: text.replace("\t", "     "),
    "paragraphs set line by line": _wrapped,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_pack_typed_otherwise_is_the_same_pack(
    seed: Callable[[str], str], understood: Callable[[str], ParsedPaper], shape: str
) -> None:
    printed, typed = understood(seed("003")), understood(SHAPES[shape](seed("003")))
    assert _outline(typed) == _outline(printed)
    assert [_outline(paper) for paper in typed.papers] == [_outline(one) for one in printed.papers]


def _outline(paper: ParsedPaper) -> tuple[object, ...]:
    return (
        *(paper.kind, paper.board, paper.date, paper.time, paper.end_time, paper.venue, paper.to),
        *(paper.author, paper.subject, paper.wards, paper.members, paper.present, paper.apologies),
        *(paper.headings, paper.next_meeting, paper.appendix_of, paper.page_from),
        [(item.number, item.title, item.resolved, len(item.children)) for item in paper.items],
        [(section.number, section.title) for section in paper.sections],
        [" ".join(one.split()) for one in paper.recommendations],
    )


def test_the_pack_as_a_word_file_is_the_same_pack(
    seed: Callable[[str], str], understood: Callable[[str], ParsedPaper]
) -> None:
    """A Word file has no empty lines, and the labels of a head stand in the cells of a table."""
    lines = read_text(seed("003").encode())
    word = [_as_row(replace(line, number=at, indent=0)) for at, line in enumerate(lines, 1)]
    paper, printed = recognise(word, source_file="003.docx"), understood(seed("003"))
    assert [_outline(one)[:-1] for one in paper.papers] == [
        _outline(one)[:-1] for one in printed.papers
    ]
    assert _outline(paper) == _outline(printed)


def _as_row(line: Line) -> Line:
    label = label_of(line)
    if label is None or line.cells or len(label.value) > 90:
        return line
    said = label.printed.removesuffix(label.value).strip()
    return replace(line, cells=(said, label.value), text=f"{said} {label.value}")
