"""One action: its page, its progress, and what its owner and its clerk do about it."""

from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape
from sqlalchemy.exc import SQLAlchemyError

from app.actions import access, policy, queries, services
from app.actions.forms import ActionForm, AnswerForm, DropForm, FinishForm, NoteForm, TimeForm
from app.actions.models import Action, TimeRequest
from app.actions.search import title_of
from app.actions.views.adding import offer, values_of
from app.actions.views.blueprint import bp
from app.actions.workflow import moves
from app.boards import queries as boards
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.web import auth
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.forms import Form, version_pressed
from app.foundation.web.submission import Submission, submit
from app.minutes.models import Minute
from app.people import queries as people
from app.reports.models import Report


@bp.get("/actions/<int:action_id>")
def show(action_id: int) -> ResponseReturnValue:
    """One action with its minute, its progress and what can be done about it.

    From the first time that its owner opens it, it no longer stands before them as new.
    """
    action, scope = access.action(action_id, may=policy.see), auth.scope()
    is_new = bool(queries.new_among([action], scope))
    page = _page(action, is_new=is_new)
    if is_new and scope.person_id is not None:
        _note_received(action, scope.person_id)
    return page


def _note_received(action: Action, person_id: int) -> None:
    """Note it on a connection of its own; no page fails for that."""
    try:
        services.note_received(action.id, person_id=person_id)
    except SQLAlchemyError as busy:
        current_app.logger.info("the receipt was not noted: %s", type(busy).__name__)


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
            **values_of(form),
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
    return offer(form)


@bp.post("/actions/<int:action_id>/start")
def start(action_id: int) -> ResponseReturnValue:
    """Record that work has begun."""
    action = access.action(action_id, may=policy.report_on)
    services.start(action, by=current_person(), version=version_pressed())
    done("Work on this action has begun.", says_how_it_stands=True)
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
            action,
            by=current_person(),
            evidence=form.evidence.data,
            file=_file(form),
            papers=_papers(form.paper.data),
            version=form.version.data,
        ),
    )
    return _answer(action, submission, "The action is recorded as done.", finish=form)


def _file(form: FinishForm) -> services.GivenFile | None:
    given = form.file.data
    if not given or not given.filename:
        return None
    return services.GivenFile(name=str(given.filename), data=given.read())


def _papers(named: str) -> list[Report | Minute]:
    """The one paper that is named; several, or none, are asked about."""
    found = services.papers_named(named, auth.scope()) if named else []
    if named and not found:
        said = f"No minute and no report that you may read is called “{named}”."
        raise Refused(said, field="paper")
    if len(found) > 1:
        raise Refused("Several are called so: write the whole title or number.", field="paper")
    return found


@bp.post("/actions/<int:action_id>/more-time")
def ask_for_time(action_id: int) -> ResponseReturnValue:
    """Ask for more time."""
    action, form = access.action(action_id, may=policy.report_on), TimeForm(prefix="time-")
    submission = submit(
        form,
        lambda: services.ask_for_time(
            action,
            by=current_person(),
            reason=form.reason.data,
            due_on=form.due_on.data,
            due_words=form.due_words.data,
            version=form.version.data,
        ),
    )
    return _answer(action, submission, "The clerk of the board has your request.", time=form)


@bp.post("/actions/<int:action_id>/more-time/<int:request_id>")
def answer_request(action_id: int, request_id: int) -> ResponseReturnValue:
    """Give more time, or decline it."""
    request = access.time_request(action_id, request_id, may=policy.run)
    form = AnswerForm(prefix="answer-")
    submission = submit(
        form,
        lambda: services.answer_request(
            request,
            by=current_person(),
            is_granted=form.decision.data == "grant",
            due_on=form.due_on.data,
            due_words=form.due_words.data,
            answer=form.answer.data,
            version=form.version.data,
        ),
    )
    return _answer(request.action, submission, "Its owner has your answer.", answer=form)


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
    done("The action is open again.", says_how_it_stands=True)
    return _to(action)


def _answer(
    action: Action, submission: Submission, sentence: str, **forms: Form
) -> ResponseReturnValue:
    """Redirect to the action if it is done; else its page again, with what was typed and the
    refusal."""
    if submission.is_done:
        done(sentence, says_how_it_stands=True)
        return _to(action)
    return _page(action, refusal=submission.refusal, **forms), submission.status


def _page(action: Action, *, refusal: str = "", is_new: bool = False, **forms: Form) -> str:
    scope = auth.scope()
    asked = next((one for one in action.requests if one.answered_at is None), None)
    return render_template(
        "actions/show.html",
        action=action,
        title=title_of(action),
        board=boards.board_with_id(action.group_id),
        minute=queries.behind([action], scope).get(action.minute_id or 0),
        notes=sorted(action.notes, key=lambda note: note.at, reverse=True),
        moves={move.name: move for move in moves.open_to(scope, action)},
        may_edit=policy.run(scope, action),
        asked=asked if action.state in queries.OUTSTANDING else None,
        requests=action.requests[::-1],
        evidence=services.shown_to(scope, [action]).get(action.id, []),
        is_owner=policy.owns(scope, action),
        is_new=is_new,
        forms={
            "note": NoteForm(formdata=None),
            "finish": FinishForm(formdata=None, data={"version": action.version}),
            "drop": DropForm(formdata=None, data={"version": action.version}),
            "time": TimeForm(prefix="time-", formdata=None, data={"version": action.version}),
            "answer": AnswerForm(prefix="answer-", formdata=None, data=_proposed(action, asked)),
        }
        | forms,
        wrong=next(iter(forms), ""),
        refusal=refusal,
        as_html=_as_html,
        today=clock.today(),
    )


def _proposed(action: Action, asked: TimeRequest | None) -> dict[str, Any]:
    """What the form of an answer holds at first: the day that is asked for."""
    if asked is None:
        return {"version": action.version}
    said = {"due_on": asked.due_on, "due_words": asked.due_words}
    return {"version": action.version, "decision": None} | said


def _as_html(text: str) -> str:
    """Plain lines as HTML, so that citations in them become links."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _to(action: Action) -> ResponseReturnValue:
    return redirect(url_for("actions.show", action_id=action.id), code=303)
