"""The lists of actions: all that a reader may see, and those of a meeting, with their Word file."""

from datetime import date
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from app.actions import exports, queries, services
from app.actions.models import Action
from app.actions.queries import ActionFilter, Standing
from app.actions.views.blueprint import bp, seen
from app.agendas.exports import grounds
from app.boards import queries as boards
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.wording import Imprint, closing_mark
from app.foundation.permissions import ANYBODY
from app.foundation.web import auth
from app.foundation.web.auth import any_signed_in
from app.foundation.web.downloads import open_copy, word_file
from app.foundation.web.params import id_param, page_number
from app.meetings import access as meetings_access
from app.meetings import policy as meetings_policy
from app.meetings.models import Meeting, MeetingState
from app.minutes.events import ActionsAsked, ToDo

PER_PAGE = 25
MOST_EARLIER = 100
MINE, OURS = "me", "boards"


@bp.get("/actions")
@any_signed_in
def index() -> ResponseReturnValue:
    """The list of actions that this reader may see, with filters."""
    today = clock.today()
    wanted = _wanted() if request.args else _first_wanted(today)
    chosen = queries.listed(wanted, auth.scope(), today=today)
    page = page_number()
    found = queries.page_of(chosen, number=page, size=PER_PAGE)
    counts = queries.counts(wanted, auth.scope(), today=today)
    names = dict(boards.choices())
    return render_template(
        "actions/index.html",
        actions=seen(found),
        minutes=queries.behind(found, auth.scope()),
        new=queries.new_among(found, auth.scope()),
        holds_closed=queries.holds_closed(chosen),
        page=page,
        pages=-(-counts[wanted.standing] // PER_PAGE),
        wanted=wanted,
        tabs=[(standing, counts[standing]) for standing in Standing],
        boards=names,
        filters=_filters_in_use(wanted),
        pills_in_use=_pills(wanted, names),
        today=today,
    )


@bp.get("/actions/word")
@any_signed_in
def word() -> ResponseReturnValue:
    """The same list as a Word file, all of it; ?public=1 leaves out all that is closed."""
    wanted, today, scope = _wanted(), clock.today(), auth.scope()
    chosen = queries.listed(wanted, scope, today=today).options(selectinload(Action.notes))
    is_public = request.args.get("public") == "1"
    if is_public:
        scope = ANYBODY
        chosen = queries.for_everybody(chosen)
    actions = seen(list(db.session.scalars(chosen)))
    board = dict(boards.choices()).get(wanted.board_id or 0, "")
    imprint = Imprint(
        council=current_app.config["COUNCIL_NAME"],
        written_at=clock.now(),
        board=board or _heading(wanted),
        on=today,
        mark=_mark(actions),
    )
    paper = exports.action_list(
        actions,
        imprint,
        behind=queries.behind(actions, scope),
        evidence=services.shown_to(ANYBODY, actions),
        today=today,
    )
    name = open_copy(f"actions-{today.isoformat()}", is_public=is_public)
    return word_file(paper, name=name)


@bp.get("/meetings/<int:meeting_id>/actions")
def of_meeting(meeting_id: int) -> ResponseReturnValue:
    """The actions that follow from one meeting, and what is outstanding before it."""
    meeting = meetings_access.meeting(meeting_id, may=meetings_policy.see)
    today, scope = clock.today(), auth.scope()
    wanted = ActionFilter(standing=Standing.ALL, meeting_id=meeting.id)
    actions = list(db.session.scalars(queries.listed(wanted, scope, today=today)))
    earlier = _outstanding_before(meeting)
    return render_template(
        "actions/of_meeting.html",
        meeting=meeting,
        actions=seen(actions),
        to_review=[one for one in seen(earlier) if one.due_on is None],
        earlier=[one for one in earlier if one.due_on is not None],
        minutes=queries.behind([*actions, *earlier], scope),
        new=queries.new_among([*actions, *earlier], scope),
        counts={"actions": len(actions)},
        may_run=meetings_policy.run(scope, meeting),
        today=today,
    )


def _first_wanted(today: date) -> ActionFilter:
    """What an address that asks for nothing shows: one's own actions, for whoever has any."""
    return ActionFilter(mine=queries.has_any(auth.scope(), today=today))


def _wanted() -> ActionFilter:
    args = request.args
    standing = args.get("state", Standing.OUTSTANDING.value)
    return ActionFilter(
        standing=Standing(standing) if standing in list(Standing) else Standing.OUTSTANDING,
        mine=args.get("whose", "") == MINE,
        ours=args.get("whose", "") == OURS,
        board_id=args.get("board", type=id_param),
        owner=args.get("owner", "").strip()[:100],
    )


def _filters_in_use(wanted: ActionFilter) -> dict[str, Any]:
    """The filters in use, as query arguments; without the state."""
    whose = MINE if wanted.mine else OURS if wanted.ours else None
    said = {"whose": whose, "board": wanted.board_id, "owner": wanted.owner}
    return {name: value for name, value in said.items() if value}


def _heading(wanted: ActionFilter) -> str:
    if wanted.mine:
        return "My actions"
    return "My boards" if wanted.ours else "All boards"


def _pills(wanted: ActionFilter, names: dict[int, str]) -> list[tuple[str, str]]:
    """Each filter in use with the address of the list without it."""
    filters = _filters_in_use(wanted)
    whose = "Mine" if wanted.mine else "My boards’"
    words = {"whose": whose, "board": names.get(wanted.board_id or 0), "owner": wanted.owner}
    return [(words[name] or "Another board", _without(name, wanted, filters)) for name in filters]


def _without(name: str, wanted: ActionFilter, filters: dict[str, Any]) -> str:
    kept = {key: value for key, value in filters.items() if key != name}
    return url_for("actions.index", state=wanted.standing.value, **kept)


def _mark(actions: list[Action]) -> str:
    """The mark of a list on which some action is not open, with the paragraphs of its item."""
    closed = [action for action in actions if action.is_held_back]
    behind = queries.items_behind(closed)
    paragraphs = [number for item, _ in behind for number in item.paragraphs]
    latest = max((on for _, on in behind), default=clock.today())
    said = grounds(paragraphs, on=latest, what="list")
    return closing_mark(*(action.access for action in closed), grounds=said)


def answer_minutes(question: ActionsAsked) -> dict[int, list[ToDo]]:
    """Answers minutes: the actions under each of them."""
    today = clock.today()
    told = {}
    for minute_id, actions in queries.actions_for(question.minute_ids, question.scope).items():
        shown = actions if question.scope is None else seen(actions)
        told[minute_id] = [exports.beside_minute(one, today=today) for one in shown]
    return told


def _outstanding_before(meeting: Meeting) -> list[Action]:
    """The outstanding actions that a coming meeting will ask about."""
    if meeting.state != MeetingState.PLANNED:
        return []
    return queries.outstanding_before(meeting, auth.scope(), most=MOST_EARLIER)
