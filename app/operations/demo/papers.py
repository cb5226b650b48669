"""Writing the demo council's reports: started, written, submitted, cleared, as far as told."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.foundation import clock
from app.foundation.db import db
from app.foundation.readable import Access
from app.foundation.richtext.typed import from_typed
from app.meetings.models import Meeting
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
            at=clock.moment(begun, 10),
        )
        self._sections(report, told, author=author, begun=begun)
        for appendix in told.get("appendices") or []:
            text = from_typed(with_heading_rows(appendix["text"]))
            reports.attach(
                report, by=author, title=appendix["title"], html=text, at=clock.moment(begun, 15)
            )
        state = "in clearance" if follows else told.get("state", "cleared")
        self._send(report, state, author=author, begun=begun)
        return report

    def clear(self, report: Report, *, on: date) -> None:
        """Clear a report for finance."""
        reports.clear(report, by=self.council.people["petrov"], at=clock.moment(on, 12))

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
                    at=clock.moment(begun + timedelta(days=position % 3), 11),
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
                    at=clock.moment(begun + timedelta(days=1), 11),
                )

    def _send(self, report: Report, state: str, *, author: Person, begun: date) -> None:
        if state == "draft":
            reports.keep_version(report, by=author, why="left", at=clock.moment(begun, 16))
            return
        reports.submit(report, by=author, at=clock.moment(begun + timedelta(days=1), 16))
        if state == "cleared":
            self.clear(report, on=min(begun + timedelta(days=6), self.today))
        db.session.flush()
