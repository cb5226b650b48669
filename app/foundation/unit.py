"""The only place that commits: one request, job or command is one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.foundation.db import db, writing_at_once


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One transaction for a command or a job: all of it is kept, or nothing."""
    db.session.rollback()
    with writing_at_once():
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def finish(*, keep: bool) -> None:
    """End a request's transaction; what is not kept is let go, with every row it had loaded."""
    if keep:
        db.session.commit()
    else:
        db.session.close()
