"""The parts of the page of a meeting beside its items: dates, people, history."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import url_for

from app.agendas import queries
from app.agendas.models import Agenda, Publication, name_of_issue
from app.agendas.publishing import marking
from app.agendas.publishing.marking import Content
from app.agendas.showing.office import office_of
from app.agendas.showing.reading import CLOSED_PART, AgendaLine, every
from app.foundation import clock
from app.foundation.web.filters import count_of, day, local_day, plain_day, short_day, start_time
from app.foundation.web.offers import Note
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.meetings.queries import Deadlines
from app.reports.models import ReportState

PUBLISH = "Publish the agenda"


@dataclass(frozen=True)
class Step:
    """One step of the progress of a meeting."""

    label: str
    when: str
    state: str
    """done, now, late, or nothing while it is to come."""


def is_outdated(meeting: Meeting, latest: Publication | None) -> bool:
    """Whether the meeting has another day, time or place than the issued agenda says."""
    if latest is None or meeting.state != MeetingState.PLANNED:
        return False
    said = [latest.content[key] for key in ("date", "time", "venue")]
    return said != [meeting.on_date.isoformat(), f"{meeting.starts_at:%H:%M}", meeting.venue]


def unissued(lines: list[AgendaLine], latest: Publication, meeting: Meeting) -> list[AgendaLine]:
    """What a supplement would add, line by line: new items, papers that were to follow, items
    made open and, before the meeting, minutes to agree that have come or been published since."""
    issued = {item["id"]: item for item in marking.every(latest.content["items"])}
    is_ahead = not meetings.is_over(meeting)
    return [
        line._replace(children=())
        for line in every(lines)
        if line.has_news or _says_more(line, issued.get(line.id), is_ahead=is_ahead)
    ]


def _says_more(line: AgendaLine, issued: Content | None, *, is_ahead: bool) -> bool:
    if issued is None or line.part == CLOSED_PART:
        return False
    put = [(one["label"], one["url"]) for one in issued.get("minutes", ())]
    now = [(one.label, one.url) for one in line.minutes or ()]
    more_minutes = is_ahead and "minutes" in issued and put != now
    return issued["part"] == CLOSED_PART or more_minutes


def dates_of(meeting: Meeting, latest: Publication | None) -> Deadlines | None:
    """The deadlines of a planned meeting whose agenda is still to be published."""
    if meeting.state != MeetingState.PLANNED or latest is not None:
        return None
    shut = meetings.closed_calendar()
    dates = meetings.deadlines_of(meeting, closed=shut.days)
    return replace(dates, unfilled=shut.unfilled(dates.days))


@dataclass(frozen=True)
class DraftProgress:
    """How far the papers of a draft are, as its clerk may know."""

    awaited: int = 0
    out: int = 0
    """How many are not handed in yet: drafts, and items without a report."""
    uncleared: int = 0


NOT_SAID = DraftProgress()
"""For readers who do not clerk the board: nothing is said of the draft."""


def papers_on(lines: list[AgendaLine]) -> DraftProgress:
    """The reports of these lines, and the items that still want one."""
    reports = [paper for line in every(lines) for paper in line.papers if paper.appendix_id is None]
    missing = sum(line.is_missing for line in every(lines))
    drafts = sum(paper.state == ReportState.DRAFT for paper in reports)
    return DraftProgress(
        awaited=len(reports) + missing,
        out=drafts + missing,
        uncleared=sum(paper.state != "ready" for paper in reports) + missing,
    )


def steps_of(
    meeting: Meeting,
    latest: Publication | None,
    dates: Deadlines | None,
    papers: DraftProgress = NOT_SAID,
) -> list[Step]:
    """The steps of a meeting, and which of them is the present one.

    How far the papers are is told only to its clerk.
    """
    if meeting.state not in (MeetingState.PLANNED, MeetingState.HELD):
        return []
    issued = _issued_on(latest)
    published = [Step("Agenda published", _full(issued), "done")] if issued else []
    ahead = _ahead(meeting, dates, papers) if dates else []
    return [*ahead, *published, _held(meeting, bool(issued))]


def _ahead(meeting: Meeting, dates: Deadlines, papers: DraftProgress) -> list[Step]:
    if not meeting.board.notice_days:
        return [Step(PUBLISH, "before the meeting", "now")]
    today = clock.today()
    by = f"by {short_day(dates.publish_by)} ({meeting.board.notice_days} clear days)"
    late = today > dates.publish_by
    state = "late" if late else "now" if today > dates.clearance else ""
    return [
        _step("Reports in", None, dates.reports_in, _not_yet_in_words(papers.out, papers, "in")),
        _step(
            "Clearance",
            dates.reports_in,
            dates.clearance,
            _not_yet_in_words(papers.uncleared, papers, "cleared"),
        ),
        Step(PUBLISH, by, state),
    ]


def _not_yet_in_words(left: int, papers: DraftProgress, word: str) -> str | None:
    """How many papers have not come so far, in words; empty for none, None where there are no
    papers."""
    if not papers.awaited:
        return None
    return f"{left} of {papers.awaited} not {word}" if left else ""


def _step(label: str, after: date | None, until: date, rest: str | None) -> Step:
    """One step: done when its papers are, late when its day is past and they are not."""
    when, today = short_day(until), clock.today()
    if rest == "":
        return Step(label, when, "done")
    if today > until:
        return Step(label, f"{when}: late, {rest}", "late") if rest else Step(label, when, "")
    return Step(label, when, "now" if after is None or today > after else "")


def _full(day: date | None) -> str:
    return f"{short_day(day)} {day.year}" if day else ""


def _held(meeting: Meeting, is_issued: bool) -> Step:
    when = f"{_full(meeting.on_date)}, {start_time(meeting.starts_at)}"
    if meeting.state == MeetingState.HELD:
        return Step("Meeting held", when, "done")
    return Step("Meeting", when, "now" if is_issued else "")


def issued(latest: Publication | None) -> list[tuple[int, str, datetime]]:
    """When the agenda and what came later were published, and what each is called."""
    if latest is None:
        return []
    return [
        (one["number"], name_of_issue(one), datetime.fromisoformat(one["at"]))
        for one in latest.content["issued"]
    ]


def reasons_of(agenda: Agenda, latest: Publication) -> dict[int, str]:
    """Why each was issued in spite of warnings, or what it adds; for the board's clerks."""
    every_one = [latest] if latest.number == 0 else queries.publications_of(agenda)
    return {one.number: one.reason for one in every_one if one.reason}


