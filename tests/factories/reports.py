"""Reports for tests, through the services."""

from datetime import date
from typing import Any

from app.foundation import clock
from app.foundation.richtext.typed import from_typed
from app.reports import queries, services
from app.reports.models import Report, Section
from tests.cast import Cast

PRIORITIES = [
    {"key": "children", "label": "Children and Young People"},
    {"key": "safe", "label": "Safe and Strong Neighbourhoods"},
]
CURRENT_FROM = date(2022, 4, 1)


def templates() -> None:
    """The standard templates of the cast's council."""
    services.install_templates(by=None, current_from=CURRENT_FROM, priorities=PRIORITIES)


def a_report(cast: Cast, **given: Any) -> Report:
    """Olu's draft for the Safer board, in today's form."""
    if not queries.templates():
        templates()
    key, on = given.pop("template", "policy-board"), given.pop("on", clock.today())
    template = queries.template_version(key, on=on)
    facts: dict[str, Any] = {
        "by": cast.person("Olu"),
        "template": template,
        "board": cast.board,
        "title": "Lighting on Quay Street",
        "header": {"officer": "Head of Highways", "wards": "Harbour"},
    }
    return services.start_report(**(facts | given))


def section(report: Report, key: str) -> Section:
    """One section of a report."""
    return next(one for one in report.sections if one.key == key)


def write(report: Report, key: str, typed: str, **given: Any) -> None:
    """Write one section as its author."""
    one = section(report, key)
    facts = {"by": report.author, "html": from_typed(typed), "version": one.version}
    services.write_section(one, **(facts | given))


def a_full_report(cast: Cast, **given: Any) -> Report:
    """A draft with everything written that its template requires."""
    report = a_report(cast, **given)
    for one in report.sections:
        if not one.text and one.key != "priorities":
            write(report, one.key, f"What is said under {one.key}.")
    return report


def a_published_report(cast: Cast, **given: Any) -> Report:
    """A report that was cleared and issued with an agenda."""
    report = a_full_report(cast, **given)
    services.submit(report, by=report.author)
    services.clear(report, by=cast.person("Clare"))
    services.issue(report, by=cast.person("Clare"))
    return report
