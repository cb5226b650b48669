"""Imported files."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "imported_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "created",
                "refused",
                name="importstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("paper_kind", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("understood", sa.JSON(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_imported_file_by_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_imported_file_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_imported_file_sha256")),
    )
    op.create_table(
        "imported_thing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["imported_file.id"], name=op.f("fk_imported_thing_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_thing")),
        sa.UniqueConstraint(
            "file_id", "kind", "thing_id", name=op.f("uq_imported_thing_file_id_kind_thing_id")
        ),
    )
    op.create_index(op.f("ix_imported_thing_file_id"), "imported_thing", ["file_id"], unique=False)
    op.create_index("ix_imported_thing_thing", "imported_thing", ["kind", "thing_id"], unique=False)


def downgrade() -> None:
    op.drop_table("imported_thing")
    op.drop_table("imported_file")
