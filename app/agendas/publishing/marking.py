"""Marks in a snapshot with which supplement an item, paper or change came."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from app.agendas.models import name_of_issue
from app.foundation import clock
from app.foundation.exports.wording import day

Content = dict[str, Any]
ROWS = {"reports": "report_id", "appendices": "id", "minutes": "meeting_id"}
"""The lists of an item, and the key by which a row of each is recognised."""
REVISION = ("revised_in", "version", "earlier")
"""The keys that a revised report has in a snapshot."""
WORDS = ("number", "title", "text", "part", "paragraphs", "late_reason", "public_interest")
FRONT = (
    *("board", "date", "time", "venue", "is_extraordinary", "summoned_by"),
    *("members", "quorum", "contact", "next_meeting"),
)


class Replaced(NamedTuple):
    """The version of a report that was issued until now, and the one that replaces it."""

    earlier: int
    version: int


def every(items: Iterable[Content]) -> Iterator[Content]:
    """The items of a snapshot, with those under them."""
    for item in items:
        yield item
        yield from every(item["children"])


def mark(
    content: Content,
    closed: Mapping[int, Content],
    *,
    before: Content,
    closed_before: Mapping[int, Content],
    replaced: Mapping[int, Replaced],
) -> None:
    """Mark everything in a snapshot with the supplement it came with; 0 is the agenda itself."""
    number = len(content["issued"]) - 1
    known = {item["id"]: item for item in every(before.get("items", ()))}
    for item in every(content["items"]):
        earlier = known.get(item["id"])
        item["added_in"] = earlier["added_in"] if earlier else number
        _mark_wording(item, earlier, number=number)
        _mark_revisions(item, earlier, replaced, number=number)
        if item["id"] in closed:
            said, before_it = closed[item["id"]], closed_before.get(item["id"], earlier)
            _mark_wording(said, before_it, number=number)
            _mark_revisions(said, before_it, replaced, number=number)
    content["changed_in"] = dict(_changed(content, before, number=number))


def supplements(content: Mapping[str, Any]) -> dict[int, str]:
    """The names of what came later: "Supplement 1, 3 December 2026"."""
    return {
        one["number"]: f"{name_of_issue(one)}, {_day(one['at'])}"
        for one in content["issued"]
        if one["number"]
    }


def _day(moment: str) -> str:
    return day(datetime.fromisoformat(moment).astimezone(clock.LONDON).date())


def _mark_wording(said: Content, earlier: Content | None, *, number: int) -> None:
    """Mark the words of one item, open or closed, and the rows of its lists."""
    said["changed_in"] = _since(said, earlier, "changed_in", WORDS, number=number)
    for name in ("reports", "minutes"):
        _mark_rows(said, earlier, name, number=number)


def _mark_rows(said: Content, earlier: Content | None, name: str, *, number: int) -> None:
    known = {row[ROWS[name]]: row for row in (earlier or {}).get(name) or ()}
    for row in said.get(name) or ():
        before = known.get(row[ROWS[name]])
        facts = tuple(key for key in row if key not in ("added_in", "appendices", "officer"))
        row["added_in"] = (
            _since(row, before, "added_in", facts, number=number) if before else number
        )
        if "appendices" in row:
            _mark_rows(row, before, "appendices", number=number)


def _mark_revisions(
    said: Content, earlier: Content | None, replaced: Mapping[int, Replaced], *, number: int
) -> None:
    """Mark a revised report with its supplement, its version, and the earlier ones."""
    known = {row["report_id"]: row for row in (earlier or {}).get("reports") or ()}
    for row in said.get("reports") or ():
        before = known.get(row["report_id"], {})
        if change := replaced.get(row["report_id"]):
            row["added_in"] = before.get("added_in", 0)
            row["revised_in"], row["version"] = number, change.version
            row["earlier"] = [*before.get("earlier", ()), change.earlier]
        else:
            row |= {key: before[key] for key in REVISION if key in before}


def _since(
    said: Content, before: Content | None, mark: str, keys: Iterable[str], *, number: int
) -> int:
    """The first supplement that says this; None in publications from before marks were kept."""
    if before is None:
        return 0
    same = all(key not in before or said.get(key) == before[key] for key in keys)
    return int(before.get(mark, 0)) if same else number


def _changed(content: Content, before: Content, *, number: int) -> Iterator[tuple[str, int]]:
    """What has changed at the head of the agenda since it was first issued."""
    earlier: dict[str, int] = before.get("changed_in", {})
    for key in FRONT:
        if key in before and before[key] != content[key]:
            yield key, number
        elif key in earlier:
            yield key, earlier[key]
