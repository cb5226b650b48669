"""What one import carries along: who does it, when, and a list of what the file became."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.archive.models import ImportedFile, ImportedThing
from app.foundation import audit, clock
from app.foundation.db import db
from app.people.models import Person

_RECENT = timedelta(days=365)


@dataclass
class Bringing:
    """One file on its way in."""

    by: Person | None
    at: datetime
    """When it is done; what it makes is dated by the meeting."""
    became: dict[tuple[str, int], None] = field(default_factory=dict)
    """Kind and id of every thing the file became or belongs to, in order."""

    before: ImportedFile | None = None
    """The file of the same name and paper that came in before with other words."""
    left: list[str] = field(default_factory=list)
    """What that file became and was worked on since, so that it stays as it is."""

    def note(self, *things: audit.Thing) -> None:
        """These things came from the file."""
        for thing in things:
            self.became.setdefault((thing.KIND, thing.id))

    def is_old(self, day: date | None) -> bool:
        """Whether a paper says nothing of today: a year old, or of no day at all."""
        return day is None or day < self.at.astimezone(clock.LONDON).date() - _RECENT

    def earlier(self, kind: str) -> list[int]:
        """The ids of what the earlier file became, of one kind."""
        if self.before is None:
            return []
        chosen = select(ImportedThing.thing_id).where(
            ImportedThing.file_id == self.before.id, ImportedThing.kind == kind
        )
        return list(db.session.scalars(chosen))

    def published_at(self, day: date | None) -> datetime:
        """Past papers count as published on the day of their meeting, never in the future.

        Of a paper that names no day nobody can say when; it is not taken for a new one.
        """
        return min(clock.moment(day), self.at) if day else clock.UNDATED
