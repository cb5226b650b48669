"""How many statements a page sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.foundation.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent meanwhile."""
    sent: list[str] = []

    def take(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", take)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", take)
