"""Text pasted from Word, Excel or a web page into a plain field, as one would have typed it.

What arrives is plain: a bullet or a number with a tab behind it, a lesser bullet for what stands
within, and tabs between the cells of a table. Only such lines are rewritten. A sign that prose
may begin with, such as a dash, “o” or “§”, is a bullet only with a tab or several blanks behind it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from app.foundation.richtext.counting import count, roman_value
from app.foundation.richtext.nodes import ListKind

BULLETS = "•·●▪■◦○‣⁃\uf0b7\uf0a7\uf0d8"
"""Signs that begin nothing but an entry; the last three are those of Word's own fonts."""
_RANKS = {**dict.fromkeys("◦○o", 1), **dict.fromkeys("▪■§\uf0a7", 2)}
"""How deep Word puts a sign by itself: • then o then ▪."""
_BLANK = r"[ \t\xa0]"
_MARK = re.compile(
    rf"(?P<lead>{_BLANK}*)"
    rf"(?:(?P<bullet>[{BULLETS}]){_BLANK}+"
    rf"|(?P<doubtful>[-–—*§o])(?:{_BLANK}*\t{_BLANK}*|[ \xa0]{{2,}})"
    r"|(?P<open>\(?)(?P<counted>\d{1,3}|[a-z]{1,4})(?P<close>[.)])"
    rf"{_BLANK}*\t{_BLANK}*)"
    rf"(?=[^ \t\xa0])"
)
_QUOTED = re.compile(r'(?P<edge>^|(?<=\t))"(?P<cell>(?:[^"\t]|"")*\n(?:[^"\t]|"")*)"(?=\t|$)', re.M)
_TYPED = re.compile(r"\||#{1,2} |[-*•–] |\(?(?:\d{1,4}|[a-z]{1,9})[.)] ")


def as_typed(text: str) -> str:
    """The text with pasted lists and tables in the marks of the plain field; twice is as once."""
    lines = _QUOTED.sub(_in_one_line, re.sub(r"\r\n?|\x0b", "\n", text)).split("\n")
    written: list[str] = []
    for kind, run in groupby(zip(_kinds(lines), lines, strict=True), key=itemgetter(0)):
        together = [line for _, line in run]
        if kind == _ENTRY:
            written.extend(_list([mark for line in together if (mark := _read(line))]))
        else:
            written.extend(_rows(together) if kind else together)
    return "\n".join(written)


