"""The content of a report as one JSON value, and what is kept beside it when it is issued."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.documents.events import GroundsOfFileAsked
from app.documents.models import Document, DocumentVersion
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Access
from app.foundation.questions import ask
from app.foundation.richtext.dialect import is_blank
from app.people.queries import post_on
from app.reports.events import CitedMinutesAsked, GroundsAsked
from app.reports.models import BESIDE, Appendix, Report, Section, TemplateVersion

Content = dict[str, Any]
RECOMMENDATION = "recommendation"
"""The section whose limbs go on from “That”."""
PURPOSES = {
    "decision": "Decision",
    "discussion": "Discussion and comment",
    "information": "Information",
}


def content_of(report: Report) -> dict[str, Any]:
    """The content of the working report, as a version keeps it."""
    return {
        "title": report.title,
        "header": header_of(report),
        "cover_sheet": report.template_version.is_cover_sheet,
        "sections": _sections(report),
    }


def header_of(report: Report) -> list[list[str]]:
    """The facts at the head of the paper, label and value, in the template's order."""
    known = {
        "board": _board_of(report),
        "date": _day(report.wanted_on),
        "subject": report.title,
    }
    return [
        [field["label"], _value_in_words(field, str((known | report.header).get(field["key"], "")))]
        for field in report.template_version.header_fields
    ]


def _value_in_words(field: dict[str, Any], value: str) -> str:
    return PURPOSES.get(value, value) if field.get("kind") == "purpose" else value


def _sections(report: Report) -> list[dict[str, Any]]:
    parts: dict[str, list[Section]] = {}
    for section in report.sections:
        parts.setdefault(section.parent_key, []).append(section)
    required = {one.key for one in report.template_version.sections if one.is_required}
    shown = [
        section
        for section in parts.get("", [])
        if section.key in required or _says_something(section, parts.get(section.key, []))
    ]
    numbered = not report.template_version.is_cover_sheet
    return [
        {
            "key": section.key,
            "number": section.printed_number or (f"{place}.0" if numbered else ""),
            "label": section.label,
            "text": section.text,
            "parts": [
                {"key": part.key, "label": part.label, "text": part.text}
                for part in parts.get(section.key, [])
            ],
        }
        for place, section in enumerate(shown, 1)
    ]


def _says_something(section: Section, parts: Sequence[Section]) -> bool:
    return not is_blank(section.text) or any(not is_blank(part.text) for part in parts)


def standard_answers(template: TemplateVersion) -> dict[str, str]:
    """What the template typed in for the author, by section."""
    found: dict[str, str] = {}
    for one in template.sections:
        found[one.key] = one.default_text
        found |= {f"{one.key}.{sub['key']}": one.default_text for sub in one.sub_headings}
    return found


def without_issue(content: Mapping[str, Any]) -> Content:
    """The content of a version without what was kept at its issue."""
    return {key: said for key, said in content.items() if key != BESIDE}


def own_words(content: Mapping[str, Any], template: TemplateVersion) -> Content:
    """The content to compare with another version's.

    The name of the board is left out: renaming a board changes no report.
    """
    filled_in = {one["label"] for one in template.header_fields if one["key"] == "board"}
    own = [[label, value] for label, value in content["header"] if label not in filled_in]
    return without_issue(content) | {"header": own}


def contents_to_issue(reports: Sequence[Report]) -> dict[int, Content]:
    """Reports as they would be issued now, with all that their page and file say beside them.

    `issued` is {"board", "date", "author", "post", "officer", "grounds", "appendices": [{"id",
    "title", "document_id", "text", "file"}], "cites": [keys of minutes]}; nothing is looked up
    later. A handful of questions, however many reports; by report.
    """
    _read_together(reports)
    attached = _attached_to(reports)
    contents = {report.id: content_of(report) for report in reports}
    cites = cited_in(
        {
            report_id: [*texts_of(content), *(one.text for one, _ in attached.get(report_id, ()))]
            for report_id, content in contents.items()
        }
    )
    return {
        report.id: contents[report.id]
        | {BESIDE: _issued_facts(report, attached.get(report.id, ()), cites[report.id])}
        for report in reports
    }


