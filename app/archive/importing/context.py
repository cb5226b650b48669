"""The context of one import: who does it, when, and a list of what it makes of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.archive.models import ImportedFile, ImportedThing
from app.foundation import audit, clock
from app.foundation.db import db
from app.people.models import Person

_RECENT = timedelta(days=365)


@dataclass
class ImportContext:
    """What every step of the import of one file is given."""

    by: Person | None
    at: datetime
    """When the import is done; what it makes is dated by the meeting."""
    things: dict[tuple[str, int], None] = field(default_factory=dict)
    """Kind and id of every thing that was made from the file or belongs to it, in order."""
    previous: ImportedFile | None = None
    """The file of the same name and paper that was imported before, with other words."""
    skipped: list[str] = field(default_factory=list)
    """What was made from the previous file and has been worked on since: it stays as it is."""

    newest: Mapping[str, int] = field(default_factory=dict)
    """The newest id of each kind of thing before anything was made."""

    def has_made(self, kind: str, thing_id: int) -> bool:
        """Whether a thing was not there before this file came in."""
        return kind in self.newest and thing_id > self.newest[kind]

    def add_things(self, *things: audit.Thing) -> None:
        """Add things that were made from the file, or that it belongs to."""
        for thing in things:
            self.things.setdefault((thing.KIND, thing.id))

    def is_old(self, day: date | None) -> bool:
        """Whether a paper is too old to tell of today: a year old, or without a date."""
        return day is None or day < self.at.astimezone(clock.LONDON).date() - _RECENT

    def previous_ids(self, kind: str) -> list[int]:
        """The ids of the things of one kind that were made from the previous file."""
        if self.previous is None:
            return []
        chosen = select(ImportedThing.thing_id).where(
            ImportedThing.file_id == self.previous.id, ImportedThing.kind == kind
        )
        return list(db.session.scalars(chosen))

    def kinds_that_made(self, thing: audit.Thing) -> set[str]:
        """The kinds of past papers that a thing was made from; none if it came otherwise."""
        chosen = (
            select(ImportedFile.paper_kind)
            .join(ImportedThing, ImportedThing.file_id == ImportedFile.id)
            .where(ImportedThing.kind == thing.KIND, ImportedThing.thing_id == thing.id)
        )
        return set(db.session.scalars(chosen))

    def published_at(self, day: date | None) -> datetime:
        """When a past paper counts as published: on the day of its meeting, never in the future.

        A paper that names no day is not published today: it gets a date that means unknown.
        """
        return min(clock.moment(day), self.at) if day else clock.UNDATED
