"""Every route that takes a form, sent twice at once on PostgreSQL: nothing is doubled or lost, and
whoever comes second is told what somebody would be told who came a moment later."""

import contextvars
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from flask import Flask

from app.foundation import clock
from tests.cast import PASSWORD, Cast, email_of
from tests.factories.council import furnish
from tests.posting.forms import Filled, Harvest
from tests.posting.overlapping import Answer, Post
from tests.posting.states import Furniture, State, without_marks

pytestmark = [pytest.mark.postgres, pytest.mark.long]

NOBODY = ""
WHERE = {
    "Clare": (
        "/meetings",
        "/reports",
        "/actions",
        "/documents",
        "/boards",
        "/administration",
        "/exemptions",
    ),
    "Adi": ("/administration", "/people", "/boards"),
    "Olu": ("/reports", "/account", "/actions"),
    NOBODY: ("/sign-in",),
}
"""Where the clerk, the administrator and the author send what they may: every form there is."""
FREE_ROUNDS = int(os.environ.get("GUILDHALL_ROUNDS", "1"))
"""Rounds in which nothing is held, beside the one in which the second always meets the first."""
PLACES = 4
TOO_OFTEN = 6
TOLD_OTHERWISE = {
    "people.sign_out": "whoever is signed out already may be told so, or be asked to sign in",
}
"""Routes where only what stands is compared, not what both were told, each with its reason."""
LAST_WORD_HOLDS: dict[str, str] = {}
"""Routes where the second of two different answers may stand alone, each with its reason."""

Change = Callable[[Filled], Filled]


def _day(days: int) -> date:
    day = clock.today() + timedelta(days=days)
    return day - timedelta(days=max(day.weekday() - 4, 0))


def on(name: str, days: int) -> Change:
    """A day in its three boxes."""

    def _change(form: Filled) -> Filled:
        day = _day(days)
        return form.put(name, [str(day.day), str(day.month), str(day.year)])

    return _change


def said(**values: str) -> Change:
    """Values under their names."""

    def _change(form: Filled) -> Filled:
        for name, value in values.items():
            form = form.put(name, [value])
        return form

    return _change


def chosen(name: str, place: int = 0) -> Change:
    """One of those that the list offers."""

    def _change(form: Filled) -> Filled:
        offered = dict(form.choices).get(name, ())
        return form.put(name, [offered[place % len(offered)]]) if offered else form

    return _change


def ticked(form: Filled) -> Filled:
    """The days that the second step of planning several meetings offers."""
    days = [_day(80), _day(80) + timedelta(weeks=4)]
    return form.put("day", [one.isoformat() for one in days]).put("plan", ["1"])


def pressed(place: int) -> Change:
    """Another answer for the first of the seats than the one that stands there."""

    def _change(form: Filled) -> Filled:
        seat = min((name for name, _ in form.choices if name.startswith("seat-")), default=None)
        if seat is None:
            return form
        before = dict(form.fields).get(seat.replace("seat-", "was-"))
        rest = [one for one in dict(form.choices)[seat] if one not in (before, "none")]
        return form.put(seat, [rest[place % len(rest)]])

    return _change


def swapped(place: int) -> Change:
    """Two neighbours of an order, the other way round."""

    def _change(form: Filled) -> Filled:
        ids = [value for name, value in form.fields if name == "item_id"]
        ids[place : place + 2] = reversed(ids[place : place + 2])
        return form.put("item_id", ids)

    return _change


