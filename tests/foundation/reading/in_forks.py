"""Reads files one after the other, each in a fork of one reader; run by path, as the worker is.

`python in_forks.py FOLDER` reads every file of a folder within the limits, and tells how each
ended, as JSON: "ok", "refused", "killed", or what went wrong.
"""

import json
import os
import sys
import types
from pathlib import Path


def main(folder: Path) -> None:
    """Load the readers once, then read each file in a process of its own."""
    app = types.ModuleType("app")
    app.__path__ = [str(Path(__file__).resolve().parents[3] / "app")]
    sys.modules["app"] = app
    from app.foundation.reading import confined
    from app.foundation.reading.limits import MEBIBYTE, Limits

    limits = Limits(cpu_seconds=10, memory_bytes=512 * MEBIBYTE)
    endings = {}
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        confined.load(data)
        child = os.fork()
        if child == 0:
            _read(confined, data, path.name, limits)
        endings[path.name] = _ending(os.waitpid(child, 0)[1])
    sys.stdout.write(json.dumps(endings))


def _read(confined: types.ModuleType, data: bytes, name: str, limits: object) -> None:
    """In the fork: shut the doors, read, and say by the exit code how it ended."""
    confined.confine(limits)
    answer = confined.answer_for(data, limits=limits, name=name.partition("-")[2])
    if answer["status"] == "ok":
        os._exit(0)
    os._exit(1 if answer["reason"] else 2)


def _ending(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "killed"
    return {0: "ok", 1: "refused"}.get(os.WEXITSTATUS(status), f"exit {os.WEXITSTATUS(status)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
