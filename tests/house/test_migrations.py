"""Migrations make what the models say, triggers included, and can be taken back."""

import os
from collections.abc import Iterator

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

import config
from app import create_app
from app.foundation import ddl
from app.foundation.db import Base, db


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path) -> Iterator[Flask]:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    if request.param == "postgres":
        url = request.getfixturevalue("cluster").create(f"empty_{os.getpid()}")
    os.environ |= {"GUILDHALL_INSTANCE": str(tmp_path), "DATABASE_URL": url}
    app = create_app(config.Testing)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgres":
        request.getfixturevalue("cluster").drop(f"empty_{os.getpid()}")


def triggers() -> list[str]:
    """The names of all triggers in the database."""
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if db.engine.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with db.engine.connect() as connection:
        return sorted(connection.scalars(text(asked)))


def differences() -> list[object]:
    """What the models say and the database does not, or the other way round."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_migrations_make_what_the_models_say(empty):
    flask_migrate.upgrade()
    assert differences() == []
    promised = {
        f"keep_{promise.table}_{verb}"
        for promise in ddl.promises()
        for verb in ("update", "delete")
    }
    assert set(triggers()) == promised


def test_migrations_can_be_taken_back_and_made_again(empty):
    flask_migrate.upgrade()
    tables, kept = sorted(inspect(db.engine).get_table_names()), triggers()
    flask_migrate.downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    flask_migrate.upgrade()
    assert sorted(inspect(db.engine).get_table_names()) == tables
    assert triggers() == kept
    assert differences() == []


def test_the_newest_number_is_named():
    newest = max(path.name for path in (config.ROOT / "migrations" / "versions").glob("0*.py"))
    assert (config.ROOT / "migrations" / "HEAD.txt").read_text().strip() == newest[:4]
