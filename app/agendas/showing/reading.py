"""What one reader is shown of an issued agenda, made from its snapshot alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, select

from app.agendas import queries
from app.agendas.models import ItemKind, Publication
from app.agendas.publishing import marking
from app.agendas.rules.schedule import paragraphs_cited
from app.agendas.showing.reporting import reported_by
from app.foundation.db import ArrayParam, db, fetch_rows, in_array
from app.foundation.permissions import Access, Readable, Scope
from app.reports.models import Appendix, Report

Content = dict[str, Any]
REPORT = "Report"
CLOSED_PART = 2


class AgendaPaper(NamedTuple):
    """A report or an appendix, as the agenda names it."""

    label: str
    report_id: int
    appendix_id: int | None = None
    document_id: int | None = None
    state: str = "ready"
    """ready, or the report's state while it is not."""
    who: str = ""
    """Whose report it is, while it is waited for."""
    is_issued: bool = True
    access: Access = Access.OPEN
    """The access of the paper itself, whatever item it stands on."""
    brought_by: str = ""
    """The supplement that brought it."""
    revised_by: str = ""
    """The supplement that brought it in the place of an earlier version."""
    version: int | None = None
    """Of a revised report: the version on this agenda; 0 while it is not issued."""
    earlier: int | None = None
    """The version that it replaces."""

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of supplements on it, as page and Word file say them."""
        revised = self.revised_by and f"Revised by {self.revised_by}"
        return tuple(filter(None, (self.brought_by, revised)))

    @property
    def kind(self) -> str:
        """The word before its name, such as Appendix; many names have it already."""
        if self.appendix_id is None:
            return REPORT
        return "" if self.label.lower().startswith(("appendix", "annex")) else "Appendix"

    def under(self, title: str) -> str:
        """Its name under an item; a report with the item's own title is called Report."""
        if self.appendix_id is None and self.label.casefold() == title.casefold():
            return self.kind
        return ": ".join(filter(None, (self.kind, self.label)))


class PutToBoard(NamedTuple):
    """A set of minutes that the board is to agree at this meeting."""

    label: str
    url: str
    """Where they are read; empty while they are not published."""
    brought_by: str = ""


class AgendaLine(NamedTuple):
    """One item as its reader gets it."""

    id: int
    number: str
    title: str
    html: str
    kind: ItemKind
    part: int
    open_title: str
    """What everyone may read; the title itself unless the reader sees the exempt wording."""
    paragraphs: tuple[int, ...] = ()
    access: Access = Access.OPEN
    public_interest: str = ""
    late_reason: str = ""
    pages: str = ""
    officers: tuple[str, ...] = ()
    """Who reports, also those whose reports are to follow."""
    papers: tuple[AgendaPaper, ...] = ()
    minutes: tuple[PutToBoard, ...] | None = ()
    """The minutes to be agreed; None where a publication does not keep them."""
    cites: list[str] | None = None
    """The keys of the minutes its text links to; None looks them up for each reader."""
    is_missing: bool = False
    """No report stands on an item that waits for one."""
    to_follow: bool = False
    is_issued: bool = True
    has_news: bool = False
    """Whether it, or a report on it, was added since the last publication."""
    brought_by: str = ""
    """The supplement with which it came: "Supplement 1, 3 December 2026"."""
    changed_by: str = ""
    """The supplement that changed its words."""
    gone: int = 0
    """How many reports were issued with it that this reader may not read."""
    children: tuple["AgendaLine", ...] = ()
    exempt: Readable | None = None
    """The closed wording that this line shows; a view of it is logged."""
    held: tuple[Report, ...] = ()
    """The closed reports whose titles this line shows; views of them are logged too."""

    @property
    def is_hidden(self) -> bool:
        """Whether it is in Part II and this reader sees only its open title."""
        return self.part == CLOSED_PART and self.exempt is None

    @property
    def marks(self) -> tuple[str, ...]:
        """What a supplement did to it, as page and paper say it."""
        changed = self.changed_by and f"Changed by {self.changed_by}"
        return tuple(filter(None, (self.brought_by, changed)))

    @property
    def reported_by(self) -> str:
        """Who reports, and whether the report is attached or to follow."""
        attached = sum(one.appendix_id is None and one.state == "ready" for one in self.papers)
        return reported_by(self.officers, attached=attached, follows=self.to_follow)

    @property
    def urgency(self) -> str:
        """Why the chair takes it as urgent business (s100B(4)(b))."""
        if not self.late_reason:
            return ""
        return f"Taken as a matter of urgency (section 100B(4)(b)): {self.late_reason}"

    @property
    def grounds(self) -> str:
        """Under which paragraphs it is not for publication."""
        if self.part != CLOSED_PART or not self.paragraphs:
            return ""
        return (
            f"Not for publication: {paragraphs_cited(self.paragraphs)} of Part 1 of Schedule 12A "
            "to the Local Government Act 1972."
        )

    @property
    def published_as(self) -> str:
        """The open title that everybody else reads, and why."""
        if self.exempt is None or self.open_title == self.title:
            return ""
        return f"Published as “{self.open_title}”. {self.public_interest}".strip()

    @property
    def waits_for(self) -> tuple[AgendaPaper, ...]:
        """The reports that are not ready yet."""
        return tuple(paper for paper in self.papers if paper.state != "ready")


