"""What an address asks for, kept within what a database can hold and a calendar can show."""

from datetime import date
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

from app.foundation import clock

MAX_ROW_ID = 2**31 - 1
MAX_PAGES = 100_000


class RowId(IntegerConverter):
    """An id in an address: one that no row can have is no page of ours."""

    def __init__(self, url_map: Any, *arguments: Any, **given: Any) -> None:
        super().__init__(url_map, *arguments, **({"max": MAX_ROW_ID} | given))


def init_app(app: Flask) -> None:
    """Registered before any page is: their addresses are read by it."""
    app.url_map.converters["int"] = RowId
    app.before_request(_no_nul)


def id_param(text: str) -> int:
    """A number that a row could have; for `request.args.get(…, type=id_param)`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ROW_ID))):
        raise ValueError(text)
    if int(text) > MAX_ROW_ID:
        raise ValueError(text)
    return int(text)


def page_number() -> int:
    """Which page of a list."""
    return min(max(request.args.get("page", 1, type=id_param), 1), MAX_PAGES)


def parse_day(text: str) -> date | None:
    """A day, if it is one of the years the house knows."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in clock.YEARS else None


def split_address(address: str) -> SplitResult:
    """The parts of an address that somebody sent; of one that is none, nothing."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _no_nul() -> None:
    """No database keeps a NUL, so nothing is found by it."""
    if b"%00" in request.query_string or "\x00" in request.path:
        abort(404)
