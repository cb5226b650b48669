"""Who of their owners has opened which actions; what is there already is new to nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

OPENED = """
INSERT INTO action_receipt (action_id, person_id, at)
    SELECT action.id, action.person_id, CURRENT_TIMESTAMP FROM action
        WHERE action.person_id IS NOT NULL
    UNION
    SELECT action.id, post_holder.person_id, CURRENT_TIMESTAMP FROM action
        JOIN post_holder ON post_holder.post_id = action.post_id
"""


def upgrade() -> None:
    op.create_table(
        "action_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_receipt_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_action_receipt_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_receipt")),
        sa.UniqueConstraint(
            "person_id", "action_id", name=op.f("uq_action_receipt_person_id_action_id")
        ),
    )
    op.create_index(
        op.f("ix_action_receipt_action_id"), "action_receipt", ["action_id"], unique=False
    )
    op.execute(OPENED)


def downgrade() -> None:
    op.drop_table("action_receipt")
