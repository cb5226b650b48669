"""Minutes one by one: their sub-headings, and under each what stands there."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.archive.paper import ParsedAction, ParsedItem
from app.archive.recognise import words
from app.archive.recognise.actions import file_log
from app.archive.recognise.items import headed_starts, minute_starts
from app.archive.recognise.minute_bodies import Body
from app.archive.recognise.owners import Known
from app.archive.recognise.paragraphs import (
    MinuteParagraph,
    action_column,
    beside,
    column_after,
    left_of,
    paragraphs,
)
from app.archive.recognise.parts import mark_parts
from app.foundation.reading.lines import Line

_CHILD = re.compile(
    r"^\(?(?P<letter>[a-z]|I)\)\s*(?P<title>[A-Z“\"'‘].*)$|^(?P<dot>[a-z])\.\s+(?P<after>[A-Z].*)$"
)
_Log = list[tuple[ParsedItem, str, ParsedAction]]


def read_minutes_items(lines: Sequence[Line]) -> tuple[list[ParsedItem], set[int], int]:
    """The minutes, the lines they took, and the place of the first of them."""
    column = action_column(lines)
    left = [left_of(line, column) for line in lines]
    starts = minute_starts(left) or headed_starts(left)
    first = starts[0].place if starts else len(lines)
    column = beginning = action_column(lines[:first])
    known = Known.of(lines, first=first)
    items: list[ParsedItem] = []
    log: _Log = []
    ends = [start.place for start in starts[1:]] + [len(lines)]
    for start, end in zip(starts, ends, strict=False):
        found = ParsedItem(start.number or None, start.title)
        (items[-1].children if start.is_child else items).append(found)
        column = column if start.is_child else beginning
        head, below = lines[start.place], list(lines[start.place + start.lines : end])
        if start.rest:
            below.insert(0, replace(head, text=start.rest, cells=()))
        body, aside = paragraphs(below, column=column), beside(head, column)
        log += _read(found, body, aside=aside, parent=items[-1], known=known)
        column = column_after(below, column)
    file_log(items, log)
    own = [one for one in starts if not one.is_child]
    ends = [one.place for one in own[1:]] + [len(lines)]
    bodies = [left[one.place + one.lines : end] for one, end in zip(own, ends, strict=False)]
    mark_parts(items, above=lines[:first], bodies=bodies)
    return items, {line.number for line in lines[first:]}, first


def _read(
    item: ParsedItem,
    body: Sequence[MinuteParagraph],
    *,
    aside: Sequence[str],
    parent: ParsedItem,
    known: Known,
) -> _Log:
    """Fill a minute and the sub-headings in its text; gives the rows of a log that stands there."""
    own: list[tuple[ParsedItem, list[MinuteParagraph]]] = [(item, [])]
    for one in body:
        child = None if one.row else _child(parent, one.text)
        if child is None:
            own[-1][1].append(one)
            continue
        parent.children.append(child)
        own.append((child, [replace(one, text=child.text)] if child.text or one.beside else []))
        child.text = ""
    log: _Log = []
    for target, said in own:
        reading = Body(target, known)
        reading.read(said, beside=aside if target is item else ())
        log += reading.log
    return log


def _child(parent: ParsedItem, text: str) -> ParsedItem | None:
    """A sub-heading as "a) Performance Management", counting from a; an I may stand for an l."""
    found = _CHILD.match(text)
    if not found:
        return None
    expected = chr(ord("a") + len(parent.children))
    letter = found["letter"] or found["dot"]
    title = found["title"] or found["after"]
    if letter == "I" and expected == "l":
        letter = "l"
    if letter != expected:
        return None
    title, rest = _run_in(title)
    if len(title) > 110 or not words.ends_open(title):
        return None
    return ParsedItem(f"{parent.number}({letter})", title, text=rest)


def _run_in(title: str) -> tuple[str, str]:
    """ "Domestic abuse. The number of cases …": a few words, then the text on the same line."""
    found = re.match(r"^(?P<title>[^.:;]{3,60})[.:]\s+(?P<text>[A-Z].*)$", title)
    if found is None or len(found["title"].split()) > 7:
        return title, ""
    return found["title"], found["text"]
