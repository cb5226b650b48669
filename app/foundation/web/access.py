"""From an id in a URL to the thing: 404 if it is hidden or missing, 403 if it is barred."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from flask import abort
from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm.interfaces import ORMOption

from app.foundation.db import db
from app.foundation.permissions import Readable, Scope
from app.foundation.web import auth, request_transaction

ReadableThing = TypeVar("ReadableThing", bound=Readable)
Thing = TypeVar("Thing")
May = Callable[[Scope, Any], bool]
Options = tuple[ORMOption, ...]
"""Loader options; module-level constants, since a statement is cached for each."""


def fetch(
    model: type[ReadableThing], thing_id: int, *, may: May, options: Options = ()
) -> ReadableThing:
    """A readable thing, or 404 if this reader may not see it; logs the view if it is not open."""
    statement = _readable_by_id(model, options)  # type: ignore[arg-type]  # classes are hashable
    thing: ReadableThing = _one(statement, thing_id, may=may)
    request_transaction.log_view(thing)
    return thing


def fetch_plain(model: type[Thing], thing_id: int, *, may: May, options: Options = ()) -> Thing:
    """A thing whose existence is no secret to anyone signed in: a board, a meeting, a person."""
    statement = _by_id(model, options)  # type: ignore[arg-type]
    thing: Thing = _one(statement, thing_id, may=may)
    return thing


def require(may: May) -> None:
    """A page about no one thing, such as a list or a page that adds: 403 unless one may."""
    if not may(auth.scope(), None):
        abort(403)


@lru_cache
def _by_id(model: type[Any], options: Options) -> Select[Any]:
    return select(model).where(model.id == bindparam("id", type_=Integer)).options(*options)


@lru_cache
def _readable_by_id(model: type[Readable], options: Options) -> Select[Any]:
    return _by_id(model, options).where(model.visible())  # type: ignore[arg-type]


def _one(chosen: Select[Any], thing_id: int, *, may: May) -> Any:
    scope = auth.scope()
    thing = db.session.scalar(chosen, {"id": thing_id} | scope.parameters)
    if thing is None:
        abort(404)
    if not may(scope, thing):
        abort(403)
    return thing
