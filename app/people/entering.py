"""Names that the directory knows once: of organisations, wards and parties."""

from typing import TypeVar

from sqlalchemy import select

from app.foundation.db import add_once, db
from app.people.models import Organisation, Party, Ward

Entry = TypeVar("Entry", Organisation, Ward, Party)


def named(kind: type[Entry], name: str) -> Entry:
    """The row with this name, added if it is new; safe when two people add it at once."""
    wanted = select(kind).where(kind.name == name.strip())
    found = db.session.scalar(wanted)
    if found is not None:
        return found
    add_once(kind, unique=["name"], name=name.strip())
    return db.session.scalars(wanted).one()
