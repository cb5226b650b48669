"""The snapshot that is kept of an issued agenda: open wording apart from exempt wording."""

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.agendas import queries, receiving
from app.agendas.events import MinutesToAgree
from app.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaItemExempt,
    Consideration,
    ItemKind,
    LaterPapers,
    Publication,
    ReceivedMinutes,
)
from app.agendas.publishing import marking
from app.agendas.rules import excluding
from app.agendas.rules.draft import waits_for_paper
from app.boards import queries as boards
from app.boards.models import Board, Seat, SeatRole
from app.boards.queries import file_name
from app.foundation.db import db
from app.foundation.richtext.dialect import is_blank
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.people import queries as people
from app.people.queries import party_on
from app.reports import queries as report_queries
from app.reports.models import BESIDE, Appendix, Report, ReportVersion

Content = dict[str, Any]
Papers = Mapping[int, Content]
"""The content of issued reports, by consideration."""


@dataclass(frozen=True)
class Occasion:
    """What is issued (the agenda or a supplement), when, and after which publication."""

    number: int
    at: datetime
    earlier: Publication | None = None
    earlier_closed: Mapping[int, Content] = field(default_factory=dict)
    """The closed wording that was issued before, by item."""
    is_past_paper: bool = False
    answered: Mapping[str, int] = field(default_factory=dict)
    """The warnings that a reason was given for, each with the publication it was given with."""
    replaced: Mapping[int, marking.Replaced] = field(default_factory=dict)
    """The reports that replace an earlier version, by report."""
    kind: LaterPapers = LaterPapers.SUPPLEMENT
    """What it is called, if it is not the agenda itself."""
    is_reissue: bool = False
    """It is issued again only to withdraw something; nothing else may change."""

    @property
    def before(self) -> Content:
        """The content issued last; empty for the agenda itself."""
        return self.earlier.content if self.earlier else {}

    @property
    def looks_up(self) -> bool:
        """Whether citations are looked up when read: in past papers, which are imported in any
        order."""
        return self.is_past_paper and "cites" not in self.before


@dataclass(frozen=True)
class Composed:
    """A composed snapshot: the open content, and the closed wording of each item."""

    content: Content
    closed: dict[int, Content]


def papers_of(items: Sequence[AgendaItem], *, to_issue: Container[int] = ()) -> Papers:
    """What has been issued with these items, and what would be now; in two queries."""
    taken = [one for item in items for one in item.considerations]
    ready = [one for one in taken if one.id in to_issue]
    issued = [one for one in taken if one not in ready and one.report_version_id is not None]
    versions = _versions(issued)
    theirs = _issued_elsewhere(ready)
    attached = _attached([one.report for one in (*issued, *ready)])
    found = {one.id: _issued(one, versions[one.report_version_id or 0], attached) for one in issued}
    for one in ready:
        version = theirs.get(one.report_id)
        found[one.id] = _issued(one, version, attached) if version else _ready(one, attached)
    return found


def _issued_elsewhere(ready: Iterable[Consideration]) -> dict[int, ReportVersion]:
    """What other boards have issued of their reports; not what they draft."""
    theirs = [one.report_id for one in ready if one.report.group_id != one.item.group_id]
    issued = report_queries.issued_of(theirs) if theirs else {}
    return {key: version for key, version in issued.items() if BESIDE in version.content}


def _versions(issued: Sequence[Consideration]) -> dict[int, ReportVersion]:
    ids = [one.report_version_id for one in issued]
    rows = db.session.scalars(select(ReportVersion).where(ReportVersion.id.in_(ids)))
    return {version.id: version for version in rows}


def _attached(reports: Sequence[Report]) -> dict[int, list[Appendix]]:
    found: dict[int, list[Appendix]] = {}
    for appendix in db.session.scalars(
        select(Appendix)
        .where(Appendix.report_id.in_([report.id for report in reports]))
        .order_by(Appendix.position)
    ):
        found.setdefault(appendix.report_id, []).append(appendix)
    return found


def _issued(
    one: Consideration, version: ReportVersion, attached: Mapping[int, Sequence[Appendix]]
) -> Content:
    """A report as it was issued; past papers have nothing but their text."""
    out = [appendix for appendix in attached.get(one.report_id, ()) if appendix.published_at]
    beside = version.content.get(BESIDE)
    return _report(
        one,
        title=version.content["title"],
        officer=beside["officer"] if beside else one.report.officer,
        appendices=beside["appendices"] if beside else _kept(out),
    )


def _ready(one: Consideration, attached: Mapping[int, Sequence[Appendix]]) -> Content:
    """A report as it would be issued now."""
    appendices = _kept(attached.get(one.report_id, ()))
    return _report(one, title=one.report.title, officer=one.report.officer, appendices=appendices)


