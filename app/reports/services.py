"""What officers and clerks do with reports: begin, write, attach, clear, issue, hold back."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import update

from app.boards.models import Board
from app.documents.models import Document
from app.foundation import audit, clock, index_listener
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.locking import as_seen, lock_rows
from app.foundation.permissions import Access
from app.foundation.richtext.dialect import clean
from app.people.models import ClearanceField, Person
from app.people.queries import clearing_posts
from app.reports import attaching, composing, keeping, policy, queries, reprinting
from app.reports.issuing import hold_back, issue, issue_together, release
from app.reports.models import (
    Appendix,
    ClearanceComment,
    PrintedReport,
    Report,
    ReportState,
    ReportVersion,
    Section,
    TemplateVersion,
)
from app.reports.reprinting import IMPORTED, bring_in
from app.reports.templating import install_templates
from app.reports.workflow import moves

__all__ = [
    "bring_in",
    "hold_back",
    "install_templates",
    "issue",
    "issue_together",
    "release",
]

KEPT_EVERY = timedelta(minutes=10)
LEFT, TEN_MINUTES = "left", "every ten minutes"
SUBMITTED, CLEARED = "submitted", "cleared"


def start_report(
    *,
    by: Person | None,
    template: TemplateVersion,
    board: Board,
    title: str,
    author: Person | None = None,
    header: dict[str, str] | None = None,
    wanted_on: date | None = None,
    access: Access = Access.OPEN,
    at: datetime | None = None,
) -> Report:
    """Begin a report in a template, with its sections and their standard answers."""
    now = keeping.now_or(at)
    writer = author or by
    report = Report(
        group_id=board.id,
        template_version=template,
        title=composing.titled(title),
        author_id=writer.id if writer else None,
        header=composing.typed_header(header or {}),
        wanted_on=wanted_on,
        access=access,
        state=ReportState.DRAFT,
        started_at=now,
        changed_at=now,
    )
    report.sections = list(composing.sections_of(template))
    if board.has_statutory_access:
        standard = queries.background_section()
        report.sections = list(composing.with_background(report.sections, standard))
    db.session.add(report)
    audit.record(by, "start", report, at=at)
    if writer is not None:
        keeping.let_read(report, reason=policy.AUTHOR, person_id=writer.id, by=by, at=at)
    return report


def edit_header(
    report: Report,
    *,
    by: Person | None,
    title: str,
    header: dict[str, str],
    wanted_on: date | None,
    version: int,
    at: datetime | None = None,
) -> None:
    """Change the subject and the facts at the head of a draft."""
    lock_rows(report)
    refuse_unless_draft(report)
    new = composing.titled(title)
    wanted = (new, composing.typed_header(header), wanted_on)
    if (report.title, report.header, report.wanted_on) == wanted:
        return
    if not _take(report, version=version):
        raise Conflict(theirs=report.title, yours=new, version=report.version)
    report.title, report.header, report.wanted_on = wanted
    report.changed_at = keeping.now_or(at)
    audit.record(by, "edit-header", report, at=at)
    _keep_by_the_clock(report, by=by, at=report.changed_at)


def write_section(
    section: Section,
    *,
    by: Person | None,
    html: str,
    version: int,
    looked: bool | None = None,
    at: datetime | None = None,
) -> None:
    """Save one section; `Conflict` if somebody else has saved a newer text.

    Who writes a section has looked at it. `looked` says so of a standard answer that stays as the
    template gave it, or takes it back; None leaves that as it was. It is saved every few seconds,
    but indexed only when a version of the report is kept.
    """
    report = section.report
    lock_rows(report)
    refuse_unless_draft(report)
    text, now = clean(html), keeping.now_or(at)
    is_preset = composing.stays_preset(section, text, looked=looked)
    if section.version == version and (section.text, section.is_preset) == (text, is_preset):
        return
    taken = db.session.execute(
        update(Section)
        .where(Section.id == section.id, Section.version == version)
        .values(
            text=text,
            is_preset=is_preset,
            version=Section.version + 1,
            changed_by_id=by.id if by else None,
            changed_at=now,
        )
        .returning(Section.id)
        .execution_options(synchronize_session=False, skip_index_listener=True)
    ).scalar()
    db.session.refresh(section)
    if taken is None and section.text != text:
        raise Conflict(theirs=section.text, yours=text, version=section.version)
    report.changed_at = now
    _keep_by_the_clock(report, by=by, at=now)
    db.session.flush()


def add_section(
    report: Report, *, by: Person | None, label: str, html: str = "", at: datetime | None = None
) -> Section:
    """Add a section of the author's own, as partnership papers have them."""
    lock_rows(report)
    refuse_unless_draft(report)
    if not label.strip():
        raise Refused("Enter the heading of the section.", field="label")
    own = [section for section in report.sections if section.key.startswith("own-")]
    section = Section(
        report_id=report.id,
        position=composing.place_at_end(report.sections),
        key=f"own-{max((int(one.key[4:]) for one in own), default=0) + 1}",
        label=label.strip(),
        text=clean(html),
        changed_by_id=by.id if by else None,
        changed_at=keeping.now_or(at),
    )
    db.session.add(section)
    audit.record(by, "add-section", report, at=at, section=section.key)
    db.session.expire(report, ["sections"])
    return section


