"""The register of exemptions: keeping who decided one and until when, reviewing and ending it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from sqlalchemy import delete, select

from app.agendas.models import AgendaItem, Exemption, ExemptionReview, Schedule
from app.agendas.rules.schedule import list_of
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from app.people import queries as people
from app.people.models import Person, Post

OPEN_ALREADY = "This item has been made open, so there is nothing to review."


@dataclass(frozen=True)
class Grounds:
    """Why an item is taken in private, how far it is closed, and what everyone may read of it."""

    paragraphs: Sequence[int]
    public_interest: str
    open_title: str
    access: Access
    post_id: int | None = None
    """The post whose holder decided it."""
    review_on: date | None = None

    @classmethod
    def typed(
        cls,
        paragraphs: Iterable[int],
        public_interest: str,
        open_title: str,
        access: Access,
        post_id: int | None,
        review_on: date | None,
    ) -> Self:
        """The grounds as a clerk typed them: each paragraph once, and no blanks at the ends."""
        said = public_interest.strip(), open_title.strip()
        return cls(sorted(set(paragraphs)), *said, access, post_id, review_on)


def current(item: AgendaItem) -> Exemption | None:
    """The record of an item that is exempt now."""
    chosen = select(Exemption).where(Exemption.item_id == item.id, Exemption.ended_on.is_(None))
    return db.session.scalar(chosen)


def keep(item: AgendaItem, grounds: Grounds) -> None:
    """Record on which grounds an item is held back, by whose decision, and until when."""
    kept = current(item) or Exemption(item_id=item.id, version=0)
    decided_by = named_in(grounds.post_id)
    kept.access, kept.paragraphs = grounds.access, list(grounds.paragraphs)
    kept.schedule = _schedule_for(item, grounds)
    if grounds.post_id != kept.post_id or kept.decided_on is None:
        kept.post_id, kept.decided_by = grounds.post_id, decided_by
        kept.decided_on = clock.today() if decided_by else None
    kept.review_on = grounds.review_on
    kept.version += 1
    db.session.add(kept)
    db.session.flush()


def end(item: AgendaItem) -> None:
    """Record that an item is open again; one that never went out leaves no trace."""
    kept = current(item)
    if kept is None:
        return
    if item.published_at is None:
        forget(item)
        return
    kept.ended_on = clock.today()
    kept.version += 1
    db.session.flush()


def forget(item: AgendaItem) -> None:
    """Remove the record of an item that goes, or is open, before it has been published."""
    db.session.execute(
        delete(Exemption).where(Exemption.item_id == item.id, Exemption.ended_on.is_(None))
    )


def review(
    kept: Exemption, *, by: Person | None, until: date | None, reason: str, post_id: int | None
) -> None:
    """Record that an item stays exempt until a day, and why (Schedule 12A, paragraph 10)."""
    if kept.ended_on is not None:
        raise Refused(OPEN_ALREADY)
    if until is None or until <= clock.today():
        raise Refused("Enter a day to come, on which it is looked at again.", field="review_on")
    if not reason:
        raise Refused("Say why it stays exempt.", field="reason")
    said = ExemptionReview(
        exemption_id=kept.id,
        at=clock.now(),
        by_id=by.id if by else None,
        decided_by=named_in(post_id),
        until=until,
        reason=reason,
    )
    db.session.add(said)
    kept.review_on = until
    kept.version += 1
    item = kept.item
    told = until.isoformat()
    audit.record(by, "review-exemption", item.agenda, item=item.id, number=item.number, until=told)
    db.session.expire(kept, ["reviews"])


def named_in(post_id: int | None) -> str:
    """Who holds a post today, with its title: Jane Doe, Monitoring Officer."""
    post = db.session.get(Post, post_id) if post_id else None
    if post is None:
        return ""
    held = people.holders_on(post, clock.today())
    return f"{held[0].person.full_name}, {post.title}" if held else post.title


def _schedule_for(item: AgendaItem, grounds: Grounds) -> Schedule:
    """The list of the day of the meeting; where no paragraph is cited there is none."""
    if grounds.access == Access.CONFIDENTIAL or not grounds.paragraphs:
        return Schedule.NONE
    return list_of(item.agenda.meeting.on_date)