def every(lines: Iterable[AgendaLine]) -> list[AgendaLine]:
    """Lines and what stands under them."""
    return [one for line in lines for one in (line, *every(line.children))]


def closed_rows(lines: Iterable[AgendaLine]) -> list[Readable]:
    """All closed things that these lines show, for the log of views."""
    found: list[Readable] = []
    for line in every(lines):
        found += [line.exempt] if line.exempt is not None else []
        found += line.held
    return found


def as_issued(publication: Publication, scope: Scope) -> list[AgendaLine]:
    """The agenda as it was issued last, with the papers that this reader may still read."""
    content = publication.content
    is_closed = any(item["part"] == CLOSED_PART for item in content["items"])
    rows = queries.published_exempt(publication, scope) if is_closed else {}
    return lines_of(
        content, {item_id: Closed(row.content, row) for item_id, row in rows.items()}, scope
    )


class Closed(NamedTuple):
    """The wording of a closed item, and the row that decides who may read it."""

    content: Content
    row: Readable


def lines_of(content: Content, closed: Mapping[int, Closed], scope: Scope) -> list[AgendaLine]:
    """The lines of a snapshot, published or composed for a preview."""
    readable = _Readable(_reports_in(content["items"], closed), scope)
    issued = _Issued(content, closed, readable)
    return [issued.line(item) for item in content["items"]]


def for_the_public(lines: Iterable[AgendaLine]) -> list[AgendaLine]:
    """These lines as the public would read them."""
    return [_public(line) for line in lines]


_SAID_OF_CLOSED = (
    *("id", "number", "kind", "part", "open_title", "paragraphs", "access", "late_reason"),
    *("pages", "is_issued", "has_news", "brought_by", "changed_by", "gone"),
)
_SAID_OF_OPEN = (
    *_SAID_OF_CLOSED,
    *("title", "html", "minutes", "cites", "is_missing"),
)
"""The fields of a line that the public may read; a new field is hidden until it is listed here."""


def _public(line: AgendaLine) -> AgendaLine:
    children = tuple(for_the_public(line.children))
    if line.part == CLOSED_PART:
        said = _only(line, _SAID_OF_CLOSED)
        return AgendaLine(**said, title=line.open_title, html="", children=children)
    papers = _for_everybody(line)
    return AgendaLine(
        **_only(line, _SAID_OF_OPEN),
        papers=papers,
        officers=() if line.held and not papers else line.officers,
        to_follow=line.to_follow or line.is_missing,
        children=children,
    )


def _only(line: AgendaLine, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(line, name) for name in names}


def _for_everybody(line: AgendaLine) -> tuple[AgendaPaper, ...]:
    """The papers that are ready and open, whatever item they stand on."""
    ready = {
        paper.report_id
        for paper in line.papers
        if paper.appendix_id is None and paper.access == Access.OPEN
    } - {paper.report_id for paper in line.waits_for}
    return tuple(
        paper for paper in line.papers if paper.report_id in ready and paper.access == Access.OPEN
    )


