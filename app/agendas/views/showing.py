"""What the page of a meeting says besides its items: its dates, its people, what happened last."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app

from app.agendas import queries
from app.agendas.models import Agenda, Publication
from app.agendas.reading import Line, every
from app.foundation import clock
from app.foundation.web.filters import count_of, day, local_day, short_day, start_time
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.meetings.queries import Deadlines

PUBLISH = "Publish the agenda"

FOR_EVERYONE = (
    "meeting:plan",
    "meeting:change",
    "meeting:move-at-short-notice",
    "meeting:cancel",
    "meeting:postpone",
    "meeting:reinstate",
    "meeting:hold",
    "agenda:publish",
    "agenda:supplement",
)
"""What readers outside the clerk's circle are told of the history."""


@dataclass(frozen=True)
class Step:
    """One date of a meeting on its way."""

    label: str
    when: str
    state: str
    """done, now, late, or nothing while it is to come."""


def is_outdated(meeting: Meeting, latest: Publication | None) -> bool:
    """The meeting has another day, time or place than the agenda that was issued for it says."""
    if latest is None or meeting.state != MeetingState.PLANNED:
        return False
    said = [latest.content[key] for key in ("date", "time", "venue")]
    return said != [meeting.on_date.isoformat(), f"{meeting.starts_at:%H:%M}", meeting.venue]


def dates_of(meeting: Meeting, latest: Publication | None) -> Deadlines | None:
    """The dates worked back from a planned meeting whose agenda is still to be published."""
    if meeting.state != MeetingState.PLANNED or latest is not None:
        return None
    return meetings.deadlines_of(meeting, closed=meetings.closed_days())


def steps_of(meeting: Meeting, latest: Publication | None, dates: Deadlines | None) -> list[Step]:
    """The way of a meeting through its dates (promise 1), and where it stands today."""
    if meeting.state not in (MeetingState.PLANNED, MeetingState.HELD):
        return []
    issued = _issued_on(latest)
    published = [Step("Agenda published", _full(issued), "done")] if issued else []
    return [*(_ahead(meeting, dates) if dates else ()), *published, _held(meeting, bool(issued))]


def _ahead(meeting: Meeting, dates: Deadlines) -> list[Step]:
    today = clock.today()
    if not meeting.board.notice_days:
        return [Step(PUBLISH, "before the meeting", "now")]
    by = f"by {short_day(dates.publish_by)} ({meeting.board.notice_days} clear days)"
    return [
        Step("Reports in", short_day(dates.reports_in), _state(today, None, dates.reports_in)),
        Step(
            "Clearance",
            short_day(dates.clearance),
            _state(today, dates.reports_in, dates.clearance),
        ),
        Step(PUBLISH, by, _state(today, dates.clearance, dates.publish_by, owed=True)),
    ]


def _full(day: date | None) -> str:
    return f"{short_day(day)} {day.year}" if day else ""


def _state(today: date, after: date | None, until: date, *, owed: bool = False) -> str:
    if today > until:
        return "late" if owed else "done"
    return "now" if after is None or today > after else ""


def _held(meeting: Meeting, is_issued: bool) -> Step:
    when = f"{_full(meeting.on_date)}, {start_time(meeting.starts_at)}"
    if meeting.state == MeetingState.HELD:
        return Step("Meeting held", when, "done")
    return Step("Meeting", when, "now" if is_issued else "")


def issued(latest: Publication | None) -> list[tuple[int, datetime]]:
    """When the agenda and its supplements were published."""
    if latest is None:
        return []
    return [(one["number"], datetime.fromisoformat(one["at"])) for one in latest.content["issued"]]


def _issued_on(latest: Publication | None) -> date | None:
    if latest is None:
        return None
    return local_day(issued(latest)[0][1])


def facts_of(meeting: Meeting) -> list[tuple[str, str]]:
    """Who is who at this meeting."""
    office = queries.office_of(meeting)
    board = meeting.board
    quorum = meetings.quorum_of(board, members=office.voting)
    members = str(office.members) + (f" (quorum {quorum})" if quorum else "")
    presided = meeting.chair.full_name if meeting.chair else ""
    return [
        ("Chair", presided or office.chair),
        ("Clerk", ", ".join(office.clerks)),
        ("Members", members if office.members else ""),
        ("Contact", ", ".join(filter(None, (office.contact, board.contact_details)))),
        ("Notice", f"{board.notice_days} clear days" if board.notice_days else "No notice rule"),
    ]


def history_of(
    meeting: Meeting, agenda: Agenda | None, *, runs: bool
) -> list[tuple[datetime, str]]:
    """What was done last; readers outside the clerk's circle hear of what concerns them."""
    things = (meeting, agenda) if agenda else (meeting,)
    sentences: dict[str, str] = current_app.extensions["guildhall.sentences"]
    return [
        (one.at, sentences[one.tag].format(**(one.facts | {"person": one.who})))
        for one in queries.recent(*things, tags=() if runs else FOR_EVERYONE)
        if one.tag in sentences
    ]


@dataclass(frozen=True)
class Waiting:
    """A paper that is still to come, as the card at the side shows it."""

    label: str
    report_id: int | None
    item_id: int
    words: str


def waiting_for(lines: list[Line]) -> list[Waiting]:
    """What the clerk waits for: reports that are not cleared, and items without one."""
    found: list[Waiting] = []
    for line in every(lines):
        found += [
            Waiting(paper.label, paper.report_id, line.id, _waits(paper.state, paper.who))
            for paper in line.waits_for
        ]
        if line.is_missing:
            found.append(Waiting(line.title, None, line.id, "No report has been placed"))
    return found


def _waits(state: str, who: str) -> str:
    said = state[:1].upper() + state[1:]
    return f"{said}, {who}" if who else said


def pressing(
    meeting: Meeting, dates: Deadlines | None, waiting: list[Waiting]
) -> tuple[str, str] | None:
    """The one sentence about time that a clerk should see first, with its kind."""
    if dates is None or not meeting.board.notice_days:
        return None
    left = (dates.publish_by - clock.today()).days
    papers = (
        f" {count_of(len(waiting), 'paper is', 'papers are')} still to come." if waiting else ""
    )
    if left < 0:
        return "error", f"The last day with enough clear days was {day(dates.publish_by)}.{papers}"
    if left == 0:
        return "warning", f"Publish the agenda today.{papers}"
    return "warning", f"{count_of(left, 'day')} to publication.{papers}"
