"""The pages of actions: the list, one action, and the actions of a meeting."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape
from sqlalchemy.orm import selectinload

from app.actions import access, exports, policy, queries, services
from app.actions.forms import ActionForm, DropForm, FinishForm, NoteForm
from app.actions.models import Action
from app.actions.queries import ActionFilter, Standing
from app.actions.search import title_of
from app.actions.workflow import moves
from app.agendas.exports import grounds
from app.boards import queries as boards
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.wording import Imprint, closing_mark
from app.foundation.permissions import ANYBODY
from app.foundation.web import auth, request_transaction
from app.foundation.web.auth import any_signed_in, current_person
from app.foundation.web.done import done
from app.foundation.web.downloads import word_file
from app.foundation.web.forms import Form, version_pressed
from app.foundation.web.params import id_param, page_number
from app.foundation.web.submission import Submission, submit
from app.meetings import access as meetings_access
from app.meetings import policy as meetings_policy
from app.meetings.models import Meeting, MeetingState
from app.minutes.events import ActionsAsked, ToDo
from app.people import queries as people
from app.people.models import Organisation, Person, Post

bp = Blueprint("actions", __name__)
PER_PAGE = 25
MOST_EARLIER = 50
MINE, OURS = "me", "boards"


@bp.get("/actions")
@any_signed_in
def index() -> ResponseReturnValue:
    """The list of actions that this reader may see, with filters."""
    wanted, today = _wanted(), clock.today()
    chosen = queries.listed(wanted, auth.scope(), today=today)
    page = page_number()
    found = queries.page_of(chosen, number=page, size=PER_PAGE)
    counts = queries.counts(wanted, auth.scope(), today=today)
    names = dict(boards.choices())
    return render_template(
        "actions/index.html",
        actions=_seen(found),
        minutes=queries.behind(found, auth.scope()),
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
    if request.args.get("public") == "1":
        scope = ANYBODY
        chosen = queries.for_everybody(chosen)
    actions = _seen(list(db.session.scalars(chosen)))
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
        today=today,
    )
    return word_file(paper, name=f"actions-{today.isoformat()}")


@bp.get("/actions/<int:action_id>")
def show(action_id: int) -> ResponseReturnValue:
    """One action with its minute, its progress and what can be done about it."""
    return _page(access.action(action_id, may=policy.see))


@bp.route("/actions/<int:action_id>/edit", methods=["GET", "POST"])
def edit(action_id: int) -> ResponseReturnValue:
    """Correct an action or give it to somebody else."""
    action = access.action(action_id, may=policy.run)
    form = _changing(ActionForm(obj=action), action)
    submission = submit(
        form,
        lambda: services.edit_action(
            action,
            by=current_person(),
            version=form.version.data,
            correcting=form.correcting.data or "" if "correcting" in form else "",
            **_values_of(form),
        ),
        saved_form=lambda: _changing(ActionForm(formdata=None, obj=action), action),
        last_saved=lambda: people.last_done(
            action, "edit", "add", reader_id=auth.scope().person_id
        ),
        not_compared=["text", "is_meant", "correcting"],
    )
    if not submission.is_done:
        return submission.render("actions/edit.html", action=action, title=title_of(action))
    done("The action is changed.")
    return _to(action)


def _changing(form: ActionForm, action: Action) -> ActionForm:
    """Keep the box for a correction only where published minutes contain the action."""
    form.made_at(action.made_on, kept=action.due_on)
    del form.minute_id
    if not queries.is_in_publication(action):
        del form.correcting
    return _offer(form)


@bp.post("/actions/<int:action_id>/start")
def start(action_id: int) -> ResponseReturnValue:
    """Record that work has begun."""
    action = access.action(action_id, may=policy.report_on)
    services.start(action, by=current_person(), version=version_pressed())
    done("Work on this action has begun.")
    return _to(action)


@bp.post("/actions/<int:action_id>/note")
def note(action_id: int) -> ResponseReturnValue:
    """Report progress."""
    action, form = access.action(action_id, may=policy.report_on), NoteForm()
    submission = submit(
        form, lambda: services.note(action, by=current_person(), text=form.text.data)
    )
    return _answer(action, submission, "Your note is kept with the action.", note=form)


@bp.post("/actions/<int:action_id>/finish")
def finish(action_id: int) -> ResponseReturnValue:
    """Record it as done, with evidence."""
    action, form = access.action(action_id, may=policy.report_on), FinishForm()
    submission = submit(
        form,
        lambda: services.finish(
            action, by=current_person(), evidence=form.evidence.data, version=form.version.data
        ),
    )
    return _answer(action, submission, "The action is recorded as done.", finish=form)


@bp.post("/actions/<int:action_id>/drop")
def drop(action_id: int) -> ResponseReturnValue:
    """Drop it, with a reason."""
    action, form = access.action(action_id, may=policy.run), DropForm()
    submission = submit(
        form,
        lambda: services.drop(
            action, by=current_person(), reason=form.reason.data, version=form.version.data
        ),
    )
    return _answer(action, submission, "The action is dropped.", drop=form)


@bp.post("/actions/<int:action_id>/reopen")
def reopen(action_id: int) -> ResponseReturnValue:
    """Reopen it."""
    action = access.action(action_id, may=policy.run)
    services.reopen(action, by=current_person(), version=version_pressed())
    done("The action is open again.")
    return _to(action)


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
        actions=_seen(actions),
        earlier=_seen(earlier),
        minutes=queries.behind([*actions, *earlier], scope),
        counts={"actions": len(actions)},
        may_run=meetings_policy.run(scope, meeting),
        today=today,
    )


@bp.route("/meetings/<int:meeting_id>/actions/new", methods=["GET", "POST"])
def new(meeting_id: int) -> ResponseReturnValue:
    """Make an action of one of a meeting's minutes."""
    meeting = meetings_access.meeting(meeting_id, may=meetings_policy.run)
    minutes = queries.minutes_of_meeting(meeting, auth.scope())
    minute_id = request.args.get("minute", type=id_param)
    back = _back(meeting, minute_id if minute_id in {one.id for one in minutes} else None)
    form = _offer(ActionForm(data={"minute_id": minute_id}))
    del form.correcting, form.version
    form.minute_id.offer([(one.id, f"{one.printed} {one.heading}".strip()) for one in minutes])
    form.made_at(meeting.on_date)
    submission = submit(
        form,
        lambda: services.add_action(
            by=current_person(),
            board=meeting.board,
            minute=next(one for one in minutes if one.id == form.minute_id.data),
            made_on=meeting.on_date,
            **_values_of(form),
        ),
    )
    if not submission.is_done:
        return submission.render("actions/new.html", meeting=meeting, back=back)
    done("The action is added.")
    return redirect(back, code=303)