def remove_section(
    section: Section, *, by: Person | None, version: int | None = None, at: datetime | None = None
) -> None:
    """Take a section of the author's own out again; earlier versions keep its text."""
    report = section.report
    lock_rows(report, section)
    as_seen(section.version, version)
    refuse_unless_draft(report)
    if not section.key.startswith("own-"):
        raise Refused("This section belongs to the template.")
    keep_version(report, by=by, why=LEFT, at=at)
    audit.record(by, "remove-section", report, at=at, section=section.key)
    db.session.delete(section)
    db.session.flush()
    db.session.expire(report, ["sections"])


def keep_version(
    report: Report, *, by: Person | None, why: str, at: datetime | None = None
) -> ReportVersion:
    """Keep a version of the report, unless nothing has changed."""
    lock_rows(report)
    index_listener.request_indexing(report)
    return keeping.version_of_now(report, by=by, why=why, at=keeping.now_or(at))


def attach(
    report: Report,
    *,
    by: Person | None,
    title: str,
    document: Document | None = None,
    html: str = "",
    at: datetime | None = None,
) -> Appendix:
    """Attach a document or a text to a draft; what was cleared keeps what it was cleared with."""
    lock_rows(report)
    refuse_unless_draft(report)
    return attaching.attach(report, by=by, title=title, document=document, html=html, at=at)


def detach(appendix: Appendix, *, by: Person | None, at: datetime | None = None) -> None:
    """Take an appendix off a draft again, as long as it has not been published with it."""
    lock_rows(appendix.report, appendix)
    if appendix.published_at is not None:
        raise Refused("This appendix has been published with the report and stays on the record.")
    refuse_unless_draft(appendix.report)
    attaching.detach(appendix, by=by, at=at)


def submit(
    report: Report,
    *,
    by: Person | None,
    looked: Collection[str] = (),
    version: int | None = None,
    at: datetime | None = None,
) -> None:
    """Send a draft for clearance to whoever holds a clearing post.

    `looked` names the standard answers, by section, that its sender says to be the report's own.
    """
    lock_rows(report)
    as_seen(report.version, version)
    moves.make("submit", report, by=by, at=at)
    for section in report.sections:
        if section.is_preset and section.key in looked:
            section.is_preset, section.version = False, section.version + 1
    report.version += 1
    keep_version(report, by=by, why=SUBMITTED, at=at)
    wanted = _fields_to_clear(report)
    for field, post_id in clearing_posts():
        if field in wanted:
            keeping.let_read(report, reason=policy.CLEARANCE, post_id=post_id, by=by, at=at)


def take_back(
    report: Report, *, by: Person | None, version: int | None = None, at: datetime | None = None
) -> None:
    """Make a report a draft again before anybody has cleared it."""
    lock_rows(report)
    as_seen(report.version, version)
    moves.make("take-back", report, by=by, at=at)
    db.session.flush()


