"""Who was there: the present, the apologies, those in attendance, and who declared what."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.archive.paper import Declaration, Item, Paper, Person
from app.archive.recognise import words
from app.archive.recognise.people import is_column_head, is_name, people, person
from app.foundation.reading.lines import Line

_LABELS = {
    "in_attendance": re.compile(
        r"^(?:(?:also|officers?|others?|those)\s+(?:present|in attendance)|in attendance"
        r"|also attending|"
        r"officers?|others? attending)(?: were| was)?\s*(?::|–|-|$)\s*(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    "apologies": re.compile(
        r"^apolog(?:ies|y)(?: for absence)?(?: (?:were )?received(?: from)?)?\s*(?::|–|-|$)\s*"
        r"(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    "absent": re.compile(
        r"^(?:absent|absence declared on council business)\s*(?::|–|-|$)\s*(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    "chair": re.compile(
        r"^(?:(?:in the )?chair(?:man|woman|person)?|presiding)\s*(?::|–|-)\s*(?P<rest>.+)$",
        re.IGNORECASE,
    ),
    "present": re.compile(
        r"^(?:(?:members|councillors|board members)\s+)?present(?: were)?\s*(?::|–|-|$)\s*"
        r"(?P<rest>.*)$",
        re.IGNORECASE,
    ),
}
_APOLOGY = re.compile(
    r"\bapolog(?:ies|y)\b[^.]*?\b(?:from|by|on behalf of|for)\s+(?!absence\b)(?P<names>.+)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[a-z)\]]{2}[.;])\s+(?=[A-Z(])")
_DECLARED = re.compile(
    r"(?P<name>(?:Councillors?|Cllrs?\.?|Mr|Mrs|Ms|Miss|Dr|Alderman)\.?\s[^.;:"
    r"()]{2,60}?)\s+declared\b",
)
_ITEM = re.compile(
    r"\b(?:items?|minutes?)\s+(?:no\.?\s*|numbers?\s*)?(?P<item>[A-Z]{0,5}\s?\d+(?:/\d+)?"
    r"(?:\s?\([A-Za-z]\))?)"
)
_STATUS = {
    "present": re.compile(r"^(?:present|in person|attended|yes)\b", re.IGNORECASE),
    "apologies": re.compile(r"^apologies\b", re.IGNORECASE),
    "absent": re.compile(r"^absent\b", re.IGNORECASE),
    "in_attendance": re.compile(
        r"^(?:in attendance|also present|officer in attendance)\b", re.IGNORECASE
    ),
}


def read_attendance(lines: Sequence[Line], paper: Paper) -> set[int]:
    """The lists above the first minute, by their labels, whether typed or set in a table."""
    taken: set[int] = set()
    current = ""
    for printed in lines:
        current = _step(printed, current, paper, taken)
    if not paper.present:
        paper.present = [one for one in paper.in_attendance if one.role != "officer"]
        paper.in_attendance = [one for one in paper.in_attendance if one.role == "officer"]
    paper.chair = paper.chair or next((p.name for p in paper.present if p.role == "chair"), None)
    return taken


def _step(printed: Line, current: str, paper: Paper, taken: set[int]) -> str:
    """One line of the lists; says which list the next line may still belong to."""
    label, line = _label(printed)
    if not label and (not current or (words.is_capitals(line.text) and not line.cells)):
        return ""
    current = label or current
    if not line.text:
        taken.add(line.number)
        return current
    if is_column_head(line.cells or (line.text,)):
        return current
    is_list = _listed(line, current, paper, taken)
    if label and re.match(r"officers?\b", printed.text, re.IGNORECASE):
        _as_officers(paper.in_attendance)
    return current if is_list and not (label and not line.cells) else ""


def _as_officers(listed: Sequence[Person]) -> None:
    for one in listed:
        one.role = one.role or "officer"


def _label(line: Line) -> tuple[str, Line]:
    """The list a line opens, and what is left of the line beside the label."""
    for name, pattern in _LABELS.items():
        if line.cells and (found := pattern.match(line.cells[0])) and not found["rest"]:
            cells = line.cells[1:]
            return name, replace(line, text=" ".join(filter(None, cells)), cells=("", *cells))
        found = pattern.match(line.text)
        if found and not line.cells:
            return name, replace(line, text=found["rest"])
    return "", line


def _listed(line: Line, current: str, paper: Paper, taken: set[int]) -> bool:
    found = _people(line, current)
    if not found:
        return False
    if current != "absent":
        taken.add(line.number)
    for one, status in found:
        if status == "chair":
            paper.chair = one.name
        elif status != "absent":
            getattr(paper, status).append(one)
    return True


def _people(line: Line, current: str) -> list[tuple[Person, str]]:
    filled = [cell for cell in line.cells if cell]
    if len(filled) > 1 and is_name(filled[0]):
        status = next((name for cell in filled[1:] if (name := _status(cell))), current)
        beside = tuple(cell for cell in filled[1:] if not _status(cell))
        return [(person(filled[0], beside), status)]
    text = filled[0] if len(filled) == 1 else line.text
    if words.numbered(line) or not text:
        return []
    return [(one, current) for one in people(text.removeprefix("- "))]


def _status(cell: str) -> str | None:
    return next((name for name, pattern in _STATUS.items() if pattern.match(cell)), None)


def apologies_in(items: Sequence[Item]) -> list[Person]:
    """Apologies told in a minute: "Apologies had been received from A, B and C."."""
    found: list[Person] = []
    for item in items:
        if not re.search(r"\bapolog", item.title, re.IGNORECASE) and found:
            continue
        for sentence in _SENTENCE.split(item.text.replace("\n", " ")):
            if re.search(r"\bapolog", item.title, re.IGNORECASE) and (
                match := _APOLOGY.search(sentence)
            ):
                found += people(re.split(r"\bwho\b|\bwhich\b", match["names"])[0])
    return found


def declarations_in(items: Sequence[Item]) -> list[Declaration]:
    """Each interest declared, whether under its own minute or in a note beside another."""
    found: list[Declaration] = []
    for item in items:
        for sentence in _SENTENCE.split(item.text.replace("\n", " ")):
            if "interest" in sentence.lower() and (match := _DECLARED.search(sentence)):
                about = _ITEM.search(sentence)
                named = about["item"].replace(" ", "") if about else None
                if named is None and not re.search(r"declaration", item.title, re.IGNORECASE):
                    named = item.number
                found.append(Declaration(match["name"].strip(), named, sentence.strip()))
        found += declarations_in(item.children)
    return found
