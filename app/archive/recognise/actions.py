"""Actions as minutes print them: lines that say ACTION, sentences, a column, a table, a log."""

import re
from collections.abc import Mapping, Sequence
from datetime import date as Day

from app.archive.paper import ParsedAction, ParsedItem
from app.archive.recognise import action_signs as signs
from app.archive.recognise.moments import dates_in
from app.archive.recognise.owners import OWNER, Known, is_owner
from app.archive.recognise.persons import is_name, is_post

_LABELLED = re.compile(
    r"[\s;,|(–—-]*\b(?P<label>owner|lead|who|responsible|assigned to|due|deadline|when|by when|"
    r"target(?: date)?|complete by)\s*:\s*(?P<said>[^;|()]+?)[\s)|.]*"
    r"(?=$|[;|]|\b(?:owner|lead|who|due|deadline|when|by when|status)\s*:)",
    re.IGNORECASE,
)
_OF_OWNER = ("owner", "lead", "who", "responsible", "assigned to")
_LED = re.compile(
    r"^(?P<owner>[^:;()]{2,120}?),\s*by\s+(?P<due>[^:;]{3,40}):\s+(?P<text>\S.*)$", re.DOTALL
)
_NAMED_FIRST = re.compile(
    r"^(?P<owner>[A-Z][^:;,.()]{1,40}|(?:[A-Z]\.\s?)+[A-Z][^:;,.()]{1,40}):\s+(?P<text>\S.*)$",
    re.DOTALL,
)
_SET_FIRST = re.compile(r"^(?P<owner>[^:;.()]{2,80}):\s+(?P<text>\S.*)$", re.DOTALL)
_EVERYBODY = re.compile(r"^(?:all|both|each|every)(?:\s+(?!to\b)[^\s:]+){1,7}:", re.I)
_TO_DO = re.compile(
    rf"^{OWNER},? (?:to|will|would|agreed to|promised to|undertook to|is to|are to)\s+[a-z]"
)
_BRACKET = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{2,80})[)\]]\.?$")
_COLUMNS = {
    "ref": re.compile(
        r"^(?:#|ref(?:erence)?\.?|no\.?|item(?: no\.?)?|minute(?: no\.?| ref\.?)?)$", re.I
    ),
    "text": re.compile(
        r"^(?:actions?(?: required| agreed| points?)?|what\??|task)$", re.IGNORECASE
    ),
    "owner": re.compile(
        r"^(?:(?:action )?owner|who\??|lead(?: officer)?|by whom\??|responsible"
        r"(?: officer| person)?|officer|assigned to)$",
        re.IGNORECASE,
    ),
    "due": re.compile(
        r"^(?:due(?: date| by)?|when\??|by when\??|deadline|target(?: date)?|timescale)$", re.I
    ),
    "status": re.compile(r"^(?:status|state|progress|update|outcome)$", re.I),
}


_ELSEWHERE = re.compile(r"\d[/.-]\d")
"""A reference with a year or a meeting in it."""


def marked(sentence: str) -> str | None:
    """What an action says that is set apart by its word: "ACTION: …", "Action ICB/24/06: …"."""
    found = signs.MARKED.match(sentence)
    return found["text"].strip() if found else None


def action(text: str, *, owner: str | None = None, due: str | None = None) -> ParsedAction:
    """An action; owner and due words before or after its text are taken out of it.

    What is part of the sentence, as in "A to write by June", is read and stays.
    """
    told = {
        found["label"].lower(): found["said"].strip(" .,") for found in _LABELLED.finditer(text)
    }
    text = _LABELLED.sub("", text).strip() or text
    owner = owner or next((told[label] for label in told if label in _OF_OWNER), None)
    behind = next((told[label] for label in told if label not in _OF_OWNER), None)
    led = _led(text, is_dated=behind is not None) if owner is None else None
    if led is not None:
        parts = led.groupdict()
        owner, text = parts["owner"].strip(), parts["text"].strip()
        due = due or (parts.get("due") or "").strip() or None
    due = due or behind or due_in(text)
    return ParsedAction(text, owner or _owner(text), due, _day(due))


