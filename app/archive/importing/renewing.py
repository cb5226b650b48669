"""Importing a past paper again with other words: what nobody has worked on is updated."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.archive.importing.context import ImportContext
from app.archive.models import ImportedFile
from app.foundation import audit
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.limbs import without_that
from app.foundation.permissions import Access
from app.foundation.richtext.dialect import clean
from app.minutes import queries, services
from app.minutes.models import Minute, MinutesState, ResolutionKind
from app.reports import services as reports
from app.reports.models import PrintedReport, Report

REASON = "A corrected past paper was brought in"
_AGREED = (MinutesState.APPROVED, MinutesState.SIGNED)


def renew_report(
    report: Report, printed: PrintedReport, *, access: Access, context: ImportContext
) -> None:
    """Give a report its new words in a new version, unless it was worked on since."""
    if context.previous is None or reports.says(report, printed):
        return
    if report.access != access or not _is_untouched(report, context):
        context.skipped.append("a report" if report.is_held_back else report.title)
        return
    reports.bring_in_again(report, printed, by=context.by, at=context.at)


def renew_minute(
    minute: Minute, *, heading: str, html: str, limbs: Sequence[list[str]], context: ImportContext
) -> None:
    """Give an open minute its new words, unless it was agreed or worked on since."""
    resolved, recommended = limbs
    if context.previous is None or _says(minute, heading, html, resolved, recommended):
        return
    if minute.minutes.state in _AGREED or not _is_untouched(minute, context):
        context.skipped.append(minute.printed or "a minute")
        return
    services.save_minute(
        minute,
        by=context.by,
        heading=heading,
        html=html,
        outcome=minute.outcome,
        resolved=resolved,
        recommended=recommended,
        version=minute.version,
        reason=REASON,
    )


def _says(
    minute: Minute, heading: str, html: str, resolved: list[str], recommended: list[str]
) -> bool:
    kept = queries.limbs_of(minute)
    held = (kept.get(ResolutionKind.RESOLVED, []), kept.get(ResolutionKind.RECOMMENDED, []))
    same_words = (minute.heading, minute.text) == (heading, clean(html))
    told = [[without_that(limb) for limb in limbs] for limbs in (resolved, recommended)]
    return same_words and [list(one) for one in held] == told


def _is_untouched(thing: audit.Thing, context: ImportContext) -> bool:
    """Whether it was made from the previous file and not changed since."""
    if context.previous is None:
        return False
    brought = (
        select(func.max(AuditEvent.id))
        .where(AuditEvent.kind == ImportedFile.KIND, AuditEvent.thing_id == context.previous.id)
        .scalar_subquery()
    )
    later = select(AuditEvent.id).where(
        AuditEvent.kind == thing.KIND, AuditEvent.thing_id == thing.id, AuditEvent.id > brought
    )
    is_its = thing.id in context.previous_ids(thing.KIND)
    return is_its and db.session.scalar(later.limit(1)) is None
