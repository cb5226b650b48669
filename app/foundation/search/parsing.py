"""The syntax of queries: words, "phrases", -words, word*, title:word, days, OR."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.foundation.search.analysis import normal, stems, tokens
from app.foundation.search.days import days, said
from app.foundation.search.references import reference_key, spans

MAX_LENGTH = 200
MAX_TERMS = 10
MIN_PREFIX = 3

_PART = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:(?P<title>(?<!\w)title):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))',
    re.IGNORECASE,
)
_PREFIX = re.compile(r"([^\W_]+)\*")
_IN_FIGURES = re.compile(r"\d\d?\.\d\d?\.\d{2,4}")
_BEFORE_A_REFERENCE = frozenset({"minute", "minutes", "item", "para", "paragraph", "reference"})

Names = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition on an entry; several stems are a phrase."""

    stems: tuple[str, ...]
    word: str = ""
    field: str = "text"
    prefix: bool = False
    excluded: bool = False
    cited: bool = False
    day: date | None = None
    """An entry of this day fulfils it too, whether its text names the day or not."""
    others: tuple["Clause", ...] = ()
    """Alternatives: any one of these fulfils it as well."""

    @property
    def size(self) -> int:
        """How many terms it looks up."""
        return len(self.stems) + sum(other.size for other in self.others)

    @property
    def plain(self) -> bool:
        """Whether it is a word that was typed without any sign."""
        return bool(self.word)

    @property
    def loosens(self) -> bool:
        """Whether similar words may fulfil it; not for a reference."""
        return not self.cited and (self.plain or bool(self.others))


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed query."""

    clauses: tuple[Clause, ...] = ()
    references: frozenset[str] = frozenset()
    whole: str = ""

    @property
    def days(self) -> frozenset[date]:
        """The days in the query."""
        either = (one for clause in self.required for one in (clause, *clause.others))
        return frozenset(one.day for one in either if one.day)

    @property
    def is_number_too(self) -> bool:
        """Whether the query is a day that may as well be the number of a minute."""
        return bool(self.whole) and len(self.clauses) == 1 and self.clauses[0].day is not None

    @property
    def sought(self) -> frozenset[str]:
        """The references in the query, if it has nothing else."""
        alone = all(clause.cited for clause in self.clauses)
        return (self.references if alone else frozenset()) | ({self.whole} - {""})

    @property
    def required(self) -> tuple[Clause, ...]:
        """The clauses that every hit must fulfil."""
        return tuple(clause for clause in self.clauses if not clause.excluded)

    @property
    def excluded(self) -> tuple[Clause, ...]:
        """The clauses that no hit may fulfil."""
        return tuple(clause for clause in self.clauses if clause.excluded)


def parse(text: str, *, names: Names = ()) -> Parsed:
    """Parse a query; whatever has no meaning is read as words, and nothing is an error."""
    typed = text[:MAX_LENGTH]
    whole = _unquoted(_unquoted(typed, _with_days), lambda part: _with_names(part, names))
    clauses: list[Clause] = []
    bare: list[str] = []
    for chain in _chains(whole):
        if chain.is_bare:
            bare.append(chain.parts[0]["bare"])
        else:
            clauses.extend(chain.clauses())
    plain = " ".join(bare)
    found = list(spans(plain))
    clauses = _plain(plain, found) + clauses
    references = frozenset(token for _, _, token in found) | _cited_in(clauses)
    most = MAX_TERMS + max(0, len(stems(whole)) - len(stems(typed)))
    number = typed if _is_day_in_figures(typed, clauses) else plain
    return Parsed(_limited(clauses, most), references, reference_key(number))


def _is_day_in_figures(typed: str, clauses: Sequence[Clause]) -> bool:
    """Whether the query is a day in figures and nothing else; some councils number minutes so, as
    20.03.05."""
    is_alone = len(clauses) == 1 and clauses[0].day is not None and not clauses[0].excluded
    return is_alone and _IN_FIGURES.fullmatch(typed.strip()) is not None


def _unquoted(text: str, change: Callable[[str], str]) -> str:
    """The query, changed outside of quotation marks."""
    pieces = text.split('"')
    pieces[::2] = map(change, pieces[::2])
    return '"'.join(pieces)


def _with_days(text: str) -> str:
    """Each day as one word, 2026-10-08."""
    for start, end, day in reversed(list(days(text))):
        text = f"{text[:start]}{day}{text[end:]}"
    return text


def _with_names(text: str, names: Names) -> str:
    """Give each known name the other name of the same thing as an alternative."""
    others: dict[str, list[str]] = {}
    for name, other in names:
        others.setdefault(name.lower(), [name]).append(other)
    if not others:
        return text
    known = "|".join(re.escape(name) for name in sorted(others, key=len, reverse=True))
    return re.sub(
        rf"(?<![\w:-])(?:{known})(?![\w*]|[ .-]?\d)",
        lambda match: " OR ".join(f'"{name}"' for name in others[match[0].lower()]),
        text,
        flags=re.IGNORECASE,
    )


@dataclass(slots=True)
class _Chain:
    """One part of the query, or several of which one is enough."""

    parts: list[re.Match[str]] = field(default_factory=list)
    excluded: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it is a word without any sign."""
        alone = len(self.parts) == 1 and not self.excluded
        return alone and self.parts[0]["bare"] is not None and not _special(self.parts[0])

    def clauses(self) -> list[Clause]:
        """The clauses of this part."""
        found = [clause for part in self.parts for clause in _signed(part)]
        if len(self.parts) > 1 and found:
            found = [replace(found[0], others=tuple(found[1:]))]
        return [replace(each, excluded=each.excluded or self.excluded) for each in found]


