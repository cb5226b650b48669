"""Writing the demo council's reports: started, written, submitted, cleared, as far as told."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.boards.models import Board
from app.documents import services as documents
from app.foundation.db import db
from app.foundation.exports.wording import Imprint, closing_mark
from app.foundation.permissions import Access
from app.foundation.richtext.typed import from_typed
from app.meetings.models import Meeting
from app.minutes.models import Minutes
from app.operations.demo.files import File, made, minutes_file
from app.operations.demo.happened import happened
from app.operations.demo.settle import Council
from app.operations.demo.words import Words, with_heading_rows
from app.people.models import Person
from app.reports import queries as reports_queries
from app.reports import services as reports
from app.reports.models import Report, TemplateVersion

LEAD = timedelta(days=24)
"""How long before the meeting a report is begun."""
HEADER = ("officer", "portfolio", "partner", "summary", "recommendations", "financial_hr")


@dataclass(frozen=True)
class Writing:
    """One report of one meeting being written."""

    council: Council
    meeting: Meeting
    today: date

    def write(self, told: Words, *, exempt: bool, follows: bool = False) -> Report:
        """The report as it stands when its agenda is drawn up; one that follows is not cleared."""
        begun = min(self.meeting.on_date - LEAD, self.today - timedelta(days=2))
        author = self.council.people[told.get("author") or told["prepared_by"]]
        report = reports.start_report(
            by=author,
            template=self._template(told),
            board=self.meeting.board,
            title=told["title"],
            author=author,
            header=self._header(told),
            wanted_on=self.meeting.on_date,
            access=Access.EXEMPT if exempt else Access.OPEN,
            at=happened(begun, 10),
        )
        self._sections(report, told, author=author, begun=begun)
        for appendix in told.get("appendices") or []:
            self._attach(report, appendix, author=author, begun=begun)
        state = "in clearance" if follows else told.get("state", "cleared")
        self._send(report, state, author=author, begun=begun)
        return report

    def clear(self, report: Report, *, on: date) -> None:
        """Clear a report for finance."""
        reports.clear(report, by=self.council.people["petrov"], at=happened(on, 12))

    def _template(self, told: Words) -> TemplateVersion:
        key = "partnership" if told["template"] == "partnership" else "policy-board"
        on = self.meeting.on_date
        if told["template"] == "older":
            on = date(2001, 1, 1)
        elif told["template"] == "current":
            on = self.today
        found = reports_queries.template_version(key, on=on)
        if found is None:
            raise LookupError(f"the report template {key} is not installed")
        return found

    def _header(self, told: Words) -> dict[str, str]:
        header = {key: str(told[key]) for key in HEADER if told.get(key)}
        wards = told.get("wards", "")
        header["wards"] = ", ".join(wards) if isinstance(wards, list) else str(wards)
        if told["template"] != "partnership":
            return {key: value for key, value in header.items() if value}
        header["purpose"] = told["purpose"]
        header["present"] = "yes" if told.get("present", True) else "no"
        header["prepared_by"] = self.council.people[told["prepared_by"]].name
        header["equality"] = str(told.get("equality", ""))
        return {key: value for key, value in header.items() if value}

    def _sections(self, report: Report, told: Words, *, author: Person, begun: date) -> None:
        texts = told["sections"]
        if isinstance(texts, list):
            for position, section in enumerate(texts, start=1):
                reports.add_section(
                    report,
                    by=author,
                    label=section["title"],
                    html=from_typed(with_heading_rows(section["text"])),
                    at=happened(begun + timedelta(days=position % 3), 11),
                )
            return
        flat = {key: text for key, text in texts.items() if isinstance(text, str)}
        for key, text in (texts.get("priorities") or {}).items():
            flat[f"priorities.{key}"] = text
        for section in list(report.sections):
            if section.key in flat:
                reports.write_section(
                    section,
                    by=author,
                    html=from_typed(with_heading_rows(flat[section.key])),
                    version=section.version,
                    looked=told.get("state") != "draft",
                    at=happened(begun + timedelta(days=1), 11),
                )

    def _attach(self, report: Report, told: Words, *, author: Person, begun: date) -> None:
        title, at = told["title"], happened(begun, 15)
        if "file" not in told:
            text = from_typed(with_heading_rows(told["text"]))
            reports.attach(report, by=author, title=title, html=text, at=at)
            return
        first, *newer = self._files(told, report, at=at)
        document = documents.keep_document(
            by=author,
            group_id=report.group_id,
            title=title,
            name=first.name,
            data=first.data,
            access=report.access,
            published_at=None,
            text=first.text,
            at=at,
        )
        renewed = happened(begun + timedelta(days=2), 15)
        for file in newer:
            documents.add_version(document, by=author, name=file.name, data=file.data, at=renewed)
        reports.attach(report, by=author, title=title, document=document, at=at)

    def _files(self, told: Words, report: Report, *, at: datetime) -> list[File]:
        """The versions of one file, the oldest first."""
        imprint = Imprint(
            council=self.council.name,
            written_at=at,
            board=self.meeting.board.name,
            on=self.meeting.on_date,
            mark=closing_mark(report.access),
        )
        if "minutes_of" not in told:
            versions = [told | {"text": told["earlier"]}, told] if "earlier" in told else [told]
            return [made(version, imprint=imprint) for version in versions]
        minutes = _latest_minutes(self.council.boards[told["minutes_of"]], self.meeting)
        of = minutes.meeting
        imprint = replace(imprint, board=of.board.name, on=of.on_date, is_draft=True)
        return [minutes_file(minutes, name=told["file"], imprint=imprint)]

    def _send(self, report: Report, state: str, *, author: Person, begun: date) -> None:
        if state == "draft":
            reports.keep_version(report, by=author, why="left", at=happened(begun, 16))
            return
        reports.submit(report, by=author, at=happened(begun + timedelta(days=1), 16))
        if state == "cleared":
            self.clear(report, on=min(begun + timedelta(days=6), self.today))
        db.session.flush()


def _latest_minutes(board: Board, meeting: Meeting) -> Minutes:
    """The minutes that a board published last before a meeting of another."""
    return db.session.scalars(
        select(Minutes)
        .join(Minutes.meeting)
        .where(
            Meeting.board_id == board.id,
            Meeting.on_date < meeting.on_date,
            Minutes.published_at.is_not(None),
        )
        .order_by(Meeting.on_date.desc())
        .limit(1)
    ).one()