def _in_one_line(found: re.Match[str]) -> str:
    """A cell of several lines, which Excel quotes, if it stands beside another cell."""
    text, end = found.string, found.end()
    if text[found.start() - 1 : found.start()] != "\t" and text[end : end + 1] != "\t":
        return found.group()
    return " ".join(found["cell"].replace('""', '"').split())


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that begins with a pasted bullet or number."""

    lead: int
    """How far it is indented."""
    style: str
    """The bullet, or how the number is written: lines of one list have the same."""
    number: str
    words: str


def _read(line: str) -> _Mark | None:
    found = _MARK.match(line)
    if found is None or "\t" in line[found.end() :].rstrip():
        return None
    bullet, number = found["bullet"] or found["doubtful"], found["counted"] or ""
    style = bullet or f"{found['open']}{'1' if number.isdigit() else 'a'}{found['close']}"
    lead = len(found["lead"].replace("\t", "  "))
    return _Mark(lead, style, number, line[found.end() :].rstrip())


_ENTRY, _OTHER = -1, 0
"""What a line is, if it is no row; a row is told by the number of its tabs."""


def _kinds(lines: Sequence[str]) -> list[int]:
    """Lines of one kind that follow each other are read together.

    Entries, also with blank lines between them; rows of so many tabs; anything else, be it prose
    or typed in the marks of the field already.
    """
    kinds = [_kind(line) for line in lines]
    coming = _OTHER
    for place in reversed(range(len(lines))):
        if lines[place].strip():
            coming = kinds[place]
        elif coming == _ENTRY and place and kinds[place - 1] == _ENTRY:
            kinds[place] = _ENTRY
    return kinds


def _kind(line: str) -> int:
    if _read(line) is not None:
        return _ENTRY
    return _OTHER if not line.strip() or _TYPED.match(line.lstrip()) else line.count("\t")


@dataclass(slots=True)
class _Level:
    """One list that stands open, outermost first."""

    lead: int
    style: str
    kind: ListKind
    number: int


def _list(marks: Sequence[_Mark]) -> Iterator[str]:
    levels: list[_Level] = []
    for place, mark in enumerate(marks):
        later = {one.style for one in marks[place + 1 :]}
        _take(mark, levels, later)
        here = levels[-1]
        sign = "-" if here.kind == "ul" else _SIGNS[here.kind].format(count(here.kind, here.number))
        indent = levels[0].lead + 2 * (len(levels) - 1)
        yield f"{' ' * indent}{sign} {mark.words}"


_SIGNS: dict[ListKind, str] = {"1": "{}.", "a": "{})", "i": "({})"}


def _take(mark: _Mark, levels: list[_Level], later: set[str]) -> None:
    """Open the list to which an entry belongs, and close those that ended before it."""
    while levels and mark.lead < levels[-1].lead:
        levels.pop()
    goes_on = next((n for n, one in enumerate(levels) if _continues(one, mark)), None)
    if goes_on is not None:
        del levels[goes_on + 1 :]
        levels[-1].number += 1
        return
    if levels and not _is_within(mark, levels[-1], later):
        levels.pop()
    levels.append(_begun(mark))


def _continues(level: _Level, mark: _Mark) -> bool:
    if (level.lead, level.style) != (mark.lead, mark.style):
        return False
    return level.kind == "ul" or mark.number == count(level.kind, level.number + 1)


def _is_within(mark: _Mark, above: _Level, later: set[str]) -> bool:
    """Word writes no indent: what is within has a lesser sign, or the list above goes on later."""
    if mark.lead > above.lead:
        return True
    if mark.style == above.style and not mark.number:
        return False
    return above.style in later or _RANKS.get(mark.style, 0) > _RANKS.get(above.style, 0)


def _begun(mark: _Mark) -> _Level:
    if not mark.number:
        return _Level(mark.lead, mark.style, "ul", 1)
    if mark.number.isdigit():
        return _Level(mark.lead, mark.style, "1", max(1, int(mark.number)))
    roman = roman_value(mark.number)
    if roman and (len(mark.number) > 1 or mark.number in "ivx"):
        return _Level(mark.lead, mark.style, "i", roman)
    return _Level(mark.lead, mark.style, "a", _value(mark.number))


def _value(letters: str) -> int:
    return ord(letters[0]) - ord("a") + 1 + 26 * (len(letters) - 1)


def _rows(lines: Sequence[str]) -> Sequence[str]:
    """Two lines or more with as many tabs each are rows, unless the tabs only indent them."""
    rows = [[cell.strip(" \xa0") for cell in line.split("\t")] for line in lines]
    while rows[0] and not any(row[0] for row in rows):
        rows = [row[1:] for row in rows]
    if len(rows) < 2 or len(rows[0]) < 2:
        return lines
    written = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    rule = ["|---" * len(rows[0]) + "|"] if _has_heading(rows) else []
    return [written[0], *rule, *written[1:]]


def _cell(text: str) -> str:
    """The words of a cell; a bar or dash in them is none of the table's own."""
    escaped = text.replace("|", "\\|")
    return f"\\{escaped}" if re.fullmatch(r":?-+:?", escaped) else escaped


def _has_heading(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names columns: it is filled, in words, with figures beneath one."""
    first, *others = rows
    if not all(first) or any(_has_figure(cell) for cell in first):
        return False
    return any(all(_has_figure(cell) for cell in column) for column in zip(*others, strict=True))


def _has_figure(cell: str) -> bool:
    return any(letter.isdigit() for letter in cell)
