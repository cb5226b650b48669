"""Every address of the site, made from its map and the rows of its database, and all that an
answer tells."""

import contextvars
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.actions.models import TimeRequest
from app.agendas.models import Agenda, AgendaItem
from app.boards.models import Clerkship, Seat
from app.foundation.db import Base, db
from app.meetings.models import Attendance
from app.minutes.models import Minute, Minutes
from app.people.models import PostHolder
from app.reports.models import Appendix, Section
from tests.factories.planted import BEGINNINGS

TABLES = {
    "item_id": "agenda_item",
    "file_id": "imported_file",
    "batch_id": "import_batch",
    "of_id": "meeting",
    "row_id": "attendance",
    "request_id": "time_request",
    "holding_id": "post_holder",
    "session_id": "sign_in_session",
}
"""What the id in an address means, where it is not called after its table."""
OWNED: dict[str, tuple[str, Any]] = {
    "item_id": ("meeting_id", select(AgendaItem.id, Agenda.meeting_id).join(AgendaItem.agenda)),
    "minute_id": ("meeting_id", select(Minute.id, Minutes.meeting_id).join(Minute.minutes)),
    "row_id": ("meeting_id", select(Attendance.id, Attendance.meeting_id)),
    "request_id": ("action_id", select(TimeRequest.id, TimeRequest.action_id)),
    "seat_id": ("board_id", select(Seat.id, Seat.board_id)),
    "clerkship_id": ("board_id", select(Clerkship.id, Clerkship.board_id)),
    "holding_id": ("post_id", select(PostHolder.id, PostHolder.post_id)),
    "appendix_id": ("report_id", select(Appendix.id, Appendix.report_id)),
    "key": (
        "report_id",
        select(Section.key, Section.report_id).where(Section.key.in_(["supporting", "purpose"])),
    ),
}
"""What stands under another thing in an address, with the one it belongs to."""
ASKED: dict[str, list[str]] = {
    "public": ["1"],
    "issued": ["1"],
    "actions": ["1"],
    "version": ["1", "2"],
    "number": ["0", "1"],
    "page": ["2", "3", "4"],
    "past": ["1"],
    "as": ["list"],
    "q": [*BEGINNINGS, "SAF"],
    "on": [],
    "month": [],
    "board": ["1", "2"],
    "minute": [],
    "read": [],
    "add": ["1", "2"],
    "stored": ["1"],
    "which": ["due", "ended"],
}
"""Questions after an address that show something else or more, with answers to them."""
NARROWING = {
    "duty",
    "kind",
    "meeting",
    "next",
    "parent",
    "person",
    "tag",
    "under",
    "v",
    "day",
    "owner",
    "state",
    "sort",
    "whose",
}
"""Questions that leave out some of what the page shows without them, or fill in a form."""
QUESTIONED = {
    "agendas.word": ["public", "issued"],
    "minutes.word": ["public", "actions", "number"],
    "actions.word": ["public", "board"],
    "documents.file": ["version", "stored"],
    "documents.index": ["page", "board"],
    "exemptions.index": ["which", "board"],
    "exemptions.word": ["which"],
    "minutes.show": ["add"],
    "reports.index": ["page", "board"],
    "actions.index": ["page", "past"],
    "actions.of_meeting": ["public"],
    "people.index": ["page"],
    "meetings.listing": ["past", "page"],
    "history.index": ["page"],
    "history.of_meeting": ["page"],
    "search.index": ["q"],
    "archive.index": ["page"],
    "archive.proposals": ["page"],
    "administration.jobs": ["page"],
}
"""The pages that answer to these questions."""
NUMBERS = range(4)


def addresses(app: Flask, method: str) -> Iterator[tuple[str, str]]:
    """Each page or deed and every address it can have with the ids that exist."""
    known = _Known()
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or method not in (rule.methods or ()):
            continue
        for values in known.choices(rule):
            with app.test_request_context():
                address = app.url_for(rule.endpoint, **values)
            yield rule.endpoint, address
            for question in QUESTIONED.get(rule.endpoint, ()) if method == "GET" else ():
                for said in ASKED[question]:
                    yield rule.endpoint, f"{address}?{question}={said}"