OWN_PASSWORD = said(present=PASSWORD, new="three unrelated words", again="three unrelated words")
WHAT_IS_TYPED: dict[str, list[Change]] = {
    "people.sign_in": [said(email=email_of("Mo"), password=PASSWORD)],
    "people.account": [OWN_PASSWORD],
    "people.party": [on("from_on", 0)],
    "people.merge": [chosen("into_id", 1)],
    "people.new": [on("from_on", 0), said(is_another="y"), chosen("kind")],
    "posts.new": [chosen("clears", 1)],
    "posts.appoint": [chosen("person_id"), on("from_on", 0)],
    "posts.end": [on("to_on", 0)],
    "accounts.new": [chosen("person_id")],
    "accounts.show": [said(is_officer="y")],
    "boards.give_seat": [chosen("person_id"), on("from_on", 0)],
    "boards.change_seat": [on("from_on", 1), chosen("role", 2)],
    "boards.end_seat": [on("to_on", 0)],
    "boards.name_clerk": [chosen("clerk-person_id", 3), on("clerk-from_on", 0)],
    "boards.end_clerkship": [on("to_on", 0)],
    "meetings.new": [chosen("board_id"), on("on_date", 80)],
    "meetings.several": [
        chosen("board_id"),
        on("first_on", 80),
        said(weeks="4", count="2"),
        ticked,
    ],
    "meetings.change": [on("on_date", 85)],
    "meetings.postpone": [on("on_date", 90)],
    "attendance.record": [pressed(0)],
    "attendance.times": [said(started_at="18:30", ended_at="20:00"), chosen("chair_id")],
    "closed_days.index": [on("on_date", 75)],
    "reports.submit": [said(as_it_is="y")],
    "reports.new": [chosen("board_id", 1)],
    "agenda_items.exempt": [said(paragraphs="3")],
    "agenda_items.recall": [said(paragraphs="3")],
    "agenda_items.receive": [chosen("meeting_id")],
    "minutes.approve": [chosen("meeting_id"), chosen("decision"), said(minute="", reason="")],
    "minutes.attendance": [pressed(0)],
    "minutes.publish": [said(checked="y", attendance_is_right="y")],
    "actions.add": [chosen("action-person_id")],
    "actions.answer_request": [said(**{"answer-decision": "decline", "answer-due_words": ""})],
    "actions.finish": [said(paper="")],
    "actions.new": [chosen("minute_id"), chosen("person_id")],
    "synonyms.index": [said(other="dustcart")],
    "agendas.order": [swapped(0)],
}
"""What a form needs beside the words that are typed into every box."""
TRIED_ALONE = {
    **dict.fromkeys(
        ("archive.decide", "archive.proposal", "archive.accept_sure"),
        "test_proposals.py::test_whoever_decides_second_is_told",
    ),
    **dict.fromkeys(
        ("archive.pause", "archive.go_on", "archive.undo"),
        "test_proposals.py, which needs past papers that were read",
    ),
}
"""Forms of papers that the worker has read, of which this council has none."""
SAID_OTHERWISE: dict[str, Change] = {
    "agendas.order": swapped(1),
    "attendance.record": pressed(1),
    "attendance.times": said(ended_at="21:00"),
    "minutes.attendance": pressed(1),
}
"""What somebody else says where there are no words to say otherwise."""


@dataclass
class Route:
    """What became of one route."""

    endpoint: str
    one_after_the_other: list[str] = field(default_factory=list)
    rounds: int = 0
    troubles: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        alone = "; ".join(self.one_after_the_other) or "not sent"
        said = "; ".join(self.troubles) or "the same at once"
        return f"{self.endpoint:<30} {self.rounds:>2}  {alone:<60} {said}"


