"""The days on which the offices are shut, which the clear-days rule leaves out."""

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.filters import count_of
from app.foundation.web.submission import submit
from app.meetings import access, policy, queries, services
from app.meetings.forms import ClosedDayForm

closed_days_bp = Blueprint("closed_days", __name__, url_prefix="/administration/closed-days")


@closed_days_bp.route("", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """All closed days from this year on, and a form for one more."""
    access.closed_days(may=policy.keep_closed_days)
    form = ClosedDayForm()
    submission = submit(
        form,
        lambda: services.close_on(form.on_date.data, by=current_person(), name=form.name.data),
    )
    if not submission.is_done:
        today = clock.today()
        return submission.render(
            "closed_days/index.html",
            days=queries.closed_days_from(today.replace(month=1, day=1)),
            nation=services.NATIONS[current_app.config["BANK_HOLIDAY_NATION"]],
            unfilled=queries.closed_calendar().unfilled([today]),
        )
    done("The day is added; every deadline counts it from now on.")
    return redirect(url_for("closed_days.index"))


@closed_days_bp.post("/fill")
def fill() -> ResponseReturnValue:
    """Store the nation's bank holidays now, which the worker does every day."""
    access.closed_days(may=policy.keep_closed_days)
    if added := services.renew_bank_holidays():
        flash(f"{count_of(added, 'bank holiday')} added.", "success")
    else:
        flash("Every bank holiday is on the list already.", "notice")
    return redirect(url_for("closed_days.index"))


@closed_days_bp.post("/<int:closed_day_id>/remove")
def remove(closed_day_id: int) -> ResponseReturnValue:
    """Take a day off the list."""
    services.open_on(
        access.closed_day(closed_day_id, may=policy.keep_closed_days), by=current_person()
    )
    done("The day is taken off the list.")
    return redirect(url_for("closed_days.index"))


@closed_days_bp.post("/<int:closed_day_id>/restore")
def restore(closed_day_id: int) -> ResponseReturnValue:
    """Put a bank holiday back on the list."""
    services.close_again(
        access.closed_day(closed_day_id, may=policy.keep_closed_days), by=current_person()
    )
    done("The bank holiday is on the list again.")
    return redirect(url_for("closed_days.index"))
