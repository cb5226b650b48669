"""Who saved an agenda item last and when; versions of people and accounts against old forms."""

from alembic import op

revision = "0013"
down_revision = "0012"

VERSIONED = ("person", "account")


def upgrade() -> None:
    # Said in SQL: both databases add such columns in place, without building the tables anew.
    for table in VERSIONED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN version INTEGER DEFAULT 1 NOT NULL")
    op.execute(
        "ALTER TABLE agenda_item ADD COLUMN saved_by_id INTEGER"
        " CONSTRAINT fk_agenda_item_saved_by_id REFERENCES person (id)"
    )
    moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    op.execute(f"ALTER TABLE agenda_item ADD COLUMN saved_at {moment}")


def downgrade() -> None:
    op.execute("ALTER TABLE agenda_item DROP COLUMN saved_at")
    op.execute("ALTER TABLE agenda_item DROP COLUMN saved_by_id")
    for table in VERSIONED:
        op.execute(f"ALTER TABLE {table} DROP COLUMN version")
