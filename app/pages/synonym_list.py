"""The list of words that mean the same, which the council keeps for its search."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.submission import submit
from app.pages import access
from app.pages.synonyms import queries, services
from app.pages.synonyms.forms import SynonymForm
from app.people import policy

bp = Blueprint("synonyms", __name__, url_prefix="/administration/synonyms")


@bp.route("", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """The whole list, and a form for one more pair."""
    access.administration(may=policy.run)
    form = SynonymForm()
    submission = submit(
        form,
        lambda: services.add_synonym(form.term.data, form.other.data, by=current_person()),
    )
    if not submission.is_done:
        return submission.render("synonyms/index.html", synonyms=queries.listed())
    done("From now on, a search for either finds both.")
    return redirect(url_for("synonyms.index"))


@bp.post("/<int:synonym_id>/remove")
def remove(synonym_id: int) -> ResponseReturnValue:
    """Take a pair off the list."""
    services.remove_synonym(access.synonym(synonym_id, may=policy.run), by=current_person())
    done("The pair is taken off the list.")
    return redirect(url_for("synonyms.index"))
