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
        days = queries.closed_days_from(clock.today().replace(month=1, day=1))
        return submission.render("closed_days/index.html", days=days)
    done("The day is added; every deadline counts it from now on.")
    return redirect(url_for("closed_days.index"))


@closed_days_bp.post("/fill")
def fill() -> ResponseReturnValue:
    """Store the nation's bank holidays of this year and the next three."""
    access.closed_days(may=policy.keep_closed_days)
    year = clock.today().year
    added = services.fill_bank_holidays(
        first_year=year, last_year=year + 3, nation=current_app.config["BANK_HOLIDAY_NATION"]
    )
    if added:
        flash(f"{count_of(added, 'bank holiday')} added, up to {year + 3}.", "success")
    else:
        flash(f"Every bank holiday up to {year + 3} is on the list already.", "notice")
    return redirect(url_for("closed_days.index"))


@closed_days_bp.post("/<int:closed_day_id>/remove")
def remove(closed_day_id: int) -> ResponseReturnValue:
    """Take a day off the list."""
    services.open_on(
        access.closed_day(closed_day_id, may=policy.keep_closed_days), by=current_person()
    )
    done("The day is taken off the list.")
    return redirect(url_for("closed_days.index"))
