"""The desk at which all pages of reports are served, and the way back to one."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation.errors import Refused
from app.foundation.web import refusals
from app.foundation.web.forms import Form
from app.reports.models import Report

bp = Blueprint("reports", __name__, url_prefix="/reports")


def to(report: Report) -> ResponseReturnValue:
    """To the report's own page."""
    return redirect(url_for("reports.show", report_id=report.id))


def refuse(page: str, form: Form, refusal: Refused, **shown: object) -> ResponseReturnValue:
    """The same page again with the rule's sentence where it belongs; nothing is kept."""
    sentence = refusals.on_form(form, refusal)
    return render_template(page, form=form, refusal=sentence, **shown), 422
