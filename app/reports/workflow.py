"""The life of a report: draft, in clearance, cleared; or withdrawn."""

from typing import Any

from app.foundation.richtext.dialect import is_blank
from app.foundation.workflow import Machine, Move
from app.reports import policy
from app.reports.models import Report, ReportState, Section

DRAFT, IN_CLEARANCE = ReportState.DRAFT, ReportState.IN_CLEARANCE
CLEARED, WITHDRAWN = ReportState.CLEARED, ReportState.WITHDRAWN


def facts_missing(report: Report) -> str | None:
    """Refused while a required field of the header is empty."""
    named = _named([field["label"] for field in missing_facts(report)])
    return f"Fill in {named} in the report’s details first." if named else None


def sections_missing(report: Report) -> str | None:
    """Refused while a required section is empty."""
    named = _named([section.label for section in missing(report)])
    return f"Write {named} first." if named else None


def missing_facts(report: Report) -> list[dict[str, Any]]:
    """The required fields of the header that are empty."""
    return [
        field
        for field in report.template_version.header_fields
        if field.get("required") and not str(report.header.get(field["key"], "")).strip()
    ]


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


def unlooked(report: Report) -> list[Section]:
    """The standard answers at which nobody has looked: they may be true, and may be forgotten."""
    return [section for section in report.sections if section.is_preset]


def published(report: Report) -> str | None:
    """Refused once it has been published."""
    if report.published_at is not None:
        return "This report has been published. That it was withdrawn is recorded at the meeting."
    return None


def _named(labels: list[str]) -> str:
    quoted = [f"“{label}”" for label in labels]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


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
