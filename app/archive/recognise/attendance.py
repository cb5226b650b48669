"""Who was there: the lists above the first minute, in whatever shape they are printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.archive.paper import ParsedPaper, ParsedPerson
from app.archive.recognise import words
from app.archive.recognise.people import (
    is_column_head,
    is_row_of_people,
    people,
    person,
    role_of,
)
from app.archive.recognise.persons import HONORIFIC, INITIALS, is_name
from app.archive.recognise.roll import MARK, List, label_of, members_said, status_of
from app.foundation.reading.lines import Line

_COUNCILLOR = re.compile(r"^(?:councillor|cllr|alderman)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]{2,}")
_SMALL = frozenset({"and", "councillors", "cllrs", "the", "of", "for", "members", "following"})
_FOR = re.compile(
    r"\s+(?:\(?\s*(?:as\s+)?(?:a\s+)?(?:named\s+)?substitut(?:e|ing)\s+)?for\s+[^,;]*$",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(r"(?:[,;&]|\b(?:and|mrs?|ms|cllrs?|councillors?))\s*$", re.IGNORECASE)
_SENTENCE = re.compile(
    r"(?<=[^\W\d_]{2}|.\))(?<!\bCllr)(?<!\bCllrs)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)"
    r"(?<!\bRev)(?<!\bRevd)(?<!\bProf)(?<!\bSgt)(?<!\bSt)(?<!\bHon)(?<!\bInsp)\.\s+(?=[A-Z\d])"
)
_OF_A_BODY = re.compile(r"^(?P<body>[A-Z][\w’' -]{2,40}):\s+(?P<rest>\S.*)$")
_TOLD = re.compile(
    r"^(?P<who>.{5,600}?),? (?:were|was)(?: also| both| all)? (?P<list>present|in attendance)\.?$"
)
"""A sentence that says who came: "The Chairman and Councillors A and B were present"."""
_BESIDES = re.compile(r"^(?:also|hefyd|others?|guests?|visitors?|observers?)\b", re.IGNORECASE)
_HALF_BRACKET = re.compile(r"\s*\([^()]*$")
_WRAPPED = 60


@dataclass
class _Roll:
    """The lists as they are read, line by line."""

    paper: ParsedPaper
    taken: set[int] = field(default_factory=set)
    current: List | None = None
    honorific: str = ""
    is_open: bool = False
    """The next line may hold one more of them without any sign of its own."""
    paired: bool = False
    """What stands behind the comma is for whom somebody sits."""
    is_beside: bool = False
    """Those in attendance came besides others: "Also present"."""
    columns: dict[int, List] = field(default_factory=dict)
    """Columns of marks, by their heads."""
    sides: dict[int, List] = field(default_factory=dict)
    """Lists that are printed side by side, each in a column of its own."""

    def label(self, text: str) -> tuple[List | None, str]:
        """The list a text opens here, and the rest; "Councillors:" gives all their title."""
        label, rest = label_of(text, inside=self.current is not None)
        if label is None and (told := _TOLD.match(text)) and people(told["who"]):
            label, rest = ("present" if told["list"] == "present" else "in_attendance"), told["who"]
        if label:
            self.honorific = ""
            self.is_beside |= _BESIDES.match(text) is not None
            return label, rest
        listed = members_said(text)
        if listed is None:
            return None, text
        is_titled = _COUNCILLOR.match(text) is not None
        self.honorific = "Councillor" if is_titled else ""
        goes_on = self.is_open and self.current not in ("chair", "officers", "nobody", None)
        return (self.current if goes_on else "present"), listed

    def put(self, one: ParsedPerson, status: List) -> None:
        """Put somebody on the list; a substitute counts as present, and nobody stands twice."""
        if status == "chair":
            self.paper.chair = self.paper.chair or one.name
            one.role = "chair"
            status = "present"
        if status == "substitutes":
            one.role, status = "substitute", "present"
        if status == "officers":
            one.role = one.role or (None if _COUNCILLOR.match(one.name) else "officer")
            status = "in_attendance"
        if status == "apologies" and one.role == "substitute":
            one.role = None
        if status not in ("absent", "nobody"):
            _join(getattr(self.paper, status), one)


def read_attendance(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
    """The lists above the first minute, by their labels, whether typed or set in a table."""
    roll = _Roll(paper)
    for line, numbers in _unwrapped(lines):
        before = len(roll.taken)
        if not (any(line.cells) and _side_by_side(roll, line)):
            (_row if any(line.cells) else _text)(roll, line)
        if len(roll.taken) > before:
            roll.taken |= numbers
    if not paper.present and not roll.is_beside:
        paper.present = [one for one in paper.in_attendance if one.role != "officer"]
        paper.in_attendance = [one for one in paper.in_attendance if one.role == "officer"]
    paper.chair = paper.chair or next((p.name for p in paper.present if p.role == "chair"), None)
    return roll.taken


def opens_list(line: Line) -> bool:
    """Whether the line begins a list of who came or who sent apologies."""
    first = next((cell for cell in line.cells if cell), line.text)
    return label_of(first, inside=False)[0] not in (None, "chair")


def _unwrapped(lines: Sequence[Line]) -> Iterator[tuple[Line, set[int]]]:
    """Lists of names typed over several lines made one line each."""
    held: Line | None = None
    numbers: set[int] = set()
    for line in lines:
        if held is not None and _goes_on(held, line):
            held = replace(held, text=f"{held.text} {line.text}")
            numbers.add(line.number)
            continue
        if held is not None:
            yield held, numbers
        held, numbers = line, {line.number}
    if held is not None:
        yield held, numbers


def _goes_on(line: Line, after: Line) -> bool:
    if any(line.cells) or any(after.cells) or not after.text or words.numbered(after):
        return False
    if not line.text or label_of(after.text, inside=True)[0] or len(line.text) > 2000:
        return False
    is_open = line.text.count("(") > line.text.count(")")
    is_long = len(line.text) >= _WRAPPED and not line.text.endswith((".", ":"))
    is_end = len(after.text) <= _WRAPPED and after.text.endswith(".")
    return bool(
        _RUNS_ON.search(line.text) or is_open or after.text[0].islower() or (is_long and is_end)
    )


def _text(roll: _Roll, line: Line) -> None:
    """A line of running text: its sentences, each with a label of its own or without."""
    is_heading = line.level is not None or words.is_capitals(line.text)
    for at, said in enumerate(_SENTENCE.split(line.text)):
        label, rest = roll.label(said)
        if label is None and at and roll.current and (of := _OF_A_BODY.match(said)):
            found = people(of["rest"])
            for one in found:
                one.organisation = one.organisation or of["body"]
                roll.put(one, "in_attendance")
            continue
        is_item = at == 0 and words.numbered(line)
        if label is None and (
            roll.current is None or is_item or (is_heading and not _is_strong(said))
        ):
            roll.current = None if at == 0 else roll.current
            continue
        _listed(roll, line, label, rest)


def _listed(roll: _Roll, line: Line, label: List | None, text: str) -> None:
    """The names behind a label, or of a line below it."""
    if label and label != roll.current:
        roll.columns, roll.is_open = {}, False
    roll.current = label or roll.current
    if not text:
        roll.taken.add(line.number)
        roll.is_open, roll.paired = True, False
        return
    if is_column_head((text,)):
        return
    if label is None and not (roll.is_open or _is_strong(text)):
        roll.current = None
        return
    if not _take(roll, line, text) and label is None:
        roll.current = None


def _is_strong(text: str) -> bool:
    """Whether the words begin with a sure sign of somebody, or with a mark."""
    said = text.strip(" •*-")
    return bool(HONORIFIC.match(said) or INITIALS.match(said) or said[:1] in "☑☒☐✓✔")


def _take(roll: _Roll, line: Line, text: str) -> bool:
    """Everybody in a text put on the current list, or on the one that a mark names."""
    status = roll.current or "present"
    if status == "substitutes":
        pieces = re.split(r"[,;]\s*(?:and\s+)?|\s+and\s+", text)
        text = ", ".join(_FOR.sub("", piece) for piece in pieces)
    text = text.strip().removeprefix("- ")
    commas = text.count(",")
    if (
        line.text.startswith("- ")
        and commas == 1
        and not HONORIFIC.match(text.split(",")[1].strip())
    ):
        roll.paired = True
    found = people(text, honorific=roll.honorific, paired=roll.paired and commas == 1)
    for one in found:
        roll.put(one, _marked(text, one) or status)
    roll.is_open = len(found) == 1 or (roll.is_open and bool(found))
    if found and status != "absent" and _is_all_said(text, found):
        roll.taken.add(line.number)
    return bool(found)


def _marked(text: str, one: ParsedPerson) -> List | None:
    """What a box to tick or a word in brackets says of somebody's coming."""
    surname = re.escape(one.name.split()[-1])
    found = re.search(rf"{surname}((?:\s*\([^()]*\)|\s+[–—-]\s+\w+)+)", text)
    said = re.findall(r"[^()\s–—-][^()–—-]*", found[1]) if found else []
    status = next((each for word in said if (each := status_of(word))), None)
    if status is None and text.startswith("☐"):
        return "absent"
    return status


