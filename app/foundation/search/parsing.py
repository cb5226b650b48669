"""What a reader may type into the search box: words, "phrases", -words, word* and title:word."""

import re
from dataclasses import dataclass

from app.foundation.search.analysis import normal, stems, tokens
from app.foundation.search.references import reference_key, spans

MAX_LENGTH = 200
MAX_TERMS = 10
MIN_PREFIX = 3

_PART = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:(?P<title>(?<!\w)title):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))',
    re.IGNORECASE,
)
_PREFIX = re.compile(r"([^\W_]+)\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One thing an entry must have, or must not; several stems are a phrase."""

    stems: tuple[str, ...]
    word: str = ""
    field: str = "text"
    prefix: bool = False
    excluded: bool = False
    cited: bool = False

    @property
    def plain(self) -> bool:
        """A word typed without any sign around it."""
        return bool(self.word)

    @property
    def loosens(self) -> bool:
        """Whether a near spelling may stand for it; a reference is right or wrong."""
        return self.plain and not self.cited


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question taken apart."""

    clauses: tuple[Clause, ...] = ()
    references: frozenset[str] = frozenset()
    whole: str = ""

    @property
    def required(self) -> tuple[Clause, ...]:
        """What every hit must have."""
        return tuple(clause for clause in self.clauses if not clause.excluded)

    @property
    def excluded(self) -> tuple[Clause, ...]:
        """What no hit may have."""
        return tuple(clause for clause in self.clauses if clause.excluded)


def parse(text: str) -> Parsed:
    """Take a question apart; whatever has no meaning here is read as words, nothing is an error."""
    clauses: list[Clause] = []
    bare: list[str] = []
    for part in _PART.finditer(text[:MAX_LENGTH]):
        if part["bare"] and not _special(part):
            bare.append(part["bare"])
        else:
            clauses.extend(_signed(part))
    plain = " ".join(bare)
    found = list(spans(plain))
    clauses = _plain(plain, found) + clauses
    asked = frozenset(token for _, _, token in found)
    return Parsed(_limited(clauses), asked, reference_key(plain))


def _special(part: re.Match[str]) -> bool:
    """Whether a bare word carries a sign that changes its meaning."""
    prefix = _PREFIX.fullmatch(part["bare"])
    return bool(part["minus"] or part["title"] or (prefix and len(prefix[1]) >= MIN_PREFIX))


def _signed(part: re.Match[str]) -> list[Clause]:
    """The clause of a phrase, an excluded word, the beginning of a word or a word in the title."""
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
            cited=any(first <= start and end <= last for first, last, _ in cited),
        )
        for start, end, found in tokens(text)
    ]


def _limited(clauses: list[Clause]) -> tuple[Clause, ...]:
    """At most ten terms are looked for, so that no question can tie up the service."""
    kept: list[Clause] = []
    terms = 0
    for clause in dict.fromkeys(clauses):
        terms += len(clause.stems)
        if terms <= MAX_TERMS:
            kept.append(clause)
    return tuple(kept)


def corrected(text: str, corrections: dict[str, str]) -> str:
    """The question with mistyped words replaced, everything else as the reader wrote it."""
    for wrong, right in corrections.items():
        text = re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", right, text)
    return text
