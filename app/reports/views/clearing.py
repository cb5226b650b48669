"""Sending a report for clearance, clearing it, sending it back, withdrawing it."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.errors import Refused
from app.foundation.web.asked import number
from app.foundation.web.forms import Form
from app.foundation.web.gate import me
from app.reports import access, policy, queries, services
from app.reports.forms import ClearForm, SendBackForm, WithdrawForm
from app.reports.models import Report
from app.reports.views import showing
from app.reports.views.desk import bp, refuse, to
from app.reports.workflow import facts_missing, sections_missing


@bp.route("/<int:report_id>/submit", methods=["GET", "POST"])
def submit(report_id: int) -> ResponseReturnValue:
    """What is still missing, and the button that sends the report for clearance."""
    report = access.report(report_id, may=policy.write)
    form = Form()
    if form.sent():
        try:
            services.submit(report, by=me())
        except Refused as refusal:
            return refuse("reports/submit.html", form, refusal, **_checked(report))
        flash("The report is sent for clearance. Those who clear it can read it now.", "success")
        return to(report)
    return render_template("reports/submit.html", form=form, **_checked(report))


def _checked(report: Report) -> dict[str, object]:
    return {
        "report": report,
        "rows": showing.rows_of(report, current=""),
        "facts_trouble": facts_missing(report),
        "sections_trouble": sections_missing(report),
        "board": queries.board_name(report.group_id),
    }


@bp.post("/<int:report_id>/take-back")
def take_back(report_id: int) -> ResponseReturnValue:
    """Make it a draft again."""
    report = access.report(report_id, may=policy.write)
    services.take_back(report, by=me())
    flash("The report is a draft again.", "success")
    return to(report)


@bp.route("/<int:report_id>/clear", methods=["GET", "POST"])
def clear(report_id: int) -> ResponseReturnValue:
    """Clear a report for an agenda."""
    report = access.report(report_id, may=policy.clear)
    form = ClearForm()
    if request.method == "GET":
        form.version.data = request.args.get("read", report.version, type=number)
    if form.sent():
        try:
            services.clear(report, by=me(), text=form.text.data or "", version=form.version.data)
        except Refused as refusal:
            form.version.data = report.version
            return refuse("reports/clear.html", form, refusal, report=report)
        flash("The report is cleared and waits for its agenda.", "success")
        return to(report)
    return _page("reports/clear.html", form, report)


@bp.route("/<int:report_id>/send-back", methods=["GET", "POST"])
def send_back(report_id: int) -> ResponseReturnValue:
    """Send a report back to its author."""
    report = access.report(report_id, may=policy.clear)
    form = SendBackForm()
    if form.sent():
        try:
            services.send_back(report, by=me(), text=form.text.data)
        except Refused as refusal:
            return refuse("reports/send_back.html", form, refusal, report=report)
        flash("The report is a draft again; its author sees what you wrote.", "success")
        return to(report)
    return _page("reports/send_back.html", form, report)


@bp.route("/<int:report_id>/withdraw", methods=["GET", "POST"])
def withdraw(report_id: int) -> ResponseReturnValue:
    """Withdraw a report for good."""
    report = access.report(report_id, may=policy.withdraw)
    form = WithdrawForm()
    if form.sent():
        try:
            services.withdraw(report, by=me(), reason=form.reason.data)
        except Refused as refusal:
            return refuse("reports/withdraw.html", form, refusal, report=report)
        flash("The report is withdrawn.", "success")
        return to(report)
    return _page("reports/withdraw.html", form, report)


def _page(page: str, form: Form, report: Report) -> ResponseReturnValue:
    return render_template(page, form=form, report=report), 422 if form.errors else 200
