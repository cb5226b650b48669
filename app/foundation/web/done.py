"""The message on the next page after something has been done."""

from flask import flash

from app.foundation import audit

NOTHING_CHANGED = "Nothing has changed: what you sent stands there already."


def done(sentence: str, *, says_how_it_stands: bool = False) -> None:
    """Flash that it is done; if nothing was written to the audit log, that nothing changed.

    A sentence that says how it stands now is as true for whoever pressed the button twice.
    """
    if says_how_it_stands or audit.is_recorded():
        flash(sentence, "success")
    else:
        flash(NOTHING_CHANGED, "notice")
