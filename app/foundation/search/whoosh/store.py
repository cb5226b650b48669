"""The index on disk: one directory for each build, and a pointer to the current one."""

import fcntl
import hashlib
import json
import secrets
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import whoosh
from whoosh import index
from whoosh.reading import SegmentReader

from app.foundation.search import acronyms, analysis, references
from app.foundation.search.port import IndexNeedsRebuild
from app.foundation.search.whoosh import schema
from app.foundation.transactions import outside_transaction

_POINTER = "current"
_FINGERPRINT = "fingerprint.json"
_BIG_SEGMENT = 2000
_MANY = 6
"""So many segments of a size are merged; a segment is of the next size when it is as many times as
large, so that an entry is rewritten no more often than there are sizes."""
_WAIT_FOR_LOCK = 10.0


class Store:
    """The directory of an index, private to its user."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._turn = threading.RLock()
        self._is_locked = False

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Lock the index for writing, across processes; the system frees the lock of a dead one."""
        outside_transaction("Writing the index")
        with self._turn:
            if self._is_locked:
                yield
                return
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._directory.chmod(0o700)
            with (self._directory / "writer.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._is_locked = True
                try:
                    yield
                finally:
                    self._is_locked = False

    def current(self) -> Path:
        """The current build."""
        try:
            name = (self._directory / _POINTER).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise IndexNeedsRebuild("The search index has not been built yet.") from error
        return self._directory / name

    def open(self, build: Path) -> Any:
        """Open a build for reading or writing, if its fingerprint is the present one."""
        try:
            written = (build / _FINGERPRINT).read_text(encoding="utf-8")
            if json.loads(written) != fingerprint():
                raise IndexNeedsRebuild("The search index was written by other rules.")
            return index.open_dir(str(build))
        except IndexNeedsRebuild:
            raise
        except Exception as error:
            raise IndexNeedsRebuild("The search index cannot be read.") from error

    def begin(self) -> Path:
        """Create an empty build beside the others, under a new name."""
        build = self._directory / f"build-{secrets.token_hex(8)}"
        build.mkdir(mode=0o700)
        index.create_in(str(build), schema.schema())
        (build / _FINGERPRINT).write_text(json.dumps(fingerprint()), encoding="utf-8")
        return build

    def publish(self, build: Path) -> None:
        """Make a finished build the current one in one step, and delete all others."""
        fresh = self._directory / "next"
        fresh.write_text(build.name, encoding="utf-8")
        fresh.replace(self._directory / _POINTER)
        for path in self._directory.glob("build-*"):
            if path != build:
                shutil.rmtree(path, ignore_errors=True)


def fingerprint() -> dict[str, str]:
    """A hash of all that an index depends on: when it changes, the index must be rebuilt."""
    rules = hashlib.sha256()
    for source in (acronyms.__file__, analysis.__file__, references.__file__, schema.__file__):
        rules.update(Path(source).read_bytes())
    return {"whoosh": whoosh.versionstring(), "rules": rules.hexdigest()}


@contextmanager
def writer(opened: Any, *, memory: int) -> Iterator[Any]:
    """A Whoosh writer that commits at the end and frees its lock when something fails."""
    writing = opened.writer(limitmb=memory, timeout=_WAIT_FOR_LOCK)
    try:
        yield writing
        writing.commit(mergetype=merge_small)
    except BaseException:
        _abandon(writing)
        raise


def _abandon(writing: Any) -> None:
    """Cancel a change; if that fails too, remove the lock that Whoosh keeps."""
    try:
        writing.cancel()
    except Exception:
        writing.writelock.release()


def merge_small(writing: Any, segments: Sequence[Any]) -> list[Any]:
    """Merge the segments of a size once there are many; the big ones are left for a rebuild."""
    joined = _to_join(segments)
    for segment in joined:
        reader = SegmentReader(writing.storage, writing.schema, segment)
        writing.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in joined]


def _to_join(segments: Sequence[Any]) -> list[Any]:
    """The segments to merge: of every size with many, and those whose entries are all deleted."""
    sizes: dict[int, list[Any]] = {}
    for segment in segments:
        if segment.doc_count() < _BIG_SEGMENT:
            sizes.setdefault(_size(segment.doc_count()), []).append(segment)
    full = [alike for size, alike in sizes.items() if len(alike) >= _MANY or size < 0]
    return [segment for alike in full for segment in alike]


def _size(entries: int) -> int:
    """0 for fewer than _MANY entries, 1 for fewer than its square, and so on; -1 for none."""
    size = -1
    while entries >= 1:
        entries, size = entries // _MANY, size + 1
    return size
