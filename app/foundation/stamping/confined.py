"""What happens in the worker process: shut every door, mark one file, hand the copy over."""

import json
import os
import sys
from collections.abc import Callable, Sequence

from app.foundation.reading.confined import confine
from app.foundation.reading.limits import Limits
from app.foundation.reading.sniff import MEDIA_TYPES
from app.foundation.stamping.pdf import load_everything, stamp_pdf
from app.foundation.stamping.word import stamp_word

STAMPS: dict[str, Callable[[bytes, str], bytes]] = {
    MEDIA_TYPES["docx"]: stamp_word,
    MEDIA_TYPES["pdf"]: stamp_pdf,
}


def main(arguments: Sequence[str]) -> None:
    """Read a file from standard input and write its marked copy to standard output."""
    said, media_type, mark = arguments
    limits = Limits(**json.loads(said))
    data = sys.stdin.buffer.read(limits.file_bytes + 1)
    load_everything()
    confine(limits)
    if len(data) > limits.file_bytes:
        os._exit(1)
    try:
        copy = STAMPS[media_type](data, mark)
    except Exception:  # whatever a hostile or broken file does to a parser: it is not marked
        os._exit(1)
    sys.stdout.buffer.write(copy)
    sys.stdout.buffer.flush()
    os._exit(0)