def _row(roll: _Roll, line: Line) -> None:
    """A row of a table: its label, its people, and the marks that say who came."""
    first = next(at for at, cell in enumerate(line.cells) if cell)
    label, rest = roll.label(line.cells[first])
    cells = tuple("" if at <= first else cell for at, cell in enumerate(line.cells))
    if label and rest:
        cells = (*cells[:first], rest, *cells[first + 1 :])
    if label is None:
        cells = line.cells
    elif label != roll.current:
        roll.columns = {}
    if _is_head(roll, line.cells) or (label and not rest and is_column_head(cells)):
        roll.current = label if label and label != "chair" else roll.current or "present"
        roll.taken.add(line.number)
        return
    roll.current = label or roll.current
    if roll.current is None:
        return
    if not any(cells):
        roll.taken.add(line.number)
        roll.is_open = True
        return
    if (words.numbered(line) and label is None) or not _row_of(roll, line, cells):
        roll.current = None


def _side_by_side(roll: _Roll, line: Line) -> bool:
    """Read a row of lists that stand beside one another: "Members present | Apologies"."""
    heads = {at: label_of(cell, inside=True) for at, cell in enumerate(line.cells) if cell.strip()}
    lists = {at: label for at, (label, rest) in heads.items() if label and not rest}
    if len(lists) > 1 and len(lists) == len(heads):
        roll.sides, roll.current = lists, "present"
        roll.taken.add(line.number)
        return True
    if not roll.sides or any(label for label, _ in heads.values()) or words.numbered(line):
        roll.sides = {}
        return False
    for at, cell in enumerate(line.cells):
        for one in people(cell.replace("\n", "; ")):
            roll.put(one, roll.sides.get(at, "nobody"))
    roll.taken.add(line.number)
    return True


