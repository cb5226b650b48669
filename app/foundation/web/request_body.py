"""Reads the body of every request to its end before anything else, or refuses it."""

import io
import tempfile
import time
from contextlib import suppress
from typing import IO, Any, NoReturn, cast

from flask import Flask, current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, ClientDisconnected, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.wsgi import LimitedStream

URLENCODED = "application/x-www-form-urlencoded"
SAFE = {"GET", "HEAD", "OPTIONS"}
MOST_DRAINED = 200 * 1024 * 1024
"""Bytes that are read of an upload that is too large, so that its sender sees the answer."""
LONGEST_DRAINED = 20
"""Seconds for which that is done."""
KEPT_IN_MEMORY = 500_000
"""Bytes of a chunked body that are kept in memory; a larger one goes to a temporary file."""


class UnreadableForm(BadRequest):
    """The body is no form that a page of ours sends."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


NAMELESS = "One of the fields that were sent has no name. Nothing has been changed."
TOO_MUCH = (
    "More fields or longer texts came than a form has. Nothing has been changed. What you typed has"
    " not been kept here: your browser’s own Back button brings it back, to be saved in parts."
)


def init_app(app: Flask) -> None:
    """Register the hooks, before any that reads the form."""
    app.before_request(_read)
    app.teardown_request(_close_buffer)


def _read() -> None:
    """Parse the form and make sure that it is whole and that each part has a name."""
    if request.method in SAFE:
        return
    _buffer_chunked_body()
    try:
        _limit_urlencoded_fields()
        names = [*request.form, *request.files]
    except RequestEntityTooLarge:
        if not _is_too_large():
            _refuse_unread(TOO_MUCH)
        _read_fields_beside_files()
        raise
    _drain(_BoundedStream(_remaining_stream()))
    if not all(names):
        raise UnreadableForm(NAMELESS)


def _buffer_chunked_body() -> None:
    """Buffer a chunked body, and give the request the content length that it lacks.

    Werkzeug would cut such a body off at the limit and take the rest for missing. Of one that is
    too large the remainder is still to be read, and it is given a length above any limit.
    """
    environ, most = request.environ, request.max_content_length
    if request.content_length is not None or not environ.pop("wsgi.input_terminated", False):
        return
    raw = environ["wsgi.input"]
    kept = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115  # the request's
    while (most is None or kept.tell() <= most) and (data := raw.read(64 * 1024)):
        kept.write(data)
    length = kept.tell()
    kept.seek(0)
    environ[_BUFFER] = kept
    is_whole = most is None or length <= most
    environ["wsgi.input"] = kept if is_whole else _ChainedStream(kept, raw)
    environ["CONTENT_LENGTH"] = str(length if is_whole else max(length, MOST_DRAINED))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    request.__dict__.pop("content_length", None)


def _close_buffer(_error: BaseException | None) -> None:
    if kept := request.environ.pop(_BUFFER, None):
        kept.close()


_BUFFER = "guildhall.kept"


class _ChainedStream(io.RawIOBase):
    """Several streams, read as one."""

    def __init__(self, *streams: IO[bytes]) -> None:
        super().__init__()
        self.streams = list(streams)

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the first stream that has any."""
        while self.streams:
            if data := self.streams[0].read(size):
                return data
            self.streams.pop(0)
        return b""

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _limit_urlencoded_fields() -> None:
    """Apply Werkzeug's limits to URL-encoded forms; it applies them only to multipart ones."""
    if request.mimetype != URLENCODED:
        return
    settings = current_app.config
    is_long = (request.content_length or 0) > settings["MAX_FORM_MEMORY_SIZE"]
    if is_long and not _is_too_large():
        _refuse_unread(TOO_MUCH)
    if request.get_data().count(b"&") >= settings["MAX_FORM_PARTS"]:
        _refuse_unread(TOO_MUCH)


def _refuse_unread(sentence: str) -> NoReturn:
    """Read the rest and refuse: a sender who is cut off while sending never sees the answer."""
    _drain(_BoundedStream(_remaining_stream()))
    request.__dict__.update(form=MultiDict(), files=MultiDict())
    raise UnreadableForm(sentence)


def _is_too_large() -> bool:
    most, length = request.max_content_length, request.content_length
    return most is not None and (length or 0) > most


def _read_fields_beside_files() -> None:
    """Of an upload that is too large, parse the text fields, so that they can be given back."""
    stream: Any = _BoundedStream(_remaining_stream())
    settings, fields, files = current_app.config, MultiDict[str, str](), MultiDict[str, Any]()
    parser = FormDataParser(
        stream_factory=_null_file,
        max_form_memory_size=settings["MAX_FORM_MEMORY_SIZE"],
        max_form_parts=settings["MAX_FORM_PARTS"],
    )
    if request.mimetype != URLENCODED:
        with suppress(RequestEntityTooLarge, ClientDisconnected):
            _, fields, files = parser.parse(
                stream, request.mimetype, request.content_length, request.mimetype_params
            )
    _drain(stream)
    request.__dict__.update(form=fields, files=files)


def _remaining_stream() -> IO[bytes]:
    try:
        return request.stream
    except RequestEntityTooLarge:
        raw: Any = request.environ["wsgi.input"]
        if _BUFFER not in request.environ:  # what came in chunks ends by itself
            raw = LimitedStream(raw, request.content_length or 0)
        return cast(IO[bytes], raw)


def _drain(stream: "_BoundedStream") -> None:
    with suppress(ClientDisconnected, RequestEntityTooLarge):
        while stream.read(64 * 1024):
            pass


class _BoundedStream(io.RawIOBase):
    """A stream that ends after so many bytes, or so many seconds."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self.stream, self.left = stream, MOST_DRAINED
        self.until = time.monotonic() + LONGEST_DRAINED

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none when enough was read, or for too long."""
        if self.left <= 0 or time.monotonic() > self.until:
            return b""
        data = self.stream.read(min(size, self.left) if size > 0 else self.left)
        self.left -= len(data)
        return data


def _null_file(*_: Any, **__: Any) -> IO[bytes]:
    return _NullFile()


class _NullFile(io.BytesIO):
    """A file that forgets what is written into it."""

    def write(self, data: Any) -> int:
        """Pretend that it is written."""
        return len(data)
