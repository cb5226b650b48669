"""What the council does about boards: set them up, seat members, name clerks, give out numbers."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import select, update

from app.boards import queries
from app.boards.models import (
    Board,
    BoardAlias,
    BoardDuty,
    BoardKind,
    Clerkship,
    Counter,
    Seat,
    SeatRole,
    StandingItem,
)
from app.boards.numbering import (
    MINUTE,
    last_number,
    municipal_year,
    pattern_trouble,
    period_of,
    printed_number,
)
from app.foundation import audit, clock
from app.foundation.constraints import refused_on_violation
from app.foundation.db import add_once, db
from app.foundation.errors import Refused
from app.foundation.locking import advisory_lock, lock_rows
from app.people import services as people
from app.people.events import PersonMerged
from app.people.models import Person

DETAILS = frozenset(
    {
        "remit", "minute_prefix", "numbering", "number_pattern", "quorum_rule", "quorum_number",
        "quorum_least", "notice_days", "notice_count", "has_statutory_access", "usual_day",
        "usual_time", "usual_venue", "contact_id", "contact_details", "report_template",
        "is_current", "parent_id", "kind", "is_public", "duty", "voting_seats", "summoner_post_id",
    }
)  # fmt: skip
__all__ = [
    "MINUTE",
    "last_number",
    "municipal_year",
    "pattern_trouble",
    "period_of",
    "printed_number",
]
PATTERN = "number_pattern"
Place = TypeVar("Place", Seat, Clerkship)
_TREE = "boards under boards"
_BEFORE_THE_FIRST = "The last day cannot be before the first."


def create_board(
    *,
    by: Person | None,
    name: str,
    kind: BoardKind,
    parent: Board | None = None,
    aliases: Sequence[str] = (),
    **details: Any,
) -> Board:
    """Set up a board, partnership or task group."""
    advisory_lock(*_names(name, *aliases))
    if queries.board_named(name) is not None:
        raise Refused("There is a board of this name already.", field="name")
    if kind == BoardKind.TASK_GROUP and parent is None:
        raise Refused("Choose the board that sets up this task group.", field="parent_id")
    board = Board(name=name.strip(), kind=kind, parent_id=parent.id if parent else None)
    db.session.add(board)
    _set_details(board, details)
    audit.record(by, "create", board)
    if aliases:
        set_aliases(board, by=by, names=aliases)
    return board


def edit_board(
    board: Board,
    *,
    by: Person | None,
    name: str | None = None,
    aliases: Sequence[str] | None = None,
    version: int | None = None,
    **details: Any,
) -> None:
    """Change the settings of a board; `Conflict` if the form shows an older version."""
    advisory_lock(
        *([_TREE] if "parent_id" in details else []), *_names(name or "", *(aliases or ()))
    )
    lock_rows(board)
    board.check_version(version)
    before = audit.state_of(board)
    if name and queries.board_named(name) not in (None, board):
        raise Refused("There is a board of this name already.", field="name")
    if name and name.strip() != board.name:
        _rename(board, name.strip())
    _set_details(board, details)
    if _stands_under_itself(board):
        raise Refused("A board cannot stand under itself.", field="parent_id")
    if board.kind == BoardKind.TASK_GROUP and board.parent_id is None:
        raise Refused("Choose the board that sets up this task group.", field="parent_id")
    is_renamed = aliases is not None and set_aliases(board, by=by, names=aliases)
    if is_renamed or audit.state_of(board) != before:
        board.version += 1
        audit.record(by, "edit", board)


def _rename(board: Board, name: str) -> None:
    """Give a board another name; from today its former one is an alias, dated, which papers of
    former days print and the search knows. A name that it takes up again keeps its former days."""
    kept, today = [one for one in board.aliases if one.until_on or one.name != name], clock.today()
    board.aliases[:] = [one for one in kept if (one.name, one.until_on) != (board.name, today)]
    db.session.flush()
    board.aliases.append(BoardAlias(name=board.name, until_on=today))
    board.name = name
    db.session.flush()


def set_aliases(board: Board, *, by: Person | None, names: Sequence[str]) -> bool:
    """Set the other names of a board; returns whether they differ from before. Its former names
    stay."""
    advisory_lock(*_names(*names))
    lock_rows(board)
    former = [alias for alias in board.aliases if alias.until_on is not None]
    gone = {alias.name for alias in former}
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    wanted = [name for name in wanted if name not in gone]
    for name in wanted:
        if queries.board_named(name) not in (None, board):
            raise Refused(f"Another board goes by the name “{name}”.", field="aliases")
    if {alias.name for alias in board.aliases} - gone == set(wanted):
        return False
    kept_now = [alias for alias in board.aliases if alias.name in wanted]
    board.aliases[:] = [*former, *kept_now]
    kept = {alias.name for alias in board.aliases}
    board.aliases.extend(BoardAlias(name=name) for name in wanted if name not in kept)
    audit.record(by, "set-aliases", board)
    return True


def set_standing_items(
    board: Board,
    *,
    by: Person | None,
    items: list[dict[str, str]],
    version: int | None = None,
) -> None:
    """Set the standing items of a board: dicts of key, title and text, in order."""
    lock_rows(board)
    board.check_version(version)
    wanted = [
        (item.get("key", ""), item["title"].strip(), item.get("text", "").strip())
        for item in items
        if item["title"].strip()
    ]
    if [(one.key, one.title, one.text) for one in board.standing_items] == wanted:
        return
    board.standing_items.clear()
    db.session.flush()
    board.standing_items[:] = [
        StandingItem(position=place, key=key, title=title, text=text)
        for place, (key, title, text) in enumerate(wanted, start=1)
    ]
    board.version += 1
    audit.record(by, "set-standing-items", board)


def give_seat(
    board: Board,
    *,
    person: Person,
    by: Person | None,
    role: SeatRole,
    from_on: date,
    to_on: date | None = None,
    has_vote: bool = True,
) -> Seat:
    """Seat a person on a board; a second seat at the same time is refused."""
    if to_on is not None and to_on < from_on:
        raise Refused(_BEFORE_THE_FIRST, field="to_on")
    lock_rows(person, board)
    people.check_entry(person, field="person_id")
    sits = f"{person.full_name} sits on this board already."
    if queries.overlaps(Seat, board, person.id, from_on=from_on, to_on=to_on):
        raise Refused(sits, field="person_id")
    seat = Seat(
        board_id=board.id, person=person, role=role, from_on=from_on, to_on=to_on, has_vote=has_vote
    )
    with refused_on_violation("uq_seat_open", sits, field="person_id"):
        db.session.add(seat)
    audit.record(by, "give-seat", board, holder=person.id, role=role.value)
    return seat


def end_seat(seat: Seat, *, by: Person, to_on: date, version: int | None = None) -> None:
    """Record the last day of a seat."""
    lock_rows(seat.board, seat)
    seat.check_version(version)
    if _end(seat, by=by, to_on=to_on):
        audit.record(by, "end-seat", seat.board, holder=seat.person_id)


def change_seat(
    seat: Seat,
    *,
    by: Person,
    role: SeatRole,
    has_vote: bool,
    from_on: date,
    version: int | None = None,
) -> Seat:
    """A person's new role on the same board: the old seat ends the day before the new begins."""
    lock_rows(seat.person, seat.board, seat)
    seat.check_version(version)
    if from_on <= seat.from_on:
        raise Refused("The first day must be after the first day of the seat.", field="from_on")
    end_seat(seat, by=by, to_on=from_on - timedelta(days=1))
    db.session.flush()
    return give_seat(
        seat.board, person=seat.person, by=by, role=role, from_on=from_on, has_vote=has_vote
    )