def clear(
    report: Report,
    *,
    by: Person,
    text: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> None:
    """Clear a report for an agenda; `version` is the one that the clearer has read."""
    lock_rows(report)
    if version is not None and not _take(report, version=version):
        raise Refused(
            "This report has been changed since you opened it. Read it again before you clear it."
        )
    moves.make("clear", report, by=by, at=at)
    kept = keep_version(report, by=by, why=CLEARED, at=at)
    _comment(report, kept, by=by, verdict="cleared", text=text, at=at)


def send_back(
    report: Report,
    *,
    by: Person,
    text: str,
    version: int | None = None,
    at: datetime | None = None,
) -> None:
    """Send a report back to its author, saying what is to be changed."""
    if not text.strip():
        raise Refused("Say what the author is to change.", field="text")
    lock_rows(report)
    as_seen(report.version, version)
    moves.make("send-back", report, by=by, at=at)
    kept = keep_version(report, by=by, why=LEFT, at=at)
    _comment(report, kept, by=by, verdict="sent back", text=text, at=at)


def withdraw(
    report: Report,
    *,
    by: Person | None,
    reason: str,
    version: int | None = None,
    at: datetime | None = None,
) -> None:
    """Withdraw a report that is not to be brought after all."""
    if not reason.strip():
        raise Refused("Give the reason for withdrawing the report.", field="reason")
    lock_rows(report)
    as_seen(report.version, version)
    report.state_reason = reason.strip()
    moves.make("withdraw", report, by=by, at=at)
    keep_version(report, by=by, why=LEFT, at=at)


def let_board_read(
    report: Report, *, by: Person | None, board: Board, reason: str, at: datetime | None = None
) -> None:
    """A second board considers the report, and reads it like the first."""
    lock_rows(report)
    keeping.let_read(report, reason=reason, group_id=board.id, by=by, at=at)


def says(report: Report, printed: PrintedReport) -> bool:
    """Whether a report has these words already."""
    return reprinting.says(report, printed)


def bring_in_again(
    report: Report, printed: PrintedReport, *, by: Person | None, at: datetime
) -> None:
    """Replace the words of an imported report by corrected ones, in a new version."""
    lock_rows(report)
    reprinting.put(report, printed, by=by, at=at, why=IMPORTED)


def _take(report: Report, *, version: int) -> bool:
    """Count the version if it is still this one; returns False to whoever comes second."""
    db.session.flush()
    taken = db.session.execute(
        update(Report)
        .where(Report.id == report.id, Report.version == version)
        .values(version=Report.version + 1)
        .returning(Report.version)
        .execution_options(synchronize_session=False)
    ).scalar()
    db.session.refresh(report)
    return taken is not None


def refuse_unless_draft(report: Report) -> None:
    """Refuse to change anything but a draft: what is cleared stays as it was read."""
    if not policy.is_editable(report):
        raise Refused(
            f"This report is {report.state.value}; it can be written in again once it is a draft."
        )


def _keep_by_the_clock(report: Report, *, by: Person | None, at: datetime) -> None:
    """Keep a version if the last is ten minutes old."""
    last = queries.newest_version(report)
    if at - (last.at if last else report.started_at) >= KEPT_EVERY:
        db.session.expire(report, ["sections"])
        keep_version(report, by=by, why=TEN_MINUTES, at=at)


def _fields_to_clear(report: Report) -> set[ClearanceField]:
    named = {section.clears for section in report.template_version.sections if section.clears}
    return named or set(ClearanceField)


def _comment(
    report: Report,
    version: ReportVersion,
    *,
    by: Person,
    verdict: str,
    text: str,
    at: datetime | None,
) -> None:
    db.session.add(
        ClearanceComment(
            report_id=report.id,
            version_number=version.number,
            by_id=by.id,
            at=at or clock.now(),
            verdict=verdict,
            text=text.strip(),
        )
    )
    db.session.flush()
