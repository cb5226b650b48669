"""A PostgreSQL cluster that the tests start and stop themselves."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

INSTALL = "apt-get install -y --no-install-recommends postgresql"
_PATIENCE = 60
"""Seconds for the server to start or to stop, on a machine that is busy."""


class Cluster:
    """A running server, reached over a socket in a folder of its own.

    It ends with the process that started it, however that ends.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: subprocess.Popen[bytes] | None = None

    @classmethod
    @contextmanager
    def started(cls, folder: Path) -> Iterator["Cluster"]:
        """Make a cluster, start it, and stop it in the end; without a server the tests fail."""
        programs = _programs()
        data = folder / "data"
        folder.chmod(0o755)
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
            shutil.chown(data, "postgres")
        _run(programs / "initdb", "-D", data, "-U", "guildhall", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        cluster = cls(folder)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop(signal.SIGQUIT)

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.folder,
            "fsync": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "autovacuum": "off",
        }
        words = [f"--{name}={value}" for name, value in settings.items()]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [*_as_its_user("--pdeathsig", "QUIT"), str(_programs() / "postgres"),
                 "-D", str(self.folder / "data"), *words],
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + _PATIENCE
        while not self._answers():
            if self.server.poll() is not None or time.monotonic() > until:
                pytest.fail(f"PostgreSQL did not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server, whoever is still connected."""
        assert self.server is not None
        self.server.send_signal(how)
        self.server.wait(_PATIENCE)

    def _answers(self) -> bool:
        try:
            self._do("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def url(self, name: str) -> str:
        """The address of one database."""
        return f"postgresql+psycopg://guildhall@/{name}?host={self.folder}"

    def create(self, name: str, *, template: str = "template1") -> str:
        """Create a database and give its address."""
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        with psycopg.connect(
            f"host={self.folder} user=guildhall dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        if os.environ.get("CI"):
            pytest.fail(f"PostgreSQL is missing: {INSTALL}")
        pytest.skip(f"PostgreSQL is missing: {INSTALL}")
    return found[-1].parent if found else Path(on_path or "").parent


def _as_its_user(*settings: str) -> list[str]:
    """The server refuses to run as root."""
    user = ["--reuid", "postgres", "--regid", "postgres", "--init-groups"]
    return ["setpriv", *(user if os.geteuid() == 0 else []), *settings]


def _run(*command: object) -> None:
    words = [*_as_its_user(), *(str(word) for word in command)]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        pytest.fail(f"{command[0]} failed: {done.stderr or done.stdout}")
