"""Pages that explain: help, and the accessibility statement the law asks for."""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.web.auth import public
from app.pages import health_of

bp = Blueprint("information", __name__)
PREPARED_ON = date(2026, 11, 30)
"""The day on which the accessibility statement was last held against the product."""


class EnforcementBody(NamedTuple):
    """Who enforces the accessibility regulations in a nation, and who advises on complaints."""

    name: str
    advice: str
    url: str


EQUALITY_AND_HUMAN_RIGHTS = EnforcementBody(
    "The Equality and Human Rights Commission (EHRC)",
    "the Equality Advisory and Support Service (EASS)",
    "https://www.equalityadvisoryservice.com/",
)
ENFORCED_BY = {
    "NIR": EnforcementBody(
        "The Equality Commission for Northern Ireland (ECNI)",
        "the Equality Commission for Northern Ireland",
        "https://www.equalityni.org/",
    )
}
"""By nation; elsewhere it is the EHRC (2018 Regulations, reg 12)."""


@bp.get("/help")
@public
def help() -> ResponseReturnValue:
    """How to do the everyday things."""
    return render_template("information/help.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement, in the form that the law sets (SI 2018/952, reg 8)."""
    nation = current_app.config["BANK_HOLIDAY_NATION"]
    return render_template(
        "information/accessibility.html",
        prepared_on=PREPARED_ON,
        body=ENFORCED_BY.get(nation, EQUALITY_AND_HUMAN_RIGHTS),
    )


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
