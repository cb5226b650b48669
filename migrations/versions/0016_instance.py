"""Which instance folder a database belongs to."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    op.execute(
        "CREATE TABLE instance (id INTEGER NOT NULL, stamp VARCHAR NOT NULL, host VARCHAR NOT NULL,"
        f" folder VARCHAR NOT NULL, seen_at {moment} NOT NULL,"
        " CONSTRAINT pk_instance PRIMARY KEY (id), CONSTRAINT ck_instance_only_one CHECK (id = 1))"
    )


def downgrade() -> None:
    op.execute("DROP TABLE instance")
