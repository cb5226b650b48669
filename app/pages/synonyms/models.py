"""Words that mean the same to this council."""

from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Synonym(Base):
    """Two words or phrases that find each other, such as a former name of a service."""

    __tablename__ = "synonym"
    KIND: ClassVar[str] = "synonym"

    id: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column()
    other: Mapped[str] = mapped_column()
    key: Mapped[str] = mapped_column(unique=True)
    """Both in one spelling and in alphabetical order, so that no pair is kept twice."""
