"""The search for one reader: the index finds, the database decides what is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from markupsafe import Markup

from app.foundation import indexing
from app.foundation.indexing import HitContent
from app.foundation.permissions import Access, Scope
from app.foundation.search.excerpts import Passage, excerpt, passage
from app.foundation.search.parsing import parse
from app.foundation.search.port import Facets, Hit, Owner, Page, Query
from app.foundation.search.references import reference_key
from app.pages.search_names import NamedPage, understood

PAGE = 20
ANY_OFFICER = Scope(person_id=0, is_officer=True)
"""An officer without seats or grants; no person has the id 0."""
_ROUNDS = 5


@dataclass(frozen=True)
class Result:
    """One thing found, as its reader may see it."""

    key: str
    owner: Owner
    kind: str
    title: str
    marked: Markup
    """The title, escaped, with what was looked for marked."""
    url: str
    board: str
    on: date | None
    reference: str
    label: str
    state: str
    """The state of what is not issued."""
    access: Access
    paragraphs: tuple[int, ...]
    score: float
    excerpt: Markup
    """The excerpt; empty for what is not open, which has to be opened so that the view is
    logged."""
    page: int | None
    """The page of the file from which the excerpt is, where it has pages of its own."""

    @property
    def is_open(self) -> bool:
        """Whether a list may quote from it."""
        return self.access == Access.OPEN


@dataclass(frozen=True)
class Answer:
    """The results for one reader; every number counts only what that reader may read."""

    total: int = 0
    results: tuple[Result, ...] = ()
    facets: Facets = field(default_factory=Facets)
    suggestion: str | None = None
    is_available: bool = True
    is_near: bool = False
    """Whether nothing has all the words as typed; the results have some, or similar ones."""
    named: tuple[NamedPage, ...] = ()
    """Pages that the question names; everybody signed in may open them."""


def find(query: Query, scope: Scope) -> Answer:
    """Ask the index with the reader's keys, and load what is found from the database.

    Things whose index job waits are left out. If the database withholds a hit, the index is asked
    again without it, so that no count tells of it.
    """
    heard = understood(query.text)
    query = replace(query, keys=scope.keys, without=indexing.not_indexed_yet(), names=heard.names)
    for _ in range(_ROUNDS):
        page = indexing.engine().search(query)
        seen = _seen(page.hits, scope)
        withheld = {hit.owner for hit in page.hits if hit.key not in seen}
        if not withheld:
            return replace(_answer(page, seen), named=heard.named)
        query = replace(query, without=query.without | withheld)
    return Answer(is_available=False, named=heard.named)


def exact(answer: Answer, text: str) -> list[Result]:
    """The minutes that have the reference that was typed, if it was one.

    A board that numbers anew each year has several.
    """
    wanted = parse(text).sought
    return [
        one
        for one in answer.results
        if one.kind == "minute" and reference_key(one.reference) in wanted
    ]


def _seen(hits: Iterable[Hit], scope: Scope) -> Mapping[str, HitContent]:
    """What the database shows this reader of these hits; one query for each kind."""
    by_kind: dict[str, list[str]] = {}
    for hit in hits:
        by_kind.setdefault(hit.owner[0], []).append(hit.key)
    seen: dict[str, HitContent] = {}
    for kind, keys in sorted(by_kind.items()):
        searchable = indexing.searchable(kind)
        if searchable is not None:
            seen |= searchable.found(keys, scope)
    return seen


def _answer(page: Page, seen: Mapping[str, HitContent]) -> Answer:
    return Answer(
        total=page.total,
        results=tuple(_result(hit, seen[hit.key], page.terms) for hit in page.hits),
        facets=page.facets,
        suggestion=page.suggestion,
        is_available=page.available,
        is_near=page.near,
    )


def _result(hit: Hit, found: HitContent, terms: frozenset[str]) -> Result:
    is_open = found.access == Access.OPEN
    quoted = passage(found.text, terms) if is_open else Passage(Markup(""))
    return Result(
        key=hit.key,
        owner=hit.owner,
        kind=hit.kind,
        title=found.title,
        marked=excerpt(found.title, terms, length=max(len(found.title), 1)),
        url=f"{found.url}#page={quoted.page}" if quoted.page else found.url,
        board=found.board,
        on=found.on,
        reference=found.reference,
        label=found.label,
        state=found.state,
        access=found.access,
        paragraphs=found.paragraphs,
        score=hit.score,
        excerpt=quoted.marked,
        page=quoted.page,
    )
