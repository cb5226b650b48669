"""Resolves citations: which minute "SHP54" means, the link to it, and where it is cited."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from flask import g, has_request_context, url_for
from markupsafe import Markup
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.boards.models import Board
from app.foundation.clock import LONDON
from app.foundation.db import db, fetch_rows
from app.foundation.permissions import Scope
from app.foundation.richtext.pages import as_html
from app.foundation.web import auth
from app.meetings.models import Meeting
from app.minutes.models import Citation, Minute, MinuteExempt, Minutes
from app.minutes.references import key_of, keys_in, linked, pattern_of
from app.reports import queries as reports
from app.reports.models import Report


def resolve(reference: str, *, on: date | None, scope: Scope) -> list[Minute]:
    """The minutes that a citation in a paper of this date can mean, newest first."""
    return by_date(_named({key_of(reference)}, scope=scope), on=on)


def by_date(found: Sequence[Minute], *, on: date | None) -> list[Minute]:
    """Of each board the minute of the newest period not later than the paper; all if there is
    none."""
    if on is None:
        return list(found)
    newest: dict[int, Minute] = {}
    for minute in found:
        if not is_later(minute, on=on):
            newest.setdefault(minute.group_id, minute)
    return list(newest.values()) or list(found)


def is_later(minute: Minute, *, on: date | None) -> bool:
    """Whether the minute is of a later period than the paper, and so hardly meant."""
    return bool(on and minute.period and minute.minutes.meeting.on_date > on)


def cited(
    html: str, on: date | datetime | None = None, *, keys: Collection[str] | None = None
) -> Markup:
    """Stored text for a page, with links to the minutes it cites that its reader may see.

    What was published is linked as it was: to the minutes with the keys that were frozen with it.
    """
    text = str(html)
    if "<table>" in text and "scroll-x" not in text:
        text = str(as_html(text))
    is_plain = keys is not None and not keys
    if is_plain or not has_request_context() or not any(letter.isdigit() for letter in text):
        return Markup(text)  # noqa: S704
    pattern = _pattern() if keys is None else pattern_of(_prefixes_in(keys))
    known = look_up([text]) if keys is None else keys
    day = _day(on)

    def address(words: str) -> str | None:
        return _address(words, day) if key_of(words) in known else None

    return Markup(linked(text, pattern=pattern, address=address))  # noqa: S704


def look_up(texts: Iterable[str]) -> set[str]:
    """The keys of the minutes that these texts cite and the reader may see; at most one query."""
    known: dict[str, bool] = g.setdefault("minutes_known", {})
    pattern = _pattern()
    keys = _keys_in_all(texts, pattern)
    missing = keys - known.keys()
    if missing:
        seen = set(
            db.session.scalars(
                select(Minute.printed_key)
                .where(Minute.printed_key.in_(sorted(missing)), Minute.visible_to(auth.scope()))
                .distinct()
            )
        )
        known.update({key: key in seen for key in missing})
    return {key for key in keys if known[key]}


def published_keys(texts: Mapping[int, Iterable[str]]) -> dict[int, list[str]]:
    """The keys in the texts of each paper that name published minutes now, by paper."""
    pattern = pattern_of(_prefixes())
    keys = {paper: _keys_in_all(said, pattern) for paper, said in texts.items()}
    known = _published(set[str]().union(*keys.values()))
    return {paper: sorted(cited & known) for paper, cited in keys.items()}


def freezer(
    texts: Iterable[str], *, publishing: int | None
) -> Callable[[Iterable[str]], list[str]]:
    """A function from texts to the keys of the published minutes they cite; one query for all.

    Minutes that are about to be published, by id, count as published.
    """
    pattern = pattern_of(_prefixes())
    known = _published(_keys_in_all(texts, pattern), publishing=publishing)

    def cites(some: Iterable[str]) -> list[str]:
        return sorted(known & _keys_in_all(some, pattern))

    return cites


def _keys_in_all(texts: Iterable[str], pattern: re.Pattern[str]) -> set[str]:
    return set[str]().union(*(keys_in(text, pattern=pattern) for text in texts))


def _published(keys: set[str], *, publishing: int | None = None) -> set[str]:
    """Those of these keys that name published minutes now."""
    if not keys:
        return set()
    chosen = select(Minute.printed_key).where(
        Minute.printed_key.in_(sorted(keys)),
        or_(Minute.published_at.is_not(None), Minute.minutes_id == publishing),
    )
    return set(db.session.scalars(chosen))


def minutes_cited_in(texts: Mapping[int, Sequence[str]], *, on: date) -> dict[int, list[Minute]]:
    """The published minutes that papers of this date cite without ambiguity, by paper."""
    pattern = pattern_of(_prefixes())
    keys = {paper: _keys_in_all(said, pattern) for paper, said in texts.items()}
    every = set[str]().union(*keys.values())
    found = _named(every, scope=None) if every else []
    return {paper: _meant(cited, found, on=on) for paper, cited in keys.items()}


def _meant(keys: set[str], found: Sequence[Minute], *, on: date) -> list[Minute]:
    meant = []
    for key in sorted(keys):
        chosen = by_date([one for one in found if one.printed_key == key], on=on)
        if len(chosen) == 1 and not is_later(chosen[0], on=on):
            meant.append(chosen[0])
    return meant


@dataclass(frozen=True)
class CitedBy:
    """A paper that cites a minute, as shown beside the minute."""

    title: str
    url: str
    about: str


class _Numbered(Protocol):
    """A minute: its row, or as it was published."""

    @property
    def id(self) -> int:
        """The id of its row."""


def cited_by(minutes: Iterable[_Numbered], *, scope: Scope) -> dict[int, list[CitedBy]]:
    """The later papers that cite these minutes and that the reader may see, by minute."""
    wanted = [minute.id for minute in minutes]
    rows = list(db.session.scalars(select(Citation).where(Citation.minute_id.in_(wanted))))
    things = _citing(rows, scope)
    found: dict[int, list[CitedBy]] = {}
    for row in sorted(rows, key=lambda row: (row.kind, row.thing_id)):
        thing = things.get((row.kind, row.thing_id))
        if thing is not None and thing not in found.get(row.minute_id, []):
            found.setdefault(row.minute_id, []).append(thing)
    return found


def address_of(minute: Minute) -> str:
    """Where a minute is read: on the page of its meeting's minutes."""
    return address(minute.minutes.meeting_id, minute.id)


