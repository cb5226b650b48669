"""Actions as minutes print them: lines that say ACTION, a column of their own, a table."""

import re
from collections.abc import Sequence
from datetime import date as Day

from app.archive.paper import ParsedAction
from app.archive.recognise.moments import dates_in
from app.archive.recognise.people import is_name

_LINE = re.compile(
    r"^(?:\(?\s*)?ACTIONS?(?:\s+(?:point|required|for|by))?(?:\s+[A-Z]?\d{1,3})?\s*"
    r"(?::\s*-?|[–—-])\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\b(?:owner|lead|who|responsible|assigned to|for)\s*:\s*(?P<owner>[^;|.()]+)", re.I
)
_DUE = re.compile(
    r"\b(?:due|deadline|when|by when|target|complete by)\s*:\s*(?P<due>[^;|()]+)", re.I
)
_TO_DO = re.compile(
    r"^(?P<owner>(?:the\s)?[A-Z][\w.'’&-]*(?:\s+"
    r"(?:[A-Z][\w.'’&-]*|and|of|for|the|partners|members|officers|leads)){0,7})"
    r"\s+(?:to|will|would|agreed to|is to|are to)\s+[a-z]"
)
_BY = re.compile(
    r"\bby\s+(?P<due>(?:the\s+)?(?:end\s+of\s+)?(?:next meeting|(?:\w+,?\s+)?\d{1,2}"
    r"(?:st|nd|rd|th)?\s+\w+(?:\s+\d{4})?|"
    r"(?:mid-|early\s|late\s)?"
    r"(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December|spring|summer|autumn|winter)(?:\s+\d{4})?))",
    re.IGNORECASE,
)
_LED = re.compile(
    r"^(?P<owner>[^:;()]{2,120}?),\s*by\s+(?P<due>[^:;]{3,40}):\s+(?P<text>\S.*)$", re.DOTALL
)
_NAMED_FIRST = re.compile(
    r"^(?P<owner>[A-Z][^:;,.()]{1,40}|(?:[A-Z]\.\s?)+[A-Z][^:;,.()]{1,40}):\s+(?P<text>\S.*)$",
    re.DOTALL,
)
_SET_FIRST = re.compile(r"^(?P<owner>[^:;.()]{2,80}):\s+(?P<text>\S.*)$", re.DOTALL)
_EVERYBODY = re.compile(r"^(?:all|both|each|every)(?:\s+(?!to\b)[^\s:]+){1,7}:", re.I)
_DUE_BEHIND = re.compile(
    r"\s*[(\[](?:due|deadline|by when)\s*:\s*(?P<due>[^()\[\]]+)[)\]]\.?$", re.I
)
_INITIALS = re.compile(r"^[A-Z]{2,4}(?:\s*(?:[/&,]|and)\s*[A-Z]{2,4})*$")
_BRACKET = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{2,80})[)\]]\.?$")
_COLUMNS = {
    "text": re.compile(r"^(?:actions?(?: required| agreed| point)?|what\??|task)$", re.IGNORECASE),
    "owner": re.compile(
        r"^(?:owner|who\??|lead(?: officer)?|by whom\??|responsible"
        r"(?: officer)?|officer|assigned to)$",
        re.IGNORECASE,
    ),
    "due": re.compile(
        r"^(?:due(?: date| by)?|when\??|by when\??|deadline|target(?: date)?|timescale)$", re.I
    ),
}


def action_in(text: str) -> ParsedAction | None:
    """The action of a line such as "ACTION: L. Crane to send the plan by 30 June 2011"."""
    found = _LINE.match(text)
    return action(found["text"]) if found else None


def action(text: str, *, owner: str | None = None, due: str | None = None) -> ParsedAction:
    """An action; owner and due words before or after its text are taken out of it.

    What is part of the sentence, as in "A to write by June", is read and stays.
    """
    if behind := _DUE_BEHIND.search(text):
        due, text = due or behind["due"].strip(), text[: behind.start()].rstrip()
    led = _led(text, is_dated=behind is not None) if owner is None else None
    if led is not None:
        parts = led.groupdict()
        owner, text = parts["owner"].strip(), parts["text"].strip()
        due = due or (parts.get("due") or "").strip() or None
    owner = owner or _owner(text)
    due = due or _due(text)
    return ParsedAction(text, owner, due, _day(due))


def is_owner(said: str) -> bool:
    """Whether it names only who is to act: a name, names, or initials as "AS/BJ"."""
    return is_name(said) or _INITIALS.match(said) is not None


def _led(text: str, *, is_dated: bool) -> re.Match[str] | None:
    """ "Anna Petrov, by 28 February: publish the accounts", "All partners: report".

    Where the day is told behind, the words in front of a colon are who is to act.
    """
    found = _LED.match(text)
    if found and (_day(found["due"]) or _BY.match(f"by {found['due']}")):
        return found
    found = _SET_FIRST.match(text)
    if found and (is_dated or _EVERYBODY.match(text)):
        return found
    found = _NAMED_FIRST.match(text)
    return found if found and is_name(found["owner"]) else None


def _owner(text: str) -> str | None:
    if found := _OWNER.search(text):
        return found["owner"].strip(" ,")
    bracket = _BRACKET.search(text)
    if bracket:
        first = re.split(r"[,;–—]|\sby\s", bracket["inside"])[0].strip()
        if first and is_name(first) and not dates_in(first):
            return first
    found = _TO_DO.match(text)
    return found["owner"] if found else None


def _due(text: str) -> str | None:
    if found := _DUE.search(text):
        return found["due"].strip(" .,")
    if found := _BY.search(text):
        return found["due"].strip()
    bracket = _BRACKET.search(text)
    named = dates_in(bracket["inside"]) if bracket else []
    return bracket["inside"][named[0][1] : named[0][2]] if bracket and named else None


def _day(words: str | None) -> Day | None:
    found = dates_in(words or "")
    return found[0][0] if found else None


def settle_year(one: ParsedAction, *, meeting: Day | None) -> None:
    """ "By 30 June" means the first 30 June after the meeting."""
    if one.due_on is not None or not one.due or meeting is None:
        return
    for year in (meeting.year, meeting.year + 1):
        day = _day(f"{one.due} {year}")
        if day is not None and day >= meeting:
            one.due_on = day
            return


def columns(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds the action, the owner and the due words, if the row names columns."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for name, pattern in _COLUMNS.items():
            if pattern.match(cell.strip(" :")):
                found.setdefault(name, place)
    return found


def from_row(cells: Sequence[str], places: dict[str, int]) -> ParsedAction | None:
    """One row of an action table."""

    def cell(name: str) -> str:
        place = places.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    if not cell("text"):
        return None
    return action(cell("text"), owner=cell("owner") or None, due=cell("due") or None)
