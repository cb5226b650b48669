"""Publishing minutes: each publication is kept, and a correction makes a new one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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

AGREED = "These minutes were agreed as a correct record; a later minute corrects them."
SIGNED = "These minutes are signed; nothing in them changes any more."
_OF_ITEM = ("part", "paragraphs", "late_reason")
_OF_PLACE = ("group", "actions")
Closed = dict[int, tuple[Content, Access, int | None]]
"""By minute: its exempt wording, its access, and the id of its row."""


@dataclass(frozen=True)
class Change:
    """What a new publication changes, and why; all else is copied from the one before."""

    kind: PublicationKind
    reason: str = ""
    is_told: bool = True
    """Whether every reader is told the reason; of exempt wording only its readers are."""
    entries: frozenset[int] = frozenset()
    exempt: frozenset[int] = frozenset()
    """The minutes whose exempt wording changes."""
    came: bool = False
    """Whether the meeting's record (attendance, times, chair) changes."""
    actions: frozenset[int] = frozenset()
    """The actions that change."""
    about: frozenset[int] = frozenset()
    """The minutes that the reason is about; it is withdrawn with them."""
    reasons: frozenset[int] = frozenset()
    """The publications whose reasons are withdrawn."""
    is_summary: bool = False
    """Whether it adds a summary of what was taken in private (s100C(2))."""


def contents_of(minutes: Minutes) -> tuple[Content, Closed]:
    """The content that would be published now; also for the preview."""
    source = source_of(minutes)
    cites = cites_of(source)
    content = snapshot.open_content(source, cites=cites)
    content |= {"standing": queries.standing_of(minutes), "issues": []}
    return content, _closed(source, snapshot.exempt_contents(source, cites=cites))


def freeze(minutes: Minutes, *, by: Person | None, at: datetime) -> MinutesPublication:
    """Keep the first publication of minutes."""
    content, closed = contents_of(minutes)
    first = Change(PublicationKind.FIRST)
    content["issues"] = [_issue(0, first, at)]
    return _keep(minutes, 0, first, content, closed, by=by, at=at)


def freeze_published(minutes: Minutes) -> None:
    """Keep a publication of minutes that were published before publications were kept."""
    lock_rows(minutes.meeting, minutes)
    if minutes.published_at is not None and publications.newest_publication(minutes) is None:
        audit.record(None, "freeze", minutes)
        freeze(minutes, by=None, at=minutes.published_at)


def refuse_if_agreed(minutes: Minutes) -> None:
    """Refuse to correct minutes that have been agreed."""
    if minutes.state in queries.AGREED:
        raise Refused(AGREED)


def begin_correction(minutes: Minutes) -> None:
    """Lock the minutes and let the triggers allow changes until they are published again."""
    lock_rows(minutes.meeting, minutes)
    refuse_if_agreed(minutes)
    _let_change(minutes)


def begin_withdrawal(minutes: Minutes) -> None:
    """The same for a withdrawal; also of agreed minutes, which keep what is withdrawn in
    private."""
    lock_rows(minutes.meeting, minutes)
    if minutes.state == MinutesState.SIGNED:
        raise Refused(SIGNED)
    _let_change(minutes)


def _let_change(minutes: Minutes) -> None:
    freeze_published(minutes)
    minutes.is_being_corrected = True
    db.session.flush()


def publish_again(
    minutes: Minutes, change: Change, *, by: Person | None, at: datetime | None = None
) -> MinutesPublication | None:
    """Keep a new publication; nothing, if no reader could see a difference."""
    db.session.flush()
    at = at or clock.now()
    earlier = publications.newest_publication(minutes) or freeze(
        minutes, by=None, at=minutes.published_at or at
    )
    number, source = earlier.number + 1, source_of(minutes)
    content, closed = deepcopy(earlier.content), _closed_before(earlier)
    _renew(content, closed, source, change, number=number)
    minutes.is_being_corrected = False
    if _is_same(content, closed, earlier) and change.kind == PublicationKind.CORRECTION:
        db.session.flush()
        return None
    content["issues"] = [*content["issues"], _issue(number, change, at)]
    return _keep(minutes, number, change, content, closed, by=by, at=at)


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


def withdraw(minute: Minute, access: Access, *, told: frozenset[int] = frozenset()) -> None:
    """Close every publication that has this minute in Part I, and those with withdrawn reasons."""
    for publication in publications.publications_of(minute.minutes):
        content = publication.content
        if _was_open(content, minute.id) or reasons.tells(content, told):
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
    later = meetings.next_after(meeting)
    return Source(
        minutes=minutes,
        entries=entries,
        attendance=meetings.attendance_of(meeting),
        roles=queries.roles_at(meeting),
        exempt={row.minute_id: row for row in queries.exempt_rows(minutes)},
        actions=queries.to_do_under([entry.id for entry in entries], None),
        next_on=later.on_date if later else None,
    )