def address(meeting_id: int, minute_id: int | None = None) -> str:
    """Where the minutes of a meeting are read, or one minute of them."""
    anchor = f"#minute-{minute_id}" if minute_id is not None else ""
    return f"/meetings/{meeting_id}/minutes{anchor}"


def _citing(rows: Sequence[Citation], scope: Scope) -> dict[tuple[str, int], CitedBy]:
    ids: dict[str, set[int]] = {}
    for row in rows:
        ids.setdefault(row.kind, set()).add(row.thing_id)
    found: dict[tuple[str, int], CitedBy] = {}
    for minute in _minutes_among(ids.get(Minute.KIND, set()), scope):
        found[Minute.KIND, minute.id] = _by_minute(minute)
    for exempt in _exempt_among(ids.get(MinuteExempt.KIND, set()), scope):
        found[MinuteExempt.KIND, exempt.id] = _by_minute(exempt.minute)
    titles = reports.titles_for(_reports_among(ids.get(Report.KIND, set()), scope), scope)
    for report_id, title in titles.items():
        url = url_for("reports.show", report_id=report_id)
        found[Report.KIND, report_id] = CitedBy(title, url, "Report")
    return found


def _by_minute(minute: Minute) -> CitedBy:
    meeting = minute.minutes.meeting
    day = f"{meeting.on_date.day} {meeting.on_date:%B %Y}"
    title = f"{minute.printed} {minute.heading}".strip()
    return CitedBy(title, address_of(minute), f"{meeting.board.name}, {day}")


def _minutes_among(ids: set[int], scope: Scope) -> list[Minute]:
    if not ids:
        return []
    return list(
        db.session.scalars(
            select(Minute)
            .where(Minute.id.in_(ids), Minute.visible_to(scope))
            .options(
                joinedload(Minute.minutes).joinedload(Minutes.meeting).joinedload(Meeting.board)
            )
        )
    )


def _exempt_among(ids: set[int], scope: Scope) -> list[MinuteExempt]:
    if not ids:
        return []
    place = joinedload(MinuteExempt.minute).joinedload(Minute.minutes)
    return list(
        db.session.scalars(
            select(MinuteExempt)
            .where(MinuteExempt.id.in_(ids), MinuteExempt.visible_to(scope))
            .options(place.joinedload(Minutes.meeting).joinedload(Meeting.board))
        )
    )


def _reports_among(ids: set[int], scope: Scope) -> list[Report]:
    """The open reports among them: the title of an exempt one is not shown on another page."""
    if not ids:
        return []
    chosen = select(Report).where(
        Report.id.in_(ids), Report.visible_to(scope), Report.access == "open"
    )
    return list(db.session.scalars(chosen))


def _named(keys: Iterable[str], *, scope: Scope | None) -> list[Minute]:
    """The minutes with these keys, newest first: those a reader may see, or all published."""
    may = Minute.published_at.is_not(None) if scope is None else Minute.visible_to(scope)
    return list(
        db.session.scalars(
            select(Minute)
            .join(Minute.minutes)
            .join(Meeting, Meeting.id == Minutes.meeting_id)
            .where(Minute.printed_key.in_(sorted(set(keys))), may)
            .options(
                contains_eager(Minute.minutes).joinedload(Minutes.meeting).joinedload(Meeting.board)
            )
            .order_by(Meeting.on_date.desc(), Minute.id.desc())
        )
    )


def _prefixes() -> list[str]:
    return [prefix for (prefix,) in fetch_rows(_PREFIXES, {})]


_PREFIXES = select(Board.minute_prefix).where(Board.minute_prefix != "").distinct()


def _prefixes_in(keys: Collection[str]) -> set[str]:
    """The prefixes of stored keys, whatever prefixes boards have today: shp54 has shp."""
    return {key.rstrip("0123456789") for key in keys if key[:1].isalpha()}


def _pattern() -> re.Pattern[str]:
    """The regular expression for citations of this council, compiled once in each request."""
    if "minutes_pattern" not in g:
        g.minutes_pattern = pattern_of(_prefixes())
    found: re.Pattern[str] = g.minutes_pattern
    return found


def _address(words: str, on: date | None) -> str:
    reference = "".join(words.split()).upper()
    day = on.isoformat() if on else None
    return url_for("minutes.cited", reference=reference.replace(".", ""), on=day)


def _day(on: date | datetime | None) -> date | None:
    if isinstance(on, datetime):
        return on.astimezone(LONDON).date() if on.tzinfo else on.date()
    return on
