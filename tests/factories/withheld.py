"""What no list and no search shows: wording that was recalled, replaced or written since it was
issued, reasons, names of files, and past papers. Each bears a word that stands nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.actions import services as actions
from app.actions.models import Action
from app.agendas import carrying
from app.agendas import services as agendas
from app.agendas.models import Agenda, AgendaItem
from app.archive.importing.files import import_file
from app.boards import services as boards
from app.boards.models import SeatRole
from app.documents import services as documents
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Access
from app.meetings import services as meetings
from app.minutes import services as minutes
from app.people import services as people
from app.people.models import PersonKind
from app.reports import services as report_services
from app.reports.models import Report
from tests.cast import PASSWORD, SINCE, Cast, email_of
from tests.factories import planted, reports
from tests.factories.minutes import minute_about, past_meeting
from tests.factories.planted import CLOSED, EVERYBODY, Council

OTHERS = {
    "Obi": ("Obi Lunn", PersonKind.COUNCILLOR),
    "Fay": ("Fay Reed", PersonKind.COUNCILLOR),
    "Hana": ("Hana Poole", PersonKind.COUNCILLOR),
    "Kit": ("Kit Marsh", PersonKind.OFFICER),
}
"""Obi observes the Safer board, Fay sat on it and Kit clerked it until yesterday, Hana sits on the
Harbour board."""
READERS = (*OTHERS, *EVERYBODY)
CLERK = frozenset({"Clare"})
PART_TWO = frozenset({"Clare", "Chi", "Mo"})
CIRCLE = frozenset({"Clare", "Olu", "Fin"})
PAST_MINUTES = """
SAFER COMMUNITIES BOARD

At a meeting of the Safer Communities Board held on Tuesday, 21 October 2025 at the Council \
Chamber, Netter Hall

Present: Councillors Anand (Chairman) and Barker

Apologies for Absence: None

SAF801 MINUTES

The Minutes of the meeting held on 14 June 2025 were signed as a correct record.

SAF802 EXCLUSION OF THE PRESS AND PUBLIC

RESOLVED: That the press and public be excluded from the meeting for the following item.

PART II
EXEMPT ITEMS (NOT FOR PUBLICATION)

SAF803 SALE OF {heading}

The Board considered an offer of {text}.

RESOLVED: That the offer of {resolved} be accepted.

Action: T. Oakes to sign for {action} by 30 November 2025

