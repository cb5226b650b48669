"""A council made once in a folder, and copied for every test that changes it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

import config
from app import create_app
from app.foundation.db import db


@contextmanager
def in_folder(folder: Path) -> Iterator[Flask]:
    """The application on the SQLite database of a folder."""
    os.environ["GUILDHALL_INSTANCE"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'guildhall.sqlite3'}"
    app = create_app(config.Testing)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def copied(folder: Path, to: Path) -> Iterator[Flask]:
    """The same on a copy of the folder."""
    shutil.copytree(folder, to)
    with in_folder(to) as app:
        yield app
