"""One item: its place, its wording, its reports, whether it is exempt or late."""

from itertools import chain
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.agendas import access, policy, queries, receiving, services
from app.agendas.drafting import exempted, exempting
from app.agendas.events import ReasonsAsked
from app.agendas.forms import ExemptForm, ItemForm, LateForm, RecallForm, ReceiveForm
from app.agendas.models import Agenda, AgendaItem, AgendaItemExempt
from app.agendas.publishing import recalling
from app.agendas.rules import ordering
from app.agendas.views import item_page
from app.agendas.views.agendas import waiting_for_place
from app.agendas.views.deciding import offer_posts
from app.agendas.views.item_page import ItemPage
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from app.foundation.questions import ask
from app.foundation.richtext.typed import from_typed, to_typed
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.forms import version_pressed
from app.foundation.web.submission import LastSaved, Submission, submit
from app.people import queries as people
from app.reports import queries as reports
from app.reports.models import Report

items_bp = Blueprint("agenda_items", __name__, url_prefix="/meetings/<int:meeting_id>/agenda")
MOVED = {
    "up": "Moved up",
    "down": "Moved down",
    "in": "Put under the item above",
    "out": "Taken out",
}


@items_bp.post("/items/<int:item_id>/move")
def move(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Move an item one step, and keep the focus on the button that moved it."""
    item = access.item(meeting_id, item_id, may=policy.run)
    to = request.form.get("to", "")
    if to not in MOVED:
        raise Refused("Choose where the item is to go.")
    services.move_item(item, by=current_person(), to=to, agenda_version=version_pressed())
    done(f"{MOVED[to]}: {item.title} is item {item.number} now.")
    anchor = f"move-{item.id}-{'side' if to in ('in', 'out') else to}"
    return redirect(url_for("agendas.build", meeting_id=meeting_id, _anchor=anchor))


@items_bp.route("/items/<int:item_id>", methods=["GET", "POST"])
def edit(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """The page of one item: its wording, and everything else that can be done with it."""
    item = access.item(meeting_id, item_id, may=policy.run)
    exempt = access.exempt_wording(item)
    form = ItemForm() if request.method == "POST" else _worded(item, exempt)
    submission = submit(
        form,
        lambda: services.edit_item(
            item,
            by=current_person(),
            title=form.title.data,
            html=from_typed(form.text.data),
            version=form.version.data,
        ),
        saved_form=lambda: _worded(item, exempt),
        last_saved=lambda: _last_saved(item),
        not_compared=["text"],
    )
    if not submission.is_done:
        return _page(item, exempt, submission)
    done(f"Item {item.number} is changed.")
    return _built(meeting_id, item)


@items_bp.post("/items/<int:item_id>/urgent-business")
def call_urgent_business(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Retitle “Any other business” as urgent business."""
    item = access.item(meeting_id, item_id, may=policy.run)
    services.call_urgent_business(item, by=current_person(), agenda_version=version_pressed())
    done(f"Item {item.number} is called “{item.title}” now.")
    return _built(meeting_id, item)


@items_bp.post("/items/<int:item_id>/remove")
def remove(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Take an item off the agenda."""
    item = access.item(meeting_id, item_id, may=policy.run)
    number = item.number
    services.remove_item(item, by=current_person(), agenda_version=version_pressed())
    done(f"Item {number} is taken off the agenda.")
    return redirect(url_for("agendas.build", meeting_id=meeting_id))


@items_bp.route("/items/<int:item_id>/exempt", methods=["GET", "POST"])
def exempt(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Take an item in Part II, or change the grounds on which it is there."""
    item = access.item(meeting_id, item_id, may=policy.run)
    wording = access.exempt_wording(item)
    data = _grounds(item, wording) if request.method == "GET" else None
    form = offer_posts(ExemptForm(data=data))
    submission = submit(
        form,
        lambda: services.make_exempt(
            item, by=current_person(), version=form.version.data, **_typed_grounds(form)
        ),
        saved_form=lambda: offer_posts(ExemptForm(formdata=None, data=_grounds(item, wording))),
        last_saved=lambda: _last_saved(item),
    )
    if not submission.is_done:
        problems = _problems_of(item) if wording else []
        return submission.render(
            "agendas/exempt.html", item=item, wording=wording, problems=problems
        )
    done(f"Item {item.number} is in Part II now; its papers are held back.")
    for sentence in _problems_of(item):
        flash(sentence, "notice")
    return _built(meeting_id, item)


@items_bp.route("/items/<int:item_id>/recall", methods=["GET", "POST"])
def recall(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Withdraw a published item from publication and take it in Part II."""
    item = access.item(meeting_id, item_id, may=policy.run)
    form = _recall_form(item)
    submission = submit(form, lambda: _recall(item, form))
    if not submission.is_done:
        elsewhere, titles = recalling.elsewhere(item), _titles_on(item)
        return submission.render(
            "agendas/recall.html", item=item, elsewhere=elsewhere, titles=titles
        )
    done(f"Item {item.number} is withdrawn and exempt; the agenda is issued anew.")
    for sentence in _problems_of(item):
        flash(sentence, "notice")
    return _built(meeting_id, item)


def _titles_on(item: AgendaItem) -> dict[int, str]:
    """The reports of an item that this clerk may read, each with the title this clerk knows it
    by."""
    named = [report for _, report in queries.placed_on(item, auth.scope()) if report is not None]
    access.log_views(named)
    return reports.titles_for(named, auth.scope())


def _recall_form(item: AgendaItem) -> RecallForm:
    data = _decision(item) | {"late_reason": item.late_reason, "version": item.agenda.version}
    form = offer_posts(RecallForm(data=data if request.method == "GET" else None))
    if not item.is_late:
        del form.late_reason
    told = dict(chain.from_iterable(one.items() for one in ask(ReasonsAsked(item.id))))
    if not told:
        del form.reasons, form.shown
        return form
    since = told.keys() - _reasons_shown(form)
    form.reasons.offer(list(told.items()))
    form.reasons.data = [*(form.reasons.data or ()), *sorted(since)]
    form.shown.data = " ".join(map(str, told))
    return form


def _reasons_shown(form: RecallForm) -> set[int]:
    """The ids of the reasons that the form showed; damaged input names none."""
    said = (form.shown.data or "").split()
    return {int(one) for one in said if one.isascii() and one.isdecimal() and len(one) < 10}


def _recall(item: AgendaItem, form: RecallForm) -> None:
    services.recall(
        item,
        by=current_person(),
        reason=form.reason.data,
        late_reason=form.late_reason.data if "late_reason" in form else "",
        spared=_reasons_shown(form) - set(form.reasons.data) if "reasons" in form else (),
        agenda_version=form.version.data,
        **_typed_grounds(form),
    )


@items_bp.post("/items/<int:item_id>/open")
def make_open(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Bring an item back into Part I with its wording and papers."""
    item = access.item(meeting_id, item_id, may=policy.run)
    services.make_open(item, by=current_person(), agenda_version=version_pressed())
    later = " The agenda says so with its next supplement." if item.published_at else ""
    done(f"Item {item.number} is open to the public, with its papers.{later}")
    return _built(meeting_id, item)


@items_bp.route("/items/<int:item_id>/late", methods=["GET", "POST"])
def late(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Record why the chair takes an item as a matter of urgency."""
    item = access.item(meeting_id, item_id, may=policy.run)
    form = LateForm(data=_urgency(item) if request.method == "GET" else None)
    submission = submit(
        form,
        lambda: services.mark_late(
            item, by=current_person(), reason=form.reason.data, version=form.version.data
        ),
        saved_form=lambda: LateForm(formdata=None, data=_urgency(item)),
        last_saved=lambda: _last_saved(item),
    )
    if not submission.is_done:
        return submission.render("agendas/late.html", item=item)
    done(f"The reason for item {item.number} is recorded.")
    return _built(meeting_id, item)


@items_bp.post("/reports/<int:report_id>/add")
def add_report(meeting_id: int, report_id: int) -> ResponseReturnValue:
    """Take a waiting report on the agenda as an item of its own; a closed one goes to Part II."""
    agenda = access.agenda(meeting_id, may=policy.run)
    item = services.add_report(agenda, report=_waiting(agenda, report_id), by=current_person())
    if item.part == 2:
        done("Added to Part II. Say on which grounds it is exempt.")
        return redirect(url_for("agenda_items.exempt", meeting_id=meeting_id, item_id=item.id))
    done(f"Added as item {item.number}.")
    return redirect(url_for("agendas.build", meeting_id=meeting_id, _anchor="waiting"))


@items_bp.post("/items/<int:item_id>/reports/<int:report_id>")
def place(meeting_id: int, item_id: int, report_id: int) -> ResponseReturnValue:
    """Put a waiting report to an item."""
    item = access.item(meeting_id, item_id, may=policy.run)
    report = _waiting(item.agenda, report_id)
    services.place_report(
        item, report=report, by=current_person(), agenda_version=version_pressed()
    )
    done(f"The report is on item {item.number}.")
    return redirect(url_for("agenda_items.edit", meeting_id=meeting_id, item_id=item.id))


@items_bp.post("/items/<int:item_id>/reports/<int:report_id>/off")
def take_off(meeting_id: int, item_id: int, report_id: int) -> ResponseReturnValue:
    """Take a report off an item; it waits for a place again."""
    item = access.item(meeting_id, item_id, may=policy.run)
    report = access.report(report_id, may=policy.place)
    services.take_report_off(
        item, report=report, by=current_person(), agenda_version=version_pressed()
    )
    done(f"The report is off item {item.number}; it waits for a place again.")
    return redirect(url_for("agenda_items.edit", meeting_id=meeting_id, item_id=item.id))


@items_bp.route("/items/<int:item_id>/minutes", methods=["GET", "POST"])
def receive(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Attach another board's minutes to an item."""
    item = access.item(meeting_id, item_id, may=policy.run)
    version = {"version": item.agenda.version}
    form = ReceiveForm(data=version if request.method == "GET" else None)
    form.meeting_id.offer([(one.meeting_id, one.label) for one in receiving.offered(item)])
    submission = submit(
        form,
        lambda: services.attach_minutes(
            item,
            of=access.meeting(form.meeting_id.data, may=policy.see),
            by=current_person(),
            agenda_version=form.version.data,
        ),
    )
    if not submission.is_done:
        return submission.render("agendas/receive.html", item=item)
    done(f"The minutes are attached to item {item.number}.")
    return redirect(url_for("agenda_items.edit", meeting_id=meeting_id, item_id=item.id))


@items_bp.post("/items/<int:item_id>/minutes/<int:of_id>/off")
def give_back(meeting_id: int, item_id: int, of_id: int) -> ResponseReturnValue:
    """Take another board's minutes off an item."""
    item = access.item(meeting_id, item_id, may=policy.run)
    of = access.meeting(of_id, may=policy.see)
    services.take_minutes_off(item, of=of, by=current_person(), agenda_version=version_pressed())
    done(f"The minutes are off item {item.number}.")
    return redirect(url_for("agenda_items.edit", meeting_id=meeting_id, item_id=item.id))


def _waiting(agenda: Agenda, report_id: int) -> Report:
    """A report that waits for a place on this board's agendas; refused if it does not."""
    report = access.report(report_id, may=policy.place)
    if report not in queries.waiting_reports(agenda.meeting.board, scope=auth.scope()):
        raise Refused("This report does not wait for a place on an agenda of this board.")
    return report


def _page(
    item: AgendaItem, exempt: AgendaItemExempt | None, submission: Submission
) -> ResponseReturnValue:
    agenda = item.agenda
    items = list(queries.walk(queries.items_of(agenda)))
    among = ordering.siblings(items, item)
    placed = queries.placed_on(item, auth.scope())
    waiting = waiting_for_place(agenda, auth.scope())
    access.log_views(waiting)
    named = [report for _, report in placed if report is not None]
    access.log_views(named)
    titles = reports.titles_for([*named, *waiting], auth.scope())
    exclusion = exempting.exclusion_of(agenda, items)
    return submission.render(
        "agendas/item.html",
        meeting=agenda.meeting,
        item=item,
        page=ItemPage(
            item,
            exempt,
            kept=exempted.current(item) if exempt else None,
            exclusion=exclusion.text if exclusion else "",
            may_go_in=_may_go_in(item, among),
        ),
        theirs=to_typed(submission.conflict.theirs) if submission.conflict else "",
        placed=item_page.placed_on(item, placed, titles),
        waiting=item_page.waiting_for(item, waiting, titles),
        received=item_page.received_on(item, receiving.standing(item.received)),
        problems=_problems_of(item),
    )


def _problems_of(item: AgendaItem) -> list[str]:
    """What the checks say of this item: errors, and warnings that will need a reason."""
    return [one.sentence for one in queries.checks(item.agenda) if one.item_id == item.id]


def _may_go_in(item: AgendaItem, among: list[AgendaItem]) -> bool:
    nestable = item.parent_id is None and not item.children and item in among
    return nestable and among.index(item) > 0


def _grounds(item: AgendaItem, wording: AgendaItemExempt | None) -> dict[str, object]:
    return {
        "version": item.version,
        "open_title": item.title if wording else "",
        "access": wording.access.value if wording else Access.EXEMPT.value,
        "paragraphs": list(item.paragraphs),
        "public_interest": item.public_interest,
        **_decision(item),
    }


def _decision(item: AgendaItem) -> dict[str, object]:
    """Who decided and until when; of a new exemption the board's last officer, and a year."""
    kept = exempted.current(item)
    if kept is not None and exempting.wording_of(item) is not None:
        return {"post_id": kept.post_id, "review_on": kept.review_on}
    year_on = clock.years_after(clock.today(), 1)
    return {"post_id": queries.last_deciding_post(item.group_id), "review_on": year_on}


def _typed_grounds(form: ExemptForm) -> dict[str, Any]:
    closed = Access(form.access.data)
    return {
        "paragraphs": form.paragraphs.data or [] if closed == Access.EXEMPT else [],
        "public_interest": form.public_interest.data or "",
        "open_title": form.open_title.data,
        "access": closed,
        "post_id": form.post_id.data,
        "review_on": form.review_on.data,
    }


def _urgency(item: AgendaItem) -> dict[str, object]:
    return {"version": item.version, "reason": item.late_reason}


def _worded(item: AgendaItem, exempt: AgendaItemExempt | None) -> ItemForm:
    stored: AgendaItem | AgendaItemExempt = exempt or item
    words = {"title": stored.title, "text": to_typed(stored.text), "version": item.version}
    return ItemForm(formdata=None, data=words)


def _last_saved(item: AgendaItem) -> LastSaved:
    return people.writer(item.saved_by_id, reader_id=current_person().id), item.saved_at


def _built(meeting_id: int, item: AgendaItem) -> ResponseReturnValue:
    anchor = f"item-{item.id}"
    return redirect(url_for("agendas.build", meeting_id=meeting_id, _anchor=anchor))
