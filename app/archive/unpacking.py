"""The files of a zip that was sent in, each by itself, within limits."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from app.foundation.errors import Refused

MOST_FILES = 2000
LARGEST = 2 * 1024**3
"""All files of one zip together, unpacked."""
_IN_MEMORY = 1024 * 1024
_CHUNK = 64 * 1024
Named = tuple[str, IO[bytes]]


def unpacked(files: Sequence[Named], *, limit: int) -> Iterator[Named]:
    """Each file that was sent, in the place of a zip those in it; none is larger than the limit."""
    for name, stream in files:
        if name.lower().endswith(".zip"):
            yield from _inside(name, stream, limit=limit)
        else:
            yield name, stream


def _inside(name: str, stream: IO[bytes], *, limit: int) -> Iterator[Named]:
    try:
        with zipfile.ZipFile(stream) as archive:
            inside = [one for one in archive.infolist() if _is_paper(one)]
            if len(inside) > MOST_FILES:
                raise Refused(
                    f"There are more than {MOST_FILES} files in this zip. Send it in parts."
                )
            if sum(one.file_size for one in inside) > LARGEST:
                raise Refused("This zip unpacks to more than 2 GB. Send it in parts.")
            for one in inside:
                with SpooledTemporaryFile(_IN_MEMORY) as file:
                    _unpack(archive, one, file, limit=limit)
                    yield PurePosixPath(one.filename).name, file
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as damaged:
        raise Refused("This zip is damaged, or packed in a way that cannot be read.") from damaged
    except RuntimeError as locked:
        raise Refused("This zip has a password. Send it without one.") from locked


def _is_paper(one: zipfile.ZipInfo) -> bool:
    """Folders, hidden files and what a Mac adds are left out."""
    parts = PurePosixPath(one.filename).parts
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not one.is_dir() and not is_hidden and bool(parts)


def _unpack(archive: zipfile.ZipFile, one: zipfile.ZipInfo, file: IO[bytes], *, limit: int) -> None:
    """Unpack one file; more bytes than its head says, or than a file may have, are refused."""
    with archive.open(one) as packed:
        size = 0
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise Refused(f"{one.filename} in this zip is too large.")
            file.write(chunk)
    file.seek(0)
