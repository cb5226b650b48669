"""Days as people write them: 8 October 2026, Thursday 8th Oct 2026, 08/10/2026, 2026-10-08."""

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(
    rf"""(?<![\w/.-])(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?)?(?:
      (?P<y>(?:19|20)\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)
    | (?P<day>\d\d?)(?P<mark>[/.-])(?P<month>\d\d?)(?P=mark)(?P<year>(?:19|20)?\d\d)
    | (?P<first>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<named>{"|".join(_MONTHS)})[a-z]{{0,6}}\.?,?
      \s+(?P<last>(?:19|20)\d\d)
    )(?![\w/-])""",
    re.IGNORECASE | re.VERBOSE,
)


def days(text: str) -> Iterator[tuple[int, int, date]]:
    """Where each whole day stands in a text, the British way: the day before the month."""
    for match in _DAY.finditer(text):
        found = _day(match)
        if found:
            yield match.start(), match.end(), found


def said(day: date) -> str:
    """As papers print it: 8 October 2026."""
    return f"{day.day} {day:%B %Y}"


def _day(match: re.Match[str]) -> date | None:
    """The day that was written, if there ever was such a day."""
    if match["named"]:
        month = _MONTHS.index(match["named"].lower()) + 1
        return _of(match["last"], month, match["first"])
    if match["mark"]:
        return _of(match["year"], int(match["month"]), match["day"])
    return _of(match["y"], int(match["m"]), match["d"])


def _of(year: str, month: int, day: str) -> date | None:
    century = "20" if len(year) == len("26") else ""
    try:
        return date(int(century + year), month, int(day))
    except ValueError:
        return None
