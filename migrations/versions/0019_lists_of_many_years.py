"""Indexes with which lists and the first page take no longer after many years."""

from alembic import op

revision = "0019"
down_revision = "0018"

READERS = ("ix_reader_thing", "reader", ["kind", "thing_id"])
INDEXES = (
    (
        "ix_action_standing",
        "action",
        ["state", "due_on", "access", "published_at", "group_id", "person_id", "post_id"],
    ),
    ("ix_publication_latest", "publication", ["at", "id"]),
    ("ix_report_in_hand", "report", ["state", "published_at"]),
    ("ix_report_newest", "report", ["published_at", "changed_at", "access", "group_id"]),
    ("ix_reader_thing", "reader", ["kind", "thing_id", "person_id", "post_id", "group_id"]),
)


def upgrade() -> None:
    op.drop_index("ix_reader_thing", table_name="reader")
    for index in INDEXES:
        op.create_index(*index)


def downgrade() -> None:
    for name, table, _columns in INDEXES:
        op.drop_index(name, table_name=table)
    op.create_index(*READERS)
