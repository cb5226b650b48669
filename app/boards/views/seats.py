"""Membership of a board and its clerks: give, change and end; who was there before."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.boards import access, policy, queries, services
from app.boards.forms import ChangeSeatForm, ClerkForm, LastDayForm, SeatForm
from app.boards.models import Board, Clerkship, Seat
from app.boards.views.blueprint import bp
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.web import refusals
from app.foundation.web.gate import me
from app.people import queries as people
from app.people.models import PersonKind

CLERKS = (PersonKind.OFFICER, PersonKind.PARTNER)


@bp.get("/<int:board_id>/membership")
def membership(board_id: int) -> ResponseReturnValue:
    """Who sits on a board and who clerks it, now and before, with what may be changed."""
    return _page(access.board(board_id, may=policy.run), SeatForm(), ClerkForm(prefix="clerk"))


@bp.post("/<int:board_id>/seats")
def give_seat(board_id: int) -> ResponseReturnValue:
    """Seat somebody."""
    board = access.board(board_id, may=policy.run)
    form = SeatForm()
    form.person_id.offer(people.choices())
    if not form.sent():
        return _page(board, form, ClerkForm(prefix="clerk"), status=422)
    person = people.person_with_id(form.person_id.data)
    try:
        services.give_seat(
            board,
            person=person,
            by=me(),
            role=form.role.data,
            from_on=form.from_on.data,
            has_vote=not form.is_without_vote.data,
        )
    except Refused as refusal:
        sentence = refusals.on_form(form, refusal)
        return _page(board, form, ClerkForm(prefix="clerk"), refusal=sentence, status=422)
    flash(f"{person.full_name} sits on the {board.word}.", "success")
    return _to(board)


@bp.route("/<int:board_id>/seats/<int:seat_id>/change", methods=["GET", "POST"])
def change_seat(board_id: int, seat_id: int) -> ResponseReturnValue:
    """Give somebody another role from a day on."""
    seat = access.seat(board_id, seat_id, may=policy.run)
    form = ChangeSeatForm(data={"role": seat.role, "is_without_vote": not seat.has_vote})
    if form.sent():
        try:
            services.change_seat(
                seat,
                by=me(),
                role=form.role.data,
                has_vote=not form.is_without_vote.data,
                from_on=form.from_on.data,
            )
        except Refused as refusal:
            sentence = refusals.on_form(form, refusal)
            page = render_template(
                "boards/change_seat.html", form=form, seat=seat, refusal=sentence
            )
            return page, 422
        flash("The new role is recorded.", "success")
        return _to(seat.board)
    status = 422 if form.errors else 200
    return render_template("boards/change_seat.html", form=form, seat=seat), status


@bp.route("/<int:board_id>/seats/<int:seat_id>/end", methods=["GET", "POST"])
def end_seat(board_id: int, seat_id: int) -> ResponseReturnValue:
    """Record the last day of a seat."""
    seat = access.seat(board_id, seat_id, may=policy.run)
    return _end(seat, lambda on: services.end_seat(seat, by=me(), to_on=on))


@bp.post("/<int:board_id>/clerks")
def name_clerk(board_id: int) -> ResponseReturnValue:
    """Name somebody to run the board's paperwork."""
    board = access.board(board_id, may=policy.run)
    form = ClerkForm(prefix="clerk")
    form.person_id.offer(people.choices(kinds=CLERKS))
    if not form.sent():
        return _page(board, SeatForm(), form, status=422)
    person = people.person_with_id(form.person_id.data)
    try:
        services.name_clerk(board, person=person, by=me(), from_on=form.from_on.data)
    except Refused as refusal:
        sentence = refusals.on_form(form, refusal)
        return _page(board, SeatForm(), form, refusal=sentence, status=422)
    flash(f"{person.full_name} clerks the {board.word}.", "success")
    return _to(board)


@bp.route("/<int:board_id>/clerks/<int:clerkship_id>/end", methods=["GET", "POST"])
def end_clerkship(board_id: int, clerkship_id: int) -> ResponseReturnValue:
    """Record the last day of a clerkship."""
    clerkship = access.clerkship(board_id, clerkship_id, may=policy.run)
    return _end(clerkship, lambda on: services.end_clerkship(clerkship, by=me(), to_on=on))


def _end(place: Seat | Clerkship, end: Callable[..., None]) -> ResponseReturnValue:
    form = LastDayForm()
    if form.sent():
        try:
            end(form.to_on.data)
        except Refused as refusal:
            refusals.on_form(form, refusal)
        else:
            flash("The last day is recorded.", "success")
            return _to(place.board)
    status = 422 if form.errors else 200
    return render_template("boards/end_place.html", form=form, place=place), status


def _page(
    board: Board, seat: SeatForm, clerk: ClerkForm, *, refusal: str = "", status: int = 200
) -> ResponseReturnValue:
    today = clock.today()
    seat.person_id.offer(people.choices())
    clerk.person_id.offer(people.choices(kinds=CLERKS))
    page = render_template(
        "boards/membership.html",
        board=board,
        seat_form=seat,
        clerk_form=clerk,
        refusal=refusal,
        seats=queries.seats_of(board, on=today),
        coming=queries.coming_seats_of(board, on=today),
        past=queries.past_seats_of(board, on=today),
        clerks=queries.clerks_of(board, on=today),
        past_clerks=queries.past_clerks_of(board, on=today),
        party_on=people.party_on,
        today=today,
    )
    return page, status


def _to(board: Board) -> ResponseReturnValue:
    return redirect(url_for("boards.membership", board_id=board.id))
