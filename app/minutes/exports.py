"""Minutes as papers: who met where and when, who came, each minute, and room to sign."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import escape

from app.boards.models import BoardKind, SeatRole
from app.foundation.exports.blocks import (
    Block,
    Decision,
    Entries,
    Entry,
    LabelledLines,
    Paper,
    Paragraph,
    RichText,
    SignatureLine,
    Table,
    Title,
)
from app.foundation.exports.wording import Imprint, at_hour, long_day, time_of_day, together
from app.foundation.richtext.nodes import Run
from app.meetings.models import Attendance, Meeting
from app.minutes.attending import PRESENT, Named, groups_of
from app.minutes.events import ToDo
from app.minutes.models import Minute, MinuteExempt, Minutes, ResolutionKind
from app.minutes.wording import Resolved, joined, limbs_typed, printed, resolved_of

Within = RichText | Decision | Paragraph
COUNCILLOR = "Councillor "
UNAPPROVED = "Draft minutes, subject to approval at the next meeting"
_NAMED_ROOM = re.compile(r"(?:room|chamber|suite|hall|centre|theatre|library|parlour)$", re.I)
_STOPS = (".", "!", "?", ":", ";", "”", ")")


@dataclass(frozen=True)
class Record:
    """All that the minutes of one meeting say, as far as one reader may have it."""

    minutes: Minutes
    entries: Sequence[Minute]
    attendance: Sequence[Attendance]
    roles: Mapping[int, SeatRole] = field(default_factory=dict)
    """The seats held on the day, by person."""
    exempt: Mapping[int, MinuteExempt] = field(default_factory=dict)
    actions: Mapping[int, Sequence[ToDo]] | None = None
    """What is to be done, by minute; None where the minutes go out without actions."""

    @property
    def meeting(self) -> Meeting:
        """The meeting that is recorded."""
        return self.minutes.meeting


def minutes_paper(record: Record, imprint: Imprint) -> Paper:
    """The minutes of a meeting, with or without the column of actions."""
    blocks = (
        *_opening(record, is_draft=imprint.is_draft),
        *_came(record),
        _entries(record),
        *_close(record),
    )
    return imprint.paper(f"Minutes: {imprint.meeting}", blocks)


def _opening(record: Record, *, is_draft: bool) -> Iterator[Block]:
    meeting = record.meeting
    unpublished = "Draft minutes, not published"
    waiting = UNAPPROVED if record.minutes.published_at else unpublished
    yield Title(meeting.board.name, (waiting if is_draft else "Minutes",))
    begun = at_hour(meeting.started_at or meeting.starts_at)
    kind = "an extraordinary" if meeting.is_extraordinary else "a"
    yield Paragraph(
        f"At {kind} meeting of the {meeting.board.name} held on {long_day(meeting.on_date)}"
        f"{begun}{_place(meeting.venue)}"
    )
    if record.minutes.preamble:
        yield RichText(record.minutes.preamble)


def _place(venue: str) -> str:
    """ "in the Council Chamber, Town Hall", "in Committee Room 2", "at Harbour Light Refuge"."""
    if not venue:
        return ""
    room = venue.split(",")[0].strip()
    if _NAMED_ROOM.search(room) and not room.lower().startswith("the "):
        return f" in the {venue}"
    return f" in {venue}" if re.search(r"\broom \w+$", room, re.I) else f" at {venue}"


def _came(record: Record) -> Iterator[Block]:
    """Who came, in the groups of the record; a partnership prints for whom each was present."""
    groups = groups_of(record.meeting, record.attendance, record.roles)
    if record.meeting.board.kind == BoardKind.PARTNERSHIP:
        yield from (_representing(people) for label, people in groups if label == PRESENT)
        groups = [group for group in groups if group[0] != PRESENT]
    if groups:
        yield LabelledLines(tuple((label, _listed(people)) for label, people in groups))


def _representing(people: Sequence[Named]) -> Table:
    return Table(
        PRESENT,
        (PRESENT, "Representing"),
        tuple((one.described, one.organisation) for one in people),
        widths=(55, 45),
        ruled=False,
        show_caption=False,
    )


def _listed(people: Sequence[Named]) -> str:
    """Councillors A (in the Chair), B and C; with anybody else among them, each by title."""
    names = [str(one) for one in people]
    if len(names) > 1 and all(name.startswith(COUNCILLOR) for name in names):
        return "Councillors " + together([name.removeprefix(COUNCILLOR) for name in names])
    return together(names)


def _entries(record: Record) -> Entries:
    return Entries(
        tuple(_entry(record, minute) for minute in record.entries),
        columns=("Minutes", "Action") if record.actions is not None else None,
    )


def _entry(record: Record, minute: Minute) -> Entry:
    exempt = record.exempt.get(minute.id)
    heading = (exempt.heading if exempt else "") or minute.heading
    within = (*_open(minute), *(_closed(exempt) if exempt else ()))
    to_do = (record.actions or {}).get(minute.id, ())
    return Entry(minute.printed, heading, within, tuple(map(_in_one_line, to_do)))


def _in_one_line(to_do: ToDo) -> str:
    """A line of its own in the column is an action of its own."""
    return " ".join(str(to_do).split())


def _open(minute: Minute) -> Iterator[Within]:
    if minute.item is not None and minute.item.is_late:
        yield Paragraph(_urgent(minute.item.late_reason))
    yield RichText(minute.text)
    for resolved in resolved_of(minute.resolutions):
        yield _decision(resolved)


def _urgent(reason: str) -> str:
    """The reason is in the minutes by law (1972 Act, s. 100B(4)(b)), as a sentence of its own."""
    return f"The Chair took this item as urgent{'.' if reason[:1].isupper() else ':'} {reason}"


def _closed(exempt: MinuteExempt) -> Iterator[Within]:
    """The exempt minute stands after the open one, under a heading that says so (R3.7)."""
    if exempt.is_held_back:
        yield Paragraph((Run("Exempt minute, not for publication", strong=True),))
    yield RichText(exempt.text)
    if limbs := limbs_typed(exempt.resolved):
        yield _decision(printed(ResolutionKind.RESOLVED, limbs))


def _decision(resolved: Resolved) -> Decision:
    """ "RESOLVED: That the report be noted.", or "That" with its limbs numbered beneath."""
    that = "That" if resolved.that or all(limb[:1].islower() for limb in resolved.limbs) else ""
    if len(resolved.limbs) == 1:
        said = " ".join(filter(None, (that, resolved.limbs[0])))
        html = f"<p>{escape(said if said.endswith(_STOPS) else f'{said}.')}</p>"
    else:
        limbs = "".join(f"<li>{escape(limb)}</li>" for limb in joined(resolved.limbs))
        html = f"{f'<p>{that}</p>' if that else ''}<ol>{limbs}</ol>"
    return Decision(f"{resolved.word.capitalize()}:", html)


def _close(record: Record) -> Iterator[Block]:
    if record.meeting.ended_at:
        yield Paragraph(f"Meeting ended at {time_of_day(record.meeting.ended_at)}", "centred")
    yield SignatureLine(("Chair", "Date"), above="Signed as a correct record.")
