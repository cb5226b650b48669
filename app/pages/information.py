"""Pages that explain: help, and the accessibility statement the law asks for."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.web.auth import public
from app.pages import health_of

bp = Blueprint("information", __name__)


@bp.get("/help")
@public
def help() -> ResponseReturnValue:
    """How to do the everyday things."""
    return render_template("information/help.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement (SI 2018/952, reg 8)."""
    return render_template("information/accessibility.html")


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """200 when every part is well, for whoever watches the machines; 503 names what is not."""
    parts = health_of.parts()
    status = 200 if all(found == health_of.WELL for found in parts.values()) else 503
    if request.accept_mimetypes.best == "application/json":
        return jsonify(parts), status
    lines = "".join(f"{part}: {found}\n" for part, found in parts.items())
    return lines, status, {"Content-Type": "text/plain; charset=utf-8"}
