"""The table of jobs: work that is done after a commit."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Job(Base):
    """One job, inserted by the transaction that enqueues it, and deleted when it is done."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "failed_at", "run_after", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column()
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Ids and small values only; never an exempt title."""
    made_at: Mapped[datetime] = mapped_column()
    run_after: Mapped[datetime] = mapped_column()
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column()
    claimed_at: Mapped[datetime | None] = mapped_column()
    error: Mapped[str | None] = mapped_column()
    failed_at: Mapped[datetime | None] = mapped_column()
    """When it was given up, after the last attempt; the administrator sees it and may retry it."""
