"""What the database suffers from is told by one function, from what both drivers really raise."""

import logging
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.db import Base, db, may_create, switched
from app.foundation.outage import Outage, ThrottledLog, outage_of
from tests.outages import held


def met(work) -> Outage | None:
    with pytest.raises((SQLAlchemyError, sqlite3.Error)) as error:
        work()
    return outage_of(error.value)


def write() -> None:
    with db.engine.begin() as connection:
        connection.execute(text("INSERT INTO ward (name) VALUES ('Harbour')"))


def test_another_writer_means_busy(app, impatient):
    with held():
        assert met(write) is Outage.BUSY


def test_a_table_that_is_missing_means_no_tables(app):
    asked = text("SELECT * FROM nothing_of_this_name")
    assert met(lambda: db.session.execute(asked)) is Outage.NO_TABLES


@pytest.mark.parametrize(
    "wrong", ["INSERT INTO ward (id, name) VALUES (1, NULL)", "SELEC", "SELECT 1/nil"]
)
def test_a_fault_of_ours_is_no_outage(app, wrong):
    assert met(lambda: db.session.execute(text(wrong))) is None


def test_a_database_that_is_gone_means_away(app, away):
    with away(), switched(may_create, False):
        assert met(write) in {Outage.AWAY, Outage.MISSING}
    write()


@pytest.mark.sqlite
def test_a_full_disk_means_full(app):
    def fill() -> None:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
            for _ in range(200):
                connection.execute(text("INSERT INTO ward (name) VALUES (hex(randomblob(4000)))"))

    assert met(fill) is Outage.FULL


def opened(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE ward (name TEXT)"))
    finally:
        engine.dispose()


@pytest.mark.sqlite
def test_what_is_no_database_means_damaged(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, " * 100)
    assert met(lambda: opened(tmp_path / "letter.txt")) is Outage.DAMAGED


@pytest.mark.sqlite
def test_a_folder_that_is_not_there_means_away(tmp_path):
    assert met(lambda: opened(tmp_path / "none" / "guildhall.sqlite3")) is Outage.AWAY


@pytest.mark.sqlite
def test_a_file_opened_for_reading_alone_means_read_only(app):
    db.session.remove()
    engine = create_engine(f"sqlite:///file:{db.engine.url.database}?mode=ro&uri=true")
    with pytest.raises(SQLAlchemyError) as error, engine.begin() as connection:
        connection.execute(text("INSERT INTO ward (name) VALUES ('Harbour')"))
    engine.dispose()
    assert outage_of(error.value) is Outage.READ_ONLY


@pytest.mark.postgres
def test_postgresql_that_may_only_be_read_means_read_only(app):
    def written() -> None:
        with db.engine.begin() as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            connection.execute(text("INSERT INTO ward (name) VALUES ('Harbour')"))

    assert met(written) is Outage.READ_ONLY


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("right", "wrong"),
    [("guildhall@", "nobody@"), ("/test_", "/no_such_test_"), ("@/", "@127.0.0.1:1/")],
)
def test_a_role_database_or_server_that_is_missing_means_away(app, right, wrong):
    address = db.engine.url.render_as_string(False).replace(right, wrong)
    engine = create_engine(address.partition("?")[0] if wrong.endswith(":1/") else address)
    assert met(engine.connect) is Outage.AWAY


@pytest.mark.postgres
def test_two_that_wait_for_each_other_mean_busy(app):
    first, second = db.engine.connect(), db.engine.connect()
    names = Base.metadata.tables["party"], Base.metadata.tables["ward"]
    tables = [table.name for table in names]
    for connection, table in zip((first, second), tables, strict=True):
        connection.execute(text(f"LOCK TABLE {table}"))
    found: list[Outage | None] = []

    def also(connection, table) -> None:
        try:
            connection.execute(text(f"LOCK TABLE {table}"))
        except SQLAlchemyError as error:
            found.append(outage_of(error))
            connection.rollback()

    other = threading.Thread(target=also, args=(first, tables[1]))
    other.start()
    also(second, tables[0])
    other.join()
    first.close()
    second.close()
    assert set(found) == {Outage.BUSY}


def test_a_warning_comes_once_a_minute_and_counts_the_others(caplog, monkeypatch):
    seldom = ThrottledLog(logging.getLogger("guildhall.test"))
    for _ in range(500):
        seldom.warn("The database is away.")
    assert caplog.messages == ["The database is away."]
    monkeypatch.setattr(ThrottledLog, "EVERY", 0.0)
    seldom.warn("The database is away.")
    assert caplog.messages[1:] == ["The database is away. (499 times more.)"]
