"""Who saved a minute last, and when."""

from alembic import op

revision = "0011"
down_revision = "0010"

TABLES = ("minute", "minute_exempt")


def upgrade() -> None:
    for table in TABLES:
        # Said in SQL: both databases add such a column in place, without building the table anew.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN saved_by_id INTEGER"
            f" CONSTRAINT fk_{table}_saved_by_id REFERENCES person (id)"
        )
        moment = (
            "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
        )
        op.execute(f"ALTER TABLE {table} ADD COLUMN saved_at {moment}")


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN saved_at")
        op.execute(f"ALTER TABLE {table} DROP COLUMN saved_by_id")