def _chains(text: str) -> list[_Chain]:
    """The parts in order, joined by OR and negated by NOT; AND changes nothing."""
    chains: list[_Chain] = []
    joined = excluded = False
    for part in _PART.finditer(text):
        match part.group():
            case "AND":
                continue
            case "OR":
                joined = bool(chains)
            case "NOT":
                excluded = True
            case _ if joined:
                chains[-1].parts.append(part)
                joined = excluded = False
            case _:
                chains.append(_Chain([part], excluded))
                excluded = False
    return chains


def _special(part: re.Match[str]) -> bool:
    """Whether a word has a sign that changes its meaning."""
    prefix = _PREFIX.fullmatch(part["bare"])
    signed = part["minus"] or part["title"] or (prefix and len(prefix[1]) >= MIN_PREFIX)
    return bool(signed or _day_of(part))


def _day_of(part: re.Match[str]) -> list[Clause]:
    """The clause of a day: entries of that day, or that name it."""
    return [
        Clause(stems=tuple(stems(said(day))), day=day, excluded=bool(part["minus"]))
        for _, _, day in days(part["bare"] or "")
    ]


def _reference_of(part: re.Match[str]) -> list[Clause]:
    """The clause of a part that is a reference and nothing else."""
    bare = part["bare"] or ""
    return [
        Clause(stems=(token,), field="refs", excluded=bool(part["minus"]))
        for start, end, token in spans(bare)
        if (start, end) == (0, len(bare)) and not part["title"]
    ]


def _cited_in(clauses: Iterable[Clause]) -> frozenset[str]:
    """The references among things of which one is enough."""
    either = (one for clause in clauses for one in (clause, *clause.others) if not clause.excluded)
    return frozenset(term for one in either if one.field == "refs" for term in one.stems)


def _signed(part: re.Match[str]) -> list[Clause]:
    """The clause of a phrase, an excluded word, the beginning of a word or a word in the title."""
    if found := _day_of(part) or _reference_of(part):
        return found
    field = "title" if part["title"] else "text"
    excluded = bool(part["minus"])
    prefix = _PREFIX.fullmatch(part["bare"] or "")
    if prefix and len(prefix[1]) >= MIN_PREFIX:
        start = normal(prefix[1])
        return [Clause(stems=(start,), field=field, prefix=True, excluded=excluded)]
    phrase = tuple(stems(part["quoted"] if part["bare"] is None else part["bare"]))
    if not phrase:
        return []
    if field == "title" and len(phrase) > 1:
        return [Clause(stems=(each,), field=field, excluded=excluded) for each in phrase]
    return [Clause(stems=phrase, field=field, excluded=excluded)]


def _plain(text: str, cited: list[tuple[int, int, str]]) -> list[Clause]:
    """One clause per plain word, knowing which words only spell a reference."""
    return [
        Clause(
            stems=(found,),
            word=text[start:end],
            cited=any(first <= start and end <= last for first, last, _ in cited)
            or _announces(text, start, end, cited),
        )
        for start, end, found in tokens(text)
    ]


def _announces(text: str, start: int, end: int, cited: list[tuple[int, int, str]]) -> bool:
    """Whether a word only says what the reference after it is: "minute" in "minute SHP54"."""
    if normal(text[start:end]) not in _BEFORE_A_REFERENCE:
        return False
    return any(end <= first and not text[end:first].strip(" .:") for first, _, _ in cited)


def _limited(clauses: list[Clause], most: int) -> tuple[Clause, ...]:
    """Cut to ten terms, so that no query can tie up the service."""
    kept: list[Clause] = []
    terms = 0
    for clause in dict.fromkeys(clauses):
        while clause.others and terms + clause.size > most:
            clause = replace(clause, others=clause.others[:-1])
        terms += clause.size
        if terms <= most:
            kept.append(clause)
    return tuple(kept)


def corrected(text: str, corrections: dict[str, str]) -> str:
    """The question with mistyped words replaced, everything else as the reader wrote it."""
    for wrong, right in corrections.items():
        text = re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", right, text)
    return text
