"""Who was there: the present, the apologies, those in attendance, and who declared what."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.archive.paper import Declaration, ParsedItem, ParsedPaper, ParsedPerson
from app.archive.recognise import words
from app.archive.recognise.people import is_column_head, is_name, people, person, role_of
from app.foundation.reading.lines import Line

_SENT = r"apolog(?:ies|y)(?: for (?:absence|non-attendance))?"
_WERE = r"(?:were |was |had been |have been )?(?:received|submitted|given|noted|tendered|reported)"
_LABELS = {
    "officers": re.compile(
        r"^(?:council\s+)?officers?(?:\s+(?:also\s+)?(?:present|in attendance|attending))?"
        r"(?: were| was)?\s*(?::|–|-|$)\s*(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    "in_attendance": re.compile(
        r"^(?:(?:also|others?|those)\s+(?:present|in attendance)|in attendance|also attending|"
        r"others? attending)(?: were| was)?\s*(?::|–|-|$)\s*(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    "apologies": re.compile(
        rf"^{_SENT}(?: {_WERE}(?: from)?)?\s*(?::|–|-|$)\s*(?P<rest>.*)$|"
        rf"^{_SENT} (?:{_WERE} )?(?:from|by|on behalf of) (?P<said>.+)$",
        re.IGNORECASE,
    ),
    "substitutes": re.compile(
        r"^(?:named )?substitut(?:es?|ions?|e members?)(?: present| attending)?\s*(?::|–|-|$)\s*"
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
_FOR = re.compile(
    r"\s+(?:\(?\s*(?:as\s+)?(?:a\s+)?(?:named\s+)?substitut(?:e|ing)\s+)?for\s+.*$", re.IGNORECASE
)
_COUNCILLOR = re.compile(r"^(?:councillor|cllr|alderman)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]{2,}")
_SMALL = frozenset({"and", "councillors", "cllrs", "the", "of", "for", "members", "following"})
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
_RUNS_ON = re.compile(r"(?:[,;]|\b(?:and|&))\s*$", re.IGNORECASE)
_STATUS = {
    "present": re.compile(r"^(?:present|in person|attended|yes)\b", re.IGNORECASE),
    "apologies": re.compile(r"^apologies\b", re.IGNORECASE),
    "absent": re.compile(r"^absent\b", re.IGNORECASE),
    "in_attendance": re.compile(
        r"^(?:in attendance|also present|officer in attendance)\b", re.IGNORECASE
    ),
}


def read_attendance(lines: Sequence[Line], paper: ParsedPaper) -> set[int]:
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


def _step(printed: Line, current: str, paper: ParsedPaper, taken: set[int]) -> str:
    """Read one line of the lists; returns the list that the next line may belong to."""
    label, line = _label(printed)
    if not label and (not current or (words.is_capitals(line.text) and not line.cells)):
        return ""
    current = label or current
    if not line.text:
        taken.add(line.number)
        return current
    if is_column_head(line.cells or (line.text,)):
        return current
    is_list = _take_people(line, current, paper, taken)
    runs_on = line.cells or not label or _RUNS_ON.search(line.text) is not None
    return current if is_list and runs_on else ""


def opens_list(line: Line) -> bool:
    """Whether the line begins a list of who came or who sent apologies."""
    return _label(line)[0] != ""


def _label(line: Line) -> tuple[str, Line]:
    """The list a line opens, and what is left of the line beside the label."""
    for name, pattern in _LABELS.items():
        if line.cells and (found := pattern.match(line.cells[0])) and not found["rest"]:
            cells = line.cells[1:]
            return name, replace(line, text=" ".join(filter(None, cells)), cells=("", *cells))
        found = pattern.match(line.text)
        if found and not line.cells:
            groups = found.groupdict()
            return name, replace(line, text=groups["rest"] or groups.get("said") or "")
    return "", line


def _take_people(line: Line, current: str, paper: ParsedPaper, taken: set[int]) -> bool:
    found = _people(line, current)
    if not found:
        return False
    if current not in ("absent", "substitutes") and _is_all_said(line.text, found):
        taken.add(line.number)
    for one, status in found:
        _put(paper, one, status)
    return True


def _is_all_said(text: str, found: Sequence[tuple[ParsedPerson, str]]) -> bool:
    """Whether every word of the line belongs to somebody; else the line is also left over."""
    named = [f"{one.name} {one.role} {one.party} {one.organisation}" for one, _ in found]
    said = set(_WORD.findall(" ".join(named).lower())) | _SMALL
    missing = [word for word in _WORD.findall(text.lower()) if word not in said]
    return not [word for word in missing if role_of(word) is None and _status(word) is None]


def _put(paper: ParsedPaper, one: ParsedPerson, status: str) -> None:
    """Put somebody on the list of this line; a substitute counts as present."""
    if status == "chair":
        paper.chair = one.name
    elif status == "substitutes":
        standing = next((known for known in paper.present if known.name == one.name), None)
        paper.present += [] if standing else [one]
        (standing or one).role = "substitute"
    elif status == "officers":
        one.role = one.role or (None if _COUNCILLOR.match(one.name) else "officer")
        paper.in_attendance.append(one)
    elif status == "apologies":
        one.role = None if one.role == "substitute" else one.role
        paper.apologies.append(one)
    elif status != "absent":
        getattr(paper, status).append(one)


def _people(line: Line, current: str) -> list[tuple[ParsedPerson, str]]:
    filled = [cell for cell in line.cells if cell]
    if len(filled) > 1 and is_name(filled[0]):
        status = next((name for cell in filled[1:] if (name := _status(cell))), current)
        beside = tuple(cell for cell in filled[1:] if not _status(cell))
        return [(person(filled[0], beside), status)]
    text = filled[0] if len(filled) == 1 else line.text
    if words.numbered(line) or not text:
        return []
    if current == "substitutes":
        pieces = [_FOR.sub("", piece) for piece in re.split(r"[,;]\s*(?:and\s+)?|\s+and\s+", text)]
        return [(one, current) for piece in pieces for one in people(piece)]
    return [(one, current) for one in people(text.removeprefix("- "))]


def _status(cell: str) -> str | None:
    return next((name for name, pattern in _STATUS.items() if pattern.match(cell)), None)


def apologies_in(items: Sequence[ParsedItem]) -> list[ParsedPerson]:
    """Apologies told in a minute: "Apologies had been received from A, B and C."."""
    found: list[ParsedPerson] = []
    for item in items:
        if not re.search(r"\bapolog", item.title, re.IGNORECASE) and found:
            continue
        for sentence in _SENTENCE.split(item.text.replace("\n", " ")):
            if re.search(r"\bapolog", item.title, re.IGNORECASE) and (
                match := _APOLOGY.search(sentence)
            ):
                found += people(re.split(r"\bwho\b|\bwhich\b", match["names"])[0])
    return found


def declarations_in(items: Sequence[ParsedItem]) -> list[Declaration]:
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
