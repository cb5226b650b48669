"""The view model of the page of one item."""

from dataclasses import dataclass

from flask import url_for

from app.agendas import receiving
from app.agendas.models import AgendaItem, AgendaItemExempt, Consideration, Exemption, ItemKind
from app.foundation.web.filters import day
from app.foundation.web.offers import Button, Note
from app.reports.models import Report

FOLLOWS = Note(
    "The exclusion of press and public stands here because Part II has items. Its words follow "
    "from them."
)
REWORDED = Note(
    "It has been published. The supplement will word it as below; until then everyone reads it as "
    "it was issued."
)
ISSUED = Note(
    "This item has been published, so its wording and its place stay. A report that was to follow "
    "can still be placed."
)

UNSEEN = "A report that you cannot open yet"


@dataclass(frozen=True)
class ItemPage:
    """The page of one item, for the clerk who runs the agenda."""

    item: AgendaItem
    exempt: AgendaItemExempt | None
    """Its exempt wording, if it is in Part II."""
    kept: Exemption | None = None
    """Its entry in the register of exemptions, while it is in Part II."""
    exclusion: str = ""
    """The words that the exclusion would have now; empty where no item is closed."""
    may_go_in: bool = False
    """Whether it can be put under the item above."""

    @property
    def is_exclusion(self) -> bool:
        """Whether it is the exclusion, which is worded automatically."""
        return self.item.kind == ItemKind.EXCLUSION

    @property
    def is_issued(self) -> bool:
        """Whether it has been published."""
        return self.item.published_at is not None

    @property
    def is_worded_here(self) -> bool:
        """Whether its wording can be changed here."""
        return not (self.is_exclusion or self.is_issued)

    @property
    def words(self) -> str:
        """The words of the exclusion, as they would be issued now."""
        return self.exclusion or self.item.text

    @property
    def secrecy(self) -> Note | None:
        """The note that tells who reads the wording that is typed here."""
        if self.exempt is None:
            return None
        return Note(
            f"Title and text below are read by members of this {self._board_word} and its clerks "
            f"only. Everyone else reads “{self.item.title}”.",
            kind="exempt",
            title="Part II.",
        )

    @property
    def notes(self) -> list[Note]:
        """Why the wording cannot be changed here."""
        if self.is_exclusion:
            is_reworded = self.is_issued and self.words != self.item.text
            return [FOLLOWS, REWORDED] if is_reworded else [FOLLOWS]
        return [ISSUED] if self.is_issued else []

    @property
    def part_buttons(self) -> list[Button]:
        """The buttons that move the item between Part I and Part II."""
        if self.exempt is not None:
            return [self._make_open] if self.is_issued else [self._change_grounds, self._make_open]
        if self.item.kind == ItemKind.HEADING or self.item.children:
            return []
        return [self._recall if self.is_issued else self._make_exempt]

    @property
    def decision(self) -> str:
        """Who decided that it is exempt, and until when; as far as it is recorded."""
        if self.kept is None:
            return ""
        by = f"Decided by {self.kept.decided_by}" if self.kept.decided_by else "Nobody is named"
        until = f"until {day(self.kept.review_on)}" if self.kept.review_on else "no day is set"
        return f"{by}; {until}."

    @property
    def urgency(self) -> Button:
        """The button to record the chair's reason for a late item."""
        label = "Change the reason" if self.item.is_late else "Mark as late"
        return Button(label, self._url("late"), kind="second", size="small")

    @property
    def receive(self) -> Button | None:
        """The button that attaches another board's minutes."""
        if self.item.kind != ItemKind.ORDINARY:
            return None
        return Button("Attach minutes", self._url("receive"), kind="second", size="small")

    @property
    def place_buttons(self) -> list[Button]:
        """The buttons that move or remove the item."""
        if self.item.parent_id:
            return [self._move("Take out from under", "out"), self._remove]
        if self.may_go_in:
            return [self._move("Put under the item above", "in"), self._remove]
        return [self._remove]

    @property
    def _board_word(self) -> str:
        return self.item.agenda.meeting.board.word

    @property
    def _version(self) -> dict[str, object]:
        return {"version": self.item.agenda.version}

    def _url(self, view: str) -> str:
        meeting_id = self.item.agenda.meeting_id
        return url_for(f"agenda_items.{view}", meeting_id=meeting_id, item_id=self.item.id)

    @property
    def _change_grounds(self) -> Button:
        return Button("Change the grounds", self._url("exempt"), "second", "small")

    @property
    def _make_exempt(self) -> Button:
        return Button("Make exempt", self._url("exempt"), "second", "small")

    @property
    def _recall(self) -> Button:
        label = "Withdraw from publication and make exempt"
        return Button(label, self._url("recall"), "warning", "small")

    @property
    def _make_open(self) -> Button:
        when = "at once" if self.is_issued else "when the agenda is published"
        return Button(
            "Make open",
            self._url("make_open"),
            kind="warning",
            size="small",
            confirm=f"Title, text and reports of this item become open to everyone {when}.",
            confirm_label="Make it open",
            fields=self._version,
        )

    def _move(self, label: str, to: str) -> Button:
        fields = {"to": to} | self._version
        return Button(label, self._url("move"), "second", "small", fields=fields)

    @property
    def _remove(self) -> Button:
        return Button(
            "Remove",
            self._url("remove"),
            kind="warning",
            size="small",
            confirm="The item goes; its reports wait for a place again.",
            confirm_label="Remove the item",
            fields=self._version,
        )


