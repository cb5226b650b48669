"""Issuing an agenda or a supplement: reports are published with it, and a snapshot is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from app.agendas import queries, receiving
from app.agendas.drafting.exempting import word_exclusion
from app.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaItemExempt,
    AgendaState,
    Consideration,
    ItemKind,
    LaterPapers,
    Publication,
    PublicationExempt,
)
from app.agendas.publishing import marking, snapshot
from app.agendas.rules import revising
from app.agendas.rules.draft import AgendaCheck
from app.agendas.workflow import moves
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.permissions import Access, Readable
from app.meetings import queries as meetings
from app.people.models import Person
from app.reports import queries as report_queries
from app.reports import services as reports
from app.reports.models import BESIDE, Report, ReportVersion

ANOTHER_BOARD = "considered by another board"
NO_NEWS = "Nothing has changed since the last publication."


def issue(
    agenda: Agenda,
    *,
    by: Person | None,
    reason: str,
    at: datetime | None,
    kind: LaterPapers | None = None,
    is_past_paper: bool = False,
) -> Publication:
    """Issue an agenda or later papers; an error forbids it, a new warning needs a reason."""
    moment = at or clock.now()
    earlier = queries.publications_of(agenda)
    number = earlier[0].number + 1 if earlier else 0
    answered = dict(queries.answered_in(earlier))
    tree = _with_reports_held(agenda)
    items, exempts = list(queries.walk(tree)), exempts_of(agenda)
    if not is_past_paper:
        checks = queries.checks(agenda, at=moment, items=items)
        _let_through(checks, answered, reason=reason)
        answered |= {check.key: number for check in checks if check.key not in answered}
    verb = "publish" if agenda.state == AgendaState.DRAFT else "supplement"
    moves.make(verb, agenda, by=by, at=moment, number=number)
    agenda.version += 1
    replaced = _issue_reports(agenda, items, exempts, by=by, at=moment)
    receiving.fix(items)
    _word_exclusions(agenda, items, exempts)
    occasion = occasion_of(earlier, at=moment, is_past_paper=is_past_paper, answered=answered)
    occasion = replace(
        occasion, replaced=replaced, kind=kind or _kind_after(earlier, agenda, moment)
    )
    issued = _freeze(agenda, tree, exempts, occasion, reason=reason, by=by)
    _is_news(issued, earlier)
    _open_rows(items, exempts, at=moment)
    db.session.flush()
    return issued


def _with_reports_held(agenda: Agenda) -> list[AgendaItem]:
    """The items of an agenda, with their reports locked."""
    placed = select(Consideration.report_id).join(Consideration.item)
    placed = placed.where(AgendaItem.agenda_id == agenda.id)
    lock_rows(*db.session.scalars(select(Report).where(Report.id.in_(placed))))
    return queries.items_of(agenda, with_sections=True)


def reissue(agenda: Agenda, *, by: Person | None, reason: str) -> Publication:
    """Issue an agenda again without what may no longer be read of it.

    Changes that wait for a supplement are not issued with it; only the exclusion may be reworded.
    """
    moment, exempts = clock.now(), exempts_of(agenda)
    earlier = queries.publications_of(agenda)
    tree = _without_news(queries.items_of(agenda))
    items = list(queries.walk(tree))
    _word_exclusions(agenda, items, exempts)
    shown = {item.id: exempts[item.id] for item in items if item.id in exempts}
    occasion = occasion_of(earlier, at=moment, answered=queries.answered_in(earlier))
    occasion = replace(occasion, is_reissue=True)
    issued = _freeze(agenda, tree, shown, occasion, reason=reason, by=by)
    _open_rows(items, shown, at=moment)
    db.session.flush()
    return issued


def preview(agenda: Agenda) -> snapshot.Composed:
    """The snapshot as it would be if the agenda were issued now; nothing is changed."""
    tree = queries.items_of(agenda)
    items = list(queries.walk(tree))
    goes_out = revising.to_issue(agenda, items)
    now = clock.now()
    earlier = queries.publications_of(agenda)
    occasion = occasion_of(earlier, at=now)
    occasion = replace(occasion, kind=_kind_after(earlier, agenda, now))
    return snapshot.compose(
        agenda,
        tree,
        exempts=exempts_of(agenda),
        papers=snapshot.papers_of(items, to_issue=goes_out),
        occasion=replace(occasion, replaced=_would_replace(agenda, goes_out.values())),
    )


def _would_replace(
    agenda: Agenda, versions: Iterable[ReportVersion | None]
) -> dict[int, marking.Replaced]:
    """The versions that reports would get if they were issued now, in the place of earlier ones."""
    earlier = [one for one in versions if one is not None]
    theirs = [one.report_id for one in earlier if one.report.group_id != agenda.group_id]
    later = report_queries.issued_of(theirs) if theirs else {}
    later |= report_queries.versions_to_issue(
        [one.report for one in earlier if one.report_id not in later]
    )
    return {
        one.report_id: marking.Replaced(one.number, later[one.report_id].number) for one in earlier
    }


def likely_kind(agenda: Agenda, *, at: datetime) -> LaterPapers:
    """What later papers are by the day on which they go out, unless their clerk says otherwise."""
    meeting, day = agenda.meeting, at.astimezone(clock.LONDON).date()
    if not meeting.board.notice_days or day > meeting.on_date:
        return LaterPapers.SUPPLEMENT
    if at >= meeting.moment:
        return LaterPapers.TABLED
    last = meetings.deadlines_of(meeting, closed=meetings.closed_days()).publish_by
    is_late = meetings.day_of_issue(at) > last
    return LaterPapers.LATE if is_late else LaterPapers.SUPPLEMENT


def _kind_after(earlier: Sequence[Publication], agenda: Agenda, at: datetime) -> LaterPapers:
    return likely_kind(agenda, at=at) if earlier else LaterPapers.SUPPLEMENT


def occasion_of(
    earlier: Sequence[Publication],
    *,
    at: datetime,
    is_past_paper: bool = False,
    answered: Mapping[str, int] | None = None,
) -> snapshot.Occasion:
    """The occasion of the next publication after these, of which the latest comes first."""
    if not earlier:
        return snapshot.Occasion(0, at, is_past_paper=is_past_paper, answered=answered or {})
    return snapshot.Occasion(
        earlier[0].number + 1,
        at,
        earlier[0],
        _closed_in(earlier[0]),
        is_past_paper=is_past_paper,
        answered=answered or {},
    )


def _without_news(tree: list[AgendaItem]) -> list[AgendaItem]:
    kept = [one for one in tree if one.published_at or one.kind == ItemKind.EXCLUSION]
    for item in kept:
        set_committed_value(item, "children", _without_news(item.children))
    return kept


def _let_through(checks: list[AgendaCheck], answered: Mapping[str, int], *, reason: str) -> None:
    errors = [check for check in checks if check.level == "error"]
    if errors:
        more = f" There {_are(len(errors) - 1)} more." if len(errors) > 1 else ""
        raise Refused(f"This cannot be published yet. {errors[0].sentence}{more}")
    if not reason and any(check.key not in answered for check in checks):
        raise Refused(
            "There are warnings. Say why the agenda is published all the same.", field="reason"
        )


def _are(count: int) -> str:
    return f"is {count}" if count == 1 else f"are {count}"


def _issue_reports(
    agenda: Agenda,
    items: Sequence[AgendaItem],
    exempts: Mapping[int, AgendaItemExempt],
    *,
    by: Person | None,
    at: datetime,
) -> dict[int, marking.Replaced]:
    """Publish the reports that are ready; returns the versions that replace earlier ones."""
    goes_out = revising.to_issue(agenda, items)
    placed = [one for item in items for one in item.considerations if one.id in goes_out]
    if not placed:
        return {}
    issued = _taken_from_others(agenda, placed, goes_out)
    accesses = {
        one.report: _access_for(one, agenda, exempts) for one in placed if one.report not in issued
    }
    issued |= reports.issue_together(accesses, by=by, at=at)
    replaced: dict[int, marking.Replaced] = {}
    for one in placed:
        one.report_version_id = issued[one.report].id
        if one.report.group_id != agenda.group_id:
            board = agenda.meeting.board
            reports.let_board_read(one.report, by=by, board=board, reason=ANOTHER_BOARD, at=at)
        if (earlier := goes_out[one.id]) is not None:
            change = marking.Replaced(earlier.number, issued[one.report].number)
            replaced[one.report_id] = change
    return replaced


def _taken_from_others(
    agenda: Agenda,
    placed: Sequence[Consideration],
    goes_out: Mapping[int, ReportVersion | None],
) -> dict[Report, ReportVersion]:
    """For reports of other boards: the version that their board has issued, not their draft.

    Only a past paper, which has no issued version, is issued anew.
    """
    theirs = {one.report_id: one for one in placed if one.report.group_id != agenda.group_id}
    versions = report_queries.issued_of(theirs) if theirs else {}
    return {
        theirs[report_id].report: version
        for report_id, version in versions.items()
        if goes_out[theirs[report_id].id] is not None or BESIDE in version.content
    }


def _access_for(
    placed: Consideration, agenda: Agenda, exempts: Mapping[int, AgendaItemExempt]
) -> Access:
    """The access of a report that goes out: its item's; of another board's report its own."""
    if placed.report.group_id != agenda.group_id:
        return placed.report.access
    closed = exempts.get(placed.item_id)
    return closed.access if closed else Access.OPEN


def _word_exclusions(
    agenda: Agenda, items: list[AgendaItem], exempts: Mapping[int, AgendaItemExempt]
) -> None:
    """Word the exclusion for the closed items that are issued now, and for no others."""
    access = {item_id: exempt.access for item_id, exempt in exempts.items()}
    for item in items:
        if item.kind == ItemKind.EXCLUSION:
            word_exclusion(agenda, item, items, access=access)


def _freeze(
    agenda: Agenda,
    tree: list[AgendaItem],
    exempts: dict[int, AgendaItemExempt],
    occasion: snapshot.Occasion,
    *,
    reason: str,
    by: Person | None,
) -> Publication:
    items = list(queries.walk(tree))
    composed = snapshot.compose(
        agenda, tree, exempts=exempts, papers=snapshot.papers_of(items), occasion=occasion
    )
    publication = Publication(
        agenda_id=agenda.id,
        group_id=agenda.group_id,
        number=occasion.number,
        at=occasion.at,
        by_id=by.id if by else None,
        reason=reason,
        content=composed.content,
        sha256=snapshot.sha256(composed.content),
        access=Access.OPEN,
        published_at=occasion.at,
        version=1,
    )
    db.session.add(publication)
    db.session.flush()
    for item in items:
        if item.id in composed.closed:
            content, access = composed.closed[item.id], exempts[item.id].access
            db.session.add(_frozen(publication, item, content, access=access))
    db.session.flush()
    return publication


def _frozen(
    publication: Publication, item: AgendaItem, content: snapshot.Content, *, access: Access
) -> PublicationExempt:
    return PublicationExempt(
        publication_id=publication.id,
        item_id=item.id,
        content=content,
        access=access,
        group_id=item.group_id,
        published_at=publication.at,
        version=1,
    )


def _is_news(issued: Publication, earlier: list[Publication]) -> None:
    """Refuse a supplement that says nothing new."""
    if not earlier:
        return
    composed = snapshot.Composed(issued.content, _closed_in(issued))
    if not has_news(composed, after=earlier[0]):
        raise Refused(NO_NEWS)


def has_news(composed: snapshot.Composed, *, after: Publication) -> bool:
    """Whether this would say anything that has not been issued yet."""
    if _about_the_meeting(composed.content) != _about_the_meeting(after.content):
        return True
    return _exempt_contents(composed.closed) != _exempt_contents(_closed_in(after))


def _about_the_meeting(content: snapshot.Content) -> snapshot.Content:
    """What a publication says of the meeting, without how and when it was issued."""
    left_out = ("added", "issued", "answered", "cites", "council", "file_name")
    return {key: said for key, said in content.items() if key not in left_out}


def _exempt_contents(closed: Mapping[int, snapshot.Content]) -> list[object]:
    return [
        {key: said for key, said in closed[item_id].items() if key != "cites"}
        for item_id in sorted(closed)
    ]


def _closed_in(publication: Publication) -> dict[int, snapshot.Content]:
    """The closed wording of a publication, by item."""
    chosen = select(PublicationExempt.item_id, PublicationExempt.content).where(
        PublicationExempt.publication_id == publication.id
    )
    return {item_id: content for item_id, content in db.session.execute(chosen)}


def _open_rows(
    items: list[AgendaItem], exempts: dict[int, AgendaItemExempt], *, at: datetime
) -> None:
    rows: list[Readable] = [*items, *exempts.values()]
    for row in rows:
        if row.published_at is None:
            row.published_at = at


def exempts_of(agenda: Agenda) -> dict[int, AgendaItemExempt]:
    """The closed wordings of an agenda, by item; callers check who may read them."""
    chosen = (
        select(AgendaItemExempt)
        .join(AgendaItemExempt.item)
        .where(AgendaItem.agenda_id == agenda.id)
    )
    return {exempt.item_id: exempt for exempt in db.session.scalars(chosen)}
