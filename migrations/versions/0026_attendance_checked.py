"""Somebody has read the attendance of a meeting as it stands and found it right."""

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.execute("ALTER TABLE meeting ADD COLUMN attendance_checked_version INTEGER")


def downgrade() -> None:
    op.execute("ALTER TABLE meeting DROP COLUMN attendance_checked_version")
