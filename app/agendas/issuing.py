"""Issuing: reports go out in the versions of this moment, and what was issued is frozen."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from app.agendas import queries, snapshot
from app.agendas.checking import Check, is_ready
from app.agendas.exempting import word_exclusion
from app.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaItemExempt,
    AgendaState,
    Consideration,
    ItemKind,
    Publication,
    PublicationExempt,
)
from app.agendas.workflow import moves
from app.boards.models import Board
from app.foundation import clock, indexing
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.readable import Access, Readable
from app.people.models import Person
from app.reports import services as reports

ANOTHER_BOARD = "considered by another board"


def issue(
    agenda: Agenda,
    *,
    by: Person | None,
    reason: str,
    at: datetime | None,
    is_past_paper: bool = False,
) -> Publication:
    """Issue an agenda or a supplement: errors stop it, warnings need a reason."""
    moment = at or clock.now()
    if not is_past_paper:
        _let_through(queries.checks(agenda, at=moment), reason=reason)
    earlier = queries.publications_of(agenda)
    number = earlier[0].number + 1 if earlier else 0
    verb = "publish" if agenda.state == AgendaState.DRAFT else "supplement"
    moves.make(verb, agenda, by=by, at=moment, number=number)
    exempts = _exempts(agenda)
    items = list(queries.walk(queries.items_of(agenda)))
    for item in items:
        closed = exempts.get(item.id)
        _issue_reports(item, access=closed.access if closed else Access.OPEN, by=by, at=moment)
    _word_exclusions(agenda, items)
    db.session.flush()
    tree = queries.items_of(agenda)
    issued = _freeze(agenda, tree, exempts, earlier, reason=reason, by=by, at=moment)
    _is_news(agenda, issued, earlier)
    _open_rows(items, exempts, at=moment)
    agenda.version += 1
    db.session.flush()
    return issued


def reissue(agenda: Agenda, *, by: Person | None, reason: str) -> Publication:
    """Issue what has been issued already once more, as it may be read from now on.

    What waits for a supplement goes on waiting; only the exclusion may be new.
    """
    moment, exempts = clock.now(), _exempts(agenda)
    earlier = queries.publications_of(agenda)
    tree = _without_news(queries.items_of(agenda))
    items = list(queries.walk(tree))
    _word_exclusions(agenda, items)
    issued = _freeze(agenda, tree, exempts, earlier, reason=reason, by=by, at=moment)
    shown = {item.id: exempts[item.id] for item in items if item.id in exempts}
    _open_rows(items, shown, at=moment)
    db.session.flush()
    return issued


def _without_news(tree: list[AgendaItem]) -> list[AgendaItem]:
    kept = [one for one in tree if one.published_at or one.kind == ItemKind.EXCLUSION]
    for item in kept:
        set_committed_value(item, "children", _without_news(item.children))
    return kept


def _let_through(checks: list[Check], *, reason: str) -> None:
    errors = [check for check in checks if check.level == "error"]
    if errors:
        more = f" There {_are(len(errors) - 1)} more." if len(errors) > 1 else ""
        raise Refused(f"This cannot be published yet. {errors[0].sentence}{more}")
    if checks and not reason:
        raise Refused(
            "There are warnings. Say why the agenda is published all the same.", field="reason"
        )


def _are(count: int) -> str:
    return f"is {count}" if count == 1 else f"are {count}"


def _issue_reports(item: AgendaItem, *, access: Access, by: Person | None, at: datetime) -> None:
    for placed in item.considerations:
        if placed.report_version_id is None and is_ready(placed.report):
            board = item.agenda.meeting.board
            _issue_report(placed, board=board, access=access, by=by, at=at)


def _issue_report(
    placed: Consideration, *, board: Board, access: Access, by: Person | None, at: datetime
) -> None:
    """A board that is not the report's own becomes a reader of it, and leaves its access alone."""
    report = placed.report
    is_own = report.group_id == board.id
    issued = reports.issue(report, by=by, access=access if is_own else None, at=at)
    placed.report_version_id = issued.id
    if not is_own:
        reports.let_board_read(report, by=by, board=board, reason=ANOTHER_BOARD, at=at)


def _word_exclusions(agenda: Agenda, items: list[AgendaItem]) -> None:
    """The exclusion speaks of the closed business that is issued with it, and of no other."""
    for item in items:
        if item.kind == ItemKind.EXCLUSION:
            word_exclusion(agenda, item, items)


def _freeze(
    agenda: Agenda,
    tree: list[AgendaItem],
    exempts: dict[int, AgendaItemExempt],
    earlier: list[Publication],
    *,
    reason: str,
    by: Person | None,
    at: datetime,
) -> Publication:
    number = earlier[0].number + 1 if earlier else 0
    items = list(queries.walk(tree))
    papers = snapshot.papers_of(items)
    content = snapshot.open_content(agenda, tree, papers=papers, closed=exempts)
    content["added"] = [item.id for item in items if item.published_at is None] if number else []
    content["issued"] = snapshot.issues(earlier, number=number, at=at)
    snapshot.mark_added(content, earlier)
    publication = Publication(
        agenda_id=agenda.id,
        group_id=agenda.group_id,
        number=number,
        at=at,
        by_id=by.id if by else None,
        reason=reason,
        content=content,
        sha256=snapshot.sha256(content),
        access=Access.OPEN,
        published_at=at,
        version=1,
    )
    db.session.add(publication)
    db.session.flush()
    for item in items:
        if item.id in exempts:
            db.session.add(_frozen(publication, item, exempts[item.id], papers, at=at))
    db.session.flush()
    return publication


def _frozen(
    publication: Publication,
    item: AgendaItem,
    exempt: AgendaItemExempt,
    papers: snapshot.Papers,
    *,
    at: datetime,
) -> PublicationExempt:
    return PublicationExempt(
        publication_id=publication.id,
        item_id=item.id,
        content=snapshot.exempt_content(item, exempt, papers=papers),
        access=exempt.access,
        group_id=item.group_id,
        published_at=at,
        version=1,
    )


def _is_news(agenda: Agenda, issued: Publication, earlier: list[Publication]) -> None:
    """A supplement that says nothing new is not issued; the refusal undoes it."""
    if not earlier or _told(issued) != _told(earlier[0]):
        return
    if _exempt_contents(issued) == _exempt_contents(earlier[0]):
        raise Refused("Nothing has changed since the last publication.")


def _told(publication: Publication) -> dict[str, object]:
    """All that a publication says of the meeting; not that, and with what, it was issued."""
    left_out = ("added", "issued")
    return {key: said for key, said in publication.content.items() if key not in left_out}


def _exempt_contents(publication: Publication) -> list[object]:
    chosen = (
        select(PublicationExempt.content)
        .where(PublicationExempt.publication_id == publication.id)
        .order_by(PublicationExempt.item_id)
    )
    return list(db.session.scalars(chosen))


def _open_rows(
    items: list[AgendaItem], exempts: dict[int, AgendaItemExempt], *, at: datetime
) -> None:
    rows: list[Readable] = [*items, *exempts.values()]
    for row in rows:
        if row.published_at is None:
            row.published_at = at
            indexing.touch(row)


def _exempts(agenda: Agenda) -> dict[int, AgendaItemExempt]:
    chosen = (
        select(AgendaItemExempt)
        .join(AgendaItemExempt.item)
        .where(AgendaItem.agenda_id == agenda.id)
    )
    return {exempt.item_id: exempt for exempt in db.session.scalars(chosen)}
