"""A report and all that belongs to it: what is kept of it, and who may read the whole."""

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
from app.reports.models import Appendix, ClearanceComment, Report, ReportVersion, Section


def version_of_now(report: Report, *, by: Person | None, why: str, at: datetime) -> ReportVersion:
    """Keep the report as it stands, unless the version kept last says the same already."""
    locking.hold(report)
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
    """Keep what is issued of reports now, by report; one that was issued so before is that one."""
    versions = queries.versions_to_issue(reports)
    _add([one for one in versions.values() if one.id is None], by=by, why="published", at=at)
    return versions


def _add(versions: Sequence[ReportVersion], *, by: Person | None, why: str, at: datetime) -> None:
    """Versions are as closed as their reports, and read by the drafting circle at once."""
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
    """What is attached to a report is read by its further readers too, once it is issued."""
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
    """Open those that no report holds back any more."""
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
    """From this moment the readers of these reports get these versions, and what is attached today.

    A handful of questions, however many reports.
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
    """Tell the modules above, once for the papers of each day."""
    of_day: dict[date, dict[int, int]] = {}
    for report, version in versions.items():
        on = report.wanted_on or max(at, report.started_at).astimezone(clock.LONDON).date()
        of_day.setdefault(on, {})[report.id] = version.id
    for on, version_ids in of_day.items():
        events.announce(ReportsPublished(version_ids, on=on))


def follow_merge(merged: PersonMerged) -> None:
    """Reports and comments of an entry that was merged are those of the one that stays."""
    written = list(db.session.scalars(select(Report).where(Report.author_id == merged.gone_id)))
    people.hand_over(merged, Report.author_id, Section.changed_by_id, ClearanceComment.by_id)
    for report in written:
        db.session.expire(report, ["author", "readers"])


def now_or(at: datetime | None) -> datetime:
    """The moment of a deed."""
    return at or clock.now()


def _sha256(content: object) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _whole(reports: Iterable[Report]) -> dict[Report, list[Readable]]:
    """Reports with all that is attached to them and every version kept of them."""
    attached = _attached_to(reports)
    found = {report: [report, *things] for report, things in attached.items()}
    by_id = {report.id: report for report in attached}
    for version in db.session.scalars(_VERSIONS, {"report_ids": [*by_id]}):
        found[by_id[version.report_id]].append(version)
    return found


def _attached_to(reports: Iterable[Report]) -> dict[Report, list[Readable]]:
    """What is attached to reports: their appendices, then what documents these are."""
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
    """All of it for its drafting circle; for others what is out, or the text they are let read."""
    if report.published_at is None and reason not in policy.DRAFTING:
        return [report, *_attached_to([report])[report]]
    whole = _whole([report])[report]
    return whole if reason in policy.DRAFTING else _issued(whole)


def _issued(whole: Sequence[Readable]) -> list[Readable]:
    """A report that is out, without what has been written or attached since."""
    issued = [one for one in whole if isinstance(one, Document) or one.published_at is not None]
    attached = {one.document_id for one in issued if isinstance(one, Appendix)}
    return [one for one in issued if not isinstance(one, Document) or one.id in attached]


def _drafting(readers: Iterable[Reader]) -> list[Reader]:
    return [one for one in readers if one.reason in policy.DRAFTING]
