"""What one reader is shown of minutes: a publication, and what came later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from app.agendas.models import Outcome
from app.foundation.permissions import Access, Scope
from app.minutes import publications, publishing, queries
from app.minutes.attending import Groups, NamedAttendee
from app.minutes.events import ToDo
from app.minutes.models import (
    Minutes,
    MinutesPublication,
    MinutesPublicationExempt,
    PublicationKind,
    ResolutionKind,
)
from app.minutes.snapshot import Content
from app.minutes.wording import Resolved, Ruling, limbs_typed, printed, ruled_urgent


@dataclass(frozen=True)
class Issue:
    """One publication of these minutes, as far as its reader is told of it."""

    number: int
    at: datetime
    kind: PublicationKind
    reason: str
    is_told: bool = True
    """Whether every reader is told of it; of exempt corrections only its readers are."""
    is_readable_before: bool = False
    """Whether this reader may still read the wording before it."""


@dataclass(frozen=True)
class ExemptPart:
    """The exempt part of one minute."""

    content: Content
    access: Access
    exempt_id: int | None = None

    @property
    def is_held_back(self) -> bool:
        """Whether it is closed; once it is opened it is shown with the minute."""
        return self.access != Access.OPEN

    @property
    def heading(self) -> str:
        """Its exempt heading, if it has one."""
        return str(self.content["heading"])

    @property
    def text(self) -> str:
        """What was said in private."""
        return str(self.content["text"])

    @property
    def limbs(self) -> list[str]:
        """What was resolved in private, limb by limb."""
        return limbs_typed(self.content["resolved"])


@dataclass(frozen=True)
class MinuteEntry:
    """One minute as it was published, with what came later."""

    content: Content
    private: ExemptPart | None = None
    correction: Issue | None = None
    """When its open wording was last corrected."""
    private_correction: Issue | None = None
    since: list[ToDo] = field(default_factory=list)
    """Actions given after the minutes were published."""
    standing: dict[int, str] = field(default_factory=dict)
    """The present state of the printed actions, by action, where it is not just open."""

    @property
    def id(self) -> int:
        """The id of the minute."""
        return int(self.content["id"])

    @property
    def printed(self) -> str:
        """Its number."""
        return str(self.content["printed"])

    @property
    def group(self) -> str:
        """The heading it stands under, where a new one begins."""
        return str(self.content["group"])

    @property
    def text(self) -> str:
        """Its open wording."""
        return str(self.content["text"])

    @property
    def ruling(self) -> Ruling | None:
        """That the chair took it although it was late: in the minutes by law (s100B(4)(b))."""
        reason = str(self.content["late_reason"] or self.content.get("urgent_reason", ""))
        return ruled_urgent(reason, law=self.content.get("urgent_law", ""))

    @property
    def part(self) -> int:
        """1 in public, 2 after the press and public were excluded."""
        return int(self.content["part"])

    @property
    def paragraphs(self) -> list[int]:
        """The paragraphs of Schedule 12A under which it was taken in private."""
        private = self.private.content["paragraphs"] if self.private else []
        return list(self.content["paragraphs"] or private)

    @property
    def outcome(self) -> Outcome | None:
        """How its item ended."""
        return Outcome(self.content["outcome"]) if self.content["outcome"] else None

    @property
    def is_closed(self) -> bool:
        """Whether it has wording that is still exempt."""
        return self.private is not None and self.private.is_held_back

    @property
    def heading(self) -> str:
        """Its heading; of an item that was opened again the one that used to be exempt."""
        opened = self.private.heading if self.private and not self.is_closed else ""
        return opened or str(self.content["heading"])

    @property
    def resolved(self) -> list[Resolved]:
        """What was resolved and what was recommended, as printed."""
        return resolved_in(self.content)

    @property
    def private_resolved(self) -> list[Resolved]:
        """What was resolved in private, as printed."""
        limbs = self.private.limbs if self.private else []
        return [printed(ResolutionKind.RESOLVED, limbs)] if limbs else []

    @property
    def is_decided(self) -> bool:
        """Whether there is a resolution, a recommendation or an outcome."""
        return bool(self.resolved or self.private_resolved or self.outcome)

    @property
    def actions(self) -> list[Content]:
        """The actions at publication: id and words."""
        private: list[Content] = self.private.content["actions"] if self.private else []
        return [*self.content["actions"], *private]

    @property
    def cites(self) -> list[str] | None:
        """The minutes its open wording is linked to; None where links are looked up."""
        cites: list[str] | None = self.content["cites"]
        return cites

    @property
    def private_cites(self) -> list[str] | None:
        """The same of its exempt wording."""
        cites: list[str] | None = self.private.content["cites"] if self.private else []
        return cites


@dataclass(frozen=True)
class MinutesRecord:
    """The minutes of one meeting, as far as one reader may have them."""

    content: Content
    entries: list[MinuteEntry]
    minutes_id: int | None = None
    number: int | None = None
    """The number of the publication; None while the minutes are being written."""
    published_at: datetime | None = None
    issues: list[Issue] = field(default_factory=list)
    """All publications that the reader is told of; the first first."""
    is_newest: bool = True
    superseded: Issue | None = None
    """Of an earlier publication: the one that first superseded it, as the reader is told."""

    @property
    def board(self) -> str:
        """The board, under the name it had."""
        return str(self.content["board"])

    @property
    def on(self) -> date:
        """The day of the meeting."""
        return date.fromisoformat(self.content["day"])

    @property
    def starts_at(self) -> time:
        """When it was to begin."""
        return time.fromisoformat(self.content["starts_at"])

    @property
    def began(self) -> time | None:
        """When it began, if that is recorded."""
        return _time(self.content["began"])

    @property
    def ended(self) -> time | None:
        """When it ended, if that is recorded."""
        return _time(self.content["ended"])

    @property
    def next_on(self) -> date | None:
        """When the board was to meet next."""
        said = self.content["next_meeting"]
        return date.fromisoformat(said) if said else None

    @property
    def groups(self) -> Groups:
        """Who came, in the groups of the record."""
        return [
            (
                group["label"],
                [
                    NamedAttendee(one["name"], one["organisation"], tuple(one["notes"]), one["row"])
                    for one in group["people"]
                ],
            )
            for group in self.content["attendance"]
        ]

    @property
    def is_inquorate(self) -> bool:
        """Whether too few came to decide; earlier publications did not say."""
        return bool(self.content.get("is_inquorate"))

    @property
    def is_draft(self) -> bool:
        """Whether the board has not agreed them yet."""
        return bool(self.content["standing"]["is_draft"])

    @property
    def written_at(self) -> datetime | None:
        """When this publication was made."""
        issues = self.content["issues"]
        return datetime.fromisoformat(issues[-1]["at"]) if issues else self.published_at

    @property
    def attendance_correction(self) -> Issue | None:
        """The last correction of the meeting's record."""
        return _issue_numbered(self.issues, self.content["corrected_in"])

    @property
    def corrections(self) -> list[Issue]:
        """The corrections, as the head of the page lists them, newest first."""
        return [one for one in reversed(self.issues) if one.number]

    @property
    def later_actions(self) -> list[tuple[MinuteEntry, ToDo]]:
        """The actions given after publication, each with its minute."""
        return [(entry, one) for entry in self.entries for one in entry.since]


