"""Placing reports on items and taking them off again."""

from sqlalchemy import delete, select

from app.agendas import queries
from app.agendas.drafting.exempting import close, wording_of
from app.agendas.models import Agenda, AgendaItem, Consideration, ItemKind
from app.agendas.rules import ordering
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.people.models import Person
from app.reports import queries as reports
from app.reports.models import Report, ReportState


def place(item: AgendaItem, report: Report, *, by: Person | None) -> Consideration:
    """Put a report to an item; on an exempt item it is held back with all that is attached."""
    agenda = item.agenda
    _can_be_placed(report, agenda)
    if item.kind == ItemKind.EXCLUSION:
        raise Refused("A report cannot be taken under the exclusion of press and public.")
    exempt = wording_of(item)
    if exempt is None and report.is_held_back:
        raise Refused(
            "This report is not open. Make the item exempt first, so that its title stays closed."
        )
    if exempt is not None:
        close(report, item=item, access=exempt.access, by=by)
    if not (exempt or item).title:
        (exempt or item).title = reports.title_on(report, agenda.group_id)
    placed = Consideration(item_id=item.id, report_id=report.id)
    db.session.add(placed)
    db.session.expire(item, ["considerations"])
    agenda.version += 1
    audit.record(by, "place-report", agenda, item=item.id, number=item.number, report=report.id)
    return placed


def take_off(item: AgendaItem, report: Report, *, by: Person | None) -> None:
    """Take a report off an item, unless it was issued with it."""
    placed = db.session.scalar(
        select(Consideration).where(
            Consideration.item_id == item.id, Consideration.report_id == report.id
        )
    )
    if placed is None:
        raise Refused("This report does not stand on the item any more.")
    if placed.report_version_id is not None:
        raise Refused(ordering.ISSUED)
    db.session.execute(delete(Consideration).where(Consideration.id == placed.id))
    item.agenda.version += 1
    audit.record(
        by, "take-report-off", item.agenda, item=item.id, number=item.number, report=report.id
    )


def _can_be_placed(report: Report, agenda: Agenda) -> None:
    if report.state == ReportState.WITHDRAWN:
        raise Refused("This report has been withdrawn.")
    if not queries.is_open_to_board(report, agenda.group_id):
        raise Refused("This report belongs to another board, which has not let this one read it.")
    if queries.stands_on(agenda, report):
        raise Refused("This report is on this agenda already.")
    if queries.stands_before(report, agenda.group_id):
        raise Refused("This report is on another agenda of this board.")
