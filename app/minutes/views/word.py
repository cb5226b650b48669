"""The minutes as a Word file, with or without the column of actions."""

from flask import current_app, request
from flask.typing import ResponseReturnValue

from app.agendas.exports import grounds
from app.foundation import clock
from app.foundation.exports.wording import Imprint, closing_mark
from app.foundation.permissions import Access
from app.foundation.web.downloads import open_copy, word_file
from app.foundation.web.params import id_param
from app.minutes import access, exports, policy
from app.minutes.reading import MinutesRecord
from app.minutes.views.reading import bp


@bp.get("/meetings/<int:meeting_id>/minutes/word")
def word(meeting_id: int) -> ResponseReturnValue:
    """The minutes as far as this reader may read them; ?public=1 leaves out all that is closed."""
    is_public = request.args.get("public") == "1"
    record = access.viewed_minutes(
        meeting_id,
        may=policy.read,
        number=request.args.get("number", type=id_param),
        public=is_public,
    )
    with_actions = request.args.get("actions") == "1"
    imprint = _imprint(record, with_actions=with_actions)
    return word_file(
        exports.minutes_paper(record, imprint, with_actions=with_actions),
        name=open_copy(_name(record), is_public=is_public),
    )


def _name(record: MinutesRecord) -> str:
    """The file name; that of an earlier publication says so."""
    name = str(record.content["file_name"])
    if record.is_newest or record.number is None:
        return name
    return f"{name}-former-wording-{record.number + 1}"


def _imprint(record: MinutesRecord, *, with_actions: bool) -> Imprint:
    kinds = set(_kinds(record, with_actions=with_actions))
    return Imprint(
        council=current_app.config["COUNCIL_NAME"],
        written_at=record.written_at or clock.now(),
        board=record.board,
        on=record.on,
        mark=closing_mark(*kinds, grounds=_grounds(record) if kinds - {Access.OPEN} else ""),
        is_draft=record.is_draft,
    )


def _kinds(record: MinutesRecord, *, with_actions: bool) -> list[Access]:
    """The accesses of what the file shows, for its mark."""
    shown = [one.private.access for one in record.entries if one.private]
    later = [one.access for _, one in record.later_actions] if with_actions else []
    return [*shown, *later]


def _grounds(record: MinutesRecord) -> str:
    """The paragraphs under which the exempt items of this meeting were taken in private."""
    paragraphs = [number for entry in record.entries for number in entry.paragraphs]
    return grounds(paragraphs, on=record.on, what="record")
