"""The search page: one box, what was found, and what narrows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation import indexing
from app.foundation.search.parsing import MAX_LENGTH, MAX_TERMS
from app.foundation.search.port import Query
from app.foundation.web import auth, request_transaction
from app.foundation.web.auth import any_signed_in
from app.foundation.web.params import page_number
from app.pages import finding
from app.pages.finding import PAGE, Answer, Result

bp = Blueprint("search", __name__, url_prefix="/search")

MOST_PAGES = 100
SORTS: dict[Literal["relevance", "date"], str] = {"relevance": "Best match", "date": "Newest first"}
_YEAR_BARS = 10
_SHOWN_CHOICES = 6


@dataclass(frozen=True)
class Choice:
    """One line of a facet."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow the results; long ones show the fullest choices first."""

    title: str
    name: str
    shown: Sequence[Choice]
    more: Sequence[Choice]


@dataclass(frozen=True)
class ResultGroup:
    """Results of one page about the same matter: the best, and the others."""

    best: Result
    others: Sequence[Result]


@dataclass(frozen=True)
class SearchParams:
    """The query string of a search page."""

    text: str
    boards: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    sort: Literal["relevance", "date"] = "relevance"
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the words narrows the results."""
        return bool(self.boards or self.kinds or self.years)

    def query(self) -> Query:
        """The query for the index; `finding` adds the reader's keys."""
        return Query(
            text=self.text,
            keys=frozenset(),
            boards=self.boards,
            kinds=self.kinds,
            years=self.years,
            sort=self.sort,
            limit=PAGE,
            offset=(self.page - 1) * PAGE,
        )

    def address(self, **changes: Any) -> str:
        """The link to this search with some changes; a change starts at the first page."""
        wanted = replace(self, **({"page": 1} | changes))
        return url_for(
            "search.index",
            q=wanted.text,
            board=wanted.boards,
            kind=wanted.kinds,
            year=wanted.years,
            sort=None if wanted.sort == "relevance" else wanted.sort,
            page=None if wanted.page == 1 else wanted.page,
        )


@bp.get("")
@any_signed_in
def index() -> ResponseReturnValue:
    """Look for papers, minutes, items and actions, among those the reader may read."""
    params = _from_address()
    if not params.text:
        return render_template("search/begin.html", limit=MAX_LENGTH)
    answer = finding.find(params.query(), auth.scope())
    last = min(max(1, -(-answer.total // PAGE)), MOST_PAGES)
    if params.page > last:
        params = replace(params, page=last)
        answer = finding.find(params.query(), auth.scope())
    for owner in {one.owner for one in answer.results if not one.is_open}:
        request_transaction.log_view_by_id(*owner)
    first = (params.page - 1) * PAGE
    return render_template(
        "search/index.html",
        params=params,
        answer=answer,
        groups=grouped(answer.results),
        first=first + 1,
        last_shown=first + len(answer.results),
        pages=last,
        exact=finding.exact(answer, params.text) if first == 0 else [],
        facets=_facets(params, answer),
        year_bars=_year_bars(answer.facets.year),
        pills=_pills(params),
        sorts=SORTS,
        kinds=indexing.labels(),
        limit=MAX_LENGTH,
        is_cut=len(request.args.get("q", "").strip()) > MAX_LENGTH
        or len(params.text.split()) > MAX_TERMS,
    )


def grouped(results: Sequence[Result]) -> list[ResultGroup]:
    """The results of a page, grouped by matter in the place of the best of each.

    A report and its sections, its agenda item and the minute have one title and one day.
    """
    together: dict[object, list[Result]] = {}
    for result in results:
        matter = (result.board, result.on, result.title.casefold())
        together.setdefault(matter, []).append(result)
    return [ResultGroup(found[0], found[1:]) for found in together.values()]


def _from_address() -> SearchParams:
    """The query string, parsed; whatever makes no sense is left out."""
    given, known = request.args, indexing.labels()
    return SearchParams(
        text=_in_plain_letters(given.get("q", ""))[:MAX_LENGTH].strip(),
        boards=_once(given.getlist("board")),
        kinds=tuple(kind for kind in _once(given.getlist("kind")) if kind in known),
        years=tuple(int(year) for year in _once(given.getlist("year")) if _is_year(year)),
        sort="date" if given.get("sort") == "date" else "relevance",
        page=min(page_number(), MOST_PAGES),
    )


def _once(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for said in map(_in_plain_letters, values) if said))


def _in_plain_letters(value: str) -> str:
    """The typed text with plain letters, single blanks and no control characters."""
    return " ".join("".join(one if one.isprintable() else " " for one in value).split())


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) == len("2026")


def _facets(params: SearchParams, answer: Answer) -> list[Facet]:
    labels = indexing.labels()
    kinds = {kind: answer.facets.kind.get(kind, 0) for kind in labels}
    years = dict(sorted(answer.facets.year.items(), reverse=True))
    return [
        _facet("Kind", "kind", kinds, params.kinds, labels=labels),
        _facet("Board", "board", answer.facets.board, params.boards),
        _facet("Year", "year", years, params.years),
    ]


def _facet(
    title: str,
    name: str,
    counts: Mapping[Any, int],
    chosen: Sequence[Any],
    *,
    labels: Mapping[str, str] | None = None,
) -> Facet:
    """A facet: the choices with their counts; chosen ones are always shown."""
    values = [value for value in counts if counts[value] or value in chosen]
    values += [value for value in chosen if value not in counts]
    choices = [
        Choice(
            value=str(value),
            label=(labels or {}).get(value, str(value)),
            count=counts.get(value, 0),
            chosen=value in chosen,
        )
        for value in values
    ]
    near = [one for n, one in enumerate(choices) if n < _SHOWN_CHOICES or one.chosen]
    return Facet(title, name, near, [one for one in choices if one not in near])


def _year_bars(counts: Mapping[int, int]) -> list[tuple[str, int]]:
    """A bar for each of the last years, gaps included; none for fewer than three."""
    if len(counts) < 3:
        return []
    last = max(counts)
    first = max(min(counts), last - _YEAR_BARS + 1)
    return [(str(year), counts.get(year, 0)) for year in range(first, last + 1)]


def _pills(params: SearchParams) -> list[tuple[str, str]]:
    """The filters in use, each with the link that removes it."""
    ways: list[tuple[str, Sequence[Any], Mapping[str, str]]] = [
        ("kinds", params.kinds, indexing.labels()),
        ("boards", params.boards, {}),
        ("years", params.years, {}),
    ]
    return [
        (labels.get(value, str(value)), params.address(**{name: _but(values, value)}))
        for name, values, labels in ways
        for value in values
    ]


def _but(values: Sequence[Any], left_out: Any) -> tuple[Any, ...]:
    return tuple(value for value in values if value != left_out)
