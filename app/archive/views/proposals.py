"""The pages on which a clerk has the last word: what waits to be decided, and one paper of it."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.archive import access, policy, queries, services
from app.archive.forms import OneProposalForm, ProposalForm
from app.archive.models import ImportedFile
from app.archive.views.blueprint import PER_PAGE, bp
from app.boards import queries as boards
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.filters import count_of
from app.foundation.web.params import page_number
from app.foundation.web.submission import NOT_SUBMITTED, Submission, submit

DONE = {
    "accept": "accepted. They are brought in now, which may take a minute.",
    "correct": "put right. Accept them when they are as they should be.",
    "join": "joined to one meeting.",
    "aside": "set aside.",
}
"""What is said of one or several papers once it is done."""


@bp.get("/to-decide")
def proposals() -> ResponseReturnValue:
    """What waits to be decided, what is unsure first."""
    access.archive(may=policy.keep)
    return _list(ProposalForm(), NOT_SUBMITTED)


@bp.post("/to-decide")
def decide() -> ResponseReturnValue:
    """Accept, put right, join or set aside the papers that are ticked."""
    access.archive(may=policy.keep)
    form = ProposalForm()
    submission = submit(form, lambda: _decide(form))
    if not submission.is_done:
        return _list(form, submission), submission.status
    count = submission.result
    done(f"{count_of(count, 'paper')} {DONE[request.form.get('deed', '')]}")
    return redirect(url_for("archive.proposals"))


@bp.post("/accept-the-sure")
def accept_sure() -> ResponseReturnValue:
    """Accept all that the reader is certain of, or that is likely."""
    access.archive(may=policy.keep)
    files = [(file, file.version) for file in queries.sure_proposals(auth.scope())]
    if not files:
        raise Refused("Nothing is left that is certain or likely.")
    count = services.accept(files, by=current_person())
    done(f"{count_of(count, 'paper')} {DONE['accept']}")
    return redirect(url_for("archive.proposals"))


@bp.route("/<int:file_id>/decide", methods=["GET", "POST"])
def proposal(file_id: int) -> ResponseReturnValue:
    """One paper beside its reading: accept it, or put it right, or set it aside."""
    file = access.imported_file(file_id, may=policy.decides)
    if file.status.value != "proposed" and request.method == "GET":
        return redirect(url_for("archive.show", file_id=file.id))
    form = OneProposalForm()
    submission = submit(form, lambda: _decide_one(file, form))
    if submission.is_done:
        done(f"“{file.name}” is {DONE[request.form.get('deed', '')].split('.')[0]}.")
        return redirect(url_for("archive.proposals"))
    form.version.data = file.version
    return submission.render(
        "archive/proposal.html",
        file=file,
        facts=file.proposal,
        paper=queries.understood(file),
        boards=boards.all_boards(),
    )


def _decide_one(file: ImportedFile, form: OneProposalForm) -> int:
    seen = [(file, form.version.data)]
    return _do(seen, form)


def _decide(form: ProposalForm) -> int:
    """What is ticked says which version of it was seen: "12.3"."""
    chosen = [words.partition(".") for words in request.form.getlist("paper")]
    ids = [(int(one), int(version)) for one, _, version in chosen if (one + version).isdigit()]
    found, scope = queries.proposals(one for one, _ in ids), auth.scope()
    seen = [(found[one], version) for one, version in ids if one in found]
    if any(not policy.decides(scope, file) for file, _ in seen):
        abort(403)
    return _do(seen, form)


def _do(seen: services.Seen, form: ProposalForm) -> int:
    by, said = current_person(), form.said()
    match request.form.get("deed"):
        case "accept":
            return services.accept(seen, by=by, said=said)
        case "correct":
            return services.correct(seen, by=by, said=said)
        case "join":
            return services.join(seen, by=by)
        case "aside":
            return services.set_aside(seen, by=by)
    raise Refused("Press one of the buttons.")


def _list(form: ProposalForm, submission: Submission) -> str:
    scope = auth.scope()
    page = db.paginate(queries.to_decide(), per_page=PER_PAGE, page=page_number(), error_out=False)
    context: dict[str, Any] = {
        "readable": {file.id for file in page.items if policy.decides(scope, file)},
        "ticked": set(request.form.getlist("paper")),
    }
    return render_template(
        "archive/proposals.html",
        form=form,
        submission=submission,
        page=page,
        sure=len(queries.sure_proposals(scope)),
        boards=boards.all_boards(),
        **context,
    )
