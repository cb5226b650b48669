"""The wards that a report is about: every way to say “all of them” is one value."""

import re

ALL_WARDS = "All wards"
_ALL = re.compile(
    r"all(?: of)?(?: the)?(?: wards?)?|every ward"
    r"|(?:borough|district|city|county|town|parish|council)[ -]?wide(?: \(all wards\))?",
    re.IGNORECASE,
)
SPELLINGS = f"{ALL_WARDS}, all, borough-wide, boroughwide, borough wide"
"""Words under which a report about all wards is found, however its own paper says it."""


def is_all(value: str) -> bool:
    """Whether these words mean every ward, as “Boroughwide”, “Borough-wide” and “All” do."""
    return bool(_ALL.fullmatch(" ".join(value.split()).rstrip(" .")))


def in_one_form(value: str) -> str:
    """The wards as they are kept: what means all of them in one form, anything else as typed."""
    return ALL_WARDS if is_all(value) else value


def says_all(header: list[list[str]]) -> bool:
    """Whether the head of a paper, label and value, says that it is about every ward."""
    return any(label.lower().startswith("ward") and is_all(value) for label, value in header)
