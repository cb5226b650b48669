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
_WELSH = (
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    rf"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|{'|'.join(_WELSH)})(?![a-z])\.?"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"\b(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun)"
    r"(?![a-z])\.?(?:\s+(?:evening|morning|afternoon))?,?\s*"
)
_DAY = r"(?P<day>\d{1,2})\s?(?:st|nd|rd|th)?(?![\w:])"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_WORDED = re.compile(
    rf"(?:{_WEEKDAY}(?:the\s+)?)?(?<!\d)(?<!\d[.:])(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?"
    rf"(?:\s+day)?(?:\s+of)?[\s/-]*(?<![a-z]){_MONTH}\s*[,/-]?\s*{_YEAR}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"(?:{_WEEKDAY})?(?<![a-z]){_MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE)
_YEARLESS = re.compile(
    rf"(?:{_WEEKDAY}(?:the\s+)?)?(?<!\d)(?<![\d/£][.:/])(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?"
    rf"(?:\s+day)?(?:\s+of)?\s+{_MONTH}(?!\s*,?\s*\d{{4}})",
    re.IGNORECASE,
)
_MONTH_FIRST_YEARLESS = re.compile(
    rf"(?:{_WEEKDAY})?(?<![a-z]){_MONTH}\s+{_DAY}(?!,?\s*\d{{4}})", re.IGNORECASE
)
_ISO = re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
_SLASHED = re.compile(
    r"(?<![\d./])(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d./])"
)
_DASHED = re.compile(
    r"(?<![\d/-])(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})(?![\d-])", re.IGNORECASE
)
_RANGE = re.compile(
    r"(?<![\d.:£/])(?P<hour>\d{1,2})(?:\s?[.:]\s?(?P<minute>\d{2}))?\s?"
    r"(?:(?P<half>[ap])\.?\s?m\b\.?|hrs|hours)?\s?(?:[-–—]|\b(?:to|until|till|and finishing at|"
    r"finishing at|and ending at|ending)\b)\s?"
    r"(?P<until>\d{1,2})(?:\s?[.:]\s?(?P<past>\d{2}))?"
    r"(?:\s?(?P<later>[ap])\.?\s?m\b\.?|\s?(?:hrs|hours)\b|(?![\d.:/]))",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?\s?o\s?[’'‘](?:clock|r gloch)\b"
    r"(?:\s+(?:in the|yr?)\s+(?P<part>forenoon|morning|afternoon|evening|bore|hwyr|prynhawn))?",
    re.IGNORECASE,
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
_DIGIT = re.compile(r"\d")
_LONGEST_PLACE = 500
_LONGEST_COUNTED = 20
_SPOKEN = re.compile(r"\b(?:12\s+)?(?P<word>noon|midday|midnight)\b", re.IGNORECASE)


_LEADS = re.compile(
    r"^(?:on|at|in|the|from|commencing|starting|start|held|and|[,.;:|–—-])(?=\s|$)\s*"
)
_TRAILS = re.compile(
    r"(?:^|\s)(?:on|at|in|from|commencing|starting|start|held|and|–|—|-)$", re.IGNORECASE
)


def dates_in(text: str) -> list[tuple[date, int, int]]:
    """Every day named in the text with the place it is printed at, in the order printed."""
    if not _DIGIT.search(text):
        return []
    found = [
        (day, match.start(), match.end())
        for pattern in (_WORDED, _MONTH_FIRST, _ISO, _SLASHED, _DASHED)
        for match in pattern.finditer(text)
        if (day := _day(match)) is not None
    ]
    return sorted(found, key=lambda one: one[1])


def dates_without_year(text: str, year: int) -> list[tuple[date, int, int]]:
    """Every day named without its year, taken to be of the given one unless its weekday differs."""
    found = [
        (day, match.start(), match.end())
        for pattern in (_YEARLESS, _MONTH_FIRST_YEARLESS)
        for match in pattern.finditer(text)
        if (day := _day(match, year)) is not None and _is_weekday(match["weekday"], day)
    ]
    return sorted(found, key=lambda one: one[1])


def next_after(text: str, day: date) -> date | None:
    """The first day named in the text that comes after a day, its year understood."""
    named = [found for found, _, _ in dates_in(text)]
    named += [
        found for year in (day.year, day.year + 1) for found, _, _ in dates_without_year(text, year)
    ]
    return next((found for found in named if day < found), None)


def _is_weekday(word: str | None, day: date) -> bool:
    return word is None or _DAYS[day.weekday()] == word[:3].lower()


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


def _day(match: re.Match[str], year: int | None = None) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _month_number(month)
    year = int(match["year"]) if year is None else year
    try:
        return date(year + 2000 if year < 100 else year, number, int(match["day"]))
    except ValueError:
        return None


def _month_number(word: str) -> int:
    if word.lower() in _WELSH:
        return _WELSH.index(word.lower()) + 1
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()[:3]))


def time_at(text: str) -> tuple[str, int, int] | None:
    """The first time of day named in the text, and where it is printed."""
    if span := span_at(text):
        return span[0], span[2], span[3]
    for pattern in (_TWELVE, _SPOKEN, _CLOCK, _MILITARY, _TWENTY_FOUR):
        for match in pattern.finditer(text):
            if not _is_counted(text, match) and (written := _written(match)):
                return written, match.start(), match.end()
    return None


def span_at(text: str) -> tuple[str, str, int, int] | None:
    """ "5.30 – 7.42 pm": when it began and ended, and where that is printed."""
    for match in _RANGE.finditer(text):
        if not (match["minute"] or match["half"]) or not (match["past"] or match["later"]):
            continue
        later, half = match["later"], match["half"]
        until = _clock(match["until"], match["past"], later)
        begun = _clock(match["hour"], match["minute"], half or later)
        if half is None and begun and until and begun > until:
            begun = _clock(match["hour"], match["minute"], "a")
        if begun and until and not _is_counted(text, match):
            return begun, until, match.start(), match.end()
    return None


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """Whether it is the number of a room or an item, and not a time."""
    before = text[max(0, match.start() - _LONGEST_COUNTED) : match.start()]
    return _NUMBERED.search(before) is not None


def _written(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if parts.get("word"):
        return "00:00" if parts["word"].lower() == "midnight" else "12:00"
    if match.re is _CLOCK:
        return _clock(parts["hour"], parts["minute"], _half_of(parts["part"], int(parts["hour"])))
    return _clock(parts["hour"], parts.get("minute"), parts.get("half"))


def _half_of(part: str | None, hour: int) -> str:
    """The half of the day of an hour by the clock, which is seldom said: meetings keep to hours."""
    if part:
        return "a" if part.lower() in ("forenoon", "morning", "bore") else "p"
    return "p" if hour < 8 or hour == 12 else "a"


def _clock(hour: str, minute: str | None, half: str | None) -> str | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    return f"{hours:02d}:{minutes:02d}" if hours < 24 and minutes < 60 else None
