"""The minutes as a Word file, with or without the column of actions."""

from flask import current_app, request
from flask.typing import ResponseReturnValue

from app.agendas.exports import grounds
from app.boards import queries as boards
from app.foundation import clock, events
from app.foundation.exports.wording import Imprint, closing_mark
from app.foundation.readable import ANYBODY, Access, Reach
from app.foundation.web import gate, unit_of_work
from app.foundation.web.downloads import word_file
from app.meetings import queries as meetings
from app.minutes import access, exports, policy, queries
from app.minutes.events import ActionsAsked
from app.minutes.exports import Record
from app.minutes.models import MinuteExempt, Minutes
from app.minutes.views.reading import bp


@bp.get("/meetings/<int:meeting_id>/minutes/word")
def word(meeting_id: int) -> ResponseReturnValue:
    """The minutes as far as this reader may read them; ?public=1 leaves out all that is closed."""
    minutes = access.minutes(meeting_id, may=policy.read)
    reach = ANYBODY if request.args.get("public") == "1" else gate.reach()
    entries = queries.entries_of(minutes, reach=gate.reach())
    asked = ActionsAsked(tuple(entry.id for entry in entries), reach)
    with_actions = request.args.get("actions") == "1"
    if with_actions:
        events.announce(asked)
    record = Record(
        minutes=minutes,
        entries=entries,
        attendance=meetings.attendance_of(minutes.meeting),
        roles=queries.roles_at(minutes.meeting),
        exempt=_exempt(minutes, reach),
        actions=asked.answers if with_actions else None,
    )
    meeting = minutes.meeting
    return word_file(
        exports.minutes_paper(record, _imprint(record, asked)),
        name=boards.file_name("minutes", meeting.board, on=meeting.on_date),
    )


def _exempt(minutes: Minutes, reach: Reach) -> dict[int, MinuteExempt]:
    rows = queries.exempt_of(minutes, reach=reach)
    for row in rows.values():
        unit_of_work.saw(row)
    return rows


def _imprint(record: Record, asked: ActionsAsked) -> Imprint:
    minutes, meeting = record.minutes, record.meeting
    kinds = {row.access for row in record.exempt.values()} | asked.kinds
    return Imprint(
        council=current_app.config["COUNCIL_NAME"],
        written_at=minutes.published_at or clock.now(),
        board=meeting.board.name,
        on=meeting.on_date,
        mark=closing_mark(*kinds, grounds=_grounds(record) if kinds - {Access.OPEN} else ""),
        is_draft=queries.is_draft(minutes),
    )


def _grounds(record: Record) -> str:
    """The paragraphs under which the exempt items of this meeting were taken in private."""
    items = [entry.item for entry in record.entries if entry.item is not None]
    paragraphs = [number for item in items for number in item.paragraphs]
    return grounds(paragraphs, on=record.meeting.on_date, what="record")
