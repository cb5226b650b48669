"""The first page: what needs the reader."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.foundation import clock
from app.foundation.web.gate import any_signed_in

bp = Blueprint("home", __name__)


@bp.get("/")
@any_signed_in
def index() -> ResponseReturnValue:
    """What needs the reader this week."""
    return render_template("home/index.html", today=clock.today())
