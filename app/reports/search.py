"""How reports, their sections and their appendices look to the search index."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from app.boards.models import Board
from app.boards.queries import board_names
from app.foundation.db import db
from app.foundation.indexing import HitContent, Related, Searchable
from app.foundation.permissions import Readable, Reader, Scope, keys_to
from app.foundation.richtext.plain import to_plain
from app.foundation.search.port import FOREMOST, IndexEntry
from app.foundation.web.filters import local_day
from app.people.models import Person
from app.reports import queries
from app.reports.contents import content_of
from app.reports.models import (
    Appendix,
    Report,
    ReportState,
    ReportVersion,
    Section,
    TemplateSection,
    TemplateVersion,
)
from app.reports.wards import SPELLINGS, says_all

Content = dict[str, Any]
HEAD = ("purpose", "recommendation")
"""The sections that say what a report is about."""
_WORKING = (
    selectinload(Report.sections),
    joinedload(Report.template_version).selectinload(TemplateVersion.sections),
)
"""Loads the working text, which is needed only of reports that were never issued."""


def entries(reports: Sequence[Report], readers: dict[int, list[Reader]]) -> list[IndexEntry]:
    """A report as a whole and each of its sections: what was published, or the working text."""
    rows = _rows(Report.id.in_([report.id for report in reports]))
    contents = _indexed([report for report, _ in rows.values()])
    return [
        entry
        for report, board in rows.values()
        for entry in _of_report(
            report,
            contents[report.id],
            board=board.name,
            keys=keys_to(report, readers=readers.get(report.id, ())),
        )
    ]


def _rows(*chosen: ColumnElement[bool]) -> dict[int, tuple[Report, Board]]:
    """The reports with their boards, by id, in one query."""
    rows = db.session.execute(
        select(Report, Board)
        .join(Board, Board.id == Report.group_id)
        .options(joinedload(Report.author))
        .where(*chosen)
        .order_by(Report.id)
    )
    return {report.id: (report, board) for report, board in rows}


def _indexed(reports: Sequence[Report]) -> dict[int, Content]:
    """The indexed text: the published version, also for those who go on writing."""
    issued = queries.issued_of(report.id for report in reports if report.published_at)
    working = [report.id for report in reports if report.id not in issued]
    if working:
        db.session.scalars(select(Report).where(Report.id.in_(working)).options(*_WORKING)).all()
    return {
        report.id: issued[report.id].content if report.id in issued else content_of(report)
        for report in reports
    }


def _of_report(
    report: Report, content: Content, *, board: str, keys: frozenset[str]
) -> Iterable[IndexEntry]:
    common: dict[str, Any] = {
        "owner": (Report.KIND, report.id),
        "board": board,
        "date": report.wanted_on or local_day(report.published_at or report.changed_at),
        "readers": keys,
        "version": report.version,
    }
    texts = {section["key"]: section_text(section) for section in content["sections"]}
    yield IndexEntry(
        key=f"report:{report.id}",
        kind="report",
        title=content["title"],
        text=_head(report, content, texts),
        weight=FOREMOST,
        **common,
    )
    for section in content["sections"]:
        if text := texts[section["key"]]:
            yield IndexEntry(
                key=f"section:{report.id}:{section['key']}",
                kind="section",
                title=section["label"],
                text=text,
                **common,
            )


def _head(report: Report, content: Content, texts: Mapping[str, str]) -> str:
    """What a report is for and asks, then the facts at its head."""
    lines = [texts[key] for key in HEAD if key in texts]
    lines += [f"{label}: {value}" for label, value in content["header"] if value]
    if says_all(content["header"]):
        lines.append(SPELLINGS)
    if report.author:
        lines.append(report.author.full_name)
    return "\n".join(lines)


def _head_texts(content: Content) -> list[str]:
    """The texts that an excerpt may quote; facts of the header are searched, but not quoted."""
    texts = {section["key"]: section_text(section) for section in content["sections"]}
    return [texts[key] for key in HEAD if texts.get(key)] or [one for one in texts.values() if one]


def section_text(section: dict[str, Any]) -> str:
    """The bare words of a section with what stands beneath its sub-headings."""
    parts = [f"{part['label']}\n{to_plain(part['text'])}" for part in section["parts"]]
    return "\n".join(one for one in (to_plain(section["text"]), *parts) if one.strip())


def found(keys: Sequence[str], scope: Scope) -> dict[str, HitContent]:
    """What this reader may see of the reports and sections that were hit."""
    ids = {int(key.split(":")[1]) for key in keys}
    rows = _rows(Report.id.in_(ids), Report.visible_to(scope))
    contents = _indexed([report for report, _ in rows.values()])
    shown: dict[str, HitContent] = {}
    for key in keys:
        report_id = int(key.split(":")[1])
        if report_id in rows:
            report, board = rows[report_id]
            hit = _found(key, report, contents[report_id], board.name)
            shown |= {key: hit} if hit else {}
    return shown


def _found(key: str, report: Report, content: Content, board: str) -> HitContent | None:
    section = _section(key, content)
    if key.startswith("section:") and section is None:
        return None
    url = url_for("reports.show", report_id=report.id)
    is_issued = report.published_at is not None and report.state != ReportState.WITHDRAWN
    return HitContent(
        title=content["title"],
        url=f"{url}#{section['key']}" if section else url,
        board=board,
        on=report.wanted_on or local_day(report.published_at or report.changed_at),
        reference="",
        text=section_text(section) if section else "\n".join(_head_texts(content)),
        label=section["label"] if section else "",
        access=report.access,
        state="" if is_issued else report.state.value,
    )


def _section(key: str, content: Content) -> dict[str, Any] | None:
    """The section that an entry's key names, if the report still has it."""
    wanted = key.split(":", 2)[2] if key.startswith("section:") else ""
    return next((one for one in content["sections"] if one["key"] == wanted), None)