Meeting ended at 8.05 p.m.
"""


@dataclass(frozen=True)
class Secret:
    """One word, and who of the cast may read it."""

    word: str
    readers: frozenset[str]
    what: str


@dataclass(frozen=True)
class Town:
    """The planted council with all that is withheld in it."""

    council: Council
    secrets: list[Secret]

    def readable(self, cast: Cast, who: str | None) -> set[str]:
        """The words that somebody, or nobody signed in, may read."""
        if who is None:
            return set()
        named = {one.word for one in self.secrets if who in one.readers}
        return named | self.council.readable(cast.scope(who))

    def words(self) -> set[str]:
        """Every word there is."""
        return self.council.words() | {one.word for one in self.secrets}

    def said_of(self, words: set[str]) -> list[str]:
        """Where these words were planted."""
        return sorted(
            one.what for one in [*self.council.plants, *self.secrets] if one.word in words
        )


class _Planting:
    """Plants one word after the other."""

    def __init__(self, cast: Cast, council: Council, words: Iterator[str]) -> None:
        self.cast, self.council, self.words = cast, council, words
        self.secrets: list[Secret] = []

    def word(self, what: str, readers: frozenset[str]) -> str:
        """A new word that these people alone may read."""
        word = next(self.words)
        self.secrets.append(Secret(word, readers, what))
        return word


def introduce_others(cast: Cast) -> None:
    """Enter those who look on, and those who left."""
    board, yesterday = cast.board, clock.today() - timedelta(days=1)
    for who, (name, kind) in OTHERS.items():
        person = people.add_person(by=None, name=name, kind=kind)
        is_officer = kind == PersonKind.OFFICER
        people.open_account(
            person, by=None, email=email_of(who), password=PASSWORD, is_officer=is_officer
        )
        if is_officer:
            left = boards.name_clerk(board, person=person, by=None, from_on=SINCE)
            boards.end_clerkship(left, by=cast.person("Adi"), to_on=yesterday)
            continue
        role = SeatRole.OBSERVER if who == "Obi" else SeatRole.MEMBER
        on = cast.other_board if who == "Hana" else board
        seat = boards.give_seat(on, person=person, by=None, role=role, from_on=SINCE)
        if who == "Fay":
            boards.end_seat(seat, by=cast.person("Adi"), to_on=yesterday)


def plant(cast: Cast) -> Town:
    """The planted council, and everything that is withheld in it."""
    introduce_others(cast)
    council = planted.plant(cast)
    words = planted.fresh_words(without=council.words())
    planting = _Planting(cast, council, words)
    _recalled_before_its_meeting(planting)
    _recalled_with_its_minute(planting)
    _confidential(planting)
    _put_off(planting)
    _replaced(planting)
    _written_since(planting)
    _not_brought(planting)
    _closed_promises(planting)
    _put_right(planting)
    return Town(council, planting.secrets)


def bring_in(town: Town, cast: Cast, folder: Path) -> None:
    """Past papers come in, one with a Part II and one that cannot be read; each commits itself."""
    words = planted.fresh_words(without=town.words())
    planting = _Planting(cast, town.council, words)
    parts = ("heading", "text", "resolved", "action")
    said = {part: planting.word(f"past exempt {part}", PART_TWO) for part in parts}
    name = planting.word("name of an exempt past paper", PART_TWO)
    paper = folder / f"{name}.txt"
    paper.write_text(PAST_MINUTES.format(**said), encoding="utf-8")
    refused = folder / f"{planting.word('name of a refused paper', CLERK)}.docx"
    refused.write_bytes(b"PK\x03\x04 no Word file")
    for path in (paper, refused):
        import_file(path, by=cast.person("Clare"))
    town.secrets.extend(planting.secrets)


def _agenda(planting: _Planting, *, days: int) -> Agenda:
    meeting = past_meeting(planting.cast.board, on=clock.today() + timedelta(days=days))
    return agendas.begin_agenda(meeting, by=planting.cast.person("Clare"))


def _recalled_before_its_meeting(planting: _Planting) -> None:
    """Item, report and reasons of what was published and taken back."""
    cast, clare = planting.cast, planting.cast.person("Clare")
    agenda = _agenda(planting, days=54)
    item = agendas.add_item(
        agenda,
        by=clare,
        title=f"Rents {planting.word('recalled item title', PART_TWO)}",
        html=f"<p>Of {planting.word('recalled item text', PART_TWO)}.</p>",
    )
    planted.put_report(cast, planting.council, planting.words, item, "recalled report")
    why = planting.word("reason of a publication", CLERK)
    agendas.publish(agenda, by=clare, reason=f"In haste, {why}.")
    _recall(planting, item)


def _recall(planting: _Planting, item: AgendaItem) -> None:
    interest = planting.word("public interest of a recalled item", PART_TWO)
    facts = CLOSED | {
        "open_title": "A matter of rents",
        "public_interest": f"It would harm {interest}.",
    }
    reason = planting.word("reason of a recall", frozenset({"Clare", "Adi"}))
    agendas.recall(item, by=planting.cast.person("Clare"), reason=f"It names {reason}.", **facts)


def _recalled_with_its_minute(planting: _Planting) -> None:
    """An item whose minutes were published before anybody saw that it should not have been."""
    cast, clare = planting.cast, planting.cast.person("Clare")
    agenda = _agenda(planting, days=-30)
    title = f"Lease {planting.word('recalled minuted item', PART_TWO)}"
    item = agendas.add_item(agenda, by=clare, title=title)
    agendas.publish(agenda, by=clare, reason="The meeting is over.")
    taken = minutes.begin_minutes(agenda.meeting, by=clare)
    minute = minute_about(taken, title)
    minutes.save_minute(
        minute,
        by=clare,
        heading=title,
        html=f"<p>It costs {planting.word('recalled minute text', PART_TWO)}.</p>",
        outcome=None,
        resolved=[f"that {planting.word('recalled resolution', PART_TWO)} be let"],
        recommended=[],
        version=minute.version,
    )
    actions.add_action(
        by=clare,
        board=cast.board,
        minute=minute,
        text=f"Let {planting.word('recalled action', PART_TWO)}",
        owner_words="The Director",
        made_on=agenda.meeting.on_date,
    )
    minutes.publish(taken, by=clare)
    _recall(planting, item)


def _confidential(planting: _Planting) -> None:
    """An item that the public must not hear of, on an agenda that is out."""
    clare = planting.cast.person("Clare")
    agenda = _agenda(planting, days=61)
    item = agendas.add_item(
        agenda,
        by=clare,
        title=f"Notice {planting.word('confidential title', PART_TWO)}",
        html=f"<p>From {planting.word('confidential text', PART_TWO)}.</p>",
    )
    agendas.make_exempt(item, by=clare, access=Access.CONFIDENTIAL, **CLOSED | {"paragraphs": []})
    agendas.publish(agenda, by=clare, reason="To be tested.")
    late = agendas.add_item(
        agenda,
        by=clare,
        title=f"Late {planting.word('item that waits for a supplement', CLERK)}",
        late_reason=f"Only now {planting.word('late reason that waits', CLERK)}.",
    )
    planting.council.keep("waiting item", late)


def _put_off(planting: _Planting) -> None:
    """A draft whose exempt item goes over to the new day."""
    clare = planting.cast.person("Clare")
    agenda = _agenda(planting, days=68)
    title = f"Site {planting.word('carried exempt title', CLERK)}"
    item = agendas.add_item(agenda, by=clare, title=title)
    agendas.make_exempt(item, by=clare, **CLOSED)
    later = meetings.postpone(
        agenda.meeting, by=clare, reason="No quorum.", to_on=clock.today() + timedelta(days=82)
    )
    carrying.begin_with_postponed(later, by=clare)


def _replaced(planting: _Planting) -> None:
    """A file in whose place a better one was put, and the names of files."""
    cast, clare = planting.cast, planting.cast.person("Clare")
    for access, readers in ((Access.OPEN, frozenset(READERS)), (Access.EXEMPT, PART_TWO)):
        first = planting.word(f"name of a replaced {access.value} file", CLERK)
        inside = planting.word(f"bytes of a replaced {access.value} file", CLERK)
        second = planting.word(f"name of an {access.value} file", readers)
        document = documents.keep_document(
            by=clare,
            group_id=cast.board.id,
            title="A plan",
            name=f"{first}.txt",
            data=inside.encode(),
            access=access,
            published_at=clock.now(),
        )
        data = f"A better plan, {access.value}.".encode()
        documents.add_version(document, by=clare, name=f"{second}.txt", data=data)


def _written_since(planting: _Planting) -> None:
    """A report that is out and was sent back: what is written in it now is its circle's alone."""
    cast, clare = planting.cast, planting.cast.person("Clare")
    for access in (Access.OPEN, Access.EXEMPT):
        report = reports.a_published_report(cast, title=f"On {access.value} lamps", access=access)
        said = planting.word(f"what an {access.value} report was sent back for", CIRCLE)
        report_services.send_back(report, by=clare, text=f"Say more of {said}.")
        _rewrite(planting, report, f"{access.value} report that is out")


