"""A backup goes into either database and is the same there; whatever is not whole is refused."""

import fcntl
import hashlib
import io
import json
import os
import shutil
import signal
import sqlite3
import stat
import tarfile
import termios
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import DateTime, MetaData, inspect, select, text

import config
from app import create_app
from app.documents.models import Blob
from app.foundation.db import Base, db
from app.foundation.instances import Instance
from app.foundation.transactions import transaction
from app.operations.backup import commands, taking
from app.operations.backup.contents import LEFT_OUT, BackupContents, kind_of, tables
from app.people.models import Ward
from tests.cast import Cast, introduce
from tests.factories.planted import plant
from tests.house.test_migrations import POSTS, triggers

POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)
BOTH = ["sqlite", POSTGRES]
Installation = Callable[..., Flask]


@pytest.fixture
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """An installation on the database named, without tables or as another: `installation(…)`."""
    names: list[str] = []

    def make(kind: str, *, like: Path | None = None) -> Flask:
        folder = tmp_path / f"instance-{len(names)}"
        shutil.copytree(like, folder) if like else folder.mkdir()
        names.append(f"backup_{os.getpid()}_{len(names)}")
        if kind == "sqlite":
            return opened(folder, f"sqlite:///{folder / 'guildhall.sqlite3'}")
        template = "backup_master" if like else "template1"
        cluster = request.getfixturevalue("cluster")
        return opened(folder, cluster.create(names[-1], template=template))

    yield make
    for name in names if "cluster" in request.fixturenames else []:
        request.getfixturevalue("cluster").drop(name)


def opened(folder: Path, url: str) -> Flask:
    os.environ |= {"GUILDHALL_INSTANCE": str(folder), "DATABASE_URL": url}
    app = create_app(config.Testing)
    app.cli.read()
    return app


