"""What the council does about actions: make, change, start, note, finish, drop, reopen them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete

from app.actions import evidence as evidencing
from app.actions import owning, queries, receiving
from app.actions.evidence import GivenFile, papers_named, shown_to
from app.actions.models import Action, ActionNote, ActionState, TimeRequest
from app.actions.receiving import note_received, received
from app.actions.workflow import moves
from app.boards.models import Board
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.locking import as_seen, lock_rows
from app.foundation.permissions import Access, Reader, grant
from app.minutes import services as minutes
from app.minutes.events import MinuteClosed, MinuteOpened, MinutesPublished
from app.minutes.models import Minute
from app.people import services as people
from app.people.events import PersonMerged
from app.people.models import Organisation, Person, Post
from app.reports.models import Report

__all__ = ["GivenFile", "note_received", "papers_named", "received", "shown_to"]

OWNS = "owner of the action"
CLOSED_BY = {"finish": ActionState.DONE, "drop": ActionState.DROPPED}
TWICE = timedelta(minutes=10)
"""Within this span the same words of the same person are the same form sent again."""


def add_action(
    *,
    by: Person | None,
    board: Board,
    text: str,
    minute: Minute | None = None,
    person: Person | None = None,
    post: Post | None = None,
    organisation: Organisation | None = None,
    owner_words: str = "",
    due_on: date | None = None,
    due_words: str = "",
    made_on: date,
    at: datetime | None = None,
) -> Action:
    """Add an action: what is to be done, by whom and by when, as a date or in words.

    The same form sent twice adds it once.
    """
    at = at or clock.now()
    owner: dict[str, Any] = {"person": person, "post": post, "organisation": organisation}
    if minute is not None:
        lock_rows(minute)
        for one in queries.actions_of_minutes([minute.id]) if by else ():
            if _says_already(one, text, due_on, due_words, owner_words, **owner):
                return one
    action = Action(
        minute=minute,
        group_id=minute.group_id if minute else board.id,
        position=queries.next_position(minute),
        made_on=made_on,
        state=ActionState.OPEN,
        access=queries.access_like([minute])[minute.id] if minute else Access.OPEN,
        published_at=_known_from(minute, at=at),
    )
    _say(action, text=text, due_on=due_on, due_words=due_words)
    _give_to(action, **owner, owner_words=owner_words)
    db.session.add(action)
    audit.record(by, "add", action, at=at, minute=minute.id if minute else None)
    _let_owner_read(action, by=by, at=at)
    return action


def edit_action(
    action: Action,
    *,
    by: Person | None,
    text: str,
    person: Person | None = None,
    post: Post | None = None,
    organisation: Organisation | None = None,
    owner_words: str = "",
    due_on: date | None = None,
    due_words: str = "",
    version: int,
    at: datetime | None = None,
    correcting: str = "",
) -> None:
    """Correct an action, or give it to somebody else, who reads it from then on.

    `correcting` says why, where published minutes recorded it wrongly and are corrected with it.
    """
    owner: dict[str, Any] = {"person": person, "post": post, "organisation": organisation}
    record = action.minute.minutes if correcting and action.minute else None
    lock_rows(*((record.meeting, record) if record else ()), action)
    if not correcting and _says_already(action, text, due_on, due_words, owner_words, **owner):
        return
    if action.version != version:
        raise Conflict(theirs=action.text, yours=text, version=action.version)
    _say(action, text=text, due_on=due_on, due_words=due_words)
    if not _is_owned_by(action, **owner):
        receiving.is_news(action)
    _give_to(action, **owner, owner_words=owner_words)
    action.version += 1
    audit.record(by, "edit", action, at=at)
    _let_owner_read(action, by=by, at=at)
    if correcting and action.minute is not None:
        is_open = action.access == Access.OPEN
        minutes.correct_action(
            action.minute, action.id, by=by, reason=correcting, is_open=is_open, at=at
        )


def start(
    action: Action, *, by: Person | None, version: int | None = None, at: datetime | None = None
) -> None:
    """Record that work on an action has begun; pressed twice, it has begun once."""
    lock_rows(action)
    as_seen(action.version, version)
    if action.state == ActionState.IN_PROGRESS:
        return
    moves.make("start", action, by=by, at=at)
    received(action, by=by)


def note(action: Action, *, by: Person | None, text: str, at: datetime | None = None) -> ActionNote:
    """Report how an action is getting on; the same words sent twice are one note."""
    if not text.strip():
        raise Refused("Write how it is getting on.", field="text")
    lock_rows(action)
    at = at or clock.now()
    last = owning.last_note(action)
    if last and by and (last.by_id, last.text) == (by.id, text.strip()) and at - last.at < TWICE:
        return last
    written = ActionNote(action=action, by_id=by.id if by else None, at=at, text=text.strip())
    db.session.add(written)
    received(action, by=by)
    audit.record(by, "note", action, at=at)
    return written


def finish(
    action: Action,
    *,
    by: Person | None,
    evidence: str,
    file: GivenFile | None = None,
    papers: Sequence[Report | Minute] = (),
    version: int | None = None,
    at: datetime | None = None,
) -> None:
    """Record an action as done, with the evidence: words, and beside them a file or papers."""
    if _close(action, "finish", by=by, version=version, at=at, evidence=evidence.strip()):
        evidencing.attach(action, by=by, file=file, papers=papers)


def drop(
    action: Action,
    *,
    by: Person | None,
    reason: str,
    version: int | None = None,
    at: datetime | None = None,
) -> None:
    """Drop an action, with the reason."""
    _close(action, "drop", by=by, version=version, at=at, dropped_reason=reason.strip())


def reopen(
    action: Action, *, by: Person | None, version: int | None = None, at: datetime | None = None
) -> None:
    """Reopen an action; its evidence or reason is kept as a note. Pressed twice, it is open."""
    lock_rows(action)
    as_seen(action.version, version)
    if action.state == ActionState.OPEN:
        return
    said, closed_at = action.evidence or action.dropped_reason, action.closed_at
    moves.make("reopen", action, by=by, at=at)
    action.evidence = action.dropped_reason = ""
    action.closed_at = None
    kept = ActionNote(action=action, at=closed_at or at or clock.now(), text=said)
    db.session.add(kept)
    evidencing.keep_with_note(action, kept)


def ask_for_time(
    action: Action,
    *,
    by: Person,
    reason: str,
    due_on: date | None = None,
    due_words: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> TimeRequest:
    """Ask the clerk of the board for more time; one request at a time waits for its answer."""
    said = {"reason": reason.strip(), "due_on": due_on, "due_words": due_words.strip()}
    if not said["reason"]:
        raise Refused("Say why more time is needed.", field="reason")
    lock_rows(action)
    if waiting := owning.open_request(action):
        if waiting.by_id == by.id and all(getattr(waiting, one) == said[one] for one in said):
            return waiting
        raise Refused("A request for more time waits for its answer already.")
    as_seen(action.version, version)
    if action.state not in owning.OUTSTANDING:
        raise Refused(f"This action is {action.state.value}, so it needs no more time.")
    request = TimeRequest(action=action, by_id=by.id, at=at or clock.now(), **said)
    db.session.add(request)
    received(action, by=by)
    audit.record(by, "ask-for-time", action, at=at)
    return request


def answer_request(
    request: TimeRequest,
    *,
    by: Person,
    is_granted: bool,
    due_on: date | None = None,
    due_words: str = "",
    answer: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> None:
    """Give an owner more time, until the day proposed or another, or decline with a sentence.

    The owner finds the answer on the home page until they have opened the action.
    """
    if not is_granted:
        _can_decline(request, due_on, due_words.strip(), answer)
    lock_rows(request.action)
    if request.answered_at is not None:
        if (request.is_granted, request.answer) == (is_granted, answer.strip()):
            return
        raise Refused("This request has been answered already.")
    as_seen(request.action.version, version)
    request.is_granted, request.answer = is_granted, answer.strip()
    request.answered_by_id, request.answered_at = by.id, at or clock.now()
    if is_granted:
        _give_time(request, due_on, due_words.strip())
    receiving.is_news(request.action)
    audit.record(by, "give-time" if is_granted else "decline-time", request.action, at=at)


def _can_decline(request: TimeRequest, due_on: date | None, due_words: str, answer: str) -> None:
    """Whoever declines says why, and gives no other day with it."""
    if not answer.strip():
        raise Refused("Write why you decline.", field="answer")
    others = (due_on not in (None, request.due_on), due_words not in ("", request.due_words))
    if any(others):
        raise Refused("Give no other day where you decline.", field="due_words")


def _give_time(request: TimeRequest, due_on: date | None, due_words: str) -> None:
    if due_on is None and not due_words:
        due_on, due_words = request.due_on, request.due_words
    request.given_on, request.given_words = due_on, due_words
    action = request.action
    action.due_on, action.due_words = due_on, due_words
    action.version += 1


def follow(minutes: Sequence[Minute], *, by: Person | None, at: datetime | None = None) -> None:
    """Give the actions of these minutes the access and publication of the minutes."""
    actions = queries.actions_of_minutes([minute.id for minute in minutes])
    if not actions:
        return
    access = queries.access_like(minutes)
    published = {minute.id: minute.published_at for minute in minutes}
    for action in actions:
        held = access[action.minute_id or 0]
        since = _since(action, published[action.minute_id or 0])
        if (action.access, action.published_at) == (held, since):
            continue
        action.access, action.published_at = held, since
        audit.record(by, "follow-minute", action, at=at, access=held.value)
    evidencing.follow(actions)


def publish_with_minutes(event: MinutesPublished) -> None:
    """Listener: when minutes are published, so are their actions."""
    follow(queries.minutes_with_id(event.minutes_id), by=None, at=event.at)


def follow_minute(event: MinuteClosed | MinuteOpened) -> None:
    """Listener: when a minute is closed or opened, so are its actions."""
    minute = db.session.get(Minute, event.minute_id)
    follow([minute] if minute else [], by=None)


def follow_merge(merged: PersonMerged) -> None:
    """Listener: give actions and notes of a merged entry to the one that stays."""
    people.hand_over(merged, Action.person_id, ActionNote.by_id)
    people.hand_over(merged, TimeRequest.by_id, TimeRequest.answered_by_id)
    receiving.follow_merge(merged)


def _since(action: Action, published_at: datetime | None) -> datetime | None:
    """When an existing action counts as published: with its minutes, or when it was given later."""
    known = action.published_at
    return max(known, published_at) if known and published_at else published_at


def _known_from(minute: Minute | None, *, at: datetime) -> datetime | None:
    """When a new action counts as published: with its minutes, or now if they are out already."""
    if minute is None:
        return at
    return None if minute.published_at is None else max(minute.published_at, at)


def _says_already(
    action: Action, text: str, due_on: date | None, due_words: str, owner_words: str, **owner: Any
) -> bool:
    """Whether all this is saved already: the same form sent twice is no conflict."""
    said = (action.text, action.due_on, action.due_words, action.owner_words)
    says = (text.strip(), due_on, due_words.strip(), owner_words.strip())
    return said == says and _is_owned_by(action, **owner)


def _is_owned_by(action: Action, **owner: Any) -> bool:
    named = {name: who.id if who else None for name, who in owner.items()}
    return named == {name: getattr(action, f"{name}_id") for name in owner}


def _say(action: Action, *, text: str, due_on: date | None, due_words: str) -> None:
    if not text.strip():
        raise Refused("Say what is to be done.", field="text")
    action.text, action.due_on, action.due_words = text.strip(), due_on, due_words.strip()


def _give_to(
    action: Action,
    *,
    person: Person | None,
    post: Post | None,
    organisation: Organisation | None,
    owner_words: str,
) -> None:
    """Set the owner: a person, a post, an organisation, or words."""
    if sum(owner is not None for owner in (person, post, organisation)) > 1:
        raise Refused("Choose one owner: a person, a post or an organisation.", field="person_id")
    action.person, action.post, action.organisation = person, post, organisation
    action.owner_words = owner_words.strip()


def _let_owner_read(action: Action, *, by: Person | None, at: datetime | None) -> None:
    """Let the owner, or holders of the post, read the action; a former owner no longer may."""
    db.session.flush()
    db.session.execute(
        delete(Reader).where(
            Reader.kind == Action.KIND, Reader.thing_id == action.id, Reader.reason == OWNS
        )
    )
    owner = {"person_id": action.person_id, "post_id": action.post_id}
    if any(owner.values()):
        grant(action, reason=OWNS, granted_by=by.id if by else None, at=at, **owner)
    evidencing.let_owner_read(action)


def _close(
    action: Action,
    move: str,
    *,
    by: Person | None,
    version: int | None,
    at: datetime | None,
    **said: str,
) -> bool:
    """Close an action with its evidence or reason; the same said twice closes it once, and the
    second time returns False."""
    lock_rows(action)
    as_seen(action.version, version)
    if action.state == CLOSED_BY[move] and all(getattr(action, one) == said[one] for one in said):
        return False
    at = at or clock.now()
    with db.session.no_autoflush:
        for name, words in said.items():
            setattr(action, name, words)
        action.closed_at = at
        moves.make(move, action, by=by, at=at)
    return True
