"""A report as a Word file, for whoever may read it and as far as they may."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue

from app.foundation.exports.wording import Imprint, closing_mark
from app.foundation.web import gate, unit_of_work
from app.foundation.web.downloads import word_file
from app.people import queries as people
from app.reports import access, exports, policy, queries
from app.reports.exports import Attached
from app.reports.models import Appendix, Report
from app.reports.views.desk import bp
from app.reports.views.showing import grounds_of


@bp.get("/<int:report_id>/word")
def word(report_id: int) -> ResponseReturnValue:
    """The published report; to its drafting circle the working text, marked as a draft."""
    report = access.report(report_id, may=policy.read)
    content = queries.readable_content(report, gate.reach())
    paper = exports.report_paper(
        content,
        _imprint(report, content),
        appendices=[_attached(one) for one in queries.appendices_of(report, gate.reach())],
        keeps_numbers=queries.keeps_numbers(report),
        post=_post_of_author(report),
    )
    return word_file(paper, name=f"report-{report.id}")


def _post_of_author(report: Report) -> str:
    """What the author was on the day of the paper, if the author is who prepared it."""
    author = report.author
    if author is None or report.header.get("prepared_by") not in (author.name, author.full_name):
        return ""
    return people.post_on(author, report.wanted_on or report.changed_at.date())


def _imprint(report: Report, content: dict[str, Any]) -> Imprint:
    issued = queries.newest_issued(report) if report.published_at else None
    is_draft = issued is None or issued.content != content
    written_at: datetime = report.changed_at if issued is None or is_draft else issued.at
    return Imprint(
        council=current_app.config["COUNCIL_NAME"],
        written_at=written_at,
        board=queries.board_name(report.group_id),
        on=report.wanted_on,
        mark=closing_mark(
            report.access, grounds=grounds_of(report, on=report.wanted_on or written_at.date())
        ),
        is_draft=is_draft,
    )


def _attached(appendix: Appendix) -> Attached:
    unit_of_work.saw(appendix)
    file = appendix.document.versions[-1] if appendix.document else None
    return Attached(appendix.title, appendix.text, file.name_as_given if file else "")