def record_for(
    minutes: Minutes, scope: Scope, *, number: int | None = None
) -> MinutesRecord | None:
    """Minutes as this reader may read them now, or as they were published by number."""
    if minutes.published_at is None:
        return None if number is not None else _draft(minutes, scope)
    newest = publications.newest_publication(minutes)
    if newest is None:
        return _draft(minutes, scope) if number in (None, 0) else None
    chosen = newest if number is None else publications.publication_for(minutes, number, scope)
    if chosen is None:
        return None
    closed = {
        row.minute_id: _private(row) for row in publications.exempt_published(chosen, scope=scope)
    }
    readable = publications.numbers_for(minutes, scope)
    return _record(chosen, newest, closed, readable, since=_since(chosen, newest, scope))


def resolved_in(content: Content) -> list[Resolved]:
    """The resolutions of a minute as printed, recommendations apart from resolutions."""
    said = content["resolutions"]
    by_kind = {
        kind: [one["text"] for one in said if one["kind"] == kind] for kind in ResolutionKind
    }
    return [printed(kind, texts) for kind, texts in by_kind.items() if texts]


def _draft(minutes: Minutes, scope: Scope) -> MinutesRecord:
    """The content that would be published now, as far as this reader may read it."""
    content, closed = publishing.contents_of(minutes)
    rows = queries.exempt_of(minutes, scope=scope)
    mine = {
        minute_id: ExemptPart(one, access, exempt_id)
        for minute_id, (one, access, exempt_id) in closed.items()
        if minute_id in rows or (exempt_id is None and minutes.group_id in scope.clerked)
    }
    entries = [MinuteEntry(one, mine.get(one["id"])) for one in content["entries"]]
    published_at = minutes.published_at
    return MinutesRecord(content, entries, minutes.id, 0 if published_at else None, published_at)