def appendix_entries(
    things: Sequence[Appendix], readers: dict[int, list[Reader]]
) -> list[IndexEntry]:
    """Appendices that are texts of their own; those that are files are found as documents."""
    written = [one for one in things if one.text and one.document_id is None]
    boards = board_names(one.group_id for one in written)
    return [
        IndexEntry(
            key=f"appendix:{one.id}",
            owner=(Appendix.KIND, one.id),
            kind="document",
            title=one.title,
            text=to_plain(one.text),
            board=boards.get(one.group_id, ""),
            date=local_day(one.published_at),
            readers=_keys(one, readers),
            version=one.version,
        )
        for one in written
    ]


def _keys(thing: Readable, readers: dict[int, list[Reader]]) -> frozenset[str]:
    return keys_to(thing, readers=readers.get(thing.id, ()))


def appendices_found(keys: Sequence[str], scope: Scope) -> dict[str, HitContent]:
    """What this reader may see of the appendices that were hit."""
    ids = [int(key.split(":")[1]) for key in keys]
    rows = db.session.execute(
        select(Appendix, Board.name, Report.state)
        .join(Board, Board.id == Appendix.group_id)
        .join(Report, Report.id == Appendix.report_id)
        .where(Appendix.id.in_(ids), Appendix.visible_to(scope))
    )
    return {
        f"appendix:{one.id}": HitContent(
            title=one.title,
            url=f"{url_for('reports.show', report_id=one.report_id)}#appendix-{one.id}",
            board=board,
            on=local_day(one.published_at),
            reference="",
            text=to_plain(one.text),
            label="Appendix",
            access=one.access,
            state="" if one.published_at else state.value,
        )
        for one, board, state in rows
    }


searchables = (
    Searchable(
        model=Report,
        entries=entries,
        found=found,
        shows=(Report.title, Report.header, Report.wanted_on, Report.changed_at),
        labels={"report": "Report", "section": "Section of a report"},
        rank=10,
        depends_on=(
            Related((Report.author,), shows=(Person.honorific, Person.name)),
            Related(
                (Report.sections,),
                shows=(
                    *(Section.position, Section.key, Section.parent_key),
                    *(Section.label, Section.text),
                ),
            ),
            Related(
                (Report.versions,),
                shows=(ReportVersion.number, ReportVersion.why, ReportVersion.content),
            ),
            Related((Report.template_version,), shows=(TemplateVersion.header_fields,)),
            Related(
                (Report.template_version, TemplateVersion.sections),
                shows=(TemplateSection.key, TemplateSection.is_required),
            ),
        ),
    ),
    Searchable(
        model=Appendix,
        entries=appendix_entries,
        found=appendices_found,
        shows=(Appendix.title, Appendix.text, Appendix.document_id),
    ),
)
