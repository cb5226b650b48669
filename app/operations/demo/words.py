"""The demo council's own words, read from its files, with their placeholders filled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from typing import Any

import yaml

Words = dict[str, Any]
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_PLACE = re.compile(r"\{([a-z]+)(?::([\w-]+)|([+-]\d+))?\}")


def council() -> Words:
    """The people, boards and standing items of Brackenmere."""
    found: Words = yaml.safe_load(_folder().joinpath("council.yaml").read_text("utf-8"))
    return found


def business() -> dict[str, Words]:
    """What each board's meetings took, and the reports they considered."""
    found: dict[str, Words] = {}
    for file in sorted(_folder().joinpath("business").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml"):
            continue
        board = re.sub(r"(-\d+)?\.yaml$", "", file.name)
        told = yaml.safe_load(file.read_text("utf-8"))
        kept = found.setdefault(board, {"reports": {}, "meetings": {}})
        kept["reports"].update({report["key"]: report for report in told.get("reports") or []})
        kept["meetings"].update({meeting["at"]: meeting for meeting in told["meetings"]})
    return found


@dataclass
class Filler:
    """Fills the placeholders of one meeting's words; minutes cited must have been taken before."""

    on: date
    last: date | None
    next: date | None
    minutes: Mapping[str, str] = field(default_factory=dict)

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
                return self.minutes[key]
            case "date":
                return long_day(self.on + timedelta(days=shift))
            case "last" | "next":
                day = self.last if name == "last" else self.next
                return long_day(day) if day else "the last meeting"
            case "fy":
                return financial_year(self.on, shift=shift)
            case "quarter":
                return str((self.on.month - 4) // 3 % 4 or 4)
            case "month":
                return f"{self.on:%B %Y}"
            case "year":
                return str(self.on.year + shift)
        raise ValueError(f"the demo's words have no placeholder {found.group(0)}")


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
