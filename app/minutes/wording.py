"""The standard words of minutes: apologies, last minutes, declarations, resolutions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from app.agendas.models import AgendaItem, ItemKind
from app.foundation.limbs import joined, reads_after_that, without_that
from app.foundation.richtext.plain import to_plain
from app.meetings.models import Attendance, Capacity, How
from app.minutes.attending import name_of
from app.minutes.models import Minute, Resolution, ResolutionKind

PHRASES = (
    "The Head of Service introduced",
    "In reply to questions,",
    "It was moved by … and seconded by … that",
    "It was noted that",
    "declared an interest in this item and",
)
"""Phrases offered as buttons, and by Alt with a digit, while minutes are taken."""
RESOLUTIONS = (
    "the report be noted",
    "the recommendations in the report be approved",
    "the item be deferred to the next meeting",
)
"""Resolutions offered as buttons."""

_LEAD = re.compile(r"^(?:RESOLVED|RECOMMENDED)\b(?:\s+to\s+\w+)?\s*[:–-]?\s*", re.IGNORECASE)
_MARK = re.compile(r"^(?:\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+")


@dataclass(frozen=True)
class StandardWording:
    """Standard wording of one minute: its text, and what was resolved."""

    html: str
    limbs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolved:
    """What was resolved, as printed: "RESOLVED: That", then one limb or several."""

    word: str
    that: bool
    limbs: list[str] = field(default_factory=list)

    @property
    def lead(self) -> str:
        """The words before the limbs."""
        return f"{self.word}: That" if self.that else f"{self.word}:"

    @property
    def said(self) -> list[str]:
        """The limbs as they are printed after it, on every page and paper."""
        return list(joined(self.limbs))

    def __str__(self) -> str:
        """The whole in one line, for the index and for plain text."""
        if len(self.limbs) == 1:
            return f"{self.lead} {self.said[0]}"
        limbs = enumerate(self.said, start=1)
        return " ".join((self.lead, *(f"({place}) {limb}" for place, limb in limbs)))


@dataclass(frozen=True)
class Ruling:
    """The chair's ruling at the head of a minute, as it is printed."""

    heading: str
    words: str


def ruled_urgent(reason: str, *, law: str) -> Ruling | None:
    """That business without notice was taken as a matter of urgency, and why; under which law."""
    if not reason:
        return None
    mark = "." if reason[:1].isupper() else ":"
    words = "The Chair ruled that this item be considered as a matter of urgency"
    heading = ": ".join(filter(None, ("Urgent business", law)))
    return Ruling(heading, f"{words}{mark} {reason}")


def standard_for(
    item: AgendaItem | None, *, attendance: Sequence[Attendance], last_on: date | None
) -> StandardWording | None:
    """The standard wording for a standing item, if there is one."""
    if item is None:
        return None
    if item.kind == ItemKind.EXCLUSION:
        return _exclusion(item)
    if item.kind == ItemKind.MINUTES or item.standing_key == "minutes":
        return _last_minutes(last_on)
    match item.standing_key:
        case "apologies":
            return _apologies(attendance)
        case "declarations":
            return StandardWording("<p>No declarations of interest were made.</p>")
        case "urgent":
            return StandardWording("<p>There was no urgent business.</p>")
        case _:
            return None


def limb_of(text: str) -> str:
    """One limb without the word RESOLVED, without its number and without “That”."""
    bare = _LEAD.sub("", " ".join(text.split()))
    return without_that(_MARK.sub("", bare))


def limbs_typed(text: str) -> list[str]:
    """What was typed, one limb to a line, as limbs; a line "RESOLVED: That" alone is no limb."""
    return [limb for limb in map(limb_of, text.splitlines()) if limb]


def resolved_of(resolutions: Sequence[Resolution]) -> list[Resolved]:
    """The resolutions of a minute as printed, recommendations apart from resolutions."""
    return [
        printed(kind, [one.text for one in resolutions if one.kind == kind])
        for kind in ResolutionKind
        if any(one.kind == kind for one in resolutions)
    ]


def printed(kind: ResolutionKind, texts: Sequence[str]) -> Resolved:
    """Limbs as printed: “That” is said once before them, where all of them read after it."""
    limbs = [without_that(text) for text in texts]
    word = "RESOLVED" if kind == ResolutionKind.RESOLVED else "RECOMMENDED"
    return Resolved(word, bool(limbs) and all(map(reads_after_that, limbs)), limbs)


def plain_of(minute: Minute) -> str:
    """A minute's open wording as plain text, its resolutions included."""
    parts = [to_plain(minute.text), *(str(one) for one in resolved_of(minute.resolutions))]
    return "\n".join(part for part in parts if part)


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: A, B and C."""
    said = list(names)
    return " and ".join(part for part in (", ".join(said[:-1]), said[-1] if said else "") if part)


def _apologies(attendance: Sequence[Attendance]) -> StandardWording:
    absent = [name_of(row) for row in attendance if row.how == How.APOLOGIES]
    said = (
        f"Apologies for absence were received from {listed(absent)}."
        if absent
        else "There were no apologies for absence."
    )
    stood_in = [
        f"{name_of(row)} attended as substitute for {row.for_person.full_name}."
        for row in attendance
        if row.capacity == Capacity.SUBSTITUTE and row.for_person is not None
    ]
    return StandardWording(
        "".join(f"<p>{escape(line, quote=False)}</p>" for line in (said, *stood_in))
    )


def _last_minutes(last_on: date | None) -> StandardWording:
    held = f" held on {last_on.day} {last_on:%B %Y}" if last_on else ""
    return StandardWording(
        f"<p>The minutes of the last meeting{held}, having been circulated, were taken as "
        "read.</p>",
        (f"the minutes of the meeting{held} be agreed as a correct record",),
    )


def _exclusion(item: AgendaItem) -> StandardWording:
    """What the agenda recommended, resolved; section 100A(5) wants item and description named."""
    words = exclusion_limb(to_plain(item.text))
    if not words:
        return StandardWording("")
    return StandardWording(
        "<p>The meeting considered whether the press and public should be excluded during the "
        "business named below, and whether the public interest in withholding the information "
        "outweighed the public interest in disclosing it.</p>",
        (words,),
    )


def exclusion_limb(recommended: str) -> str:
    """What an agenda recommends of the exclusion, as a limb that is resolved."""
    return without_that(limb_of(recommended).removeprefix("To agree "))
