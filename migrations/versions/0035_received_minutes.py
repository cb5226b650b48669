"""Minutes of other boards that an agenda item receives."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "received_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_received_minutes_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_received_minutes_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_minutes")),
        sa.UniqueConstraint(
            "item_id", "meeting_id", name=op.f("uq_received_minutes_item_id_meeting_id")
        ),
    )
    for name in ("item_id", "meeting_id"):
        op.create_index(op.f(f"ix_received_minutes_{name}"), "received_minutes", [name])


def downgrade() -> None:
    op.drop_table("received_minutes")
