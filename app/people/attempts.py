"""How often somebody may try to sign in: by address, by account, and by device."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from flask import current_app
from limits import RateLimitItem, parse_many
from sqlalchemy import select

from app.foundation import rate_limits
from app.foundation.db import db
from app.people.models import Account

_ADDRESS, _ACCOUNT, _ACCOUNT_HERE, _DEVICE, _PRESENT = (
    "address", "account", "account-here", "device", "present-password",
)  # fmt: skip


@dataclass(frozen=True)
class SignInAttempt:
    """Somebody who tries to sign in: as whom, from which network address, on which device."""

    email: str
    address: str
    device: str | None = None
    """The secret of a known device, on which this account has signed in before; None for any
    other."""

    def take(self) -> timedelta | None:
        """Count this attempt; returns how long to wait, if it is one too many.

        A known device has a limit of its own, so that nobody who tries elsewhere can keep a person
        out. Whoever is refused by one limit does not fill the next. Accounts that do not exist are
        counted alike, so that nobody can tell which exist.
        """
        for limits, name in self._limits():
            if wait := rate_limits.hit(limits, *name):
                return wait
        return None

    def succeeded(self) -> None:
        """Take a good sign-in off the counts, and clear the failures on this device."""
        for limits, name in self._limits():
            if name[0] in (_ADDRESS, _ACCOUNT):
                rate_limits.give_back(limits, *name)
            else:
                rate_limits.forget(*name)

    def _limits(self) -> list[tuple[list[RateLimitItem], tuple[str, ...]]]:
        account = account_key(self.email)
        if self.device:
            return [(_few(), (_DEVICE, account, self.device))]
        network = network_of(self.address)
        return [
            (_limit("SIGN_IN_LIMIT_PER_ADDRESS"), (_ADDRESS, network)),
            (_few(), (_ACCOUNT_HERE, account, network)),
            (_limit("SIGN_IN_LIMIT_PER_ACCOUNT"), (_ACCOUNT, account)),
        ]


def network_of(address: str) -> str:
    """The network of an address: of IPv6 a whole /64, since everybody has one."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False).network_address)


def account_key(email: str) -> str:
    """The name of an account's limit; a hash, so that the table does not show what was typed."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]


def take_present_password(account_id: int) -> timedelta | None:
    """Count an attempt to give one's present password, made from an open session."""
    return rate_limits.hit(_few(), _PRESENT, str(account_id))


def named_present_password(account_id: int) -> None:
    """Take that attempt off again: the password was right."""
    rate_limits.forget(_PRESENT, str(account_id))


def forget(account: Account) -> None:
    """Reset the counts of this account."""
    for kind in (_ACCOUNT, _ACCOUNT_HERE, _DEVICE):
        rate_limits.forget(kind, account_key(account.email))


def refused_until() -> dict[int, datetime]:
    """The accounts, by id, as which attempts are refused at present, and until when."""
    found = rate_limits.exceeded(_ACCOUNT, _ACCOUNT_HERE, _DEVICE)
    if not found:
        return {}
    accounts = db.session.execute(select(Account.id, Account.email))
    keys = {account_id: account_key(email) for account_id, email in accounts}
    return {account_id: found[key] for account_id, key in keys.items() if key in found}


def _few() -> list[RateLimitItem]:
    settings = current_app.config
    return parse_many(
        f"{settings['SIGN_IN_ATTEMPTS']} per {settings['SIGN_IN_LOCKOUT_MINUTES']} minutes"
    )


def _limit(setting: str) -> list[RateLimitItem]:
    return parse_many(current_app.config[setting])
