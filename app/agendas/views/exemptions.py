"""The register of exemptions: what is held back, by whose decision, and what is due for review."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.agendas import access, policy, register, services
from app.agendas.forms import ReviewForm
from app.agendas.models import Exemption
from app.agendas.rules.schedule import descriptions
from app.agendas.views.deciding import offer_posts
from app.boards import queries as boards
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.wording import Imprint
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.downloads import word_file
from app.foundation.web.params import id_param, page_number
from app.foundation.web.submission import Submission, submit

exemptions_bp = Blueprint("exemptions", __name__, url_prefix="/exemptions")
PER_PAGE = 25
WHICH = {"current": "Held back", "due": "Due for review", "ended": "Open again"}


@exemptions_bp.get("")
def index() -> ResponseReturnValue:
    """The register, what is due for review first; of an item its open title alone."""
    access.exemptions(may=policy.see_register)
    which, board_id = _which(), request.args.get("board", type=id_param)
    chosen = register.listed(auth.scope(), which=which, board_id=board_id, today=clock.today())
    page = db.paginate(chosen, per_page=PER_PAGE, page=page_number(), error_out=False)
    return render_template(
        "exemptions/index.html",
        page=page,
        rows=[register.row_of(one, clock.today()) for one in page.items],
        which=which,
        tabs=[
            (words, url_for("exemptions.index", which=key, board=board_id))
            for key, words in WHICH.items()
        ],
        tab=WHICH[which],
        boards=_boards(),
        board_id=board_id,
    )


@exemptions_bp.get("/word")
def word() -> ResponseReturnValue:
    """The same list as a Word file, all of it."""
    access.exemptions(may=policy.see_register)
    which, board_id = _which(), request.args.get("board", type=id_param)
    chosen = register.listed(auth.scope(), which=which, board_id=board_id, today=clock.today())
    imprint = Imprint(
        council=current_app.config["COUNCIL_NAME"],
        written_at=clock.now(),
        board=dict(_boards()).get(board_id or 0, "All boards"),
        on=clock.today(),
    )
    paper = register.paper_of(
        db.session.scalars(chosen), imprint, state=WHICH[which], today=clock.today()
    )
    return word_file(paper, name=f"exemptions-{clock.today().isoformat()}")


@exemptions_bp.route("/<int:exemption_id>", methods=["GET", "POST"])
def show(exemption_id: int) -> ResponseReturnValue:
    """One exemption: its grounds, its reviews, and the form of the next."""
    is_seen = request.method == "GET"
    kept = access.exemption(exemption_id, may=policy.see_exemption if is_seen else policy.review)
    form = _form(kept, data=_suggested(kept) if is_seen else None)
    submission = submit(
        form,
        lambda: services.review_exemption(
            kept,
            by=current_person(),
            until=form.review_on.data,
            reason=form.reason.data or "",
            post_id=form.post_id.data,
            version=form.version.data,
        ),
        saved_form=lambda: _form(kept, formdata=None, data=_suggested(kept)),
    )
    if not submission.is_done:
        return _page(kept, submission)
    done("The review is recorded.")
    return redirect(url_for("exemptions.show", exemption_id=kept.id))


def _page(kept: Exemption, submission: Submission) -> ResponseReturnValue:
    wording = access.exempt_wording(kept.item)
    runs = policy.run(auth.scope(), kept.item)
    reads = wording is not None or (kept.ended_on is not None and runs)
    return submission.render(
        "exemptions/show.html",
        kept=kept,
        item=kept.item,
        meeting=kept.item.agenda.meeting,
        wording=wording,
        reads=reads,
        reviews=kept.reviews,
        described=descriptions(kept.paragraphs, kept.schedule),
        may_review=runs and kept.ended_on is None,
        grounds=register.grounds_of(kept),
        standing=register.standing_of(kept, clock.today()),
    )


def _form(kept: Exemption, **given: Any) -> ReviewForm:
    return offer_posts(ReviewForm(**given))


def _suggested(kept: Exemption) -> dict[str, object]:
    year_on = clock.years_after(clock.today(), 1)
    return {"version": kept.version, "post_id": kept.post_id, "review_on": year_on}


def _which() -> str:
    said = request.args.get("which", "current")
    return said if said in WHICH else "current"


def _boards() -> Sequence[tuple[int, str]]:
    """The boards whose exemptions this reader may see in the register."""
    scope = auth.scope()
    return [
        (board_id, name)
        for board_id, name in boards.choices()
        if scope.is_administrator or board_id in scope.clerked
    ]
