"""The view model of the page on which one minute is written."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from app.foundation.web.filters import clock_time, count_of, day
from app.foundation.web.offers import Button, Note
from app.meetings.models import Meeting
from app.meetings.queries import Quorum
from app.meetings.views.roll import SeatOnRoll, quorum_needed, quorum_reached
from app.meetings.workflow import not_yet_begun
from app.minutes import queries
from app.minutes.models import Minute, MinuteExempt, Minutes

LATER = (
    "These minutes were agreed as a correct record, so nothing is changed here: a later minute "
    "corrects them."
)
AGREED = Note(LATER, title="Agreed as a correct record.")
PUBLISHED = Note(
    "Nothing saves itself here any more. What you change is published anew once you press "
    "“Correct this minute”: every reader sees your reason, and the former wording stays to be "
    "read.",
    kind="warning",
    title="These minutes are published.",
)
TO_SUMMARISE = Note(
    "Write here what the public may know of it: a fair and coherent record without what is exempt "
    "(Local Government Act 1972, section 100C(2)).",
    title="The public reads nothing but the heading.",
)


SKELETON = Note(
    "Write what you know already. Minutes are numbered from the day of the meeting on, and who "
    "came is recorded then.",
    title="This meeting is still to come.",
)


@dataclass(frozen=True)
class RunLine:
    """One line of the list of minutes beside the form."""

    minute: Minute
    is_here: bool
    is_written: bool

    @property
    def title(self) -> str:
        """Its heading, under the number of its item."""
        return titled(self.minute)

    @property
    def standing(self) -> str:
        """Its state in a word."""
        return "written" if self.is_written else "to be written"

    @property
    def is_closed(self) -> bool:
        """Whether it is in Part II."""
        return self.minute.item is not None and self.minute.item.part == 2


@dataclass(frozen=True)
class WritingSheet:
    """The page on which the clerk writes one minute."""

    minute: Minute
    entries: list[Minute]
    written: Collection[int]
    """The ids of the minutes that have been written."""
    exempt: MinuteExempt | None
    """Its wording in Part II, if it has one."""
    lacks_summary: bool
    seats: list[SeatOnRoll]
    quorum: Quorum
    unnumbered: int = 0
    """How many items were added to the agenda after the minutes were begun."""
    waiting: int = 0
    """How many minutes were begun before the day and have no number yet."""

    @property
    def minutes(self) -> Minutes:
        """The minutes that it is one of."""
        return self.minute.minutes

    @property
    def meeting(self) -> Meeting:
        """The meeting that is minuted."""
        return self.minutes.meeting

    @property
    def title(self) -> str:
        """Its heading, under the number of its item."""
        return titled(self.minute)

    @property
    def over(self) -> str:
        """The line over the heading: board, when it began, who presided."""
        meeting = self.meeting
        words = [f"{meeting.board.name}, {day(meeting.on_date)}"]
        if meeting.started_at:
            words.append(f"began {clock_time(meeting.started_at)}")
        if meeting.chair:
            words.append(f"in the chair: {meeting.chair.short_name}")
        return " · ".join(words)

    @property
    def is_published(self) -> bool:
        """Whether it is published, so that a change is a correction."""
        return self.minutes.published_at is not None

    @property
    def is_agreed(self) -> bool:
        """Whether the minutes have been agreed."""
        return self.minutes.state in queries.AGREED

    @property
    def may_correct(self) -> bool:
        """Whether it can be corrected; of agreed minutes only a missing summary can be added."""
        return self.is_published and (self.lacks_summary or not self.is_agreed)

    @property
    def is_exempt(self) -> bool:
        """Whether it has, or may have, exempt wording."""
        return queries.is_exempt(self.minute.item) or self.exempt is not None

    @property
    def is_opened(self) -> bool:
        """Whether that wording has been opened with its item."""
        return self.exempt is not None and not self.exempt.is_held_back

    @property
    def paragraphs(self) -> list[int]:
        """The paragraphs of Schedule 12A on which its item is closed."""
        return self.minute.item.paragraphs if self.minute.item else []

    @property
    def exempt_label(self) -> str:
        """What the button below the exempt wording says."""
        return f"{'Correct' if self.is_published else 'Save'} the exempt wording"

    @property
    def notes(self) -> list[Note]:
        """The notes above the form."""
        found = [SKELETON] if not_yet_begun(self.meeting) else []
        if self.is_agreed and not self.lacks_summary:
            found.append(AGREED)
        elif self.is_published:
            found.append(PUBLISHED)
        return [*found, TO_SUMMARISE] if self.lacks_summary else found

    @property
    def run(self) -> list[RunLine]:
        """All minutes of the meeting, in their order."""
        return [
            RunLine(entry, is_here=entry.id == self.minute.id, is_written=entry.id in self.written)
            for entry in self.entries
        ]

    @property
    def done(self) -> str:
        """How many of them are written."""
        return f"{len(self.written)} of {len(self.entries)} written"

    @property
    def buttons(self) -> list[Button]:
        """The buttons at the head: the reports of its item, and the checks."""
        taken = self.minute.item.considerations if self.minute.item else []
        return [
            *(
                Button(
                    "Open the report",
                    url_for("reports.show", report_id=one.report_id),
                    kind="second",
                )
                for one in taken
            ),
            self._check("Checks" if self.is_published else "Check and publish", kind="second"),
        ]

    @property
    def number_new(self) -> Button | None:
        """The button that numbers the minutes, or takes up items added since."""
        is_ahead = not_yet_begun(self.meeting) is not None
        if self.waiting and not is_ahead:
            label = "Number the minutes"
        elif self.unnumbered:
            verb = "Add" if is_ahead else "Number"
            label = f"{verb} {count_of(self.unnumbered, 'new item')}"
        else:
            return None
        url = url_for("minutes.number_new", meeting_id=self.meeting.id)
        return Button(label, url, kind="second", size="small", fields={})

    @cached_property
    def place(self) -> int:
        """Its index among the entries."""
        return [entry.id for entry in self.entries].index(self.minute.id)

    @property
    def where(self) -> str:
        """Its place in the list, in words."""
        return f"Item {self.place + 1} of {len(self.entries)}"

    @property
    def before(self) -> Button | None:
        """The button to the entry before."""
        if not self.place:
            return None
        entry = self.entries[self.place - 1]
        return Button(f"‹ {entry.printed or 'Previous'}", address(entry), context=entry.heading)

    @property
    def to_save_for(self) -> Minute | None:
        """The next entry, where going on saves this one."""
        return None if self.is_published else self._after

    @property
    def onward(self) -> Button:
        """The button to the next entry, or to the checks, where nothing is saved."""
        if self._after is None:
            return self._check("Checks ›" if self.is_published else "Check and publish ›")
        label = f"{self._after.printed or 'Next'} ›"
        return Button(label, address(self._after), context=self._after.heading)

    @property
    def may_fill(self) -> bool:
        """Whether those of whom nothing is recorded can be put down as present."""
        waiting = any(one.row is None for one in self.seats)
        return waiting and not self.is_published and not not_yet_begun(self.meeting)

    @property
    def quorum_note(self) -> Note:
        """Whether those who have come can decide; nobody has come before somebody says so."""
        if not_yet_begun(self.meeting):
            return Note(quorum_needed(self.quorum))
        return quorum_reached(self.quorum, is_waiting=self.may_fill)

    @property
    def _after(self) -> Minute | None:
        following = self.entries[self.place + 1 :]
        return following[0] if following else None

    def _check(self, label: str, *, kind: str = "") -> Button:
        return Button(label, url_for("minutes.check", meeting_id=self.meeting.id), kind=kind)


def titled(minute: Minute) -> str:
    """The heading of a minute, under the number of its item."""
    number = minute.item.number if minute.item else ""
    return f"{number}. {minute.heading}" if number else minute.heading


def address(minute: Minute, *, at: str | None = None) -> str:
    """Where a minute is written; `at` is the part that is looked at next."""
    meeting_id = minute.minutes.meeting_id
    return url_for("minutes.write_one", meeting_id=meeting_id, minute_id=minute.id, at=at)
