"""`flask archive read`: what a past paper is and says, written as JSON."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask.cli import AppGroup

from app.archive.paper import Paper, as_json
from app.archive.recognise.whole import recognise, refused
from app.foundation.reading import sandbox

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


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Every file named or found below a folder, once each, sorted by path; hidden ones are not."""
    found = {file for path in paths for file in (_below(path) if path.is_dir() else [path])}
    return sorted(found)


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not is_hidden:
            yield path


def read_paper(path: Path) -> Paper:
    """One file read in its own limited process and recognised; a refusal says why."""
    reading = sandbox.read(path, name=path.name)
    if reading.status != "ok":
        return refused(path.name, reason=reading.reason or "This file could not be read.")
    return recognise(reading.lines, source_file=path.name)
