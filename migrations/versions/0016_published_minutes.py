"""Minutes that came from past papers, that were not agreed, and that are being corrected."""

from alembic import op

revision = "0016"
down_revision = "0013"

COLUMNS = {
    "is_past_paper": "BOOLEAN DEFAULT FALSE NOT NULL",
    "is_being_corrected": "BOOLEAN DEFAULT FALSE NOT NULL",
    "not_agreed_at_meeting_id": (
        "INTEGER CONSTRAINT fk_minutes_not_agreed_at_meeting_id REFERENCES meeting (id)"
    ),
    "not_agreed_reason": "VARCHAR DEFAULT '' NOT NULL",
}


def upgrade() -> None:
    for column, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE minutes ADD COLUMN {column} {kind}")
    op.execute(
        "UPDATE minutes SET is_past_paper = TRUE WHERE id IN"
        " (SELECT thing_id FROM audit_event WHERE tag = 'minutes:bring-in')"
    )


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE minutes DROP COLUMN {column}")
