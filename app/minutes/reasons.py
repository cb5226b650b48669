"""The freely worded reasons of corrections and of minutes not agreed, which everybody reads."""

from collections.abc import Collection

from app.minutes.models import Minute, PublicationKind
from app.minutes.queries import NOT_AGREED_AT
from app.minutes.snapshot import Content


def told_beside(content: Content, minute: Minute) -> dict[int, str]:
    """The reasons that are about other minutes, but may tell of this one all the same."""
    return {
        issue["number"]: issue["reason"]
        for issue in content["issues"]
        if issue["is_told"] and _is_free(issue) and minute.id not in issue["entries"]
    }


def take_out(content: Content, numbers: Collection[int]) -> None:
    """Remove reasons from a publication; that, and when, it was corrected is kept."""
    refusals = [one for one in content["issues"] if _is_refusal(one)]
    refused = content["standing"]["not_agreed"]
    if refused and refusals and refusals[-1]["number"] in numbers:
        refused["reason"] = ""
    for issue in content["issues"]:
        if issue["number"] in numbers:
            before = issue["reason"].partition(": ")[0]
            issue["reason"] = f"{before}." if _is_refusal(issue) else ""


def tells(content: Content, numbers: Collection[int]) -> bool:
    """Whether a publication contains one of these reasons."""
    return any(one["number"] in numbers and one["reason"] for one in content["issues"])


def _is_free(issue: Content) -> bool:
    """Whether it was worded by somebody, and not by the product."""
    is_correction = issue["kind"] == PublicationKind.CORRECTION and issue["reason"]
    return bool(is_correction) or _is_refusal(issue)


def _is_refusal(issue: Content) -> bool:
    is_approval = issue["kind"] == PublicationKind.APPROVAL
    return is_approval and issue["reason"].startswith(NOT_AGREED_AT) and ": " in issue["reason"]
