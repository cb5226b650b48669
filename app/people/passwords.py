"""Passwords: kept as Argon2 hashes, given out once, and refused where others would guess them."""

import re
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from app.foundation.errors import Refused

LEAST = 12
LEAST_GUESSES = 10
"""A password that zxcvbn expects to fall within 10 to this power guesses is refused."""
DEMO_PASSWORD = "brackenmere-demo-"  # noqa: S105
"""The beginning of every demo password; printed by the demo, refused in production."""
EASY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not mistaken for one another when read out."""
_LONGEST_JUDGED = 72
_hasher = PasswordHasher()


class PreparedPassword(str):
    """A password that has been checked and hashed before any row is locked, since that takes
    long."""

    hashed: str


def prepared(password: str, *, email: str = "", name: str = "") -> PreparedPassword:
    """Check and hash a password that somebody chose; a generated one is only hashed."""
    if email:
        check(password, email=email, name=name)
    made = PreparedPassword(password)
    made.hashed = hash_of(password)
    return made


def hash_of(password: str) -> str:
    """The Argon2 hash of a password."""
    return password.hashed if isinstance(password, PreparedPassword) else _hasher.hash(password)


def agrees(hashed: str | None, password: str) -> bool:
    """Whether this is the password of an account; takes equally long without an account."""
    try:
        return _hasher.verify(hashed or _hash_of_nobody(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def _hash_of_nobody() -> str:
    """A hash that no password matches, to compare with where there is no account."""
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${'A' * 22}${'A' * 43}"


def is_outdated(hashed: str) -> bool:
    """Whether a hash was made with weaker settings than are used today."""
    return _hasher.check_needs_rehash(hashed)


def one_time_password() -> str:
    """A password to be read out once and changed at the first sign-in."""
    groups = ("".join(secrets.choice(EASY_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def is_of_the_demo(password: str) -> bool:
    """Whether it is a demo password, which everybody knows."""
    return password.startswith(DEMO_PASSWORD)


def check(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is short, or that would soon be guessed."""
    if isinstance(password, PreparedPassword):
        return
    if len(password) < LEAST:
        raise Refused(f"Use at least {LEAST} characters.", field="new")
    if password.strip().lower() == email.strip().lower():
        raise Refused("Your e-mail address is no password.", field="new")
    if is_of_the_demo(password):
        if current_app.config["ENVIRONMENT"] == "production":
            raise Refused("That is a password of the demo council.", field="new")
        return
    if reason := _why_common(password, known=_known_words(email, name)):
        raise Refused(f"{reason} Three or four unrelated words work well.", field="new")


def _why_common(password: str, *, known: set[str]) -> str:
    """Why a password would soon be guessed; empty if it would not.

    Judged by zxcvbn, with its lists of common passwords, names, words and runs of keys: once as
    typed, and once without the words that anybody would try first at this council.
    """
    from zxcvbn import zxcvbn  # its lists are read only by whoever chooses a password

    for judged in (password, _without(known, password)):
        found = zxcvbn(judged[:_LONGEST_JUDGED], user_inputs=sorted(known)) if judged else None
        if found is None or found["guesses_log10"] < LEAST_GUESSES:
            return _sentence(found["sequence"] if found and judged == password else None)
    return ""


def _without(known: set[str], password: str) -> str:
    """The password without these words, also where they are written with digits: Cl4re."""
    words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    left = list(password)
    for found in re.finditer(words, password.translate(_LETTERS_MEANT), re.IGNORECASE):
        left[found.start() : found.end()] = [""] * len(found.group())
    return "".join(left)


def _sentence(sequence: list[dict[str, str]] | None) -> str:
    """The sentence that says what makes it easy to guess."""
    if sequence is None:
        return _MADE_OF_NAMES
    if any(part.get("dictionary_name") == "user_inputs" for part in sequence):
        return _MADE_OF_NAMES
    longest = max(sequence, key=lambda part: len(part["token"]))
    return _REASONS.get(longest["pattern"], _REASONS["dictionary"])


_LETTERS_MEANT = str.maketrans("43105$@7", "aeiossat")
_MADE_OF_NAMES = (
    "This password is easy to guess: your name, your address or the council’s name is in it."
)
_REASONS = {
    "dictionary": "This password is easy to guess: it is, or is like, one that many people use.",
    "spatial": "This password is easy to guess: its keys lie side by side on the keyboard.",
    "repeat": "This password is easy to guess: it repeats itself.",
    "sequence": "This password is easy to guess: it runs along the alphabet or the numbers.",
    "date": "This password is easy to guess: most of it is a date.",
}


def _known_words(email: str, name: str) -> set[str]:
    """Words that anybody would try first: of this person, this council and this product."""
    settings = current_app.config
    told = f"{email} {name} {settings['COUNCIL_NAME']} {settings['PRODUCT_NAME']} council password"
    return {word for word in re.split(r"[\W_\d]+", told.lower()) if len(word) >= 3}
