"""The life of a report: draft, in clearance, cleared; or withdrawn."""

from app.foundation.richtext.dialect import is_blank
from app.foundation.workflow import Machine, Move
from app.reports import policy
from app.reports.models import Report, ReportState, Section

DRAFT, IN_CLEARANCE = ReportState.DRAFT, ReportState.IN_CLEARANCE
CLEARED, WITHDRAWN = ReportState.CLEARED, ReportState.WITHDRAWN


def facts_missing(report: Report) -> str | None:
    """Every required fact of the header must be given."""
    for field in report.template_version.header_fields:
        if field.get("required") and not str(report.header.get(field["key"], "")).strip():
            return f"Fill in “{field['label']}” in the report’s details first."
    return None


def sections_missing(report: Report) -> str | None:
    """Every required section must say something."""
    for section in missing(report):
        return f"Write “{section.label}” first."
    return None


def missing(report: Report) -> list[Section]:
    """The required sections that are still empty; one with sub-headings is judged by them."""
    required = {section.key for section in report.template_version.sections if section.is_required}
    parents = {section.parent_key for section in report.sections}
    return [
        section
        for section in report.sections
        if (section.parent_key or section.key) in required
        and section.key not in parents
        and is_blank(section.text)
    ]


def published(report: Report) -> str | None:
    """What has been issued stays on the record."""
    if report.published_at is not None:
        return "This report has been published. That it was withdrawn is recorded at the meeting."
    return None


moves = Machine(
    Move(
        "submit",
        "Send for clearance",
        (DRAFT,),
        IN_CLEARANCE,
        may=policy.write,
        unless=(facts_missing, sections_missing),
    ),
    Move("clear", "Clear", (IN_CLEARANCE,), CLEARED, may=policy.clear),
    Move(
        "send-back",
        "Send back",
        (IN_CLEARANCE, CLEARED),
        DRAFT,
        may=policy.clear,
        asks_reason=True,
    ),
    Move("take-back", "Take back to draft", (IN_CLEARANCE,), DRAFT, may=policy.write),
    Move(
        "withdraw",
        "Withdraw",
        (DRAFT, IN_CLEARANCE, CLEARED),
        WITHDRAWN,
        may=policy.withdraw,
        unless=(published,),
        asks_reason=True,
    ),
)
