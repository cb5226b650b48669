"""Publishing minutes: each publication is kept, and a change of published minutes makes a new one.

Asked by this module's services and steps alone, and by the preview for `contents_of`. Published
minutes change in this order: `begin_correction` or `begin_withdrawal`, the rows, for a withdrawal
`restrict_earlier_publications`, then `publish_again`; `correction` does the first and the last.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.foundation.permissions import Access
from app.meetings import queries as meetings
from app.minutes import citations, publications, queries, reasons, snapshot
from app.minutes.models import (
    Minute,
    Minutes,
    MinutesPublication,
    MinutesPublicationExempt,
    MinutesState,
    PublicationKind,
)
from app.minutes.snapshot import Content, Source
from app.people.models import Person

_WHY_AGREED = "These minutes were agreed as a correct record; a later minute corrects them."
_WHY_SIGNED = "These minutes are signed; nothing in them changes any more."
_FROM_ITEM = ("part", "paragraphs", "late_reason")
"""What an entry has from its agenda item, which a correction of the minute leaves as it was."""
_NEVER_RENEWED = ("group", "actions")
"""The heading that an entry stands under, and its actions, which are renewed by themselves."""


class PublishedExempt(NamedTuple):
    """Exempt wording as it is published: what it says, who may read it, the id of its row."""

    content: Content
    access: Access
    row_id: int | None


ExemptByMinute = dict[int, PublishedExempt]


@dataclass(frozen=True)
class Change:
    """What a new publication changes, and why; all else is copied from the one before."""

    kind: PublicationKind
    reason: str = ""
    is_reason_public: bool = True
    """Whether every reader is told the reason; of exempt wording only its readers are."""
    minute_ids: frozenset[int] = frozenset()
    """The numbered minutes that change."""
    exempt_minute_ids: frozenset[int] = frozenset()
    """The numbered minutes whose exempt wording changes."""
    record: bool = False
    """Whether the meeting's record (attendance, times, chair) changes."""
    action_ids: frozenset[int] = frozenset()
    """The actions that change."""
    reason_minute_ids: frozenset[int] = frozenset()
    """The numbered minutes that the reason is about; it is withdrawn with them."""
    withdrawn_reasons: frozenset[int] = frozenset()
    """The publications whose reasons are withdrawn, by number."""
    is_summary: bool = False
    """Whether it adds a summary of what was taken in private (Local Government Act 1972,
    s100C(2))."""


def contents_of(minutes: Minutes) -> tuple[Content, ExemptByMinute]:
    """The content that would be published now; also for the preview."""
    source = source_of(minutes)
    cites = cites_of(source)
    content = snapshot.open_content(source, cites=cites)
    content |= {"standing": queries.standing_of(minutes), "issues": []}
    return content, _with_access(source, snapshot.exempt_contents(source, cites=cites))


def freeze(minutes: Minutes, *, by: Person | None, at: datetime) -> MinutesPublication:
    """Keep the first publication of minutes."""
    content, exempt = contents_of(minutes)
    first = Change(PublicationKind.FIRST)
    content["issues"] = [_issue(0, first, at)]
    return _keep(minutes, 0, first, content, exempt, by=by, at=at)


def freeze_published(minutes: Minutes) -> None:
    """Keep a publication of minutes that were published before publications were kept."""
    lock_rows(minutes.meeting, minutes)
    if minutes.published_at is not None and publications.newest_publication(minutes) is None:
        audit.record(None, "freeze", minutes)
        freeze(minutes, by=None, at=minutes.published_at)


def refuse_if_agreed(minutes: Minutes) -> None:
    """Refuse to correct minutes that have been agreed."""
    if minutes.state in queries.AGREED:
        raise Refused(_WHY_AGREED)


def begin_correction(minutes: Minutes) -> None:
    """Lock the minutes and let the triggers allow changes until they are published again."""
    lock_rows(minutes.meeting, minutes)
    refuse_if_agreed(minutes)
    _let_change(minutes)


def begin_withdrawal(minutes: Minutes) -> None:
    """Lock the minutes and allow a withdrawal or a summary, also in agreed minutes, not in signed
    ones."""
    lock_rows(minutes.meeting, minutes)
    if minutes.state == MinutesState.SIGNED:
        raise Refused(_WHY_SIGNED)
    _let_change(minutes)


def _let_change(minutes: Minutes) -> None:
    freeze_published(minutes)
    minutes.is_being_corrected = True
    db.session.flush()


