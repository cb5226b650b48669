"""The standing items of a board: what every new agenda begins with."""

import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.boards import access, policy, queries, services
from app.boards.forms import StandingForm
from app.boards.models import Board
from app.boards.views.blueprint import bp
from app.foundation.web import auth, request_transaction
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.forms import tidy
from app.foundation.web.submission import NOT_SUBMITTED, Submission, submit
from app.people import queries as people

Row = dict[str, str]
MOST = 60


@bp.route("/<int:board_id>/standing-items", methods=["GET", "POST"])
def standing_items(board_id: int) -> ResponseReturnValue:
    """Change the standing items; adding, moving and removing rows needs no script."""
    board = access.board(board_id, may=policy.edit)
    form = StandingForm(obj=board)
    if not form.is_submitted():
        return _page(board, form, _stored(board))
    rows = _typed()
    pressed = request.form.get("do", "save")
    if not form.validate_on_submit() or pressed != "save":
        request_transaction.discard()
        return _page(board, form, _rearranged(rows, pressed), status=form.status)
    untitled = [
        place for place, row in enumerate(rows, start=1) if row["text"] and not row["title"]
    ]
    if untitled:
        return _page(board, form, rows, untitled=untitled, status=422)
    submission = submit(
        form,
        lambda: services.set_standing_items(
            board, by=current_person(), items=rows, version=form.version.data
        ),
        saved_form=lambda: StandingForm(formdata=None, obj=board),
        last_saved=lambda: people.last_done(
            board, *queries.CHANGES, reader_id=auth.scope().person_id
        ),
    )
    if not submission.is_done:
        return _page(board, form, rows, submission=submission, status=submission.status)
    done("The standing items are saved. New agendas begin with them.")
    return redirect(url_for("boards.show", board_id=board.id))


def _page(
    board: Board,
    form: StandingForm,
    rows: list[Row],
    *,
    untitled: list[int] | None = None,
    submission: Submission = NOT_SUBMITTED,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "boards/standing_items.html",
        board=board,
        form=form,
        rows=rows or [_new()],
        untitled=untitled or [],
        submission=submission,
        saved_form=_stored(board),
    )
    return page, status


def _stored(board: Board) -> list[Row]:
    return [
        {"key": item.key, "title": item.title, "text": item.text} for item in board.standing_items
    ]


def _typed() -> list[Row]:
    """The rows as they were sent: three lists side by side, cut to the shortest."""
    keys, titles, texts = (request.form.getlist(name)[:MOST] for name in ("key", "title", "text"))
    return [
        {"key": tidy(key)[:40], "title": tidy(title), "text": tidy(text)}
        for key, title, text in zip(keys, titles, texts, strict=False)
    ]


def _rearranged(rows: list[Row], pressed: str) -> list[Row]:
    """The rows after the button that was pressed: add, up-2, down-2, remove-2."""
    verb, _, number = pressed.partition("-")
    place = int(number) - 1 if re.fullmatch(r"[0-9]{1,3}", number) else -1
    if verb == "add" and len(rows) < MOST:
        return [*rows, _new()]
    if not 0 <= place < len(rows):
        return rows
    row = rows.pop(place)
    if verb != "remove":
        rows.insert(max(place - 1, 0) if verb == "up" else place + (verb == "down"), row)
    return rows


def _new() -> Row:
    return {"key": "", "title": "", "text": ""}
