"""Which board a paper belongs to: by name, alias or abbreviation, else a new one."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.archive.importing.context import ImportContext
from app.archive.models import ImportedThing
from app.archive.paper import ParsedPaper
from app.boards import queries, services
from app.boards.models import Board, BoardKind, MinuteNumbering
from app.boards.queries import plain_name
from app.foundation import clock
from app.foundation.db import db

UNPLACED = "Papers without a board"
_SMALL = {"and", "of", "the", "for", "in", "on", "to", "with", "a"}
_GENERIC = {
    *("policy", "performance", "board", "committee", "panel", "group", "council", "partnership"),
    *("and", "the", "of", "for", "scrutiny", "overview", "task", "sub", "ppb"),
}
_GROUP = re.compile(
    r"\b(?:task|topic|working|steering) (?:and finish )?(?:group|party)\b", re.IGNORECASE
)
"""A task group needs the board that sets it up, which its papers do not name: it is a panel."""
_KINDS = (
    (BoardKind.PARTNERSHIP, r"\bpartnership\b"),
    (
        BoardKind.PANEL,
        r"\b(?:task|topic|working|steering) (?:and finish )?(?:group|party)",
    ),
    (BoardKind.POLICY, r"policy (?:and|&) performance|\bPPB\b|scrutiny|overview"),
    (BoardKind.EXECUTIVE, r"\bexecutive\b|\bcabinet\b"),
    (BoardKind.COMMITTEE, r"\bcommittee\b"),
    (BoardKind.PANEL, r"\bpanel\b"),
    (BoardKind.COUNCIL, r"\bcouncil\b\W*$"),
)
_PAPER = re.compile(
    r"^(?:draft |the )*(?:minutes|agenda|notes|record|summons)\b.*?\b(?:of|for) (?:the )?",
    re.IGNORECASE,
)
_LONGEST_NAME = 12
"""In words."""
_LONGEST_ACRONYM = 5
"""In letters: "PPG", but "CABINET" is a word."""
_NUMBER = re.compile(r"^(?P<prefix>[A-Za-z]{1,6})[ .]?\d")


def board_of(
    name: str | None, *, on: date | None, context: ImportContext, minutes: Sequence[str] = ()
) -> Board:
    """The board with this name, added if it is new; without a name, the board for unplaced papers.

    A board that is known only from old papers is not current.
    """
    said = tidy(name or "")
    if not said:
        return _unplaced(context)
    found = queries.board_named(said)
    if found is None and (found := _abbreviated(said)) is not None:
        _add_alias(found, said, context)
    if found is None:
        is_current = not context.is_old(on)
        found = _make(said, kind_of(said), context, is_current=is_current, **_settings_for(said))
    elif not found.is_current and not context.is_old(on) and _is_from_papers(found):
        services.edit_board(found, by=context.by, is_current=True)
    _learn_numbers(found, minutes, context)
    return found


def _is_from_papers(board: Board) -> bool:
    """Whether the board was made by a past paper, so that a newer one can make it current."""
    made = select(ImportedThing.id).where(
        ImportedThing.kind == Board.KIND, ImportedThing.thing_id == board.id
    )
    return db.session.scalar(made.limit(1)) is not None


def named_within(text: str) -> str | None:
    """The longest name or alias of a known board that stands in a text, such as an address."""
    said = f" {plain_name(text)} "
    names = [
        name
        for board in db.session.scalars(select(Board))
        for name in (board.name, *(alias.name for alias in board.aliases))
        if f" {plain_name(name)} " in said
    ]
    return max(names, key=len, default=None)


def also_known(board: Board, *, papers: Sequence[ParsedPaper], context: ImportContext) -> None:
    """Give the board another name if reports for its meeting are addressed to a similar one.

    A name that abbreviates one other board's is given to that one; of several, to none.
    """
    for paper in papers:
        name = tidy(paper.board or "")
        is_own = paper.kind == "report" and paper.appendix_of is None
        if is_own and _is_like(name, board.name):
            fits = _shortened_to(name) or [board]
            if len(fits) == 1:
                _add_alias(fits[0], name, context)


def known_as(name: str) -> Board | None:
    """The board that goes by this name, or that it abbreviates; None if it is new."""
    said = tidy(name)
    return (queries.board_named(said) or _abbreviated(said)) if said else None


def near_boards(name: str) -> list[Board]:
    """The boards of which this may be another spelling: of a like kind, and the words of one name
    that tell it from others stand in the other."""
    said = tidy(_without_paper(name))
    own = _telling(said)
    if not own:
        return []
    return [
        board
        for board in queries.all_boards()
        if board.name != UNPLACED
        and kind_of(board.name) == kind_of(said)
        and (theirs := _telling(board.name))
        and (own <= theirs or theirs <= own)
    ]


def learn_name(board: Board, name: str, context: ImportContext) -> None:
    """What a clerk said to be this board is known as it from now on, if it is a board's name."""
    said = tidy(name)
    is_name = set(plain_name(said).split()) & _GENERIC and len(said.split()) <= _LONGEST_NAME
    if is_name:
        _add_alias(board, said, context)