def name_clerk(board: Board, *, person: Person, by: Person | None, from_on: date) -> Clerkship:
    """Name who runs a board's paperwork."""
    lock_rows(person, board)
    people.check_entry(person, field="person_id")
    if queries.overlaps(Clerkship, board, person.id, from_on=from_on, to_on=None):
        raise Refused(f"{person.full_name} clerks this board already.", field="person_id")
    clerkship = Clerkship(board_id=board.id, person=person, from_on=from_on)
    db.session.add(clerkship)
    audit.record(by, "name-clerk", board, holder=person.id)
    return clerkship


def end_clerkship(
    clerkship: Clerkship, *, by: Person, to_on: date, version: int | None = None
) -> None:
    """Record the last day on which somebody clerked a board."""
    lock_rows(clerkship.board, clerkship)
    clerkship.check_version(version)
    if _end(clerkship, by=by, to_on=to_on):
        audit.record(by, "end-clerkship", clerkship.board, holder=clerkship.person_id)


def follow_merge(merged: PersonMerged) -> None:
    """Seats, clerkships and contacts of an entry that was merged go to the one that stays."""
    _take_places(Seat, merged)
    _take_places(Clerkship, merged)
    people.hand_over(merged, Board.contact_id)


def next_number(board: Board, *, kind: str, period: str) -> int:
    """The next number of a kind in a period: given out once, in one UPDATE, never used again."""
    _ensure_counter(board, kind, period)
    found: int | None = db.session.scalar(
        update(Counter)
        .where(Counter.board_id == board.id, Counter.kind == kind, Counter.period == period)
        .values(last=Counter.last + 1)
        .returning(Counter.last)
        .execution_options(synchronize_session=False)
    )
    if found is None:
        raise LookupError("a counter that was made just now is gone")
    return found


