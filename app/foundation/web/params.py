"""Values from URLs, kept within what a database can hold."""

from datetime import date
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

from app.foundation import clock

MAX_ROW_ID = 2**31 - 1
MAX_PAGES = 100_000


class RowId(IntegerConverter):
    """The URL converter of ids: a number that no row can have is a 404."""

    def __init__(self, url_map: Any, *arguments: Any, **given: Any) -> None:
        super().__init__(url_map, *arguments, **({"max": MAX_ROW_ID} | given))


def init_app(app: Flask) -> None:
    """Register the converter; before any blueprint, since their rules use it."""
    app.url_map.converters["int"] = RowId
    app.before_request(_no_nul)


def id_param(text: str) -> int:
    """An id in the query string; for `request.args.get(…, type=id_param)`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ROW_ID))):
        raise ValueError(text)
    if int(text) > MAX_ROW_ID:
        raise ValueError(text)
    return int(text)


def page_number() -> int:
    """The page of a list, from `?page=`."""
    return min(max(request.args.get("page", 1, type=id_param), 1), MAX_PAGES)


def parse_day(text: str) -> date | None:
    """A date in a URL, if it is in a year that the product knows."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in clock.YEARS else None


def split_address(address: str) -> SplitResult:
    """The parts of a URL that a browser sent; empty ones if it is malformed."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _no_nul() -> None:
    """404 for a NUL in a URL: no database holds one, and PostgreSQL raises an error."""
    if b"%00" in request.query_string or "\x00" in request.path:
        abort(404)
