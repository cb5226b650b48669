"""How a view does what a form asks for, and what its page is told when it could not be done."""

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

Writer = tuple[str, datetime | None]
"""Who saved a thing, as its reader would say it, and when, if that is known."""


@dataclass(frozen=True)
class Submission:
    """What came of a form or a button: it is done, or the page stands there again."""

    form: Form | None = None
    is_done: bool = False
    made: Any = None
    """What was made, such as a new board."""
    refusal: str = ""
    """What the page says at its head; empty where the trouble stands at a field."""
    conflict: Conflict | None = None
    """Somebody else has saved this since, with both texts for a page that shows them."""
    meanwhile: Meanwhile | None = None
    """By whom, when, and in which fields the two differ, for a page that lists them."""
    status: int = 200
    """With which the page of the form is answered: 200, 409 or 422."""

    def render(self, page: str, **shown: Any) -> ResponseReturnValue:
        """The page of the form, for the first time or with what was typed and what came of it."""
        return render_template(page, form=self.form, tried=self, **shown), self.status


NOT_SENT = Submission()
"""Of a page that shows several forms, or shows one for the first time."""


def submit(
    form: Form,
    service: Callable[[], object],
    *,
    saved: Callable[[], Form] | None = None,
    writer: Callable[[], Writer] | None = None,
    shown: Collection[str] = (),
) -> Submission:
    """Ask the service for what a form says, if it came whole; what is refused leaves no trace.

    After a conflict `saved` gives the form of what is saved now, to be told apart from what was
    typed (but for fields that the page has `shown` in another way), and `writer` whoever saved it;
    without `saved` a sentence says so. The next try is made against the newer version.
    """
    if not form.sent():
        return Submission(form, status=form.status)
    try:
        return Submission(form, is_done=True, made=service())
    except Refused as refusal:
        _undo()
        g.refusal = refusal.sentence
        return Submission(form, refusal=_placed(form, refusal), status=422)
    except Conflict as conflict:
        _undo()
        if "version" in form:
            form["version"].data = conflict.version
        who = writer() if writer else ()
        if saved is None:
            said = Refused(f"{Meanwhile([], *who).said}. {LOOK_AGAIN}")
            return Submission(form, refusal=_placed(form, said), conflict=conflict, status=409)
        met = Meanwhile(differences(form, saved(), shown=shown), *who)
        return Submission(form, conflict=conflict, meanwhile=met, status=409)


def press(service: Callable[[], object]) -> Submission:
    """The same of a button whose page shows a conflict in a way of its own.

    It has no fields, so what is refused is said on the page from which it was pressed.
    """
    try:
        return Submission(is_done=True, made=service())
    except Conflict as conflict:
        _undo()
        return Submission(conflict=conflict, status=409)


def _undo() -> None:
    """Nothing of this request is kept, and its page shows what is saved."""
    request_transaction.discard()
    db.session.rollback()


def _placed(form: Form, refusal: Refused) -> str:
    """Puts a refusal to the field that it is about; gives it back if it is about none."""
    for field in (refusal.field, form.refused_at):
        if field and field in form:
            form[field].errors = [refusal.sentence]
            return ""
    return refusal.sentence
