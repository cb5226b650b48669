"""Files, appendices and what went out with an item are held by triggers, as publications are."""

from alembic import op

revision = "0018"
down_revision = "0017"

TRIGGERS = {
    "appendix": ("update", "delete"),
    "blob": ("update", "delete"),
    "consideration": ("update", "delete", "version_update"),
    "document": ("update", "delete"),
    "document_version": ("update", "delete", "issued_insert"),
    "report_version": ("issued_update",),
}


def upgrade() -> None:
    """Nothing in the tables changes: the end of every upgrade makes what the models promise."""


def downgrade() -> None:
    on_table = op.get_bind().dialect.name == "postgresql"
    for table, names in TRIGGERS.items():
        for name in names:
            on = f" ON {table}" if on_table else ""
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_{name}{on}")
