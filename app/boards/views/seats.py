"""Membership of a board and its clerks: give, change and end; who was there before."""

from collections.abc import Callable
from functools import partial

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.boards import access, policy, queries, services
from app.boards.forms import ChangeSeatForm, ClerkForm, LastDayForm, SeatForm
from app.boards.models import Board, Clerkship, Seat
from app.boards.views.blueprint import bp
from app.foundation import clock
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.submission import NOT_SUBMITTED, LastSaved, Submission, submit
from app.people import queries as people
from app.people.models import Person, PersonKind

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
    submission = submit(form, lambda: _seat(board, form))
    if not submission.is_done:
        return _page(board, form, ClerkForm(prefix="clerk"), submission)
    done(f"{submission.result.full_name} sits on the {board.word}.")
    return _to(board)


@bp.route("/<int:board_id>/seats/<int:seat_id>/change", methods=["GET", "POST"])
def change_seat(board_id: int, seat_id: int) -> ResponseReturnValue:
    """Give somebody another role from a day on."""
    seat = access.seat(board_id, seat_id, may=policy.run)
    form = ChangeSeatForm(data=_role(seat))
    submission = submit(
        form,
        lambda: services.change_seat(
            seat,
            by=current_person(),
            role=form.role.data,
            has_vote=not form.is_without_vote.data,
            from_on=form.from_on.data,
            version=form.version.data,
        ),
        saved_form=lambda: ChangeSeatForm(formdata=None, data=_role_now(seat)),
        last_saved=lambda: _last_saved(seat),
    )
    if not submission.is_done:
        return submission.render("boards/change_seat.html", seat=seat)
    done("The new role is recorded.")
    return _to(seat.board)


@bp.route("/<int:board_id>/seats/<int:seat_id>/end", methods=["GET", "POST"])
def end_seat(board_id: int, seat_id: int) -> ResponseReturnValue:
    """Record the last day of a seat."""
    seat = access.seat(board_id, seat_id, may=policy.run)
    return _end(seat, partial(services.end_seat, seat))


@bp.post("/<int:board_id>/clerks")
def name_clerk(board_id: int) -> ResponseReturnValue:
    """Name somebody to run the board's paperwork."""
    board = access.board(board_id, may=policy.run)
    form = ClerkForm(prefix="clerk")
    form.person_id.offer(people.choices(kinds=CLERKS))
    submission = submit(form, lambda: _clerk(board, form))
    if not submission.is_done:
        return _page(board, SeatForm(), form, submission)
    done(f"{submission.result.full_name} clerks the {board.word}.")
    return _to(board)


@bp.route("/<int:board_id>/clerks/<int:clerkship_id>/end", methods=["GET", "POST"])
def end_clerkship(board_id: int, clerkship_id: int) -> ResponseReturnValue:
    """Record the last day of a clerkship."""
    clerkship = access.clerkship(board_id, clerkship_id, may=policy.run)
    return _end(clerkship, partial(services.end_clerkship, clerkship))


def _end(place: Seat | Clerkship, end: Callable[..., None]) -> ResponseReturnValue:
    form = LastDayForm(data={"version": place.version})
    submission = submit(
        form,
        lambda: end(by=current_person(), to_on=form.to_on.data, version=form.version.data),
        saved_form=lambda: LastDayForm(formdata=None, data={"to_on": place.to_on}),
        last_saved=lambda: _last_saved(place),
    )
    if not submission.is_done:
        return submission.render("boards/end_place.html", place=place)
    done("The last day is recorded.")
    return _to(place.board)


def _seat(board: Board, form: SeatForm) -> Person:
    person = people.person_with_id(form.person_id.data)
    services.give_seat(
        board,
        person=person,
        by=current_person(),
        role=form.role.data,
        from_on=form.from_on.data,
        has_vote=not form.is_without_vote.data,
    )
    return person


def _clerk(board: Board, form: ClerkForm) -> Person:
    person = people.person_with_id(form.person_id.data)
    services.name_clerk(board, person=person, by=current_person(), from_on=form.from_on.data)
    return person


def _role(seat: Seat) -> dict[str, object]:
    return {"version": seat.version, "role": seat.role, "is_without_vote": not seat.has_vote}


def _role_now(seat: Seat) -> dict[str, object]:
    """The form's values for the present role, or for a new role that was given in the meantime."""
    held = queries.seats_held_by(seat.person)
    newest = next(one for one in held if one.board_id == seat.board_id)
    return _role(newest) | {"from_on": newest.from_on if newest is not seat else None}


def _last_saved(place: Seat | Clerkship) -> LastSaved:
    return people.last_saved(place, reader_id=auth.scope().person_id)


def _page(
    board: Board, seat: SeatForm, clerk: ClerkForm, submission: Submission = NOT_SUBMITTED
) -> ResponseReturnValue:
    today = clock.today()
    seat.person_id.offer(people.choices())
    clerk.person_id.offer(people.choices(kinds=CLERKS))
    page = render_template(
        "boards/membership.html",
        board=board,
        seat_form=seat,
        clerk_form=clerk,
        refusal=submission.refusal,
        seats=queries.seats_of(board, on=today),
        coming=queries.coming_seats_of(board, on=today),
        past=queries.past_seats_of(board, on=today),
        clerks=queries.clerks_of(board, on=today),
        past_clerks=queries.past_clerks_of(board, on=today),
        party_on=people.party_on,
        today=today,
        trouble=queries.too_many_seats(board, queries.seats_of(board, on=today), on=today),
    )
    return page, submission.status


def _to(board: Board) -> ResponseReturnValue:
    return redirect(url_for("boards.membership", board_id=board.id))
