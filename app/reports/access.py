"""From an id in a URL to a report, a section or an appendix."""

from flask import abort
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.web.access import May, fetch, require
from app.reports.models import Appendix, Report, Section, TemplateVersion

_TOGETHER = (
    joinedload(Report.author),
    joinedload(Report.template_version).selectinload(TemplateVersion.sections),
    selectinload(Report.readers),
    selectinload(Report.sections),
)


def report(report_id: int, *, may: May) -> Report:
    """A report with its sections, if the reader may see it at all."""
    return fetch(Report, report_id, may=may, options=_TOGETHER)


def section(report: Report, key: str) -> Section:
    """One section of a report that was fetched already."""
    found = [one for one in report.sections if one.key == key]
    if not found:
        abort(404)
    return found[0]


def appendix(report: Report, appendix_id: int) -> Appendix:
    """One appendix of a report that was fetched already."""
    found = [one for one in report.appendices if one.id == appendix_id]
    if not found:
        abort(404)
    return found[0]


def anybody(*, may: May) -> None:
    """Checks a policy that is about no single report."""
    require(may)
