"""Which version of a report somebody saw last, to say what was changed since."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Insert, func, insert, select

from app.foundation import clock
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.exports.wording import day
from app.people.models import Person
from app.reports.models import (
    ISSUED,
    ClearanceComment,
    Report,
    ReportVersion,
    SeenVersion,
)


@dataclass(frozen=True)
class Earlier:
    """A version that was read before, and who read it on which occasion."""

    version: ReportVersion
    occasion: str
    """As in: which you sent back on Tuesday 4 May 2027."""


def seeing(report: Report, *, person_id: int, number: int) -> Insert | None:
    """What records that somebody has read this version; None if it stands recorded already."""
    known = select(SeenVersion.id).where(
        SeenVersion.report_id == report.id,
        SeenVersion.person_id == person_id,
        SeenVersion.number == number,
    )
    if db.session.scalar(known.limit(1)) is not None:
        return None
    row = {"report_id": report.id, "person_id": person_id, "number": number, "at": clock.now()}
    return insert(SeenVersion).values(row)


def earlier_version(report: Report, *, person_id: int | None) -> Earlier | None:
    """The version to which somebody who clears a report compares what they are to clear.

    It is the one they cleared, sent back or opened last; for somebody who never saw the report,
    the one that was cleared last by another, or else published.
    """
    newest = db.session.scalar(
        select(func.max(ReportVersion.number)).where(ReportVersion.report_id == report.id)
    )
    verdicts = _verdicts(report)
    own = [one for one in verdicts if one.by_id == person_id]
    opened = _opened(report, person_id=person_id, before=newest or 0)
    if own and (opened is None or own[0].version_number >= opened.number):
        return _found(report, own[0].version_number, f"which you {own[0].verdict}", own[0].at)
    if opened is not None:
        return _found(report, opened.number, "which you opened", opened.at)
    return _seen_by_others(report, verdicts)


def _seen_by_others(report: Report, verdicts: Sequence[ClearanceComment]) -> Earlier | None:
    cleared = next((one for one in verdicts if one.verdict == "cleared"), None)
    if cleared is not None:
        who = db.session.get_one(Person, cleared.by_id).name
        return _found(report, cleared.version_number, f"which {who} cleared", cleared.at)
    issued = db.session.scalar(
        select(ReportVersion)
        .where(ReportVersion.report_id == report.id, ReportVersion.why.in_(ISSUED))
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )
    return Earlier(issued, _on("which was published", issued.at)) if issued else None


def _verdicts(report: Report) -> Sequence[ClearanceComment]:
    newest_first = ClearanceComment.id.desc()
    chosen = select(ClearanceComment).where(ClearanceComment.report_id == report.id)
    return db.session.scalars(chosen.order_by(newest_first)).all()


def _opened(report: Report, *, person_id: int | None, before: int) -> SeenVersion | None:
    return db.session.scalar(
        select(SeenVersion)
        .where(
            SeenVersion.report_id == report.id,
            SeenVersion.person_id == person_id,
            SeenVersion.number < before,
        )
        .order_by(SeenVersion.number.desc())
        .limit(1)
    )


def _found(report: Report, number: int, occasion: str, at: datetime) -> Earlier | None:
    version = db.session.scalar(
        select(ReportVersion).where(
            ReportVersion.report_id == report.id, ReportVersion.number == number
        )
    )
    return Earlier(version, _on(occasion, at)) if version else None


def _on(occasion: str, at: datetime) -> str:
    return f"{occasion} on {day(at.astimezone(clock.LONDON).date())}"


def attached_since(
    report: Report, version: ReportVersion, *, readable: Set[int]
) -> tuple[list[str], int]:
    """The titles of what was attached since a version was kept, as far as they may be read, and
    how many were taken off."""
    tags = (f"{Report.KIND}:attach", f"{Report.KIND}:detach")
    done = db.session.execute(
        select(AuditEvent.tag, AuditEvent.facts).where(
            AuditEvent.kind == Report.KIND,
            AuditEvent.thing_id == report.id,
            AuditEvent.tag.in_(tags),
            AuditEvent.at > version.at,
        )
    ).all()
    added = {facts["appendix"] for tag, facts in done if tag == tags[0]}
    gone = {facts["appendix"] for tag, facts in done if tag == tags[1]}
    standing = [one.title for one in report.appendices if one.id in added & readable]
    return standing, len(gone - added)
