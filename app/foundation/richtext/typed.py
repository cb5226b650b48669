"""Stored text as people type it in a plain field, there and back.

A blank line parts paragraphs; `- ` begins a bullet, `1. `, `a) ` or `(i) ` a counted entry, and two
spaces put what follows within it; `# ` and `## ` begin headings; `| a | b |` is a row of a table,
and a row of dashes stands under its heading. What was pasted is read as if it were typed so.
"""

import re
from dataclasses import dataclass, replace

from app.foundation.richtext.counting import count, roman_value
from app.foundation.richtext.marks import runs_typed, type_runs
from app.foundation.richtext.nodes import (
    Block,
    Cell,
    Heading,
    Inner,
    List,
    ListItem,
    ListKind,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
    map_runs,
)
from app.foundation.richtext.pasted import BULLETS, as_typed
from app.foundation.richtext.reading import DEEPEST_LIST, inner, joined, lifted, parse
from app.foundation.richtext.runs import link_addresses, one_line, without_illegal_characters
from app.foundation.richtext.writing import write

_MARKER = re.compile(
    rf"(?:[-*–{BULLETS}]"
    r"|(?P<digits>\d{1,4})[.)]|\((?P<inside>\d{1,4}|[a-z]{1,9})\)|(?P<letters>[a-z]{1,9})\))"
    r" +(?=[^ ])"
)
_HEADING = re.compile(r"(#{1,2}) +(?=[^ ])")
_STARTS_BLOCK = re.compile(rf"{_MARKER.pattern}|{_HEADING.pattern}|\|")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_BAR = re.compile(r"(?<!\\)\|")
_ROMAN_FIRST = ("i", "v", "x")
_SIGNS: dict[ListKind, str] = {"ul": "-", "1": "{}.", "a": "{})", "i": "({})"}


def from_typed(text: str) -> str:
    """What somebody typed, as stored text."""
    blocks = _blocks(_lines(without_illegal_characters(as_typed(text))), depth=0)
    return write(map_runs(tuple(joined(blocks)), link_addresses))


def to_typed(html: str) -> str:
    """Stored text as one would type it."""
    return "\n\n".join("\n".join(_typed(block)) for block in parse(html))


def is_typable(html: str) -> bool:
    """Whether a plain field can carry this text whole: all but joined cells and lists in cells."""
    return from_typed(to_typed(html)) == html


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int
    apart: bool
    """A blank line stands above it."""

    @property
    def marker(self) -> re.Match[str] | None:
        return _MARKER.match(self.text)

    @property
    def starts_block(self) -> bool:
        return self.apart or _STARTS_BLOCK.match(self.text) is not None


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    apart = False
    for raw in re.split(r"\r\n?|\n", text):
        line = raw.replace("\t", "  ").replace("\xa0", " ").rstrip(" ")
        bare = line.lstrip(" ")
        if bare:
            indent = min(len(line) - len(bare), 2 * DEEPEST_LIST)
            found.append(_Line(bare, indent, apart))
        apart = not bare
    return found


def _blocks(lines: list[_Line], *, depth: int) -> list[Block]:
    blocks: list[Block] = []
    while lines:
        block, lines = _first_block(lines, depth=depth)
        blocks.extend(block)
    return blocks


def _first_block(lines: list[_Line], *, depth: int) -> tuple[list[Block], list[_Line]]:
    first = lines[0]
    if first.marker and depth < DEEPEST_LIST:
        return _list(lines, depth=depth)
    heading = _HEADING.match(first.text)
    if heading and not depth:
        runs = one_line(runs_typed(first.text[heading.end() :]))
        plain = tuple(replace(run, strong=False) for run in runs)
        return ([Heading(2 + len(heading[1]), one_line(plain))] if plain else []), lines[1:]
    if first.text.startswith("|") and not depth:
        return _table(lines)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.starts_block), len(lines))
    runs = runs_typed("\n".join(line.text for line in lines[:end]))
    return ([Paragraph(runs)] if runs else []), lines[end:]


def _list(lines: list[_Line], *, depth: int) -> tuple[list[Block], list[_Line]]:
    """Entries at one indent, for as long as their marks count on."""
    edge = lines[0].indent
    marks = lines[0].marker
    kind, start = _begun(marks) if marks else ("ul", 1)
    items: list[ListItem] = []
    at = 0
    while at < len(lines) and (found := lines[at].marker) and lines[at].indent < edge + 2:
        if items and not _continues(found, kind, start + len(items)):
            break
        end = _end_of_item(lines, at)
        opening = replace(lines[at], text=lines[at].text[found.end() :])
        items.extend(_item([opening, *lines[at + 1 : end]], depth=depth + 1))
        at = end
    return [List(kind, tuple(items), start)] if items else [], lines[at:]


