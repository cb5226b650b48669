"""From an id in a URL to the thing: 404 if it is hidden or missing, 403 if it is barred."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm.interfaces import ORMOption

from app.foundation.db import db
from app.foundation.readable import Reach, Readable
from app.foundation.web import gate, unit_of_work

ReadableThing = TypeVar("ReadableThing", bound=Readable)
Thing = TypeVar("Thing")
May = Callable[[Reach, Any], bool]


def fetch(
    model: type[ReadableThing], thing_id: int, *, may: May, options: tuple[ORMOption, ...] = ()
) -> ReadableThing:
    """A readable thing, if it is visible to the reader; a view of an exempt one is recorded."""
    reach = gate.reach()
    chosen = select(model).where(model.id == thing_id, model.visible_to(reach)).options(*options)
    thing = _one(chosen, may=may, reach=reach)
    unit_of_work.saw(thing)
    return thing


def fetch_plain(
    model: type[Thing], thing_id: int, *, may: May, options: tuple[ORMOption, ...] = ()
) -> Thing:
    """A thing that everyone signed in may know of (a board, a meeting, a person)."""
    row_id = model.id  # type: ignore[attr-defined]
    return _one(
        select(model).where(row_id == thing_id).options(*options), may=may, reach=gate.reach()
    )


def _one(chosen: Select[Thing], *, may: May, reach: Reach) -> Thing:
    thing = db.session.scalar(chosen)
    if thing is None:
        abort(404)
    if not may(reach, thing):
        abort(403)
    return thing
