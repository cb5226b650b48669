"""Sending a report for clearance, clearing it, sending it back, withdrawing it."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.web import auth, submission
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.forms import version_pressed
from app.foundation.web.params import id_param
from app.foundation.web.submission import Submission
from app.reports import access, policy, services
from app.reports.forms import ClearForm, SendBackForm, SubmitForm, WithdrawForm
from app.reports.models import Report
from app.reports.views import showing
from app.reports.views.changes import since_last_seen
from app.reports.views.desk import bp, to
from app.reports.workflow import missing, missing_facts


@bp.route("/<int:report_id>/submit", methods=["GET", "POST"])
def submit(report_id: int) -> ResponseReturnValue:
    """What is still missing, and the button that sends the report for clearance."""
    report = access.report(report_id, may=policy.write)
    form, lacking = SubmitForm(), _lacking(report)
    if request.method == "GET":
        form.version.data = report.version
    form.ask(showing.unlooked(report), is_complete=not lacking)
    submitted = submission.submit(
        form,
        lambda: services.submit(
            report,
            by=current_person(),
            looked=form.looked.data,
            version=form.version.data,
        ),
    )
    done = "The report is sent for clearance. Those who clear it can read it now."
    shown = {} if submitted.is_done else _checked(report, lacking)
    return _answer("reports/submit.html", report, submitted, done, **shown)


def _checked(report: Report, lacking: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "rows": showing.rows_of(report, current=""),
        "lacking": lacking,
        "board": report.board.name,
    }


def _lacking(report: Report) -> list[tuple[str, str]]:
    """What is still missing, each with the page on which it is written."""
    labels = showing.labels_of(report)
    return [
        *(
            (
                f"Fill in “{field['label']}”",
                url_for("reports.header", report_id=report.id, _anchor=f"fact_{field['key']}"),
            )
            for field in missing_facts(report)
        ),
        *(
            (f"Write “{labels[section.key]}”", showing.address(section))
            for section in missing(report)
        ),
    ]


@bp.post("/<int:report_id>/take-back")
def take_back(report_id: int) -> ResponseReturnValue:
    """Make it a draft again."""
    report = access.report(report_id, may=policy.write)
    services.take_back(report, by=current_person(), version=version_pressed())
    done("The report is a draft again.")
    return to(report)


@bp.route("/<int:report_id>/clear", methods=["GET", "POST"])
def clear(report_id: int) -> ResponseReturnValue:
    """Clear a report for an agenda."""
    report, form = access.report(report_id, may=policy.clear), ClearForm()
    if request.method == "GET":
        form.version.data = request.args.get("read", report.version, type=id_param)
    submitted = submission.submit(
        form,
        lambda: services.clear(
            report, by=current_person(), text=form.text.data or "", version=form.version.data
        ),
    )
    if submitted.refusal:
        form.version.data = report.version
    done = "The report is cleared and waits for its agenda."
    shown = {} if submitted.is_done else _to_clear(report)
    return _answer("reports/clear.html", report, submitted, done, **shown)


def _to_clear(report: Report) -> dict[str, object]:
    return {
        "changes": since_last_seen(report, auth.scope()),
        "unlooked": [label for _, label in showing.unlooked(report)],
    }


@bp.route("/<int:report_id>/send-back", methods=["GET", "POST"])
def send_back(report_id: int) -> ResponseReturnValue:
    """Send a report back to its author."""
    report = access.report(report_id, may=policy.clear)
    form = SendBackForm(data={"version": report.version})
    submitted = submission.submit(
        form,
        lambda: services.send_back(
            report, by=current_person(), text=form.text.data, version=form.version.data
        ),
    )
    done = "The report is a draft again; its author sees what you wrote."
    return _answer("reports/send_back.html", report, submitted, done)


@bp.route("/<int:report_id>/withdraw", methods=["GET", "POST"])
def withdraw(report_id: int) -> ResponseReturnValue:
    """Withdraw a report for good."""
    report = access.report(report_id, may=policy.withdraw)
    form = WithdrawForm(data={"version": report.version})
    submitted = submission.submit(
        form,
        lambda: services.withdraw(
            report, by=current_person(), reason=form.reason.data, version=form.version.data
        ),
    )
    return _answer("reports/withdraw.html", report, submitted, "The report is withdrawn.")


def _answer(
    page: str, report: Report, submitted: Submission, sentence: str, **shown: object
) -> ResponseReturnValue:
    """Redirect to the report if it is done; else its page again, with the refusal."""
    if submitted.is_done:
        done(sentence)
        return to(report)
    return submitted.render(page, report=report, **shown)