def publish_again(
    minutes: Minutes, change: Change, *, by: Person | None, at: datetime | None = None
) -> MinutesPublication | None:
    """Keep a new publication; a correction in which no reader could see a difference keeps none."""
    db.session.flush()
    at = at or clock.now()
    earlier = publications.newest_publication(minutes) or freeze(
        minutes, by=None, at=minutes.published_at or at
    )
    number, source = earlier.number + 1, source_of(minutes)
    content, exempt = deepcopy(earlier.content), _exempt_before(earlier)
    _renew(content, exempt, source, change, number=number)
    minutes.is_being_corrected = False
    if _is_same(content, exempt, earlier) and change.kind == PublicationKind.CORRECTION:
        db.session.flush()
        return None
    content["issues"] = [*content["issues"], _issue(number, change, at)]
    return _keep(minutes, number, change, content, exempt, by=by, at=at)


@contextmanager
def correction(
    minutes: Minutes, change: Change, *, by: Person | None, at: datetime | None = None
) -> Iterator[None]:
    """Correct published minutes in the block, and publish them again at its end.

    A summary for the public is no correction: agreed minutes can be given one too.
    """
    if change.is_summary:
        begin_withdrawal(minutes)
    else:
        begin_correction(minutes)
    yield
    publish_again(minutes, change, by=by, at=at)


def restrict_earlier_publications(
    minute: Minute, access: Access, *, withdrawn_reasons: frozenset[int] = frozenset()
) -> None:
    """Close every publication that has this minute in Part I, and those with withdrawn reasons."""
    for publication in publications.publications_of(minute.minutes):
        content = publication.content
        if _was_open(content, minute.id) or reasons.tells(content, withdrawn_reasons):
            publication.access = Access.RESTRICTED
    close_exempt(minute, access)


def close_exempt(minute: Minute, access: Access) -> None:
    """Give published exempt wording its item's access."""
    rows = db.session.scalars(
        db.select(MinutesPublicationExempt).where(MinutesPublicationExempt.minute_id == minute.id)
    )
    for row in rows:
        row.access = access
    db.session.flush()


def source_of(minutes: Minutes) -> Source:
    """All rows that minutes are published from, whoever may read them."""
    entries, meeting = queries.entries_of(minutes), minutes.meeting
    attendance = meetings.attendance_of(meeting)
    later = meetings.next_after(meeting)
    return Source(
        minutes=minutes,
        entries=entries,
        attendance=attendance,
        roles=queries.roles_at(meeting),
        exempt={row.minute_id: row for row in queries.exempt_rows(minutes)},
        actions=queries.to_do_under([entry.id for entry in entries], None),
        next_on=later.on_date if later else None,
        hour=meetings.hour_to_tell_apart(meeting),
        is_inquorate=queries.is_inquorate(minutes, attendance),
    )


def cites_of(source: Source) -> snapshot.Cites:
    """A function for the citations to keep with each text; None for past papers."""
    if source.minutes.is_past_paper:
        return lambda _texts: None
    texts = snapshot.texts_of(source)
    return citations.freezer(texts, publishing=source.minutes.id)


def _renew(
    content: Content, exempt: ExemptByMinute, source: Source, change: Change, *, number: int
) -> None:
    cites = cites_of(source)
    fresh = {one["id"]: one for one in snapshot.entries_content(source, cites=cites)}
    for entry in content["entries"]:
        if entry["id"] in change.minute_ids:
            _renew_entry(entry, fresh[entry["id"]], change, number=number)
    _renew_exempt(content, exempt, source, change, cites=cites, number=number)
    if change.record:
        content |= snapshot.came_content(source, before=content) | {"corrected_in": number}
    reasons.take_out(content, change.withdrawn_reasons)
    if change.kind == PublicationKind.APPROVAL:
        content["standing"] = queries.standing_of(source.minutes)
    _renew_actions(content, exempt, source, change, number=number)


def _renew_entry(entry: Content, fresh: Content, change: Change, *, number: int) -> None:
    kept = _NEVER_RENEWED + (_FROM_ITEM if change.kind == PublicationKind.CORRECTION else ())
    entry |= {key: value for key, value in fresh.items() if key not in kept}
    entry["corrected_in"] = number


