"""Versions of reports, and the access of a report with all that belongs to it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import defer

from app.documents.models import Document
from app.foundation import audit, clock, events, locking, permissions
from app.foundation.db import ArrayParam, db, in_array
from app.foundation.permissions import Access, Readable, Reader
from app.people import services as people
from app.people.events import PersonMerged
from app.people.models import Person
from app.reports import policy, queries, revising
from app.reports.contents import content_of
from app.reports.events import ReportsPublished
from app.reports.models import (
    Appendix,
    ClearanceComment,
    Report,
    ReportVersion,
    Section,
    SeenVersion,
)


def version_of_now(report: Report, *, by: Person | None, why: str, at: datetime) -> ReportVersion:
    """Keep a version of the report, unless the last one is the same."""
    locking.lock_without_reload(report)
    last = queries.newest_version(report)
    content = content_of(report)
    if last is not None and revising.says_the_same(last, content):
        return last
    number = last.number + 1 if last else 1
    version = ReportVersion(report_id=report.id, number=number, content=content)
    _add([version], by=by, why=why, at=at)
    return version


def issued_versions(
    reports: Sequence[Report], *, by: Person | None, at: datetime
) -> dict[int, ReportVersion]:
    """Keep the versions that are issued now, by report; a version issued with the same words is
    reused."""
    versions = queries.versions_to_issue(reports)
    _add([one for one in versions.values() if one.id is None], by=by, why="published", at=at)
    return versions


def _add(versions: Sequence[ReportVersion], *, by: Person | None, why: str, at: datetime) -> None:
    """Insert versions with the access of their reports, readable to the drafting circle at once."""
    for version in versions:
        report = db.session.get_one(Report, version.report_id)
        version.at, version.by_id, version.why = at, by.id if by else None, why
        version.sha256 = _sha256(version.content)
        version.access, version.group_id = report.access, report.group_id
    db.session.add_all(versions)
    db.session.flush()
    permissions.share((one, _drafting(one.report.readers)) for one in versions)


def let_read(
    report: Report,
    *,
    reason: str,
    person_id: int | None = None,
    group_id: int | None = None,
    post_id: int | None = None,
    by: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Let one more person, board or post read a report with its appendices."""
    reader = Reader(
        reason=reason,
        person_id=person_id,
        group_id=group_id,
        post_id=post_id,
        granted_by=by.id if by else None,
        at=now_or(at),
    )
    permissions.share((thing, [reader]) for thing in _for_reader(report, reason))
    db.session.expire(report, ["readers"])
    if reason not in policy.DRAFTING:
        audit.record(by, "let-read", report, at=at, reader=person_id, board=group_id)


def share_with_readers(report: Report, *things: Readable) -> None:
    """Let the further readers of a report read its appendices, once it is issued."""
    readers: Sequence[Reader] = report.readers
    if report.published_at is not None:
        readers = _drafting(readers)
    permissions.share((thing, readers) for thing in things)


def set_access(accesses: Mapping[Report, Access]) -> None:
    """Open or close reports with all their versions, appendices and their documents."""
    opened: list[Document] = []
    for report, things in _whole(accesses).items():
        for thing in things:
            if isinstance(thing, Document) and accesses[report] == Access.OPEN:
                opened.append(thing)
            else:
                thing.access = accesses[report]
    db.session.flush()
    _open_documents(opened)


def _open_documents(documents: Iterable[Document]) -> None:
    """Open the documents that no other report still holds back."""
    closed = [one for one in documents if one.access != Access.OPEN]
    if not closed:
        return
    is_elsewhere = (
        Appendix.document_id.in_([one.id for one in closed]),
        Appendix.access != Access.OPEN,
    )
    held = set(db.session.scalars(select(Appendix.document_id).where(*is_elsewhere)))
    for document in closed:
        if document.id not in held:
            document.access = Access.OPEN
    db.session.flush()


