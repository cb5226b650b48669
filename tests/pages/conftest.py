"""Searching as somebody, on the page and at the terminal."""

import pytest

from app.foundation.db import db


@pytest.fixture
def find(app, cast, transaction, drain, visit):
    """Search as somebody, once the worker has done its work."""

    def _find(query, who="Nora", **narrowed):
        drain()
        browser = visit(who)
        more = "".join(f"&{name}={value}" for name, value in narrowed.items())
        return browser.open(f"/search?q={query}{more}")

    return _find


@pytest.fixture
def command(app):
    """`flask search …` as an operator types it."""

    def _command(*words):
        db.session.rollback()
        return app.test_cli_runner().invoke(args=["search", *words])

    return _command
