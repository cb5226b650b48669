"""A report and all that belongs to it: what is kept of it, and who may read the whole."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, select

from app.documents.models import Document
from app.foundation import audit, clock, events, indexing, locking, permissions
from app.foundation.db import db
from app.foundation.permissions import Access, Readable, Reader
from app.people import services as people
from app.people.events import PersonMerged
from app.people.models import Person
from app.reports import policy, queries, revising
from app.reports.contents import content_of
from app.reports.events import ReportPublished
from app.reports.models import Appendix, ClearanceComment, Report, ReportVersion, Section


def version_of_now(report: Report, *, by: Person | None, why: str, at: datetime) -> ReportVersion:
    """Keep the report as it stands, unless the version kept last says the same already."""
    db.session.flush()
    locking.hold(report)
    last = queries.newest_version(report)
    content = content_of(report)
    if why == _ISSUING:
        issuing = queries.version_to_issue(report, last=last)
        if issuing is last:
            return issuing
        content = issuing.content
    elif last is not None and revising.says_the_same(last, content):
        return last
    version = ReportVersion(
        report_id=report.id,
        number=last.number + 1 if last else 1,
        at=at,
        by_id=by.id if by else None,
        why=why,
        content=content,
        sha256=_sha256(content),
        access=report.access,
        group_id=report.group_id,
        published_at=None,
    )
    db.session.add(version)
    db.session.flush()
    _share(version, _drafting(report.readers))
    return version


_ISSUING = "published"


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
    for thing in _for_reader(report, reason):
        permissions.grant(
            thing,
            reason=reason,
            person_id=person_id,
            group_id=group_id,
            post_id=post_id,
            granted_by=by.id if by else None,
            at=at,
        )
    db.session.expire(report, ["readers"])
    if reason not in policy.DRAFTING:
        audit.record(by, "let-read", report, at=at, reader=person_id, board=group_id)
    touch_all(report)


def share_with_readers(report: Report, *things: Readable) -> None:
    """What is attached to a report is read by its further readers too, once it is issued."""
    readers: Sequence[Reader] = report.readers
    if report.published_at is not None:
        readers = _drafting(readers)
    for thing in things:
        _share(thing, readers)


def set_access(report: Report, access: Access) -> None:
    """Open or close a report with all its versions, appendices and their documents."""
    for thing in _whole(report):
        if isinstance(thing, Document) and access == Access.OPEN and _held_elsewhere(thing, report):
            continue
        thing.access = access
    db.session.flush()


def set_published(report: Report, version: ReportVersion, *, at: datetime) -> None:
    """From this moment the report's readers get this version and the appendices of today.

    All of it is then found as it is now.
    """
    things = _with_attached(report)
    for thing in (version, *things):
        thing.published_at = thing.published_at or at
    db.session.flush()
    for thing in (version, *things[1:]):
        _share(thing, report.readers)
    on = report.wanted_on or max(at, report.started_at).astimezone(clock.LONDON).date()
    events.announce(ReportPublished(report_id=report.id, version_id=version.id, on=on))
    indexing.touch(*things)


def follow_merge(merged: PersonMerged) -> None:
    """Reports and comments of an entry that was merged are those of the one that stays."""
    written = list(db.session.scalars(select(Report).where(Report.author_id == merged.gone_id)))
    people.hand_over(merged, Report.author_id, Section.changed_by_id, ClearanceComment.by_id)
    for report in written:
        db.session.expire(report, ["author", "readers"])
        touch_all(report)


def touch_all(report: Report) -> None:
    """Have the report and all that is attached to it found as they are now."""
    indexing.touch(*_with_attached(report))


def now_or(at: datetime | None) -> datetime:
    """The moment of a deed."""
    return at or clock.now()


def _sha256(content: object) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _whole(report: Report) -> list[Readable]:
    return [*_with_attached(report), *_versions(report)]


def _with_attached(report: Report) -> list[Readable]:
    """A report, its appendices, and what documents they are."""
    appendices = _appendices(report)
    is_filed = any(one.document_id for one in appendices)
    return [report, *appendices, *(_documents(report) if is_filed else ())]


def _for_reader(report: Report, reason: str) -> list[Readable]:
    """All of it for its drafting circle; for others what is out, or the text they are let read."""
    if reason in policy.DRAFTING:
        return _whole(report)
    if report.published_at is not None:
        return _issued(report)
    return _with_attached(report)


def _issued(report: Report) -> list[Readable]:
    """A report that is out, without what has been written or attached since."""
    issued = [one for one in _appendices(report) if one.published_at is not None]
    attached = {one.document_id for one in issued}
    return [
        report,
        *(one for one in _versions(report) if one.published_at is not None),
        *issued,
        *(one for one in _documents(report) if one.id in attached),
    ]


def _versions(report: Report) -> list[ReportVersion]:
    return list(db.session.scalars(_VERSIONS, {"report_id": report.id}))


def _appendices(report: Report) -> list[Appendix]:
    return list(db.session.scalars(_APPENDICES, {"report_id": report.id}))


def _documents(report: Report) -> list[Document]:
    return list(db.session.scalars(_DOCUMENTS, {"report_id": report.id}).unique())


_REPORT = bindparam("report_id", type_=Integer)
_VERSIONS = select(ReportVersion).where(ReportVersion.report_id == _REPORT)
_APPENDICES = select(Appendix).where(Appendix.report_id == _REPORT).order_by(Appendix.position)
_DOCUMENTS = (
    select(Document)
    .join(Appendix, Appendix.document_id == Document.id)
    .where(Appendix.report_id == _REPORT)
    .order_by(Document.id)
)


def _held_elsewhere(document: Document, report: Report) -> bool:
    """A document that another report holds back stays closed."""
    return (
        db.session.scalar(
            select(Appendix.id).where(
                Appendix.document_id == document.id,
                Appendix.report_id != report.id,
                Appendix.access != Access.OPEN,
            )
        )
        is not None
    )


def _drafting(readers: Iterable[Reader]) -> list[Reader]:
    return [one for one in readers if one.reason in policy.DRAFTING]


def _share(thing: Readable, readers: Iterable[Reader]) -> None:
    for reader in readers:
        permissions.grant(
            thing,
            reason=reader.reason,
            person_id=reader.person_id,
            group_id=reader.group_id,
            post_id=reader.post_id,
            granted_by=reader.granted_by,
            at=reader.at,
        )
