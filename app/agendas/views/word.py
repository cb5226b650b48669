"""The agenda as a Word file: to each reader what they may read, or what is there for everybody."""

from collections.abc import Sequence

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from app.agendas import access, exports, policy, reading, snapshot
from app.agendas.models import Agenda, Publication
from app.agendas.reading import Line, every
from app.agendas.views import showing
from app.agendas.views.agendas import bp
from app.boards import queries as boards
from app.foundation import clock
from app.foundation.exports.wording import Imprint
from app.foundation.web import gate
from app.foundation.web.downloads import word_file
from app.meetings.models import Meeting, MeetingState
from app.people import queries as people

SUMMONS = "Chief Executive"
"""The post whose holder calls the council's meetings (1972 Act, Schedule 12, paragraph 4)."""
OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


@bp.get("/<int:meeting_id>/agenda/word")
def word(meeting_id: int) -> ResponseReturnValue:
    """The agenda as issued; to its clerk the draft, as long as something in it is not issued."""
    meeting, agenda, latest = access.meeting_with_agenda(meeting_id, may=policy.see)
    lines = _draft(meeting, agenda, latest)
    issued = None if lines else latest
    if agenda is None or not (lines or issued):
        abort(404)
    if issued is not None:
        lines = reading.as_issued(issued, gate.reach())
    if request.args.get("public") == "1":
        lines = reading.for_the_public(lines)
    access.saw(reading.closed_rows(lines))
    paper = exports.agenda_paper(
        issued.content if issued else _front(agenda),
        lines,
        _imprint(meeting, lines, issued),
        word=meeting.board.word,
        is_statutory=meeting.board.has_statutory_access,
        notices=_notices(meeting),
        summoned_by=_summoned_by(meeting),
        issued=[at for _, at in showing.issued(issued)],
    )
    return word_file(paper, name=boards.file_name("agenda", meeting.board, on=meeting.on_date))


def _draft(meeting: Meeting, agenda: Agenda | None, latest: Publication | None) -> list[Line]:
    """The working draft, for its clerk alone, and only while readers get something else."""
    if agenda is None or not policy.begin(gate.reach(), meeting):
        return []
    lines = reading.as_drafted(agenda, gate.reach())
    is_news = latest is None or any(_is_news(line) for line in every(lines))
    return lines if is_news else []


def _is_news(line: Line) -> bool:
    ready = (paper for paper in line.papers if paper.state == "ready")
    return not line.is_issued or any(not paper.is_issued for paper in ready)


def _front(agenda: Agenda) -> exports.Content:
    return snapshot.open_content(agenda, [], papers=snapshot.Papers({}, {}), closed=())


def _imprint(meeting: Meeting, lines: Sequence[Line], issued: Publication | None) -> Imprint:
    return Imprint(
        council=current_app.config["COUNCIL_NAME"],
        written_at=issued.at if issued else clock.now(),
        board=meeting.board.name,
        on=meeting.on_date,
        mark=exports.mark_of(lines, on=meeting.on_date),
        is_draft=issued is None,
    )


def _notices(meeting: Meeting) -> list[str]:
    extraordinary = ["Extraordinary meeting"] if meeting.is_extraordinary else []
    off = [f"This meeting is {meeting.state.value}."] if meeting.state in OFF else []
    return [*extraordinary, *off]


def _summoned_by(meeting: Meeting) -> tuple[str, ...]:
    """A partnership meets without a summons."""
    if not meeting.board.has_statutory_access:
        return ()
    post = next((one for one in people.posts() if one.title == SUMMONS), None)
    held = people.holders_on(post, meeting.on_date) if post else []
    return (held[0].person.full_name, SUMMONS) if held else ()
