"""Who reports on an item, as an agenda says it: "Report of the Head of Places (attached)"."""

import re
from collections.abc import Sequence

from app.foundation.exports.wording import together

_POST = re.compile(
    r"\b(?:accountant|adviser|advisor|architect|auditor|chair|chief|clerk|commissioner|"
    r"co-?ordinator|controller|director|engineer|executive|head|inspector|lead|leader|manager|"
    r"officer|planner|secretary|solicitor|superintendent|surveyor|team|treasurer)\b",
    re.IGNORECASE,
)


def reported_by(officers: Sequence[str], *, attached: int, follows: bool) -> str:
    """Which officers report, and whether their reports are attached or still to come.

    `attached` counts the reports that the reader can open; nothing is said of others.
    """
    if not officers:
        return ""
    kind = "Reports" if attached + follows > 1 else "Report"
    whose = together([_with_article(one) for one in officers])
    state = _state(attached=attached, follows=follows)
    return f"{kind} of {whose} ({state})" if state else f"{kind} of {whose}"


def _state(*, attached: int, follows: bool) -> str:
    if follows:
        return "in part to follow" if attached else "to follow"
    return "attached" if attached else ""


def _with_article(officer: str) -> str:
    """A post has an article, a person has none."""
    is_bare = _POST.search(officer) and not officer.lower().startswith(("the ", "our "))
    return f"the {officer}" if is_bare else officer
