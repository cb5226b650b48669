"""A small council in which every title and every text bears a word that stands nowhere else."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.actions import services as actions
from app.agendas import services as agendas
from app.agendas.models import Agenda, AgendaItem, AgendaItemExempt
from app.boards import services as boards
from app.documents import services as documents
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Access, Readable, Scope
from app.foundation.search.spelling import distance
from app.meetings import services as meetings
from app.minutes import services as minutes
from app.minutes.models import Minute, MinuteExempt, Minutes, ResolutionKind
from app.people import services as people
from app.people.models import PersonKind
from app.reports import services as report_services
from app.reports.models import Report
from tests.cast import PASSWORD, SINCE, Cast, email_of
from tests.factories import reports
from tests.factories.minutes import minute_about, past_meeting

START = "vrogu"
LETTERS = "bdfgjklmnprtvxz"
BEGINNINGS = tuple(f"{START}{letter}*" for letter in LETTERS)
"""How every planted word begins, so that a few questions ask for them all."""
EVERYBODY = ("Clare", "Chi", "Mo", "Olu", "Fin", "Adi", "Nora", "Hal")
"""The cast, and Hal, who clerks the Harbour board."""
CLOSED = {
    "paragraphs": [3],
    "public_interest": "The price is still being negotiated.",
    "open_title": "A property matter",
}


@dataclass(frozen=True)
class Plant:
    """One word and the row in which it stands."""

    word: str
    model: type[Readable]
    id: int
    what: str

    def is_readable(self, scope: Scope) -> bool:
        """What the database says, by the one rule there is."""
        model: Any = self.model
        chosen = db.select(model.id).where(model.id == self.id, model.visible_to(scope))
        return db.session.scalar(chosen) is not None


@dataclass
class Council:
    """The planted words, and the things whose state a test changes."""

    plants: list[Plant] = field(default_factory=list)
    made: dict[str, tuple[type[Any], int]] = field(default_factory=dict)

    def plant(self, thing: Readable, word: str, what: str) -> None:
        """Remember where a word stands."""
        self.plants.append(Plant(word, type(thing), thing.id, what))

    def keep(self, name: str, thing: Any) -> None:
        """Remember a thing by a name."""
        self.made[name] = (type(thing), thing.id)

    def thing(self, name: str) -> Any:
        """A thing by its name, as it is now."""
        return db.session.get_one(*self.made[name])

    def after_moving(self, before: Readable, after: Readable) -> "Council":
        """The same words, those of one row standing in another now instead of its own."""
        was, now = (type(before), before.id), (type(after), after.id)
        kept = [one for one in self.plants if (one.model, one.id) not in (was, now)]
        moved = [
            Plant(one.word, *now, one.what) for one in self.plants if (one.model, one.id) == was
        ]
        return Council(kept + moved, self.made)

    def readable(self, scope: Scope) -> set[str]:
        """The words this reader may read."""
        return {one.word for one in self.plants if one.is_readable(scope)}

    def words(self) -> set[str]:
        """Every planted word."""
        return {one.word for one in self.plants}


def fresh_words(*, without: Iterable[str] = ()) -> Iterator[str]:
    """Words so unlike each other that none is taken for another one mistyped."""
    chance = random.Random(1972)
    used: list[str] = list(without)
    while True:
        word = START + "".join(chance.choice(LETTERS) for _ in range(7)) + "o"
        if all(distance(word, other) > 4 for other in used):
            used.append(word)
            yield word


def plant(cast: Cast) -> Council:
    """Everything that can be found, in every state in which somebody must not find it."""
    council, words = Council(), fresh_words()
    _another_clerk(cast)
    _reports(cast, council, words)
    _agendas(cast, council, words)
    _minutes(cast, council, words)
    _documents(cast, council, words)
    return council


def _another_clerk(cast: Cast) -> None:
    hal = people.add_person(by=None, name="Hal Moor", kind=PersonKind.OFFICER)
    people.open_account(
        hal,
        by=None,
        email=email_of("Hal"),
        password=PASSWORD,
        is_administrator=False,
        is_officer=True,
    )
    boards.name_clerk(cast.other_board, person=hal, by=None, from_on=SINCE)


def _reports(cast: Cast, council: Council, words: Iterator[str]) -> None:
    """Drafts and reports in clearance; the published ones come with the agenda."""
    _report(cast, council, words, "draft")
    waiting = _report(cast, council, words, "in clearance")
    report_services.submit(waiting, by=waiting.author)
    _report(cast, council, words, "exempt draft", access=Access.EXEMPT)
    _report(cast, council, words, "restricted draft", access=Access.RESTRICTED)
    _report(cast, council, words, "harbour draft", board=cast.other_board)
    gone = _report(cast, council, words, "withdrawn")
    report_services.withdraw(gone, by=gone.author, reason="Not needed.")


def _report(cast: Cast, council: Council, words: Iterator[str], what: str, **given: Any) -> Report:
    """A report with a word in its title, one in a section, and one in all that is attached."""
    title, text, appended, filed, inside = (next(words) for _ in range(5))
    report = reports.a_full_report(cast, title=f"On {title}", **given)
    council.keep(what, report)
    reports.write(report, "supporting", f"It speaks of {text} at length.")
    council.plant(report, title, f"{what} title")
    council.plant(report, text, f"{what} section")
    appendix = report_services.attach(
        report, by=report.author, title=f"Appendix {appended}", html=f"<p>{appended}</p>"
    )
    council.plant(appendix, appended, f"{what} appendix")
    document = documents.keep_document(
        by=report.author,
        group_id=report.group_id,
        title=f"File {filed}",
        name="file.txt",
        data=f"{filed} {inside}".encode(),
        access=report.access,
        published_at=None,
        text=f"It holds {inside}.",
    )
    report_services.attach(report, by=report.author, title=document.title, document=document)
    council.plant(document, filed, f"{what} file title")
    council.plant(document, inside, f"{what} file text")
    return report


def _agendas(cast: Cast, council: Council, words: Iterator[str]) -> None:
    """One agenda that is issued and one that is not, each with an exempt item and its report."""
    for days, is_issued in ((40, True), (75, False)):
        meeting = meetings.plan_meeting(
            cast.board, by=cast.person("Clare"), on=clock.today() + timedelta(days=days)
        )
        agenda = agendas.begin_agenda(meeting, by=cast.person("Clare"))
        state = "issued" if is_issued else "unissued"
        _open_item(cast, council, words, agenda, state)
        _exempt_item(cast, council, words, agenda, state)
        if is_issued:
            agendas.publish(agenda, by=cast.person("Clare"), reason="To be tested.")
        council.keep(f"{state} agenda", agenda)


def _open_item(
    cast: Cast, council: Council, words: Iterator[str], agenda: Agenda, state: str
) -> None:
    title, text = next(words), next(words)
    item = agendas.add_item(agenda, by=None, title=f"Item {title}", html=f"<p>About {text}.</p>")
    council.plant(item, title, f"{state} item title")
    council.plant(item, text, f"{state} item text")
    council.keep(f"{state} item", item)
    put_report(cast, council, words, item, f"{state} open report")


def _exempt_item(
    cast: Cast, council: Council, words: Iterator[str], agenda: Agenda, state: str
) -> None:
    title, text, shown = next(words), next(words), next(words)
    item = agendas.add_item(agenda, by=None, title=f"Sale {title}", html=f"<p>Of {text}.</p>")
    facts = CLOSED | {"open_title": f"A matter {shown}"}
    agendas.make_exempt(item, by=None, **facts)
    exempt = wording_of(item)
    council.plant(exempt, title, f"{state} exempt item title")
    council.plant(exempt, text, f"{state} exempt item text")
    council.plant(item, shown, f"{state} exempt item open title")
    council.keep(f"{state} exempt item", item)
    put_report(cast, council, words, item, f"{state} exempt report")


def wording_of(item: AgendaItem) -> AgendaItemExempt:
    """The exempt wording of an item."""
    chosen = db.select(AgendaItemExempt).where(AgendaItemExempt.item_id == item.id)
    return db.session.scalars(chosen).one()


def put_report(
    cast: Cast, council: Council, words: Iterator[str], item: AgendaItem, what: str
) -> None:
    """Put a report full of planted words to an item."""
    on = item.agenda.meeting.on_date
    report = _report(cast, council, words, what, wanted_on=on)
    report_services.submit(report, by=report.author)
    report_services.clear(report, by=cast.person("Clare"))
    agendas.place_report(item, report=report, by=cast.person("Clare"))


def _minutes(cast: Cast, council: Council, words: Iterator[str]) -> None:
    """Minutes in draft and published, with exempt wording and with actions."""
    for weeks, is_published in ((1, True), (2, False)):
        meeting = past_meeting(cast.board, on=clock.today() - timedelta(weeks=weeks))
        state = "published" if is_published else "draft"
        taken = _taken(cast, council, words, meeting, state)
        if is_published:
            minutes.publish(taken, by=cast.person("Clare"))
        council.keep(f"{state} minutes", taken)


def _taken(cast: Cast, council: Council, words: Iterator[str], meeting: Any, state: str) -> Minutes:
    agenda = agendas.begin_agenda(meeting, by=None)
    heading, title = next(words), next(words)
    spoken = agendas.add_item(agenda, by=None, title=f"On {heading}")
    council.plant(spoken, heading, f"item of the {state} minute")
    closed = agendas.add_item(agenda, by=None, title=f"Price {title}")
    agendas.make_exempt(closed, by=None, **CLOSED)
    council.plant(wording_of(closed), title, f"item of the {state} exempt minute")
    taken = minutes.begin_minutes(meeting, by=cast.person("Clare"))
    about = minute_about(taken, f"On {heading}")
    council.plant(about, heading, f"{state} minute heading")
    _said(cast, council, words, about, state)
    _closed(cast, council, words, minute_about(taken, "A property matter"), title, state)
    return taken


def _said(cast: Cast, council: Council, words: Iterator[str], minute: Minute, state: str) -> None:
    text, resolved, done, noted = (next(words) for _ in range(4))
    minutes.write_minute(
        minute,
        by=None,
        heading=minute.heading,
        html=f"<p>The board spoke of {text}.</p>",
        outcome=None,
        version=minute.version,
    )
    minutes.set_resolutions(
        minute, by=None, kind=ResolutionKind.RESOLVED, limbs=[f"that {resolved} be built"]
    )
    council.plant(minute, text, f"{state} minute text")
    council.plant(minute, resolved, f"{state} resolution")
    action = _action(cast, minute, f"Mend {done}", person=cast.person("Olu"))
    actions.note(action, by=cast.person("Olu"), text=f"Begun at {noted}.")
    council.plant(action, done, f"{state} action")
    council.plant(action, noted, f"{state} action note")


def _closed(
    cast: Cast, council: Council, words: Iterator[str], minute: Minute, title: str, state: str
) -> None:
    text, resolved, done = (next(words) for _ in range(3))
    exempt = minutes.write_exempt(
        minute,
        by=None,
        heading=f"Price {title}",
        html=f"<p>It is worth {text}.</p>",
        resolved=f"That {resolved} be sold.",
    )
    assert isinstance(exempt, MinuteExempt)
    council.plant(exempt, title, f"{state} exempt minute heading")
    council.plant(exempt, text, f"{state} exempt minute text")
    council.plant(exempt, resolved, f"{state} exempt resolution")
    action = _action(cast, minute, f"Sell {done}", owner_words="The Director")
    council.plant(action, done, f"{state} action of an exempt minute")


def _action(cast: Cast, minute: Minute, text: str, **owner: Any) -> Any:
    return actions.add_action(
        by=cast.person("Clare"),
        board=cast.board,
        minute=minute,
        text=text,
        made_on=minute.minutes.meeting.on_date,
        **owner,
    )


def _documents(cast: Cast, council: Council, words: Iterator[str]) -> None:
    """Documents of their own, and past papers that came in for clerks only."""
    now = clock.now()
    for board in (cast.board, cast.other_board):
        for access in (Access.OPEN, Access.EXEMPT, Access.RESTRICTED):
            for published_at in (now, None):
                title, text = next(words), next(words)
                document = documents.keep_document(
                    by=None,
                    group_id=board.id,
                    title=f"Paper {title}",
                    name="paper.txt",
                    data=f"{title} {text}".encode(),
                    access=access,
                    published_at=published_at,
                    text=f"It holds {text}.",
                )
                state = f"{access.value} {'published' if published_at else 'unpublished'}"
                council.plant(document, title, f"{state} document title")
                council.plant(document, text, f"{state} document text")
                council.keep(f"{state} document of {board.name}", document)
    _brought_in(cast, council, words)


def _brought_in(cast: Cast, council: Council, words: Iterator[str]) -> None:
    for access in (Access.OPEN, Access.RESTRICTED):
        title, text = next(words), next(words)
        report = report_services.bring_in(
            by=None,
            board=cast.board,
            title=f"Past {title}",
            template=council.thing("draft").template_version,
            header={},
            sections=[
                {"key": "purpose", "label": "Purpose", "number": "1.0", "text": f"<p>{text}</p>"}
            ],
            wanted_on=clock.today() - timedelta(days=900),
            access=access,
            published_at=clock.now() - timedelta(days=900),
        )
        council.plant(report, title, f"{access.value} past report title")
        council.plant(report, text, f"{access.value} past report text")
        council.keep(f"{access.value} past report", report)
