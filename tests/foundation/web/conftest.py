"""A small application of pages alone, without database and without anyone signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_wtf import CSRFProtect

import config
from app.foundation.web import filters, headers


@pytest.fixture
def pages() -> Flask:
    """An application that can render every component and nothing else."""
    app = Flask(
        "pages",
        template_folder=str(config.ROOT / "templates"),
        static_folder=str(config.ROOT / "app" / "static"),
    )
    app.config.update(SECRET_KEY="pages", TESTING=True, COUNCIL_NAME="Brackenmere Borough Council")
    CSRFProtect(app)
    filters.init_app(app)
    headers.init_app(app)
    return app


@pytest.fixture
def shown(pages: Flask) -> Callable[..., str]:
    """What a line of a page comes to, as HTML."""

    def show(source: str, **values: Any) -> str:
        with pages.test_request_context("/"):
            return render_template_string(source, **values)

    return show
