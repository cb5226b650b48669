"""An index that finds the few actions that are hidden, so that the others need not be counted."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_index("ix_action_access", "action", ["access"])


def downgrade() -> None:
    op.drop_index("ix_action_access", table_name="action")
