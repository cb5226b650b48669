"""How a view calls a service for a form or a button, and what its page is told of a refusal."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue

from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.web import request_transaction
from app.foundation.web.form_diff import Meanwhile, differences
from app.foundation.web.forms import Form
from app.foundation.web.refusals import LOOK_AGAIN

LastSaved = tuple[str, datetime | None]
"""Who saved a thing last, in the words its reader would use, and when, if that is known."""


@dataclass(frozen=True)
class Submission:
    """What came of a form or a button: it is done, or its page is shown again."""

    form: Form | None = None
    is_done: bool = False
    result: Any = None
    """What the service returned, such as a new board."""
    refusal: str = ""
    """What the page says at its head; empty where it stands at a field."""
    conflict: Conflict | None = None
    """Somebody else has saved this since; with both texts, for a page that shows them."""
    meanwhile: Meanwhile | None = None
    """Who saved it and when, and the fields in which the two differ, for a page that lists them."""
    status: int = 200
    """The status with which the page of the form is answered: 200, 409 or 422."""

    def render(self, template: str, **context: Any) -> ResponseReturnValue:
        """The page of the form, empty at first, or with what was typed and why it was refused."""
        return render_template(template, form=self.form, submission=self, **context), self.status


NOT_SUBMITTED = Submission()
"""For a page that shows several forms of which none was sent, or one for the first time."""


def submit(
    form: Form,
    service: Callable[[], object],
    *,
    saved_form: Callable[[], Form] | None = None,
    last_saved: Callable[[], LastSaved] | None = None,
    not_compared: Collection[str] = (),
) -> Submission:
    """Call the service with what a valid form says; what it refuses is rolled back whole.

    After a conflict `last_saved` tells who was first, and the typed form is compared with
    `saved_form`, field by field; those `not_compared` are shown by the page in a way of its own.
    Without `saved_form` a sentence says that it was changed. The form then carries the newer
    version, so that sending it again overwrites what its writer has now seen.
    """
    if not form.validate_on_submit():
        return Submission(form, status=form.status)
    try:
        return Submission(form, is_done=True, result=service())
    except Refused as refusal:
        _undo()
        g.refusal = refusal.sentence
        return Submission(form, refusal=_placed(form, refusal), status=422)
    except Conflict as conflict:
        _undo()
        if "version" in form:
            form["version"].data = conflict.version
        who = last_saved() if last_saved else ()
        if saved_form is None:
            said = Refused(f"{Meanwhile([], *who).said}. {LOOK_AGAIN}")
            return Submission(form, refusal=_placed(form, said), conflict=conflict, status=409)
        found = Meanwhile(differences(form, saved_form(), not_compared=not_compared), *who)
        return Submission(form, conflict=conflict, meanwhile=found, status=409)


def press(service: Callable[[], object]) -> Submission:
    """Call the service for a button whose page shows a conflict in a way of its own.

    A button has no fields to show a refusal at: `Refused` goes on to the error handler, which says
    it on the page where the button was pressed.
    """
    try:
        return Submission(is_done=True, result=service())
    except Conflict as conflict:
        _undo()
        return Submission(conflict=conflict, status=409)


def _undo() -> None:
    """Roll back what this request has changed; its page shows what is saved."""
    request_transaction.discard()
    db.session.rollback()


def _placed(form: Form, refusal: Refused) -> str:
    """Put a refusal to the field that it is about; return it if the form has no such field."""
    for field in (refusal.field, form.refused_at):
        if field and field in form:
            form[field].errors = [refusal.sentence]
            return ""
    return refusal.sentence
