"""Carrying over: the items of a postponed meeting begin the agenda of the meeting in its place."""

from sqlalchemy import select

from app.agendas import queries, receiving, services
from app.agendas.drafting import exempted, exempting
from app.agendas.models import Agenda, AgendaItem, Consideration, ItemKind
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.meetings.models import Meeting
from app.people.models import Person
from app.reports.models import Report


def begin_with_postponed(meeting: Meeting, *, by: Person | None) -> Agenda:
    """Begin an agenda with the items and the waiting reports of the meeting put off to this day.

    The agenda of the postponed meeting stays as it was issued. What was late on it is not late
    on a new one, which is open with it from the first day.
    """
    lock_rows(meeting)
    earlier = queries.agenda_put_off_to(meeting)
    if earlier is None:
        raise Refused("No meeting with an agenda was put off to this day.")
    lock_rows(*_reports_of(earlier))
    waiting = {report.id: report for report in queries.waiting_reports(meeting.board)}
    agenda = services.begin_agenda(meeting, by=by, from_standing=False)
    audit.record(by, "carry-over", agenda, meeting=earlier.meeting_id)
    for item in queries.items_of(earlier):
        if item.kind != ItemKind.EXCLUSION:
            _carry(item, agenda, waiting, by=by)
    return agenda


def _reports_of(agenda: Agenda) -> list[Report]:
    """The reports on an agenda, in the order in which rows are locked."""
    chosen = select(Report).join(Consideration).join(AgendaItem, Consideration.item)
    placed = chosen.where(AgendaItem.agenda_id == agenda.id)
    return list(db.session.scalars(placed.order_by(Report.id)))


def _carry(
    item: AgendaItem,
    agenda: Agenda,
    waiting: dict[int, Report],
    *,
    by: Person | None,
    under: AgendaItem | None = None,
) -> None:
    """Copy one item with its wording, open or exempt, its reports, and the items under it."""
    exempt, kept = exempting.wording_of(item), exempted.current(item)
    worded = exempt or item
    new = services.add_item(
        agenda,
        by=by,
        title=worded.title,
        html=worded.text,
        kind=item.kind,
        parent=under,
        standing_key=item.standing_key,
    )
    if exempt is not None:
        services.make_exempt(
            new,
            by=by,
            paragraphs=item.paragraphs,
            public_interest=item.public_interest,
            open_title=item.title,
            access=exempt.access,
            post_id=kept.post_id if kept else None,
            review_on=kept.review_on if kept else None,
        )
    for placed in item.considerations:
        if placed.report_id in waiting:
            services.place_report(new, report=waiting[placed.report_id], by=by)
    receiving.carry(item, new)
    for child in item.children:
        _carry(child, agenda, waiting, by=by, under=new)