def hold_counter(board: Board, *, kind: str, period: str) -> None:
    """Lock the counter, so that until the transaction ends nobody else is given a number."""
    _ensure_counter(board, kind, period)
    chosen = select(Counter.id).where(
        Counter.board_id == board.id, Counter.kind == kind, Counter.period == period
    )
    db.session.execute(chosen.with_for_update(key_share=True))


def advance_counter(board: Board, *, kind: str, period: str, to: int) -> None:
    """Advance the counter past the numbers that were printed on past papers."""
    _ensure_counter(board, kind, period)
    db.session.execute(
        update(Counter)
        .where(
            Counter.board_id == board.id,
            Counter.kind == kind,
            Counter.period == period,
            Counter.last < to,
        )
        .values(last=to)
        .execution_options(synchronize_session=False)
    )


def usual_time(board: Board) -> time:
    """When the board usually meets."""
    return board.usual_time or time(18, 30)


def _names(*names: str) -> list[str]:
    """The names of the advisory locks for these names of a board."""
    return [f"board {queries.plain_name(name)}" for name in names if name.strip()]


def _end(place: Seat | Clerkship, *, by: Person, to_on: date) -> bool:
    """Set the last day; returns whether it differs from before."""
    if to_on < place.from_on:
        raise Refused(_BEFORE_THE_FIRST, field="to_on")
    if place.to_on == to_on:
        return False
    place.to_on = to_on
    place.save_by(by)
    return True


def _take_places(kind: type[Place], merged: PersonMerged) -> None:
    """Give one person the seats or clerkships of another; where both have one that is open on the
    same board, only the one begun last stays open."""
    both = kind.person_id.in_((merged.gone_id, merged.kept_id))
    held = db.session.scalars(select(kind).where(both).order_by(kind.board_id, kind.id)).all()
    lock_rows(*dict.fromkeys(place.board for place in held), *held)
    for place in held:
        open_here = [one for one in held if one.board_id == place.board_id and one.to_on is None]
        _leave_one_open(open_here, merged)
    db.session.flush()
    for place in held:
        if place.person_id == merged.gone_id:
            place.person_id, place.version = merged.kept_id, place.version + 1


def _leave_one_open(places: Sequence[Seat | Clerkship], merged: PersonMerged) -> None:
    """End all but the last begun the day before it begins, but not before their own first day."""
    in_order = sorted(places, key=lambda one: (one.from_on, one.person_id == merged.kept_id))
    for place in in_order[:-1]:
        place.to_on = max(in_order[-1].from_on - timedelta(days=1), place.from_on)
        place.version += 1


def _stands_under_itself(board: Board) -> bool:
    above, seen = board.parent_id, set()
    while above is not None and above not in seen:
        if above == board.id:
            return True
        seen.add(above)
        above = db.session.get_one(Board, above).parent_id
    return False


def _set_details(board: Board, details: dict[str, Any]) -> None:
    unknown = set(details) - DETAILS
    if unknown:
        raise TypeError(f"a board has no {', '.join(sorted(unknown))}")
    for name, value in details.items():
        setattr(board, name, value)
    if trouble := pattern_trouble(board.number_pattern, numbering=board.numbering):
        raise Refused(trouble, field=PATTERN)
    if board.duty == BoardDuty.PARISH:
        board.has_statutory_access = False
    board.minute_prefix = (board.minute_prefix or "").strip().upper()
    db.session.flush()


def _ensure_counter(board: Board, kind: str, period: str) -> None:
    unique = ("board_id", "kind", "period")
    add_once(Counter, unique=unique, board_id=board.id, kind=kind, period=period, last=0)
