"""The blueprint of reports, and the redirect to one."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.reports.models import Report

bp = Blueprint("reports", __name__, url_prefix="/reports")


def to(report: Report) -> ResponseReturnValue:
    """Redirect to the report's page."""
    return redirect(url_for("reports.show", report_id=report.id))
