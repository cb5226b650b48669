"""Reads an Excel workbook into lines: each sheet's name, then its rows as they are shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.foundation.errors import Refused
from app.foundation.reading.container import DAMAGED, Container
from app.foundation.reading.limits import LIMITS, Limits
from app.foundation.reading.lines import Line
from app.foundation.reading.markup import Element, each
from app.foundation.reading.office_parts import RELATION_ID, OfficeParts
from app.foundation.reading.xlsx_values import CellStyles

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COLUMN = re.compile(r"[A-Z]{1,3}")
_WIDEST = 200
"""A cell further to the right follows the one before it without a gap."""
_UNNAMED = re.compile(r"Sheet ?\d*", re.IGNORECASE)


def read_xlsx(data: bytes, *, limits: Limits = LIMITS) -> list[Line]:
    """Every row that shows something, sheet by sheet; hidden sheets are left out."""
    parts = OfficeParts(Container(data, limits=limits), main="xl/workbook.xml")
    lines = _Workbook(parts).lines(limits)
    return [replace(line, number=number) for number, line in enumerate(lines, 1)]


class _Workbook:
    """The sheets of a workbook in order, with the texts and styles that they share."""

    def __init__(self, parts: OfficeParts) -> None:
        workbook = parts.xml(parts.main)
        if workbook is None:
            raise Refused(DAMAGED)
        self._parts = parts
        self._sheets = workbook.findall(f"{_S}sheets/{_S}sheet")
        self._texts = [_text(one) for one in self._shared("sharedStrings", "si")]
        styles = self._target("styles")
        dates_from_1904 = workbook.find(f"{_S}workbookPr[@date1904]") is not None
        self._styles = CellStyles(
            None if styles is None else parts.xml(styles), from_1904=dates_from_1904
        )

    def lines(self, limits: Limits) -> Iterator[Line]:
        """The lines of all sheets, but no more than are read of any file."""
        names = self._parts.targets(self._parts.main, "worksheet")
        left = limits.paragraphs
        for sheet in self._sheets:
            name = names.get(sheet.get(RELATION_ID, ""))
            if name is None or sheet.get("state", "visible") != "visible":
                continue
            for line in self._sheet(sheet.get("name", ""), self._parts.content(name) or b""):
                left -= 1
                if left < 0:
                    raise Refused(f"This file has more than {limits.paragraphs:,} rows.")
                yield line

    def _sheet(self, name: str, content: bytes) -> Iterator[Line]:
        rows = [line for row in each(content, f"{_S}row") if (line := self._row(row))]
        if rows:
            if not _UNNAMED.fullmatch(name):
                yield Line(number=0, text=name, level=1)
            yield replace(rows[0], page_break=True)
            yield from rows[1:]

    def _row(self, row: Element) -> Line | None:
        shown = self._cells(row)
        texts = [text for text, _ in shown]
        if not any(texts):
            return None
        return Line(
            number=0,
            text=" ".join(" ".join(filter(None, texts)).split()),
            bold=all(is_bold for text, is_bold in shown if text),
            cells=tuple(texts) if sum(map(bool, texts)) > 1 else (),
        )

    def _cells(self, row: Element) -> list[tuple[str, bool]]:
        """What each cell shows, and whether in bold; what was left out between two cells too."""
        shown: list[tuple[str, bool]] = []
        for cell in row.iterfind(f"{_S}c"):
            column = _column(cell.get("r", ""))
            if column < _WIDEST:
                shown.extend([("", False)] * (column - len(shown)))
            style = cell.get("s", "0")
            shown.append((self._shown(cell, style), self._styles.is_bold(style)))
        while shown and not shown[-1][0]:
            shown.pop()
        return shown

    def _shown(self, cell: Element, style: str) -> str:
        kind, value = cell.get("t", "n"), cell.findtext(f"{_S}v", "")
        if kind == "s":
            return self._texts[int(value)] if _is_place(value, self._texts) else ""
        if kind == "inlineStr":
            return _text(cell)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self._styles.shown(value, style) if kind == "n" else value.strip()

    def _shared(self, kind: str, tag: str) -> Iterator[Element]:
        name = self._target(kind)
        content = None if name is None else self._parts.content(name)
        return iter(()) if content is None else each(content, f"{_S}{tag}")

    def _target(self, kind: str) -> str | None:
        return next(iter(self._parts.targets(self._parts.main, kind).values()), None)


def _text(element: Element) -> str:
    """The text of a shared or inline string, without how its signs are spoken."""
    runs = (*element.iterfind(f".//{_S}t"),)
    spoken = {id(one) for one in element.iterfind(f".//{_S}rPh/{_S}t")}
    return "".join(run.text or "" for run in runs if id(run) not in spoken).strip()


def _column(reference: str) -> int:
    """The 0-based column of a reference: C7 is 2; without one, too far to leave a gap."""
    found = _COLUMN.match(reference)
    if found is None:
        return _WIDEST
    place = 0
    for letter in found[0]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _is_place(value: str, texts: Sequence[str]) -> bool:
    return value.isdecimal() and len(value) < 9 and int(value) < len(texts)
