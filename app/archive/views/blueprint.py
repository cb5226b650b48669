"""The blueprint of the pages of past papers."""

from flask import Blueprint

bp = Blueprint("archive", __name__, url_prefix="/administration/past-papers")
PER_PAGE = 25
