"""What a report asks a board to do: one text for each limb, without the words that ask."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.archive.recognise import words
from app.archive.recognise.headings import Head
from app.archive.recognise.limbs import limbs
from app.foundation.reading.lines import Line

_HEADED = re.compile(
    r"^(?:(?:strategic |officers?['’]? |key |proposed |draft |formal )*recommend(?:ations?|ed)\b"
    r"(?! option)|(?:what|how) .{3,60}\b(?:is|are) (?:asked|invited|requested)|"
    r"(?:the )?.{3,40} (?:is|are) (?:asked|invited|recommended|requested) to\b|"
    r"(?:decisions?|actions?|matters?) (?:required|requested|sought|needed|for decision)|"
    r"proposed (?:decisions?|resolutions?)|decision (?:to be made|recommended))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:asked|invited|recommended|requested|recommends?)\b.{0,60}(?:to|that)?\s*[:–—-]+$|"
    r"^(?:it is )?(?:recommended|proposed) that\s*[:–—-]*$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^(?:it is (?:therefore )?recommended that|(?:the )?(?:\w+ ){1,5}(?:is|are) (?:therefore )?"
    r"(?:asked|invited|recommended|requested) (?:to|that)) \S.{10,600}\.$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?::|:\s?[-–—]|\b(?:to|that))\s*$", re.IGNORECASE)
_MARKS = (
    ("named", re.compile(r"^recommendation (?:\d{1,2}|[A-Z])\s*[:.–—-]\s*", re.IGNORECASE)),
    ("deep", re.compile(r"^\d{1,2}(?:\.\d{1,3}){1,3}\.?\s+")),
    ("whole", re.compile(r"^(?:\(\d{1,2}\)|\d{1,2}[.)])\s+")),
    ("roman", re.compile(r"^\(?[ivx]{1,5}[.)]\s+")),
    ("letter", re.compile(r"^\(?[a-zA-Z][.)]\s+")),
    ("coded", re.compile(r"^R\d{1,2}[.:)]?\s+")),
    ("bullet", re.compile(r"^[-•*▪o–]\s+")),
)
_CLOSED = re.compile(r"[.;:?!]\W*$|[;,]?\s+(?:and|or)$")


@dataclass
class _Entry:
    """A paragraph under the heading, with the kind of its mark."""

    kind: str
    text: str


def recommendations(lines: Sequence[Line], heads: Sequence[Head]) -> list[str]:
    """What the section of recommendations asks, or the sentence that asks where it has none."""
    for place, head in enumerate(heads):
        if not is_headed(head.title):
            continue
        nested = [one for one in heads[place + 1 :] if one.start < _end(lines, heads, place)]
        found = _under_headings(lines, nested, _end(lines, heads, place))
        if found or (found := _limbs(head.rest, lines[head.end : _end(lines, heads, place)])):
            return found
    return _asked_outright(lines, heads)


def is_headed(title: str) -> bool:
    """Whether a heading, in either of two languages, is that of recommendations."""
    return any(_HEADED.match(part) for part in title.split(" / "))


def _end(lines: Sequence[Line], heads: Sequence[Head], place: int) -> int:
    level = heads[place].level
    return next((one.start for one in heads[place + 1 :] if one.level <= level), len(lines))


def _under_headings(lines: Sequence[Line], nested: Sequence[Head], last: int) -> list[str]:
    """ "6.1 Strategic Recommendation One" and its paragraph: one string per such heading."""
    named = [head for head in nested if is_headed(head.title)]
    ends = [head.start for head in named[1:]] + [last]
    texts = [_sentences(lines[head.end : end]) for head, end in zip(named, ends, strict=False)]
    return [text for text in texts if text]


def _sentences(lines: Sequence[Line]) -> str:
    """Whole sentences only: a signature below the last recommendation is not part of it."""
    kept = [line.text for line in lines]
    while len(kept) > 1 and words.ends_open(kept[-1]):
        kept.pop()
    return "\n".join(kept)


def _asked_outright(lines: Sequence[Line], heads: Sequence[Head]) -> list[str]:
    """Limbs under "The Committee is recommended to:" where no heading says so."""
    for place, line in enumerate(lines):
        if len(line.text) <= 160 and _ASKS.search(line.text):
            end = next((head.start for head in heads if head.start > place), len(lines))
            return _limbs("", lines[place:end])
    return next(([line.text] for line in lines if _ASKED.match(line.text)), [])


def _limbs(rest: str, lines: Sequence[Line]) -> list[str]:
    entries = list(_entries(rest, lines))
    kind = _kind_of(entries)
    if kind is None:
        return _whole(entries)
    found: list[str] = []
    for entry in entries:
        if entry.kind == kind:
            found.append(entry.text)
        elif found and entry.kind:
            found[-1] += f"\n{entry.text}"
        elif found:
            break
    return [one for text in found for one in _apart(text)]


def _kind_of(entries: Sequence[_Entry]) -> str | None:
    """How the limbs are marked: as the first that opens no list, or stands below what opens one."""
    for place, entry in enumerate(entries):
        is_lead = _OPENS.search(entry.text) and place + 1 < len(entries)
        if entry.kind and not (is_lead and entries[place + 1].kind not in ("", entry.kind)):
            return entry.kind
    return None


def _whole(entries: Sequence[_Entry]) -> list[str]:
    """Unmarked: a paragraph each where each begins with "That", or where something opens them."""
    texts = [entry.text for entry in entries]
    if len(texts) > 1 and _OPENS.search(texts[0]):
        return texts[1:]
    if len(texts) > 1 and all(text.startswith("That ") for text in texts):
        return texts
    return limbs("\n".join(texts))[1]


def _apart(text: str) -> list[str]:
    """A limb as printed, or the limbs that run on within it."""
    before, within = limbs(text)
    return within if len(within) > 1 and _OPENS.search(before) else [_closed(text)]


def _closed(text: str) -> str:
    return re.sub(r"\s*[;,]\s*(?:and|or)?\s*$|[;,]?\s+and\s*$", "", text)


def _entries(rest: str, lines: Sequence[Line]) -> Iterator[_Entry]:
    """The paragraphs, each with the lines it is broken into, without their marks."""
    current = _Entry("", rest)
    last = 0
    for line in lines:
        if line.cells and not _mark(line.text)[0]:
            break
        kind, text = _mark(line.text)
        goes_on = not kind and current.text and not _CLOSED.search(current.text)
        if goes_on and (line.number == last + 1 or text[:1].islower()):
            current.text = f"{current.text} {text}"
        else:
            if current.text:
                yield current
            current = _Entry(kind, text)
        last = line.number
    if current.text:
        yield current


def _mark(text: str) -> tuple[str, str]:
    for kind, pattern in _MARKS:
        if found := pattern.match(text):
            return kind, text[found.end() :]
    return "", text