def set_published(versions: Mapping[Report, ReportVersion], *, at: datetime) -> None:
    """Publish these versions of these reports, with what is attached to them today.

    The number of queries does not grow with the number of reports.
    """
    attached = _attached_to(versions)
    for report, version in versions.items():
        out: list[Readable] = [version, report, *attached[report]]
        for thing in out:
            thing.published_at = thing.published_at or at
    db.session.flush()
    permissions.share(
        (thing, report.readers)
        for report, version in versions.items()
        for thing in (version, *attached[report])
    )
    _announce(versions, at=at)


def _announce(versions: Mapping[Report, ReportVersion], *, at: datetime) -> None:
    """Announce the publication to the modules above, once for each day."""
    of_day: dict[date, dict[int, int]] = {}
    for report, version in versions.items():
        on = report.wanted_on or max(at, report.started_at).astimezone(clock.LONDON).date()
        of_day.setdefault(on, {})[report.id] = version.id
    for on, version_ids in of_day.items():
        events.announce(ReportsPublished(version_ids, on=on))


def follow_merge(merged: PersonMerged) -> None:
    """Give the reports and comments of a merged entry to the one that stays."""
    written = list(db.session.scalars(select(Report).where(Report.author_id == merged.gone_id)))
    named = (Section.changed_by_id, ClearanceComment.by_id, SeenVersion.person_id)
    people.hand_over(merged, Report.author_id, *named)
    for report in written:
        db.session.expire(report, ["author", "readers"])


def now_or(at: datetime | None) -> datetime:
    """The given time, or now."""
    return at or clock.now()


def _sha256(content: object) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _whole(reports: Iterable[Report]) -> dict[Report, list[Readable]]:
    """These reports with their appendices, documents and versions."""
    attached = _attached_to(reports)
    found = {report: [report, *things] for report, things in attached.items()}
    by_id = {report.id: report for report in attached}
    for version in db.session.scalars(_VERSIONS, {"report_ids": [*by_id]}):
        found[by_id[version.report_id]].append(version)
    return found


def _attached_to(reports: Iterable[Report]) -> dict[Report, list[Readable]]:
    """The appendices of reports, then the documents of these."""
    by_id = {report.id: report for report in reports}
    found: dict[Report, list[Readable]] = {report: [] for report in by_id.values()}
    filed: list[tuple[Report, Document]] = []
    for appendix, document in db.session.execute(_ATTACHED, {"report_ids": [*by_id]}):
        report = by_id[appendix.report_id]
        found[report].append(appendix)
        if document is not None:
            filed.append((report, document))
    for report, document in dict.fromkeys(filed):
        found[report].append(document)
    return found


_OF_THESE = bindparam("report_ids", type_=ArrayParam(Integer))
_VERSIONS = (
    select(ReportVersion)
    .where(in_array(ReportVersion.report_id, _OF_THESE))
    .order_by(ReportVersion.id)
    .options(defer(ReportVersion.content))
)
_ATTACHED = (
    select(Appendix, Document)
    .outerjoin(Document, Document.id == Appendix.document_id)
    .where(in_array(Appendix.report_id, _OF_THESE))
    .order_by(Appendix.position)
)


def _for_reader(report: Report, reason: str) -> list[Readable]:
    """What a further reader may read: all in the drafting circle, else what is out, or the text."""
    if report.published_at is None and reason not in policy.DRAFTING:
        return [report, *_attached_to([report])[report]]
    whole = _whole([report])[report]
    return whole if reason in policy.DRAFTING else _issued(whole)


def _issued(whole: Sequence[Readable]) -> list[Readable]:
    """An issued report, without what has been written or attached since."""
    issued = [one for one in whole if isinstance(one, Document) or one.published_at is not None]
    attached = {one.document_id for one in issued if isinstance(one, Appendix)}
    return [one for one in issued if not isinstance(one, Document) or one.id in attached]


def _drafting(readers: Iterable[Reader]) -> list[Reader]:
    return [one for one in readers if one.reason in policy.DRAFTING]
