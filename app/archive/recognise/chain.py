"""Which numbered lines are items: the run of numbers that counts best through the paper."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.archive.recognise import words
from app.archive.recognise.numbering import LETTER, Candidate, PrintedNumber, candidates, labels
from app.archive.recognise.part_two import opens_part_one, opens_part_two
from app.foundation.reading.lines import Line

SIGNS = {
    "looks like a heading": 2.0,
    "names usual business": 2.0,
    "is a row of a table": 1.0,
    "has a heading above it": 1.5,
    "is called Item or Minute": 1.0,
    "has several parts": 0.6,
    "is marked": 0.4,
    "is short and ends open": 0.8,
    "begins with a capital": 0.4,
    "begins small": -2.0,
    "says That": -4.0,
    "is a long sentence": -1.0,
    "is a limb of a resolution": -4.0,
    "is a note": -1.5,
}
"""What speaks for a line that begins with a number being an item, and what against it."""
NEXT = {1: 2.5, 2: 1.0, 3: 0.3, 4: 0.0}
"""What a step from one number to the next is worth; a longer one costs, and none leads back."""
_LONGEST_STEP = -3.0
_MOST_BACK = 40
_MOST_RUNS = 8
"""So many runs of one form are looked for: a paper of thousands of lines "1." ends soon."""
_LEAST_SCORE, _LEAST_ALONE = 4.0, 3.0
_LONG, _SHORT = 160, 90
_FEW_WORDS = 8
_FURTHEST_LEAD, _NEAR, _LONGEST = 12, 4, 40

USUAL = re.compile(
    r"^(?:to (?:receive|consider|note|approve|confirm|agree|elect|sign|declare)\b|welcome|"
    r"approve\b|last (?:meeting|min)|"
    r"(?:chair(?:man|person)?'?s?|chair’s|chairman’s|mayor’s|leader’s)\b|apolog|absence|"
    r"(?:declarations?|disclosures?)\b|(?:members’ )?interests?\b|(?:draft |the )?minutes?\b|"
    r"matters arising|actions?\b|public\b|open forum|questions?|petitions?|deputations?|"
    r"correspondence|financ|accounts?\b|payments?\b|budget|planning\b|police|highways|reports?\b|"
    r"updates?\b|risk|work(?: programme|plan)?\b|any other|a\.?o\.?[cb]|urgent|exclusion|"
    r"confidential|exempt|(?:dates?|time) of|next meeting|future meetings?|close|election)",
    re.IGNORECASE,
)
NO_ITEM = re.compile(
    r"^(?:it was |the \w+ )?(?:resolved|recommended|agreed|action|decision|noted|signed|chair\w*\b"
    r"[^a-z]*$|dated\b|date:|draft\b|agenda\b|page\b|notes?$|contents$)",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(
    r"\b(?:resolved|agreed|recommended|decided|recommends?|resolution|that|asked to|motion)\b"
    r"[^.]{0,80}[:–—-]?\s*$",
    re.IGNORECASE,
)
_TITLE_ENDS = re.compile(
    r"^(?P<title>.{2,90}?(?<!\b[A-Z])(?<!\bCllr)(?<!\bSt)(?<!\bNo)(?<!\bMr)(?<!\bMrs)(?<!\bDr)"
    r"(?<!\bvs)(?<!\bv))(?::\s|\.\s|\s[-–—]\s|[.:]$)(?P<rest>.*)$",
    re.DOTALL,
)
_NARROWS = re.compile(r"^[^.:]{2,60}:\s+(?:[a-z£\d][^.:]{0,40})$")
"""A title that a few words after its colon narrow: "Complaints: annual report"."""
_SENTENCE = re.compile(r"[a-z]{2}[.:]\s+\S")
_NOTES = re.compile(
    r"^\W*(?:notes?\b|information for|guidance|footnotes?|key to|visitors|public speaking|"
    r"access to|fire|emergency)",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"^(?!.*\b(?:actions?|next|dates?|from|of|at|minutes|last|previous|this)\b)"
    r"(?:\S+\s+){0,3}(?:meeting|session|agm)$",
    re.IGNORECASE,
)
_ROAD = re.compile(r"^[ABCMU]\d{1,4}\s+(?=[A-Za-z])")
_PART = re.compile(r"^\W*(?:part|section|rhan)\b|.*\bitems?\b", re.IGNORECASE)
_THAT = re.compile(r"^that\b", re.IGNORECASE)


@dataclass
class _Link:
    """A candidate as a member of runs, and the best run that ends with it."""

    candidate: Candidate
    value: int
    score: float
    best: float = 0.0
    before: "_Link | None" = None


@dataclass
class _Run:
    links: list[_Link]
    score: float

    @property
    def first(self) -> int:
        """The line of its first number."""
        return self.links[0].candidate.place

    @property
    def last(self) -> int:
        """The line of its last number."""
        return self.links[-1].candidate.place


def main_run(lines: Sequence[Line], *, of_agenda: bool) -> list[Candidate]:
    """The items of the top level: one run of numbers, and others of its kind before or after it."""
    every = candidates(lines) if of_agenda else _under_headings(lines)
    found = [one for one in every if _may_be_main(one.label)]
    groups = _grouped((one, _score(lines, one)) for one in found)
    runs = sorted((run for group in groups for run in _runs(group)), key=lambda run: -run.score)
    if not runs or not _is_sure(lines, runs[0], of_agenda=of_agenda):
        return []
    chosen = [runs[0]]
    for run in runs[1:]:
        apart = all(run.first > one.last or run.last < one.first for one in chosen)
        if apart and run.score >= _LEAST_SCORE and _goes_with(lines, run, runs[0]):
            chosen.append(run)
    links = sorted(
        (link for run in chosen for link in run.links), key=lambda link: link.candidate.place
    )
    return [link.candidate for link in links]


def _is_sure(lines: Sequence[Line], run: _Run, *, of_agenda: bool) -> bool:
    """Whether it is a run of items: one number by itself must have parts and be loud, or have
    sub-items on an agenda."""
    one = run.links[0].candidate
    if len(run.links) > 1:
        return run.score >= _LEAST_SCORE
    if of_agenda and len(children(lines, one, len(lines), of_agenda=True)) > 1:
        return True
    signs = set(signs_of(lines, one))
    return {"has several parts", "looks like a heading"} <= signs and run.score >= _LEAST_ALONE


def children(
    lines: Sequence[Line], parent: Candidate, end: int, *, of_agenda: bool
) -> list[Candidate]:
    """The sub-items between an item and the next, in minutes only such as have a heading."""
    within = [
        (one, _score(lines, one))
        for one in candidates(lines[:end], start=parent.place + parent.lines)
        if _may_be_below(one.label, parent.label)
    ]
    kept = [one for one in within if of_agenda or _has_heading(lines, one[0])]
    runs = [run for group in _grouped(kept) for run in _runs(group) if run.links[0].value == 1]
    best = max(runs, key=lambda run: run.score, default=None)
    if best is None or (best.score <= 0 and not (of_agenda and len(best.links) > 1)):
        return []
    return [link.candidate for link in best.links]


def number_below(parent: str, label: PrintedNumber) -> str:
    """The number of a sub-item as it would be cited: "7(a)", "6.2"."""
    return f"{parent}{label.printed}" if label.is_letter else label.printed


def _under_headings(lines: Sequence[Line]) -> Iterator[Candidate]:
    """The candidates; a number that stands before text has its title above, if there is one."""
    for one in candidates(lines):
        above = lines[one.place - 1] if one.place else None
        is_text = not one.cells and (len(one.title) > _SHORT or not words.ends_open(one.title))
        is_own = lines[one.place].bold or lines[one.place].level is not None
        if above is not None and is_text and _is_title_above(above) and not is_own:
            title = above.text.rstrip(" :.")
            yield replace(
                one, place=one.place - 1, title=title, below=(one.title, *one.below), lines=2,
                is_under_heading=True,
            )  # fmt: skip
        else:
            yield one


def _is_title_above(line: Line) -> bool:
    """Whether it heads the numbered text below it, which may be closed business: no bare part."""
    is_reserved = opens_part_two(line.text) and not _PART.match(line.text)
    is_short = len(line.text) <= _SHORT and words.ends_open(line.text) and not line.cells
    return is_heading(line) or (is_reserved and is_short and _is_loud(line))


def is_heading(line: Line) -> bool:
    """Whether a line without a number looks like a heading."""
    is_short = len(line.text) <= _SHORT and words.ends_open(line.text) and not line.cells
    is_other = opens_part_two(line.text) or opens_part_one(line.text) or NO_ITEM.match(line.text)
    return is_short and _is_loud(line) and not is_other and not is_numbered(line)


def is_numbered(line: Line) -> bool:
    """Whether it begins with a number; that of a road is part of what is said."""
    return next(labels(line.text), None) is not None and not _ROAD.match(line.text)


def _is_loud(line: Line) -> bool:
    return words.is_loud(line) or line.underlined or line.centred


def _may_be_main(label: PrintedNumber) -> bool:
    """Whether items may be numbered so: 1.1 and (a) count below something else."""
    if label.is_letter:
        return label.form[1] == "upper" and label.mark != "()"
    is_dotted = set(label.form[-1]) == {"."} and len(label.values) == 2 and label.form[1] == "#"
    return not is_dotted and LETTER not in label.form


def _may_be_below(label: PrintedNumber, parent: PrintedNumber) -> bool:
    if label.is_letter:
        return True
    if LETTER in label.form:
        return label.values[:-1] == parent.values
    return len(label.values) == 2 and label.form[-1] == "." and label.values[0] == parent.values[-1]


def _score(lines: Sequence[Line], one: Candidate) -> float:
    return sum(SIGNS[sign] for sign in signs_of(lines, one))


def signs_of(lines: Sequence[Line], one: Candidate) -> Iterator[str]:
    """What speaks for a candidate and against it, by name."""
    line, title, label = lines[one.place], one.title, one.label
    has_parts = len(label.values) > 1 or (not label.is_letter and label.form[1] != "#")
    told = {
        "looks like a heading": _is_loud(line) or words.is_capitals(title),
        "names usual business": USUAL.match(title),
        "is a row of a table": line.cells,
        "has a heading above it": one.is_under_heading,
        "is called Item or Minute": label.is_named,
        "has several parts": has_parts,
        "is marked": label.mark,
        "is short and ends open": len(title) <= _SHORT and words.ends_open(title),
        "is a long sentence": len(title) > _LONG,
    }
    yield from (sign for sign, holds in told.items() if holds)
    yield from _signs_of_wording(lines, one)


def _signs_of_wording(lines: Sequence[Line], one: Candidate) -> Iterator[str]:
    if one.title[:1].isupper():
        yield "begins with a capital"
    elif one.title[:1].islower():
        yield "begins small"
    if _THAT.match(one.title):
        yield "says That"
    lead = _lead_in(lines, one)
    if lead is not None and _LEADS_IN.search(lead.text):
        yield "is a limb of a resolution"
    if lead is not None and _NOTES.match(lead.text) and len(lead.text) <= _SHORT:
        yield "is a note"


def _lead_in(lines: Sequence[Line], one: Candidate) -> Line | None:
    """The line that leads in the list of which a line is a member."""
    for place in range(one.place - 1, max(-1, one.place - _FURTHEST_LEAD), -1):
        found = next(labels(lines[place].text), None)
        if found is None or found[0].form != one.label.form:
            return lines[place]
    return None


def _grouped(judged: Iterable[tuple[Candidate, float]]) -> list[list[_Link]]:
    """Candidates that could count together, by each of the figures that may be what counts."""
    groups: dict[object, list[_Link]] = {}
    for one, score in judged:
        values = one.label.values
        is_dotted = set(one.label.form[-1]) == {"."}
        is_last = is_dotted or LETTER in one.label.form
        for at in range(len(values) - 1 if is_last else 0, len(values)):
            fixed = (*values[:at], *values[at + 1 :])
            key = (one.label.form, at, fixed)
            groups.setdefault(key, []).append(_Link(one, values[at], score))
    return list(groups.values())


def _runs(links: Sequence[_Link]) -> Iterator[_Run]:
    """The best run of a group, then the best of what lies outside of it; no more than a few."""
    left = list(links)
    for _ in range(_MOST_RUNS):
        if not left:
            return
        run = _best_run(left)
        yield run
        left = [
            replace(link, best=0.0, before=None)
            for link in left
            if not run.first <= link.candidate.place <= run.last
        ]


def _best_run(links: Sequence[_Link]) -> _Run:
    for at, link in enumerate(links):
        link.best, link.before = link.score, None
        for other in links[max(0, at - _MOST_BACK) : at]:
            step = link.value - other.value
            worth = NEXT.get(step, _LONGEST_STEP if 0 < step <= _LONGEST else None)
            if worth is not None and other.best + worth + link.score > link.best:
                link.best, link.before = other.best + worth + link.score, other
    last = max(links, key=lambda link: link.best)
    score, members = last.best, []
    at_link: _Link | None = last
    while at_link is not None:
        members.append(at_link)
        at_link = at_link.before
    return _Run(members[::-1], score)


def _goes_with(lines: Sequence[Line], run: _Run, chosen: _Run) -> bool:
    """Whether another run numbers items too: A1 … and B1 …, or from 1 again in a new part."""
    one, other = (each.links[0].candidate.label for each in (run, chosen))
    if _skeleton(one) != _skeleton(other):
        return False
    above = lines[max(0, run.first - _NEAR) : run.first + 1]
    is_new_part = any(_is_loud(line) and _opens_part(line.text) for line in above)
    return one.form != other.form or is_new_part


def _opens_part(text: str) -> bool:
    """Whether a heading begins another part, or another meeting, that counts from 1 again."""
    is_meeting = words.ends_open(text) and _MEETING.search(text) is not None
    return is_meeting or opens_part_two(text) or opens_part_one(text)


def _skeleton(label: PrintedNumber) -> tuple[object, ...]:
    """The form of a number whatever its letters."""
    return tuple(part if part == "#" or not part.isalpha() else "A" for part in label.form[1:])


def _has_heading(lines: Sequence[Line], one: Candidate) -> bool:
    """Whether a sub-item of minutes has a heading: on a line by itself, or a few words run in."""
    if _THAT.match(one.title) or not one.title[:1].isupper():
        return False
    if lines[one.place].bold or lines[one.place].level is not None:
        return True
    title, rest = run_in(one.title) if one.label.is_letter else (one.title, "")
    few = len(title.split()) <= _FEW_WORDS and words.ends_open(title)
    return few and not rest[:1].islower()


def run_in(title: str) -> tuple[str, str]:
    """ "Public Forum: No one present." is a title and the text that runs on behind it."""
    if len(title) <= _SHORT and words.ends_open(title) and not _SENTENCE.search(title):
        return title, ""
    found = _TITLE_ENDS.match(title)
    if found is None or not found["rest"] or _NARROWS.search(title):
        return title.rstrip(" :."), ""
    return found["title"].strip(), found["rest"].strip()
