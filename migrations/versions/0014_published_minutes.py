"""Minutes have publications, know whether they were agreed, and hold who came to their meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

COLUMNS = {
    "minutes": {
        "is_past_paper": "BOOLEAN DEFAULT FALSE NOT NULL",
        "is_being_corrected": "BOOLEAN DEFAULT FALSE NOT NULL",
        "not_agreed_at_meeting_id": (
            "INTEGER CONSTRAINT fk_minutes_not_agreed_at_meeting_id REFERENCES meeting (id)"
        ),
        "not_agreed_reason": "VARCHAR DEFAULT '' NOT NULL",
    },
    "meeting": {
        "attendance_version": "INTEGER DEFAULT 1 NOT NULL",
        "times_version": "INTEGER DEFAULT 1 NOT NULL",
    },
}
KINDS = ("first", "correction", "withdrawal", "opening", "approval")
TRIGGERS = {
    "attendance": ("", "person_id_", "for_person_id_"),
    "meeting": ("", "chair_id_"),
    "minute": ("", "wording_"),
    "minute_exempt": ("",),
    "minutes": ("", "published_", "preamble_"),
    "resolution": ("",),
}


def upgrade() -> None:
    _drop_triggers()
    for table, columns in COLUMNS.items():
        for column, kind in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    op.execute(
        "UPDATE minutes SET is_past_paper = TRUE WHERE id IN"
        " (SELECT thing_id FROM audit_event WHERE tag = 'minutes:bring-in')"
    )
    op.create_table(
        "minutes_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("publicationkind", *KINDS), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        *_readable(),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_publication_minutes_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_minutes_publication_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_publication")),
        sa.UniqueConstraint(
            "minutes_id", "number", name=op.f("uq_minutes_publication_minutes_id_number")
        ),
    )
    op.create_table(
        "minutes_publication_exempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("minute_id", sa.Integer(), nullable=False),
        sa.Column("exempt_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        *_readable(),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["minutes_publication.id"],
            name=op.f("fk_minutes_publication_exempt_publication_id"),
        ),
        sa.ForeignKeyConstraint(
            ["minute_id"], ["minute.id"], name=op.f("fk_minutes_publication_exempt_minute_id")
        ),
        sa.ForeignKeyConstraint(
            ["exempt_id"],
            ["minute_exempt.id"],
            name=op.f("fk_minutes_publication_exempt_exempt_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_publication_exempt")),
        sa.UniqueConstraint(
            "publication_id",
            "minute_id",
            name=op.f("uq_minutes_publication_exempt_publication_id_minute_id"),
        ),
    )
    for table, columns in (
        ("minutes_publication", ("minutes_id", "group_id", "published_at")),
        ("minutes_publication_exempt", ("publication_id", "minute_id", "group_id", "published_at")),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    _ask_to_freeze()


def downgrade() -> None:
    _drop_triggers()
    op.drop_table("minutes_publication_exempt")
    op.drop_table("minutes_publication")
    for table, columns in COLUMNS.items():
        for column in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _drop_triggers() -> None:
    """They are made again at the end of every upgrade, as the models say."""
    on_table = op.get_bind().dialect.name == "postgresql"
    for table, labels in TRIGGERS.items():
        for label in labels:
            for verb in ("update", "delete", "insert"):
                on = f" ON {table}" if on_table else ""
                op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_{label}{verb}{on}")


def _ask_to_freeze() -> None:
    """The worker freezes what was published before; until then it is read from the rows."""
    op.execute(
        "INSERT INTO job (kind, arguments, made_at, run_after, attempts)"
        " SELECT 'minutes.freeze', '{}', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 0"
        " WHERE EXISTS (SELECT 1 FROM minutes WHERE published_at IS NOT NULL)"
    )


def _readable() -> list[sa.Column]:
    access = _enum("access", "open", "exempt", "confidential", "restricted")
    return [
        sa.Column("access", access, nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
