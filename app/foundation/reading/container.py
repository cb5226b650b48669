"""Opening a zip container without believing what it says of itself."""

import io
import zipfile
import zlib

from app.foundation.errors import Refused
from app.foundation.reading.limits import LIMITS, MEBIBYTE, Limits

DAMAGED = "This file is damaged and cannot be opened. Save it again and send the new copy."
TOO_BIG = "This file holds more than Guildhall is prepared to read."
PASSWORD = "This file is protected by a password. Remove the password first."  # noqa: S105

NO_WORDS = (
    "This PDF holds pictures of its pages and no text. Send a copy whose words can be selected."
)

_ENTRY = b"PK\x01\x02"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    NotImplementedError,
    OSError,
    RuntimeError,
    EOFError,
)


class Container:
    """A zip file whose parts are read one by one, each up to a limit and never to disk."""

    def __init__(self, data: bytes, *, limits: Limits = LIMITS) -> None:
        self._limits = limits
        if data.count(_ENTRY) > limits.members:
            raise Refused(TOO_BIG)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Refused(DAMAGED) from error
        parts = self._zip.infolist()
        self._check(parts)
        self.names = tuple(part.filename for part in parts)

    def _check(self, parts: list[zipfile.ZipInfo]) -> None:
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(PASSWORD)
        if any(".." in part.filename.replace("\\", "/").split("/") for part in parts):
            raise Refused(DAMAGED)
        swollen = any(
            part.file_size > MEBIBYTE
            and part.file_size > self._limits.ratio * max(part.compress_size, 1)
            for part in parts
        )
        if swollen or sum(part.file_size for part in parts) > self._limits.total_bytes:
            raise Refused(TOO_BIG)

    def read(self, name: str, *, at_most: int | None = None) -> bytes | None:
        """The bytes of one part; the size in the directory can lie, so counting decides."""
        limit = at_most or self._limits.member_bytes
        try:
            with self._zip.open(name) as part:
                content = part.read(limit + 1)
        except KeyError:
            return None
        except _BROKEN as error:
            raise Refused(DAMAGED) from error
        if len(content) > limit:
            raise Refused(TOO_BIG)
        return content
