"""Agendas, considerations, publications."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "agenda",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                name="agendastate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_agenda_meeting_id")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ordinary",
                "standing",
                "heading",
                "minutes",
                "exclusion",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("standing_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("public_interest", sa.String(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(), nullable=False),
        sa.Column("pages", sa.String(), nullable=False),
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
        sa.CheckConstraint(
            "late_reason <> '' OR NOT is_late", name=op.f("ck_agenda_item_late_item_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["agenda_id"], ["agenda.id"], name=op.f("fk_agenda_item_agenda_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_agenda_id"), "agenda_item", ["agenda_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_group_id"), "agenda_item", ["group_id"], unique=False)
    op.create_index(op.f("ix_agenda_item_parent_id"), "agenda_item", ["parent_id"], unique=False)
    op.create_index(
        op.f("ix_agenda_item_published_at"), "agenda_item", ["published_at"], unique=False
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
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
            ["agenda_id"], ["agenda.id"], name=op.f("fk_publication_agenda_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_publication_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("agenda_id", "number", name=op.f("uq_publication_agenda_id_number")),
    )
    op.create_index(op.f("ix_publication_agenda_id"), "publication", ["agenda_id"], unique=False)
    op.create_index(op.f("ix_publication_group_id"), "publication", ["group_id"], unique=False)
    op.create_index(
        op.f("ix_publication_published_at"), "publication", ["published_at"], unique=False
    )
    op.create_table(
        "agenda_item_exempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
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
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_exempt_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item_exempt")),
        sa.UniqueConstraint("item_id", name=op.f("uq_agenda_item_exempt_item_id")),
    )
    op.create_index(
        op.f("ix_agenda_item_exempt_group_id"), "agenda_item_exempt", ["group_id"], unique=False
    )
    op.create_index(
        op.f("ix_agenda_item_exempt_published_at"),
        "agenda_item_exempt",
        ["published_at"],
        unique=False,
    )
    op.create_table(
        "consideration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("report_version_id", sa.Integer(), nullable=True),
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
        sa.Column("referred_to_id", sa.Integer(), nullable=True),
        sa.Column("deferred_to_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deferred_to_id"], ["meeting.id"], name=op.f("fk_consideration_deferred_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_consideration_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["referred_to_id"], ["board.id"], name=op.f("fk_consideration_referred_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_consideration_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_version_id"],
            ["report_version.id"],
            name=op.f("fk_consideration_report_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consideration")),
        sa.UniqueConstraint(
            "item_id", "report_id", name=op.f("uq_consideration_item_id_report_id")
        ),
    )
    op.create_index(op.f("ix_consideration_item_id"), "consideration", ["item_id"], unique=False)
    op.create_index(
        op.f("ix_consideration_report_id"), "consideration", ["report_id"], unique=False
    )
    op.create_index(
        op.f("ix_consideration_report_version_id"),
        "consideration",
        ["report_version_id"],
        unique=False,
    )
    op.create_table(
        "publication_exempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
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
            ["item_id"], ["agenda_item.id"], name=op.f("fk_publication_exempt_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_publication_exempt_publication_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_exempt")),
    )
    op.create_index(
        op.f("ix_publication_exempt_group_id"), "publication_exempt", ["group_id"], unique=False
    )
    op.create_index(
        op.f("ix_publication_exempt_item_id"), "publication_exempt", ["item_id"], unique=False
    )
    op.create_index(
        op.f("ix_publication_exempt_publication_id"),
        "publication_exempt",
        ["publication_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_publication_exempt_published_at"),
        "publication_exempt",
        ["published_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("publication_exempt")
    op.drop_table("consideration")
    op.drop_table("agenda_item_exempt")
    op.drop_table("publication")
    op.drop_table("agenda_item")
    op.drop_table("agenda")
