"""The kind of a paper, by counting the votes of every sign it shows."""

import re
from collections.abc import Iterable, Sequence

from app.archive.paper import Confidence, Kind
from app.archive.recognise.signs import ENOUGH, KINDS, SIGNS, Sign, Zone
from app.foundation.reading.lines import Line

_TITLE, _HEAD, _TAIL = 8, 30, 12
_LONGEST_TITLE, _LONGEST = 200, 400
_MARK = re.compile(
    r"^(?:[-*•☐☒☑]\s|(?:item )?(?:\(?[a-zA-Z]{1,4}[.)]|"
    r"\(?(?:[A-Z]{1,6}[-/. ]?)?\d{1,4}[./]?(?![-–])[\w./]{0,8}[.:)]?)\s+)(?=[A-Za-z“\"'])",
    re.IGNORECASE,
)
"""The bullet or number of a line, which says nothing of its kind."""
_SURE, _CLEAR = 40, 20


class Votes(dict[Kind, int]):
    """How many votes each kind of paper has."""

    @property
    def kind(self) -> Kind:
        """The kind with most votes, if they are enough; else another paper."""
        best = max(KINDS, key=lambda kind: self[kind])
        return best if self[best] >= ENOUGH else "other"

    @property
    def is_known(self) -> bool:
        """Whether enough speaks for its kind, even if it is no minutes, agenda or report."""
        return self[self.kind] >= ENOUGH

    @property
    def confidence(self) -> Confidence:
        """How far the winner is ahead."""
        ahead = sorted(self.values())
        lead = ahead[-1] - ahead[-2]
        return "certain" if lead >= _SURE else "likely" if lead >= _CLEAR else "unsure"


def weigh(lines: Sequence[Line], *, furniture: Sequence[Line] = (), name: str = "") -> Votes:
    """The votes of all signs for each kind of paper."""
    zones = _zones(lines, furniture, name)
    votes = Votes(dict.fromkeys(KINDS, 0))
    for sign in SIGNS:
        shown = _shown(sign, zones[sign.zone])
        for kind, weight in sign.votes.items():
            votes[kind] += weight * shown
    return votes


def shown_by(lines: Sequence[Line], *, name: str = "") -> dict[str, int]:
    """How often each sign is shown, by its name, to see why a paper was taken for what it is."""
    zones = _zones(lines, (), name)
    return {sign.name: shown for sign in SIGNS if (shown := _shown(sign, zones[sign.zone]))}


def _zones(lines: Sequence[Line], furniture: Sequence[Line], name: str) -> dict[Zone, list[str]]:
    texts = [_bare(line.text) for line in lines]
    rows = [[_bare(cell) for cell in line.cells[:3] if cell] for line in lines]
    top = [line.text for line in lines[:_TITLE] if not _MARK.match(line.text)]
    short = [text for text in top if len(text) <= _LONGEST_TITLE]
    return {
        "name": [re.sub(r"[_\W]+", " ", name)],
        "title": [line.text for line in furniture[:4]] + short,
        "head": texts[:_HEAD] + [cell for row in rows[:_HEAD] for cell in row],
        "tail": texts[-_TAIL:],
        "whole": [text[:_LONGEST] for text in texts],
    }


def _bare(text: str) -> str:
    """A line without its bullet or number."""
    return _MARK.sub("", text[: 4 * _LONGEST])


def _shown(sign: Sign, texts: Iterable[str]) -> int:
    shown = 0
    for text in texts:
        if sign.pattern.search(text):
            shown += 1
            if shown == sign.most:
                break
    return shown
