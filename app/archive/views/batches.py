"""The buttons of a batch: pause, go on, take back."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.archive import access, policy, services
from app.archive.views.blueprint import bp
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.filters import count_of
from app.foundation.web.forms import version_pressed


@bp.post("/batches/<int:batch_id>/pause")
def pause(batch_id: int) -> ResponseReturnValue:
    """Read no more of a batch for now."""
    batch = access.batch(batch_id, may=policy.keep)
    services.pause(batch, by=current_person(), version=version_pressed())
    done("The batch is paused.")
    return redirect(url_for("archive.index"))


@bp.post("/batches/<int:batch_id>/go-on")
def go_on(batch_id: int) -> ResponseReturnValue:
    """Go on with a batch that was paused."""
    batch = access.batch(batch_id, may=policy.keep)
    services.go_on(batch, by=current_person(), version=version_pressed())
    done("The batch goes on.")
    return redirect(url_for("archive.index"))


@bp.post("/batches/<int:batch_id>/undo")
def undo(batch_id: int) -> ResponseReturnValue:
    """Take back what a batch brought in, as far as nobody has worked on it."""
    batch = access.batch(batch_id, may=policy.undo)
    undone = services.undo(batch, by=current_person(), version=version_pressed())
    said = f"{count_of(undone.gone, 'paper')} taken back."
    if undone.kept:
        names = ", ".join(undone.kept[:5]) + (" and others" if len(undone.kept) > 5 else "")
        said += f" Worked on since, so left: {names}."
    done(said)
    return redirect(url_for("archive.index"))
