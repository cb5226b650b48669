"""Finds reports that have been changed since they were issued, in words or appendices."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.foundation.db import db
from app.reports.contents import own_words
from app.reports.models import BESIDE, ISSUED, Appendix, Report, ReportVersion


def says_the_same(version: ReportVersion, content: Mapping[str, Any]) -> bool:
    """Whether the report's own text is word by word what this version says."""
    template = version.report.template_version
    return own_words(version.content, template) == own_words(content, template)


def is_issued_so(version: ReportVersion, content: Mapping[str, Any]) -> bool:
    """Whether a version was issued with these words and facts.

    Minutes that were published since do not make a new version of it.
    """
    beside = [dict(one.get(BESIDE, {})) | {"cites": []} for one in (version.content, content)]
    return says_the_same(version, content) and beside[0] == beside[1]


def has_unissued(report: Report) -> bool:
    """Whether an appendix has not been issued with the report yet."""
    return any(one.published_at is None for one in report.appendices)


def revised(version_ids: Iterable[int], *, as_issued: bool = False) -> dict[int, ReportVersion]:
    """Those of these issued versions that differ from the newest version, by id.

    `as_issued` compares them with the newest issued version instead, whatever is in hand.
    """
    found = _with_later(list(version_ids))
    if not found:
        return {}
    reports = [one.report_id for one in found]
    latest = issued_of(reports) if as_issued else newest_of(reports)
    return {
        one.id: one
        for one in found
        if _says_more(latest[one.report_id], one) or (not as_issued and has_unissued(one.report))
    }


def _says_more(later: ReportVersion, issued: ReportVersion) -> bool:
    if not says_the_same(issued, later.content):
        return True
    return BESIDE in later.content and _attached(later) != _attached(issued)


def _attached(version: ReportVersion) -> list[int]:
    return [one["id"] for one in version.content.get(BESIDE, {}).get("appendices", ())]


def _with_later(version_ids: list[int]) -> list[ReportVersion]:
    """Those of these versions after which another was kept, or something attached; usually none."""
    if not version_ids:
        return []
    later = aliased(ReportVersion)
    follows = exists().where(
        later.report_id == ReportVersion.report_id, later.number > ReportVersion.number
    )
    is_attached = exists().where(
        Appendix.report_id == ReportVersion.report_id, Appendix.published_at.is_(None)
    )
    chosen = (
        select(ReportVersion)
        .where(ReportVersion.id.in_(version_ids), or_(follows, is_attached))
        .options(joinedload(ReportVersion.report).joinedload(Report.template_version))
    )
    return list(db.session.scalars(chosen))


def newest_of(report_ids: Iterable[int], *chosen: ColumnElement[bool]) -> dict[int, ReportVersion]:
    """The version kept last of many reports, by report, in one query."""
    newest = (
        select(ReportVersion.report_id, func.max(ReportVersion.number).label("number"))
        .where(ReportVersion.report_id.in_(list(report_ids)), *chosen)
        .group_by(ReportVersion.report_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(ReportVersion).join(
            newest,
            (ReportVersion.report_id == newest.c.report_id)
            & (ReportVersion.number == newest.c.number),
        )
    )
    return {version.report_id: version for version in rows}


def issued_of(report_ids: Iterable[int]) -> dict[int, ReportVersion]:
    """What was published last of many reports, by report, in one query."""
    return newest_of(report_ids, ReportVersion.why.in_(ISSUED))
