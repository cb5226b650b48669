"""Finds the readable entries that match a query, strictly first, more loosely if there are few."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product

from app.foundation.search.acronyms import beginning, other_form
from app.foundation.search.analysis import normal, stem
from app.foundation.search.parsing import Clause, Parsed
from app.foundation.search.spelling import distance, tolerance
from app.foundation.search.whoosh.postings import Postings
from app.foundation.search.whoosh.proximity import following
from app.foundation.search.whoosh.readable import ReadableMask
from app.foundation.search.whoosh.respelling import Respelling
from app.foundation.search.whoosh.snapshot import Snapshot

FEW = 3
_MOST_EXPANSIONS = 50
_MOST_LOOKED_AT = 500
_MOST_NEAR = 6
_SHORTEST_PART = 2
_LONGEST_FORM = 7
_MOST_FORMS = 3


@dataclass(frozen=True, slots=True)
class ClauseMatches:
    """One clause with all the entries that fulfil it, readable or not."""

    clause: Clause
    terms: tuple[str, ...]
    postings: Postings


@dataclass(frozen=True, slots=True)
class Match:
    """The readable entries that match, the strict ones apart from the loose ones."""

    strict: frozenset[int] = frozenset()
    loose: frozenset[int] = frozenset()
    groups: tuple[ClauseMatches, ...] = ()
    terms: frozenset[str] = field(default_factory=frozenset)


class Matcher:
    """Matches for one reader in one snapshot; unreadable entries influence nothing."""

    def __init__(self, snapshot: Snapshot, readable: ReadableMask, respelling: Respelling) -> None:
        self._snapshot = snapshot
        self._readable = readable
        self._respelling = respelling

    def match(self, parsed: Parsed) -> Match:
        """The entries for every clause, or for the reference; similar words too if fewer than three
        match."""
        groups = self._groups(parsed)
        excluded = self._excluded(parsed)
        strict = (self._all(groups) | self._cited(parsed, groups)) - excluded
        match = Match(frozenset(strict), frozenset(), tuple(groups), _terms(groups, parsed))
        if len(strict) >= FEW or not any(group.clause.loosens for group in groups):
            return match
        return self._loosened(match, excluded)

    def strictly(self, parsed: Parsed) -> bool:
        """Whether anything readable fulfils every clause."""
        groups = self._groups(parsed)
        return bool(self._all(groups) - self._excluded(parsed))

    def unknown(self, clause: Clause) -> bool:
        """Whether the reader can read no entry with this word."""
        return not self._readable_count(clause.field, clause.stems[0])

    def _readable_count(self, field_name: str, term: str) -> int:
        return self._readable.frequency(self._snapshot.postings(field_name, term))

    def _groups(self, parsed: Parsed) -> list[ClauseMatches]:
        """The matches of each clause; two words also match where they are written as one."""
        groups = [self._group(clause) for clause in parsed.required]
        for at, (one, other) in enumerate(pairwise(parsed.required)):
            joined = stem(one.word + other.word)
            if _are_words(one, other) and self._snapshot.has("text", joined):
                found = self._snapshot.postings("text", joined)
                groups[at : at + 2] = [_widened(each, found) for each in groups[at : at + 2]]
        return self._with_other_forms(groups)

    def _with_other_forms(self, groups: list[ClauseMatches]) -> list[ClauseMatches]:
        """An acronym also matches what it stands for in the papers, and the other way round."""
        widened = list(groups)
        for place, most in product(range(len(groups)), range(1, _LONGEST_FORM + 1)):
            words = groups[place : place + most]
            if len(words) < most or not _are_words(*(word.clause for word in words)):
                continue
            for form in self._other_forms([word.clause.stems[0] for word in words]):
                found = self._phrase(Clause(stems=form)).postings
                widened[place : place + most] = [
                    _widened(each, found, form) for each in widened[place : place + most]
                ]
        return widened

    def _other_forms(self, stems: Sequence[str]) -> list[tuple[str, ...]]:
        """What these words stand for, or which acronym for them, where this reader can read it."""
        start = beginning(stems)
        if not self._snapshot.has("acronyms", start):
            return []
        terms = self._snapshot.beginning_with("acronyms", start)[:_MOST_LOOKED_AT]
        return [other_form(each) for each in self._most_read("acronyms", terms) if each != start][
            :_MOST_FORMS
        ]

    def _group(self, clause: Clause) -> ClauseMatches:
        """The entries that fulfil one clause."""
        if clause.others:
            return self._either(clause)
        if clause.day:
            return _widened(self._phrase(clause), self._snapshot.of_day(clause.day))
        if clause.prefix:
            return self._any_of(clause, self._expanded(clause))
        if len(clause.stems) > 1:
            return self._phrase(clause)
        term = clause.stems[0]
        group = ClauseMatches(clause, (term,), self._snapshot.postings(clause.field, term))
        rare = _are_words(clause) and self._readable.frequency(group.postings) < FEW
        return self._taken_apart(group) if rare else group

    def _either(self, clause: Clause) -> ClauseMatches:
        """The entries that fulfil a clause or one of its alternatives."""
        group = self._group(replace(clause, others=()))
        for other in clause.others:
            more = self._group(other)
            group = _widened(group, more.postings, more.terms)
        return replace(group, clause=clause)

    def _taken_apart(self, group: ClauseMatches) -> ClauseMatches:
        """A rare word also matches where it is written as two: antisocial, anti-social."""
        word = normal(group.clause.word)
        if not word.isalpha():
            return group
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            parts = (stem(word[:at]), stem(word[at:]))
            if all(part and self._snapshot.has("text", part) for part in parts):
                found = self._phrase(Clause(stems=parts))
                group = _widened(group, found.postings, parts) if found.postings else group
        return group

    def _any_of(self, clause: Clause, terms: Sequence[str]) -> ClauseMatches:
        """The entries with any of several terms."""
        found: dict[int, float] = {}
        for term in terms:
            for number, weight in self._snapshot.postings(clause.field, term).items():
                found[number] = found.get(number, 0.0) + weight
        return ClauseMatches(clause, tuple(terms), found)

    def _expanded(self, clause: Clause) -> list[str]:
        """The readable terms with this beginning, the most frequent first."""
        start = clause.stems[0]
        terms = self._snapshot.beginning_with(clause.field, start)[:_MOST_LOOKED_AT]
        whole = [] if (own := stem(start)) in terms or not own else [own]
        return self._most_read(clause.field, whole + terms)[:_MOST_EXPANSIONS]

    def _most_read(self, field_name: str, terms: Iterable[str]) -> list[str]:
        """Those of these terms that are in readable entries, the most frequent first."""
        counted = ((self._readable_count(field_name, term), term) for term in terms)
        return [term for count, term in sorted(counted, key=lambda pair: -pair[0]) if count]

    def _phrase(self, clause: Clause) -> ClauseMatches:
        """The readable entries in which the stems follow one another."""
        every = [self._snapshot.postings("text", term) for term in clause.stems]
        numbers = sorted(self._readable.keep(_common(every)))
        found = {n: 1.0 for n in following(self._snapshot, clause.stems, numbers, steps=1)}
        return ClauseMatches(clause, clause.stems, found)

    def _all(self, groups: Sequence[ClauseMatches]) -> set[int]:
        """The readable entries that fulfil every clause."""
        return set(self._readable.keep(_common([group.postings for group in groups])))

    def _cited(self, parsed: Parsed, groups: Sequence[ClauseMatches]) -> set[int]:
        """The readable entries with the reference and with everything else in the query."""
        found = self._with_reference(parsed.references)
        for group in groups:
            if not group.clause.cited:
                found &= group.postings.keys()
        whole = self._with_reference(frozenset({parsed.whole}))
        for group in groups:
            if not group.clause.plain and not parsed.is_number_too:
                whole &= group.postings.keys()
        return found | whole

    def _with_reference(self, references: frozenset[str]) -> set[int]:
        """The readable entries that have or name any of these references."""
        every = (self._snapshot.postings("refs", reference) for reference in references)
        return {number for postings in every for number in self._readable.keep(postings)}

    def _excluded(self, parsed: Parsed) -> set[int]:
        """Every entry that fulfils an excluded clause."""
        return {
            number
            for clause in parsed.excluded
            for number in self._group(replace(clause, excluded=False)).postings
        }

    def _loosened(self, match: Match, excluded: set[int]) -> Match:
        """Near spellings for rare words; then entries with half of the words."""
        groups = tuple(self._forgiving(group) for group in match.groups)
        fixed = [group for group in groups if not group.clause.loosens]
        plain = [group for group in groups if group.clause.loosens]
        loose = _at_least(plain, (len(plain) + 1) // 2)
        for group in fixed:
            loose &= group.postings.keys()
        readable = frozenset(self._readable.keep(loose - excluded)) - match.strict
        terms = match.terms | {term for group in groups for term in group.terms}
        return Match(match.strict, readable, groups, terms)

    def _forgiving(self, group: ClauseMatches) -> ClauseMatches:
        """A word that the reader hardly meets is taken for its near spellings as well."""
        term = group.clause.stems[0]
        rare = _are_words(group.clause) and self._readable.frequency(group.postings) < FEW
        if not rare or len(term) < 4 or not term.isalpha():
            return group
        near = self._any_of(group.clause, self._near(group.clause))
        return _widened(group, near.postings, near.terms)

    def _near(self, clause: Clause) -> list[str]:
        """The readable terms near to a word or to its stem, the nearest and most frequent first."""
        term, word = clause.stems[0], normal(clause.word)
        meant = {stem(each) for each, _ in self._respelling.candidates(word)}
        near = (meant | self._snapshot.near(term, tolerance(word))) - {term, ""}
        ranked = self._most_read("text", sorted(near))
        return sorted(ranked, key=lambda each: distance(term, each))[:_MOST_NEAR]


def _are_words(*clauses: Clause) -> bool:
    """Whether they were typed as words and are no references."""
    return all(clause.plain and not clause.cited for clause in clauses)


def _widened(group: ClauseMatches, more: Postings, terms: tuple[str, ...] = ()) -> ClauseMatches:
    """The matches of a clause with more entries, and the terms they were found by."""
    found = {**group.postings}
    for number, weight in more.items():
        found[number] = found.get(number, 0.0) + weight
    return ClauseMatches(group.clause, tuple(dict.fromkeys((*group.terms, *terms))), found)


def _common(postings: Sequence[Postings]) -> set[int]:
    """The entries that are in all of these sets; none for no sets."""
    if not postings:
        return set()
    first, *rest = sorted(postings, key=len)
    found = set(first)
    for each in rest:
        found &= each.keys()
    return found


def _at_least(groups: Sequence[ClauseMatches], least: int) -> set[int]:
    """The entries that are in at least so many of these sets."""
    counts: dict[int, int] = {}
    for group in groups:
        for number in group.postings:
            counts[number] = counts.get(number, 0) + 1
    return {number for number, count in counts.items() if count >= least}


def _terms(groups: Sequence[ClauseMatches], parsed: Parsed) -> frozenset[str]:
    """The terms that an excerpt should mark."""
    return parsed.references.union(term for group in groups for term in group.terms)
