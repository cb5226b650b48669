"""Loads the agendas of the demo council: drafting and publishing them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.agendas import queries as agendas_queries
from app.agendas import services as agendas
from app.agendas.models import Agenda, AgendaItem, ItemKind
from app.foundation import clock
from app.foundation.db import db
from app.foundation.richtext.typed import from_typed
from app.meetings.models import Meeting
from app.meetings.queries import deadlines_of, working_days_before
from app.operations.demo.happened import happened
from app.operations.demo.papers import Writing
from app.operations.demo.settle import Council
from app.operations.demo.words import Words
from app.people.models import Person

DRAWN_UP = timedelta(weeks=6)
"""How long before its publication an agenda is begun."""
FILLED = timedelta(days=8)
INFORMAL = timedelta(days=6)
IN_GOOD_TIME = 3
"""How many working days before the last day the demo's clerks publish."""
SUPPLEMENT_AHEAD = 3
PROPER_OFFICER = "Monitoring Officer"
EXEMPT_FOR = timedelta(weeks=40)

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

    @property
    def writing(self) -> Writing:
        """The desk at which the reports of this meeting are written."""
        return Writing(self.council, self.meeting, self.today)

    def issue(self, told: Words) -> Items:
        """Draw the agenda up, publish it when its day has come, and pair items with their words.

        Before an agenda is begun its reports wait for a place.
        """
        publish_on = self._publish_on()
        if publish_on - DRAWN_UP > self.today:
            for key, report in self.reports.items():
                self.writing.write(report, exempt=_is_exempt(told, key))
            return []
        agenda = agendas.begin_agenda(
            self.meeting, by=self.clerk, at=happened(publish_on - DRAWN_UP, 9)
        )
        filled = min(publish_on - FILLED, self.today)
        with clock.stopped(happened(filled, 10)):
            items = self._add_all(agenda, [one for one in told["items"] if not one.get("late")])
        if publish_on < self.today:
            self._publish(agenda, publish_on, 15, warned=told.get("to_follow", ""))
            self._send_after(agenda, told, items)
            items += self._take_late(agenda, [one for one in told["items"] if one.get("late")])
        return items

    def _publish_on(self) -> date:
        board = self.meeting.board
        if not board.notice_days:
            return self.meeting.on_date - INFORMAL
        last = deadlines_of(self.meeting, closed=self.closed).publish_by
        return working_days_before(last, days=IN_GOOD_TIME, closed=self.closed)

    def _publish(self, agenda: Agenda, day: date, hour: int, *, warned: str) -> None:
        """Publish, with a reason only where a check warns."""
        at = happened(day, hour)
        reason = warned if agendas_queries.checks(agenda, at=at) else ""
        agendas.publish(agenda, by=self.clerk, reason=reason, at=at)

    def _send_after(self, agenda: Agenda, told: Words, items: Items) -> None:
        """Clear the paper that was not ready with the agenda, and send it as a supplement."""
        reason = told.get("supplement")
        if not reason:
            return
        day = working_days_before(self.meeting.on_date, days=SUPPLEMENT_AHEAD, closed=self.closed)
        for one, item in items:
            if one.get("follows"):
                for placed in item.considerations:
                    self.writing.clear(placed.report, on=day)
        agendas.publish(agenda, by=self.clerk, reason=reason, at=happened(day, 16))

    def _take_late(self, agenda: Agenda, late: list[Words]) -> Items:
        if not late:
            return []
        day = self.meeting.on_date - timedelta(days=1)
        with clock.stopped(happened(day, 10)):
            items = self._add_all(agenda, late)
        agendas.publish(
            agenda,
            by=self.clerk,
            reason="Urgent item: " + late[0]["title"],
            at=happened(day, 12),
        )
        return items

    def _add_all(self, agenda: Agenda, told: list[Words]) -> Items:
        standing = {item.standing_key: item for item in agenda.items if item.standing_key}
        items: Items = []
        for one in told:
            item = standing.get(one.get("standing", ""))
            if item is None:
                item = self._add(agenda, one)
            else:
                self._place(item, one)
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
        self._place(item, told)
        return item

    def _place(self, item: AgendaItem, told: Words) -> None:
        if key := told.get("report"):
            report = self.writing.write(
                self.reports[key],
                exempt=bool(told.get("exempt")),
                follows=bool(told.get("follows")),
            )
            agendas.place_report(item, report=report, by=self.clerk)

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
                post_id=self.council.posts[PROPER_OFFICER].id,
                review_on=clock.today() + EXEMPT_FOR,
            )
            db.session.flush()


def _is_exempt(told: Words, key: str) -> bool:
    return any(one.get("report") == key and "exempt" in one for one in told["items"])
