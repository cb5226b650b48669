"""Writing a report: begin it, its details, section by section, what is attached."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.documents.services import keep_document
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.reading.sniff import sniff
from app.foundation.richtext.typed import from_typed, to_typed
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import NOTHING_CHANGED, done
from app.foundation.web.filters import clock_time
from app.foundation.web.forms import version_pressed
from app.foundation.web.refusals import is_fragment
from app.foundation.web.submission import LastSaved, submit
from app.people import queries as people
from app.reports import access, policy, queries, services
from app.reports.contents import standard_answers
from app.reports.forms import (
    AttachForm,
    HeaderForm,
    OwnSectionForm,
    SectionForm,
    header_form,
)
from app.reports.models import BACKGROUND, Report, Section
from app.reports.views import showing
from app.reports.views.desk import bp, to
from app.reports.views.starting import coming_of, reports_in

HEADED = ("edit-header", "submit", "clear")
"""The audit verbs after which the form of the details shows something else."""


@bp.route("/<int:report_id>/header", methods=["GET", "POST"])
def header(report_id: int) -> ResponseReturnValue:
    """The subject and the facts at the head of a report."""
    report = access.report(report_id, may=policy.write)
    form = _header_form(report)
    submission = submit(
        form,
        lambda: services.edit_header(
            report,
            by=current_person(),
            title=form.title.data,
            header=report.header | form.facts(),
            wanted_on=form.wanted(),
            version=form.version.data,
        ),
        saved_form=lambda: _header_form(report, formdata=None),
        last_saved=lambda: people.last_done(report, *HEADED, reader_id=auth.scope().person_id),
    )
    if not submission.is_done:
        return submission.render("reports/header.html", report=report, board=report.board.name)
    first = report.sections[0].key if report.sections else None
    if first is None or request.form.get("go") != "write":
        done("The details are saved.")
        return to(report)
    return redirect(url_for("reports.write", report_id=report.id, key=first))


def _header_form(report: Report, **given: Any) -> HeaderForm:
    facts = {f"fact_{key}": value for key, value in report.header.items()}
    form = header_form(report.template_version, obj=report, data=facts, **given)
    coming = coming_of(report.group_id)
    form.offer_meetings(coming, reports_in=reports_in(coming))
    return form


@bp.get("/<int:report_id>/write")
def begin(report_id: int) -> ResponseReturnValue:
    """Redirect to the first section that is still to be written."""
    report = access.report(report_id, may=policy.write)
    rows = showing.rows_of(report, current="")
    waiting = [row.url for row in rows if row.state_words == "still to be written"]
    fallback = rows[0].url if rows else url_for("reports.header", report_id=report.id)
    return redirect(waiting[0] if waiting else fallback)


@bp.route("/<int:report_id>/write/<string:key>", methods=["GET", "POST"])
def write(report_id: int, key: str) -> ResponseReturnValue:
    """One section: what was typed is saved by itself, or by the buttons."""
    report = access.report(report_id, may=policy.write)
    section = access.section(report, key)
    form, before = SectionForm(), section.version
    if request.method == "GET":
        form.version.data, form.text.data = section.version, to_typed(section.text)
        form.looked.data = not section.is_preset
    submission = submit(
        form,
        lambda: services.write_section(
            section,
            by=current_person(),
            html=from_typed(form.text.data or ""),
            version=form.version.data,
            looked=form.looked.data if "asked" in request.form else None,
        ),
        saved_form=lambda: SectionForm(formdata=None),
        last_saved=lambda: _last_saved(section),
        not_compared=["text", "looked"],
    )
    if submission.refusal and is_fragment():
        raise Refused(submission.refusal)
    go = request.form.get("go", "")
    if submission.is_done and (go or not is_fragment()):
        if not is_fragment():
            _say(section, is_saved=section.version != before)
        return _on(section, go)
    if submission.is_done:
        form.version.data, form.looked.data = section.version, not section.is_preset
    theirs = to_typed(submission.conflict.theirs) if submission.conflict else ""
    return submission.render("reports/write.html", theirs=theirs, **_around(section))


def _last_saved(section: Section) -> LastSaved:
    who = people.writer(section.changed_by_id, reader_id=auth.scope().person_id)
    return who, section.changed_at


def _say(section: Section, *, is_saved: bool) -> None:
    """What the script says by itself, for a page without it."""
    if is_saved and section.changed_at is not None:
        at = clock_time(section.changed_at.astimezone(clock.LONDON))
        flash(f"Saved at {at}.", "success")
    elif request.form.get("go") == "stay":
        flash(NOTHING_CHANGED, "notice")


def _on(section: Section, go: str) -> ResponseReturnValue:
    """Redirect to where the pressed button leads."""
    report, neighbours = section.report, _neighbours(section)
    if go == "finish":
        services.keep_version(report, by=current_person(), why=services.LEFT)
        done("Your text is saved, and a version is kept.")
        return to(report)
    if go == "check":
        services.keep_version(report, by=current_person(), why=services.LEFT)
        return redirect(url_for("reports.submit", report_id=report.id))
    other = neighbours.get(go) or section
    return redirect(showing.address(other, anchor="section-heading"))


def _neighbours(section: Section) -> dict[str, Section]:
    order = list(section.report.sections)
    place = order.index(section)
    found = {"previous": order[place - 1]} if place else {}
    return found | ({"next": order[place + 1]} if place + 1 < len(order) else {})


def _around(section: Section) -> dict[str, object]:
    report = section.report
    rows = showing.rows_of(report, current=section.key)
    standard = standard_answers(report.template_version).get(section.key, "")
    heading = next((row.label for row in rows if row.current), section.label)
    return {
        "report": report,
        "section": section,
        "heading": heading,
        "rows": rows,
        "guidance": showing.guidance_of(section),
        "standard": to_typed(standard),
        "is_background": section.key == BACKGROUND,
        "is_standard": bool(standard) and section.text == standard,
        "preview": showing.paragraphs(section.text, "" if section.parent_key else heading),
        "neighbours": _neighbours(section),
        "board": report.board.name,
        "comments": queries.comments_on(report),
        "own": section.key.startswith("own-"),
        "may_add": report.template_version.is_cover_sheet,
        "editable": policy.is_editable(report),
    }


@bp.route("/<int:report_id>/sections", methods=["GET", "POST"])
def add_section(report_id: int) -> ResponseReturnValue:
    """Add a section of the author's own."""
    report = access.report(report_id, may=policy.write)
    form = OwnSectionForm()
    submission = submit(
        form,
        lambda: services.add_section(report, by=current_person(), label=form.label.data),
    )
    if not submission.is_done:
        return submission.render("reports/add_section.html", report=report)
    return redirect(showing.address(submission.result))


