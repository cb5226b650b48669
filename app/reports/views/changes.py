"""What was changed in a report between a version and the text in hand, for whoever reads both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue

from app.foundation.permissions import Scope
from app.foundation.richtext.comparing import (
    ADDED,
    CHANGED,
    REMOVED,
    Pieces,
    Stretch,
    compare,
    stretches,
    word_by_word,
)
from app.foundation.web import auth, request_transaction
from app.foundation.web.submission import NOT_SUBMITTED
from app.reports import access, policy, queries
from app.reports.models import BESIDE, Report, ReportVersion
from app.reports.views import showing
from app.reports.views.desk import bp


@dataclass(frozen=True)
class ChangedSection:
    """One section in which something was changed, with what became of it."""

    label: str
    change: str
    """added, removed or changed."""
    stretches: Sequence[Stretch]
    """Empty if only marks such as bold or a link were changed."""


@dataclass(frozen=True)
class Comparison:
    """A report beside an earlier version of it."""

    number: int
    """The earlier version."""
    occasion: str
    """Who saw it when, as in: which you sent back on Tuesday 4 May 2027; empty if nobody did."""
    facts: Sequence[tuple[str, Pieces]]
    """The title and the facts at the head that were changed."""
    sections: Sequence[ChangedSection]
    unchanged: Sequence[str]
    """The labels of the sections that say the same."""
    attached: Sequence[str]
    """The titles of appendices that were attached since."""
    taken_off: int

    @property
    def is_same(self) -> bool:
        """Whether nothing at all was changed."""
        return not (self.facts or self.sections or self.attached or self.taken_off)


@bp.get("/<int:report_id>/versions/<int:number>/changes")
def changes(report_id: int, number: int) -> ResponseReturnValue:
    """What was changed since a version, in what this reader reads now."""
    report, scope = access.report(report_id, may=policy.read), auth.scope()
    version = queries.version_numbered(report, number, scope)
    if version is None:
        abort(404)
    request_transaction.log_view(version)
    issued = queries.issued_for(report, scope)
    content = issued.content if issued else queries.readable_content(report, scope)
    return NOT_SUBMITTED.render(
        "reports/changes.html",
        report=report,
        title=content["title"],
        board=report.board.name,
        version=version,
        changes=compared(report, version, content, scope=scope),
    )


def since_last_seen(report: Report, scope: Scope) -> Comparison | None:
    """What was changed since its clearer saw it last; None if it was never seen before."""
    earlier = queries.earlier_version(report, person_id=scope.person_id)
    version = queries.version_numbered(report, earlier.version.number, scope) if earlier else None
    if earlier is None or version is None:
        return None
    request_transaction.log_view(version)
    content = queries.readable_content(report, scope)
    return compared(report, version, content, scope=scope, occasion=earlier.occasion)


def compared(
    report: Report,
    version: ReportVersion,
    content: Mapping[str, Any],
    *,
    scope: Scope,
    occasion: str = "",
) -> Comparison:
    """The text in hand beside an earlier version, section by section."""
    sections, unchanged = _sections(version.content, content)
    attached, taken_off = _attached(report, version, content, scope)
    return Comparison(
        number=version.number,
        occasion=occasion,
        facts=list(_facts(version.content, content)),
        sections=sections,
        unchanged=unchanged,
        attached=attached,
        taken_off=taken_off,
    )


def _facts(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, Pieces]]:
    """What is said at the head; the title is among it, or stands before it."""
    before, after = dict(old["header"]), dict(new["header"])
    if old["title"] not in before.values():
        before, after = {"Subject": old["title"]} | before, {"Subject": new["title"]} | after
    labels = dict.fromkeys((*after, *before))
    pairs = [(one, before.get(one, ""), after.get(one, "")) for one in labels]
    return [(label, word_by_word(was, now)) for label, was, now in pairs if was != now]


def _sections(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[list[ChangedSection], list[str]]:
    before = {one["key"]: one for one in old["sections"]}
    after = {one["key"]: one for one in new["sections"]}
    changed, unchanged = [], []
    for key in dict.fromkeys((*after, *before)):
        section = _section(before.get(key), after.get(key))
        if section is None:
            unchanged.append(_labelled(after[key]))
        else:
            changed.append(section)
    return changed, unchanged


def _section(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> ChangedSection | None:
    was, now = (showing.whole(dict(one)) if one else "" for one in (old, new))
    if old and new and was == now:
        return None
    change = CHANGED if old and new else ADDED if new else REMOVED
    lines = compare(was, now)
    said = stretches(lines) if any(line.change for line in lines) else []
    return ChangedSection(_labelled(new or old or {}), change, said)


def _labelled(section: Mapping[str, Any]) -> str:
    return f"{section['number']} {section['label']}".strip()


def _attached(
    report: Report, version: ReportVersion, content: Mapping[str, Any], scope: Scope
) -> tuple[list[str], int]:
    """The appendices since: of two issued versions as they were issued, else as they are now."""
    kept = [one[BESIDE]["appendices"] for one in (version.content, content) if BESIDE in one]
    readable = {one.id for one in queries.appendices_of(report, scope)}
    if len(kept) == 2:
        before, after = ({one["id"]: one["title"] for one in issued} for issued in kept)
        added = [title for id, title in after.items() if id not in before and id in readable]
        gone = len(before.keys() - after.keys()) if policy.in_circle(scope, report) else 0
        return added, gone
    if not policy.in_circle(scope, report):
        return [], 0
    return queries.attached_since(report, version, readable=readable)
