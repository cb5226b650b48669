"""What keeps an installation closed: files of one user, a secret that is one, known proxies."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

LEAST_SECRET = 32
LEAST_LETTERS = 8
"""How many different characters a secret has at least; a random one has more."""
OURS = {"config.py", "guildhall.sqlite3", "instance.json", "instance.json.lock", "files", "index"}
"""What tells the folder of an installation from any other that a slip of the pen may name."""
EMPTY = {"lost+found", ".gitignore"}
"""What an empty folder may hold: a disk of its own, the one that comes with the source."""
KNOWN_SECRETS = (
    "changeme",
    "change-me",
    "secret",
    "tests only",
    "password",
    "example",
)


def keep_files_private(folder: Path) -> None:
    """Whatever this process writes is its user's alone, and so is the instance folder."""
    os.umask(0o077)
    if not folder.exists():
        return
    _refuse_what_is_not_ours(folder)
    try:
        _close(folder)
        for path in folder.iterdir():
            _close(path)
    except PermissionError:
        raise SystemExit(
            f"Other users can open {folder}. Its owner must run this, or: chmod -R go= {folder}"
        ) from None


def _refuse_what_is_not_ours(folder: Path) -> None:
    """Root would take a folder of the whole machine, such as /etc, from everybody else."""
    if not folder.is_dir():
        raise SystemExit(f"{folder} is a file; GUILDHALL_INSTANCE names a folder.")
    if not stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return
    with suppress(PermissionError):  # whose it is has a sentence of its own
        held = {path.name for path in folder.iterdir()} - EMPTY
        if held and not held & OURS:
            raise SystemExit(
                f"{folder} holds other things than an installation. "
                "GUILDHALL_INSTANCE names a folder of its own, empty at first."
            )


def _close(path: Path) -> None:
    """Take from others what they may do with it; a file that goes meanwhile needs none."""
    with suppress(FileNotFoundError):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode & 0o077 and not path.is_symlink():
            path.chmod(mode & 0o700)


def weakness_of(secret: str) -> str:
    """Why this is no secret key for production; nothing if it is one."""
    if len(secret) < LEAST_SECRET:
        return f"is shorter than {LEAST_SECRET} characters"
    if any(known in secret.lower() for known in KNOWN_SECRETS):
        return "contains a word that anybody would try"
    if len(set(secret)) < LEAST_LETTERS:
        return "repeats the same few characters"
    return ""


def refuse_weak_secret(secret: str, *, where: Path) -> None:
    """Production does not start with a secret key that others could guess."""
    if weakness := weakness_of(secret):
        raise SystemExit(
            f"SECRET_KEY {weakness}: whoever guesses it can sign in as anybody. "
            'Make one with: python3 -c "import secrets; print(secrets.token_hex(32))" '
            f"and set it in the environment or in {where}/config.py."
        )


def trust_proxies(app: Flask) -> None:
    """Take the reader's address and https from as many proxies as stand in front, and no more."""
    count = app.config["TRUSTED_PROXIES"]
    if count:
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)
        app.wsgi_app = proxied  # type: ignore[method-assign]