def _rewrite(planting: _Planting, report: Report, what: str) -> None:
    left = planting.word(f"kept version of an {what}", CIRCLE)
    reports.write(report, "supporting", f"At first {left} was said.")
    report_services.keep_version(report, by=report.author, why="left")
    now = planting.word(f"working text of an {what}", CIRCLE)
    reports.write(report, "supporting", f"Now {now} is said.")
    report_services.edit_header(
        report,
        by=report.author,
        title=f"On {planting.word(f'working title of an {what}', CIRCLE)}",
        header=report.header,
        wanted_on=report.wanted_on,
        version=report.version,
    )
    appended = planting.word(f"appendix since of an {what}", CIRCLE)
    report_services.attach(report, by=report.author, title=f"More {appended}", html="<p>More.</p>")


def _not_brought(planting: _Planting) -> None:
    """Why a report was withdrawn."""
    report = reports.a_full_report(planting.cast, title="On benches")
    why = planting.word("reason of a withdrawn report", frozenset({"Clare", "Olu"}))
    report_services.withdraw(report, by=report.author, reason=f"Because of {why}.")


def _closed_promises(planting: _Planting) -> None:
    """Actions under an exempt minute: how they ended, and by when."""
    cast, clare = planting.cast, planting.cast.person("Clare")
    agenda = _agenda(planting, days=-37)
    item = agendas.add_item(agenda, by=clare, title="Depot")
    agendas.make_exempt(item, by=clare, **CLOSED)
    taken = minutes.begin_minutes(agenda.meeting, by=clare)
    minute = minute_about(taken, "A property matter")
    made: list[Action] = [
        actions.add_action(
            by=clare,
            board=cast.board,
            minute=minute,
            text=f"Sell {planting.word('closed action', PART_TWO)}",
            owner_words=f"The agent of {planting.word('owner of a closed action', PART_TWO)}",
            due_words=f"when {planting.word('due words of a closed action', PART_TWO)} agrees",
            made_on=agenda.meeting.on_date,
        )
        for _ in range(2)
    ]
    minutes.publish(taken, by=clare)
    actions.note(made[0], by=clare, text=f"Asked {planting.word('closed note', PART_TWO)}.")
    actions.finish(made[0], by=clare, evidence=planting.word("closed evidence", PART_TWO))
    actions.drop(made[1], by=clare, reason=planting.word("why a closed action fell", PART_TWO))
    db.session.flush()


def _put_right(planting: _Planting) -> None:
    """Exempt wording that was published, and was corrected since."""
    clare = planting.cast.person("Clare")
    agenda = _agenda(planting, days=-44)
    item = agendas.add_item(agenda, by=clare, title="Wharf")
    agendas.make_exempt(item, by=clare, **CLOSED)
    taken = minutes.begin_minutes(agenda.meeting, by=clare)
    minute = minute_about(taken, "A property matter")
    for state in ("former", "present"):
        minutes.write_exempt(
            minute,
            by=clare,
            heading="Wharf",
            html=f"<p>Sold to {planting.word(f'{state} exempt wording', PART_TWO)}.</p>",
            resolved=f"That {planting.word(f'{state} exempt resolution', PART_TWO)} be told.",
            reason="It was written down wrongly." if taken.published_at else "",
        )
        if taken.published_at is None:
            minutes.publish(taken, by=clare)
