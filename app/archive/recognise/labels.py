"""The labels of a report's head: "REPORT TO", "DATE", "PREPARED BY" and their like."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.foundation.reading.lines import Line

_BODY = r"(?:board|committee|sub-committee|panel|cabinet|executive|council|authority|forum|group)"
_FIELDS = {
    "report_to": (
        rf"report (?:to|for)|to be considered by|(?:name of )?{_BODY}(?: name)?|meeting(?: title)?|"
        r"(?:name|title) of (?:the )?meeting|presented to|submitted to|for consideration by"
    ),
    "to": r"to",
    "date": (
        rf"date(?: of (?:the )?(?:meeting|decision|{_BODY}))?|(?:meeting|{_BODY}) date|"
        r"meeting held on"
    ),
    "time": r"time(?: of meeting)?",
    "venue": r"venue|place|location",
    "author": (
        r"reporting officer|report (?:of|by|from)|(?:case |responsible )?officer|from|"
        r"report authori[sz]ed by|joint report (?:of|by)|report of (?:the )?[a-z ]{0,20}director"
    ),
    "writer": (
        r"(?:report )?author(?:s|\(s\))?(?: of (?:the )?(?:report|paper))?(?: and title)?|"
        r"written by|compiled by|report (?:written|prepared) by|paper author"
    ),
    "sponsor": (
        r"(?:executive |exec |accountable |responsible |sponsoring )?(?:lead|sponsor|director)|"
        r"lead (?:officer|director|executive)|presented by|presenter|sponsor(?:ed by)?"
    ),
    "portfolio": (
        r"(?:relevant |responsible )?portfolio(?:[ -]holder)?(?: area)?|"
        r"(?:executive|cabinet|lead|portfolio|responsible) (?:member|councillor)(?: for .{3,40})?"
    ),
    "subject": (
        r"subject(?: of (?:the )?report)?|(?:report |item )?title(?: of (?:the )?report)?|"
        r"report (?:subject|on)|re|topic|name of report"
    ),
    "paper_title": r"title of (?:the )?paper|paper title",
    "site": (
        r"site(?: address| location)?|address(?: of site)?|proposal|proposed development|"
        r"(?:description of )?(?:development|proposal)|application (?:no\.?|number|ref(?:erence)?)"
    ),
    "wards": (
        r"(?:(?:county |electoral )?(?:wards?|divisions?)|area|localit(?:y|ies)|parish(?:es)?)"
        r"(?:\s?\(s\))?(?: \(?(?:affected|involved|concerned|covered)\)?)|"
        r"(?:county |electoral )?(?:wards?|divisions?)(?:\s?\(s\))?|area\(s\)"
    ),
    "prepared_by": r"prepared by",
    "present_at_meeting": r"present at (?:the )?meeting",
    "leading_partner": r"lead(?:ing)? partner(?:/s|\(s\)|s)?",
    "summary": r"(?:executive )?summary(?: of content(?: and issues raised)?)?",
    "recommendations": (
        rf"(?:officer )?recommendations?(?:\(s\))?|(?:the )?{_BODY} (?:is|are) "
        r"(?:asked|invited|recommended|requested) to|decisions? (?:required|requested|sought)"
    ),
    "purpose": (
        r"purpose(?: of (?:the )?(?:paper|report|item))?(?:\s*\([^)]*\))?|"
        r"(?:this )?(?:paper|report|item) is for|(?:presented )?for|type of (?:paper|report|item)|"
        r"action(?: required| requested)?"
    ),
    "item": r"(?:agenda )?(?:item|paper|enclosure) (?:no\.? ?)?[A-Z]?\d{1,3}[a-z]?",
    "": (
        r"key decision|classification|status|agenda item(?: no\.?| number)?|item(?: no\.?)?|"
        r"forward plan ref\w*(?: number)?|enquiries(?: to)?|contact(?: officer| details)?|"
        r"(?:report )?originator(?: and contact)?|report originator and contact|applicant|agent|"
        r"for further information(?: contact)?|annexes|appendices|exempt(?: information)?|"
        r"open / exempt|report status|decision type|date (?:of report|written|prepared)|"
        r"report date|time required|expiry date|background papers"
    ),
}
"""What each field is called; the nameless are labels too, though no field of ours."""
_NAMES = {name or "no_field": words for name, words in _FIELDS.items()}
_ANY = "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items())
_WITH_MARK = re.compile(rf"^(?:{_ANY})\s*(?::\s*-?|\s[–—]\s)\s*(?P<value>.*)$", re.IGNORECASE)
_ALONE = re.compile(rf"^(?:{_ANY})\s*:?$", re.IGNORECASE)
_WITHIN = re.compile(
    rf"(?<=[\s|])(?-i:(?=[A-Z]))(?:{'|'.join(_NAMES.values())})\s?:(?=\s)", re.IGNORECASE
)
_UNKNOWN = re.compile(r"^(?P<title>[A-Z][^:.;]{1,60}?)\s?:(?:\s+|(?=[A-Z]))(?P<value>\S.*)$")
_IN_CAPITALS = re.compile(
    r"^(?:(?P<report_to>REPORT TO)|(?P<date>DATE)|(?P<author>REPORTING OFFICER|AUTHOR|REPORT OF)|"
    r"(?P<portfolio>PORTFOLIO)|(?P<subject>SUBJECT)|(?P<wards>WARDS?(?:\s?\([Ss]\))?)|"
    r"(?P<purpose>(?:Purpose|PURPOSE) (?:of|OF) (?:paper|PAPER)(?:\s*\([^)]*\))?))"
    r"\s+(?P<value>\S.*)$"
)
OPTION = re.compile(r"\b(decision|discussion|information)\b", re.IGNORECASE)
LIKE_HEADINGS = frozenset({"recommendations", "summary", "purpose"})
"""Labels that are as often the headings of sections."""
OPENERS = frozenset({"report_to", "paper_title"})
_SURE = frozenset({"subject", "paper_title", "site"})
_OF_REPORTS = frozenset(
    {"report_to", "to", "author", "writer", "sponsor", "prepared_by", "purpose", "paper_title"}
)
_WINDOW = 16
_LONGEST_LINE = 400
"""Characters of a line in which labels are looked for."""
_LONGEST = 80
"""Characters of the label cell of a row."""


@dataclass(frozen=True)
class Label:
    """A label of a head: which field, or none of ours, and what stands beside it."""

    field: str
    value: str
    printed: str


def label_of(line: Line) -> Label | None:
    """The field a line is labelled with first, whether typed with a colon or set in a table."""
    if len(line.cells) > 1:
        first = _alone(line.cells[0])
        if first and first.field:
            return _in_row(line.cells)[0]
    for pattern in (_WITH_MARK, _IN_CAPITALS):
        found = _label(pattern.match(line.text))
        if found and found.field:
            return found
    return None


def labels_in(line: Line) -> list[Label]:
    """Every label of a line with its value: cells side by side, or several on one line."""
    if len([cell for cell in line.cells if cell]) > 1 and line.cells[0]:
        return _in_row(line.cells)
    return list(_in_text(line.text))


def _in_row(cells: Sequence[str]) -> list[Label]:
    """A cell with a label's name begins one; any other goes on with the value before it."""
    found: list[Label] = []
    for cell in filter(None, cells):
        last = found[-1] if found else None
        label = _alone(cell)
        typed = list(_in_text(cell)) if label is None else []
        if typed and typed[0].field:
            found += typed
        elif last is not None and (label is None or not last.value):
            value = f"{last.value}\n{cell}" if last.value else cell
            found[-1] = replace(last, value=value)
        else:
            found.append(label or Label("", "", cell if len(cell) <= _LONGEST else ""))
    return found


