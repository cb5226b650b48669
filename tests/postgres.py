"""A PostgreSQL cluster that the tests start and stop themselves."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

INSTALL = "apt-get install -y --no-install-recommends postgresql"


@dataclass(frozen=True)
class Cluster:
    """A running server, reached over a socket in a folder of its own."""

    folder: Path

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
            cluster.stop("immediate")

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        where = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self._control("-w", "-l", self.folder / "log", "-o", where, "start")

    def stop(self, how: str = "fast") -> None:
        """Stop the server, whoever is still connected."""
        self._control("-w", "-m", how, "stop")

    def _control(self, *words: object) -> None:
        _run(_programs() / "pg_ctl", "-D", self.folder / "data", *words)

    def url(self, name: str) -> str:
        """The address of one database."""
        return f"postgresql+psycopg://guildhall@/{name}?host={self.folder}"

    def create(self, name: str, *, template: str = "template1") -> str:
        """Create a database and give its address."""
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
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


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        pytest.fail(f"{words[0]} failed: {done.stderr or done.stdout}")
