"""The desk at which all pages of reports are served, and the way back to one."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.reports.models import Report

bp = Blueprint("reports", __name__, url_prefix="/reports")


def to(report: Report) -> ResponseReturnValue:
    """To the report's own page."""
    return redirect(url_for("reports.show", report_id=report.id))
