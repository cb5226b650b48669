"""Actions as papers: the list a board sees at its meeting, and the column beside its minutes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from app.actions.evidence import ShownEvidence
from app.actions.models import Action
from app.actions.queries import SourceMinute
from app.foundation import clock
from app.foundation.exports.blocks import ParagraphBlock, RichText, TableBlock, Title, WordPaper
from app.foundation.exports.wording import Imprint, day, short_day
from app.foundation.richtext.typed import from_typed
from app.minutes.events import ToDo

COLUMNS = ("Minute", "Action", "Owner", "Due", "State", "Progress")


def action_list(
    actions: Iterable[Action],
    imprint: Imprint,
    *,
    behind: Mapping[int, SourceMinute],
    evidence: Mapping[int, Iterable[ShownEvidence]],
    today: date,
) -> WordPaper:
    """Actions as one table: where each was promised, by whom and for when, and how it stands.

    Of evidence only what everybody may read is named: the mark of the list tells of its actions.
    """
    rows = tuple(
        _row(action, behind, today, shown=evidence.get(action.id, ())) for action in actions
    )
    table = TableBlock("Actions", COLUMNS, rows, row_headings=True, show_caption=False)
    said = table if rows else ParagraphBlock("There is nothing to be done.")
    title = Title("Action list", (imprint.board, f"As at {day(today)}"))
    paper = imprint.paper(f"Action list: {imprint.board}", (title, said))
    return replace(paper, landscape=True)


def beside_minute(action: Action, *, today: date) -> ToDo:
    """What the minutes say of an action of theirs, and how it stands."""
    return ToDo(
        action.text,
        action.owner,
        action.due_on,
        action.due_words,
        action_id=action.id,
        access=action.access,
        made_at=action.published_at,
        standing="overdue" if action.is_overdue(today) else action.state.value,
    )


def _row(
    action: Action,
    behind: Mapping[int, SourceMinute],
    today: date,
    *,
    shown: Iterable[ShownEvidence],
) -> tuple[str | RichText, ...]:
    """One row; with the day of the meeting, since many boards begin their numbers anew each
    year."""
    minute = behind.get(action.minute_id or 0)
    made_on = minute.on if minute else action.made_on
    return (
        "\n".join(filter(None, (minute.reference if minute else "", short_day(made_on)))),
        action.text,
        action.owner,
        short_day(action.due_on) or action.due_words,
        "Overdue" if action.is_overdue(today) else action.state.value.capitalize(),
        RichText(from_typed("\n\n".join([_progress(action), *_see(action, shown)]))),
    )


def _see(action: Action, shown: Iterable[ShownEvidence]) -> list[str]:
    """Where it can be seen that an action is done."""
    return [f"See: {one.title}" for one in shown if one.note_id is None and action.evidence]


def _progress(action: Action) -> str:
    """What was said when it was closed, or else the latest note."""
    closing = action.evidence or action.dropped_reason
    if closing:
        return closing
    if not action.notes:
        return ""
    last = action.notes[-1]
    return f"{short_day(last.at.astimezone(clock.LONDON).date())}: {last.text}"
