"""The agenda as a Word file, with what its reader may read or as it is for the public."""

from collections.abc import Sequence
from datetime import date

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from app.agendas import access, exports, policy
from app.agendas.models import Agenda, Publication
from app.agendas.publishing import snapshot
from app.agendas.showing import draft, reading
from app.agendas.showing.front import Content
from app.agendas.showing.reading import AgendaLine
from app.agendas.views import showing
from app.agendas.views.agendas import bp
from app.boards import queries as boards
from app.foundation import clock
from app.foundation.exports.wording import Imprint
from app.foundation.web import auth
from app.foundation.web.downloads import open_copy, word_file
from app.meetings.models import Meeting


@bp.get("/<int:meeting_id>/agenda/word")
def word(meeting_id: int) -> ResponseReturnValue:
    """The agenda as issued; to its clerk the draft, as long as something in it is not issued.

    ?issued=1 is what was issued and nothing else; ?public=1 is it as everybody gets it.
    """
    meeting, agenda, latest = access.meeting_with_agenda(meeting_id, may=policy.see)
    is_public = request.args.get("public") == "1"
    asks_issued = request.args.get("issued") == "1" or (is_public and latest is not None)
    lines = [] if asks_issued else _draft(meeting, agenda, latest)
    issued = None if lines else latest
    if agenda is None or not (lines or issued):
        abort(404)
    if issued is not None:
        lines = reading.as_issued(issued, auth.scope())
    if is_public:
        lines = reading.for_the_public(lines)
    access.log_views(reading.closed_rows(lines))
    front = issued.content if issued else snapshot.front_of(meeting)
    paper = exports.agenda_paper(front, lines, _imprint(front, lines, issued))
    return word_file(paper, name=open_copy(_file_name(meeting, front), is_public=is_public))


def _draft(meeting: Meeting, agenda: Agenda | None, latest: Publication | None) -> list[AgendaLine]:
    """The draft for its clerk, while it differs from what was issued."""
    if agenda is None or not policy.begin(auth.scope(), meeting):
        return []
    lines = draft.as_drafted(agenda, auth.scope())
    return lines if latest is None or showing.unissued(lines, latest, meeting) else []


def _imprint(front: Content, lines: Sequence[AgendaLine], issued: Publication | None) -> Imprint:
    on = date.fromisoformat(front["date"])
    return Imprint(
        council=front.get("council", current_app.config["COUNCIL_NAME"]),
        written_at=issued.at if issued else clock.now(),
        board=front["board"],
        on=on,
        mark=exports.mark_of(lines, on=on),
        is_draft=issued is None,
    )


def _file_name(meeting: Meeting, front: Content) -> str:
    """The file name, with the day that the agenda names."""
    kept: str = front.get("file_name", "")
    return kept or boards.file_name("agenda", meeting.board, on=date.fromisoformat(front["date"]))
