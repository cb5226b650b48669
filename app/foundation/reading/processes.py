"""Starts a process apart from ours, waits so long and no longer, and leaves nothing behind."""

import os
import select
import signal
import subprocess
from collections.abc import Mapping, Sequence
from typing import IO


def run(
    command: Sequence[str],
    *,
    seconds: float,
    environment: Mapping[str, str],
    folder: str = "/",
    source: IO[bytes] | None = None,
    answer: IO[bytes] | None = None,
) -> bool:
    """Run a command with nothing of our surroundings; whether it ended well in time."""
    process = subprocess.Popen(
        command,
        stdin=source or subprocess.DEVNULL,
        stdout=answer or subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=dict(environment),
        start_new_session=True,
    )
    try:
        _wait(process.pid, seconds=seconds)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == 0


def _wait(pid: int, *, seconds: float) -> None:
    """Wait on the process itself rather than on its output, which it may never close.

    It is taken away only after its whole group has been stopped, so that the group's number
    cannot meanwhile belong to somebody else.
    """
    handle = os.pidfd_open(pid)
    try:
        select.select([handle], [], [], seconds)
    finally:
        os.close(handle)
