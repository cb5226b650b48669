"""Jinja filters: how days, times and numbers are written, in the council's own English."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from flask import Flask, url_for
from markupsafe import Markup, escape

from app.foundation.clock import LONDON, UNDATED
from app.foundation.exports.wording import time_of_day
from app.foundation.richtext.comparing import Stretch, compare_typed, stretches

_STATIC = Path(__file__).parents[2] / "static"


def init_app(app: Flask) -> None:
    """Register the filters."""
    for said in (
        day,
        plain_day,
        short_day,
        clock_time,
        start_time,
        title_hour,
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
    app.jinja_env.globals["compared"] = compared


def compared(saved: str, typed: str) -> list[Stretch]:
    """What a typed text would change in the saved one, for the page of a conflict."""
    return stretches(compare_typed(saved, typed))


def asset(name: str) -> str:
    """The URL of a built style sheet or script, with its version."""
    filename = f"built/{name}"
    return url_for("static", filename=filename, v=asset_version(filename))


def asset_version(filename: str) -> str | None:
    """The version of a static file, by its content; None if there is no such file."""
    try:
        return f"{(_STATIC / filename).stat().st_mtime_ns:x}"
    except (OSError, ValueError):
        return None


def day(value: date | None) -> str:
    """As in: Tuesday 20 September 2011."""
    return f"{value:%A} {value.day} {value:%B %Y}" if value else ""


def plain_day(value: date | None) -> str:
    """As in: 20 September 2011; beside times, which are written without the day of the week."""
    return f"{value.day} {value:%B %Y}" if value else ""


def short_day(value: date | None) -> str:
    """As in: Tue 20 Sep."""
    return f"{value:%a} {value.day} {value:%b}" if value else ""


def clock_time(value: time | datetime | None) -> str:
    """As in: 6.30pm, 10am, 12 noon, midnight; empty where no time is known."""
    return time_of_day(value) if value is not None else ""


def start_time(value: time) -> str:
    """When a meeting begins; empty for midnight, which stands for a time that is not known."""
    return clock_time(value) if value != time(0, 0) else "time not known"


def title_hour(value: time) -> str:
    """After the day of a meeting in the title of its page; nothing where no time is known."""
    return f", {clock_time(value)}" if value != time(0, 0) else ""


def moment(value: datetime | None) -> str:
    """As in: 10.42am, 20 September 2026; a stored time, in London."""
    if value is None:
        return ""
    if value == UNDATED:
        return "day not known"
    local = _local(value)
    return f"{clock_time(local)}, {local.day} {local:%B %Y}"


def local_day(value: datetime | None) -> date | None:
    """The day of a stored time in London; None if it stands for a day that is not known."""
    return _local(value).date() if value and value != UNDATED else None


def relative_day(value: date | None, today: date) -> str:
    """As in: Today, Tomorrow, Wed 25 Nov, 3 days late; a day on which something is due."""
    if value is None:
        return ""
    ahead = (value - today).days
    if ahead < 0:
        return f"{count_of(-ahead, 'day')} late"
    if ahead in _NEAR_DAYS:
        return _NEAR_DAYS[ahead]
    return short_day(value) if value.year == today.year else f"{short_day(value)} {value.year}"


def waiting_time(span: timedelta) -> str:
    """As in: 1 minute, 15 minutes, 3 hours; rounded up."""
    minutes = -(-int(span.total_seconds()) // 60) or 1
    return count_of(-(-minutes // 60), "hour") if minutes > 90 else count_of(minutes, "minute")


def plural(count: int, one: str, many: str | None = None) -> str:
    """The word for this number of things, without the number: paper, papers."""
    return one if count == 1 else (many or f"{one}s")


def count_of(count: int, one: str, many: str | None = None) -> str:
    """The number with its word: 1 paper, 1,204 papers."""
    return f"{count:,} {plural(count, one, many)}"


def humanise(value: object) -> str:
    """A stored value as words: in_clearance is In clearance, vice-chair is Vice-chair."""
    words = str(getattr(value, "value", value)).replace("_", " ")
    return words[:1].upper() + words[1:]


def breakable(value: object) -> object:
    """Text in which e-mail addresses may break after the @ and nowhere else."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return escape(value).replace("@", Markup("@<wbr>"))


def _local(value: datetime) -> datetime:
    """A time in London; one without a zone is UTC."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(LONDON)


_NEAR_DAYS = {0: "Today", 1: "Tomorrow"}
