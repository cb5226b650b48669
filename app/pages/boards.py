"""Boards as everybody sees them: with their meetings, and with the templates of their reports."""

from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.boards import access, policy, queries, services
from app.boards.forms import BoardForm
from app.boards.models import Board, BoardDuty, MinuteNumbering, SeatRole
from app.boards.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import db
from app.foundation.web import auth
from app.foundation.web.auth import any_signed_in, current_person
from app.foundation.web.done import done
from app.foundation.web.params import id_param
from app.foundation.web.submission import Submission, submit
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.pages import board_words
from app.people import queries as people
from app.reports.models import ReportTemplate
from app.reports.policy import start as may_start

SHOWN = 5
PARISH_NOTICE = 3
"""Clear days of notice of a parish (1972 Act, Schedule 12, paragraph 10(2))."""
SEVERAL = {
    SeatRole.CHAIR: "Chair",
    SeatRole.VICE_CHAIR: "Vice-chair",
    SeatRole.MEMBER: "Members",
    SeatRole.CO_OPTEE: "Co-optees",
    SeatRole.SUBSTITUTE: "Substitutes",
    SeatRole.OBSERVER: "Observers",
}


@bp.get("")
@any_signed_in
def index() -> ResponseReturnValue:
    """Every board with its task groups, its chair and its next meeting."""
    today = clock.today()
    boards = queries.all_boards()
    return render_template(
        "boards/index.html",
        placed=queries.tree_of([board for board in boards if board.is_current]),
        former=[board for board in boards if not board.is_current],
        met=meetings.years_met(),
        memberships=queries.memberships(on=today),
        next_meetings=_next_meetings(),
        may_run=policy.run(auth.scope()),
        clerked=auth.scope().clerked,
    )