def _back(meeting: Meeting, minute_id: int | None) -> str:
    """Where to go back to: the minute being written, or the meeting's list of actions."""
    if minute_id is None:
        return url_for("actions.of_meeting", meeting_id=meeting.id)
    return url_for("minutes.write_one", meeting_id=meeting.id, minute_id=minute_id)


def _answer(
    action: Action, submission: Submission, sentence: str, **forms: Form
) -> ResponseReturnValue:
    """Redirect to the action if it is done; else its page again, with what was typed and the
    refusal."""
    if submission.is_done:
        done(sentence)
        return _to(action)
    return _page(action, refusal=submission.refusal, **forms), submission.status


def _page(action: Action, *, refusal: str = "", **forms: Form) -> str:
    scope = auth.scope()
    return render_template(
        "actions/show.html",
        action=action,
        title=title_of(action),
        board=boards.board_with_id(action.group_id),
        minute=queries.behind([action], scope).get(action.minute_id or 0),
        notes=sorted(action.notes, key=lambda note: note.at, reverse=True),
        moves={move.name: move for move in moves.open_to(scope, action)},
        may_edit=policy.run(scope, action),
        forms={
            "note": NoteForm(formdata=None),
            "finish": FinishForm(formdata=None, data={"version": action.version}),
            "drop": DropForm(formdata=None, data={"version": action.version}),
        }
        | forms,
        wrong=next(iter(forms), ""),
        refusal=refusal,
        as_html=_as_html,
        today=clock.today(),
    )


def _as_html(text: str) -> str:
    """Plain lines as HTML, so that citations in them become links."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


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


def _seen(actions: list[Action]) -> list[Action]:
    for action in actions:
        request_transaction.log_view(action)
    return actions


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
        shown = actions if question.scope is None else _seen(actions)
        told[minute_id] = [exports.beside_minute(one, today=today) for one in shown]
    return told


def _outstanding_before(meeting: Meeting) -> list[Action]:
    """The outstanding actions that a coming meeting will ask about."""
    if meeting.state != MeetingState.PLANNED:
        return []
    return queries.outstanding_before(meeting, auth.scope(), most=MOST_EARLIER)


def _offer(form: ActionForm) -> ActionForm:
    form.person_id.offer(people.choices())
    form.post_id.offer(queries.posts_to_choose())
    form.organisation_id.offer(queries.organisations_to_choose())
    return form


def _values_of(form: ActionForm) -> dict[str, Any]:
    """What the form says of an action, as the services take it."""
    return {
        "text": form.text.data,
        "person": _row(Person, form.person_id.data),
        "post": _row(Post, form.post_id.data),
        "organisation": _row(Organisation, form.organisation_id.data),
        "owner_words": form.owner_words.data or "",
        "due_on": form.due_on.data,
        "due_words": form.due_words.data or "",
    }


def _row(model: type[Any], row_id: int | None) -> Any:
    return db.session.get(model, row_id) if row_id else None


def _to(action: Action) -> ResponseReturnValue:
    return redirect(url_for("actions.show", action_id=action.id), code=303)
