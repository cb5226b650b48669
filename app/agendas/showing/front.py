"""The front sheet of an agenda, from what was frozen with it: who meets, and who calls them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from app.agendas.models import LaterPapers
from app.agendas.publishing import marking
from app.foundation import clock
from app.foundation.exports.wording import at_hour, day, long_day, together

Content = Mapping[str, Any]
"""What stands at the head of an agenda, as `Publication.content` keeps it."""
_LATER = {
    LaterPapers.SUPPLEMENT: ("Supplement issued", "Supplements issued"),
    LaterPapers.LATE: ("Late papers issued", "Late papers issued"),
    LaterPapers.TABLED: ("Papers tabled at the meeting", "Papers tabled at the meeting"),
}
_ROLES = {"chair": " (Chair)", "vice-chair": " (Vice-Chair)"}


@dataclass(frozen=True)
class FrontSheet:
    """Everything that stands before the items, in the same words on page and paper."""

    on: date
    """The day of the meeting, as it was called."""
    board: str
    beneath: tuple[str, ...]
    """When, where, and that it is an extraordinary meeting."""
    summons: tuple[str, ...]
    """Who calls the meeting (Schedule 12 para 4(2)), and when that was issued."""
    membership: str
    """The heading of the members."""
    header: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]
    """The quorum, whom to ask, and the next meeting."""


def front_sheet(content: Content) -> FrontSheet:
    """The front sheet of an agenda as it was issued, or as it would be."""
    marks = _FrontMarks(content)
    on = date.fromisoformat(content["date"])
    when = f"{long_day(on)}{at_hour(time.fromisoformat(content['time']))}"
    kind = "Extraordinary meeting" if content.get("is_extraordinary") else ""
    kind = "Annual meeting" if content.get("is_annual") else kind
    beneath = (marks(when, "date", "time"), marks(content["venue"], "venue"), kind)
    header, members = _membership(content["members"])
    board = content.get("word", "board").capitalize()
    return FrontSheet(
        on=on,
        board=marks(content["board"], "board"),
        beneath=tuple(filter(None, beneath)),
        summons=(*_summoned(content, marks), *_issued(content, on=on)),
        membership=marks(f"{board} membership", "members") if members else "",
        header=header,
        members=members,
        lines=tuple(_lines(content, board, marks)),
    )


class _FrontMarks:
    """Marks each changed line with the supplement that changed it."""

    def __init__(self, content: Content) -> None:
        self.changed: Mapping[str, int] = content.get("changed_in", {})
        self.names = marking.supplements(content) if self.changed else {}

    def __call__(self, words: str, *keys: str) -> str:
        changed = max((self.changed.get(key, 0) for key in keys), default=0)
        return f"{words} ({self.names[changed]})" if words and changed else words


def _summoned(content: Content, marks: _FrontMarks) -> Iterator[str]:
    for words in content.get("summoned_by", ()):
        yield marks(words, "summoned_by")


def _lines(content: Content, board: str, marks: _FrontMarks) -> Iterator[str]:
    if quorum := content.get("quorum"):
        yield marks(f"Quorum: {quorum}", "quorum")
    if contact := _contact(content.get("contact") or {}):
        yield marks(contact, "contact")
    if following := content.get("next_meeting"):
        when = long_day(date.fromisoformat(following))
        yield marks(f"The next meeting of the {board} is on {when}.", "next_meeting")


def _issued(content: Content, *, on: date) -> Iterator[str]:
    """When the meeting was called; past papers, which do not say, bear the day of the meeting."""
    moments = [datetime.fromisoformat(one["at"]) for one in content.get("issued", ())]
    days = [at.astimezone(clock.LONDON).date() for at in moments]
    if not days or days[0] >= on:
        return
    yield f"Issued {day(days[0])}"
    kinds = [one.get("kind", LaterPapers.SUPPLEMENT) for one in content["issued"][1:]]
    for kind, (one, many) in _LATER.items():
        later = [on for on, called in zip(days[1:], kinds, strict=True) if called == kind]
        if later:
            said = together(list(dict.fromkeys(map(day, later))))
            yield f"{many if len(later) > 1 else one} {said}"


def _membership(members: Sequence[Content]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Who sits on the board, and for what: a party, or on a board without parties a body."""
    beside = {"Party": _party, "Representing": _organisation}
    said = {name: [of(one) for one in members] for name, of in beside.items()}
    name = max(said, key=lambda column: sum(map(bool, said[column])))
    people = [one["name"] + _ROLES.get(one["role"], "") for one in members]
    if not any(said[name]):
        return ("Member",), tuple((one,) for one in people)
    return ("Member", name), tuple(zip(people, said[name], strict=True))


def _party(one: Content) -> str:
    return str(one["party"]) or ("Co-optee" if one["role"] == "co-optee" else "")


def _organisation(one: Content) -> str:
    """Publications of before this was kept say nothing of it."""
    return str(one.get("organisation", ""))


def _contact(contact: Content) -> str:
    said = ": ".join(filter(None, (contact.get("name"), contact.get("details"))))
    return f"For further information please contact {said.rstrip('.')}." if said else ""