def _record(
    chosen: MinutesPublication,
    newest: MinutesPublication,
    closed: Mapping[int, ExemptPart],
    readable: set[int],
    *,
    since: tuple[dict[int, list[ToDo]], dict[int, str]],
) -> MinutesRecord:
    issues = [_issue(one, readable) for one in chosen.content["issues"]]
    told = [one for one in issues if one.is_told]
    later, standing = since
    entries = [
        MinuteEntry(
            content,
            closed.get(content["id"]),
            _issue_numbered(told, content["corrected_in"]),
            _private_issue(issues, closed.get(content["id"])),
            later.get(content["id"], []),
            standing,
        )
        for content in chosen.content["entries"]
    ]
    return MinutesRecord(
        chosen.content,
        entries,
        chosen.minutes_id,
        chosen.number,
        issues[0].at,
        told,
        chosen.id == newest.id,
        _next_told(newest, readable, after=chosen.number),
    )


def _next_told(newest: MinutesPublication, readable: set[int], *, after: int) -> Issue | None:
    """The first publication that every reader is told of."""
    later = (_issue(one, readable) for one in newest.content["issues"] if one["number"] > after)
    return next((one for one in later if one.is_told), None)


def _since(
    chosen: MinutesPublication, newest: MinutesPublication, scope: Scope
) -> tuple[dict[int, list[ToDo]], dict[int, str]]:
    """The actions given later, by minute, and the present state of those published."""
    if chosen.id != newest.id:
        return {}, {}
    to_do_by_minute = queries.to_do_under([one["id"] for one in chosen.content["entries"]], scope)
    known = _published_actions(chosen)
    later = {
        minute_id: [one for one in to_do if one.action_id not in known]
        for minute_id, to_do in to_do_by_minute.items()
    }
    every = [one for to_do in to_do_by_minute.values() for one in to_do]
    return later, {one.action_id or 0: one.standing for one in every if one.standing != "open"}


def _published_actions(publication: MinutesPublication) -> set[int]:
    """The published actions of all minutes, including closed ones, which were not given later."""
    holders: Iterable[Content] = (
        *publication.content["entries"],
        *(row.content for row in publications.exempt_published(publication)),
    )
    return {action["id"] for holder in holders for action in holder["actions"]}


def _private(row: MinutesPublicationExempt) -> ExemptPart:
    return ExemptPart(row.content, row.access, row.exempt_id)


def _issue(content: Content, readable: set[int]) -> Issue:
    number = content["number"]
    return Issue(
        number=number,
        at=datetime.fromisoformat(content["at"]),
        kind=PublicationKind(content["kind"]),
        reason=content["reason"],
        is_told=content["is_told"],
        is_readable_before=number - 1 in readable,
    )


def _private_issue(issues: Sequence[Issue], private: ExemptPart | None) -> Issue | None:
    """When exempt wording was corrected, with the reason that only its readers are given."""
    found = _issue_numbered(issues, private.content["corrected_in"]) if private else None
    if found is None or private is None:
        return None
    return replace(found, reason=private.content["reason"])


def _issue_numbered(issues: Sequence[Issue], number: int | None) -> Issue | None:
    return next((one for one in issues if number is not None and one.number == number), None)


def _time(said: Any) -> time | None:
    return time.fromisoformat(said) if said else None
