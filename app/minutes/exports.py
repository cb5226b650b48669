"""Minutes as papers: who met where and when, who came, each minute, and room to sign."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import escape

from app.foundation.clock import LONDON
from app.foundation.exports.blocks import (
    Block,
    Decision,
    Entries,
    LabelledLines,
    ParagraphBlock,
    RichText,
    SignatureLine,
    TableBlock,
    Title,
    WordPaper,
)
from app.foundation.exports.blocks import EntryBlock as BlockEntry
from app.foundation.exports.wording import (
    Imprint,
    at_hour,
    day,
    long_day,
    short_day,
    time_of_day,
    together,
)
from app.foundation.permissions import ANYBODY
from app.foundation.richtext.nodes import Run
from app.minutes.attending import PRESENT, NamedAttendee
from app.minutes.events import ToDo
from app.minutes.models import Minutes, PublicationKind
from app.minutes.reading import Issue, MinuteEntry, MinutesRecord, record_for
from app.minutes.wording import Resolved

Within = RichText | Decision | ParagraphBlock
COUNCILLOR = "Councillor "
LATER = "Actions added after these minutes were published"
LABELS = {
    PublicationKind.FIRST: "Published",
    PublicationKind.CORRECTION: "Corrected",
    PublicationKind.WITHDRAWAL: "Changed",
    PublicationKind.OPENING: "Changed",
    PublicationKind.APPROVAL: "Recorded",
}
INQUORATE = "The meeting was inquorate."
UNAPPROVED = "Draft minutes, subject to approval at the next meeting"
NOT_AGREED = "Draft minutes, not agreed so far"
_NAMED_ROOM = re.compile(r"(?:room|chamber|suite|hall|centre|theatre|library|parlour)$", re.I)


def minutes_paper(
    record: MinutesRecord, imprint: Imprint, *, with_actions: bool = False
) -> WordPaper:
    """The minutes of a meeting, with or without the column of actions."""
    blocks = (
        *_superseded(record),
        *_opening(record, is_draft=imprint.is_draft),
        *_came(record),
        _entries(record, with_actions=with_actions),
        *_close(record),
        *(_given_later(record) if with_actions else ()),
    )
    return imprint.paper(f"Minutes: {imprint.meeting}", blocks)


def public_record(minutes: Minutes) -> MinutesRecord | None:
    """Minutes as the public may read them."""
    return record_for(minutes, ANYBODY)


def superseded_in_words(record: MinutesRecord) -> str:
    """The sentence that an earlier wording was superseded: when, and by what."""
    if record.is_newest:
        return ""
    published = record.written_at
    said = f"as published {day(published.astimezone(LONDON).date())}" if published else ""
    by = f" {said_of(record.superseded).rstrip('.')}." if record.superseded else ""
    return f"Former wording, {said}. It has been superseded.{by}"


def _superseded(record: MinutesRecord) -> Iterator[Block]:
    if said := superseded_in_words(record):
        yield ParagraphBlock(said, "note")


def _opening(record: MinutesRecord, *, is_draft: bool) -> Iterator[Block]:
    yield Title(record.board, (_stage(record) if is_draft else "Minutes",))
    yield from (ParagraphBlock(said, "note") for said in _corrected(record))
    begun = at_hour(record.began or record.starts_at)
    kind = "an extraordinary" if record.content["is_extraordinary"] else "a"
    yield ParagraphBlock(
        f"At {kind} meeting of the {record.board} held on {long_day(record.on)}"
        f"{begun}{_place(record.content['venue'])}"
    )
    if record.content["preamble"]:
        yield RichText(record.content["preamble"])


def _stage(record: MinutesRecord) -> str:
    if not record.published_at:
        return "Draft minutes, not published"
    return NOT_AGREED if record.content["standing"].get("not_agreed") else UNAPPROVED


def _corrected(record: MinutesRecord) -> list[str]:
    """What was corrected since they were published, and whether they were agreed."""
    return [said_of(issue) for issue in record.corrections]


def said_of(issue: Issue, *, reason: bool = True) -> str:
    """ "Corrected 3 December 2026: the vote was 5 to 4"."""
    said = f"{LABELS[issue.kind]} {day(issue.at.astimezone(LONDON).date())}"
    return f"{said}: {issue.reason}" if reason and issue.reason else said


def _place(venue: str) -> str:
    """ "in the Council Chamber, Town Hall", "in Committee Room 2", "at Harbour Light Refuge"."""
    if not venue:
        return ""
    room = venue.split(",")[0].strip()
    if _NAMED_ROOM.search(room) and not room.lower().startswith("the "):
        return f" in the {venue}"
    return f" in {venue}" if re.search(r"\broom \w+$", room, re.I) else f" at {venue}"


def _came(record: MinutesRecord) -> Iterator[Block]:
    """The attendance, in groups; a partnership prints for whom each was present."""
    groups = record.groups
    if record.content["is_partnership"]:
        yield from (_representing(people) for label, people in groups if label == PRESENT)
        groups = [group for group in groups if group[0] != PRESENT]
    if groups:
        yield LabelledLines(tuple((label, _names_in_words(people)) for label, people in groups))
    if record.is_inquorate:
        yield ParagraphBlock(INQUORATE)


def _representing(people: Sequence[NamedAttendee]) -> TableBlock:
    return TableBlock(
        PRESENT,
        (PRESENT, "Representing"),
        tuple((one.described, one.organisation) for one in people),
        widths=(55, 45),
        ruled=False,
        show_caption=False,
    )


def _names_in_words(people: Sequence[NamedAttendee]) -> str:
    """Councillors A (in the Chair), B and C; with anybody else among them, each by title."""
    names = [str(one) for one in people]
    if len(names) > 1 and all(name.startswith(COUNCILLOR) for name in names):
        return "Councillors " + together([name.removeprefix(COUNCILLOR) for name in names])
    return together(names)


def _entries(record: MinutesRecord, *, with_actions: bool) -> Entries:
    return Entries(
        tuple(_entry(one, with_actions=with_actions) for one in record.entries),
        columns=("Minute", "Action") if with_actions else None,
    )


def _entry(entry: MinuteEntry, *, with_actions: bool) -> BlockEntry:
    private = entry.private
    heading = (private.heading if private else "") or entry.heading
    within = (*_open(entry), *(_closed(entry) if private else ()))
    asides = tuple(_in_one_line(one["said"]) for one in entry.actions) if with_actions else ()
    return BlockEntry(entry.printed, heading, within, asides)


def _in_one_line(said: object) -> str:
    """An action on one line, since a new line in the column is a new action."""
    return " ".join(str(said).split())


def _given_later(record: MinutesRecord) -> Iterator[Block]:
    """Actions given after publication, apart from the minutes and with their date."""
    rows = tuple(
        (short_day(_day_of(one)), entry.printed, _in_one_line(one))
        for entry, one in record.later_actions
    )
    if rows:
        yield TableBlock(LATER, ("Added", "Minute", "Action"), rows, row_headings=True)


def _day_of(to_do: ToDo) -> date | None:
    return to_do.made_at.astimezone(LONDON).date() if to_do.made_at else None


def _open(entry: MinuteEntry) -> Iterator[Within]:
    if entry.ruling:
        yield ParagraphBlock((Run(entry.ruling.heading, strong=True),))
        yield ParagraphBlock(entry.ruling.words)
    yield RichText(entry.text)
    for resolved in entry.resolved:
        yield _decision(resolved)


def _closed(entry: MinuteEntry) -> Iterator[Within]:
    """The exempt minute after the open one, under a heading that says so."""
    if entry.private is None:
        return
    if entry.is_closed and (entry.private.text or entry.private.limbs):
        yield ParagraphBlock((Run("Exempt minute, not for publication", strong=True),))
    yield RichText(entry.private.text)
    for resolved in entry.private_resolved:
        yield _decision(resolved)


def _decision(resolved: Resolved) -> Decision:
    """ "Resolved: That the report be noted.", or "That" with its limbs numbered beneath."""
    that = "That" if resolved.that else ""
    if len(resolved.limbs) == 1:
        html = f"<p>{escape(' '.join(filter(None, (that, *resolved.said))))}</p>"
    else:
        limbs = "".join(f"<li>{escape(limb)}</li>" for limb in resolved.said)
        html = f"{f'<p>{that}</p>' if that else ''}<ol>{limbs}</ol>"
    return Decision(f"{resolved.word.capitalize()}:", html)


def _close(record: MinutesRecord) -> Iterator[Block]:
    if record.ended:
        yield ParagraphBlock(f"Meeting ended at {time_of_day(record.ended)}", "centred")
    yield SignatureLine(("Chair", "Date"), above="Signed as a correct record.")