@pytest.fixture(scope="module")
def masters(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The folder of a furnished installation on each database, made once."""
    made: dict[str, Path] = {}

    def master(kind: str) -> Path:
        if kind not in made:
            made[kind] = folder = tmp_path_factory.mktemp(kind)
            url = f"sqlite:///{folder / 'guildhall.sqlite3'}"
            if kind == "postgres":
                url = request.getfixturevalue("cluster").create("backup_master")
            furnish(opened(folder, url))
        return made[kind]

    yield master
    if "postgres" in made:
        request.getfixturevalue("cluster").drop("backup_master")


@pytest.fixture
def furnished(installation: Installation, masters) -> Installation:
    """An installation with a council in it."""
    return lambda kind: installation(kind, like=masters(kind))


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def run(app: Flask, *words: object, code: int = 0) -> str:
    with inside(app):
        result = app.test_cli_runner().invoke(args=[str(word) for word in words])
    assert result.exit_code == code, f"{result.output} {result.exception!r}"
    return result.output


def furnish(app: Flask) -> None:
    """A council with papers in every state, kept files, and rows that name later ones."""
    with inside(app):
        flask_migrate.upgrade()
        with transaction():
            introduce()
        with transaction():
            plant(Cast())
            db.session.add_all([Ward(name="Ness – “Höfn” \U0001f3db"), Ward(name="gone")])
            db.session.flush()
            db.session.execute(text("UPDATE board SET parent_id = (SELECT max(id) FROM board)"))
        with transaction():
            db.session.execute(text("DELETE FROM ward WHERE name = 'gone'"))


def everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as the models read it."""
    with inside(app), db.engine.connect() as connection:
        return {
            name: [
                tuple(row) for row in connection.execute(select(found).order_by(*found.primary_key))
            ]
            for name, found in Base.metadata.tables.items()
            if name not in LEFT_OUT
        }


def kept_files(app: Flask) -> dict[str, bytes]:
    root = Path(app.instance_path) / "files"
    return {path.name: path.read_bytes() for path in root.glob("[0-9a-f][0-9a-f]/*")}


def all_triggers(app: Flask) -> list[str]:
    with inside(app):
        return triggers()


def is_empty(app: Flask) -> bool:
    with inside(app), db.engine.connect() as connection:
        present = set(inspect(connection).get_table_names()) - LEFT_OUT - {"alembic_version"}
        counts = [connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in present]
    return not any(counts)


@pytest.fixture(scope="module")
def taken(masters, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of the furnished installation on SQLite, taken once."""
    folder, file = masters("sqlite"), tmp_path_factory.mktemp("taken") / "guildhall.backup"
    run(opened(folder, f"sqlite:///{folder / 'guildhall.sqlite3'}"), "backup", file)
    return file


@pytest.fixture
def backed_up(furnished: Installation, taken: Path, tmp_path: Path) -> tuple[Flask, Path]:
    """A furnished installation on SQLite, and its backup."""
    return furnished("sqlite"), Path(shutil.copy(taken, tmp_path))


@pytest.fixture(scope="module")
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """An installation with tables and not a row, made once: whatever is refused leaves it so."""
    made: dict[str, Flask] = {}

    def installed(kind: str) -> Flask:
        if kind not in made:
            folder = tmp_path_factory.mktemp(f"bare-{kind}")
            url = f"sqlite:///{folder / 'guildhall.sqlite3'}"
            if kind == "postgres":
                url = request.getfixturevalue("cluster").create("backup_bare")
            made[kind] = opened(folder, url)
            with inside(made[kind]):
                flask_migrate.upgrade()
        return made[kind]

    yield installed
    if "postgres" in made:
        request.getfixturevalue("cluster").drop("backup_bare")


@pytest.mark.parametrize("source", BOTH)
@pytest.mark.parametrize("target", BOTH)
def test_every_row_and_file_comes_back_on_either_database(
    furnished, installation, tmp_path, source, target
):
    first, second = furnished(source), installation(target)
    file = tmp_path / "guildhall.backup"
    run(first, "backup", file)
    assert "each compared with the backup" in run(second, "restore", file)
    assert everything(second) == everything(first)
    assert len(everything(second)["report"]) > 1
    assert kept_files(second) == kept_files(first) != {}
    assert all_triggers(second) == all_triggers(first) != []
    with inside(second), transaction():
        new = Ward(name="Quayside")
        db.session.add(new)
        db.session.flush()
        assert new.id > max(row[0] for row in everything(first)["ward"])
    with inside(second), pytest.raises(Exception, match="kept as it was written"), transaction():
        db.session.execute(text("UPDATE audit_event SET at = at"))


def test_a_backup_is_for_its_owner_alone_and_says_what_it_is(backed_up):
    _, file = backed_up
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(file.parent.glob("*.partial")) + list(file.parent.glob(".backup-*"))
    with tarfile.open(file) as archive:
        assert {member.mode for member in archive} == {0o600}
        told = json.load(archive.extractfile("manifest.json"))
    assert told["revision"] == (config.ROOT / "migrations" / "HEAD.txt").read_text().strip()
    assert "instance" not in told["tables"]


def test_the_backup_is_of_one_moment(furnished, installation, tmp_path, monkeypatch):
    """What is written while it is taken is in it whole or not at all."""
    app, file = furnished("sqlite"), tmp_path / "guildhall.backup"
    before = everything(app)
    other = sqlite3.connect(Path(app.instance_path) / "guildhall.sqlite3", timeout=0)
    dump = taking._dump

    def meanwhile(connection, name, contents, folder):
        found = dump(connection, name, contents, folder)
        other.execute("INSERT INTO ward (name) VALUES (?)", (f"while {name} was read",))
        other.commit()
        return found

    monkeypatch.setattr(taking, "_dump", meanwhile)
    run(app, "backup", file)
    other.close()
    second = installation("sqlite")
    run(second, "restore", file)
    assert everything(second) == before != everything(app)


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None], target: Path) -> Path:
    """The backup with its members changed; None leaves one out."""
    with tarfile.open(file) as source, tarfile.open(target, "w:gz") as archive:
        for member in source:
            content = change(member.name, source.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    return target


def told_otherwise(**other: Any) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        return (
            json.dumps(json.loads(content) | other).encode() if name == "manifest.json" else content
        )

    return change


def without_last_row(table: str) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        rows = content.splitlines(keepends=True)
        return b"".join(rows[:-1]) if name == f"tables/{table}.jsonl" else content

    return change


CHANGES = {
    "a row is missing": without_last_row("report"),
    "a row is another": lambda name, content: content.replace(b"Harbour", b"Habrour"),
    "a table is missing": lambda name, content: None if "report.jsonl" in name else content,
    "a file is another": lambda name, content: b"%PDF" if name.startswith("files/") else content,
    "it has no manifest": lambda name, content: None if name == "manifest.json" else content,
    "it is of a later form": told_otherwise(format=99),
    "it is of newer tables": told_otherwise(revision="9999"),
}


def told_of(table: str, **other: Any) -> Callable[[str, bytes], bytes]:
    """The manifest tells something else of one table."""

    def change(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        told = json.loads(content)
        told["tables"][table] |= other
        return json.dumps(told).encode()

    return change


def first_row(table: str, row: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        return row + b"\n" + content if name == f"tables/{table}.jsonl" else content

    return change


def manifest(said: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: said if name == "manifest.json" else content


CHANGES |= {
    "the manifest is a list": manifest(b"[]"),
    "the manifest is a number": manifest(b"7"),
    "the manifest is deep": manifest(b"[" * 100_000),
    "the manifest is no JSON": manifest(b"\xff{"),
    "its tables are a list": told_otherwise(tables=[]),
    "its tables are words": told_otherwise(tables={"ward": "all"}),
    "it has no tables": told_otherwise(tables={}),
    "its number is none": told_otherwise(revision=None),
    "its number is a list": told_otherwise(revision=["0001"]),
    "it has a table of its own": told_otherwise(tables={"x": {"columns": {}, "key": []}}),
    "a column is unknown": told_of("ward", columns={"id": "integer", "song": "text"}),
    "a kind is unknown": told_of("ward", columns={"id": "integer", "name": "song"}),
    "a column is a list": told_of("ward", columns=["id", "name"]),
    "the key is unknown": told_of("ward", key=["song"]),
    "the key is a number": told_of("ward", key=7),
    "the last number is a word": told_of("ward", last_id="song"),
    "the last number is too large": told_of("ward", last_id=10**30),
    "a row is too long": first_row("ward", b'[1,"a",2]'),
    "a row is a word": first_row("ward", b'"ward"'),
    "a row is no JSON": first_row("ward", b"\x00"),
    "a row is deep": first_row("ward", b"[" * 100_000),
    "a number is too large": first_row("ward", b'[%d,"a"]' % 10**30),
    "a number is a list": first_row("ward", b'[[],"a"]'),
    "a day is none": first_row("closed_day", b'[1,"2026-13-45","a"]'),
    "a text has a NUL": first_row("ward", b'[99999,"a\\u0000b"]'),
    "a text has half a letter": first_row("ward", b'[99999,"\\ud800"]'),
}
ON_BOTH = {"a row is missing", "a file is another"} | {
    one for one in CHANGES if one.startswith(("a text", "a number", "the last", "a column"))
}
TRIED = [("sqlite", what) for what in CHANGES if not what.startswith("the last")] + [
    pytest.param("postgres", what, marks=pytest.mark.postgres) for what in sorted(ON_BOTH)
]


def refused(app: Flask, wrong: Path) -> None:
    """One sentence, and not a row of it."""
    said = run(app, "restore", wrong, code=1)
    assert ("Nothing has been restored" in said) or ("newer Guildhall" in said)
    assert len(said.strip().splitlines()) == 1
    assert is_empty(app)
    assert not kept_files(app)


@pytest.mark.parametrize(("target", "what"), TRIED)
def test_what_is_not_what_was_taken_leaves_the_installation_empty(
    taken, bare, tmp_path, target, what
):
    refused(bare(target), rewritten(taken, CHANGES[what], tmp_path / "changed.backup"))


@pytest.mark.parametrize("target", BOTH)
def test_what_was_refused_keeps_nobody_from_restoring_the_right_one(
    taken, installation, tmp_path, target
):
    app = installation(target)
    for what in ("a row is missing", "a file is another"):
        refused(app, rewritten(taken, CHANGES[what], tmp_path / "changed.backup"))
    run(app, "restore", taken)
    assert not is_empty(app)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.95])
def test_a_backup_that_was_cut_off_is_refused(taken, bare, tmp_path, part):
    app, cut = bare("sqlite"), tmp_path / "cut.backup"
    cut.write_bytes(taken.read_bytes()[: int(taken.stat().st_size * part)])
    assert "not a whole backup" in run(app, "restore", cut, code=1)
    assert is_empty(app)


@pytest.mark.parametrize("target", BOTH)
def test_rows_that_name_what_is_not_there_are_refused(taken, bare, tmp_path, target):
    with tarfile.open(taken) as archive:
        told = json.load(archive.extractfile("manifest.json"))
        rows = archive.extractfile("tables/board.jsonl").read()
    fewer = without_last_row("board")("tables/board.jsonl", rows)
    told["tables"]["board"] |= {
        "rows": told["tables"]["board"]["rows"] - 1,
        "sha256": hashlib.sha256(fewer).hexdigest(),
    }
    changed = {"manifest.json": json.dumps(told).encode(), "tables/board.jsonl": fewer}
    wrong = rewritten(taken, lambda name, content: changed.get(name, content), tmp_path / "wrong")
    app = bare(target)
    assert "do not fit together" in run(app, "restore", wrong, code=1)
    assert is_empty(app)


def tables_as_they_are() -> dict[str, BackupContents]:
    """What an older Guildhall would back up: the tables of this database, not of the models."""
    found = MetaData()
    found.reflect(db.engine)
    return {
        name: BackupContents(
            {
                one.name: "moment" if isinstance(one.type, DateTime) else kind_of(one)
                for one in table.columns
            },
            [one.name for one in table.primary_key.columns],
        )
        for name, table in sorted(found.tables.items())
        if name != "alembic_version"
    }


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory):
    """A backup made before posts were let in for themselves, and what became of the rows since."""
    folder = tmp_path_factory.mktemp("older")
    app, file = opened(folder, f"sqlite:///{folder / 'guildhall.sqlite3'}"), folder / "backup"
    with inside(app):
        flask_migrate.upgrade(revision="0011")
        with db.engine.begin() as connection:
            for statement in POSTS.split(";"):
                connection.exec_driver_sql(statement)
    with pytest.MonkeyPatch.context() as then:
        then.setattr(taking, "tables", tables_as_they_are)
        then.setattr(commands, "schema_error", lambda: None)
        run(app, "backup", file)
    with inside(app):
        flask_migrate.upgrade()
    return file, everything(app)


@pytest.mark.parametrize("target", BOTH)
def test_an_older_backup_is_brought_to_the_newest_tables(older, installation, target):
    """The migrations that came since are done."""
    (file, rows), second = older, installation(target)
    run(second, "restore", file)
    assert everything(second) == rows
    assert any("clearance" in row for row in rows["reader"])
    with inside(second):
        assert inspect(db.engine).has_table(Instance.__tablename__)


@pytest.mark.parametrize("target", BOTH)
def test_a_restore_that_was_killed_can_be_done_again(backed_up, installation, target, tmp_path):
    """It dies in the middle of the rows, with all that was sent so far read."""
    first, file = backed_up
    app, pipe = installation(target), tmp_path / "pipe"
    os.mkfifo(pipe)
    restoring = in_another_process(app, "restore", pipe)
    content = file.read_bytes()
    with open_for(restoring, pipe) as slow:
        slow.write(content[: len(content) * 9 // 10])
        wait_until_read(slow)
        os.kill(restoring, signal.SIGKILL)
    assert os.waitpid(restoring, 0)[1] == signal.SIGKILL
    assert is_empty(app)
    run(app, "restore", file)
    assert everything(app) == everything(first)


def in_another_process(app: Flask, *words: object) -> int:
    """The command at work, and the number of its process."""
    if child := os.fork():
        return child
    try:
        with app.app_context():
            db.engine.dispose(close=False)
            app.test_cli_runner().invoke(args=[str(word) for word in words])
    finally:
        os._exit(1)


def open_for(reader: int, pipe: Path) -> IO[bytes]:
    """The end to write to, once the other process reads."""
    while not os.waitpid(reader, os.WNOHANG)[0]:
        with suppress(OSError):  # nobody reads yet
            handle = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            os.set_blocking(handle, True)
            return os.fdopen(handle, "wb", buffering=0)
        time.sleep(0.05)
    pytest.fail("it ended before it read anything")


def wait_until_read(pipe: IO[bytes]) -> None:
    """Until whoever reads waits for more."""
    for _ in range(6000):
        waiting = array("i", [0])
        fcntl.ioctl(pipe, termios.FIONREAD, waiting)
        if not waiting[0]:
            return
        time.sleep(0.05)
    pytest.fail("nobody read what was sent")


def test_only_an_empty_installation_is_restored_into(backed_up):
    app, file = backed_up
    assert "not empty" in run(app, "restore", file, code=1)


def test_files_that_are_missing_or_changed_are_named(backed_up, installation):
    app, file = backed_up
    gone, changed = sorted((Path(app.instance_path) / "files").glob("[0-9a-f][0-9a-f]/*"))[:2]
    gone.unlink()
    changed.write_bytes(b"other")
    said = run(app, "backup", file, code=1)
    assert "Backed up" in said
    for path in (gone, changed):
        assert path.parent.name + path.name in said
    second = installation("sqlite")
    said = run(second, "restore", file, code=1)
    assert "Restored" in said and gone.parent.name + gone.name in said
    assert everything(second) == everything(app)


def test_a_database_that_awaits_its_upgrade_is_not_backed_up(furnished, tmp_path):
    app = furnished("sqlite")
    with inside(app):
        flask_migrate.stamp(revision="0013")
    assert "db upgrade" in run(app, "backup", tmp_path / "file", code=1)


@pytest.mark.parametrize("target", BOTH)
def test_a_backup_of_the_former_kind_goes_into_its_own_database_alone(
    backed_up, installation, tmp_path, target
):
    first, _ = backed_up
    app, file = installation(target), tmp_path / "former.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        told = json.dumps({"made_at": "2026-11-01T00:00:00+00:00", "database": "sqlite"}).encode()
        member = tarfile.TarInfo("manifest.json")
        member.size = len(told)
        archive.addfile(member, io.BytesIO(told))
        archive.add(Path(first.instance_path) / "guildhall.sqlite3", "database")
        archive.add(Path(first.instance_path) / "files", "files")
    if target == "postgres":
        assert "make a new backup" in run(app, "restore", file, code=1)
        return
    run(app, "restore", file)
    assert everything(app) == everything(first)
    assert kept_files(app) == kept_files(first)


@pytest.mark.long
@pytest.mark.postgres
def test_the_demo_council_goes_to_postgresql_and_comes_back(installation, tmp_path):
    """Row by row, and by the hashes that the three backups tell."""
    council = [installation("sqlite"), installation("postgres"), installation("sqlite")]
    run(council[0], "demo", "load")
    told = []
    for place, app in enumerate(council):
        file = tmp_path / f"backup-{place}"
        run(app, "backup", file)
        with tarfile.open(file) as archive:
            told.append(json.load(archive.extractfile("manifest.json"))["tables"])
        if place < 2:
            run(council[place + 1], "restore", file)
    rows = [everything(app) for app in council]
    assert rows[0] == rows[1] == rows[2]
    hashes = [{name: (one["rows"], one["sha256"]) for name, one in each.items()} for each in told]
    assert hashes[0] == hashes[1] == hashes[2]
    assert sum(count for count, _ in hashes[0].values()) > 5_000
    run(council[2], "search", "rebuild")
    assert "agrees" in run(council[2], "search", "check")


def test_every_column_of_the_house_can_be_backed_up():
    held = tables()
    assert set(held) == set(Base.metadata.tables) - LEFT_OUT
    for name, contents in held.items():
        assert isinstance(contents, BackupContents)
        for column in Base.metadata.tables[name].columns:
            assert contents.columns[column.name] == kind_of(column)
        assert contents.key, f"{name} has no key to be read in the order of"


def test_the_files_that_rows_name_are_known():
    assert Blob.__tablename__ in tables()