def _end_of_item(lines: list[_Line], at: int) -> int:
    edge, end = lines[at].indent + 2, at + 1
    while end < len(lines) and lines[end].indent >= edge:
        end += 1
    return end


def _item(lines: list[_Line], *, depth: int) -> list[ListItem]:
    """An entry that begins with another mark is that list's own entry."""
    return lifted(inner(_blocks(lines, depth=depth)))


def _begun(marker: re.Match[str]) -> tuple[ListKind, int]:
    """What a list is, told by its first mark: "i)" begins Roman numbers, "c)" letters."""
    mark = marker["digits"] or marker["inside"] or marker["letters"]
    if not mark:
        return "ul", 1
    if mark.isdigit():
        return "1", max(1, int(mark))
    value = roman_value(mark)
    if value and (len(mark) > 1 or mark in _ROMAN_FIRST):
        return "i", value
    return "a", ord(mark[0]) - ord("a") + 1 + 26 * (len(mark) - 1)


def _continues(marker: re.Match[str], kind: ListKind, number: int) -> bool:
    mark = marker["digits"] or marker["inside"] or marker["letters"]
    if kind == "ul" or not mark:
        return kind == "ul" and not mark
    return mark == count(kind, number)


def _table(lines: list[_Line]) -> tuple[list[Block], list[_Line]]:
    end = 1
    while end < len(lines) and lines[end].text.startswith("|") and not lines[end].apart:
        end += 1
    texts = [line.text for line in lines[:end]]
    rule = next((n for n, text in enumerate(texts) if _RULE.fullmatch(text)), None)
    head = tuple(_row(text, header=True) for text in texts[: rule or 0])
    body = tuple(_row(text, header=False) for text in texts[0 if rule is None else rule + 1 :])
    filled = any(cell.blocks for row in head + body for cell in row)
    return [Table(head, body)] if filled else [], lines[end:]


def _row(text: str, *, header: bool) -> Row:
    inside = text[1:-1] if _BAR.search(text, len(text) - 1) else text[1:]
    return tuple(_cell(part, header=header) for part in _BAR.split(inside))


def _cell(text: str, *, header: bool) -> Cell:
    runs = one_line(runs_typed(text.strip(" ")))
    return Cell((Paragraph(runs),) if runs else (), header=header, scope="col" if header else "")


def _typed(block: Block) -> list[str]:
    match block:
        case Paragraph(runs):
            return _guarded(runs)
        case Heading(level, runs):
            return [f"{'#' * (level - 2)} {type_runs(runs)}"]
        case List():
            return _typed_list(block)
        case Table():
            return _typed_table(block)


def _guarded(runs: Runs) -> list[str]:
    """Lines of a paragraph; one that would read as an entry, heading or row is escaped."""
    return [_guard(line) for line in type_runs(runs).split("\n")]


def _guard(line: str) -> str:
    found = _STARTS_BLOCK.match(line)
    if not found:
        return line
    sign = re.search(rf"[-*–.)#|{BULLETS}]", line)
    place = sign.start() if sign else 0
    return f"{line[:place]}\\{line[place:]}"


def _typed_list(block: List) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(block.items, block.start):
        mark = _SIGNS[block.kind].format(count(block.kind, number))
        first, *rest = _typed_inner(item.blocks)
        lines.append(f"{mark} {first}")
        lines.extend(f"  {line}" if line else "" for line in rest)
    return lines


def _typed_inner(blocks: tuple[Inner, ...]) -> list[str]:
    lines: list[str] = []
    for place, block in enumerate(blocks):
        first_list = isinstance(block, List) and place == 1
        if place and not first_list:
            lines.append("")
        lines.extend(_typed(block))
    return lines


def _typed_table(table: Table) -> list[str]:
    head = [_typed_row(row) for row in table.head]
    rule = [f"|{'---|' * len(table.head[0])}"] if table.head else []
    return [*head, *rule, *(_typed_row(row) for row in table.body)]


def _typed_row(row: Row) -> str:
    return f"| {' | '.join(_typed_cell(cell) for cell in row)} |"


def _typed_cell(cell: Cell) -> str:
    runs: list[Run] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            runs.extend((*block.runs, Run(" ")))
    text = type_runs(one_line(runs)).replace("|", "\\|")
    return f"\\{text}" if re.fullmatch(r":?-+:?", text) else text
