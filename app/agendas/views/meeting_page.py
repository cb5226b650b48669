"""The view model of the page of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from flask import url_for

from app.agendas.events import MinutesTold
from app.agendas.models import Agenda, Publication
from app.agendas.showing.front import FrontSheet, front_sheet
from app.agendas.showing.reading import AgendaLine
from app.agendas.views import showing
from app.foundation.web.filters import count_of, day, short_day
from app.foundation.web.offers import Button, EmptyState, Note
from app.meetings.models import Meeting
from app.meetings.workflow import called_off, not_yet_begun

OUTDATED = "The meeting was changed after its agenda was published."
BEHIND = Note(
    "What is marked “Not published yet” goes out with a supplement.",
    kind="warning",
    title="Readers see what was published last.",
)
DRAFT = Note(
    "Members and the public do not see it until it is published.",
    title="This is the working draft.",
)


@dataclass(frozen=True)
class MeetingPage:
    """The page of one meeting, for one reader."""

    meeting: Meeting
    agenda: Agenda | None
    latest: Publication | None
    """What was issued last, if this reader may read it."""
    lines: list[AgendaLine]
    """The agenda as issued, or the draft for its clerk."""
    unissued: list[AgendaLine]
    """What would go out with a supplement."""
    minutes: MinutesTold
    runs: bool
    """Whether the reader clerks the board."""
    is_over: bool
    may_publish: bool
    moves: frozenset[str]
    """The moves of the meeting that are open to the reader."""
    put_off: Agenda | None = None
    """The agenda that was begun before the meeting was put off, while none is begun."""

    @cached_property
    def front(self) -> FrontSheet | None:
        """The front sheet, once it is issued."""
        return front_sheet(self.latest.content) if self.latest is not None else None

    @property
    def on(self) -> date:
        """The day that the issued agenda names."""
        return self.front.on if self.front is not None else self.meeting.on_date

    @property
    def to_be_cited(self) -> str:
        """All texts whose citations are looked up in one query; empty where each line has its
        own."""
        if self.latest is not None and all(line.cites is not None for line in self.lines):
            return ""
        return " ".join(line.html for line in self.lines)

    @cached_property
    def is_outdated(self) -> bool:
        """Whether the issued agenda names another day, time or place than the meeting has now."""
        return showing.is_outdated(self.meeting, self.latest)

    @property
    def notes(self) -> list[Note]:
        """The notes above the items."""
        found = []
        if self.is_outdated:
            found.append(Note(_outdated(runs=self.runs), kind="warning", title=OUTDATED))
        if self.latest is not None and self.unissued:
            found.append(BEHIND)
        if self.latest is None and self.lines:
            found.append(DRAFT)
        return found

    @property
    def empty_state(self) -> EmptyState | None:
        """Why no items are shown."""
        if self.latest is not None or self.lines:
            return None
        meeting = self.meeting
        if self.runs and self.agenda is not None:
            return EmptyState("The agenda has no items yet", button=_edit(meeting, kind=""))
        if self.put_off is not None:
            return EmptyState("The agenda has not been begun", _carried(self.put_off))
        if self.runs and not called_off(meeting):
            return EmptyState("The agenda has not been begun", _to_begin(meeting))
        if called_off(meeting):
            return EmptyState("No agenda was published", _called_off(meeting))
        return EmptyState("The agenda is not published yet", _to_come(meeting))

    @property
    def buttons(self) -> list[Button]:
        """The buttons for the agenda and its Word files."""
        runs = self.runs and not called_off(self.meeting)
        return [*(self._of_clerk() if runs else []), *self._word_files()]

    def _of_clerk(self) -> list[Button]:
        if self.put_off is not None:
            return _begin_again(self.meeting, self.put_off)
        if self.agenda is None:
            return [Button("Begin the agenda", _begin(self.meeting), fields={})]
        is_due = self.latest is None or bool(self.unissued) or self.is_outdated
        edit = _edit(self.meeting, kind="second")
        return [self._publish(), edit] if self.may_publish and is_due else [edit]

    def _publish(self) -> Button:
        label = "Publish a supplement" if self.latest is not None else "Publish agenda"
        return Button(label, url_for("publications.publish", meeting_id=self.meeting.id))

    def _word_files(self) -> list[Button]:
        if not self.lines:
            return []
        url = url_for("agendas.word", meeting_id=self.meeting.id)
        files = [("Word", "", "file of the agenda")]
        if self.unissued:
            files = [
                ("Word", "?issued=1", "file of the agenda as it was published"),
                ("Word of the draft", "", "with what waits for a supplement"),
            ]
        if any(line.exempt for line in self.lines):
            files.append(("Word for the public", "?public=1", "without what is exempt"))
        return [
            Button(label, url + query, kind="second", context=which)
            for label, query, which in files
        ]

    @property
    def meeting_buttons(self) -> list[Button]:
        """The buttons for the meeting itself, for its clerk."""
        return _meeting_buttons(self.meeting, self.moves) if self.runs else []


@dataclass(frozen=True)
class Issued:
    """An agenda or a supplement that went out."""

    label: str
    at: datetime
    reason: str = ""
    """Why it was issued in spite of warnings, or what it adds; shown to the board's clerks."""


