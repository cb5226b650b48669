"""A file, a report or a minute as evidence of an action."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

ONE = (
    "CASE WHEN document_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN report_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN minute_id IS NULL THEN 0 ELSE 1 END = 1"
)
LEADS_TO = {
    "action_id": "action",
    "note_id": "action_note",
    "document_id": "document",
    "report_id": "report",
    "minute_id": "minute",
}


def upgrade() -> None:
    op.create_table(
        "action_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=name != "action_id") for name in LEADS_TO),
        sa.CheckConstraint(ONE, name=op.f("ck_action_evidence_file_report_or_minute")),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_action_evidence_{name}")
            )
            for name, table in LEADS_TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_evidence")),
    )
    for name in ("action_id", "document_id"):
        op.create_index(op.f(f"ix_action_evidence_{name}"), "action_evidence", [name], unique=False)


def downgrade() -> None:
    op.drop_table("action_evidence")
