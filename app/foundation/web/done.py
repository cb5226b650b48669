"""What a deed has to say to whoever did it: that it is done, if anything was."""

from flask import flash

from app.foundation import audit

NOTHING_CHANGED = "Nothing has changed: what you sent stands there already."


def done(sentence: str) -> None:
    """Tell on the next page that it is done; where no deed was recorded, that nothing changed."""
    if audit.is_recorded():
        flash(sentence, "success")
    else:
        flash(NOTHING_CHANGED, "notice")
