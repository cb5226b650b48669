"""A minute of business that is on no agenda says why the chair took it as urgent."""

from alembic import op

revision = "0022"
down_revision = "0021"

COLUMNS = {
    "urgent_reason": "VARCHAR DEFAULT '' NOT NULL",
    "is_procedural": "BOOLEAN DEFAULT FALSE NOT NULL",
}


def upgrade() -> None:
    for column, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE minute ADD COLUMN {column} {kind}")


def downgrade() -> None:
    on = " ON minute" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER IF EXISTS keep_minute_wording_update{on}")
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE minute DROP COLUMN {column}")
