"""Each exemption has a record of its own: who decided it, by which list, until when, and reviews.

Of what was exempt before, nobody knows who decided it or until when: the register says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

ACCESS = ("open", "exempt", "confidential", "restricted")
SCHEDULES = ("of 1985", "of 2006", "none")
KNOWN = """
INSERT INTO exemption (item_id, access, schedule, paragraphs, decided_by, version)
SELECT agenda_item.id, agenda_item_exempt.access,
    CASE
        WHEN agenda_item_exempt.access = 'confidential' THEN 'none'
        WHEN CAST(agenda_item.paragraphs AS TEXT) = '[]' THEN 'none'
        WHEN meeting.on_date < '2006-03-01' THEN 'of 1985'
        ELSE 'of 2006'
    END,
    agenda_item.paragraphs, '', 1
FROM agenda_item_exempt
JOIN agenda_item ON agenda_item.id = agenda_item_exempt.item_id
JOIN agenda ON agenda.id = agenda_item.agenda_id
JOIN meeting ON meeting.id = agenda.meeting_id
ORDER BY agenda_item.id
"""


def upgrade() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("access", _enum("access", *ACCESS), nullable=False),
        sa.Column("schedule", _enum("schedule", *SCHEDULES), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_exemption_item_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_exemption_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    op.create_index(op.f("ix_exemption_item_id"), "exemption", ["item_id"])
    op.create_index(op.f("ix_exemption_review_on"), "exemption", ["review_on"])
    is_current = sa.text("ended_on IS NULL")
    op.create_index(
        "uq_exemption_current",
        "exemption",
        ["item_id"],
        unique=True,
        sqlite_where=is_current,
        postgresql_where=is_current,
    )
    op.create_table(
        "exemption_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exemption_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_exemption_review_by_id")),
        sa.ForeignKeyConstraint(
            ["exemption_id"], ["exemption.id"], name=op.f("fk_exemption_review_exemption_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption_review")),
    )
    op.create_index(op.f("ix_exemption_review_exemption_id"), "exemption_review", ["exemption_id"])
    op.execute(KNOWN)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    op.drop_table("exemption_review")
    op.drop_table("exemption")
