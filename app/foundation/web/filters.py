"""How days, moments and numbers are said on a page, in the council's own English."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from flask import Flask, url_for
from markupsafe import Markup, escape

from app.foundation.clock import LONDON, UNDATED
from app.foundation.exports.wording import time_of_day

_STATIC = Path(__file__).parents[2] / "static"


def init_app(app: Flask) -> None:
    """Lets every page say days, moments and counts the same way."""
    for said in (
        day,
        plain_day,
        short_day,
        clock_time,
        start_time,
        moment,
        local_day,
        relative_day,
        waiting_time,
        plural,
        count_of,
        humanise,
        breakable,
    ):
        app.jinja_env.filters[said.__name__] = said
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a built style sheet or script; it changes when the file does."""
    filename = f"built/{name}"
    return url_for("static", filename=filename, v=asset_version(filename))


def asset_version(filename: str) -> str | None:
    """The version of a file that is sent as it is; None where there is none."""
    try:
        return f"{(_STATIC / filename).stat().st_mtime_ns:x}"
    except (OSError, ValueError):
        return None


def day(value: date | None) -> str:
    """Tuesday 20 September 2011."""
    return f"{value:%A} {value.day} {value:%B %Y}" if value else ""


def plain_day(value: date | None) -> str:
    """20 September 2011: a day beside moments, which are said without the day of the week."""
    return f"{value.day} {value:%B %Y}" if value else ""


def short_day(value: date | None) -> str:
    """Tue 20 Sep."""
    return f"{value:%a} {value.day} {value:%b}" if value else ""


def clock_time(value: time | datetime | None) -> str:
    """6.30pm, 10am, 12 noon, midnight; nothing where no time is known."""
    return time_of_day(value) if value is not None else ""


def start_time(value: time) -> str:
    """When a meeting begins; past papers that do not say leave midnight, when no meeting does."""
    return clock_time(value) if value != time(0, 0) else "time not known"


def moment(value: datetime | None) -> str:
    """10.42am, 20 September 2026: a stored moment, as the clock on the council's wall showed it."""
    if value is None:
        return ""
    if value == UNDATED:
        return "day not known"
    local = _local(value)
    return f"{clock_time(local)}, {local.day} {local:%B %Y}"


def local_day(value: datetime | None) -> date | None:
    """The day a stored moment fell on, where the council sits; None where no paper says it."""
    return _local(value).date() if value and value != UNDATED else None


def relative_day(value: date | None, today: date) -> str:
    """Today, Tomorrow, Wed 25 Nov, 3 days late: a day on which something falls due."""
    if value is None:
        return ""
    ahead = (value - today).days
    if ahead < 0:
        return f"{count_of(-ahead, 'day')} late"
    if ahead in _NEAR_DAYS:
        return _NEAR_DAYS[ahead]
    return short_day(value) if value.year == today.year else f"{short_day(value)} {value.year}"


def waiting_time(span: timedelta) -> str:
    """1 minute, 15 minutes, 3 hours: how long something takes at most."""
    minutes = -(-int(span.total_seconds()) // 60) or 1
    return count_of(-(-minutes // 60), "hour") if minutes > 90 else count_of(minutes, "minute")


def plural(count: int, one: str, many: str | None = None) -> str:
    """The word alone: paper for one, papers for any other number."""
    return one if count == 1 else (many or f"{one}s")


def count_of(count: int, one: str, many: str | None = None) -> str:
    """The number with its word: 1 paper, 1,204 papers."""
    return f"{count:,} {plural(count, one, many)}"


def humanise(value: object) -> str:
    """A stored word as it is read: in_clearance is In clearance, vice-chair is Vice-chair."""
    words = str(getattr(value, "value", value)).replace("_", " ")
    return words[:1].upper() + words[1:]


def breakable(value: object) -> object:
    """Text whose e-mail addresses may break after the @ and nowhere else; markup stays itself."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return escape(value).replace("@", Markup("@<wbr>"))


def _local(value: datetime) -> datetime:
    """Times without a zone are UTC, as the database gives them."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(LONDON)


_NEAR_DAYS = {0: "Today", 1: "Tomorrow"}
