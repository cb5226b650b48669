"""Dates and times in every form papers print them."""

import re
from datetime import date

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun)"
_WORDED = re.compile(
    rf"(?:\b{_WEEKDAY}\b\.?,?\s*(?:the\s+)?)?(?<!\d)(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?"
    rf"(?:\s+of)?\s*\b{_MONTH}\s*,?\s*(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
_SLASHED = re.compile(
    r"(?<![\d./])(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d./])"
)
_TWELVE = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})(?:\s?[.:]\s?(?P<minute>\d{2}))?\s?(?P<half>[ap])\.?\s?m\b\.?",
    re.IGNORECASE,
)
_TWENTY_FOUR = re.compile(
    r"(?<![\d.:£])(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)(?![\d.:%])\s?(?:hours|hrs|h)?\b"
)
_MILITARY = re.compile(
    r"(?<![\d.:£,])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s?(?:hours|hrs|h)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"\b(?:room|rm|suite|floor|office|unit|block|no|number|item|minute|paragraph|para|section|"
    r"appendix|annex|table|figure|version|v|page)s?\.?\s*$",
    re.IGNORECASE,
)
"""Before "1.04" these say that it is the number of something, and not a time."""
_LONGEST_PLACE = 500
_LONGEST_COUNTED = 20
_SPOKEN = re.compile(r"\b(?:12\s+)?(?P<word>noon|midday|midnight)\b", re.IGNORECASE)


_LEADS = re.compile(
    r"^(?:on|at|in|the|from|commencing|starting|start|held|and|[,.;:|–—-])(?=\s|$)\s*"
)
_TRAILS = re.compile(r"(?:^|\s)(?:on|at|in|from|commencing|starting|start|held|and|–|—|-)$")


def dates_in(text: str) -> list[tuple[date, int, int]]:
    """Every day named in the text with the place it is printed at, in the order printed."""
    found = [
        (day, match.start(), match.end())
        for pattern in (_WORDED, _ISO, _SLASHED)
        for match in pattern.finditer(text)
        if (day := _day(match)) is not None
    ]
    return sorted(found, key=lambda one: one[1])


def first_date(text: str) -> date | None:
    """The first day named in the text."""
    found = dates_in(text)
    return found[0][0] if found else None


def time_in(text: str) -> str | None:
    """The first time of day named in the text, as HH:MM."""
    found = time_at(without_dates(text))
    return found[0] if found else None


def without_dates(text: str) -> str:
    """The text with the days it names taken out."""
    for _, start, end in reversed(dates_in(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def without_moment(text: str) -> str:
    """What is left of "Tuesday, 20 September 2011 at 6.30 p.m. in …" once day and time are out."""
    text = without_dates(text)
    found = time_at(text)
    if found:
        text = f"{text[: found[1]]} {text[found[2] :]}"
    return trimmed(text)


def trimmed(text: str) -> str:
    """The text without the small words and marks that held a day and a time together."""
    text, before = " ".join(text.split()), ""
    while text != before and len(text) <= _LONGEST_PLACE:
        before = text
        text = _LEADS.sub("", text)
        text = _TRAILS.sub("", text)
        text = text.strip(" ,;:|")
    return text


def _day(match: re.Match[str]) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _month_number(month)
    year = int(match["year"])
    try:
        return date(year + 2000 if year < 100 else year, number, int(match["day"]))
    except ValueError:
        return None


def _month_number(word: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()[:3]))


def time_at(text: str) -> tuple[str, int, int] | None:
    """The first time of day named in the text, and where it is printed."""
    for pattern in (_TWELVE, _SPOKEN, _MILITARY, _TWENTY_FOUR):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _LONGEST_COUNTED) : match.start()]
            if _NUMBERED.search(before) is None and (written := _written(match)):
                return written, match.start(), match.end()
    return None


def _written(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if parts.get("word"):
        return "00:00" if parts["word"].lower() == "midnight" else "12:00"
    hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None
