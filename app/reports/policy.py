"""Who may write, clear and withdraw reports, and who reads the working text."""

from app.boards.policy import clerks
from app.foundation.permissions import Access, Scope
from app.reports.models import Report, ReportState

AUTHOR = "author"
CLEARANCE = "clearance"
DRAFTING = frozenset({AUTHOR, CLEARANCE})
"""The reasons for which a further reader belongs to the drafting circle."""


def read(scope: Scope, _report: Report) -> bool:
    """Whoever can see a report at all may read it: what was published, or the working text."""
    return scope.person_id is not None


def start(scope: Scope, _report: object = None) -> bool:
    """Officers write reports; clerks begin them for others."""
    return scope.is_officer or bool(scope.clerked)


def write(scope: Scope, report: Report) -> bool:
    """The author and the board's clerk write; the report's state says when."""
    return clerks(scope, report.group_id) or (is_author(scope, report) and _not_restricted(report))


def clear(scope: Scope, report: Report) -> bool:
    """Holders of clearing posts, or the clerk for them; nobody clears a report of their own."""
    if is_author(scope, report):
        return False
    return asked_to_clear(scope, report) or clerks(scope, report.group_id)


def asked_to_clear(scope: Scope, report: Report) -> bool:
    """Whether the person holds a post that was asked to clear it."""
    return _is_reader(scope, report, {CLEARANCE}) and _not_restricted(report)


def is_to_clear(scope: Scope, report: Report) -> bool:
    """Whether it waits for a clearance that this person may give."""
    return report.state == ReportState.IN_CLEARANCE and clear(scope, report)


def withdraw(scope: Scope, report: Report) -> bool:
    """The author or the clerk takes a report back for good."""
    return write(scope, report)


def in_circle(scope: Scope, report: Report) -> bool:
    """Whether the person reads the working text: the clerk, the author, those asked to clear it
    and, before it is published, whoever was let in by name."""
    if clerks(scope, report.group_id):
        return True
    if scope.person_id is None or not _not_restricted(report):
        return False
    if is_author(scope, report) or _is_reader(scope, report, DRAFTING):
        return True
    return report.published_at is None and _is_reader(scope, report, None)


def is_author(scope: Scope, report: Report) -> bool:
    """Wrote this report."""
    return scope.person_id is not None and report.author_id == scope.person_id


def is_editable(report: Report) -> bool:
    """Only a draft is written in; what is in clearance is first sent or taken back."""
    return report.state == ReportState.DRAFT


def _not_restricted(report: Report) -> bool:
    return report.access != Access.RESTRICTED


def _is_reader(scope: Scope, report: Report, reasons: set[str] | frozenset[str] | None) -> bool:
    return any(
        (
            reader.person_id == scope.person_id
            or reader.group_id in scope.clerked
            or reader.post_id in scope.posts
        )
        and (reasons is None or reader.reason in reasons)
        for reader in report.readers
    )