def _read_together(reports: Sequence[Report]) -> None:
    """Read the sections, readers, board and template of many reports at once."""
    template = joinedload(Report.template_version).selectinload(TemplateVersion.sections)
    beside = selectinload(Report.sections), selectinload(Report.readers), joinedload(Report.board)
    statement = select(Report).where(Report.id.in_([report.id for report in reports]))
    db.session.scalars(statement.options(template, *beside)).all()


def _board_of(report: Report) -> str:
    """The board's name on the day of the meeting for which the report is meant."""
    return report.board.name_on(report.wanted_on or clock.today())


def _issued_facts(
    report: Report, attached: Iterable[tuple[Appendix, str]], cites: list[str]
) -> Content:
    return {
        "board": _board_of(report),
        "date": report.wanted_on.isoformat() if report.wanted_on else "",
        "author": report.author.name if report.author else "",
        "post": post_of_author(report),
        "officer": report.officer,
        "grounds": grounds_of(report),
        "appendices": [_appendix(appendix, file) for appendix, file in attached],
        "cites": cites,
    }


def grounds_of(report: Report) -> str:
    """Under which paragraphs of the Act a report is closed, as the agendas above say."""
    if report.access != Access.EXEMPT:
        return ""
    grounds = ask(GroundsAsked(report.id, on=report.wanted_on or clock.today()))
    return "\n".join(filter(None, grounds))


def answer_grounds_of_file(question: GroundsOfFileAsked) -> list[str]:
    """Answers documents: the grounds of the closed reports to which a file is attached."""
    reports = db.session.scalars(
        select(Report).join(Appendix).where(Appendix.document_id == question.document_id)
    )
    return [grounds_of(report) for report in reports]


def _attached_to(reports: Sequence[Report]) -> dict[int, list[tuple[Appendix, str]]]:
    """The appendices of reports, each with the name of its file, by report."""
    rows = db.session.execute(
        select(Appendix, DocumentVersion.name_as_given)
        .outerjoin(Document, Document.id == Appendix.document_id)
        .outerjoin(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Appendix.report_id.in_([report.id for report in reports]))
        .order_by(Appendix.position, DocumentVersion.number)
    )
    found: dict[int, dict[int, tuple[Appendix, str]]] = {}
    for appendix, name in rows:
        found.setdefault(appendix.report_id, {})[appendix.id] = appendix, name or ""
    return {report_id: list(attached.values()) for report_id, attached in found.items()}


def _appendix(appendix: Appendix, file: str) -> Content:
    known = {"id": appendix.id, "title": appendix.title, "document_id": appendix.document_id}
    return known | {"text": appendix.text, "file": file}


def post_of_author(report: Report) -> str:
    """What the author was on the day of the paper, if the author is who prepared it."""
    author = report.author
    if author is None or report.header.get("prepared_by") not in (author.name, author.full_name):
        return ""
    changed_on = report.changed_at.astimezone(clock.LONDON).date()
    return post_on(author, report.wanted_on or changed_on)


def texts_of(content: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a report: its sections and what stands beneath their sub-headings."""
    for section in content["sections"]:
        yield section["text"]
        yield from (part["text"] for part in section["parts"])


def cited_in(texts: Mapping[int, Sequence[str]]) -> dict[int, list[str]]:
    """The keys of the published minutes that the texts of each paper cite, as minutes know them."""
    cited: dict[int, list[str]] = {paper: [] for paper in texts}
    for known in ask(CitedMinutesAsked(texts)):
        cited |= known
    return cited


def _day(on: date | None) -> str:
    return f"{on.day} {on:%B %Y}" if on else ""
