"""Past papers wait as proposals for the clerk's word, and come in batches."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

STATUSES = ("waiting", "created", "refused")
MORE = ("proposed", "accepted", "set aside")
CHECK = "ck_imported_file_importstatus"


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _among(values: tuple[str, ...]) -> str:
    return f"status IN ({', '.join(repr(value) for value in values)})"


def _drop_triggers_that_ask(table: str) -> None:
    """SQLite renames no table while a trigger names one that is gone."""
    if op.get_bind().dialect.name == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE :words"
        for name in op.get_bind().scalars(sa.text(asked), {"words": f"%{table}%"}).all():
            op.execute(f"DROP TRIGGER {name}")


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_import_batch_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("key", name=op.f("uq_import_batch_key")),
    )
    op.create_table(
        "released_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("of_table", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_row")),
        sa.UniqueConstraint("of_table", "row_id", name=op.f("uq_released_row_of_table_row_id")),
    )
    sureness = _enum("sureness", "certain", "likely", "unsure")
    access = _enum("access", "open", "exempt", "confidential", "restricted")
    with op.batch_alter_table("imported_file") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), _among((*STATUSES, *MORE)))
        table.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("board_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("sureness", sureness, server_default="likely", nullable=False))
        table.add_column(sa.Column("access", access, server_default="open", nullable=False))
        table.add_column(sa.Column("proposal", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("said", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("text", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("events_from", sa.Integer(), nullable=True))
        table.add_column(sa.Column("events_to", sa.Integer(), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        table.create_foreign_key(
            op.f("fk_imported_file_batch_id"), "import_batch", ["batch_id"], ["id"]
        )
        table.create_foreign_key(op.f("fk_imported_file_board_id"), "board", ["board_id"], ["id"])
    is_made = sa.Column("is_made", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("imported_thing", is_made)
    op.create_index(op.f("ix_imported_file_batch_id"), "imported_file", ["batch_id"], unique=False)
    columns = ["status", "sureness", "id"]
    op.create_index("ix_imported_file_to_decide", "imported_file", columns, unique=False)


def downgrade() -> None:
    file = sa.table("imported_file", sa.column("status", sa.String()))
    op.execute(file.update().where(file.c.status == "set aside").values(status="refused"))
    op.execute(file.update().where(file.c.status.in_(MORE)).values(status="waiting"))
    _drop_triggers_that_ask("released_row")
    op.drop_table("released_row")
    op.drop_column("imported_thing", "is_made")
    op.drop_index("ix_imported_file_to_decide", "imported_file")
    op.drop_index(op.f("ix_imported_file_batch_id"), "imported_file")
    with op.batch_alter_table("imported_file") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.drop_constraint(op.f("ck_imported_file_sureness"), type_="check")
        table.drop_constraint(op.f("ck_imported_file_access"), type_="check")
        table.drop_constraint(op.f("fk_imported_file_batch_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_imported_file_board_id"), type_="foreignkey")
        for column in (
            "version",
            "events_to",
            "events_from",
            "text",
            "said",
            "proposal",
            "access",
            "sureness",
        ):
            table.drop_column(column)
        table.drop_column("board_id")
        table.drop_column("batch_id")
        table.create_check_constraint(op.f(CHECK), _among(STATUSES))
    op.drop_table("import_batch")