class Racing:
    """The furnished council, and everybody's forms."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        clients = {who: app.test_client() for who in WHERE}
        for who in filter(None, WHERE):
            contextvars.Context().run(_sign_in, clients[who], who)
        contextvars.Context().run(_sign_in, app.test_client(), "Olu")  # on another device
        contextvars.Context().run(_lock_out, app.test_client(), "Nora")
        self.harvest = Harvest(app)
        for who, client in clients.items():
            contextvars.Context().run(self.harvest.gather, who, client, WHERE[who])
        cookies = {who: _cookie(client) for who, client in clients.items()}
        self.post = Post(app, cookies)
        self.furniture = Furniture.kept(app)

    def ones(self, *forms: Filled) -> tuple[list[Answer], list[State]]:
        """One after the other, and how the council stands after each."""
        answers, states = [], []
        for form in forms:
            answers.append(self.post(form))
            states.append(self.furniture.changes())
        self.furniture.put_back()
        return answers, states

    def both(self, first: Filled, second: Filled, *, freely: bool) -> tuple[list[Answer], State]:
        """At once, and how the council stands after both."""
        send = self.post.freely if freely else self.post.at_once
        answers, state = send(first, second), self.furniture.changes()
        self.furniture.put_back()
        return answers, state

    def race(self, endpoint: str) -> Route:
        """The same form twice, then two different ones, and what went wrong."""
        route = Route(endpoint)
        if endpoint in TRIED_ALONE:
            route.one_after_the_other.append(TRIED_ALONE[endpoint])
            return route
        form = self._one_that_is_taken(route)
        if form is None:
            return route
        self._equal(route, form)
        other = _answered_otherwise(form)
        if other is not None:
            self._different(route, form, other)
        self._elsewhere(route, form)
        return route

    def _one_that_is_taken(self, route: Route) -> Filled | None:
        """The first of the forms found that does something."""
        refused: list[str] = []
        for found in self.harvest.found.get(route.endpoint, []):
            form = _typed(found, "Amberley")
            (answer,), (state,) = self.ones(form)
            if answer.is_done and state:
                return form
            refused.append(f"{answer.status} {answer.words}"[:160])
        said = f"{len(refused)} forms found, none was taken: {sorted(set(refused))[:3]}"
        if not refused:
            said = (
                "no form found: add its list to WHERE, and one of it to tests/factories/council.py"
            )
        route.troubles.append(said)
        return None

    def _equal(self, route: Route, form: Filled) -> None:
        answers, states = self.ones(form, form)
        route.one_after_the_other.append("equal: " + _in_words(answers))
        serial = [(answers, states[-1])]
        for freely in (False, *([True] * FREE_ROUNDS)):
            self._compare(route, "equal", form, form, serial, freely=freely)

    def _different(self, route: Route, form: Filled, other: Filled) -> None:
        answers, states = self.ones(form, other)
        turned, turned_states = self.ones(other, form)
        route.one_after_the_other.append("different: " + _in_words(answers))
        serial = [(answers, states[-1]), (turned[::-1], turned_states[-1])]
        alone = (without_marks(states[0]), without_marks(turned_states[0]))
        self._lost(route, "one after the other", answers, states[-1], alone)
        for freely in (False, *([True] * FREE_ROUNDS)):
            met, state = self._compare(route, "different", form, other, serial, freely=freely)
            self._lost(route, "at once", met, state, alone)

    def _elsewhere(self, route: Route, form: Filled) -> None:
        """The same deed at another place: one report on two agendas, one person on two posts.

        Rather a place where one after the other the second is told no.
        """
        best: tuple[Filled, list[Answer], State] | None = None
        for other in self._other_places(form):
            (alone,), _ = self.ones(other)
            if not alone.is_done:
                continue
            answers, states = self.ones(form, other)
            best = best or (other, answers, states[-1])
            if not answers[1].is_done:
                best = (other, answers, states[-1])
                break
        if best is None:
            return
        other, answers, state = best
        route.one_after_the_other.append("elsewhere: " + _in_words(answers))
        turned, turned_states = self.ones(other, form)
        serial = [(answers, state), (turned[::-1], turned_states[-1])]
        for freely in (False, *([True] * FREE_ROUNDS)):
            self._compare(route, "elsewhere", form, other, serial, freely=freely)

    def _other_places(self, form: Filled) -> list[Filled]:
        """Forms of the same route with another address, the likest first."""
        known: dict[str, Filled] = {}
        for found in self.harvest.found[form.endpoint]:
            if found.action != form.action:
                known.setdefault(found.action, _typed(found, "Carrow"))
        parts = set(form.action.split("/"))
        likest = sorted(known.values(), key=lambda one: -len(parts & set(one.action.split("/"))))
        return likest[:PLACES]

    def _compare(
        self,
        route: Route,
        how: str,
        form: Filled,
        other: Filled,
        serial: list[tuple[list[Answer], State]],
        *,
        freely: bool,
    ) -> tuple[list[Answer], State]:
        met, state = self.both(form, other, freely=freely)
        route.rounds += 1
        if any(answer.status >= 500 or answer.status == 0 for answer in met):
            route.troubles.append(f"{how}: {_in_words(met)}")
        same = [
            (_done(met) == _done(answers) or route.endpoint in TOLD_OTHERWISE) and state == after
            for answers, after in [*serial, *([_turned(one) for one in serial if form == other])]
        ]
        if not any(same):
            route.troubles.append(f"{how}: {_in_words(met)}, {_otherwise(state, serial)}")
        return met, state

    def _lost(
        self,
        route: Route,
        how: str,
        answers: list[Answer],
        state: State,
        alone: tuple[State, State],
    ) -> None:
        """Both were told that it is done, and of one of them nothing is to be seen."""
        stands = without_marks(state)
        if not all(answer.is_done for answer in answers) or alone[0] == alone[1]:
            return
        if stands in alone and route.endpoint not in LAST_WORD_HOLDS:
            route.troubles.append(f"different, {how}: what one of them said is lost")


def _turned(one: tuple[list[Answer], State]) -> tuple[list[Answer], State]:
    return one[0][::-1], one[1]


def _done(answers: list[Answer]) -> list[bool]:
    return [answer.is_done for answer in answers]


def _in_words(answers: list[Answer]) -> str:
    return ", ".join(str(answer) for answer in answers)


def _otherwise(state: State, serial: list[tuple[list[Answer], State]]) -> str:
    """What stands there that should not, and what does not."""
    expected = serial[0][1]
    more = [line[:200] for line in sorted((state - expected).elements())]
    less = [line[:200] for line in sorted((expected - state).elements())]
    return f"too much: {more[:3]}, missing: {less[:3]}"


def _typed(found: Filled, marker: str) -> Filled:
    """A form with words of somebody's own in every box, and what its route needs."""
    form = replace(found, marker=marker)
    for name in sorted(form.texts):
        form = form.put(name, [_word(name, marker)])
    for change in WHAT_IS_TYPED.get(form.endpoint, []):
        form = change(form)
    return form


