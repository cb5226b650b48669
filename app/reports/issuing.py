"""Publishing reports with their agendas, and closing and opening them again."""

from collections.abc import Mapping
from datetime import datetime

from app.foundation import audit
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.permissions import Access
from app.people.models import Person
from app.reports import keeping
from app.reports.models import Report, ReportState, ReportVersion


def issue(
    report: Report, *, by: Person | None, access: Access | None = None, at: datetime | None = None
) -> ReportVersion:
    """Publish one report as it was cleared."""
    return issue_together({report: access or report.access}, by=by, at=at)[report]


def issue_together(
    accesses: Mapping[Report, Access], *, by: Person | None, at: datetime | None = None
) -> dict[Report, ReportVersion]:
    """Publish reports, each open or closed as it goes out, as they were cleared."""
    lock_rows(*accesses)
    for report in accesses:
        if report.state != ReportState.CLEARED:
            raise Refused(f"This report is {report.state.value}; only a cleared one is published.")
    now = keeping.now_or(at)
    keeping.set_access(accesses)
    kept = keeping.issued_versions(list(accesses), by=by, at=now)
    issued = {report: kept[report.id] for report in accesses}
    keeping.set_published(issued, at=now)
    with audit.written_together():
        for report, version in issued.items():
            facts = {"number": version.number, "access": report.access.value}
            audit.record(by, "issue", report, at=at, **facts)
    return issued


def hold_back(
    report: Report, *, by: Person | None, access: Access, at: datetime | None = None
) -> None:
    """Close a report with everything attached to it (Schedule 12A, or clerks only)."""
    lock_rows(report)
    keeping.set_access({report: access})
    audit.record(by, "hold-back", report, at=at, access=access.value)


def release(report: Report, *, by: Person | None, at: datetime | None = None) -> None:
    """Open a report that was held back, with everything attached to it."""
    lock_rows(report)
    keeping.set_access({report: Access.OPEN})
    audit.record(by, "release", report, at=at)
