"""Minutes, resolutions, citations."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "with chair",
                "published draft",
                "approved",
                "signed",
                name="minutesstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("preamble", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at_meeting_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_minute_id", sa.Integer(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'signed' OR signed_at IS NOT NULL", name=op.f("ck_minutes_signed_at_a_time")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'signed') OR approved_at_meeting_id IS NOT NULL",
            name=op.f("ck_minutes_approved_at_a_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_at_meeting_id"],
            ["meeting.id"],
            name=op.f("fk_minutes_approved_at_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_minutes_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    op.create_index(op.f("ix_minutes_published_at"), "minutes", ["published_at"], unique=False)
    op.create_table(
        "minute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("printed", sa.String(), nullable=False),
        sa.Column("printed_key", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved",
                "approved as amended",
                "noted",
                "referred",
                "deferred",
                "withdrawn",
                "lost",
                "no decision",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "access",
            sa.Enum(
                "open",
                "exempt",
                "confidential",
                "restricted",
                name="access",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_minute_item_id")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minute_minutes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute")),
        sa.UniqueConstraint(
            "group_id", "period", "number", name=op.f("uq_minute_group_id_period_number")
        ),
    )
    op.create_index(op.f("ix_minute_group_id"), "minute", ["group_id"], unique=False)
    op.create_index(op.f("ix_minute_item_id"), "minute", ["item_id"], unique=False)
    op.create_index(op.f("ix_minute_minutes_id"), "minute", ["minutes_id"], unique=False)
    op.create_index("ix_minute_printed", "minute", ["printed_key"], unique=False)
    op.create_index(op.f("ix_minute_published_at"), "minute", ["published_at"], unique=False)
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minute_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["minute_id"], ["minute.id"], name=op.f("fk_citation_minute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint(
            "minute_id", "kind", "thing_id", name=op.f("uq_citation_minute_id_kind_thing_id")
        ),
    )
    op.create_index(op.f("ix_citation_minute_id"), "citation", ["minute_id"], unique=False)
    op.create_table(
        "minute_exempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minute_id", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("resolved", sa.String(), nullable=False),
        sa.Column(
            "access",
            sa.Enum(
                "open",
                "exempt",
                "confidential",
                "restricted",
                name="access",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minute_id"], ["minute.id"], name=op.f("fk_minute_exempt_minute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_exempt")),
        sa.UniqueConstraint("minute_id", name=op.f("uq_minute_exempt_minute_id")),
    )
    op.create_index(op.f("ix_minute_exempt_group_id"), "minute_exempt", ["group_id"], unique=False)
    op.create_index(
        op.f("ix_minute_exempt_published_at"), "minute_exempt", ["published_at"], unique=False
    )
    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minute_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "resolved",
                "recommended",
                name="resolutionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["minute_id"], ["minute.id"], name=op.f("fk_resolution_minute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
    op.create_index(op.f("ix_resolution_minute_id"), "resolution", ["minute_id"], unique=False)


def downgrade() -> None:
    op.drop_table("resolution")
    op.drop_table("minute_exempt")
    op.drop_table("citation")
    op.drop_table("minute")
    op.drop_table("minutes")
