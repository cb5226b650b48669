"""Stopping a running command, by Ctrl-C or SIGTERM."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

SLICE = 0.1


class Stop:
    """Whether a running command is to stop.

    A signal can interrupt anything, so the handler sets a plain flag: a threading.Event could wait
    for a lock that the interrupted code holds.
    """

    def __init__(self) -> None:
        self.is_requested = False

    @classmethod
    def listening(cls) -> "Stop":
        """Handle Ctrl-C and SIGTERM from now on."""
        stop = cls()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.request())
        return stop

    def request(self) -> None:
        """Request the command to stop."""
        self.is_requested = True

    def wait(self, seconds: float) -> bool:
        """Sleep; returns whether a stop was requested meanwhile."""
        until = time.monotonic() + seconds
        while not self.is_requested and (left := until - time.monotonic()) > 0:
            time.sleep(min(SLICE, left))
        return self.is_requested


@contextmanager
def before_the_terminal() -> Iterator[None]:
    """Handle Ctrl-C only in this process: a parent such as make would take it for a failure."""
    if not sys.stdin.isatty():
        yield
        return
    terminal, before = sys.stdin.fileno(), os.getpgrp()
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    if os.getpid() != before:
        os.setpgid(0, 0)
    os.tcsetpgrp(terminal, os.getpgrp())
    try:
        yield
    finally:
        os.tcsetpgrp(terminal, before)
