"""A former name of a board stays with its days when the board takes it up again."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

PRESENT = sa.text("until_on IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("board_alias") as table:
        table.drop_constraint(op.f("uq_board_alias_name"), type_="unique")
    op.create_index(
        "uq_board_alias_present",
        "board_alias",
        ["name"],
        unique=True,
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )


def downgrade() -> None:
    """A name that was borne twice keeps the last of its days alone."""
    op.drop_index("uq_board_alias_present", table_name="board_alias")
    op.execute(
        "DELETE FROM board_alias WHERE EXISTS (SELECT 1 FROM board_alias AS other"
        " WHERE other.name = board_alias.name AND other.id > board_alias.id)"
    )
    with op.batch_alter_table("board_alias") as table:
        table.create_unique_constraint(op.f("uq_board_alias_name"), ["name"])
