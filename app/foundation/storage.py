"""Files kept by the hash of their content: written first, named by a row afterwards."""

import hashlib
import os
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from app.foundation.errors import Refused
from app.foundation.reading.sniff import sniff

_INCOMING = "incoming"
_CHUNK = 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 150
_ASIDE = ".old"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True)
class StoredFile:
    """A file that has been written to disk, so that a row may name it."""

    sha256: str
    size: int
    media_type: str
    warnings: tuple[str, ...] = ()
    """What its sender is told: an embedded object, a name that says another type."""


def keep(
    source: BinaryIO | bytes, *, root: Path, limit: int, name: str | None = None
) -> StoredFile:
    """Write a file under its hash, before any row names it; refuse it by size or type."""
    incoming = root / _INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    handle, waiting_name = tempfile.mkstemp(dir=incoming)
    waiting = Path(waiting_name)
    try:
        with os.fdopen(handle, "wb") as file:
            sha256, size = _copy(source, file, limit=limit)
        sniffed = sniff(waiting, name=name)
        _settle(waiting, path_of(root, sha256))
    finally:
        waiting.unlink(missing_ok=True)
    return StoredFile(sha256, size, sniffed.media_type, sniffed.warnings)


def put_back(source: IO[bytes], *, root: Path, sha256: str) -> None:
    """Restore a file from a backup; ValueError if its content does not have this hash."""
    incoming = root / _INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=incoming)
    waiting = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            found, _ = _copy(source, file, limit=sys.maxsize)
        if found != sha256:
            raise ValueError(f"not the file it was: {sha256}")
        _settle(waiting, path_of(root, sha256))
    finally:
        waiting.unlink(missing_ok=True)


def path_of(root: Path, sha256: str) -> Path:
    """The path of the file with this hash."""
    if not _HASH.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return root / sha256[:2] / sha256[2:]


def sweep(root: Path, *, named: set[str], older_than_seconds: float, now: datetime) -> list[str]:
    """Remove files that no row names and nobody can still be writing; returns their hashes."""
    latest = now.timestamp() - older_than_seconds
    for aside in root.glob(f"[0-9a-f][0-9a-f]/*{_ASIDE}"):
        _put_in_place(aside)
    for waiting in root.glob(f"{_INCOMING}/*"):
        _remove_if_old(waiting, latest=latest)
    unnamed = (path for path in root.glob("[0-9a-f][0-9a-f]/*") if _hash_of(path) not in named)
    return [_hash_of(path) for path in unnamed if _remove_if_old(path, latest=latest)]


def clean_name(name: str) -> str:
    """A file's name as given, without path, invisible or direction-turning characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if letter.isspace() else letter for letter in last if _is_seen(letter))
    plain = " ".join(seen.split()).strip(". ") or "document"
    if len(plain) <= _LONGEST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        return plain[:_LONGEST_NAME].rstrip(". ")
    return stem[: _LONGEST_NAME - len(ending) - 1].rstrip(". ") + "." + ending


def _is_seen(letter: str) -> bool:
    return letter in "\t\r\n" or unicodedata.category(letter) not in _UNSEEN


def _copy(source: IO[bytes] | bytes, file: BinaryIO, *, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(source):
        size += len(chunk)
        if size > limit:
            raise Refused(f"This file is larger than {spoken_size(limit)}.")
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _chunks(source: IO[bytes] | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    while chunk := source.read(_CHUNK):
        yield chunk


def spoken_size(limit: int) -> str:
    """A size as a sentence says it: 50 MB."""
    return f"{limit // _CHUNK} MB" if limit >= _CHUNK else f"{limit} bytes"


def _settle(waiting: Path, target: Path) -> None:
    """Move into place even over an equal file: the new date protects it until its row is there."""
    target.parent.mkdir(exist_ok=True)
    waiting.replace(target)
    _sync_folder(target.parent)
    _sync_folder(target.parent.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash_of(path: Path) -> str:
    return path.parent.name + path.name


def _put_in_place(aside: Path) -> None:
    """Put back a file that an interrupted sweep had set aside, to be judged anew."""
    path = aside.with_name(aside.name.removesuffix(_ASIDE))
    if path.exists():
        aside.unlink()
    else:
        aside.rename(path)


def _remove_if_old(path: Path, *, latest: float) -> bool:
    """Remove a file if it is old; returns whether it was.

    It is set aside first, in case somebody stores the same file at this moment.
    """
    if path.stat().st_mtime > latest:
        return False
    aside = path.with_name(path.name + _ASIDE)
    path.rename(aside)
    if aside.stat().st_mtime > latest:
        aside.rename(path)
        return False
    aside.unlink()
    return True
