"""Security of an installation: private files, a strong secret key, known proxies."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

LEAST_SECRET = 32
LEAST_LETTERS = 8
"""How many different characters a secret key must have; a random one has more."""
OURS = {"config.py", "guildhall.sqlite3", "instance.json", "instance.json.lock", "files", "index"}
"""Files that show that a folder is an installation, and no other folder named by mistake."""
EMPTY = {"lost+found", ".gitignore"}
"""Files that a folder for a new installation may hold: those of a new disk, or of the source."""
KNOWN_SECRETS = (
    "changeme",
    "change-me",
    "secret",
    "tests only",
    "password",
    "example",
)


def keep_files_private(folder: Path) -> None:
    """Make the instance folder, and whatever this process writes, private to its user."""
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
    """Refuse a folder that is no installation: run as root, /etc would be closed to everybody."""
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
    """Remove the permissions of group and others; the file may be gone meanwhile."""
    with suppress(FileNotFoundError):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode & 0o077 and not path.is_symlink():
            path.chmod(mode & 0o700)


def weakness_of(secret: str) -> str:
    """Why this secret key is too weak for production; empty if it is not."""
    if len(secret) < LEAST_SECRET:
        return f"is shorter than {LEAST_SECRET} characters"
    if any(known in secret.lower() for known in KNOWN_SECRETS):
        return "contains a word that anybody would try"
    if len(set(secret)) < LEAST_LETTERS:
        return "repeats the same few characters"
    return ""


def refuse_weak_secret(secret: str, *, where: Path) -> None:
    """Refuse to start in production with a secret key that could be guessed."""
    if weakness := weakness_of(secret):
        raise SystemExit(
            f"SECRET_KEY {weakness}: whoever guesses it can sign in as anybody. "
            'Make one with: python3 -c "import secrets; print(secrets.token_hex(32))" '
            f"and set it in the environment or in {where}/config.py."
        )


def trust_proxies(app: Flask) -> None:
    """Trust the forwarded address and scheme of exactly as many proxies as stand in front."""
    count = app.config["TRUSTED_PROXIES"]
    if count:
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)
        app.wsgi_app = proxied  # type: ignore[method-assign]
