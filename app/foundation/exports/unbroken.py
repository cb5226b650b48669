"""Words that stay on one line: a day, an hour, and a name with its number."""

import re

HARD_SPACE = "\N{NO-BREAK SPACE}"
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|"
    "Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_NAMES = (
    r"Appendix|Annex|Part|Schedule|Table|Figure|No\.|[Ss]ections?|[Pp]aragraphs?|[Ii]tems?|"
    r"[Mm]inutes?|[Pp]ages?"
)
_GAP = re.compile(rf" (?=\d|[ap]\.m\.|noon\b|midnight\b|(?:{_MONTHS})\b)")
_COUNTED = re.compile(rf"\b(?:{_NAMES}|{_MONTHS})$")
_LONGEST_NAME = 12


def unbroken(text: str) -> str:
    """The text with hard spaces where a line must not end: 15 June 2026, 6.30 p.m., Appendix 1."""
    return _GAP.sub(_held, text)


def _held(gap: re.Match[str]) -> str:
    before = gap.string[max(0, gap.start() - _LONGEST_NAME) : gap.start()]
    is_number = gap.string[gap.end()].isdigit()
    holds = _COUNTED.search(before) if is_number else before[-1:].isdigit()
    return HARD_SPACE if holds else " "