class _Known:
    """The ids there are, and what each of them belongs to."""

    def __init__(self) -> None:
        self.models = {
            mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
        }
        self.owners = {
            name: (owner, [tuple(row) for row in db.session.execute(chosen)])
            for name, (owner, chosen) in OWNED.items()
        }

    def choices(self, rule: Rule) -> list[dict[str, Any]]:
        """Values for the arguments of a rule: each thing with what it belongs to, and with not."""
        arguments = sorted(rule.arguments)
        below = next((one for one in arguments if one in self.owners), "")
        if not below or self.owners[below][0] not in arguments:
            return self._beside(arguments)
        owner, pairs = self.owners[below]
        found = [{below: child, owner: parent} for child, parent in [*pairs, *_mixed(pairs)]]
        rest = self._beside([one for one in arguments if one not in (below, owner)])
        return [pair | more for pair, more in zip(found, cycle(rest), strict=False)]

    def _beside(self, arguments: list[str]) -> list[dict[str, Any]]:
        """Every value of the first argument with every one of the small others."""
        choices: list[dict[str, Any]] = [{}]
        for argument in arguments:
            values = self._values(argument)
            choices = [choice | {argument: one} for choice in choices for one in values]
        return choices

    def _values(self, argument: str) -> list[Any]:
        if argument == "number":
            return list(NUMBERS)
        if argument == "reference":
            return list(db.session.scalars(select(Minute.printed).distinct()))
        model = self.models.get(TABLES.get(argument) or argument.removesuffix("_id"))
        assert model is not None, f"tests/crawling.py: say what {argument} means in an address"
        ids = list(db.session.scalars(select(model.id).order_by(model.id)))
        return [*ids, (ids[-1] if ids else 0) + 1000]


def _mixed(pairs: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every sixth thing asked for under another than its own."""
    owners = list(dict.fromkeys(owner for _, owner in pairs))
    other = dict(zip(owners, owners[1:] + owners[:1], strict=True))
    return [(child, other[owner]) for child, owner in pairs[::6]]


def answered(ask: Callable[..., TestResponse], address: str, **what: Any) -> TestResponse:
    """An answer as it comes; its request has a context and a session of its own."""
    db.session.rollback()
    response = contextvars.Context().run(ask, address, **what)
    response.get_data()
    response.close()
    return response


def flashed(client: FlaskClient) -> str:
    """What the next page would say, taken out of the session."""
    db.session.rollback()

    def take() -> str:
        with client.session_transaction() as session:
            return str(session.pop("_flashes", ""))

    return contextvars.Context().run(take)


def told_by(response: TestResponse) -> str:
    """All that an answer tells: its head, its words, and every part of a file that holds parts."""
    head = " ".join(f"{name}: {value}" for name, value in response.headers)
    return f"{response.status} {head}\n{unpacked(response.data)}".lower()


def unpacked(data: bytes) -> str:
    """The words of a page or file; of one that holds others all of them, with and without marks."""
    if data[:4] != b"PK\x03\x04":
        return data.decode("utf-8", "replace")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = file.namelist()
            parts = [unpacked(file.read(name)) for name in names]
    except zipfile.BadZipFile:
        return data.decode("utf-8", "replace")
    whole = "\n".join([*names, *parts])
    return whole + re.sub(r"<[^>]+>", "", whole)


_OLD = {name: "0" for name in ("version", "edition", "exempt-version")}
_TYPED = ("title", "heading", "text", "name", "label", "exempt-heading", "exempt-text")
STALE = _OLD | {name: "Something else" for name in _TYPED}
"""A form as it was opened long ago, with something typed: it meets a refusal or a conflict."""