@dataclass(frozen=True)
class ReportOnItem:
    """A report that stands on the item, or waits for a place."""

    report: Report | None
    """None where its clerk cannot open it yet."""
    title: str
    button: Button | None = None
    """The button that takes it off, or places it here."""


def placed_on(
    item: AgendaItem, placed: list[tuple[Consideration, Report | None]], titles: dict[int, str]
) -> list[ReportOnItem]:
    """The reports that stand on the item; one that was issued with it stays."""
    found = []
    for taken, report in placed:
        if report is None:
            found.append(ReportOnItem(None, UNSEEN))
            continue
        off = _button(item, report, titles, "Take off", "take_off", kind="plain")
        found.append(
            ReportOnItem(report, titles[report.id], None if taken.report_version_id else off)
        )
    return found


@dataclass(frozen=True)
class MinutesOnItem:
    """Minutes of another board that stand on the item."""

    label: str
    url: str
    button: Button | None
    """The button that takes them off; none once they went out."""


def received_on(item: AgendaItem, told: receiving.Standing) -> list[MinutesOnItem]:
    """The minutes of other boards that the item receives."""
    fixed = {one.meeting_id for one in item.received if one.number is not None}
    meeting_id = item.agenda.meeting_id
    found = []
    for one in receiving.on_item(item, told):
        url = url_for(
            "agenda_items.give_back",
            meeting_id=meeting_id,
            item_id=item.id,
            of_id=one.meeting_id,
        )
        seen: dict[str, object] = {"version": item.agenda.version}
        off = Button("Take off", url, "plain", "small", context=one.label, fields=seen)
        kept = None if one.meeting_id in fixed else off
        found.append(MinutesOnItem(one.label, one.url, kept))
    return found


def waiting_for(
    item: AgendaItem, waiting: list[Report], titles: dict[int, str]
) -> list[ReportOnItem]:
    """The reports that could be placed here."""
    return [
        ReportOnItem(
            report, titles[report.id], _button(item, report, titles, "Place here", "place")
        )
        for report in waiting
    ]


def _button(
    item: AgendaItem,
    report: Report,
    titles: dict[int, str],
    label: str,
    view: str,
    *,
    kind: str = "second",
) -> Button:
    meeting_id = item.agenda.meeting_id
    return Button(
        label,
        url_for(
            f"agenda_items.{view}", meeting_id=meeting_id, item_id=item.id, report_id=report.id
        ),
        kind=kind,
        size="small",
        context=titles[report.id],
        fields={"version": item.agenda.version},
    )
