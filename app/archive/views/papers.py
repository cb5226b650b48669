"""The pages of past papers: what came in, sending more, and what was understood of one."""

from typing import IO

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.archive import access, policy, queries, services
from app.archive.forms import UploadForm
from app.archive.views.blueprint import PER_PAGE, bp
from app.foundation.db import db
from app.foundation.web import auth, request_transaction
from app.foundation.web.auth import current_person
from app.foundation.web.params import page_number
from app.foundation.web.submission import submit

BATCHES = 6


@bp.get("")
def index() -> ResponseReturnValue:
    """What came in, with its state, and the form to send more."""
    access.archive(may=policy.keep)
    return _page(UploadForm())


@bp.post("")
def receive() -> ResponseReturnValue:
    """Keep the files that were sent; the worker reads them."""
    access.archive(may=policy.keep)
    form = UploadForm()
    submission = submit(form, lambda: services.receive_all(_named(form), by=current_person()))
    if not submission.is_done:
        return _page(form), submission.status
    new, total = submission.result
    if new:
        flash("The papers are kept. They are read now, which may take a minute.", "success")
    if new < total:
        flash("What was here already is left as it is.", "notice")
    return redirect(url_for("archive.index"))


def _named(form: UploadForm) -> list[tuple[str, IO[bytes]]]:
    """The files that were sent, each with the name its sender knows it by."""
    sent = [*(form.files.data or ()), *(form.folder.data or ())]
    return [(file.filename or "paper", file.stream) for file in sent if _is_paper(file.filename)]


def _is_paper(name: str | None) -> bool:
    """In a folder lie hidden files that nobody means."""
    return not (name or "").rpartition("/")[2].startswith(".")


@bp.get("/<int:file_id>")
def show(file_id: int) -> ResponseReturnValue:
    """What was understood of one file, beside what was made from it."""
    file, scope = access.imported_file(file_id, may=policy.keep), auth.scope()
    groups = queries.things_of(file, scope=scope)
    for thing in (one.shown for group in groups for one in group.things):
        if thing is not None:
            request_transaction.log_view(thing)
    may_read = policy.reads_replaced(scope, file) or queries.is_newest(file)
    return render_template(
        "archive/show.html",
        file=file,
        paper=queries.understood(file) if may_read else None,
        groups=groups,
        counts=queries.counted(file),
    )


def _page(form: UploadForm) -> str:
    scope = auth.scope()
    page = db.paginate(
        queries.listed(scope), per_page=PER_PAGE, page=page_number(), error_out=False
    )
    for file in page.items:
        if file.document is not None:
            request_transaction.log_view(file.document)
    return render_template(
        "archive/index.html",
        form=form,
        page=page,
        waiting=queries.waiting(scope),
        undecided=queries.undecided(scope),
        batches=queries.batches(limit=BATCHES),
        scope=scope,
        may_undo=policy.undo,
    )