def _report(
    one: Consideration, *, title: str, officer: str, appendices: Iterable[Content]
) -> Content:
    kept = [{key: row[key] for key in ("id", "title", "document_id")} for row in appendices]
    return {"report_id": one.report_id, "title": title, "officer": officer, "appendices": kept}


def _kept(appendices: Iterable[Appendix]) -> list[Content]:
    return [
        {"id": one.id, "title": one.title, "document_id": one.document_id} for one in appendices
    ]


def compose(
    agenda: Agenda,
    tree: Sequence[AgendaItem],
    *,
    exempts: Mapping[int, AgendaItemExempt],
    papers: Papers,
    occasion: Occasion,
) -> Composed:
    """The snapshot of this agenda; the preview shows the same."""
    items = list(queries.walk(tree))
    writer = _Writer(agenda, items, exempts, papers, occasion)
    content = _front(agenda, occasion) | {"items": [writer.item(item) for item in tree]}
    closed = {item.id: writer.closed(item) for item in items if item.id in exempts}
    if not occasion.looks_up:
        _keep_cited(content, closed)
    content |= _of_occasion(occasion, items)
    before, closed_before = occasion.before, occasion.earlier_closed
    marking.mark(
        content,
        closed,
        before=before,
        closed_before=closed_before,
        replaced=occasion.replaced,
    )
    return Composed(content, closed)


def _front(agenda: Agenda, occasion: Occasion) -> Content:
    """The head of the agenda: as it is now or, on a reissue, as it was issued."""
    front = front_of(agenda.meeting)
    kept = occasion.before if occasion.is_reissue else {}
    return {key: kept.get(key, said) for key, said in front.items()}


def _of_occasion(occasion: Occasion, items: Sequence[AgendaItem]) -> Content:
    """When it was issued, what is new, and which warnings were answered."""
    number = occasion.number
    this: Content = {"number": number, "at": occasion.at.isoformat()}
    if number and occasion.kind != LaterPapers.SUPPLEMENT:
        this["kind"] = occasion.kind.value
    return {
        "issued": [*occasion.before.get("issued", ()), this],
        "added": [item.id for item in items if item.published_at is None] if number else [],
        "answered": dict(occasion.answered),
    }


