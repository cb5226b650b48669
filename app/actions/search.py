"""How actions look to the search index."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.actions import queries
from app.actions.models import Action, ActionNote
from app.boards.models import Board
from app.boards.queries import board_names
from app.foundation import clock
from app.foundation.db import db
from app.foundation.indexing import HitContent, Related, Searchable
from app.foundation.permissions import Reader, Scope, keys_to
from app.foundation.search.port import LESSER, IndexEntry
from app.minutes.models import Minute
from app.people.models import Organisation, Person, Post

TITLE_LENGTH = 120


def entries(actions: Sequence[Action], readers: dict[int, list[Reader]]) -> list[IndexEntry]:
    """One entry for each action, opened by the keys of whoever may read it."""
    loaded = _loaded([action.id for action in actions])
    boards = board_names(action.group_id for action in loaded)
    references = _references(loaded)
    return [
        IndexEntry(
            key=key_of(action),
            owner=(Action.KIND, action.id),
            kind=Action.KIND,
            title=title_of(action),
            text=_indexed(action, references.get(action.minute_id or 0, "")),
            weight=LESSER,
            board=boards.get(action.group_id, ""),
            date=action.made_on,
            readers=keys_to(action, readers=readers.get(action.id, ())),
            version=action.version,
        )
        for action in loaded
    ]


def found(entry_keys: Sequence[str], scope: Scope) -> dict[str, HitContent]:
    """What this reader may see of the actions that the index found."""
    ids = [int(key.removeprefix(f"{Action.KIND}:")) for key in entry_keys]
    chosen = select(Action, Board.name).join(Board, Board.id == Action.group_id)
    chosen = chosen.where(Action.id.in_(ids), Action.visible_to(scope)).options(*_parts())
    boards = {action: board for action, board in db.session.execute(chosen)}
    actions, today = list(boards), clock.today()
    minutes = queries.behind(actions, scope)
    return {
        key_of(action): HitContent(
            title=title_of(action),
            url=url_for("actions.show", action_id=action.id),
            board=boards[action],
            on=action.made_on,
            reference=_reference(minutes.get(action.minute_id or 0)),
            text=_text_of(action),
            label="overdue" if action.is_overdue(today) else action.state.value,
            access=action.access,
        )
        for action in actions
    }


def key_of(action: Action) -> str:
    """The key of an action in the index."""
    return f"{Action.KIND}:{action.id}"


def title_of(action: Action) -> str:
    """The first line of what is to be done, cut at a word."""
    line = action.text.splitlines()[0] if action.text else ""
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def _reference(minute: queries.SourceMinute | None) -> str:
    return minute.reference if minute else ""


def _loaded(ids: list[int]) -> Sequence[Action]:
    return db.session.scalars(select(Action).where(Action.id.in_(ids)).options(*_parts())).all()


def _parts() -> tuple[ORMOption, ...]:
    return (
        joinedload(Action.person),
        joinedload(Action.post),
        joinedload(Action.organisation),
        selectinload(Action.notes),
    )


def _indexed(action: Action, minute: str) -> str:
    """The words of an action, with the number of the minute it came from as text, not as
    reference."""
    return "\n".join(part for part in (action.text, action.owner, *_course(action), minute) if part)


def _text_of(action: Action) -> str:
    """The text beyond the title: the rest of what is to be done, by whom, and its progress."""
    rest = "" if action.text == title_of(action) else action.text
    owner = f"Owner: {action.owner}" if action.owner else ""
    return " · ".join(part for part in (rest, owner, *_course(action)) if part)


def _course(action: Action) -> tuple[str, ...]:
    """When it is due in words, its notes, and how it ended."""
    notes = (note.text for note in action.notes)
    return action.due_words, *notes, action.evidence, action.dropped_reason


def _references(actions: Sequence[Action]) -> dict[int, str]:
    ids = {action.minute_id for action in actions if action.minute_id}
    rows = db.session.execute(select(Minute.id, Minute.printed).where(Minute.id.in_(ids)))
    return {minute_id: printed for minute_id, printed in rows}


searchable = Searchable(
    model=Action,
    entries=entries,
    found=found,
    labels={"action": "Action"},
    rank=40,
    shows=(
        *(Action.text, Action.owner_words, Action.due_words, Action.made_on),
        *(Action.evidence, Action.dropped_reason),
    ),
    depends_on=(
        Related((Action.notes,), shows=(ActionNote.at, ActionNote.text)),
        Related((Action.minute,), shows=(Minute.printed,)),
        Related((Action.person,), shows=(Person.honorific, Person.name)),
        Related((Action.post,), shows=(Post.title,)),
        Related((Action.organisation,), shows=(Organisation.name,)),
    ),
)