def _renew_exempt(
    content: Content,
    exempt: ExemptByMinute,
    source: Source,
    change: Change,
    *,
    cites: snapshot.Cites,
    number: int,
) -> None:
    """Renew exempt wording; what is withdrawn takes its open actions and reasons with it."""
    found = _with_access(source, snapshot.exempt_contents(source, cites=cites))
    for minute_id in change.exempt_minute_ids & found.keys():
        fresh, access, row_id = found[minute_id]
        before = exempt[minute_id][0] if minute_id in exempt else None
        actions = [*before["actions"]] if before else []
        if change.kind == PublicationKind.WITHDRAWAL and access != Access.OPEN:
            actions += _taken_out(content, minute_id)
        reason = "" if change.is_reason_public else change.reason
        fresh |= {"actions": actions, "corrected_in": number, "reason": reason}
        exempt[minute_id] = PublishedExempt(fresh, access, row_id)


def _taken_out(content: Content, minute_id: int) -> list[Content]:
    for issue in content["issues"]:
        if minute_id in issue["entries"]:
            issue["reason"] = ""
    entry = next(one for one in content["entries"] if one["id"] == minute_id)
    actions: list[Content] = entry["actions"]
    entry["actions"] = []
    return actions


def _renew_actions(
    content: Content, exempt: ExemptByMinute, source: Source, change: Change, *, number: int
) -> None:
    """Replace the words of a corrected action; actions given later are not in a publication."""
    said = {
        one.action_id: str(one)
        for to_do in source.actions.values()
        for one in to_do
        if one.action_id in change.action_ids
    }
    marks: Content = {"corrected_in": number}
    if not change.is_reason_public:
        marks["reason"] = change.reason
    for holder in (*content["entries"], *(one.content for one in exempt.values())):
        for action in holder["actions"]:
            if action["id"] in said and action["said"] != said[action["id"]]:
                action["said"] = said[action["id"]]
                holder |= marks


def _with_access(source: Source, contents: Mapping[int, Content]) -> ExemptByMinute:
    rows = source.exempt
    return {
        minute_id: PublishedExempt(
            content,
            snapshot.access_of(source, minute_id),
            rows[minute_id].id if minute_id in rows else None,
        )
        for minute_id, content in contents.items()
    }


def _exempt_before(earlier: MinutesPublication) -> ExemptByMinute:
    return {
        row.minute_id: PublishedExempt(deepcopy(row.content), row.access, row.exempt_id)
        for row in publications.exempt_published(earlier)
    }


def _is_same(content: Content, exempt: ExemptByMinute, earlier: MinutesPublication) -> bool:
    before = _exempt_before(earlier)
    return _unmarked(content) == _unmarked(earlier.content) and (
        {key: _unmarked(one.content) for key, one in exempt.items()}
        == {key: _unmarked(one.content) for key, one in before.items()}
    )


def _unmarked(content: Any) -> Any:
    """The content without the marks of corrections, which alone are no change."""
    if isinstance(content, list):
        return [_unmarked(one) for one in content]
    if not isinstance(content, dict):
        return content
    return {k: _unmarked(v) for k, v in content.items() if k not in ("corrected_in", "reason")}


def _issue(number: int, change: Change, at: datetime) -> Content:
    return {
        "number": number,
        "at": at.isoformat(),
        "kind": change.kind.value,
        "reason": change.reason if change.is_reason_public else "",
        "entries": sorted(change.minute_ids | change.reason_minute_ids),
        "is_told": change.is_reason_public,
    }


def _was_open(content: Content, minute_id: int) -> bool:
    """Whether the minute was in Part I, so that heading, number, outcome or reasons may tell of
    it."""
    return any(one["id"] == minute_id and one["part"] == 1 for one in content["entries"])


def _keep(
    minutes: Minutes,
    number: int,
    change: Change,
    content: Content,
    exempt: ExemptByMinute,
    *,
    by: Person | None,
    at: datetime,
) -> MinutesPublication:
    publication = MinutesPublication(
        minutes_id=minutes.id,
        group_id=minutes.group_id,
        number=number,
        kind=change.kind,
        at=at,
        by_id=by.id if by else None,
        reason=change.reason if change.is_reason_public else "",
        content=content,
        sha256=snapshot.sha256(content, {key: one for key, (one, _, _) in exempt.items()}),
        access=Access.OPEN,
        published_at=at,
    )
    db.session.add(publication)
    db.session.flush()
    for minute_id, (one, access, exempt_id) in exempt.items():
        db.session.add(
            MinutesPublicationExempt(
                publication_id=publication.id,
                minute_id=minute_id,
                exempt_id=exempt_id,
                group_id=minutes.group_id,
                content=one,
                access=access,
                published_at=at,
            )
        )
    db.session.flush()
    return publication
