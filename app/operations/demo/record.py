"""Taking the demo council's minutes, with attendance, resolutions and actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.actions import services as actions
from app.actions.models import Action
from app.agendas.models import AgendaItem, ItemKind, Outcome
from app.boards.models import SeatRole
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.wording import together
from app.foundation.richtext.typed import from_typed
from app.meetings import queries as meetings_queries
from app.meetings import services as meetings
from app.meetings.models import Capacity, How, Meeting
from app.minutes import queries as minutes_queries
from app.minutes import services as minutes
from app.minutes.models import Minute, Minutes, ResolutionKind
from app.operations.demo.happened import happened
from app.operations.demo.settle import Council
from app.operations.demo.summons import Items
from app.operations.demo.words import Cited, Filler, Words, long_day
from app.people.models import Person

LEADING = (SeatRole.CHAIR, SeatRole.VICE_CHAIR)
DRAFTING = 12
KNOWN_AFTER = timedelta(days=45)
"""Owners have opened what is older."""
"""Minutes of meetings younger than this many working days are still being written."""
EXCLUSION = (
    "<p>The Board considered whether members of the press and public should be excluded from the "
    "meeting during the items that follow, and whether disclosure of the information would be in "
    "the public interest.</p>"
)
EXCLUDED = (
    "That, under section 100A(4) of the Local Government Act 1972, the press and public be "
    "excluded from the meeting during consideration of {items}, on the grounds that exempt "
    "information is likely to be disclosed as defined in {paragraphs} of Part 1 of Schedule 12A "
    "to the Act, the public interest in maintaining the exemption outweighing that in disclosure."
)
"""The words of the resolution, which names the items it applies to (s100A(5)(a))."""

AGREED = "The minutes of the meeting held on {day} were agreed as a correct record."
FIRST = "The minutes of the previous meeting were agreed as a correct record."
STANDARD: dict[str, Words] = {
    "declarations": {"text": "No interests were declared."},
    "welcome": {"text": "The Chair welcomed everyone and introductions were made."},
    "questions": {"text": "No questions from the public had been received."},
    "any-other-business": {"text": "There was no other business."},
    "partnership-minutes": {
        "text": "The latest minutes of the Safer Brackenmere Partnership were received.",
        "outcome": "noted",
        "resolved": ["That the minutes be noted."],
    },
}


@dataclass(frozen=True)
class DemoMinutes:
    """The minutes of one meeting being taken."""

    council: Council
    meeting: Meeting
    clerk: Person
    today: date
    filler: Filler
    cited: dict[str, Cited]
    """Minutes by their keys; those of this meeting join before it is written, so that one minute
    may cite another of the same day."""

    def presiding(self, told: Words) -> Person:
        """The chair, or the vice-chair when the chair is away."""
        away = {key for keys in ("apologies", "absent") for key in told.get(keys) or []}
        gone = {self.council.people[key].id for key in away}
        seats = meetings_queries.voting_seats(self.meeting)
        leading = [seat for seat in seats if seat.role in LEADING and seat.person_id not in gone]
        return min(leading, key=lambda seat: LEADING.index(seat.role)).person

    def take(self, told: Words, items: Items) -> None:
        """Take the minutes, publish them when they are old enough, and follow the actions up."""
        with clock.stopped(self._at(0, 21)):
            self._attendance(told)
            record = minutes.begin_minutes(self.meeting, by=self.clerk)
        with clock.stopped(self._at(2)):
            spoken = self._write_all(items, record)
        given = [
            (told, self._give(minute, told))
            for one, minute in spoken
            for told in one.get("actions") or []
        ]
        if self.meeting.on_date < self._drafting_since():
            minutes.publish(record, by=self.clerk, at=self._at(6, 16))
        with clock.stopped(self._at(7, 10)):
            self._agree_last(record)
        for told, action in given:
            self._follow_up(action, told)
        db.session.flush()

    def _agree_last(self, record: Minutes) -> None:
        """Record which earlier minutes this meeting agreed."""
        if not meetings_queries.may_agree_minutes(self.meeting):
            return
        entries = minutes_queries.entries_of(record) if record.published_at else []
        agreed = [one.printed for one in entries if one.item and one.item.standing_key == "minutes"]
        for earlier in minutes_queries.waiting_for_approval(self.meeting):
            minutes.agree(
                earlier, by=self.clerk, at_meeting=self.meeting, minute="".join(agreed[:1])
            )

    def _drafting_since(self) -> date:
        closed = meetings_queries.closed_days()
        return meetings_queries.working_days_before(self.today, days=DRAFTING, closed=closed)

    def _write_all(self, items: Items, record: Minutes) -> list[tuple[Words, Minute]]:
        by_item = {minute.item_id: minute for minute in minutes_queries.entries_of(record)}
        taken = [(one, by_item[item.id]) for one, item in items if item.id in by_item]
        self._number(taken)
        spoken = [(self._minute_words(one), minute) for one, minute in taken]
        for one, minute in spoken:
            self._write(minute, one, at=self._at(2))
        self._exclude([item for _, item in items], by_item, at=self._at(2))
        return spoken

    def _number(self, taken: list[tuple[Words, Minute]]) -> None:
        prefix = self.meeting.board.minute_prefix.lower()
        for one, minute in taken:
            if key := (one.get("minute") or {}).get("key"):
                self.cited[f"{prefix}-{key}"] = Cited(
                    minute.printed, on=self.meeting.on_date, period=minute.period
                )

    def _minute_words(self, one: Words) -> Words:
        told: Words = self.filler.fill_all(one.get("minute") or {})
        return self._standard(one) | told

    def _at(self, days: int, hour: int = 11) -> datetime:
        day = min(self.meeting.on_date + timedelta(days=days), self.today)
        return happened(day, hour)

    def _attendance(self, told: Words) -> None:
        meetings.put_rest_present(self.meeting, by=self.clerk)
        seats = {seat.person_id: seat for seat in meetings_queries.voting_seats(self.meeting)}
        for how, keys in ((How.APOLOGIES, "apologies"), (How.ABSENT, "absent")):
            for key in told.get(keys) or []:
                person = self.council.people[key]
                meetings.record_attendance(
                    self.meeting, by=self.clerk, how=how, person=person, seat=seats.get(person.id)
                )
        for pair in told.get("substitutes") or []:
            meetings.record_attendance(
                self.meeting,
                by=self.clerk,
                how=How.PRESENT,
                person=self.council.people[pair["person"]],
                for_person=self.council.people[pair["for"]],
            )
        for key in told.get("also") or []:
            self._attends(self.council.people[key], seats=set(seats))

    def _attends(self, person: Person, *, seats: set[int]) -> None:
        if person.id in seats:
            return
        officer = person.kind == "officer"
        meetings.record_attendance(
            self.meeting,
            by=self.clerk,
            how=How.PRESENT,
            person=person,
            capacity=Capacity.OFFICER if officer else Capacity.OTHER,
        )

    def _write(self, minute: Minute, told: Words, *, at: datetime) -> None:
        if told.get("text"):
            outcome = Outcome(told["outcome"]) if told.get("outcome") else None
            minutes.write_minute(
                minute,
                by=self.clerk,
                heading=minute.heading,
                html=from_typed(told["text"]),
                outcome=outcome,
                version=minute.version,
                at=at,
            )
        for kind, limbs in (
            (ResolutionKind.RESOLVED, told.get("resolved")),
            (ResolutionKind.RECOMMENDED, told.get("recommended")),
        ):
            if limbs:
                minutes.set_resolutions(minute, by=self.clerk, kind=kind, limbs=limbs)
        if told.get("exempt_text"):
            minutes.write_exempt(
                minute,
                by=self.clerk,
                heading="",
                html=from_typed(told["exempt_text"]),
                resolved="\n".join(told.get("exempt_resolved") or []),
            )

    def _standard(self, told: Words) -> Words:
        """What the standing items say when nothing happened."""
        key = told.get("standing", "")
        if key == "apologies":
            return {"text": self._apologies()}
        if key == "minutes":
            before = meetings_queries.last_before(self.meeting)
            return {"text": AGREED.format(day=long_day(before.on_date)) if before else FIRST}
        return STANDARD.get(key, {})

    def _apologies(self) -> str:
        rows = meetings_queries.attendance_of(self.meeting)
        names = [row.person.full_name for row in rows if row.how == How.APOLOGIES and row.person]
        if not names:
            return "There were no apologies for absence."
        return f"Apologies for absence were received from {together(names)}."

    def _exclude(
        self, items: list[AgendaItem], by_item: dict[int | None, Minute], *, at: datetime
    ) -> None:
        closed = [item for item in items if item.paragraphs]
        for minute in by_item.values():
            if closed and minute.item and minute.item.kind == ItemKind.EXCLUSION:
                minutes.write_minute(
                    minute,
                    by=self.clerk,
                    heading=minute.heading,
                    html=EXCLUSION,
                    outcome=None,
                    version=minute.version,
                    at=at,
                )
                minutes.set_resolutions(
                    minute, by=self.clerk, kind=ResolutionKind.RESOLVED, limbs=[_excluded(closed)]
                )

    def _give(self, minute: Minute, told: Words) -> Action:
        due, days = told.get("due"), _days(told)
        who = told["who"]
        owner = who if isinstance(who, dict) else {"person": who}
        return actions.add_action(
            by=self.clerk,
            board=self.meeting.board,
            text=told["what"],
            minute=minute,
            person=self.council.people.get(owner.get("person", "")),
            post=self.council.posts.get(owner.get("post", "")),
            organisation=self.council.organisation(owner.get("organisation", "")),
            owner_words=owner.get("words", ""),
            due_on=self.meeting.on_date + timedelta(days=days) if days is not None else None,
            due_words="" if days is not None or due is None else str(due),
            made_on=self.meeting.on_date,
            at=self._at(2, 12),
        )

    def _follow_up(self, action: Action, told: Words) -> None:
        days = _days(told)
        reporter = action.person or self.clerk
        span = days if days is not None else 60
        if told["state"] in ("in progress", "done"):
            actions.start(action, by=reporter, at=self._at(7, 9))
        for place, note in enumerate(told.get("notes") or [], start=1):
            actions.note(action, by=reporter, text=note, at=self._at(7 + place * span // 4, 14))
        if told["state"] == "done":
            actions.finish(action, by=reporter, evidence=told["evidence"], at=self._at(span, 15))
        elif told["state"] == "dropped":
            actions.drop(action, by=self.clerk, reason=told["reason"], at=self._at(span, 15))
        if self.meeting.on_date < self.today - KNOWN_AFTER:
            holders = [one.person for one in action.post.holders] if action.post else []
            for owner in filter(None, (action.person, *holders)):
                actions.received(action, by=owner)


def _days(told: Words) -> int | None:
    """In how many days it is due, where that is a day and not words."""
    due = told.get("due")
    return int(due) if isinstance(due, int) else None


def _excluded(closed: list[AgendaItem]) -> str:
    """The resolution to exclude, with every item it is for by its number and open title."""
    paragraphs = sorted({str(number) for item in closed for number in item.paragraphs})
    return EXCLUDED.format(
        items=_several("item", [f"{item.number} ({item.title})" for item in closed]),
        paragraphs=_several("paragraph", paragraphs),
    )


def _several(word: str, named: list[str]) -> str:
    """ "item 7", "paragraphs 1 and 3"."""
    return f"{word if len(named) == 1 else f'{word}s'} {together(named)}"