def _alone(cell: str) -> Label | None:
    """A cell that holds a label and nothing else, in either of two languages."""
    if len(cell) > _LONGEST:
        return None
    for name in (cell, *reversed(cell.split(" / "))):
        if found := _label(_ALONE.match(" ".join(name.split()).strip(" :"))):
            return replace(found, printed=cell)
    return None


def _in_text(text: str) -> Iterator[Label]:
    """Labels with a colon: the first where the line begins, known ones further on."""
    colon = text.find(":")
    places = [at.start() for at in _WITHIN.finditer(text[:_LONGEST_LINE]) if at.start() > colon]
    first = text[: places[0]] if places else text
    label = _label(_WITH_MARK.match(first)) or _label(_IN_CAPITALS.match(first))
    if label is None and (unknown := _UNKNOWN.match(first)):
        label = Label("", unknown["value"], unknown["title"])
    if label is None:
        return
    yield label
    for begin, end in pairwise([*places, len(text)]):
        if found := _label(_WITH_MARK.match(text[begin:end])):
            yield found


def _label(match: re.Match[str] | None) -> Label | None:
    if match is None:
        return None
    groups = match.groupdict()
    value = (groups.pop("value", "") or "").strip(" |")
    name = next(key for key, words in groups.items() if words)
    if name == "purpose" and not _is_purpose(match[0], value):
        return None
    return Label("" if name == "no_field" else name, value, match[0])


def _is_purpose(printed: str, value: str) -> bool:
    """Whether a paper's purpose is ticked or named beside the word, and not told in a sentence."""
    if not value:
        return True
    return len(value) <= _LONGEST and (OPTION.search(value) is not None or "☐" in value)


def head_starts(lines: Sequence[Line]) -> list[int]:
    """Where the heads of reports begin: three labels or more close together, one the subject."""
    starts: list[int] = []
    labels = [label_of(line) for line in lines]
    last = -1
    for place, label in enumerate(labels):
        if label is None or place <= last or not _may_open(lines, labels, place):
            continue
        near = _near(labels, place)
        fields = {labels[one].field for one in near if labels[one]}  # type: ignore[union-attr]
        if len(fields) >= 3 and fields & _SURE and fields & _OF_REPORTS:
            starts.append(place)
            last = near[-1]
    return starts


def _near(labels: Sequence[Label | None], place: int) -> list[int]:
    """The labelled lines of one head: until the window ends or the first label comes again."""
    first = labels[place]
    near = [place]
    for one in range(place + 1, min(place + _WINDOW, len(labels))):
        label = labels[one]
        if label and first and label.field == first.field:
            break
        if label:
            near.append(one)
    return near


def _may_open(lines: Sequence[Line], labels: Sequence[Label | None], place: int) -> bool:
    """Whether a label may open a head: REPORT TO or a title, others only where a paper can
    begin."""
    label = labels[place]
    if label is None:
        return False
    if label.field in OPENERS:
        return True
    if label.field == "date" and any(
        near is not None and near.field == "paper_title" for near in labels[place : place + 4]
    ):
        return True
    return place < 8 or any(line.page_break for line in lines[max(0, place - 6) : place + 1])
