"""Which version of a report those who clear it have read, so that they are told what is new."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "seen_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_seen_version_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_seen_version_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen_version")),
    )
    op.create_index("ix_seen_version", "seen_version", ["report_id", "person_id"])


def downgrade() -> None:
    op.drop_table("seen_version")