def _is_head(roll: _Roll, cells: Sequence[str]) -> bool:
    """Whether a row names the columns of a list with marks: "Name | Present | Apologies"."""
    filled = [cell.strip(" :").casefold() for cell in cells if cell.strip()]
    if len(filled) < 2 or not is_column_head(tuple(filled)):
        return False
    marks = {at: status for at, cell in enumerate(cells) if (status := status_of(cell))}
    named = {"name", "names", "member", "members", "governor", "trustee", "councillor"}
    if not (named & set(filled)) or not (marks or {"attendance", "status"} & set(filled)):
        return False
    roll.columns = marks if len(marks) > 1 or filled[0] not in ("present", "apologies") else {}
    return True


def _row_of(roll: _Roll, line: Line, cells: tuple[str, ...]) -> bool:
    current = roll.current or "present"
    whole = tuple(_HALF_BRACKET.sub("", cell).strip() for cell in cells)
    filled = [cell for cell in whole if cell and not (cell.endswith(")") and "(" not in cell)]
    found: list[tuple[ParsedPerson, List]] = []
    if is_row_of_people(tuple(filled), are_titled=bool(roll.honorific)):
        found = [
            (one, current) for cell in filled for one in people(cell, honorific=roll.honorific)
        ]
    elif len(filled) > 1 and is_name(filled[0]):
        ticked = (name for at, name in roll.columns.items() if MARK.match(whole[at].strip()))
        stated = (name for cell in filled[1:] if (name := status_of(cell)))
        status = next(ticked, None) or next(stated, None) or ("absent" if roll.columns else current)
        beside = tuple(
            cell
            for cell in filled[1:]
            if not status_of(cell) and not MARK.match(cell) and not re.match(r"\d", cell)
        )
        found = [(person(filled[0], beside), status)]
    elif len(filled) == 1 or not filled:
        return not filled or _take(roll, line, filled[0])
    for one, status in found:
        roll.put(one, status)
    if found and _is_all_said(line.text, [one for one, _ in found]):
        roll.taken.add(line.number)
    return bool(found)


def _is_all_said(text: str, found: Sequence[ParsedPerson]) -> bool:
    """Whether every word of the line belongs to somebody; else the line is also left over."""
    named = [f"{one.name} {one.role} {one.party} {one.organisation}" for one in found]
    said = set(_WORD.findall(" ".join(named).lower())) | _SMALL
    missing = [word for word in _WORD.findall(text.lower()) if word not in said]
    return not [word for word in missing if role_of(word) is None and status_of(word) is None]


def _join(listed: list[ParsedPerson], one: ParsedPerson) -> None:
    """Add somebody to a list once, with whatever either printing says of them."""
    standing = next((each for each in listed if _key(each.name) == _key(one.name)), None)
    if standing is None:
        listed.append(one)
        return
    standing.role = one.role if one.role == "substitute" else standing.role or one.role
    standing.organisation = standing.organisation or one.organisation


def _key(name: str) -> str:
    return HONORIFIC.sub("", name).strip().casefold() or name.casefold()
