"""`make demo` where it cannot start: what it says, and how it ends."""

import os
import shutil
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


def test_a_python_that_is_too_old_is_said_in_a_sentence(tmp_path: Path) -> None:
    folder = _a_checkout(tmp_path)
    old = _a_command(tmp_path / "python3.9", "exit 1")
    ended = _make_demo(tmp_path / "instance", "5001", f"PYTHON={old}", folder=folder)
    assert ended.returncode == 1
    assert f"Guildhall needs Python 3.11 or newer, and {old} is older or not there." in ended.stderr


def test_a_missing_npm_that_cannot_be_installed_is_said_in_a_sentence(tmp_path: Path) -> None:
    folder, tools = _a_checkout(tmp_path), tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "make", "find", "mkdir", "touch", "test", "echo", "kill", "sleep"):
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    (folder / ".venv" / "bin").mkdir(parents=True)
    _a_command(folder / ".venv" / "bin" / "pip", "exit 1")
    (folder / ".make").mkdir()
    (folder / ".make" / "installed").touch()
    (tmp_path / "config.py").touch()
    ended = _make_demo(tmp_path, "5001", folder=folder, path=str(tools))
    assert ended.returncode == 1
    assert "The style sheets need npm, which is not there" in ended.stderr


def _a_checkout(folder: Path) -> Path:
    """What make needs of a checkout in which nothing is installed yet."""
    made = folder / "checkout"
    (made / "assets").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "package.json"):
        shutil.copy(config.ROOT / name, made / name)
    shutil.copy(config.ROOT / "package-lock.json", made / "package-lock.json")
    return made


def _a_command(path: Path, does: str) -> Path:
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def _make_demo(
    instance: Path, port: str, *given: str, folder: Path = config.ROOT, path: str = ""
) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    if path:
        clean["PATH"] = path
    return subprocess.run(
        ["make", "demo", *given],
        cwd=folder,
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
