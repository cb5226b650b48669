"""The content that is kept of published minutes: open wording apart from exempt wording."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from app.boards.models import AccessLaw, BoardKind, SeatRole
from app.boards.queries import file_name
from app.foundation.permissions import Access
from app.meetings.models import Attendance, Meeting
from app.minutes.attending import IN_THE_CHAIR, NamedAttendee, groups_of
from app.minutes.events import ToDo
from app.minutes.models import Minute, MinuteExempt, Minutes

Content = dict[str, Any]
Cites = Callable[[Iterable[str]], list[str] | None]
"""Returns the minutes that these texts cite; None to look them up when read."""

URGENT_LAW = {
    AccessLaw.ACT_1972: "sections 100B(4) and 100E of the Local Government Act 1972",
    AccessLaw.ACT_1960: "",
    AccessLaw.NONE: "",
}
"""Under which law a chair rules that business without notice is urgent."""


@dataclass(frozen=True)
class Source:
    """The rows from which minutes are published."""

    minutes: Minutes
    entries: Sequence[Minute]
    attendance: Sequence[Attendance]
    roles: Mapping[int, SeatRole] = field(default_factory=dict)
    """The seats held on the day, by person."""
    exempt: Mapping[int, MinuteExempt] = field(default_factory=dict)
    actions: Mapping[int, Sequence[ToDo]] = field(default_factory=dict)
    next_on: date | None = None
    hour: time | None = None
    """When it began, where the hour tells it from another meeting of its day."""
    is_inquorate: bool = False
    """Whether too few came to decide anything, as far as attendance is recorded."""

    @property
    def meeting(self) -> Meeting:
        """The meeting that is recorded."""
        return self.minutes.meeting


def open_content(source: Source, *, cites: Cites) -> Content:
    """The minutes as everybody may read them."""
    meeting, preamble = source.meeting, source.minutes.preamble or ""
    return {
        "board": meeting.board.name_on(meeting.on_date),
        "file_name": file_name(
            "minutes",
            meeting.board,
            on=meeting.on_date,
            at=source.hour,
        ),
        "word": meeting.board.word,
        "is_partnership": meeting.board.kind == BoardKind.PARTNERSHIP,
        "day": meeting.on_date.isoformat(),
        "starts_at": _clock(meeting.starts_at),
        "venue": meeting.venue,
        "is_extraordinary": meeting.is_extraordinary,
        "preamble": preamble,
        "cites": cites([preamble]),
        "next_meeting": source.next_on.isoformat() if source.next_on else "",
        "entries": entries_content(source, cites=cites),
        "corrected_in": None,
        **came_content(source),
    }


def came_content(source: Source, *, before: Content | None = None) -> Content:
    """The meeting's record: attendance, times and chair.

    People who were named in an earlier publication keep the name and organisation they had there.
    """
    meeting = source.meeting
    named = names_in(before) if before else {}
    return {
        "began": _clock(meeting.started_at),
        "ended": _clock(meeting.ended_at),
        "chair": _chair(source, before),
        "is_inquorate": source.is_inquorate,
        "attendance": [
            {
                "label": label,
                "people": [
                    {
                        "row": person.row_id,
                        "name": person.name,
                        "organisation": person.organisation,
                        "notes": _notes(source, person, named),
                    }
                    | named.get(person.row_id or 0, {})
                    for person in people
                ],
            }
            for label, people in groups_of(meeting, source.attendance, source.roles)
        ],
    }


def _chair(source: Source, before: Content | None) -> str:
    """The chair; with the name of the earlier publication if it is the same person."""
    chair = source.meeting.chair
    if chair is None:
        return ""
    rows = {row.id for row in source.attendance if row.person_id == chair.id}
    known = {
        person["row"]
        for group in (before["attendance"] if before else ())
        for person in group["people"]
        if IN_THE_CHAIR in person["notes"]
    }
    return before["chair"] if before and rows & known else chair.full_name


def _notes(source: Source, person: NamedAttendee, named: Mapping[int, Content]) -> list[str]:
    """The notes on somebody; a replaced member has the name of the earlier publication."""
    rows = {row.id: row for row in source.attendance}
    row = rows.get(person.row_id or 0)
    if row is None or row.for_person is None:
        return list(person.notes)
    member = next((one.id for one in rows.values() if one.person_id == row.for_person_id), 0)
    now = row.for_person.full_name
    name = named.get(member, {}).get("name", now)
    return [one.replace(now, name) for one in person.notes]


def names_in(content: Content) -> dict[int, Content]:
    """The names in a publication, by the id of the attendance row."""
    return {
        person["row"]: {key: person[key] for key in ("name", "organisation")}
        for group in content["attendance"]
        for person in group["people"]
        if person["row"]
    }


def entries_content(source: Source, *, cites: Cites) -> list[Content]:
    """Every minute in its order, with the heading it stands under where a new one begins."""
    found, last = [], None
    for entry in source.entries:
        parent = entry.item.parent if entry.item else None
        begins = parent is not None and parent.id != last
        heading = parent.title if parent is not None and begins else ""
        last = parent.id if parent else None
        found.append(_entry(source, entry, group=heading, cites=cites))
    return found


def exempt_contents(source: Source, *, cites: Cites) -> dict[int, Content]:
    """The exempt content, by minute: exempt wording and closed actions."""
    found = {}
    for entry in source.entries:
        row = source.exempt.get(entry.id)
        is_opened = row is not None and not row.is_held_back
        closed = [] if is_opened else _closed_actions(source, entry)
        if row is not None or closed:
            found[entry.id] = _exempt(entry, row, closed, cites=cites)
    return found


def access_of(source: Source, minute_id: int) -> Access:
    """The access of the exempt part of a minute: of its wording, or of its closed actions."""
    row = source.exempt.get(minute_id)
    if row is not None and not row.is_held_back:
        return row.access
    kinds = [one.access for one in source.actions.get(minute_id, ()) if one.access != Access.OPEN]
    return min([*kinds, *([row.access] if row else [])], key=_STRICTEST.index)


def texts_of(source: Source) -> list[str]:
    """Every text of these minutes, open and exempt."""
    limbs = [limb.text for entry in source.entries for limb in entry.resolutions]
    closed = [text for row in source.exempt.values() for text in (row.text, row.resolved)]
    texts = [entry.text or "" for entry in source.entries]
    return [source.minutes.preamble or "", *texts, *limbs, *closed]


def sha256(content: Content, exempt: Mapping[int, Content]) -> str:
    """The SHA-256 of a publication in its canonical JSON form, exempt wording included."""
    whole = {"open": content, "exempt": {str(key): one for key, one in exempt.items()}}
    canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _entry(source: Source, entry: Minute, *, group: str, cites: Cites) -> Content:
    item = entry.item
    return {
        "id": entry.id,
        "item_id": entry.item_id,
        "printed": entry.printed or "",
        "heading": entry.heading,
        "group": group,
        "part": item.part if item else 1,
        "paragraphs": list(item.paragraphs or ()) if item else [],
        "late_reason": item.late_reason if item is not None and item.is_late else "",
        "urgent_reason": entry.urgent_reason or "",
        "urgent_law": URGENT_LAW[source.meeting.board.access_law],
        "text": entry.text or "",
        "resolutions": [{"kind": one.kind.value, "text": one.text} for one in entry.resolutions],
        "outcome": entry.outcome.value if entry.outcome else "",
        "actions": [_action(one) for one in _actions(source, entry) if one.access == Access.OPEN],
        "cites": cites([entry.text or "", *(one.text for one in entry.resolutions)]),
        "corrected_in": None,
    }


def _exempt(
    entry: Minute, row: MinuteExempt | None, actions: Sequence[ToDo], *, cites: Cites
) -> Content:
    heading, text = (row.heading, row.text) if row else ("", "")
    resolved = row.resolved if row else ""
    return {
        "heading": heading or "",
        "text": text or "",
        "resolved": resolved or "",
        "paragraphs": list(entry.item.paragraphs or ()) if entry.item else [],
        "actions": [_action(one) for one in actions],
        "cites": cites([text or "", resolved or ""]),
        "corrected_in": None,
        "reason": "",
    }


def _actions(source: Source, entry: Minute) -> Sequence[ToDo]:
    return source.actions.get(entry.id, ())


def _closed_actions(source: Source, entry: Minute) -> list[ToDo]:
    return [one for one in _actions(source, entry) if one.access != Access.OPEN]


def _action(to_do: ToDo) -> Content:
    return {"id": to_do.action_id, "said": str(to_do)}


def _clock(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""


_STRICTEST = (Access.RESTRICTED, Access.CONFIDENTIAL, Access.EXEMPT, Access.OPEN)
