"""Standard answers of report templates at which nobody has looked; of drafts alone."""

from alembic import op

revision = "0027"
down_revision = "0026"

UNTOUCHED = """
UPDATE section SET is_preset = TRUE
WHERE text <> '' AND version = 1 AND changed_by_id IS NULL
AND report_id IN (
    SELECT id FROM report WHERE state = 'draft' AND published_at IS NULL
    AND id NOT IN (SELECT report_id FROM report_version WHERE why = 'submitted')
)
AND EXISTS (
    SELECT 1 FROM report
    JOIN template_section ON template_section.template_version_id = report.template_version_id
    WHERE report.id = section.report_id
    AND template_section.key IN (section.key, section.parent_key)
    AND template_section.default_text = section.text
)
"""


def upgrade() -> None:
    op.execute("ALTER TABLE section ADD COLUMN is_preset BOOLEAN DEFAULT FALSE NOT NULL")
    op.execute(UNTOUCHED)


def downgrade() -> None:
    op.execute("ALTER TABLE section DROP COLUMN is_preset")
