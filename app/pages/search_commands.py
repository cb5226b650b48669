"""`flask search query|rebuild|check`: the search page's answers, and the keeping of the index."""

import json
from collections.abc import Iterable
from typing import Any, Literal

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import and_, or_, select

from app.archive.models import ImportedFile, ImportedThing
from app.boards.queries import board_named, scope_of
from app.documents.models import Document
from app.foundation import indexing, instances
from app.foundation.db import db
from app.foundation.jobs import queue
from app.foundation.permissions import Scope
from app.foundation.search.port import IndexNeedsRebuild, Owner, Query
from app.foundation.web.filters import count_of
from app.pages import finding
from app.pages.finding import ANY_OFFICER, PAGE, Result
from app.people.queries import account_by_email

search_commands = AppGroup("search", help="Search the papers; build and check the index.")

REBUILD = "Run: flask search rebuild"
NO_INDEX = f"The search index cannot be asked. {REBUILD}"


@search_commands.command("query")
@click.argument("text")
@click.option("--as", "email", metavar="EMAIL", help="Search as this person.")
@click.option("--board", metavar="NAME", help="Only papers of this board.")
@click.option("--kind", metavar="KIND", help="Only entries of this kind.")
@click.option("--year", type=click.IntRange(1000, 9999))
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance")
@click.option("--limit", type=click.IntRange(0, 1000), default=PAGE)
@click.option("--offset", type=click.IntRange(min=0), default=0)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def query(
    text: str,
    email: str | None,
    board: str | None,
    kind: str | None,
    year: int | None,
    sort: Literal["relevance", "date"],
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """Find TEXT among what an officer with no seat may read, or among what EMAIL may read."""
    scope = _scope_of(email)
    query = Query(
        text=text,
        keys=frozenset(),
        boards=(_board(board),) if board else (),
        kinds=(_kind(kind),) if kind else (),
        years=(year,) if year else (),
        sort=sort,
        limit=limit,
        offset=offset,
    )
    found = answer_of(query, scope)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False) if as_json else _as_lines(found))


@search_commands.command("rebuild")
def rebuild() -> None:
    """Build the index anew from the database; searches go on meanwhile."""
    instances.claim()
    built = indexing.rebuild(lambda done: click.echo(f"{done} entries…", err=True))
    click.echo(f"The index holds {built} entries.", err=True)


@search_commands.command("check")
@click.pass_context
def check(context: click.Context) -> None:
    """Compare the index with the database, but for what is on its way into the index; count jobs.

    What was given up on its way is missing from the index, though nothing else differs.
    """
    try:
        differences = indexing.differences()
    except IndexNeedsRebuild as problem:
        raise click.ClickException(f"{problem} {REBUILD}") from None
    tally = queue.counts(*indexing.HANDLERS)
    click.echo(
        f"Jobs of the index: {tally.waiting} waiting, {tally.leased} of them being done, "
        f"{tally.given_up} given up.",
        err=True,
    )
    if not differences and not tally.given_up:
        click.echo("The index agrees with the database.", err=True)
        return
    kinds = ", ".join(sorted({kind for kind, _ in differences}))
    differs = f"{count_of(len(differences), 'thing')} ({kinds})" if kinds else "what was given up"
    click.echo(f"The index differs from the database in {differs}. {REBUILD}", err=True)
    context.exit(1)


def answer_of(query: Query, scope: Scope) -> dict[str, Any]:
    """The answer as it is written out; addresses are paths, as on the page."""
    with current_app.test_request_context():
        answer = finding.find(query, scope)
        if not answer.is_available:
            raise click.ClickException(NO_INDEX)
        sources = _sources((result.owner for result in answer.results), scope)
    return {
        "total": answer.total,
        "suggestion": answer.suggestion,
        "hits": [_hit(result, sources.get(result.owner)) for result in answer.results],
    }


def _hit(result: Result, source: str | None) -> dict[str, Any]:
    return {
        "kind": result.kind,
        "title": result.title,
        "board": result.board,
        "date": result.on.isoformat() if result.on else None,
        "reference": result.reference,
        "source_file": source,
        "url": result.url,
        "score": result.score,
        "excerpt": str(result.excerpt),
    }


def _as_lines(found: dict[str, Any]) -> str:
    """For reading at a terminal."""
    lines = [f"{found['total']} found"]
    if found["suggestion"]:
        lines.append(f"Did you mean: {found['suggestion']}")
    for hit in found["hits"]:
        facts = " · ".join(
            part for part in (hit["kind"], hit["reference"], hit["board"], hit["date"]) if part
        )
        lines += ["", hit["title"], f"  {facts}", f"  {hit['url']}"]
    return "\n".join(lines)


def _kind(named: str) -> str:
    known = indexing.labels()
    if named not in known:
        raise click.BadParameter(
            f"{named!r} is not one of {', '.join(known)}.", param_hint="--kind"
        )
    return named


def _scope_of(email: str | None) -> Scope:
    if email is None:
        return ANY_OFFICER
    account = account_by_email(email)
    if account is None or not account.is_enabled:
        raise click.UsageError(f"Nobody signs in as {email}.")
    return scope_of(account)


def _board(name: str) -> str:
    """The board's own name, if it was named by an alias; an unknown board has no papers."""
    board = board_named(name)
    if board is None:
        click.echo(f"There is no board called {name}.", err=True)
    return board.name if board else name


def _sources(owners: Iterable[Owner], scope: Scope) -> dict[Owner, str]:
    """The names of the imported files these things came from, of those the reader may open."""
    named = [
        and_(ImportedThing.kind == kind, ImportedThing.thing_id == thing_id)
        for kind, thing_id in set(owners)
    ]
    if not named:
        return {}
    rows = db.session.execute(
        select(ImportedThing.kind, ImportedThing.thing_id, ImportedFile.name)
        .join(ImportedThing.file)
        .join(ImportedFile.document)
        .where(or_(*named), Document.visible_to(scope))
        .order_by(ImportedThing.id.desc())
    )
    return {(kind, thing_id): name for kind, thing_id, name in rows}
