"""A database that another holds, or that is away, and is given back in the end."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import inspect

from app.foundation.db import db
from tests.postgres import Cluster


@contextmanager
def held() -> Iterator[Callable[[], None]]:
    """Somebody else writes, and goes on writing: others read, none writes, until let go."""
    url = db.engine.url
    if url.get_backend_name() == "sqlite":
        other: sqlite3.Connection | psycopg.Connection = sqlite3.connect(
            str(url.database), isolation_level=None, check_same_thread=False
        )
        other.execute("BEGIN IMMEDIATE")
    else:
        tables = ", ".join(f'"{name}"' for name in inspect(db.engine).get_table_names())
        other = psycopg.connect(url.set(drivername="postgresql").render_as_string(False))
        other.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE".encode())
    try:
        yield other.close
    finally:
        other.close()


@contextmanager
def away(app: Flask, cluster: Callable[[], Cluster]) -> Iterator[None]:
    """The server is stopped, or the file moved elsewhere."""
    db.session.remove()
    if db.engine.url.get_backend_name() != "sqlite":
        cluster().stop()
        try:
            yield
        finally:
            cluster().start()
        return
    with _elsewhere(Path(app.instance_path)):
        yield


@contextmanager
def _elsewhere(folder: Path) -> Iterator[None]:
    gone = folder / "elsewhere"
    gone.mkdir()
    files = list(folder.glob("guildhall.sqlite3*"))
    for file in files:
        file.rename(gone / file.name)
    try:
        yield
    finally:
        for file in gone.iterdir():
            file.rename(folder / file.name)
        gone.rmdir()