@bp.get("/<int:board_id>")
def show(board_id: int) -> ResponseReturnValue:
    """One board: what it is for, who sits on it, when it meets, by which rules."""
    board = access.board(board_id, may=policy.see)
    today = clock.today()
    seats = queries.seats_of(board, on=today)
    voting = [seat for seat in seats if seat.has_vote and seat.role != SeatRole.SUBSTITUTE]
    coming = meetings.listed(board_ids=[board.id], from_on=today).limit(SHOWN)
    past = meetings.listed(
        board_ids=[board.id], to_on=today - timedelta(days=1), newest_first=True
    ).limit(SHOWN)
    return render_template(
        "boards/show.html",
        board=board,
        today=today,
        seats=[(words, [s for s in seats if s.role == role]) for role, words in SEVERAL.items()],
        clerks=queries.clerks_of(board, on=today),
        past_seats=queries.past_seats_of(board, on=today),
        standing=board_words.standing_of(
            board, voting=len(voting), needed=meetings.quorum_of(board, members=len(voting))
        ),
        numbers=board_words.numbers_of(board, **_next_number(board)),
        trouble=queries.too_many_seats(board, seats, on=today),
        coming=db.session.scalars(coming).all(),
        past=db.session.scalars(past).all(),
        party_on=people.party_on,
        wording=board_words,
        template=_template_names().get(board.report_template, ""),
        may_run=policy.run(auth.scope()),
        may_edit=policy.edit(auth.scope(), board),
        may_plan=policy.clerks(auth.scope(), board.id),
        may_write=board.is_current and may_start(auth.scope()),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Set up a board, partnership or task group."""
    access.boards(may=policy.run)
    form = _offered(BoardForm(), None)
    if request.method == "GET":
        form.parent_id.data = request.args.get("parent", type=id_param)
        if request.args.get("duty") == BoardDuty.PARISH:
            form.duty.data, form.notice_days.data = BoardDuty.PARISH, PARISH_NOTICE
            form.has_statutory_access.data = False
    submission = submit(form, lambda: _create(form))
    if not submission.is_done:
        return _form_page("boards/new.html", form, submission)
    done(f"{submission.result.name} is set up. Seat its members and name its clerk.")
    return redirect(url_for("boards.membership", board_id=submission.result.id))


@bp.route("/<int:board_id>/edit", methods=["GET", "POST"])
def edit(board_id: int) -> ResponseReturnValue:
    """Change everything that is particular to a board."""
    board = access.board(board_id, may=policy.run)
    form = _offered(BoardForm(data=_settings_of(board)), board)
    submission = submit(
        form,
        lambda: services.edit_board(
            board,
            by=current_person(),
            name=form.name.data,
            aliases=form.alias_lines(),
            version=form.version.data,
            **form.settings(),
        ),
        saved_form=lambda: _offered(BoardForm(formdata=None, data=_settings_of(board)), board),
        last_saved=lambda: people.last_done(
            board, *queries.CHANGES, reader_id=auth.scope().person_id
        ),
    )
    if not submission.is_done:
        return _form_page("boards/edit.html", form, submission, board=board)
    done("The settings are saved.")
    return redirect(url_for("boards.show", board_id=board.id))


def _create(form: BoardForm) -> Board:
    settings = form.settings()
    parent_id = settings.pop("parent_id")
    return services.create_board(
        by=current_person(),
        name=form.name.data,
        parent=queries.board_with_id(parent_id) if parent_id else None,
        aliases=form.alias_lines(),
        **settings,
    )


def _next_number(board: Board) -> dict[str, Any]:
    """The number that the board's next minute takes today, and its period."""
    period = services.period_of(board, on=clock.today())
    last = services.last_number(board, kind=services.MINUTE, period=period)
    return {"period": period, "number": last + 1}


def _next_meetings() -> dict[int, Meeting]:
    """The next planned meeting of every board, in one query."""
    chosen = select(Meeting).where(
        Meeting.state == MeetingState.PLANNED, Meeting.on_date >= clock.today()
    )
    found: dict[int, Meeting] = {}
    for meeting in db.session.scalars(chosen.order_by(Meeting.on_date, Meeting.starts_at)):
        found.setdefault(meeting.board_id, meeting)
    return found


def _offered(form: BoardForm, board: Board | None) -> BoardForm:
    own = board.id if board else None
    form.parent_id.offer([row for row in queries.choices() if row[0] != own])
    form.contact_id.offer(people.choices())
    form.summoner_post_id.offer([(post.id, post.title) for post in people.posts()])
    kept = board.report_template if board else ""
    form.report_template.offer(list(_template_names(kept=kept).items()))
    return form


def _template_names(*, kept: str = "") -> dict[str, str]:
    """The report templates by key; one that a board names already stays on offer."""
    rows = db.session.execute(select(ReportTemplate.key, ReportTemplate.name))
    return ({kept: kept} if kept else {}) | {key: name for key, name in rows}


def _settings_of(board: Board) -> dict[str, object]:
    names = (*services.DETAILS, "name", "version")
    settings = {name: getattr(board, name) for name in names}
    other = [alias.name for alias in board.aliases if alias.until_on is None]
    return settings | {"aliases": "\n".join(other)}


def _example(form: BoardForm) -> str:
    """How minutes would be numbered by what stands in the form, if it can be."""
    if form.numbering.errors:
        return ""
    typed = Board(
        minute_prefix=(form.minute_prefix.data or "").strip().upper(),
        number_pattern=form.number_pattern.data or "",
        numbering=form.numbering.data,
    )
    if services.pattern_trouble(typed.number_pattern, numbering=typed.numbering):
        return ""
    return f"{services.printed_number(typed, number=54, period=_example_period(typed))}."


def _example_period(typed: Board) -> str:
    """The present period by the fallback rule, for a board that may not exist yet."""
    today = clock.today()
    if typed.numbering == MinuteNumbering.MUNICIPAL_YEAR:
        return services.municipal_year(today)
    return services.period_of(typed, on=today)


def _form_page(
    page: str, form: BoardForm, submission: Submission, *, board: Board | None = None
) -> ResponseReturnValue:
    return submission.render(page, board=board, example=_example(form))
