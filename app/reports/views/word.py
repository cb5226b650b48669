"""A report as a Word file, for whoever may read it and as far as they may."""

from datetime import datetime
from typing import Any

from flask import abort, current_app
from flask.typing import ResponseReturnValue

from app.foundation.exports.blocks import WordPaper
from app.foundation.exports.wording import Imprint, closing_mark
from app.foundation.web import auth, request_transaction
from app.foundation.web.downloads import word_file
from app.reports import access, exports, policy, queries
from app.reports.exports import Attached
from app.reports.models import Report, ReportVersion
from app.reports.views import showing
from app.reports.views.desk import bp


@bp.get("/<int:report_id>/word")
def word(report_id: int) -> ResponseReturnValue:
    """The published report; to its drafting circle the working text, marked as a draft."""
    report, scope = access.report(report_id, may=policy.read), auth.scope()
    issued = queries.issued_for(report, scope)
    content = issued.content if issued else queries.readable_content(report, scope)
    return word_file(_paper(report, content, issued), name=f"report-{report.id}")


@bp.get("/<int:report_id>/versions/<int:number>/word")
def word_of_version(report_id: int, number: int) -> ResponseReturnValue:
    """A version as it was issued, whatever has become of the report since."""
    report = access.report(report_id, may=policy.read)
    found = queries.version_numbered(report, number, auth.scope())
    if found is None or not found.is_issued:
        abort(404)
    request_transaction.log_view(found)
    paper = _paper(report, found.content, found, superseded=showing.superseded(report, found))
    return word_file(paper, name=f"report-{report.id}-version-{found.number}")


def _paper(
    report: Report,
    content: dict[str, Any],
    issued: ReportVersion | None,
    *,
    superseded: str = "",
) -> WordPaper:
    details = showing.details_of(report, issued, auth.scope())
    written_at: datetime = issued.at if issued else report.changed_at
    imprint = Imprint(
        council=current_app.config["COUNCIL_NAME"],
        written_at=written_at,
        board=details.board,
        on=details.on,
        mark=closing_mark(report.access, grounds=details.grounds),
        is_draft=issued is None,
    )
    return exports.report_paper(
        content,
        imprint,
        appendices=[Attached(one.title, one.html, one.file_name) for one in details.appendices],
        keeps_numbers=queries.keeps_numbers(report),
        post=details.post,
        superseded=superseded,
    )
