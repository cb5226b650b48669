"""The demo council's own words, read from its files, with their placeholders filled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from typing import Any

from app.boards.services import municipal_year
from app.foundation.yaml_files import read_yaml

Words = dict[str, Any]
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_PLACE = re.compile(r"\{([a-z]+)(?::([\w+-]+)|([+-]\d+))?\}")


def council() -> Words:
    """The people, boards and standing items of Brackenmere."""
    found: Words = read_yaml(_folder().joinpath("council.yaml"))
    return found


def business() -> dict[str, Words]:
    """What each board's meetings took, and the reports they considered."""
    found: dict[str, Words] = {}
    for file in sorted(_folder().joinpath("business").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml"):
            continue
        board = re.sub(r"(-\d+)?\.yaml$", "", file.name)
        told = read_yaml(file)
        kept = found.setdefault(board, {"reports": {}, "meetings": {}})
        kept["reports"].update({report["key"]: report for report in told.get("reports") or []})
        kept["meetings"].update({meeting["at"]: meeting for meeting in told["meetings"]})
    return found


@dataclass(frozen=True)
class Cited:
    """A minute that later words cite, and the period in which its number runs."""

    printed: str
    on: date
    period: str


@dataclass
class Filler:
    """Fills the placeholders of one meeting's words; minutes cited must have been taken before.

    `{meeting:-2-3}` is the third day before the board's meeting at place -2: what begins or ends
    on a day of its own is the same day in every paper that names it.
    """

    on: date
    days: Mapping[int, date]
    minutes: Mapping[str, Cited] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """The text with every placeholder filled."""
        return _PLACE.sub(self._value, text)

    def fill_all(self, told: Any, *, but: str = "") -> Any:
        """The same for everything in lists and mappings, one key left as it is."""
        if isinstance(told, str):
            return self.fill(told)
        if isinstance(told, dict):
            return {
                key: value if key == but else self.fill_all(value, but=but)
                for key, value in told.items()
            }
        if isinstance(told, list):
            return [self.fill_all(value, but=but) for value in told]
        return told

    def _value(self, found: re.Match[str]) -> str:
        name, key, shift = found.group(1), found.group(2), int(found.group(3) or 0)
        match name:
            case "minute":
                return self._cite(self.minutes[key])
            case "meeting":
                return self._counted_from(key)
            case "date":
                return long_day(self.on + timedelta(days=shift))
            case "last" | "next":
                return self._neighbour(later=name == "next")
            case "fy":
                return financial_year(self.on, shift=shift)
            case "quarter":
                return str((self.on.month - 4) // 3 % 4 or 4)
        raise ValueError(f"the demo's words have no placeholder {found.group(0)}")

    def _cite(self, cited: Cited) -> str:
        """A number that has been given out again since is cited with its day."""
        again = cited.period and cited.period != municipal_year(self.on)
        return f"{cited.printed} of {long_day(cited.on)}" if again else cited.printed

    def _counted_from(self, key: str) -> str:
        place, days = re.findall(r"[+-]?\d+", key)
        return long_day(self.days[int(place)] + timedelta(days=int(days)))

    def _neighbour(self, *, later: bool) -> str:
        days = sorted(day for day in self.days.values() if (day > self.on) == later)
        found = [day for day in days if day != self.on]
        return long_day(found[0 if later else -1]) if found else "the last meeting"


def with_heading_rows(typed: str) -> str:
    """Typed tables whose first row is a heading: a row of dashes stands under it, once."""
    lines = [line for line in typed.splitlines() if not _RULE.fullmatch(line.strip())]
    headed: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        headed.append(line)
        if line.startswith("|") and not before.startswith("|"):
            headed.append("|" + "---|" * (line.count("|") - 1))
    return "\n".join(headed)


def long_day(day: date) -> str:
    """20 September 2026."""
    return f"{day.day} {day:%B %Y}"


def financial_year(day: date, *, shift: int = 0) -> str:
    """The financial year of a day: it begins on 1 April."""
    first = (day.year if day.month >= 4 else day.year - 1) + shift
    return f"{first}/{(first + 1) % 100:02d}"


def _folder() -> Any:
    return resources.files("app.operations.demo")
