"""What law a board stands under, how many seats it has, who calls it, and the annual meeting."""

from alembic import op

revision = "0029"
down_revision = "0028"

COLUMNS = {
    "is_public": "BOOLEAN DEFAULT TRUE NOT NULL",
    "duty": (
        "VARCHAR(40) DEFAULT 'none' NOT NULL CONSTRAINT ck_board_boardduty"
        " CHECK (duty IN ('none', 'parish', 'planning', 'audit'))"
    ),
    "voting_seats": "INTEGER",
    "summoner_post_id": "INTEGER CONSTRAINT fk_board_summoner_post_id REFERENCES post (id)",
}
SUMMONED = """
UPDATE board SET summoner_post_id = (
    SELECT MIN(post.id) FROM post WHERE post.title = 'Chief Executive'
) WHERE has_statutory_access
"""
"""Until now meetings were called by whoever held the post of this title."""


def upgrade() -> None:
    for column, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE board ADD COLUMN {column} {kind}")
    op.execute("UPDATE board SET is_public = has_statutory_access")
    op.execute(SUMMONED)
    op.execute("ALTER TABLE meeting ADD COLUMN is_annual BOOLEAN DEFAULT FALSE NOT NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE meeting DROP COLUMN is_annual")
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE board DROP COLUMN {column}")
