"""What an Excel cell shows of its value: days, times, parts of a hundred; whether it is bold."""

import re
from datetime import datetime, timedelta

from app.foundation.reading.markup import Element

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DAYS, _TIMES, _MOMENTS = frozenset(range(14, 18)), frozenset({*range(18, 22), 45, 46, 47}), {22}
_WORDS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
"""What a format prints as it stands, and colours and conditions: no letter of it is a day."""
_LAST_DAY = 2_958_465
"""31 December 9999, the last that Excel knows."""


class CellStyles:
    """The number formats and weights of a workbook, by the style that a cell names."""

    def __init__(self, part: Element | None, *, from_1904: bool) -> None:
        self._begin = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        found = [] if part is None else part.findall(f"{_S}cellXfs/{_S}xf")
        fonts = [] if part is None else part.findall(f"{_S}fonts/{_S}font")
        formats = [] if part is None else part.findall(f"{_S}numFmts/{_S}numFmt")
        own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in formats}
        bold = {str(at) for at, font in enumerate(fonts) if _is_on(font.find(f"{_S}b"))}
        self._bold = {str(at) for at, one in enumerate(found) if one.get("fontId") in bold}
        self._kinds = {
            str(at): _kind(one.get("numFmtId", "0"), own) for at, one in enumerate(found)
        }

    def is_bold(self, style: str) -> bool:
        """Whether cells of this style are printed in bold."""
        return style in self._bold

    def shown(self, value: str, style: str) -> str:
        """A number as a cell of this style shows it, but for its colours and decimal places."""
        kind = self._kinds.get(style, "number")
        try:
            number = float(value)
        except ValueError:
            return value.strip()
        if kind == "percent":
            return f"{_plain(number * 100)}%"
        if kind != "number" and 0 <= number <= _LAST_DAY:
            return self._moment(number, kind)
        return _plain(number)

    def _moment(self, number: float, kind: str) -> str:
        moment = self._begin + timedelta(seconds=round(number * 86_400))
        day, hour = f"{moment.day} {moment:%B} {moment.year}", f"{moment:%H:%M}"
        return {"day": day, "time": hour}.get(kind, f"{day} {hour}")


def _kind(key: str, own: dict[str, str]) -> str:
    if key in own:
        return _kind_of_format(own[key])
    place = int(key) if key.isdecimal() and len(key) < 9 else 0
    known = {9: "percent", 10: "percent"}
    known |= dict.fromkeys(_DAYS, "day") | dict.fromkeys(_TIMES, "time")
    known |= dict.fromkeys(_MOMENTS, "moment")
    return known.get(place, "number")


def _kind_of_format(code: str) -> str:
    letters = _WORDS.sub("", code.lower())
    has_day, has_hour = bool(re.search("[dy]|mmm", letters)), bool(re.search("[hs]", letters))
    if has_day or has_hour:
        return "day" if not has_hour else "moment" if has_day else "time"
    return "percent" if "%" in letters else "number"


def _plain(number: float) -> str:
    """1234.5, 0.3: as short as it can be without losing what Excel would show."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.10g}"


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get("val") not in ("0", "false")