def _without_paper(name: str) -> str:
    """A name without the words that say what paper it was read from: "Minutes of the …"."""
    return _PAPER.sub("", name)


def _telling(name: str) -> set[str]:
    return set(plain_name(name).split()) - _GENERIC


def tidy(name: str) -> str:
    """A name in one line; capitals become ordinary writing."""
    said = " ".join(name.split()).strip(" .:–-")
    is_acronym = len(said.split()) == 1 and len(said) <= _LONGEST_ACRONYM
    if not said.isupper() or is_acronym:
        return said
    words = [
        word if place and word in _SMALL else word[:1].upper() + word[1:]
        for place, word in enumerate(said.lower().split())
    ]
    return " ".join(words)


def kind_of(name: str) -> BoardKind:
    """What sort of body this is, from its name."""
    for kind, pattern in _KINDS:
        if re.search(pattern, name, re.IGNORECASE):
            return kind
    return BoardKind.BOARD


def is_short_for(short: str, long: str) -> bool:
    """Whether one name abbreviates the other by initials: "Harbour PPB"."""
    return _matches(short.split(), [word for word in long.split() if word.lower() != "&"])


def _matches(short: Sequence[str], long: Sequence[str]) -> bool:
    if not short or not long:
        return not short and not long
    first, rest = short[0], short[1:]
    if first.casefold() == long[0].casefold() and _matches(rest, long[1:]):
        return True
    if not (first.isupper() and 2 <= len(first) <= 6):
        return False
    return any(
        _initials(long[:count]) == first and _matches(rest, long[count:])
        for count in range(2, len(long) + 1)
    )


def _initials(words: Sequence[str]) -> str:
    return "".join(word[:1].upper() for word in words if word.lower() not in _SMALL)


def _abbreviated(name: str) -> Board | None:
    """The board that this name abbreviates; None if there are several."""
    fits = _shortened_to(name)
    return fits[0] if len(fits) == 1 else None


def _shortened_to(name: str) -> list[Board]:
    return [board for board in queries.all_boards() if is_short_for(name, board.name)]


def _is_like(name: str, other: str) -> bool:
    return bool(_telling(name) & _telling(other))


def _add_alias(board: Board, name: str, context: ImportContext) -> None:
    if queries.board_named(name) is None:
        names = [*(alias.name for alias in board.aliases), name]
        services.set_aliases(board, by=context.by, names=names)


def _unplaced(context: ImportContext) -> Board:
    """The board for papers without a board; everybody who clerks a board clerks it too."""
    board = queries.board_named(UNPLACED) or _make(
        UNPLACED, BoardKind.BOARD, context, is_current=False, has_statutory_access=False
    )
    today = clock.today()
    known = {clerkship.person_id for clerkship in queries.clerks_of(board, on=today)}
    for person in queries.everybody_clerking(on=today):
        if person.id not in known:
            services.name_clerk(board, person=person, by=context.by, from_on=today)
    return board


def _make(name: str, kind: BoardKind, context: ImportContext, **details: Any) -> Board:
    board = services.create_board(by=context.by, name=name, kind=kind, **details)
    context.add_things(board)
    return board


def _settings_for(name: str) -> dict[str, Any]:
    """The settings of a new board: the access rules of the Act are for the council's own bodies."""
    is_partnership = kind_of(name) == BoardKind.PARTNERSHIP
    if not (is_partnership or _GROUP.search(name)):
        return {"report_template": "policy-board"}
    template = "partnership" if is_partnership else "policy-board"
    return {"report_template": template, "has_statutory_access": False, "notice_days": 0}


def _learn_numbers(board: Board, minutes: Sequence[str], context: ImportContext) -> None:
    """A board without a prefix takes it from its minutes; a new one its way of numbering, too."""
    found = [number for number in minutes if number]
    if not found or board.minute_prefix:
        return
    prefix = _NUMBER.match(found[0])
    if prefix:
        services.edit_board(board, by=context.by, minute_prefix=prefix["prefix"])
    elif (board.KIND, board.id) in context.things and re.fullmatch(r"1\W*", found[0]):
        services.edit_board(board, by=context.by, numbering=MinuteNumbering.PER_MEETING)
