"""Who may write, clear and withdraw reports, and who reads the working text."""

from app.boards.policy import clerks
from app.foundation.readable import Access, Reach
from app.reports.models import Report, ReportState

AUTHOR = "author"
CLEARANCE = "clearance"
DRAFTING = frozenset({AUTHOR, CLEARANCE})
"""The reasons for which a further reader belongs to the drafting circle."""


def read(reach: Reach, _report: Report) -> bool:
    """Whoever can see a report at all may read it: what was published, or the working text."""
    return reach.person_id is not None


def start(reach: Reach, _report: object = None) -> bool:
    """Officers write reports; clerks begin them for others."""
    return reach.is_officer or bool(reach.clerked)


def write(reach: Reach, report: Report) -> bool:
    """The author and the board's clerk write; when, is for the report's state to say."""
    return clerks(reach, report.group_id) or (is_author(reach, report) and _not_restricted(report))


def clear(reach: Reach, report: Report) -> bool:
    """Holders of clearing posts, or the clerk for them; nobody clears a report of their own."""
    if is_author(reach, report):
        return False
    return asked_to_clear(reach, report) or clerks(reach, report.group_id)


def asked_to_clear(reach: Reach, report: Report) -> bool:
    """Holds a post, today, that was asked to clear it; a clerk who was not may clear for others."""
    return _is_reader(reach, report, {CLEARANCE}) and _not_restricted(report)


def withdraw(reach: Reach, report: Report) -> bool:
    """The author or the clerk takes a report back for good."""
    return write(reach, report)


def in_circle(reach: Reach, report: Report) -> bool:
    """Reads the working text: the clerk, the author, those asked to clear it and, before it is
    published, whoever was let in by name."""
    if clerks(reach, report.group_id):
        return True
    if reach.person_id is None or not _not_restricted(report):
        return False
    if is_author(reach, report) or _is_reader(reach, report, DRAFTING):
        return True
    return report.published_at is None and _is_reader(reach, report, None)


def is_author(reach: Reach, report: Report) -> bool:
    """Wrote this report."""
    return reach.person_id is not None and report.author_id == reach.person_id


def is_editable(report: Report) -> bool:
    """Only a draft is written in; what is in clearance is first sent or taken back."""
    return report.state == ReportState.DRAFT


def _not_restricted(report: Report) -> bool:
    return report.access != Access.RESTRICTED


def _is_reader(reach: Reach, report: Report, reasons: set[str] | frozenset[str] | None) -> bool:
    return any(
        (
            reader.person_id == reach.person_id
            or reader.group_id in reach.clerked
            or reader.post_id in reach.posts
        )
        and (reasons is None or reader.reason in reasons)
        for reader in report.readers
    )
