"""The blueprint of people, to which `pages` adds what looks beyond the directory."""

from flask import Blueprint

bp = Blueprint("people", __name__)
