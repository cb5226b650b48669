"""The message on the next page after something has been done."""

from flask import flash

from app.foundation import audit

NOTHING_CHANGED = "Nothing has changed: what you sent stands there already."


def done(sentence: str) -> None:
    """Flash that it is done; if nothing was written to the audit log, that nothing changed."""
    if audit.is_recorded():
        flash(sentence, "success")
    else:
        flash(NOTHING_CHANGED, "notice")
