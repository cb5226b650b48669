"""The blueprint of boards; `pages` adds the board's own page, which shows its meetings too."""

from flask import Blueprint

bp = Blueprint("boards", __name__, url_prefix="/boards")
