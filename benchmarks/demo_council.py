"""The demo council in a folder of its own, loaded and indexed once for all who measure on it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from whoosh import fields, index
from whoosh.analysis import StemmingAnalyzer

import config
from app import create_app
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.search.port import IndexEntry
from app.foundation.transactions import transaction
from app.operations.demo import loader, words
from app.operations.demo.settle import sign_ins

_SCRATCH = TemporaryDirectory()
FOLDER = Path(_SCRATCH.name)
MEMORY = 256


@cache
def application() -> Flask:
    """The application on the demo council."""
    os.environ |= {
        "GUILDHALL_INSTANCE": str(FOLDER),
        "DATABASE_URL": f"sqlite:///{FOLDER / 'guildhall.sqlite3'}",
    }
    app = create_app(config.Testing)
    with app.app_context():
        db.create_all()
        with transaction():
            loader.load(lambda done, of: None)
        db.session.remove()
        indexing.rebuild()
        db.session.remove()
    return app


@cache
def entries() -> tuple[IndexEntry, ...]:
    """Everything that the index of the demo council holds."""
    with application().app_context():
        return tuple(indexing.entries_of_everything())


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder, removed afterwards."""
    with TemporaryDirectory() as scratch:
        yield Path(scratch)


def bare_whoosh(where: Path, texts: Sequence[IndexEntry]) -> Any:
    """The same texts in a Whoosh index as its manual shows it: nothing of ours in it."""
    schema = fields.Schema(
        key=fields.ID(stored=True, unique=True),
        readers=fields.KEYWORD(),
        title=fields.TEXT(analyzer=StemmingAnalyzer(), field_boost=2.0),
        text=fields.TEXT(analyzer=StemmingAnalyzer()),
    )
    opened = index.create_in(str(where), schema)
    writer = opened.writer(limitmb=MEMORY)
    for entry in texts:
        writer.add_document(
            key=entry.key,
            readers=" ".join(sorted(entry.readers)),
            title=entry.title,
            text=f"{entry.title}\n{entry.text}",
        )
    writer.commit()
    return opened


def signed_in(role: str, app: Flask | None = None) -> FlaskClient:
    """A browser in the hands of somebody of the demo council, or of a copy of it."""
    email, password = {name: rest for name, *rest in sign_ins(words.council())}[role]
    client = (app or application()).test_client()
    token = client.get("/sign-in").get_data(as_text=True).split('name="csrf_token"')[1]
    answer = client.post(
        "/sign-in",
        data={
            "csrf_token": token.split('value="')[1].split('"')[0],
            "email": email,
            "password": password,
        },
    )
    assert answer.status_code in (302, 303), answer.status_code
    return client
