"""Minutes as papers: who met where and when, who came, each minute, and room to sign."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from app.meetings.models import Attendance, Capacity, How, Meeting
from app.minutes.models import Minute, MinuteExempt, Minutes, MinutesState, ResolutionKind
from app.minutes.wording import Resolved, limbs_typed, printed, resolved_of

Within = RichText | Decision | Paragraph
COUNCILLOR = "Councillor "
UNAPPROVED = "Draft minutes, subject to approval at the next meeting"
_CAME = (How.PRESENT, How.REMOTE)
_MEMBERS = (Capacity.MEMBER, Capacity.SUBSTITUTE)
_OFFICES = {SeatRole.VICE_CHAIR: "Vice-Chair", SeatRole.CO_OPTEE: "co-optee"}
_NAMED_ROOM = re.compile(r"(?:room|chamber|suite|hall|centre|theatre|library|parlour)$", re.I)
_STOPS = (".", "!", "?", ":", ";", "”", ")")
_SENTENCE_INSIDE = re.compile(r"[.?!]\s")


@dataclass(frozen=True)
class Record:
    """All that the minutes of one meeting say, as far as one reader may have it."""

    minutes: Minutes
    entries: Sequence[Minute]
    attendance: Sequence[Attendance]
    roles: Mapping[int, SeatRole] = field(default_factory=dict)
    """The seats held on the day, by person."""
    exempt: Mapping[int, MinuteExempt] = field(default_factory=dict)
    actions: Mapping[int, Sequence[str]] | None = None
    """What is to be done, by minute; None where the minutes go out without actions."""

    @property
    def meeting(self) -> Meeting:
        """The meeting that is recorded."""
        return self.minutes.meeting


def minutes_paper(record: Record, imprint: Imprint) -> Paper:
    """The minutes of a meeting, with or without the column of actions."""
    blocks = (*_opening(record), *_came(record), _entries(record), *_close(record))
    return imprint.paper(f"Minutes: {imprint.meeting}", blocks)


def is_draft(minutes: Minutes) -> bool:
    """Minutes are the board's record only once it has approved them."""
    return minutes.state not in (MinutesState.APPROVED, MinutesState.SIGNED)


def _opening(record: Record) -> Iterator[Block]:
    meeting = record.meeting
    issued = record.minutes.state == MinutesState.PUBLISHED
    yield Title(meeting.board.name, (UNAPPROVED,) if issued else ())
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
    """Who was present is recorded by law (1972 Act, Schedule 12, paragraph 40)."""
    came = [row for row in record.attendance if row.how in _CAME]
    present = [row for row in came if row.capacity in _MEMBERS]
    groups = [
        ("Apologies", [row for row in record.attendance if row.how == How.APOLOGIES]),
        ("Officers present", [row for row in came if row.capacity == Capacity.OFFICER]),
        ("In attendance", [row for row in came if row.capacity == Capacity.OTHER]),
    ]
    if record.meeting.board.kind == BoardKind.PARTNERSHIP:
        yield from _representing(record, present)
        named: Callable[[Attendance], str] = _with_organisation
    else:
        groups.insert(0, ("Present", present))
        named = _described(record)
    rows = tuple((label, _listed(rows, named)) for label, rows in groups if rows)
    if rows:
        yield LabelledLines(rows)


def _representing(record: Record, present: Sequence[Attendance]) -> Iterator[Block]:
    """A partnership prints for whom each of those present came."""
    described = _described(record)
    if present:
        yield Table(
            "Present",
            ("Present", "Representing"),
            tuple((described(row), _organisation(row)) for row in present),
            widths=(55, 45),
            ruled=False,
            show_caption=False,
        )


def _listed(rows: Sequence[Attendance], named: Callable[[Attendance], str]) -> str:
    """Councillors A (in the Chair), B and C; with anybody else among them, each by title."""
    names = [named(row) for row in rows]
    if len(names) > 1 and all(name.startswith(COUNCILLOR) for name in names):
        return "Councillors " + together([name.removeprefix(COUNCILLOR) for name in names])
    return together(names)


def _described(record: Record) -> Callable[[Attendance], str]:
    def described(row: Attendance) -> str:
        notes = [note for note in (_office(record, row), _manner(row)) if note]
        return f"{_name(row)} ({', '.join(notes)})" if notes else _name(row)

    return described


def _office(record: Record, row: Attendance) -> str:
    if row.person_id is not None and row.person_id == record.meeting.chair_id:
        return "in the Chair"
    if row.capacity == Capacity.SUBSTITUTE:
        return f"substitute for {row.for_person.full_name}" if row.for_person else "substitute"
    role = record.roles.get(row.person_id or 0, SeatRole.MEMBER)
    if role == SeatRole.CHAIR and record.meeting.chair_id is None:
        return "Chair"
    return _OFFICES.get(role, "")


def _manner(row: Attendance) -> str:
    return "by remote link" if row.how == How.REMOTE else ""


def _with_organisation(row: Attendance) -> str:
    organisation = _organisation(row)
    return f"{_name(row)} ({organisation})" if organisation else _name(row)


def _organisation(row: Attendance) -> str:
    if row.organisation:
        return row.organisation
    return row.person.organisation.name if row.person and row.person.organisation else ""


def _name(row: Attendance) -> str:
    return row.name or (row.person.full_name if row.person else "")


def _entries(record: Record) -> Entries:
    return Entries(
        tuple(_entry(record, minute) for minute in record.entries),
        columns=("Minutes", "Action") if record.actions is not None else None,
        aside_label="Action",
    )


def _entry(record: Record, minute: Minute) -> Entry:
    exempt = record.exempt.get(minute.id)
    heading = (exempt.heading if exempt else "") or minute.heading
    within = (*_open(minute), *(_closed(exempt) if exempt else ()))
    return Entry(minute.printed, heading, within, tuple((record.actions or {}).get(minute.id, ())))


def _open(minute: Minute) -> Iterator[Within]:
    if minute.item is not None and minute.item.is_late:
        yield Paragraph(f"The Chair took this item as urgent: {minute.item.late_reason}")
    yield RichText(minute.text)
    for resolved in resolved_of(minute.resolutions):
        yield _decision(resolved)


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
        limbs = "".join(f"<li>{escape(limb)}</li>" for limb in _joined(resolved.limbs))
        html = f"{f'<p>{that}</p>' if that else ''}<ol>{limbs}</ol>"
    return Decision(f"{resolved.word.capitalize()}:", html)


def _joined(limbs: Sequence[str]) -> Iterator[str]:
    """One sentence over its limbs: "…; …; and ….", unless a limb holds several sentences."""
    if any(_SENTENCE_INSIDE.search(limb) for limb in limbs):
        yield from limbs
        return
    last = len(limbs) - 1
    for place, limb in enumerate(limbs):
        end = "." if place == last else "; and" if place == last - 1 else ";"
        yield limb.rstrip(" .;,") + end


def _close(record: Record) -> Iterator[Block]:
    if record.meeting.ended_at:
        yield Paragraph(f"Meeting ended at {time_of_day(record.meeting.ended_at)}", "centred")
    yield SignatureLine(("Chair", "Date"), above="Signed as a correct record.")
