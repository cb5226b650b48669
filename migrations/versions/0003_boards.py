"""Boards, seats, clerkships, counters."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "council",
                "executive board",
                "policy and performance board",
                "board",
                "committee",
                "panel",
                "partnership",
                "task group",
                name="boardkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("remit", sa.String(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("minute_prefix", sa.String(), nullable=False),
        sa.Column(
            "numbering",
            sa.Enum(
                "never",
                "municipal year",
                "calendar year",
                "per meeting",
                name="numbering",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number_pattern", sa.String(), nullable=False),
        sa.Column(
            "quorum_rule",
            sa.Enum(
                "none",
                "fixed",
                "fraction",
                name="quorumrule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quorum_number", sa.Integer(), nullable=False),
        sa.Column("quorum_least", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column(
            "notice_count",
            sa.Enum(
                "working",
                "calendar",
                name="daycount",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("has_statutory_access", sa.Boolean(), nullable=False),
        sa.Column("usual_day", sa.String(), nullable=False),
        sa.Column("usual_time", sa.Time(), nullable=True),
        sa.Column("usual_venue", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("contact_details", sa.String(), nullable=False),
        sa.Column("report_template", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["person.id"], name=op.f("fk_board_contact_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["board.id"], name=op.f("fk_board_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("name", name=op.f("uq_board_name")),
    )
    op.create_index(op.f("ix_board_parent_id"), "board", ["parent_id"], unique=False)
    op.create_table(
        "board_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_board_alias_board_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_alias")),
        sa.UniqueConstraint("name", name=op.f("uq_board_alias_name")),
    )
    op.create_index(op.f("ix_board_alias_board_id"), "board_alias", ["board_id"], unique=False)
    op.create_table(
        "clerkship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_clerkship_board_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_clerkship_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clerkship")),
    )
    op.create_index(op.f("ix_clerkship_board_id"), "clerkship", ["board_id"], unique=False)
    op.create_index(op.f("ix_clerkship_person_id"), "clerkship", ["person_id"], unique=False)
    op.create_table(
        "counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_counter_board_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint(
            "board_id", "kind", "period", name=op.f("uq_counter_board_id_kind_period")
        ),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chair",
                "vice-chair",
                "member",
                "co-optee",
                "substitute",
                "observer",
                name="seatrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("has_vote", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_seat_in_order")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_seat_board_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seat_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index(op.f("ix_seat_board_id"), "seat", ["board_id"], unique=False)
    op.create_index(op.f("ix_seat_person_id"), "seat", ["person_id"], unique=False)
    op.create_table(
        "standing_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_standing_item_board_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_item")),
    )
    op.create_index(op.f("ix_standing_item_board_id"), "standing_item", ["board_id"], unique=False)


def downgrade() -> None:
    op.drop_table("standing_item")
    op.drop_table("seat")
    op.drop_table("counter")
    op.drop_table("clerkship")
    op.drop_table("board_alias")
    op.drop_table("board")
