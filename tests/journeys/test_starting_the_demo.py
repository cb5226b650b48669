"""`make demo` where it cannot start: what it says, and how it ends."""

import os
import signal
import socket
import subprocess
from pathlib import Path

import config


def test_a_port_that_is_taken_is_said_in_a_sentence_and_ends_with_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = _make_demo(tmp_path, port)
    assert ended.returncode == 1
    assert f"Port {port} is taken." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_browsers_refuse_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    ended = _make_demo(tmp_path, "5061")
    assert ended.returncode == 1
    assert "PORT is 5061, which browsers refuse to open" in ended.stderr


def _make_demo(instance: Path, port: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "demo"],
        cwd=config.ROOT,
        env=clean | {"PORT": port, "GUILDHALL_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=_hears_everything,
    )


def _hears_everything() -> None:
    """As in a terminal: what was started in the background has been told to ignore SIGQUIT."""
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
