"""The table of work that follows a commit."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Job(Base):
    """One piece of work, filled in the transaction that asks for it; removed when it is done."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "failed_at", "run_after", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column()
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Ids and small values only: an exempt title never stands here."""
    made_at: Mapped[datetime] = mapped_column()
    run_after: Mapped[datetime] = mapped_column()
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column()
    claimed_at: Mapped[datetime | None] = mapped_column()
    error: Mapped[str | None] = mapped_column()
    failed_at: Mapped[datetime | None] = mapped_column()
    """Given up after the last attempt; the administrator sees it and may try again."""
