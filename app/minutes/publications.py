"""Queries for the publications of minutes, and what a reader may read of them."""

from sqlalchemy import select

from app.foundation.db import db
from app.foundation.permissions import Scope
from app.minutes.models import Minutes, MinutesPublication, MinutesPublicationExempt


def publications_of(minutes: Minutes) -> list[MinutesPublication]:
    """All publications of these minutes, for services; the newest first."""
    chosen = select(MinutesPublication).where(MinutesPublication.minutes_id == minutes.id)
    return list(db.session.scalars(chosen.order_by(MinutesPublication.number.desc())))


def newest_publication(minutes: Minutes) -> MinutesPublication | None:
    """The newest publication of these minutes."""
    chosen = select(MinutesPublication).where(MinutesPublication.minutes_id == minutes.id)
    return db.session.scalar(chosen.order_by(MinutesPublication.number.desc()).limit(1))


def publication_for(minutes: Minutes, number: int, scope: Scope) -> MinutesPublication | None:
    """One publication of these minutes, if this reader may read it."""
    return db.session.scalar(
        select(MinutesPublication).where(
            MinutesPublication.minutes_id == minutes.id,
            MinutesPublication.number == number,
            MinutesPublication.visible_to(scope),
        )
    )


def numbers_for(minutes: Minutes, scope: Scope) -> set[int]:
    """The publications of these minutes that a reader may read."""
    chosen = select(MinutesPublication.number).where(
        MinutesPublication.minutes_id == minutes.id, MinutesPublication.visible_to(scope)
    )
    return set(db.session.scalars(chosen))


def exempt_published(
    publication: MinutesPublication, *, scope: Scope | None = None
) -> list[MinutesPublicationExempt]:
    """The exempt wording of a publication: all, or what a reader may read."""
    chosen = select(MinutesPublicationExempt).where(
        MinutesPublicationExempt.publication_id == publication.id
    )
    if scope is not None:
        chosen = chosen.where(MinutesPublicationExempt.visible_to(scope))
    return list(db.session.scalars(chosen.order_by(MinutesPublicationExempt.minute_id)))


def unfrozen(*, limit: int) -> list[Minutes]:
    """Minutes that were published before publications were kept."""
    kept = select(MinutesPublication.minutes_id)
    chosen = select(Minutes).where(Minutes.published_at.is_not(None), Minutes.id.not_in(kept))
    return list(db.session.scalars(chosen.order_by(Minutes.id).limit(limit)))
