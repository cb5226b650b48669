"""Drawing up and publishing the demo council's agendas."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.agendas import queries as agendas_queries
from app.agendas import services as agendas
from app.agendas.models import Agenda, AgendaItem, ItemKind
from app.foundation import clock
from app.foundation.db import db
from app.foundation.richtext.typed import from_typed
from app.meetings.models import Meeting
from app.meetings.queries import deadlines_of
from app.operations.demo.papers import Writing
from app.operations.demo.settle import Council
from app.operations.demo.words import Words
from app.people.models import Person

TO_FOLLOW = "Papers still to come will follow in a supplement."
Items = list[tuple[Words, AgendaItem]]


@dataclass
class Summons:
    """The agenda of one meeting, from its first draft to its last supplement."""

    council: Council
    meeting: Meeting
    clerk: Person
    today: date
    closed: frozenset[date]
    reports: dict[str, Words] = field(default_factory=dict)

    def issue(self, told: list[Words]) -> Items:
        """Draw the agenda up, publish it if its day has come, and pair items with their words."""
        publish_on = deadlines_of(self.meeting, closed=self.closed).publish_by
        if not self.meeting.board.notice_days:
            publish_on = self.meeting.on_date - timedelta(days=6)
        agenda = agendas.begin_agenda(
            self.meeting, by=self.clerk, at=clock.moment(publish_on - timedelta(days=9), 9)
        )
        with clock.stopped(clock.moment(publish_on - timedelta(days=8), 10)):
            items = self._add_all(agenda, [item for item in told if not item.get("late")])
        if publish_on < self.today:
            agendas.publish(
                agenda, by=self.clerk, reason=TO_FOLLOW, at=clock.moment(publish_on, 15)
            )
        late = [item for item in told if item.get("late")]
        if late:
            day = self.meeting.on_date - timedelta(days=1)
            with clock.stopped(clock.moment(day, 10)):
                items += self._add_all(agenda, late)
            reason = "Late item: " + late[0]["title"]
            agendas.publish(agenda, by=self.clerk, reason=reason, at=clock.moment(day, 12))
        return items

    def _add_all(self, agenda: Agenda, told: list[Words]) -> Items:
        standing = {item.standing_key: item for item in agenda.items if item.standing_key}
        items: Items = []
        for one in told:
            item = standing.get(one.get("standing", ""))
            if item is None:
                item = self._add(agenda, one)
            items.append((one, item))
            for child in one.get("children") or []:
                items.append((child, self._add(agenda, child, parent=item)))
        if not any(one.get("late") for one in told):
            self._order(agenda, items)
        return items

    def _add(self, agenda: Agenda, told: Words, *, parent: AgendaItem | None = None) -> AgendaItem:
        item = agendas.add_item(
            agenda,
            by=self.clerk,
            title=told["title"],
            html=from_typed(told.get("text", "")),
            parent=parent,
            kind=ItemKind.HEADING if told.get("children") else ItemKind.ORDINARY,
            late_reason=told.get("late", ""),
        )
        self._exempt(told, item)
        if key := told.get("report"):
            writing = Writing(self.council, self.meeting, self.today)
            report = writing.write(self.reports[key], exempt=bool(told.get("exempt")))
            agendas.place_report(item, report=report, by=self.clerk)
        return item

    def _order(self, agenda: Agenda, items: Items) -> None:
        """The order of the files; standing items that they do not name come last."""
        named = [item.id for _, item in items]
        rest = [item.id for item in agendas_queries.items_of(agenda) if item.id not in named]
        agendas.order_items(agenda, by=self.clerk, ids=[*named, *rest])

    def _exempt(self, told: Words, item: AgendaItem) -> None:
        if exempt := told.get("exempt"):
            agendas.make_exempt(
                item,
                by=self.clerk,
                paragraphs=exempt["paragraphs"],
                public_interest=exempt["reason"],
                open_title=exempt["public_title"],
            )
            db.session.flush()
