"""Report templates and reports."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "report_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
        sa.UniqueConstraint("key", name=op.f("uq_report_template_key")),
    )
    op.create_table(
        "template_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_cover_sheet", sa.Boolean(), nullable=False),
        sa.Column("header_fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"], ["report_template.id"], name=op.f("fk_template_version_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_version")),
        sa.UniqueConstraint(
            "template_id", "from_on", name=op.f("uq_template_version_template_id_from_on")
        ),
    )
    op.create_index(
        op.f("ix_template_version_template_id"), "template_version", ["template_id"], unique=False
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in clearance",
                "cleared",
                "withdrawn",
                name="reportstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "access",
            sa.Enum(
                "open",
                "exempt",
                "confidential",
                "restricted",
                name="access",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR state_reason <> ''", name=op.f("ck_report_reason_is_given")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_report_author_id")),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["template_version.id"],
            name=op.f("fk_report_template_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_author_id"), "report", ["author_id"], unique=False)
    op.create_index(op.f("ix_report_group_id"), "report", ["group_id"], unique=False)
    op.create_index(op.f("ix_report_published_at"), "report", ["published_at"], unique=False)
    op.create_index(op.f("ix_report_wanted_on"), "report", ["wanted_on"], unique=False)
    op.create_table(
        "template_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("guidance", sa.String(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("default_text", sa.String(), nullable=False),
        sa.Column("sub_headings", sa.JSON(), nullable=False),
        sa.Column(
            "clears",
            sa.Enum(
                "finance",
                "legal",
                "equalities",
                name="clears",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["template_version.id"],
            name=op.f("fk_template_section_template_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_section")),
        sa.UniqueConstraint(
            "template_version_id", "key", name=op.f("uq_template_section_template_version_id_key")
        ),
    )
    op.create_index(
        op.f("ix_template_section_template_version_id"),
        "template_section",
        ["template_version_id"],
        unique=False,
    )
    op.create_table(
        "appendix",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "access",
            sa.Enum(
                "open",
                "exempt",
                "confidential",
                "restricted",
                name="access",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_appendix_document_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_appendix_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appendix")),
    )
    op.create_index(op.f("ix_appendix_group_id"), "appendix", ["group_id"], unique=False)
    op.create_index(op.f("ix_appendix_published_at"), "appendix", ["published_at"], unique=False)
    op.create_index(op.f("ix_appendix_report_id"), "appendix", ["report_id"], unique=False)
    op.create_table(
        "clearance_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_clearance_comment_by_id")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_clearance_comment_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance_comment")),
    )
    op.create_index(
        op.f("ix_clearance_comment_report_id"), "clearance_comment", ["report_id"], unique=False
    )
    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column(
            "access",
            sa.Enum(
                "open",
                "exempt",
                "confidential",
                "restricted",
                name="access",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_report_version_by_id")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_version_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )
    op.create_index(
        op.f("ix_report_version_group_id"), "report_version", ["group_id"], unique=False
    )
    op.create_index(
        op.f("ix_report_version_published_at"), "report_version", ["published_at"], unique=False
    )
    op.create_index(
        op.f("ix_report_version_report_id"), "report_version", ["report_id"], unique=False
    )
    op.create_table(
        "section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("parent_key", sa.String(), nullable=False),
        sa.Column("printed_number", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_section_changed_by_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_section_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_section_report_id_key")),
    )
    op.create_index(op.f("ix_section_report_id"), "section", ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_table("section")
    op.drop_table("report_version")
    op.drop_table("clearance_comment")
    op.drop_table("appendix")
    op.drop_table("template_section")
    op.drop_table("report")
    op.drop_table("template_version")
    op.drop_table("report_template")