class _Issued:
    """Makes the lines of a snapshot."""

    def __init__(
        self, content: Content, closed: Mapping[int, Closed], readable: "_Readable"
    ) -> None:
        self.closed, self.readable = closed, readable
        self.supplements = marking.supplements(content)
        self.cites: list[str] | None = content.get("cites")

    def line(self, content: Content) -> AgendaLine:
        """One item with what stands under it."""
        closed = self.closed.get(content["id"])
        said: Content = closed.content if closed else content
        papers, gone = self._papers(said)
        return AgendaLine(
            id=content["id"],
            number=content["number"],
            title=said["title"],
            html=said["text"],
            kind=ItemKind(content["kind"]),
            part=content["part"],
            open_title=content["title"],
            paragraphs=tuple(content["paragraphs"]),
            access=closed.row.access if closed else Access.OPEN,
            public_interest=said.get("public_interest", ""),
            late_reason=content["late_reason"],
            pages=content["pages"],
            officers=_officers(said),
            papers=papers,
            minutes=self._minutes(said),
            cites=said.get("cites") if closed else self.cites,
            to_follow=said["to_follow"],
            brought_by=self._named(content["added_in"]),
            changed_by=self._named(said.get("changed_in", 0)),
            gone=0 if closed else gone,
            children=tuple(self.line(child) for child in content["children"]),
            exempt=closed.row if closed else None,
            held=() if closed else self.readable.held(said["reports"]),
        )

    def _papers(self, said: Content) -> tuple[tuple[AgendaPaper, ...], int]:
        """The papers that this reader may read, and how many reports they may not."""
        found = [one for one in said["reports"] if one["report_id"] in self.readable.reports]
        papers = tuple(paper for report in found for paper in self._papers_of(report))
        return papers, len(said["reports"]) - len(found)

    def _papers_of(self, report: Content) -> Iterator[AgendaPaper]:
        report_id = report["report_id"]
        yield AgendaPaper(
            report["title"],
            report_id,
            access=self.readable.reports[report_id],
            brought_by=self._named(report.get("added_in", 0)),
            revised_by=self._named(report.get("revised_in", 0)),
            version=report.get("version"),
            earlier=(report.get("earlier") or [None])[-1],
        )
        for one in report["appendices"]:
            known = self.readable.appendices.get(one["id"])
            if known is not None:
                brought = self._named(one.get("added_in", 0))
                yield AgendaPaper(
                    one["title"],
                    report_id,
                    one["id"],
                    one["document_id"],
                    access=known,
                    brought_by=brought,
                )

    def _minutes(self, said: Content) -> tuple[PutToBoard, ...] | None:
        if "minutes" not in said:
            return None
        return tuple(
            PutToBoard(one["label"], one["url"], self._named(one["added_in"]))
            for one in said["minutes"]
        )

    def _named(self, number: int) -> str:
        return self.supplements.get(number, "")


def _officers(said: Content) -> tuple[str, ...]:
    """Those whose reports were issued, and those whose reports were to follow."""
    known = (*(one["officer"] for one in said["reports"]), *said.get("awaits", ()))
    return tuple(dict.fromkeys(filter(None, known)))


def _reports_in(contents: Iterable[Content], closed: Mapping[int, Closed]) -> list[int]:
    found: list[int] = []
    for content in contents:
        wording = closed.get(content["id"])
        said = wording.content if wording else content
        found += [report["report_id"] for report in said["reports"]]
        found += _reports_in(content["children"], closed)
    return found


class _Readable:
    """The reports and appendices that this reader may read, in one query.

    Those closed since they were issued take a second query, since views of them are logged.
    """

    def __init__(self, report_ids: Sequence[int], scope: Scope) -> None:
        self.reports: dict[int, Access] = {}
        self.appendices: dict[int, Access] = {}
        parameters = {"report_ids": report_ids} | scope.parameters
        for report_id, access, appendix_id, appendix_access in (
            fetch_rows(_READABLE, parameters) if report_ids else ()
        ):
            self.reports[report_id] = access
            if appendix_id is not None:
                self.appendices[appendix_id] = appendix_access
        self.closed = _reports_with(
            [report_id for report_id, access in self.reports.items() if access != Access.OPEN]
        )

    def held(self, contents: Iterable[Content]) -> tuple[Report, ...]:
        """Those of these papers that have been closed since they were issued."""
        if not self.closed:
            return ()
        found = (self.closed.get(content["report_id"]) for content in contents)
        return tuple(one for one in found if one is not None)


_READABLE = (
    select(Report.id, Report.access, Appendix.id, Appendix.access)
    .outerjoin(Appendix, and_(Appendix.report_id == Report.id, Appendix.visible()))
    .where(
        in_array(Report.id, bindparam("report_ids", type_=ArrayParam(Integer))), Report.visible()
    )
)


def _reports_with(ids: Sequence[int]) -> dict[int, Report]:
    """Reports that this reader may read, by id."""
    if not ids:
        return {}
    return {one.id: one for one in db.session.scalars(select(Report).where(Report.id.in_(ids)))}
