"""The former name of a board is an alias with the day until which it was called so."""

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.execute("ALTER TABLE board_alias ADD COLUMN until_on DATE")


def downgrade() -> None:
    op.execute("ALTER TABLE board_alias DROP COLUMN until_on")
