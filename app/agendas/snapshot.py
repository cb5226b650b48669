"""What is frozen when an agenda is issued: open wording in one place, exempt wording in another."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.agendas.checking import waits_for_paper
from app.agendas.models import Agenda, AgendaItem, AgendaItemExempt, Publication
from app.boards.models import Board, SeatRole
from app.boards.queries import seats_of
from app.foundation.db import db
from app.foundation.richtext.dialect import is_blank
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.people.queries import party_on
from app.reports.models import Appendix, Report, ReportVersion

Content = dict[str, Any]


@dataclass(frozen=True)
class Papers:
    """The issued papers of an agenda: versions by id, appendices by report."""

    versions: Mapping[int, ReportVersion]
    appendices: Mapping[int, Sequence[Appendix]]


def papers_of(items: Iterable[AgendaItem]) -> Papers:
    """What has been issued with these items, in two queries."""
    taken = [one for item in items for one in item.considerations if one.report_version_id]
    versions = db.session.scalars(
        select(ReportVersion).where(ReportVersion.id.in_([one.report_version_id for one in taken]))
    )
    attached: dict[int, list[Appendix]] = {}
    for appendix in db.session.scalars(
        select(Appendix)
        .where(Appendix.report_id.in_([one.report_id for one in taken]))
        .where(Appendix.published_at.is_not(None))
        .order_by(Appendix.position)
    ):
        attached.setdefault(appendix.report_id, []).append(appendix)
    return Papers({version.id: version for version in versions}, attached)


def open_content(
    agenda: Agenda, tree: Sequence[AgendaItem], *, papers: Papers, closed: Iterable[int]
) -> Content:
    """The agenda as the public may read it; of the items that are closed, their open titles."""
    meeting = agenda.meeting
    hidden = set(closed)
    return {
        "board": meeting.board.name,
        "date": meeting.on_date.isoformat(),
        "time": meeting.starts_at.strftime("%H:%M"),
        "venue": meeting.venue,
        "members": _members(meeting),
        "quorum": _quorum(meeting),
        "contact": _contact(meeting.board),
        "next_meeting": _next(meeting),
        "items": [_item(item, papers, hidden) for item in tree],
    }


def issues(earlier: Sequence[Publication], *, number: int, at: datetime) -> list[Content]:
    """When the agenda and each of its supplements was issued, the first first."""
    before: list[Content] = earlier[0].content["issued"] if earlier else []
    return [*before, {"number": number, "at": at.isoformat()}]


def mark_added(content: Content, earlier: Sequence[Publication]) -> None:
    """Say of each item with which supplement it came; 0 is the agenda itself."""
    known = dict(_added_in(earlier[0].content["items"])) if earlier else {}
    number = len(content["issued"]) - 1
    for item in _every(content["items"]):
        item["added_in"] = known.get(item["id"], number)


def _added_in(items: Iterable[Content]) -> Iterator[tuple[int, int]]:
    for item in _every(items):
        yield item["id"], item["added_in"]


def _every(items: Iterable[Content]) -> Iterator[Content]:
    for item in items:
        yield item
        yield from _every(item["children"])


def exempt_content(item: AgendaItem, exempt: AgendaItemExempt, *, papers: Papers) -> Content:
    """The wording and the papers of one closed item."""
    return {
        "title": exempt.title,
        "text": exempt.text,
        "public_interest": item.public_interest,
        "reports": _reports(item, papers),
        "to_follow": _is_to_follow(item, worded=not is_blank(exempt.text)),
    }


def sha256(content: Content) -> str:
    """The seal of a snapshot: the hash of its one canonical form."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _item(item: AgendaItem, papers: Papers, hidden: set[int]) -> Content:
    is_hidden = item.id in hidden
    return {
        "id": item.id,
        "number": item.number,
        "kind": item.kind.value,
        "title": item.title,
        "text": item.text,
        "part": item.part,
        "paragraphs": list(item.paragraphs),
        "late_reason": item.late_reason,
        "pages": item.pages,
        "reports": [] if is_hidden else _reports(item, papers),
        "to_follow": not is_hidden and _is_to_follow(item),
        "children": [_item(child, papers, hidden) for child in item.children],
    }


def _is_to_follow(item: AgendaItem, *, worded: bool = False) -> bool:
    unissued = any(one.report_version_id is None for one in item.considerations)
    return unissued or (waits_for_paper(item) and not worded)


def _reports(item: AgendaItem, papers: Papers) -> list[Content]:
    return [
        {
            "report_id": one.report_id,
            "version_id": one.report_version_id,
            "title": papers.versions[one.report_version_id].content["title"],
            "officer": officer_of(one.report),
            "appendices": [
                {"id": appendix.id, "title": appendix.title, "document_id": appendix.document_id}
                for appendix in papers.appendices.get(one.report_id, ())
            ],
        }
        for one in item.considerations
        if one.report_version_id is not None
    ]


def officer_of(report: Report) -> str:
    """Who reports: the officer named at the head, or whoever prepared the paper."""
    return report.header.get("officer") or report.header.get("prepared_by") or ""


def _members(meeting: Meeting) -> list[Content]:
    left_out = (SeatRole.SUBSTITUTE, SeatRole.OBSERVER)
    return [
        {
            "name": seat.person.full_name,
            "role": seat.role.value,
            "party": party_on(seat.person, meeting.on_date),
            "organisation": seat.person.organisation.name if seat.person.organisation else "",
        }
        for seat in seats_of(meeting.board, on=meeting.on_date)
        if seat.role not in left_out
    ]


def _quorum(meeting: Meeting) -> int:
    """How many voting members make a meeting; 0 where the board has no such rule."""
    return meetings.quorum_at(meeting, [], meetings.voting_seats(meeting)).needed


def _contact(board: Board) -> Content:
    name = board.contact.full_name if board.contact else ""
    return {"name": name, "details": board.contact_details}


def _next(meeting: Meeting) -> str:
    later = meetings.next_after(meeting)
    return later.on_date.isoformat() if later else ""