@bp.post("/<int:report_id>/sections/<string:key>/remove")
def remove_section(report_id: int, key: str) -> ResponseReturnValue:
    """Take a section of the author's own out again."""
    report = access.report(report_id, may=policy.write)
    services.remove_section(
        access.section(report, key), by=current_person(), version=version_pressed()
    )
    done("The section is removed; earlier versions keep its text.")
    return redirect(url_for("reports.begin", report_id=report.id))


@bp.route("/<int:report_id>/appendices", methods=["GET", "POST"])
def attach(report_id: int) -> ResponseReturnValue:
    """Attach a file to a report."""
    report = access.report(report_id, may=policy.write)
    form = AttachForm()
    submission = submit(form, lambda: _attach(report, title=form.title.data, file=form.file.data))
    if not submission.is_done:
        return submission.render("reports/attach.html", report=report)
    done("The file is attached.")
    for remark in submission.result:
        flash(remark)
    return to(report)


def _attach(report: Report, *, title: str, file: FileStorage) -> tuple[str, ...]:
    """Attach the file; returns warnings for its sender."""
    services.refuse_unless_draft(report)
    name, data = str(file.filename), file.read()
    document = keep_document(
        by=current_person(),
        group_id=report.group_id,
        title=title,
        name=name,
        data=data,
        access=report.access,
        published_at=None,
    )
    services.attach(report, by=current_person(), title=title, document=document)
    return sniff(data, name=name).warnings


@bp.post("/<int:report_id>/appendices/<int:appendix_id>/remove")
def detach(report_id: int, appendix_id: int) -> ResponseReturnValue:
    """Take an appendix off a report."""
    report = access.report(report_id, may=policy.write)
    services.detach(access.appendix(report, appendix_id), by=current_person())
    done("The appendix is taken off.")
    return to(report)
