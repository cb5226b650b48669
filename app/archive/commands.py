"""`flask archive read`, `import` and `undo`: what a past paper says, bringing it in and back."""

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import click
from flask import current_app
from flask.cli import AppGroup

from app.archive import services
from app.archive.importing import waiting
from app.archive.importing.files import Imported, import_file
from app.archive.models import ImportBatch, Sureness
from app.archive.paper import ParsedPaper, as_json
from app.archive.recognise.whole import recognise, refused
from app.archive.unpacking import unpacked
from app.foundation import instances
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.reading import sandbox
from app.foundation.transactions import transaction

OUTCOMES = ("created", "unchanged", "changed", "refused", "proposed")
ACCEPTED = {"certain": Sureness.CERTAIN, "likely": Sureness.LIKELY, "none": None}
NO_FILE = "This is no file that can be read."
archive_commands = AppGroup("archive", help="Past papers: read them, bring them in.")


@archive_commands.command("read", with_appcontext=False)
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH…"
)
@click.option("--json", is_flag=True, expose_value=False, help="Write one JSON array (always).")
@click.pass_context
def read(context: click.Context, paths: tuple[Path, ...]) -> None:
    """Read files and folders of past papers and write what was understood of each."""
    papers = []
    for path in files_in(paths):
        paper = read_paper(path)
        if paper.error:
            click.echo(f"{path}: {paper.error}", err=True)
        papers.append(paper)
    objects = [as_json(paper) for paper in papers]
    click.echo(json.dumps(objects, indent=2))
    context.exit(1 if any(paper.error for paper in papers) else 0)


@archive_commands.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH…"
)
@click.option("--json", "as_lines", is_flag=True, help="Write one JSON object a line.")
@click.option("--no-wait", is_flag=True, help="Do not wait until the search index holds them.")
@click.option(
    "--accept",
    type=click.Choice(list(ACCEPTED)),
    default="likely",
    show_default=True,
    help="How sure the reader must be; what is less sure waits as a proposal for a clerk.",
)
@click.pass_context
def import_(
    context: click.Context, paths: tuple[Path, ...], as_lines: bool, no_wait: bool, accept: str
) -> None:
    """Bring files, folders and zips of past papers in, one line for each and one for the totals.

    A line begins with created, unchanged, changed, refused, or proposed: it waits on “Past papers”
    for a clerk's word. With --json every line is an object: outcome, kind, reference, path, and
    error for a refused file; the last is {"totals": {"created": …, "unchanged": …, …}}.
    """
    instances.claim()
    totals: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))
    key = uuid4().hex
    for path, imported in _imported(files_in(paths), accept=ACCEPTED[accept], batch_key=key):
        totals[imported.outcome] += 1
        click.echo(_as_object(imported, path) if as_lines else _as_line(imported, path))
        if imported.skipped:
            click.echo(f"Worked on since, so left: {', '.join(imported.skipped)}.", err=True)
    if not no_wait and (left := waiting.until_found()):
        click.echo(f"{left} jobs still wait; the worker will do them.", err=True)
    click.echo(json.dumps({"totals": dict(totals)}) if as_lines else _as_words(totals))
    context.exit(1 if totals["refused"] else 0)


@archive_commands.command("undo")
@click.argument("batch_id", type=int, metavar="BATCH")
def undo(batch_id: int) -> None:
    """Take back what a batch of past papers brought in, as far as nobody has worked on it.

    The number of a batch stands on “Past papers”.
    """
    instances.claim()
    with transaction():
        batch = db.session.get(ImportBatch, batch_id)
        if batch is None:
            raise click.ClickException(f"There is no batch {batch_id}.")
        try:
            undone = services.undo(batch, by=None)
        except Refused as refusal:
            raise click.ClickException(refusal.sentence) from None
    for name in undone.kept:
        click.echo(f"Worked on since, so left: {_in_a_line(Path(name))}.", err=True)
    click.echo(f"{undone.gone} taken back, {len(undone.kept)} left")


def _imported(
    paths: Iterable[Path], *, accept: Sureness | None, batch_key: str
) -> Iterator[tuple[Path, Imported]]:
    """Every file with what became of it; those of a zip one by one, under the path of the zip."""
    for path in paths:
        if not path.is_file():
            yield path, Imported("refused", "", NO_FILE)
        elif path.suffix.lower() != ".zip":
            yield path, import_file(path, by=None, accept=accept, batch_key=batch_key)
        else:
            yield from _imported_from_zip(path, accept=accept, batch_key=batch_key)


def _imported_from_zip(
    path: Path, *, accept: Sureness | None, batch_key: str
) -> Iterator[tuple[Path, Imported]]:
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    try:
        with path.open("rb") as packed, TemporaryDirectory() as folder:
            for name, stream in unpacked([(path.name, packed)], limit=limit):
                file = Path(folder, "paper")
                with file.open("wb") as written:
                    shutil.copyfileobj(stream, written)
                yield (
                    path / name,
                    import_file(file, by=None, name=name, accept=accept, batch_key=batch_key),
                )
    except Refused as refusal:
        yield path, Imported("refused", "", refusal.sentence)


def _as_line(imported: Imported, path: Path) -> str:
    said = (imported.outcome, imported.kind or "-", imported.reference or "-", _in_a_line(path))
    return "  ".join(said)


def _in_a_line(path: Path) -> str:
    """A path whose name has a line break in it stays on one line."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in str(path))


def _as_object(imported: Imported, path: Path) -> str:
    is_refused = imported.outcome == "refused"
    return json.dumps(
        {
            "outcome": imported.outcome,
            "kind": imported.kind or None,
            "reference": None if is_refused else imported.reference,
            "path": str(path),
            "error": imported.reference if is_refused else None,
        }
    )


def _as_words(totals: Counter[str]) -> str:
    return ", ".join(f"{totals[outcome]} {outcome}" for outcome in OUTCOMES)


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Every file named or found below a folder, once each, sorted by path.

    Hidden files are left out, and links that lead out of the folder.
    """
    found = {file for path in paths for file in (_below(path) if path.is_dir() else [path])}
    return sorted(found)


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not is_hidden and path.resolve().is_relative_to(folder.resolve()):
            yield path


def read_paper(path: Path) -> ParsedPaper:
    """One file read in its own limited process and recognised; a refusal says why."""
    if not path.is_file():
        return refused(path.name, reason=NO_FILE)
    reading = sandbox.read(path, name=path.name)
    if reading.status != "ok":
        return refused(path.name, reason=reading.reason or "This file could not be read.")
    return recognise(reading.lines, source_file=path.name)
