"""The nation's bank holidays: filled in by themselves, far enough ahead, and kept true."""

from collections.abc import Iterable
from datetime import date

from flask import current_app
from sqlalchemy import func, select

from app.foundation import clock
from app.foundation.db import add_each_once, db
from app.foundation.jobs.handler import Arguments, Handler
from app.foundation.locking import advisory_lock
from app.meetings.models import TAKING_PLACE, ClosedDay, Meeting

JOB = "meetings.bank-holidays"
AHEAD = 3
"""How many years after this one are filled in, whether or not a meeting is planned in them."""
FURTHEST = 10
"""No more than so many, for a meeting whose year was mistyped."""
NATIONS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}


def of_nation(nation: str, years: Iterable[int]) -> dict[date, str]:
    """The bank holidays of a nation in these years, with their names."""
    import holidays  # its calendars are read only by whoever fills ours

    return dict(holidays.country_holidays("GB", subdiv=nation, years=list(years), language="en_GB"))


def fill(wanted: dict[date, str]) -> int:
    """Store these bank holidays; days already stored are left alone. How many were added."""
    rows = [
        {"on_date": day, "name": name, "is_bank_holiday": True}
        for day, name in sorted(wanted.items())
    ]
    return add_each_once(ClosedDay, unique=("on_date",), rows=rows)


def wanted_now() -> dict[date, str]:
    """The bank holidays of the council's own nation in every year that is to be filled in."""
    return of_nation(current_app.config["BANK_HOLIDAY_NATION"], _years())


def renew(wanted: dict[date, str]) -> int:
    """Store these bank holidays and take off those of another nation; days that were added by hand
    stay, and so do bank holidays on which the offices are open. How many were added."""
    stored = db.session.scalars(select(ClosedDay).where(ClosedDay.is_bank_holiday))
    for row in stored.all():
        if row.on_date not in wanted:
            db.session.delete(row)
    db.session.flush()
    return fill(wanted)


def _prepare(_batch: list[Arguments]) -> dict[date, str]:
    return wanted_now()


def _finish(wanted: dict[date, str]) -> None:
    advisory_lock(JOB)
    renew(wanted)


keep_filled = Handler(
    prepare=_prepare, finish=_finish, batch=50, words="Keep the bank holidays filled in"
)
"""When the worker starts, and every day after."""


def _years() -> range:
    """From the first year that is stored to the last in which a meeting is planned."""
    this_year = clock.today().year
    stored = select(func.min(ClosedDay.on_date), func.max(ClosedDay.on_date))
    first, last = db.session.execute(stored.where(ClosedDay.is_bank_holiday)).one()
    planned = db.session.scalar(
        select(func.max(Meeting.on_date)).where(Meeting.state.in_(TAKING_PLACE))
    )
    ahead = max(this_year + AHEAD, planned.year if planned else 0, last.year if last else 0)
    begin = min(this_year - 1, first.year if first else this_year)
    return range(begin, min(ahead, this_year + FURTHEST) + 1)
