"""View models of a report: numbered sections, facts, appendices, the list of sections."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask import url_for
from markupsafe import Markup

from app.foundation.exports.wording import day
from app.foundation.limbs import lead_and_limbs
from app.foundation.permissions import Access, Scope
from app.foundation.questions import ask
from app.foundation.richtext.dialect import is_blank, under_heading
from app.foundation.richtext.numbering import numbered
from app.foundation.richtext.pages import as_html, as_html_numbered, as_html_printed
from app.foundation.richtext.typed import from_typed
from app.foundation.web import request_transaction
from app.foundation.web.filters import local_day
from app.reports import queries, workflow
from app.reports.contents import (
    RECOMMENDATION,
    grounds_of,
    post_of_author,
    standard_answers,
)
from app.reports.events import StandingAsked
from app.reports.models import BESIDE, Appendix, Report, ReportVersion, Section
from app.reports.queries import number_in


@dataclass(frozen=True)
class ShownSection:
    """One section as its page shows it."""

    key: str
    number: str
    label: str
    html: Markup

    @property
    def is_numbered(self) -> bool:
        """Whether a paragraph has a number, which is shown in the margin."""
        return "para-no" in self.html


def sections_of(
    content: dict[str, Any], *, board: str, keeps_numbers: bool = False
) -> list[ShownSection]:
    """The sections of a report to a board, their paragraphs numbered exactly as in Word."""
    return [
        _as_printed(one) if keeps_numbers else _shown(one, board) for one in content["sections"]
    ]


def _as_printed(section: dict[str, Any]) -> ShownSection:
    html = as_html_printed(whole(section))
    return ShownSection(section["key"], section["number"], section["label"], html)


def _shown(section: dict[str, Any], board: str) -> ShownSection:
    """A section; “That” stands once, in the heading of what is recommended, as in Word."""
    lead, label = "", section["label"]
    if section["key"] == RECOMMENDATION:
        lead, text = lead_and_limbs(section["text"], body=board)
        section = section | {"text": text}
    html = paragraphs(whole(section), section["number"])
    heading = f"{label}: {lead}" if lead else label
    return ShownSection(section["key"], section["number"], heading, html)


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


def superseded(report: Report, version: ReportVersion) -> str:
    """Says when and by which version an issued one was replaced; empty if an agenda still has
    it."""
    newest = queries.newest_issued(report)
    if newest is None or not version.is_issued or newest.number <= version.number:
        return ""
    answers = ask(StandingAsked(version.id))
    if any(answers):
        return ""
    return (
        f"Version {version.number}, published {day(local_day(version.at))}. It was superseded by "
        f"version {newest.number} on {day(local_day(newest.at))}."
    )


class Attachment(NamedTuple):
    """An appendix: its title, its text or the name of its file, and the row that may be read."""

    title: str
    html: str
    file_name: str
    row: Appendix


@dataclass(frozen=True)
class ReportDetails:
    """All that is shown with a report's text: as it was issued with it, or as it is now."""

    board: str
    on: date | None
    author: str
    post: str
    grounds: str
    appendices: list[Attachment]
    cites: list[str] | None
    """The keys of the minutes it cites; None to look them up now."""


def details_of(report: Report, version: ReportVersion | None, scope: Scope) -> ReportDetails:
    """The details of this version, or of the working text."""
    appendices = queries.appendices_of(report, scope)
    for appendix in appendices:
        request_transaction.log_view(appendix)
    kept = version.content.get(BESIDE) if version is not None else None
    if kept is None:
        return _details_now(report, appendices)
    readable = {one.id: one for one in appendices}
    return ReportDetails(
        board=kept["board"],
        on=date.fromisoformat(kept["date"]) if kept["date"] else None,
        author=kept["author"],
        post=kept["post"],
        grounds=_grounds(report, kept["grounds"]),
        appendices=[
            Attachment(one["title"], one["text"], one["file"], readable[one["id"]])
            for one in kept["appendices"]
            if one["id"] in readable
        ],
        cites=kept["cites"],
    )


def _details_now(report: Report, appendices: list[Appendix]) -> ReportDetails:
    return ReportDetails(
        board=report.board.name,
        on=report.wanted_on,
        author=report.author.name if report.author else "",
        post=post_of_author(report),
        grounds=grounds_of(report),
        appendices=[Attachment(one.title, one.text, _file_of(one), one) for one in appendices],
        cites=None,
    )


def _grounds(report: Report, kept: str) -> str:
    """The grounds it was issued on; if it was closed since, those of today."""
    return kept if kept and report.access == Access.EXEMPT else grounds_of(report)


def _file_of(appendix: Appendix) -> str:
    return appendix.document.versions[-1].name_as_given if appendix.document else ""


@dataclass(frozen=True)
class ReportRow:
    """One section in the list at the side."""

    label: str
    url: str
    state: str
    state_words: str
    note: str
    current: bool


def rows_of(report: Report, *, current: str) -> list[ReportRow]:
    """The list of sections: written, with its standard text, or missing."""
    required = {one.key for one in report.template_version.sections if one.is_required}
    parents = {one.parent_key for one in report.sections}
    standard, labels = standard_answers(report.template_version), labels_of(report)
    rows = []
    for section in report.sections:
        needed = (section.parent_key or section.key) in required and section.key not in parents
        state, words, note = _state(section, standard.get(section.key, ""), needed=needed)
        if section.key in parents and is_blank(section.text):
            words = note = "introduction, optional"
        here = section.key == current
        rows.append(ReportRow(labels[section.key], address(section), state, words, note, here))
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
"""The level of paragraphs that are counted 6.1, 6.2 within their section."""


def _state(section: Section, standard: str, *, needed: bool) -> tuple[str, str, str]:
    if is_blank(section.text):
        words = "still to be written" if needed else "optional"
        return "", words, words
    if section.is_preset:
        return "half", "standard answer, not checked yet", "standard answer, not checked yet"
    if standard and section.text == standard:
        return "done", "standard answer, checked", ""
    return "done", "written", ""


def unlooked(report: Report) -> list[tuple[Section, str]]:
    """The standard answers at which nobody has looked, each with its label in print."""
    labels = labels_of(report)
    return [(section, labels[section.key]) for section in workflow.unlooked(report)]


def guidance_of(section: Section) -> str:
    """What the template says about writing this section."""
    key = section.parent_key or section.key
    for one in section.report.template_version.sections:
        if one.key == key:
            return one.guidance
    return ""


def address(section: Section, *, anchor: str | None = None) -> str:
    """Where a section is written."""
    return url_for("reports.write", report_id=section.report_id, key=section.key, _anchor=anchor)
