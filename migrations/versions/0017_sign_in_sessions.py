"""A row for each sign-in, so that it can be ended; rate limits counted in the database."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

GONE = ("epoch", "failed_attempts", "locked_until")


def upgrade() -> None:
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("is_remembered", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_session_account_id"), "sign_in_session", ["account_id"])
    op.create_table(
        "rate_limit",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limit")),
    )
    op.create_index(op.f("ix_rate_limit_ends_at"), "rate_limit", ["ends_at"])
    # Said in SQL: both databases drop such columns in place, without building the table anew.
    for column in GONE:
        op.execute(f"ALTER TABLE account DROP COLUMN {column}")


def downgrade() -> None:
    moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    op.execute("ALTER TABLE account ADD COLUMN failed_attempts INTEGER DEFAULT 0 NOT NULL")
    op.execute(f"ALTER TABLE account ADD COLUMN locked_until {moment}")
    op.execute("ALTER TABLE account ADD COLUMN epoch INTEGER DEFAULT 1 NOT NULL")
    op.drop_table("rate_limit")
    op.drop_table("sign_in_session")
