"""Lines of minutes made paragraphs: wrapped lines joined, cells and the Action column apart."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.archive.recognise.actions import columns
from app.foundation.reading.lines import Line

_ACTION = re.compile(r"^(?:actions?(?: by| for| required)?|action by whom)$", re.IGNORECASE)
_HEADS_COLUMN = re.compile(r"^minutes?(?: \S{1,12})?$", re.IGNORECASE)
_OPENS = re.compile(
    r"^(?:- |\(?(?:\d{1,3}|[ivx]{1,5}|[a-zA-Z])[.)]\s|\d{1,2}\.\d|\d{2,}|£|[A-Z][A-Za-z ]{2,30}:)"
)
_FULL = re.compile(r"[.!?:;][)\]”\"'’]*$|\d\.\d\d$")
_AT_RIGHT = re.compile(r"^(?:ACTION|Action)s?\b\s*:?\s+(?P<owner>\S.*)$")
_WIDEST = 120
_WORDS_OF_TEXT = 7


@dataclass(frozen=True)
class MinuteParagraph:
    """A paragraph, or a row of a table, within a minute."""

    text: str
    beside: tuple[str, ...] = ()
    """What the Action column says beside it, one string per line."""
    row: tuple[str, ...] = ()
    """The cells, of a row of figures or of an action table."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """What the columns of its action table hold."""


def paragraphs(lines: Sequence[Line], *, column: int | None) -> list[MinuteParagraph]:
    """The paragraphs of lines that belong to one minute; `column` is the place of Action."""
    found: list[MinuteParagraph] = []
    table: dict[str, int] = {}
    for line in _joined(lines):
        if (named := _column_named_in(line)) is not None:
            column = named
            continue
        heads = columns(line.cells)
        if "text" in heads and heads.keys() & {"owner", "due"}:
            table = heads
            found.append(MinuteParagraph(line.text))
            continue
        table = table if len(line.cells) >= 2 else {}
        found += [_row_of(line, table)] if table else _taken_apart(line, column)
    return found


def action_column(lines: Sequence[Line]) -> int | None:
    """The place of the column headed Action, if the minutes are set in a table."""
    for line in lines:
        for place, cell in enumerate(line.cells):
            if place and _ACTION.match(cell.strip(" :")):
                return place
    return None


def column_after(lines: Sequence[Line], column: int | None) -> int | None:
    """The place of the Action column below lines that may have named it anew."""
    named = [place for line in lines if (place := _column_named_in(line)) is not None]
    return named[-1] if named else column


def left_of(line: Line, column: int | None) -> Line:
    """The line without what the Action column says beside it."""
    if column is None or column >= len(line.cells):
        return line
    text = " ".join(cell for at, cell in enumerate(line.cells) if cell and at != column)
    return replace(line, text=" ".join(text.split()))


def beside(line: Line, column: int | None) -> tuple[str, ...]:
    """What the Action column says next to a line."""
    if column is None or column >= len(line.cells):
        return ()
    parts = [part.strip() for part in line.cells[column].split("\n")]
    return tuple(part for part in parts if part and not _ACTION.match(part.strip(" :")))


def _column_named_in(line: Line) -> int | None:
    """The place of the Action column, of a row that names the columns within a minute."""
    if len(line.cells) < 2 or not _HEADS_COLUMN.match(line.cells[0]):
        return None
    return action_column([line])


def _row_of(line: Line, table: Mapping[str, int]) -> MinuteParagraph:
    return MinuteParagraph(" ".join(line.text.split()), row=line.cells, columns=table)


def _taken_apart(line: Line, column: int | None) -> Iterator[MinuteParagraph]:
    aside = beside(line, column)
    cells = [cell for at, cell in enumerate(line.cells) if cell and at != column]
    if len(cells) > 1 and (told := _AT_RIGHT.match(cells[-1])):
        aside, cells = (*aside, told["owner"]), cells[:-1]
    if len(cells) > 1 and not any(len(cell.split()) >= _WORDS_OF_TEXT for cell in cells):
        yield MinuteParagraph(" ".join(" ".join(cells).split()), aside, tuple(cells))
        return
    parts = [part for cell in cells or [line.text] for part in cell.split("\n") if part.strip()]
    if line.cells and not cells:
        parts = []
    for place, part in enumerate(parts):
        yield MinuteParagraph(part.strip(), aside if place == len(parts) - 1 else ())
    if aside and not parts:
        yield MinuteParagraph("", aside)


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines of a text file that was wrapped, made one again."""
    held: Line | None = None
    for line in lines:
        if held is not None and _runs_on(held, line):
            held = replace(line, text=f"{held.text} {line.text}", indent=held.indent)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _runs_on(before: Line, after: Line) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    if before.cells or after.cells or after.level or after.number - before.number != 1:
        return False
    is_wrapped = len(after.text) <= _WIDEST and not _OPENS.match(after.text)
    return is_wrapped and not _FULL.search(before.text) and before.bold == after.bold
