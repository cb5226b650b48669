"""A report made ready for its page: numbered sections, facts, history, the way through writing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup

from app.foundation import audit, events
from app.foundation.db import db
from app.foundation.readable import Access
from app.foundation.richtext.dialect import is_blank, under_heading
from app.foundation.richtext.numbering import numbered
from app.foundation.richtext.pages import as_html, as_html_numbered, as_html_printed
from app.foundation.richtext.typed import from_typed
from app.people.models import Person
from app.reports.events import GroundsAsked
from app.reports.models import Report, Section
from app.reports.queries import number_in


@dataclass(frozen=True)
class Shown:
    """One section as its page shows it."""

    key: str
    number: str
    label: str
    html: Markup

    @property
    def is_numbered(self) -> bool:
        """Some paragraph of it has a number, which stands in a margin of its own."""
        return "para-no" in self.html


def sections_of(content: dict[str, Any], *, keeps_numbers: bool = False) -> list[Shown]:
    """The sections of a report, their paragraphs numbered exactly as in Word."""
    return [
        Shown(
            one["key"],
            one["number"],
            one["label"],
            as_html_printed(whole(one)) if keeps_numbers else paragraphs(whole(one), one["number"]),
        )
        for one in content["sections"]
    ]


def whole(section: dict[str, Any]) -> str:
    """The text of a section with what stands beneath each of its sub-headings."""
    parts = [under_heading(part["label"], html=part["text"]) for part in section["parts"]]
    return "".join((section["text"], *parts))


def paragraphs(html: str, number: str) -> Markup:
    """Stored text for a page, its paragraphs counted from the section's number if it has one."""
    count = number_in(number)
    return as_html(html) if count is None else as_html_numbered(html, section=count)


def facts_of(content: dict[str, Any]) -> list[tuple[str, str | Markup]]:
    """The facts at the head; an answer of several lines is shown as it was meant."""
    return [
        (label, as_html(from_typed(value)) if "\n" in value else value)
        for label, value in content["header"]
    ]


def history_of(report: Report) -> list[tuple[datetime, str]]:
    """What was done with the report, newest first, by ids and sentences alone."""
    rows = db.session.execute(
        audit.history_of(report)
        .add_columns(Person.name)
        .outerjoin(Person, Person.id == audit.AuditEvent.person_id)
    )
    sentences: dict[str, str] = current_app.extensions["guildhall.sentences"]
    return [
        (line.at, sentences[line.tag].format(**(line.facts | {"person": who or "Guildhall"})))
        for line, who in rows
        if line.tag in sentences
    ]


def grounds_of(report: Report, *, on: date) -> str:
    """Under which paragraphs of the Act a report is closed, as the agendas above say."""
    if report.access != Access.EXEMPT:
        return ""
    asked = GroundsAsked(report.id, on=on)
    events.announce(asked)
    return "\n".join(filter(None, asked.answers))


@dataclass(frozen=True)
class Row:
    """One section in the list at the side."""

    label: str
    url: str
    state: str
    state_words: str
    note: str
    current: bool


def rows_of(report: Report, *, current: str) -> list[Row]:
    """The way through the sections: what is written, what stands as given, what is missing."""
    required = {one.key for one in report.template_version.sections if one.is_required}
    parents = {one.parent_key for one in report.sections}
    standard, labels = standard_answers(report), labels_of(report)
    rows = []
    for section in report.sections:
        needed = (section.parent_key or section.key) in required and section.key not in parents
        state, words, note = _state(section, standard.get(section.key, ""), needed=needed)
        if section.key in parents and is_blank(section.text):
            words = note = "introduction, optional"
        here = section.key == current
        rows.append(Row(labels[section.key], address(section), state, words, note, here))
    return rows


def labels_of(report: Report) -> dict[str, str]:
    """The sections' labels with the numbers they will have in print: 6. and beneath it 6.1."""
    found: dict[str, str] = {}
    place = within = 0
    for section in report.sections:
        if section.parent_key:
            within += 1
            number = f"{place}.{within}"
        else:
            place += 1
            within = sum(one.place == MAIN for one in numbered(section.text, section=place))
            number = f"{place}."
        plain = report.template_version.is_cover_sheet
        found[section.key] = section.label if plain else f"{number} {section.label}"
    return found


MAIN = 2
"""The place of paragraphs counted 6.1, 6.2 within their section."""


def _state(section: Section, standard: str, *, needed: bool) -> tuple[str, str, str]:
    if is_blank(section.text):
        words = "still to be written" if needed else "optional"
        return "", words, words
    if standard and section.text == standard:
        return "half", "standard answer", "standard answer"
    return "done", "written", ""


def standard_answers(report: Report) -> dict[str, str]:
    """What the template typed in for the author, by section."""
    found: dict[str, str] = {}
    for one in report.template_version.sections:
        found[one.key] = one.default_text
        found |= {f"{one.key}.{sub['key']}": one.default_text for sub in one.sub_headings}
    return found


def guidance_of(section: Section) -> str:
    """What the template says about writing this section."""
    key = section.parent_key or section.key
    for one in section.report.template_version.sections:
        if one.key == key:
            return one.guidance
    return ""


def address(section: Section) -> str:
    """Where a section is written."""
    return url_for("reports.write", report_id=section.report_id, key=section.key)
