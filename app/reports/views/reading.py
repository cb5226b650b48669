"""Finding and reading reports: the lists, one report, its versions, the templates."""

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.boards import queries as boards
from app.foundation.web import auth, request_transaction
from app.foundation.web.auth import any_signed_in
from app.foundation.web.params import id_param, page_number
from app.people import queries as people
from app.reports import access, policy, queries
from app.reports.models import Report, ReportState, ReportVersion
from app.reports.queries import Desk, Order, ReportFilter
from app.reports.views import showing
from app.reports.views.desk import bp
from app.reports.workflow import moves

PER_PAGE = 25
MOST_WORDS = 100
ORDERS = [
    (Order.NEWEST, "what was published or changed last"),
    (Order.MEETING, "the day of the meeting"),
    (Order.TITLE, "title"),
    (Order.AUTHOR, "author"),
]
"""The orders of a list with their labels."""


@bp.get("")
@any_signed_in
def index() -> ResponseReturnValue:
    """My reports, what waits for my clearance, and all I may read."""
    scope, wanted, page = auth.scope(), _wanted(), page_number()
    chosen = queries.listed(scope, wanted)
    found = queries.page_of(chosen, scope, wanted.order, number=page, size=PER_PAGE)
    total = queries.count_of(chosen)
    first = page == 1 and wanted == ReportFilter()
    desk = queries.desk_of(scope) if first else Desk([], [])
    shown = {report.id: report for report in [*desk.mine, *desk.waiting, *found]}
    for report in shown.values():
        request_transaction.log_view(report)
    return render_template(
        "reports/index.html",
        found=found,
        total=total,
        page=page,
        pages=-(-total // PER_PAGE),
        mine=desk.mine,
        waiting=[report for report in desk.waiting if policy.asked_to_clear(scope, report)],
        for_others=[one for one in desk.waiting if not policy.asked_to_clear(scope, one)],
        titles=queries.titles_for(shown.values(), scope),
        names=boards.board_names(report.group_id for report in shown.values()),
        circle={report.id for report in shown.values() if policy.in_circle(scope, report)},
        boards=boards.choices(),
        wanted=wanted,
        filters=_filters_in_use(wanted),
        states=list(ReportState),
        orders=ORDERS,
        may_start=policy.start(scope),
    )


@bp.get("/<int:report_id>")
def show(report_id: int) -> ResponseReturnValue:
    """One report, for reading."""
    report, scope = access.report(report_id, may=policy.read), auth.scope()
    issued = queries.issued_for(report, scope)
    content = issued.content if issued else queries.readable_content(report, scope)
    if policy.is_to_clear(scope, report):
        _note_seen(report)
    return _page(report, content, issued=issued)


def _note_seen(report: Report) -> None:
    """Record which version somebody who may clear it has read."""
    newest = queries.newest_version(report)
    person_id = auth.scope().person_id
    if newest is None or person_id is None:
        return
    seen = queries.seeing(report, person_id=person_id, number=newest.number)
    if seen is not None:
        request_transaction.write_beside(seen)


@bp.get("/<int:report_id>/versions/<int:number>")
def version(report_id: int, number: int) -> ResponseReturnValue:
    """A report as it stood at a moment."""
    report = access.report(report_id, may=policy.read)
    found = queries.version_numbered(report, number, auth.scope())
    if found is None:
        abort(404)
    request_transaction.log_view(found)
    return _page(report, found.content, issued=found if found.is_issued else None, version=found)


@bp.get("/templates")
def templates() -> ResponseReturnValue:
    """The templates in which reports are written, with their versions."""
    access.anybody(may=policy.start)
    return render_template("reports/templates.html", templates=queries.templates())


def _page(
    report: Report,
    content: dict[str, Any],
    *,
    issued: ReportVersion | None,
    version: ReportVersion | None = None,
) -> ResponseReturnValue:
    """A report as it was issued, as it stood at a moment, or its working text."""
    scope = auth.scope()
    in_circle = policy.in_circle(scope, report)
    is_working = version is None and issued is None and in_circle
    to_clear = version is None and policy.is_to_clear(scope, report)
    details = showing.details_of(report, issued, scope)
    return render_template(
        "reports/show.html",
        report=report,
        content=content,
        version=version,
        superseded=showing.superseded(report, version) if version else "",
        issued=issued,
        newest=queries.newest_issued(report) if report.published_at else None,
        earlier=queries.earlier_version(report, person_id=scope.person_id) if to_clear else None,
        details=details,
        sections=showing.sections_of(
            content, board=details.board, keeps_numbers=queries.keeps_numbers(report)
        ),
        facts=showing.facts_of(content),
        versions=queries.versions_of(report, scope),
        in_circle=in_circle,
        unlooked=[label for _, label in showing.unlooked(report)] if is_working else [],
        was_asked=policy.asked_to_clear(scope, report),
        comments=queries.comments_on(report) if in_circle else [],
        moves={move.name for move in moves.open_to(scope, report)} if version is None else set(),
        may_write=policy.write(scope, report) and policy.is_editable(report) and version is None,
        history=people.history_of(report) if in_circle else [],
    )


def _wanted() -> ReportFilter:
    args = request.args
    return ReportFilter(
        board_id=args.get("board", type=id_param),
        state=args.get("state", type=ReportState),
        words=args.get("q", "").strip()[:MOST_WORDS],
        order=args.get("sort", Order.NEWEST, type=Order),
    )


def _filters_in_use(wanted: ReportFilter) -> dict[str, object]:
    """The filters and the order in use, as query arguments."""
    sort = wanted.order.value if wanted.order != Order.NEWEST else None
    said = {"board": wanted.board_id, "state": wanted.state, "q": wanted.words, "sort": sort}
    return {name: getattr(value, "value", value) for name, value in said.items() if value}
