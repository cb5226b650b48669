"""Being told to stop: Ctrl-C, or the machine's own request."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

SLICE = 0.1


class Stop:
    """Whether somebody has asked a running command to stop.

    A signal may arrive anywhere, so its handler only sets a flag: an Event would wait for its own
    lock.
    """

    def __init__(self) -> None:
        self.asked = False

    @classmethod
    def listening(cls) -> "Stop":
        """Hear Ctrl-C and the request to terminate."""
        stop = cls()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.ask())
        return stop

    def ask(self) -> None:
        """Ask to stop."""
        self.asked = True

    def wait(self, seconds: float) -> bool:
        """Rest, and say whether somebody has asked meanwhile."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(SLICE, left))
        return self.asked


@contextmanager
def before_the_terminal() -> Iterator[None]:
    """Hear Ctrl-C alone: whoever started us, such as make, would take it for a failure."""
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