def _issued_on(latest: Publication | None) -> date | None:
    if latest is None:
        return None
    return local_day(issued(latest)[0][2])


def facts_of(meeting: Meeting) -> list[tuple[str, str]]:
    """The people of this meeting: chair, clerks, contact."""
    office = office_of(meeting)
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
        ("Inspection", _inspection(meeting)),
    ]


def _inspection(meeting: Meeting) -> str:
    """Until when the papers of a meeting are open to inspection, once it is over: six years, and
    four for background papers (s100C(1), s100D(2))."""
    if not meeting.board.has_statutory_access or not meetings.is_over(meeting):
        return ""
    papers, background = (clock.years_after(meeting.on_date, years) for years in (6, 4))
    return (
        f"Minutes, agenda and open reports until {plain_day(papers)} (section 100C); background "
        f"papers until {plain_day(background)} (section 100D)"
    )


@dataclass(frozen=True)
class AwaitedPaper:
    """A paper that is still to come."""

    label: str
    url: str
    words: str


def waiting_for(lines: list[AgendaLine], meeting: Meeting) -> list[AwaitedPaper]:
    """The papers still to come: reports that are not cleared, and items without one."""
    found: list[AwaitedPaper] = []
    for line in every(lines):
        found += [
            AwaitedPaper(
                paper.label,
                url_for("reports.show", report_id=paper.report_id),
                _waits(paper.state, paper.who),
            )
            for paper in line.waits_for
        ]
        if line.is_missing:
            url = url_for("agenda_items.edit", meeting_id=meeting.id, item_id=line.id)
            found.append(AwaitedPaper(line.title, url, "No report has been placed"))
    return found


def _waits(state: str, who: str) -> str:
    said = state[:1].upper() + state[1:]
    return f"{said}, {who}" if who else said


def pressing(meeting: Meeting, dates: Deadlines | None, waiting: list[AwaitedPaper]) -> Note | None:
    """The most urgent note about deadlines."""
    if dates is None or not meeting.board.notice_days:
        return None
    left = (dates.publish_by - clock.today()).days
    papers = (
        f" {count_of(len(waiting), 'paper is', 'papers are')} still to come." if waiting else ""
    )
    if left < 0:
        last = day(dates.publish_by)
        return Note(f"The last day with enough clear days was {last}.{papers}", "error")
    if left == 0:
        return Note(f"Publish the agenda today.{papers}", "warning")
    return Note(f"{count_of(left, 'day')} to publication.{papers}", "warning")
