"""Server-side sessions: a row for each sign-in; a session ends when its row is deleted."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from flask import current_app
from sqlalchemy import ColumnElement, delete, select, update

from app.foundation import audit, clock
from app.foundation.db import db, read_connection, short_transaction
from app.foundation.errors import Refused
from app.foundation.locking import lock_rows
from app.people import attempts, passwords, queries
from app.people.models import Account, Person, SignInSession


def sign_in(
    email: str, *, password: str, device: str = "", is_remembered: bool = False
) -> SignInSession | None:
    """Begin a session if e-mail and password agree; takes equally long whatever is wrong.

    The password is checked before any row is locked, since that takes long.
    """
    hashed = _hash_kept_for(Account.email == email.strip().lower())
    agrees = passwords.agrees(hashed, password) and not _is_barred(password)
    renewed = passwords.hash_of(password) if agrees and passwords.is_outdated(hashed or "") else ""
    account = queries.account_by_email(email)
    if not agrees or account is None:
        _record_failure(account)
        return None
    lock_rows(account)
    if not account.is_enabled or not _is_still(account, hashed, password):
        _record_failure(account)
        return None
    if renewed and account.password_hash == hashed:
        account.password_hash = renewed
    account.last_signed_in_at = clock.now()
    audit.record(account.person, "sign-in", account)
    return begin(account, device=device, is_remembered=is_remembered)


def _is_still(account: Account, hashed: str | None, password: str) -> bool:
    """Whether the password is still right once the row is locked; checked anew if its hash changed.

    That happens when two devices sign in at once and the first of them renews an outdated hash.
    """
    return account.password_hash == hashed or passwords.agrees(account.password_hash, password)


def begin(account: Account, *, device: str, is_remembered: bool) -> SignInSession:
    """Begin a session with a new random token; expired sessions are deleted."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    _end(SignInSession.account_id == account.id, SignInSession.ends_at <= now)
    session = SignInSession(
        account=account,
        token_hash=queries.token_hash(token),
        device=device,
        is_remembered=is_remembered,
        made_at=now,
        last_used_on=clock.today(),
        ends_at=now + _lasts(is_remembered=is_remembered),
    )
    session.token = token
    db.session.add(session)
    db.session.flush()
    return session


def sign_out(account: Account, session_id: int, *, by: Person) -> bool:
    """End one session of an account; returns whether there was one."""
    ended = _end(SignInSession.account_id == account.id, SignInSession.id == session_id)
    if ended:
        audit.record(by, "sign-out", account)
    return bool(ended)


def sign_out_everywhere(account: Account, *, by: Person) -> bool:
    """End every session of an account; returns whether there was one."""
    lock_rows(account)
    ended = end_all(account)
    if ended:
        audit.record(by, "sign-out-everywhere", account)
    return bool(ended)


def end_all(account: Account) -> int:
    """Delete all sessions of this account; returns how many there were."""
    return _end(SignInSession.account_id == account.id)


def note_use(session_id: int) -> None:
    """Note the day on which a session was last used; skipped when the database is busy."""
    used = update(SignInSession).where(SignInSession.id == session_id)
    with short_transaction(wait_milliseconds=200) as connection:
        connection.execute(used.values(last_used_on=clock.today()))


def change_password(account_id: int, *, present: str, new: str) -> None:
    """Change one's own password; every session ends.

    Both passwords are checked before any row is locked, since that takes long.
    """
    before = _hash_kept_for(Account.id == account_id)
    if not passwords.agrees(before, present):
        raise Refused(_NOT_PRESENT, field="present")
    if new == present:
        raise Refused("Choose a password that you do not have already.", field="new")
    hashed = passwords.prepared(new, **_known_of(account_id)).hashed
    lock_rows(db.session.get_one(Account, account_id))
    account = db.session.get_one(Account, account_id)
    if account.password_hash != before:
        raise Refused(_NOT_PRESENT, field="present")
    _put_password(account, hashed, by=account.person)


def reset_password(account: Account, *, by: Person, new: str, version: int | None = None) -> None:
    """Give somebody a new password, to be changed at the next sign-in; failures are forgotten."""
    passwords.check(new, email=account.email, name=account.person.name)
    hashed = passwords.hash_of(new)
    lock_rows(account)
    if account.person_id == by.id:
        raise Refused("Change your own password on the page of your account.")
    account.check_version(version)
    account.version += 1
    _put_password(account, hashed, by=by)
    attempts.forget(account)
    account.must_change_password = True


def _put_password(account: Account, hashed: str, *, by: Person) -> None:
    """Store a new password, and end every session."""
    account.password_hash = hashed
    account.password_changed_at = clock.now()
    account.must_change_password = False
    end_all(account)
    audit.record(by, "change-password", account)


_NOT_PRESENT = "That is not your present password."


def unlock(account: Account, *, by: Person) -> None:
    """Let somebody who failed too often try again at once."""
    lock_rows(account)
    was_refused = account.id in attempts.refused_until()
    attempts.forget(account)
    if was_refused:
        audit.record(by, "unlock", account)


@dataclass(frozen=True)
class _NoAccount:
    """Stands for the account in the audit log if nobody has the address, which is not kept."""

    KIND: ClassVar[str] = Account.KIND
    id: int = 0


def _record_failure(account: Account | None) -> None:
    """Log a failed sign-in, with the same work whether or not there is such an account."""
    if account is None:
        audit.record(None, "fail-sign-in-as-nobody", _NoAccount())
    else:
        audit.record(account.person, "fail-sign-in", account)


def _hash_kept_for(whose: ColumnElement[bool]) -> str | None:
    with read_connection() as connection:
        return connection.scalar(select(Account.password_hash).where(whose))


def _known_of(account_id: int) -> dict[str, str]:
    """The e-mail address and the name, of which no password of this account may be made."""
    statement = select(Account.email, Person.name).join(Account.person)
    with read_connection() as connection:
        email, name = connection.execute(statement.where(Account.id == account_id)).one()
    return {"email": email, "name": name}


def _is_barred(password: str) -> bool:
    """Whether it is a demo password in production, where those are refused."""
    is_production = current_app.config["ENVIRONMENT"] == "production"
    return is_production and passwords.is_of_the_demo(password)


def _lasts(*, is_remembered: bool) -> timedelta:
    named = "REMEMBER_COOKIE_DURATION" if is_remembered else "PERMANENT_SESSION_LIFETIME"
    span = current_app.config[named]
    return span if isinstance(span, timedelta) else timedelta(seconds=span)


def _end(*which: ColumnElement[bool]) -> int:
    ended = delete(SignInSession).where(*which).execution_options(synchronize_session=False)
    count: int = db.session.execute(ended).rowcount  # type: ignore[attr-defined]
    return count
