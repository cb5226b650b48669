"""Reports that were revised after an agenda issued them: the next supplement brings them."""

from collections.abc import Iterable, Sequence

from app.agendas.models import Agenda, AgendaItem, Consideration
from app.agendas.rules.draft import is_ready
from app.meetings import queries as meetings
from app.reports import queries as reports
from app.reports.models import ReportVersion


def revised_on(agenda: Agenda, taken: Iterable[Consideration]) -> dict[int, ReportVersion]:
    """The issued versions that a supplement would replace, by consideration; none once it met.

    A report of this board is replaced once it is cleared again; one of another board once that
    board has issued a newer version: its draft is not for this clerk to publish.
    """
    if meetings.is_over(agenda.meeting):
        return {}
    own, others = _by_board(agenda, taken)
    replaced = reports.revised(own.keys()) | reports.revised(others.keys(), as_issued=True)
    placed = own | others
    return {placed[version_id].id: version for version_id, version in replaced.items()}


def to_issue(agenda: Agenda, items: Sequence[AgendaItem]) -> dict[int, ReportVersion | None]:
    """The papers to issue now, by consideration, each with the version it replaces, if any."""
    taken = [one for item in items for one in item.considerations]
    waiting = [one for one in taken if one.report_version_id is None and is_ready(one.report)]
    return {one.id: None for one in waiting} | revised_on(agenda, taken)


def _by_board(
    agenda: Agenda, taken: Iterable[Consideration]
) -> tuple[dict[int, Consideration], dict[int, Consideration]]:
    """What has been issued, by version: reports of this board that are ready, and others'."""
    own: dict[int, Consideration] = {}
    others: dict[int, Consideration] = {}
    for one in taken:
        if one.report_version_id is None:
            continue
        if one.report.group_id != agenda.group_id:
            others[one.report_version_id] = one
        elif is_ready(one.report):
            own[one.report_version_id] = one
    return own, others
