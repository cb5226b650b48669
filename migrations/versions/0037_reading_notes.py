"""What readers are told of a file's text; files without text are read again, for more can be."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

DOCUMENT = sa.table("document", sa.column("id"), sa.column("text"))
JOB = sa.table(
    "job",
    sa.column("kind"),
    sa.column("arguments", sa.JSON()),
    sa.column("made_at", sa.DateTime(timezone=True)),
    sa.column("run_after", sa.DateTime(timezone=True)),
    sa.column("attempts"),
)


def upgrade() -> None:
    op.execute("ALTER TABLE document ADD COLUMN reading_note VARCHAR DEFAULT '' NOT NULL")
    connection = op.get_bind()
    now = datetime.now(UTC)
    now = now.replace(tzinfo=None) if connection.dialect.name == "sqlite" else now
    unread = connection.scalars(sa.select(DOCUMENT.c.id).where(DOCUMENT.c.text == "")).all()
    facts = {"kind": "documents.read", "made_at": now, "run_after": now, "attempts": 0}
    op.bulk_insert(JOB, [{**facts, "arguments": {"document": one}} for one in unread])


def downgrade() -> None:
    op.execute("ALTER TABLE document DROP COLUMN reading_note")