def sha256(content: Content) -> str:
    """The SHA-256 of a snapshot in its canonical JSON form."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


class _Writer:
    """Writes the items of one agenda into a snapshot."""

    def __init__(
        self,
        agenda: Agenda,
        items: Sequence[AgendaItem],
        exempts: Mapping[int, AgendaItemExempt],
        papers: Papers,
        occasion: Occasion,
    ) -> None:
        self.exempts, self.papers, self.is_past_paper = exempts, papers, occasion.looks_up
        self.exclusion = excluding.words_for(
            items,
            access={key: one.access for key, one in exempts.items()},
            law=agenda.meeting.board.access_law,
        )
        to_agree = [] if self.is_past_paper else queries.minutes_to_agree(agenda.meeting, items)
        self.minutes = [_put_to_board(one) for one in to_agree]
        fixed = [one for item in items for one in item.received if not self._waits(one, occasion)]
        self.received = receiving.standing(fixed)
        is_kept = occasion.is_reissue or meetings.is_over(agenda.meeting)
        self.kept = _put_before(occasion) if is_kept else {}

    def item(self, item: AgendaItem) -> Content:
        """The content of one item as the public may read it; of a closed one its open title."""
        is_closed, said, listed = (
            item.id in self.exempts,
            self._wording_of(item),
            self._papers_and_minutes(item),
        )
        return {
            "id": item.id,
            "number": item.number,
            "kind": item.kind.value,
            "title": item.title,
            "text": said.text,
            "part": item.part,
            "paragraphs": list(said.paragraphs),
            "late_reason": item.late_reason,
            "pages": item.pages,
            **({name: [] for name in listed} if is_closed else listed),
            "to_follow": not is_closed and self._is_to_follow(item),
            "awaits": [] if is_closed else self._awaits(item),
            "children": [self.item(child) for child in item.children],
        }

    def closed(self, item: AgendaItem) -> Content:
        """The wording and the papers of one closed item."""
        exempt = self.exempts[item.id]
        return {
            "title": exempt.title,
            "text": exempt.text,
            "public_interest": item.public_interest,
            **self._papers_and_minutes(item),
            "to_follow": self._is_to_follow(item, worded=not is_blank(exempt.text)),
            "awaits": self._awaits(item),
        }

    def _wording_of(self, item: AgendaItem) -> excluding.Exclusion:
        """The words of an item; of an exclusion those for the items that are closed now."""
        if item.kind == ItemKind.EXCLUSION and self.exclusion is not None:
            return self.exclusion
        return excluding.Exclusion(item.text, item.paragraphs)

    def _papers_and_minutes(self, item: AgendaItem) -> Content:
        """The papers of an item, and the minutes that it puts to the board."""
        reports = [self.papers[one.id] for one in item.considerations if one.id in self.papers]
        if self.is_past_paper:
            return {"reports": reports}
        minutes = self.kept.get(item.id, self.minutes) if item.kind == ItemKind.MINUTES else []
        attached = [
            {"meeting_id": one.meeting_id, "label": one.label, "url": one.url}
            for one in receiving.on_item(item, self.received)
        ]
        return {"reports": reports, "minutes": [*(dict(one) for one in minutes), *attached]}

    @staticmethod
    def _waits(one: ReceivedMinutes, occasion: Occasion) -> bool:
        """Whether minutes that were attached since wait for the next supplement."""
        return occasion.is_reissue and one.number is None

    def _awaits(self, item: AgendaItem) -> list[str]:
        """Who is to report with a supplement."""
        waiting = (one.report for one in item.considerations if one.id not in self.papers)
        return [report.officer for report in waiting if report.officer]

    def _is_to_follow(self, item: AgendaItem, *, worded: bool = False) -> bool:
        unissued = any(one.id not in self.papers for one in item.considerations)
        return unissued or (waits_for_paper(item) and not worded)


def _put_before(occasion: Occasion) -> dict[int, list[Content]]:
    """The minutes that the board was asked to agree, by item, even if they are agreed by now."""
    return {
        item["id"]: [{key: row[key] for key in ("meeting_id", "label", "url")} for row in put]
        for item in marking.every(occasion.before.get("items", ()))
        if (put := item.get("minutes")) is not None
    }


def _put_to_board(one: MinutesToAgree) -> Content:
    return {
        "meeting_id": one.meeting_id,
        "label": f"{one.name[:1].upper()}{one.name[1:]}",
        "url": one.url if one.is_published else "",
    }


_OPEN, _WITH_CLOSED = 1, 2


def _keep_cited(content: Content, closed: Mapping[int, Content]) -> None:
    """Keep the minutes that the texts cite; those cited by closed texts are kept with these
    alone."""
    texts = [item["text"] for item in marking.every(content["items"])]
    every = [*texts, *(said["text"] for said in closed.values())]
    cites = report_queries.cited_in({_OPEN: texts, _WITH_CLOSED: every})
    content["cites"] = cites[_OPEN]
    for said in closed.values():
        said["cites"] = cites[_WITH_CLOSED]


def front_of(meeting: Meeting) -> Content:
    """The head of the agenda: who meets where and when, and who calls the meeting."""
    board, seats = meeting.board, meetings.voting_seats(meeting)
    return {
        "council": current_app.config["COUNCIL_NAME"],
        "board": board.name_on(meeting.on_date),
        "word": board.word,
        "is_statutory": board.has_statutory_access,
        "is_public": board.is_public,
        "date": meeting.on_date.isoformat(),
        "time": meeting.starts_at.strftime("%H:%M"),
        "venue": meeting.venue,
        "is_extraordinary": meeting.is_extraordinary,
        "is_annual": meeting.is_annual,
        "summoned_by": _summoned_by(meeting),
        "members": _members(meeting, seats),
        "quorum": meetings.quorum_at(meeting, [], seats).needed,
        "contact": _contact(board),
        "next_meeting": _next(meeting),
        "file_name": file_name(
            "agenda", board, on=meeting.on_date, at=meetings.hour_to_tell_apart(meeting)
        ),
    }


def _summoned_by(meeting: Meeting) -> list[str]:
    """Name and office of whoever calls the meeting; a partnership meets without a summons."""
    post = boards.summoner_of(meeting.board)
    held = people.holders_on(post, meeting.on_date) if post else []
    return [held[0].person.full_name, post.title] if post and held else []


def _members(meeting: Meeting, seats: Sequence[Seat]) -> list[Content]:
    left_out = (SeatRole.SUBSTITUTE, SeatRole.OBSERVER)
    return [
        {
            "name": seat.person.full_name,
            "role": seat.role.value,
            "party": party_on(seat.person, meeting.on_date),
            "organisation": seat.person.organisation.name if seat.person.organisation else "",
        }
        for seat in seats
        if seat.role not in left_out
    ]


def _contact(board: Board) -> Content:
    name = board.contact.full_name if board.contact else ""
    return {"name": name, "details": board.contact_details}


def _next(meeting: Meeting) -> str:
    later = meetings.next_after(meeting)
    return later.on_date.isoformat() if later else ""
