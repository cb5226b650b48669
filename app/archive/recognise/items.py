"""Where the items of minutes and agendas begin: numbers that count, or else headings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.archive.recognise import words
from app.archive.recognise.chain import (
    NO_ITEM,
    USUAL,
    children,
    is_heading,
    is_numbered,
    main_run,
    number_below,
    run_in,
)
from app.archive.recognise.numbering import LETTER, Candidate, PrintedNumber, candidates
from app.foundation.reading.lines import Line

_DOWNLOAD = re.compile(r"\s*(?:pdf icon\s+)?PDF\s+[\d.]+\s*[KM]B$", re.IGNORECASE)
"""What meeting websites print behind a title."""
_LISTS = re.compile(
    r"^\W*(?:members?|councillors?|those|also|others?)?\s*(?:present|attend|in attend|sederunt)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^(?P<title>[A-Z][\w’'&/ -]{1,40}?)\s*(?:\([A-Z]{1,3}\)\s*)?(?::|\s[-–—])(?=\s|$)"
    r"(?P<rest>.*)$"
)
_FEWEST_HEADED = 2
_LONGEST_HEAD, _LONGEST_TITLE = 40, 60
_LONGEST_ACRONYM = 5


@dataclass(frozen=True)
class Start:
    """Where an item begins: its number as cited, its title, and what runs on behind the title."""

    place: int
    number: str
    title: str
    rest: str = ""
    """Text that stands on the line, or in the cell, of the title; one line to a paragraph."""
    lines: int = 1
    cells: tuple[str, ...] = ()
    """The cells after the title's."""
    is_child: bool = False


def minute_starts(lines: Sequence[Line]) -> list[Start]:
    """Where numbered minutes begin, and the sub-items that have headings."""
    return _starts(lines, of_agenda=False)


def agenda_starts(lines: Sequence[Line]) -> list[Start]:
    """Where the items of an agenda begin, and their sub-items."""
    return _starts(lines, of_agenda=True)


def _starts(lines: Sequence[Line], *, of_agenda: bool) -> list[Start]:
    run = main_run(lines, of_agenda=of_agenda)
    if of_agenda:
        run = _with_unprinted(lines, run)
    ends = [one.place for one in run[1:]] + [len(lines)]
    found: list[Start] = []
    for one, end in zip(run, ends, strict=False):
        own = one.label.printed.strip("()")
        found.append(_start(lines, one, own, of_agenda=of_agenda))
        for child in children(lines, one, end, of_agenda=of_agenda):
            number = number_below(own, child.label)
            found.append(_start(lines, child, number, of_agenda=of_agenda, is_child=True))
    return found


def _with_unprinted(lines: Sequence[Line], run: Sequence[Candidate]) -> list[Candidate]:
    """With the items that are printed by their sub-items alone: 5(A), 5(B), and no 5."""
    printed = {one.label.values for one in run}
    found = {one.place: one for one in run}
    for one in candidates(lines):
        values = one.label.values
        if LETTER in one.label.form and len(values) == 2 and values[:1] not in printed:
            printed.add(values[:1])
            number = PrintedNumber(str(values[0]), ("number", "#", ""), values[:1])
            found[one.place] = replace(one, label=number, title="", lines=0)
    return [found[place] for place in sorted(found)]


def _start(
    lines: Sequence[Line],
    one: Candidate,
    number: str,
    *,
    of_agenda: bool,
    is_child: bool = False,
) -> Start:
    line, title, rest = lines[one.place], one.title, ""
    is_whole = line.bold or line.level is not None or one.is_under_heading
    if not (of_agenda or is_whole):
        title, rest = run_in(title)
    title = _DOWNLOAD.sub("", title).rstrip(" :").strip()
    runs_on = one.cells if one.title.endswith(":") and not of_agenda else ()
    below = "\n".join(filter(None, (rest, *one.below, *runs_on)))
    return Start(one.place, number, title, below, one.lines, one.cells, is_child)


def headed_starts(lines: Sequence[Line]) -> list[Start]:
    """Where the entries of minutes without numbers begin: at headings of one look.

    Usual business tells which look that is; where nothing stands out, it is words before a colon
    or a dash that name usual business.
    """
    looks: dict[tuple[object, ...], list[int]] = {}
    begin = _after_lists(lines)
    for place in range(begin, len(lines)):
        line = lines[place]
        if is_heading(line) and not _LISTS.match(line.text):
            looks.setdefault(_look(line), []).append(place)
    best = max(looks.values(), key=lambda places: _worth(lines, places), default=[])
    if begin == 0:
        best = best[next((n for n, at in enumerate(best) if USUAL.match(lines[at].text)), 0) :]
    is_sure = _worth(lines, best) >= _FEWEST_HEADED or (begin and len(best) >= _FEWEST_HEADED)
    if is_sure:
        return [Start(at, "", lines[at].text.rstrip(" :.")) for at in best]
    return list(_labelled(lines, begin)) or list(_standing_apart(lines, begin))


def _after_lists(lines: Sequence[Line]) -> int:
    """The line after those that name who was there, near the beginning."""
    listed = [at for at, line in enumerate(lines[:_LONGEST_HEAD]) if _LISTS.match(line.text)]
    return listed[-1] + 1 if listed else 0


def _look(line: Line) -> tuple[object, ...]:
    is_acronym = line.bold and len(line.text) <= _LONGEST_ACRONYM
    is_capitals = words.is_capitals(line.text) and not is_acronym
    return line.level, line.bold, line.underlined, is_capitals, round(line.size)


def _worth(lines: Sequence[Line], places: Iterable[int]) -> float:
    return sum(1.0 if USUAL.match(lines[at].text) else 0.1 for at in places)


def _standing_apart(lines: Sequence[Line], begin: int) -> Iterator[Start]:
    """Plain titles, each with an empty line above it and its text directly below."""
    found = [
        place
        for place in range(begin, len(lines) - 1)
        if begin
        and lines[place].number - lines[place - 1].number > 1
        and lines[place + 1].number - lines[place].number == 1
        and _may_be_title(lines[place])
    ]
    if len(found) >= _FEWEST_HEADED:
        yield from (Start(place, "", lines[place].text) for place in found)


def _may_be_title(line: Line) -> bool:
    is_short = len(line.text) <= _LONGEST_TITLE and words.ends_open(line.text)
    is_other = line.cells or is_numbered(line) or words.is_bullet(line.text)
    is_title = is_short and line.text[:1].isupper() and not is_other
    return is_title and not (_LISTS.match(line.text) or NO_ITEM.match(line.text))


def _labelled(lines: Sequence[Line], begin: int) -> Iterator[Start]:
    found = [
        (place, match)
        for place in range(begin, len(lines))
        if (match := _LABELLED.match(lines[place].text.removeprefix("- ")))
        and not _LISTS.match(lines[place].text)
        and not NO_ITEM.match(match["title"])
    ]
    usual = [place for place, match in found if USUAL.match(match["title"])]
    if len(usual) < _FEWEST_HEADED or len(found) < 2 * _FEWEST_HEADED:
        return
    for place, match in found:
        if begin or place >= usual[0]:
            yield Start(place, "", match["title"].strip(), match["rest"].strip())
