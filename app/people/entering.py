"""Names that the directory knows once: of organisations, wards and parties."""

from typing import TypeVar

from sqlalchemy import select

from app.foundation.db import add_once, db
from app.people.models import Organisation, Party, Ward

Entry = TypeVar("Entry", Organisation, Ward, Party)


def named(kind: type[Entry], name: str) -> Entry:
    """The one with this name; two who enter it at once both go on with the same."""
    wanted = select(kind).where(kind.name == name.strip())
    found = db.session.scalar(wanted)
    if found is not None:
        return found
    add_once(kind, unique=["name"], name=name.strip())
    return db.session.scalars(wanted).one()