def _led(text: str, *, is_dated: bool) -> re.Match[str] | None:
    """ "Anna Petrov, by 28 February: publish the accounts", "All partners: report".

    Where the day is told behind, the words in front of a colon are who is to act.
    """
    found = _LED.match(text)
    if found and (_day(found["due"]) or due_in(f"by {found['due']}")):
        return found
    found = _SET_FIRST.match(text)
    if found and (is_dated or _EVERYBODY.match(text)):
        return found
    found = _NAMED_FIRST.match(text)
    is_somebody = found and (is_name(found["owner"]) or is_post(found["owner"]))
    return found if is_somebody else None


def _owner(text: str) -> str | None:
    bracket = _BRACKET.search(text)
    if bracket:
        first = re.split(r"[,;–—]|\sby\s", bracket["inside"])[0].strip()
        if first and is_name(first) and not dates_in(first):
            return first
    found = _TO_DO.match(text)
    return found["owner"] if found else None


def due_in(text: str) -> str | None:
    """The words that say by when: "30 June", "the next meeting", "within ten days", "asap"."""
    if found := signs.DUE.search(text):
        return next(said for said in found.groupdict().values() if said).strip()
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


def promised(sentence: str, before: str, known: Known) -> ParsedAction | None:
    """The action of a sentence: "Clerk to write", "Cllr Moss undertook to ask"."""
    if sentence.rstrip().endswith("?") or signs.UNCERTAIN.search(sentence):
        return None
    for sign in (signs.BARE, signs.PROMISED):
        for found in sign.finditer(sentence):
            if known.has(found["owner"]) and not _asks_everybody(found[0]):
                said = sentence[found.start("owner") :]
                return ParsedAction(said, found["owner"], due_in(said), _day(due_in(said)))
    if signs.PRONOUN.search(sentence) and (who := known.last_named(before)):
        return ParsedAction(sentence, who, due_in(sentence), _day(due_in(sentence)))
    return None


def _asks_everybody(said: str) -> bool:
    """ "Members are asked to declare …" is a standing invitation."""
    return (
        re.match(r"(?:the )?(?:members|all|officers|councillors)\b.*\bare\b", said, re.I)
        is not None
    )


def at_end(sentence: str, known: Known) -> tuple[str, str] | None:
    """A sentence and the action behind it: "… to be mended. ACTION JB", "[Action: the Clerk]"."""
    if found := signs.WITHIN.search(sentence):
        return sentence[: found.start()].strip(" -–—"), (found["inside"] or found["text"]).strip(
            " ."
        )
    found = signs.AT_RIGHT.match(sentence)
    if found and (is_owner(found["owner"], known) or found["owner"] == "ALL"):
        return found["text"].strip(), found["owner"]
    return None


def columns(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds the action, the owner and the due words, if the row names columns."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for name, pattern in _COLUMNS.items():
            if pattern.match(cell.strip(" :")):
                found.setdefault(name, place)
    return found


def from_row(cells: Sequence[str], places: Mapping[str, int]) -> tuple[str, ParsedAction | None]:
    """The reference and the action of one row of an action table; none if it is done."""

    def cell(name: str) -> str:
        place = places.get(name)
        return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""

    if not cell("text") or signs.DONE.search(cell("status")):
        return cell("ref"), None
    found = action(cell("text"), owner=cell("owner") or None, due=cell("due") or None)
    return cell("ref"), found


def file_log(
    items: Sequence[ParsedItem], log: Sequence[tuple[ParsedItem, str, ParsedAction]]
) -> None:
    """Each action of a table counts once: under the item it names, unless that has said it.

    What names a minute of another meeting is left in the text.
    """
    flat = [one for item in items for one in (item, *item.children)]
    for under, reference, one in log:
        named = [item for item in flat if reference and _names(reference, item.number)]
        if not named and _ELSEWHERE.search(reference):
            continue
        target = named[0] if named else under
        if not any(_same(one, other) for item in flat for other in item.actions):
            target.actions.append(one)


def _names(reference: str, number: str | None) -> bool:
    """Whether an action's reference names a minute: "4", "4.2", "ICB/24/023"."""
    bare = (number or "").strip(" .").casefold()
    said = reference.strip(" .").casefold()
    return bool(bare) and (said == bare or re.match(rf"{re.escape(bare)}[.(/ -]", said) is not None)


def _same(one: ParsedAction, other: ParsedAction) -> bool:
    """Whether two say the same: most of the weighty words of the shorter are in the longer."""
    first, second = (
        {word[:6] for word in re.findall(r"[^\W_]{4,}|\d+", text.text.casefold())}
        for text in (one, other)
    )
    return len(first & second) * 5 >= min(len(first), len(second)) * 3 > 0
