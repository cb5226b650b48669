"""The text under one minute: what was resolved and recommended, who is to act, and the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.archive.paper import ParsedAction, ParsedItem
from app.archive.recognise import decision_signs as signs
from app.archive.recognise.action_signs import DONE
from app.archive.recognise.actions import action, at_end, from_row, marked, promised
from app.archive.recognise.limbs import limbs
from app.archive.recognise.owners import Known, names_only
from app.archive.recognise.paragraphs import MinuteParagraph
from app.archive.recognise.sentences import sentences

_RECOMMENDED = re.compile(
    r"^(?:RECOMMENDED|Recommended)\b(?:\s+(?i:to)\s+(?!that\b)(?:[^\s:]+\s+){0,8}?[^\s:]+"
    r"(?=\s*[:–—-]|\s+that\b|\s*$))?\s*(?:[:–—-]\s*-?)?\s*(?P<said>.*)$",
    re.DOTALL,
)
_LIMB = re.compile(r"^(?:\(?(?:\d{1,2}|[ivx]{1,5}|[a-z])\)|\d{1,2}\.|[ivx]{1,4}\.|- )\s*\S")
_BELONGS = re.compile(r"^(?:\(?(?:\d{1,2}|[ivx]{1,5}|[a-z])\)|\d{1,2}\.\s|[Tt]hat\b|[Tt]o\b|[a-z])")
_NUMBERED = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,3})+\.?|\d{1,4}(?=\s+[A-Z]{4})|\(?[a-z]\)|-)\s+(?=\S)"
)
_OPEN = re.compile(r"(?:^|[:;,–—-]|\b(?:and|that|to))\s*$", re.I)
_BARE = re.compile(r"\W*(?:that|to)?\W*", re.I)
_LONGEST = 1200
"""No sentence of minutes is longer; what is, is no sentence and is not weighed."""
_LISTED = re.compile(r":\s+(?=[^:]*£\s?\d)")
"""Where the payments begin that a resolution lists."""
_SAID_IN_MOTION = (
    re.compile(r"[“\"](?P<said>[^“”\"]{10,})[”\"]"),
    re.compile(r"\bsecond\w*\b[^.]*?\b(?P<said>[Tt]hat\s.+?)(?=\s*\bVotes?\b\s*:|$)"),
    re.compile(
        r"\b(?:propos\w+|moved)\b.*?\b(?P<said>(?:that|to)\s.+?)(?=,?\s+(?:and )?seconded\b|$)",
        re.I,
    ),
    re.compile(r"^Votes?\s*[:–—-]\s*(?P<said>.+?)(?=[:,;]\s*[+−-]\d|$)"),
)
_MOVED = re.compile(r"\b(?:propos|mov|motion|second)\w*|^vote\b", re.I)
_ONLY_MOVED = re.compile(r"^(?:propos|mov|second|prop\.|sec\.)\S*(?:\s+\S+){1,9}$", re.I)


@dataclass
class _Motion:
    """Words of a resolution or recommendation that may run on in the next paragraph."""

    parts: list[str]
    is_recommendation: bool = False

    def goes_on(self, text: str) -> bool:
        last = next((part for part in reversed(self.parts) if part), "")
        if (
            marked(text)
            or signs.FORMAL.match(text)
            or signs.CAPITALS.pattern.match(text.lstrip("- "))
        ):
            return False
        if _OPEN.search(last) or (text[:1].islower() and not last.endswith(".")):
            return True
        has_limbs = any(_LIMB.match(line) for part in self.parts for line in part.split("\n"))
        return _LIMB.match(text) is not None and (has_limbs or "(" in last[:6])


@dataclass
class Body:
    """One minute while it is read."""

    item: ParsedItem
    known: Known = field(default_factory=Known)
    log: list[tuple[ParsedItem, str, ParsedAction]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    moved: str = ""
    """What was moved a sentence ago, and not yet put to the vote."""
    pending: list[str] = field(default_factory=list)
    """Names in the Action column beside no text, as beside a heading."""
    motion: _Motion | None = None
    counting: tuple[signs.Wording, ...] = ()

    def read(self, paragraphs: Sequence[MinuteParagraph], *, beside: Sequence[str] = ()) -> None:
        """Fill the minute; `beside` is what the Action column says next to its heading."""
        whole = "\n".join(one.text for one in paragraphs)
        self.counting = signs.signs_for(self.item.title, whole)
        for one in paragraphs:
            first, done = len(self.said), len(self.item.actions)
            self._paragraph(one)
            self._beside(one.beside, self.said[first:], done)
        self._close()
        waiting, self.pending = [*beside, *self.pending], []
        self._beside(waiting, self.said, 0)
        self.text += self.pending
        self.item.text = "\n".join(part for part in (self.item.text, *self.text) if part)

    def _row(self, one: MinuteParagraph) -> None:
        """A row of an action table; the rows of a log stay in the text too."""
        reference, found = from_row(one.row, one.columns)
        if found is None or "ref" in one.columns:
            self.text.append(one.text)
        if found is not None and "ref" in one.columns:
            self.log.append((self.item, reference, found))
        elif found is not None:
            self.item.actions.append(found)

    def _figures(self, one: MinuteParagraph) -> None:
        """A row of figures, or of a planning application and what was answered."""
        self.text.append(one.text)
        if signs.PLANNING in self.counting and (
            found := signs.PLANNING.pattern.search(one.row[-1])
        ):
            self._resolve(found["said"])

    def _paragraph(self, one: MinuteParagraph) -> None:
        if self.motion is not None and self.motion.goes_on(one.text):
            self.motion.parts.append(one.text)
            return
        self._close()
        if one.row:
            (self._row if one.columns else self._figures)(one)
            return
        kept, rest = [], sentences(one.text)
        while rest:
            taken = self._set_apart(rest)
            if not taken:
                kept.append(rest[0])
                if len(rest[0]) <= _LONGEST:
                    self._narrated(rest[0])
            rest = rest[taken or 1 :]
        if kept:
            self.text.append(" ".join(kept))

    def _set_apart(self, rest: Sequence[str]) -> int:
        """Read a resolution or action that its own word opens; how many sentences it takes."""
        opening = _NUMBERED.sub("", rest[0])
        if (said := marked(opening)) is not None:
            return self._marked(said, rest)
        for pattern, is_recommendation in ((signs.FORMAL, False), (_RECOMMENDED, True)):
            found = pattern.match(opening)
            if found is None or (
                is_recommendation and not _is_recommendation(opening, found["said"])
            ):
                continue
            self._close()
            taken = 1
            while taken < len(rest) and self._belongs(rest[taken]):
                taken += 1
            first = _inner(found["said"])
            first, _, after = first.partition(" ACTION")
            self.motion = _Motion([" ".join([first, *rest[1:taken]])], is_recommendation)
            self.said.append(first)
            if after:
                self._marked(after.strip(" :"), rest[:1])
            return taken
        return 0

    def _belongs(self, sentence: str) -> bool:
        """Whether a sentence behind a resolution's first is still part of it."""
        return _BELONGS.match(sentence) is not None and marked(sentence) is None

    def _marked(self, said: str, rest: Sequence[str]) -> int:
        taken = 1
        while taken < len(rest) and re.match(
            r"(?:by|due|owner|deadline|before|lead)\b", rest[taken], re.I
        ):
            said, taken = f"{said} {rest[taken]}", taken + 1
        if names_only(said) and self.said:
            self.item.actions.append(action(self.said[-1], owner=said.strip(" .")))
        elif not DONE.search(said):
            self.item.actions.append(action(said))
        else:
            self.text.append(rest[0])
        return taken

    def _narrated(self, sentence: str) -> None:
        before, sentence = " ".join(self.said), _NUMBERED.sub("", sentence)
        tail = at_end(sentence, self.known)
        sentence = tail[0] if tail else sentence
        decided = self._decided(sentence)
        if tail:
            self._tail(sentence, tail[1])
        elif not decided and (found := promised(sentence, before, self.known)):
            self.item.actions.append(found)
        if _MOVED.search(sentence) and not decided:
            is_only_moved = _ONLY_MOVED.match(sentence) and " that " not in sentence
            self.moved = (self.moved or "".join(self.said[-1:])) if is_only_moved else sentence
        else:
            self.moved = ""
        if sentence and not _ONLY_MOVED.match(sentence):
            self.said.append(sentence)

    def _tail(self, sentence: str, after: str) -> None:
        sentence = sentence or (self.said[-1] if self.said else "")
        if names_only(after) and sentence:
            self.item.actions.append(action(sentence, owner=after))
        else:
            self.item.actions.append(action(after))

    def _decided(self, sentence: str) -> bool:
        """Read the decision of a sentence that stays in the text; whether there was one."""
        if signs.CARRIED.search(sentence) and self.moved:
            return self._resolve(_motion_in(self.moved))
        bare = signs.NAMES.sub("", sentence).strip()
        if signs.is_guarded(bare):
            return False
        for sign in self.counting:
            if found := sign.pattern.search(bare):
                if _BARE.fullmatch(found["said"].rstrip(" :")) or found["said"].endswith(
                    ("that:", "to:")
                ):
                    self.motion = _Motion([found["said"]])
                    return True
                return self._resolve(found["said"])
        return False

    def _resolve(self, said: str) -> bool:
        _, found = limbs(_LISTED.split(said)[0])
        self.item.resolved += [one for one in found if one not in self.item.resolved]
        return True

    def _beside(self, cells: Sequence[str], said: Sequence[str], first: int) -> None:
        """A name alone beside text is who acts on it; more than a name is the action itself."""
        for cell in cells:
            if any(one.owner == cell for one in self.item.actions[first:]):
                continue
            if names_only(cell) and not said:
                self.pending.append(cell)
                continue
            if not names_only(cell):
                self.item.actions += [] if DONE.search(cell) else [action(cell)]
                continue
            text = _sentence_for(cell, said)
            self.item.actions = [one for one in self.item.actions if one.text not in text]
            self.item.actions.append(action(text, owner=cell))

    def _close(self) -> None:
        if self.motion is None:
            return
        said, *listed = _LISTED.split("\n".join(part for part in self.motion.parts if part))
        before, found = limbs(said)
        self.text += listed
        target = self.item.recommended if self.motion.is_recommendation else self.item.resolved
        target += [one for one in found if one not in target]
        if before and not _BARE.fullmatch(before):
            self.text.append(before)
        self.motion = None


def _inner(said: str) -> str:
    """ "Decision: RESOLVED: That …" is marked twice."""
    found = signs.FORMAL.match(said)
    return found["said"] if found and not re.match(r"(?i:the|it)\b", said) else said


def _motion_in(sentence: str) -> str:
    """The words that were moved: quoted, or behind "that", without movers and votes."""
    found = next((one for sign in _SAID_IN_MOTION if (one := sign.search(sentence))), None)
    return found["said"] if found else sentence


def _is_recommendation(text: str, said: str) -> bool:
    return bool(
        text.startswith("RECOMMENDED")
        or re.match(r"that\b", said, re.IGNORECASE)
        or re.match(r"^\w+\s*:", text)
    )


def _sentence_for(owner: str, said: Sequence[str]) -> str:
    """The sentence that gives someone something to do; else the last one."""
    to_do = re.compile(r"\b(?:to|will|would|should|agreed|asked)\b", re.I)
    surname = owner.split()[-1]
    named = [one for one in said if surname in one and to_do.search(one)]
    tasked = [one for one in said if re.search(r"\b(?:will|would|[A-Z]\w+ to)\b", one)]
    return (named or tasked or list(said))[-1]
