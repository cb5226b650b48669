"""Rate limits, counted in the database: Flask-Limiter with a store of its own table."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import (
    BindParameter,
    Connection,
    Insert,
    Integer,
    bindparam,
    case,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.db import Base, db, read_connection, short_transaction

PATIENCE = 2000
"""Milliseconds that counting an attempt waits for the database."""
log = logging.getLogger(__name__)


class RateLimit(Base):
    """The attempts under one name within one window of time."""

    __tablename__ = "rate_limit"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column()
    ends_at: Mapped[datetime] = mapped_column(index=True)


class DatabaseStorage(Storage):
    """Flask-Limiter's storage in our table; each count is a short transaction of its own."""

    STORAGE_SCHEME = ["database"]

    @property
    def base_exceptions(self) -> type[Exception]:
        """The exceptions for a database that is busy or away."""
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add one to the count; the first of a window deletes windows that are over."""
        now = clock.now()
        parameters = {
            "key": key,
            "amount": amount,
            "now": now,
            "end": now + timedelta(seconds=expiry),
        }
        with short_transaction(wait_milliseconds=PATIENCE) as connection:
            count: int = connection.execute(_counting(connection), parameters).scalar_one()
            if count <= amount:
                connection.execute(delete(RateLimit).where(RateLimit.ends_at <= now))
        return count

    def get(self, key: str) -> int:
        """The count of the present window."""
        row = self._row(key)
        return row.count if row else 0

    def get_expiry(self, key: str) -> float:
        """When the present span ends, in seconds of the clock."""
        row = self._row(key)
        return (row.ends_at if row else clock.now()).timestamp()

    def check(self) -> bool:
        """Whether the store answers."""
        self._row("")
        return True

    def reset(self) -> int | None:
        """Forget everything."""
        with short_transaction(wait_milliseconds=PATIENCE) as connection:
            return connection.execute(delete(RateLimit)).rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        with short_transaction(wait_milliseconds=PATIENCE) as connection:
            connection.execute(delete(RateLimit).where(RateLimit.key == key))

    def _row(self, key: str) -> Any:
        statement = select(RateLimit.count, RateLimit.ends_at)
        statement = statement.where(RateLimit.key == key, RateLimit.ends_at > clock.now())
        with read_connection() as connection:
            return connection.execute(statement).one_or_none()


limiter = Limiter(get_remote_address, storage_uri="database://", strategy="fixed-window")
_in_memory = FixedWindowRateLimiter(MemoryStorage())
"""Counts in this process while the database is busy: no page fails, and nothing is unlimited."""


def init_app(app: Flask) -> None:
    """Set up the limiter without its hook on every request: views count where they need to."""
    app.extensions.setdefault("limiter", set()).add(limiter)
    limiter.init_app(app)


def hit(limits: Iterable[RateLimitItem], *name: str) -> timedelta | None:
    """Count one attempt; returns how long to wait if it is one too many."""
    waits = [_hit(limit, *name) for limit in limits]
    return max((wait for wait in waits if wait is not None), default=None)


def give_back(limits: Iterable[RateLimitItem], *name: str) -> None:
    """Take a successful attempt off the count, in the request's transaction."""
    keys = [limit.key_for(*name) for limit in limits]
    one_less = update(RateLimit).where(RateLimit.key.in_(keys), RateLimit.count > 0)
    db.session.execute(
        one_less.values(count=RateLimit.count - 1).execution_options(synchronize_session=False)
    )


def forget(*name: str) -> None:
    """Reset the counts of this name, and of longer names that begin with it."""
    begins = RateLimit.key.startswith(_beginning(*name), autoescape=True)
    db.session.execute(delete(RateLimit).where(begins).execution_options(synchronize_session=False))


def exceeded(*kinds: str) -> dict[str, datetime]:
    """What these limits refuse at present: the next part of the name, and until when."""
    begins = (RateLimit.key.startswith(_beginning(kind), autoescape=True) for kind in kinds)
    statement = select(RateLimit.key, RateLimit.count, RateLimit.ends_at).where(
        or_(*begins), RateLimit.ends_at > clock.now()
    )
    found: dict[str, datetime] = {}
    for key, count, ends_at in db.session.execute(statement):
        word, most = key.removeprefix(_beginning()).split("/")[1], int(key.split("/")[-3])
        if count >= most:
            found[word] = max(ends_at, found.get(word, ends_at))
    return found


def _beginning(*name: str) -> str:
    return "/".join(["LIMITER", *name, ""])


def _hit(limit: RateLimitItem, *name: str) -> timedelta | None:
    try:
        if limiter.limiter.hit(limit, *name):
            return None
        end = limiter.limiter.get_window_stats(limit, *name).reset_time
    except SQLAlchemyError as busy:
        log.warning("a rate limit is counted in memory: %s", type(busy).__name__)
        is_one_too_many = not _in_memory.hit(limit, *name)
        return timedelta(seconds=limit.get_expiry()) if is_one_too_many else None
    return timedelta(seconds=max(end - clock.now().timestamp(), 1))


def _counting(connection: Connection) -> Insert:
    """The statement that counts: an upsert, so that two at once are both counted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    over = RateLimit.ends_at <= bindparam("now", type_=RateLimit.ends_at.type)
    amount: BindParameter[int] = bindparam("amount", type_=Integer)
    end = bindparam("end", type_=RateLimit.ends_at.type)
    return (
        insert(RateLimit)
        .values(key=bindparam("key"), count=amount, ends_at=end)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((over, amount), else_=RateLimit.count + amount),
                "ends_at": case((over, end), else_=RateLimit.ends_at),
            },
        )
        .returning(RateLimit.count)
    )
