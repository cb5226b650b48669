"""Why published minutes were corrected or not agreed, in somebody's own words that all read."""

from collections.abc import Collection

from app.minutes.models import Minute, PublicationKind
from app.minutes.queries import NOT_AGREED_AT
from app.minutes.snapshot import Content


def told_beside(content: Content, minute: Minute) -> dict[int, str]:
    """The reasons that do not belong to this minute, and may tell of it all the same."""
    return {
        issue["number"]: issue["reason"]
        for issue in content["issues"]
        if issue["is_told"] and _is_free(issue) and minute.id not in issue["entries"]
    }


def take_out(content: Content, numbers: Collection[int]) -> None:
    """That minutes were corrected or not agreed stays to be read, and when; why does not."""
    refusals = [one for one in content["issues"] if _is_refusal(one)]
    refused = content["standing"]["not_agreed"]
    if refused and refusals and refusals[-1]["number"] in numbers:
        refused["reason"] = ""
    for issue in content["issues"]:
        if issue["number"] in numbers:
            before = issue["reason"].partition(": ")[0]
            issue["reason"] = f"{before}." if _is_refusal(issue) else ""


def tells(content: Content, numbers: Collection[int]) -> bool:
    """Whether what was published tells one of these reasons."""
    return any(one["number"] in numbers and one["reason"] for one in content["issues"])


def _is_free(issue: Content) -> bool:
    """Worded by somebody; what the house says of itself tells nothing."""
    is_correction = issue["kind"] == PublicationKind.CORRECTION and issue["reason"]
    return bool(is_correction) or _is_refusal(issue)


def _is_refusal(issue: Content) -> bool:
    is_approval = issue["kind"] == PublicationKind.APPROVAL
    return is_approval and issue["reason"].startswith(NOT_AGREED_AT) and ": " in issue["reason"]
