"""What a question names itself: a board by any of its names, a person, the meetings of a day."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import Date, Row, String, bindparam, or_, select, union_all

from app.boards.models import Board, BoardAlias
from app.boards.queries import plain_name
from app.foundation.db import fetch_rows
from app.foundation.search.parsing import parse
from app.foundation.web.filters import day, start_time
from app.meetings.models import Meeting
from app.pages.synonyms import queries as synonyms
from app.people.models import Person

_TITLES = frozenset({"cllr", "councillor", "mr", "mrs", "ms", "miss", "dr", "the"})
_NAME = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_MOST_WORDS = 6
_MOST_NAMESAKES = 5


@dataclass(frozen=True)
class NamedPage:
    """A page that everybody signed in may open, named by the question."""

    title: str
    url: str
    word: str
    """What it is: board, person or meeting."""


@dataclass(frozen=True)
class Understood:
    """What was named, and under which other names the papers speak of it."""

    named: tuple[NamedPage, ...]
    names: tuple[tuple[str, str], ...]


def understood(text: str) -> Understood:
    """The boards, people and meetings that a question names, all of which everybody may know; and
    the council's own words that mean the same."""
    boards, board_names = _boards(text)
    people, person_names = _people(text)
    names = (*board_names, *person_names, *synonyms.pairs())
    return Understood((*boards, *people, *_meetings(text)), names)


def _boards(text: str) -> tuple[list[NamedPage], list[tuple[str, str]]]:
    """The board that is meant, and every other name a board may be called by in a question."""
    wanted = plain_name(text)
    rows = fetch_rows(_BOARD_NAMES, {})
    meant = {board: name for board, name, other in rows if wanted == plain_name(other)}
    named = [
        NamedPage(name, url_for("boards.show", board_id=board), "Board")
        for board, name in meant.items()
    ]
    return named, [(other, name) for _, name, other in rows if other != name]


def _people(text: str) -> tuple[list[NamedPage], list[tuple[str, str]]]:
    """Those whose surname or whole name was typed; and how papers speak of the one who is meant."""
    words = [word for word in _plain(text).split() if word not in _TITLES]
    if not 0 < len(words) <= _MOST_WORDS or not all(map(_NAME.fullmatch, words)):
        return [], []
    surnamed = fetch_rows(_SURNAMED, {"surname": words[-1], "beginning": f"{words[-1]} %"})
    meant = [row for row in surnamed if set(words) <= set(row.sort_name.split())]
    named = [
        NamedPage(
            f"{row.honorific} {row.name}".strip(),
            url_for("people.show", person_id=row.id),
            "Person",
        )
        for row in meant[:_MOST_NAMESAKES]
    ]
    if len(meant) != 1 or " ".join(text.split()).count(" ") == 0:
        return named, []
    return named, [(text, other) for other in _spoken_of(meant[0], surnamed)]


def _spoken_of(meant: Row[Any], surnamed: Sequence[Row[Any]]) -> list[str]:
    """The whole name; and title and surname, unless a namesake bears the same title."""
    alike = [row for row in surnamed if row.honorific == meant.honorific]
    short = f"{meant.honorific} {meant.name.split()[-1]}"
    return [meant.name, short] if meant.honorific and len(alike) == 1 else [meant.name]


def _meetings(text: str) -> list[NamedPage]:
    """The meetings held on the days that were typed."""
    days = sorted(parse(text).days)
    if not days:
        return []
    rows = fetch_rows(_MEETINGS, {"days": days})
    often = Counter((row.on_date, row.name) for row in rows)
    return [
        NamedPage(
            f"{board}, {day(on)}" + (f", {start_time(at)}" if often[on, board] > 1 else ""),
            url_for("agendas.show", meeting_id=meeting),
            "Meeting",
        )
        for meeting, on, at, board in rows
    ]


def _plain(text: str) -> str:
    """Lower case and without accents, as people are sorted."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").replace(".", " "))
    return "".join(one for one in letters if not unicodedata.combining(one)).lower()


_BOARD_NAMES = union_all(
    select(Board.id, Board.name, Board.name.label("other")),
    select(Board.id, Board.name, Board.minute_prefix).where(Board.minute_prefix != ""),
    select(Board.id, Board.name, BoardAlias.name).join(BoardAlias, BoardAlias.board_id == Board.id),
)
_SURNAMED = (
    select(Person.id, Person.honorific, Person.name, Person.sort_name)
    .where(
        Person.merged_into_id.is_(None),
        or_(
            Person.sort_name == bindparam("surname", type_=String),
            Person.sort_name.like(bindparam("beginning", type_=String)),
        ),
    )
    .order_by(Person.sort_name, Person.id)
)
_MEETINGS = (
    select(Meeting.id, Meeting.on_date, Meeting.starts_at, Board.name)
    .join(Board, Board.id == Meeting.board_id)
    .where(Meeting.on_date.in_(bindparam("days", expanding=True, type_=Date)))
    .order_by(Meeting.on_date, Meeting.starts_at, Meeting.id)
)
