"""A bank holiday on which the offices are open is kept, so that it is not filled in again."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("ALTER TABLE closed_day ADD COLUMN is_worked BOOLEAN DEFAULT FALSE NOT NULL")


def downgrade() -> None:
    op.execute("DELETE FROM closed_day WHERE is_worked")
    op.execute("ALTER TABLE closed_day DROP COLUMN is_worked")