def issues_of(agenda: Agenda | None, latest: Publication | None, *, runs: bool) -> list[Issued]:
    """When the agenda and its supplements went out, and why, as far as the reader is told."""
    reasons = showing.reasons_of(agenda, latest) if runs and agenda and latest else {}
    return [
        Issued(name, at, reasons.get(number, "")) for number, name, at in showing.issued(latest)
    ]


def _begin(meeting: Meeting) -> str:
    return url_for("agendas.begin", meeting_id=meeting.id)


def _begin_again(meeting: Meeting, put_off: Agenda) -> list[Button]:
    day_before = short_day(put_off.meeting.on_date)
    carried = {"items": "postponed"}
    return [
        Button(f"Begin with the items of {day_before}", _begin(meeting), fields=carried),
        Button("Begin with the standing items", _begin(meeting), kind="second", fields={}),
    ]


def _edit(meeting: Meeting, *, kind: str) -> Button:
    return Button("Edit agenda", url_for("agendas.build", meeting_id=meeting.id), kind=kind)


def _meeting_buttons(meeting: Meeting, moves: frozenset[str]) -> list[Button]:
    def offer(label: str, move: str, *, kind: str = "second", context: str = "") -> Button:
        url = url_for(f"meetings.{move}", meeting_id=meeting.id)
        return Button(label, url, kind, "small", context)

    def press(label: str, move: str) -> Button:
        url = url_for(f"meetings.{move}", meeting_id=meeting.id)
        return Button(label, url, "second", "small", fields={"version": meeting.version})

    offers = {
        "hold": press("Record as held", "hold"),
        "change": offer("Change", "change", context="date, time or venue"),
        "postpone": offer("Postpone", "postpone"),
        "cancel": offer("Cancel the meeting", "cancel", kind="warning"),
        "reinstate": press("Reinstate the meeting", "reinstate"),
    }
    now = {"change"} if meeting.state.value == "planned" else set()
    now |= moves - ({"hold"} if not_yet_begun(meeting) else set())
    return [offers[move] for move in offers if move in now]


def _outdated(*, runs: bool) -> str:
    if runs:
        return (
            "The agenda still says another day, time or place. A supplement issues it as it is now."
        )
    return "What stands below says another day, time or place than the head of this page."


def _carried(put_off: Agenda) -> str:
    return (
        f"This meeting takes the place of the one on {day(put_off.meeting.on_date)}. Its agenda "
        "can begin with the same items, exempt ones too, and their reports."
    )


def _to_begin(meeting: Meeting) -> str:
    return (
        f"It begins with the standing items of the {meeting.board.word}; reports are placed on it "
        "as they come in."
    )


def _called_off(meeting: Meeting) -> str:
    return f"Nothing was published for this meeting before it was {meeting.state.value}."


def _to_come(meeting: Meeting) -> str:
    if not meeting.board.notice_days:
        return "It will stand here once it is published."
    notice = count_of(meeting.board.notice_days, "clear day")
    return f"It will stand here once it is published. This board gives notice of {notice}."