def _word(name: str, marker: str) -> str:
    return f"{marker.lower()}@council.example" if name == "email" else f"Words of {marker}"


def _answered_otherwise(form: Filled) -> Filled | None:
    """The same form from somebody who says something else; None where there is nothing to say."""
    other = replace(form, marker="Brackenby")
    if form.endpoint in SAID_OTHERWISE:
        return SAID_OTHERWISE[form.endpoint](other)
    words = [name for name in form.texts if dict(form.fields).get(name) == _word(name, form.marker)]
    for name in words:
        other = other.put(name, [_word(name, "Brackenby")])
    if words or form.files:
        return other
    for name, offered in form.choices:
        present = dict(form.fields).get(name)
        rest = [value for value in offered if value != present]
        if rest:
            return other.put(name, [rest[0]])
    return None


def _lock_out(client: object, who: str) -> None:
    """Somebody tries too often in another's name."""
    for _ in range(TOO_OFTEN):
        page = client.get("/sign-in")  # type: ignore[attr-defined]
        sent = {"csrf_token": _token(page), "email": email_of(who), "password": f"not-{PASSWORD}"}
        client.post("/sign-in", data=sent)  # type: ignore[attr-defined]


def _token(page: object) -> str:
    said = page.get_data(as_text=True)  # type: ignore[attr-defined]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', said)
    assert token is not None
    return token[1]


def _sign_in(client: object, who: str) -> None:
    page = client.get("/sign-in")  # type: ignore[attr-defined]
    sent = {"csrf_token": _token(page), "email": email_of(who), "password": PASSWORD}
    assert client.post("/sign-in", data=sent).status_code == 302  # type: ignore[attr-defined]


def _cookie(client: object) -> str:
    kept = client.get_cookie("session")  # type: ignore[attr-defined]
    return kept.value if kept else ""


@pytest.fixture
def racing(app: Flask, transaction: Callable[[], object]) -> Iterator[Racing]:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with transaction():
        furnish(Cast())
    yield Racing(app)


def test_every_form_sent_twice_at_once_ends_as_one_after_the_other(app, racing):
    endpoints = sorted(
        {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    )
    nowhere = [name for name in racing.harvest.found if name.startswith("nowhere")]
    chosen = re.compile(os.environ.get("GUILDHALL_ROUTES", ""))
    print(f"\n{'route':<30} rounds  one after the other, at once")  # noqa: T201
    routes = []
    for endpoint in filter(chosen.search, endpoints):
        routes.append(racing.race(endpoint))
        print(routes[-1], flush=True)  # noqa: T201
    assert not nowhere, f"these forms lead to no route: {nowhere}"
    troubles = [str(route) for route in routes if route.troubles]
    assert not troubles, "\n".join(troubles)
