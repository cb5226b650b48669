"""Which board met, when, until when and where: from every line above the first item, weighed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date as Day

from app.archive.paper import ParsedPaper
from app.archive.recognise import bodies, words
from app.archive.recognise.convened import convened, opens
from app.archive.recognise.evidence import FieldEvidence, gathered
from app.archive.recognise.moments import (
    dates_in,
    dates_without_year,
    span_at,
    time_in,
    trimmed,
    without_dates,
    without_moment,
)
from app.foundation.reading.lines import Line

_FIELDS = ("board", "date", "time", "end_time", "venue")
_LABELS = {
    "board": r"(?:name of )?(?:the )?(?:board|committee|panel|body|group|forum|partnership)"
    r"(?: name)?|name of meeting",
    "meeting": r"meeting",
    "date": r"date(?: and time)?(?: of (?:the )?meeting)?|meeting date|held on|when|day|dyddiad",
    "time": r"time(?: of (?:the )?meeting)?|start(?:s|ing|ed)?(?: time)?|commenc(?:es|ing|ed)|"
    r"begins|amser",
    "end_time": r"end(?:s|ed)?(?: time)?|finish(?:ed|es)?(?: time)?|closed?",
    "venue": r"venue|place|location|where|held (?:at|in|via)|lleoliad",
    "chair": r"(?:in the )?chair(?:man|woman|person)?(?:ed by)?|(?:committee|board|panel) chair|"
    r"presiding|convener|cadeirydd",
}
_LABELLED = re.compile(
    rf"^(?:{'|'.join(f'(?P<{name}>{said})' for name, said in _LABELS.items())})"
    r"\s*(?::\s*-?|\s[–—-]\s)\s*(?P<value>\S.*)$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"^(?:{'|'.join(f'(?P<{name}>{said})' for name, said in _LABELS.items())})\s*:?$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?P<label>Date|Time|Place|Venue|Location|Chair|Committee)\s+(?=[A-Z0-9])")
_NOT_OF_MEETING = re.compile(
    r"\b(?:publi(?:shed|cation)|issued?|(?:de|di)spatch(?:ed)?|printed|updated|deadline|adopted|"
    r"reviewed?|signed|dated|version|previous meeting|last meeting|next meeting|no later than|"
    r"minutes (?:of|from) (?:the )?(?:last|previous)|created|uploaded|sent)\b|"
    r"^(?:from|to|cc|sent|subject|[a-z_]+)\s?:",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\b(?:is|are|was|were|has|have|had|may|must|should|can|please)\b")
_HANGS = re.compile(r"(?:\b(?:of|the|at|on|in|and|for|from|commencing|held|a|an)|,)$", re.I)
_GOES_ON = re.compile(r"^(?:[a-z]|held\b|convened\b|on\b|at\b|in\b)")
_NO_PLACE = re.compile(
    r"^(?:draft|minutes|agenda|present|attendance|attendees|apolog\w+|absent|in attendance|"
    r"officers?|members|councillors?|member\w*|also|those|part|public|action|chair\w*|yours|dear|"
    r"to\b|clerk|chief executive|town clerk|proper officer|contact|dated?\b|signed|signature|image|"
    r"a handwritten|monitoring officer|head of|director|media|items?|quorum|unconfirmed|confirmed|"
    r"\[)",
    re.IGNORECASE,
)
_ONLINE = re.compile(r"\b(?:video call|video link|teams|zoom|online|remote(?:ly)?|virtual)\b", re.I)
_HELD = re.compile(
    r"^(?:_|\*)?(?:the meeting was |meeting )?held (?:in|at|via|by|on)?\s*(?P<rest>.+?)[_*.]*$",
    re.I,
)
_LISTS = re.compile(
    r"^(?:(?:members|councillors|those|trustees|board members)\s+)?(?:present|attending|attendance|"
    r"attendees|sederunt|here|(?:\w+ )?membership|members)\b(?: of the \w+)?\s*(?::|$|\d)|"
    r"^councillors?\s*:|^(?:agenda|a g e n d a|business)$|^to:?\s",
    re.IGNORECASE,
)
_BRIEFING = re.compile(r"\s*\([^()]*(?:\d|open|tea|briefing|coffee|lunch)[^()]*\)", re.IGNORECASE)
_TITLES = 10
_TOP = 45


@dataclass
class _Head:
    """The lines of a head, told apart, with what each field has going for it."""

    lines: Sequence[Line]
    furniture: Sequence[Line] = ()
    evidence: dict[str, FieldEvidence] = field(default_factory=gathered)


@dataclass(frozen=True)
class _Statement:
    """A line of the head, with those it runs on over."""

    place: int
    text: str
    numbers: frozenset[int]
    line: Line

    @property
    def nearness(self) -> float:
        """What is printed far below the top tells less of this meeting."""
        return 1.0 if self.place < 12 else 0.5


def read_meeting(
    lines: Sequence[Line], paper: ParsedPaper, *, first: int, furniture: Sequence[Line] = ()
) -> set[int]:
    """Put what stands above the first item of the meeting into the paper; gives the lines taken."""
    head = _Head(lines[: min(_TOP, max(first, _lists_begin(lines)))], furniture)
    statements = list(_statements(head.lines))
    for said in statements:
        if not _read_label(said, head):
            _read_statement(said, head)
    _read_titles(head)
    _read_days_without_year(statements, head)
    _read_near_day(statements, head)
    _name_generic(head)
    return _settle(head, paper)


def _lists_begin(lines: Sequence[Line]) -> int:
    """Where those present are listed: the head reaches so far, whatever is numbered in it."""
    return next((at for at, line in enumerate(lines[:_TITLES]) if _LISTS.match(line.text)), 0)


def _statements(lines: Sequence[Line]) -> Iterator[_Statement]:
    place = 0
    while place < len(lines):
        first, text, end = lines[place], lines[place].text.strip("_* "), place + 1
        while end < len(lines) and end - place < 5 and _runs_on(text, lines[end - 1], lines[end]):
            text, end = f"{text} {lines[end].text}", end + 1
        numbers = frozenset(line.number for line in lines[place:end])
        yield _Statement(place, text, numbers, first)
        place = end


def _runs_on(text: str, line: Line, after: Line) -> bool:
    """Whether a line that convenes is not over: it hangs, or the next begins in its middle."""
    if line.cells or after.cells or _LABELLED.match(after.text) or _LISTS.match(after.text):
        return False
    if not opens(text):
        return False
    if _HANGS.search(text) or (convened(text).board is None and not dates_in(text)):
        return True
    is_wrapped = after.number - line.number == 1 and len(line.text) > 55 and not line.page
    hangs = is_wrapped and not text.endswith(".")
    return hangs or (_GOES_ON.match(after.text) is not None and len(after.text) < 160)


def _read_label(said: _Statement, head: _Head) -> bool:
    """A line that says itself what it gives: "Venue: …", a row of a table."""
    found = _in_row(said.line) or _in_line(said, head)
    if found is None:
        return False
    name, value = found
    if name in ("board", "meeting"):
        _label_of_board(said, value, 6 if name == "board" else 5, head)
    elif name == "date":
        _label_of_day(said, value, head)
    elif name == "time":
        _add_times(value, 6, said, head)
    elif name == "venue":
        head.evidence["venue"].add(_BRIEFING.sub("", value).strip(" ."), 6, said.numbers)
    elif name == "end_time":
        head.evidence["end_time"].add(time_in(value), 6, said.numbers)
    return name != "chair"


def _label_of_board(said: _Statement, value: str, weight: float, head: _Head) -> None:
    told = convened(value)
    board = bodies.name_in(told.board or value)
    if board and bodies.is_body(board):
        head.evidence["board"].add(board, weight, said.numbers)
    _add_day(told.date, value, 6, said, head)


def _label_of_day(said: _Statement, value: str, head: _Head) -> None:
    weight = 1.5 if said.text[0].islower() else 6.0  # a key of a web page's own data
    _add_day(next((day for day, _, _ in dates_in(value)), None), value, weight, said, head)
    rest = without_moment(_BRIEFING.sub("", value).strip(" ."))
    head.evidence["venue"].add(rest if _is_place(rest) else None, 3, said.numbers)


def _in_row(line: Line) -> tuple[str, str] | None:
    cells = [cell for cell in line.cells if cell]
    found = _BESIDE.match(cells[0]) if len(cells) > 1 else None
    return (str(found.lastgroup), " ".join(cells[1].split())) if found else None


def _in_line(said: _Statement, head: _Head) -> tuple[str, str] | None:
    if found := _LABELLED.match(said.text):
        name = next(one for one, words_ in found.groupdict().items() if words_ and one != "value")
        return name, found["value"]
    bare = _BARE.match(said.text)
    if bare is None or sum(_BARE.match(line.text) is not None for line in head.lines) < 2:
        return None
    beside = _BESIDE.match(bare["label"])
    return (str(beside.lastgroup), said.text[bare.end() :]) if beside else None


def _add_day(day: Day | None, text: str, weight: float, said: _Statement, head: _Head) -> None:
    if day is not None:
        head.evidence["date"].add(day, weight * said.nearness, said.numbers)
    if day is not None or weight >= 5:
        _add_times(text, weight - 1, said, head)


def _add_times(text: str, weight: float, said: _Statement, head: _Head) -> None:
    head.evidence["time"].add(time_in(text), weight, said.numbers)
    if span := span_at(without_dates(text)):
        head.evidence["end_time"].add(span[1], weight - 1, said.numbers)


def _read_statement(said: _Statement, head: _Head) -> None:
    """A line without a label: does it convene, does it give a day, does it say where."""
    if len(said.text) > 600 or said.line.cells:
        return
    told, is_opening = convened(said.text), opens(said.text)
    days = dates_in(said.text)
    if _NOT_OF_MEETING.search(said.text) and not is_opening:
        head.evidence["date"].add(days[0][0] if days else None, 0.5)
        return
    day = told.date or (days[0][0] if days else None)
    is_sentence = not is_opening and _SENTENCE.search(said.text) is not None
    weight = 5 if is_opening else 1 if is_sentence else 4 if time_in(said.text) else 3
    _add_day(day, said.text, weight, said, head)
    if is_sentence:
        return
    if told.board and (is_opening or day) and (board := bodies.name_in(told.board)):
        is_said = bodies.is_body(board)
        head.evidence["board"].add(
            board, (5 if is_opening else 3) if is_said else 0.5, said.numbers
        )
    if is_opening or day:
        _read_place(said, told.venue, head, weight=weight)
    elif found := _HELD.match(said.text):
        head.evidence["time"].add(time_in(found["rest"]), 4, said.numbers)
        head.evidence["venue"].add(without_moment(found["rest"]) or None, 5, said.numbers)


def _read_place(said: _Statement, venue: str | None, head: _Head, *, weight: float) -> None:
    place = venue
    if place is None and weight < 5:
        place = without_moment(_BRIEFING.sub("", said.text))
    if place is not None:
        place = re.sub(r"^(?:public|private)\b[ ,]*|^via\s+|\bUTC\b", "", place).strip(" ,·–-")
    named = bodies.name_in(place or "")
    is_body = named is not None and bodies.is_body(named) and not words.is_place(place or "")
    if place and _is_place(place) and not is_body:
        head.evidence["venue"].add(
            place, weight - (0 if words.is_place(place) else 1), said.numbers
        )


def _is_place(text: str) -> bool:
    """Whether words may be a place: short, no sentence, and no title of anything else."""
    is_short = 2 < len(text) <= 120 and re.search(r"[^\W\d_]{3}", text) is not None
    if not is_short or _NO_PLACE.match(text) or words.is_none(text):
        return False
    return _SENTENCE.search(text) is None and not dates_in(text)


def _read_titles(head: _Head) -> None:
    """Titles at the top and page headers may name the board."""
    for place, line in enumerate(head.lines[:_TITLES]):
        if _LISTS.match(line.text) and place and not line.text.lower().startswith("to"):
            break
        if line.cells or len(line.text) > 160 or words.numbered(line):
            continue
        if _LABELLED.match(line.text) or _NOT_OF_MEETING.search(line.text):
            continue
        _add_title(line.text, head, loud=words.is_loud(line), numbers={line.number})
    for line in head.furniture[:3]:
        for part in re.split(r"\s[–·|]\s", line.text):
            _add_title(part, head, loud=True, numbers=set(), share=0.4)


def _add_title(
    text: str, head: _Head, *, loud: bool, numbers: set[int], share: float = 1.0
) -> None:
    name = bodies.name_in(convened(text).board or "") if dates_in(text) else bodies.name_in(text)
    if name is None or (words.is_place(name) and not words.is_board_name(name)):
        return
    if not bodies.is_body(name) and not words.is_title_case(name):
        return
    weight = bodies.weight_of(name) * share + (0.25 if loud else -0.5)
    if bodies.is_generic(name):
        weight = min(weight, 1.5)
    head.evidence["board"].add(name, weight, numbers)


def _read_days_without_year(statements: Sequence[_Statement], head: _Head) -> None:
    """A day without its year, where another line gives the year."""
    if head.evidence["date"].best is not None and head.evidence["date"].confidence != "unsure":
        return
    text = " ".join(
        [*(said.text for said in statements[:_TITLES]), *(x.text for x in head.furniture)]
    )
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)}
    for said in statements[:_TITLES]:
        days = dates_without_year(said.text, years.copy().pop()) if len(years) == 1 else []
        if days and not _NOT_OF_MEETING.search(said.text):
            _add_day(days[0][0], said.text, 3.5, said, head)
            rest = said.text[: days[0][1]] + " " + said.text[days[0][2] :]
            place = trimmed(without_moment(rest))
            if _is_place(place):
                head.evidence["venue"].add(place, 3, said.numbers)


def _read_near_day(statements: Sequence[_Statement], head: _Head) -> None:
    """Hour and place on lines of their own, beside the one that gives the day."""
    best = head.evidence["date"].best
    at = next((n for n, one in enumerate(statements) if best and one.numbers & best.numbers), None)
    if at is None:
        return
    below = statements[at + 1 : at + 4]
    lists = (n for n, one in enumerate(below) if _LISTS.match(one.text))
    for step, said in enumerate(below[: next(lists, len(below))], start=1):
        _beside_day(said, step, head)
    for step, said in enumerate(reversed(statements[max(at - 2, 0) : at]), start=1):
        _beside_day(said, -step, head)


def _beside_day(said: _Statement, step: int, head: _Head) -> None:
    text = _BRIEFING.sub("", said.text)
    if said.line.cells or len(text) > 160 or dates_in(text) or _NOT_OF_MEETING.search(text):
        return
    if _LABELLED.match(text) or opens(text):
        return
    near = 0.5 / abs(step)
    if _SENTENCE.search(text) is None:
        head.evidence["time"].add(time_in(text), 2.5 + near, said.numbers)
    place = without_moment(text)
    named = bodies.name_in(text)
    is_body = named is not None and bodies.is_body(named) and not words.is_place(place)
    if ":" in text or not words.ends_open(text) or not _is_place(place) or is_body:
        return
    if words.is_place(place) or _ONLINE.search(place):
        head.evidence["venue"].add(place, 2.5 + near, said.numbers)
    elif words.is_title_case(place) and (step == 1 or (step == -1 and said.place and "," in place)):
        head.evidence["venue"].add(place, 2.1, said.numbers)


def _name_generic(head: _Head) -> None:
    """ "The Board" is the one that a title names in full."""
    found = head.evidence["board"].found
    short = [one for one in found if bodies.is_generic(str(one.value))]
    for one in short:
        full = [
            other
            for other in found
            if other not in short and bodies.stands_for(str(one.value), str(other.value))
        ]
        full = full or [one for one in found if not bodies.is_body(str(one.value))]
        if full:
            best = max(full, key=lambda other: other.weight)
            best.weight += one.weight
            best.numbers |= one.numbers
            found.remove(one)


def _settle(head: _Head, paper: ParsedPaper) -> set[int]:
    """State what is likely or certain, and keep the rest as candidates."""
    taken: set[int] = set()
    for name in _FIELDS:
        evidence = head.evidence[name]
        best, confidence = evidence.best, evidence.confidence
        if best is None or confidence is None:
            continue
        paper.confidence[name] = confidence
        if confidence == "unsure":
            paper.candidates[name] = evidence.candidates()
            continue
        setattr(paper, name, best.value)
        taken |= best.numbers
    return taken
