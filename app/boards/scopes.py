"""What a person can reach by account, seats, clerkships and posts, asked in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.boards.models import Clerkship, Seat, SeatRole
from app.foundation import clock
from app.foundation.db import db, fetch_rows
from app.foundation.permissions import Scope
from app.people.models import Account, Person, PostHolder, SignInSession
from app.people.queries import in_post, token_hash

SEES_PART_TWO = (
    SeatRole.CHAIR,
    SeatRole.VICE_CHAIR,
    SeatRole.MEMBER,
    SeatRole.CO_OPTEE,
    SeatRole.SUBSTITUTE,
)
_CHAIRS = (SeatRole.CHAIR, SeatRole.VICE_CHAIR)
_CLERK, _POST = "clerk", "post"
_Chosen = Select[*tuple[Any, ...]]
_Column = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True)
class SignedIn:
    """The signed-in account with its scope, loaded in one query for every request."""

    id: int
    person_id: int
    name: str
    must_change_password: bool
    session_id: int
    is_remembered: bool
    is_first_use_today: bool
    scope: Scope

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def account(self) -> Account:
        """The account as an ORM object, for services that change it."""
        return db.session.get_one(Account, self.id)

    @property
    def person(self) -> Person:
        """The person who does what this request does."""
        return db.session.get_one(Person, self.person_id)


def load_user(token: str) -> SignedIn | None:
    """Flask-Login's user loader: the account of this session token, unless the session has
    ended."""
    today = clock.today()
    parameters = {"token_hash": token_hash(token), "now": clock.now(), "on": today}
    rows = fetch_rows(_SIGNED_IN, parameters)
    if not rows:
        return None
    _, _, account, person, name, must_change, is_officer, is_administrator, *session = rows[0]
    scope = _scope(
        person,
        [(board_id, role) for board_id, role, *_ in rows],
        is_officer=is_officer,
        is_administrator=is_administrator,
    )
    session_id, is_remembered, used_on = session
    return SignedIn(
        account, person, name, must_change, session_id, is_remembered, used_on != today, scope
    )


def scope_of(account: Account) -> Scope:
    """What the owner of this account can reach today, in one query."""
    return scope_of_person(
        account.person_id,
        is_officer=account.is_officer,
        is_administrator=account.is_administrator,
    )


def scope_of_person(
    person_id: int, *, is_officer: bool = False, is_administrator: bool = False
) -> Scope:
    """What a person can reach today."""
    held = fetch_rows(_PLACES, {"person_id": person_id, "on": clock.today()})
    return _scope(
        person_id,
        [(board_id, role) for board_id, role in held],
        is_officer=is_officer,
        is_administrator=is_administrator,
    )


def _scope(
    person_id: int,
    held: Sequence[tuple[int, str]],
    *,
    is_officer: bool,
    is_administrator: bool,
) -> Scope:
    return Scope(
        person_id=person_id,
        seated=frozenset(board for board, role in held if role in SEES_PART_TWO),
        clerked=frozenset(board for board, role in held if role == _CLERK),
        chaired=frozenset(board for board, role in held if role in _CHAIRS),
        posts=frozenset(post for post, role in held if role == _POST),
        is_officer=is_officer,
        is_administrator=is_administrator,
    )


def lasts(row: type[Seat] | type[Clerkship], on: date | BindParameter[date]) -> ColumnElement[bool]:
    """The SQL condition that a seat, clerkship or post is held on a day."""
    return and_(row.from_on <= on, or_(row.to_on.is_(None), row.to_on >= on))


_Place = type[Seat] | type[Clerkship] | type[PostHolder]
_PLACE_KINDS: tuple[_Place, ...] = (Seat, Clerkship, PostHolder)
_ON = bindparam("on", type_=Date)


def _held(row: _Place, *more: _Column) -> _Chosen:
    """A SELECT of the seats, clerkships or posts that are held on a day, with further columns."""
    if issubclass(row, PostHolder):
        return select(row.post_id, literal(_POST, String), *more).where(in_post(_ON))
    role = cast(Seat.role, String) if issubclass(row, Seat) else literal(_CLERK, String)
    return select(row.board_id, role, *more).where(lasts(row, _ON))


def _of_person(row: _Place) -> _Chosen:
    return _held(row).where(row.person_id == bindparam("person_id", type_=Integer))


_PLACES = union_all(*(_of_person(kind) for kind in _PLACE_KINDS))
"""All seats, clerkships and posts of one person."""

_ACCOUNT = (
    Account.id,
    Account.person_id,
    Person.name,
    Account.must_change_password,
    Account.is_officer,
    Account.is_administrator,
    SignInSession.id,
    SignInSession.is_remembered,
    SignInSession.last_used_on,
)


def _in_session(chosen: _Chosen) -> _Chosen:
    chosen = chosen.join(Person, Person.id == Account.person_id)
    return chosen.join(SignInSession, SignInSession.account_id == Account.id).where(
        SignInSession.token_hash == bindparam("token_hash", type_=String),
        SignInSession.ends_at > bindparam("now", type_=SignInSession.ends_at.type),
        Account.is_enabled,
    )


def _of_account(row: _Place) -> _Chosen:
    return _in_session(_held(row, *_ACCOUNT).join(Account, Account.person_id == row.person_id))


_SIGNED_IN = union_all(
    _in_session(select(literal(0), literal("", String), *_ACCOUNT).select_from(Account)),
    *(_of_account(kind) for kind in _PLACE_KINDS),
)
"""The account of a session: a row for the account itself, and one for each place it holds."""
