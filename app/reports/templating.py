"""Installs the standard report templates from their YAML file, and finds what they share."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.richtext.typed import from_typed
from app.foundation.yaml_files import read_yaml
from app.people.models import ClearanceField, Person
from app.reports.models import BACKGROUND, ReportTemplate, TemplateSection, TemplateVersion

DATA = Path(__file__).with_name("standard_templates.yaml")


def background_section() -> TemplateSection | None:
    """How the newest template asks for the list of background papers."""
    chosen = select(TemplateSection).where(TemplateSection.key == BACKGROUND)
    return db.session.scalar(chosen.order_by(TemplateSection.id.desc()).limit(1))


def install_templates(
    *, by: Person | None, current_from: date, priorities: list[dict[str, str]]
) -> None:
    """Install the standard templates; those that stand already are left alone."""
    data = read_yaml(DATA)
    standing = set(db.session.scalars(select(ReportTemplate.key)))
    for given in data["templates"]:
        if given["key"] in standing:
            continue
        template = ReportTemplate(key=given["key"], name=given["name"])
        db.session.add(template)
        for version in given["versions"]:
            _add_version(
                template,
                version,
                sections=[(key, data["shared"][key]) for key in version["sections"]],
                current_from=current_from,
                priorities=priorities,
            )
        audit.record(by, "install", template)
    db.session.flush()


def _add_version(
    template: ReportTemplate,
    given: dict[str, Any],
    *,
    sections: list[tuple[str, dict[str, Any]]],
    current_from: date,
    priorities: list[dict[str, str]],
) -> None:
    version = TemplateVersion(
        template=template,
        from_on=current_from if given["from_on"] == "current" else given["from_on"],
        name=given["name"],
        is_cover_sheet=given.get("is_cover_sheet", False),
        header_fields=[{"required": False, **field} for field in given["header"]],
    )
    if version.is_cover_sheet is False and not sections:
        raise Refused("A template needs sections or a cover sheet.")
    for position, (key, section) in enumerate(sections, 1):
        version.sections.append(_section(key, section, position=position, priorities=priorities))
    db.session.add(version)


def _section(
    key: str, given: dict[str, Any], *, position: int, priorities: list[dict[str, str]]
) -> TemplateSection:
    clears = given.get("clears")
    return TemplateSection(
        position=position,
        key=key,
        label=given["label"],
        guidance=given["guidance"],
        is_required=True,
        default_text=from_typed(given.get("default", "")),
        sub_headings=[dict(one) for one in priorities] if given.get("sub_headings") else [],
        clears=ClearanceField(clears) if clears else None,
    )
