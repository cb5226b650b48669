"""Pages that explain: help, and the accessibility statement the law asks for."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.foundation import indexing
from app.foundation.db import db
from app.foundation.web.gate import open_to_everyone

bp = Blueprint("information", __name__)


@bp.get("/help")
@open_to_everyone
def help() -> ResponseReturnValue:
    """How to do the everyday things."""
    return render_template("information/help.html")


@bp.get("/accessibility")
@open_to_everyone
def accessibility() -> ResponseReturnValue:
    """The accessibility statement (SI 2018/952, reg 8)."""
    return render_template("information/accessibility.html")


@bp.get("/health")
@open_to_everyone
def health() -> ResponseReturnValue:
    """200 when database and index answer, for whoever watches the machines."""
    db.session.execute(text("SELECT 1"))
    problem = indexing.engine().health().problem
    words, status = (f"The search index: {problem}\n", 503) if problem else ("well\n", 200)
    return words, status, {"Content-Type": "text/plain; charset=utf-8"}