def cites_of(source: Source) -> snapshot.Cites:
    """A function for the citations to keep with each text; None for past papers."""
    if source.minutes.is_past_paper:
        return lambda _texts: None
    texts = snapshot.texts_of(source)
    return citations.freezer(texts, publishing=source.minutes.id)


def _renew(
    content: Content, closed: Closed, source: Source, change: Change, *, number: int
) -> None:
    cites = cites_of(source)
    fresh = {one["id"]: one for one in snapshot.entries_content(source, cites=cites)}
    for entry in content["entries"]:
        if entry["id"] in change.entries:
            _renew_entry(entry, fresh[entry["id"]], change, number=number)
    _renew_exempt(content, closed, source, change, cites=cites, number=number)
    if change.came:
        content |= snapshot.came_content(source, before=content) | {"corrected_in": number}
    reasons.take_out(content, change.reasons)
    if change.kind == PublicationKind.APPROVAL:
        content["standing"] = queries.standing_of(source.minutes)
    _renew_actions(content, closed, source, change, number=number)


def _renew_entry(entry: Content, fresh: Content, change: Change, *, number: int) -> None:
    kept = _OF_PLACE + (_OF_ITEM if change.kind == PublicationKind.CORRECTION else ())
    entry |= {key: value for key, value in fresh.items() if key not in kept}
    entry["corrected_in"] = number


def _renew_exempt(
    content: Content,
    closed: Closed,
    source: Source,
    change: Change,
    *,
    cites: snapshot.Cites,
    number: int,
) -> None:
    """Withdraw the open actions and the reasons of corrections with a minute."""
    found = _closed(source, snapshot.exempt_contents(source, cites=cites))
    for minute_id in change.exempt & found.keys():
        fresh, access, row_id = found[minute_id]
        before = closed[minute_id][0] if minute_id in closed else None
        actions = [*before["actions"]] if before else []
        if change.kind == PublicationKind.WITHDRAWAL and access != Access.OPEN:
            actions += _taken_out(content, minute_id)
        reason = "" if change.is_told else change.reason
        fresh |= {"actions": actions, "corrected_in": number, "reason": reason}
        closed[minute_id] = (fresh, access, row_id)


def _taken_out(content: Content, minute_id: int) -> list[Content]:
    for issue in content["issues"]:
        if minute_id in issue["entries"]:
            issue["reason"] = ""
    entry = next(one for one in content["entries"] if one["id"] == minute_id)
    actions: list[Content] = entry["actions"]
    entry["actions"] = []
    return actions


def _renew_actions(
    content: Content, closed: Closed, source: Source, change: Change, *, number: int
) -> None:
    """Replace the words of a corrected action; actions given later are not in a publication."""
    said = {
        one.action_id: str(one)
        for to_do in source.actions.values()
        for one in to_do
        if one.action_id in change.actions
    }
    marks: Content = {"corrected_in": number}
    if not change.is_told:
        marks["reason"] = change.reason
    for holder in (*content["entries"], *(one for one, _, _ in closed.values())):
        for action in holder["actions"]:
            if action["id"] in said and action["said"] != said[action["id"]]:
                action["said"] = said[action["id"]]
                holder |= marks


def _closed(source: Source, exempt: Mapping[int, Content]) -> Closed:
    rows = source.exempt
    return {
        minute_id: (
            content,
            snapshot.access_of(source, minute_id),
            rows[minute_id].id if minute_id in rows else None,
        )
        for minute_id, content in exempt.items()
    }


def _closed_before(earlier: MinutesPublication) -> Closed:
    return {
        row.minute_id: (deepcopy(row.content), row.access, row.exempt_id)
        for row in publications.exempt_published(earlier)
    }


def _is_same(content: Content, closed: Closed, earlier: MinutesPublication) -> bool:
    before = _closed_before(earlier)
    told = {key: _unmarked(one) for key, (one, _, _) in closed.items()}
    return _unmarked(content) == _unmarked(earlier.content) and told == {
        key: _unmarked(one) for key, (one, _, _) in before.items()
    }


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
        "reason": change.reason if change.is_told else "",
        "entries": sorted(change.entries | change.about),
        "is_told": change.is_told,
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
    closed: Closed,
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
        reason=change.reason if change.is_told else "",
        content=content,
        sha256=snapshot.sha256(content, {key: one for key, (one, _, _) in closed.items()}),
        access=Access.OPEN,
        published_at=at,
    )
    db.session.add(publication)
    db.session.flush()
    for minute_id, (one, access, exempt_id) in closed.items():
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
