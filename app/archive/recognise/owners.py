"""Who is to act: a person, a post or initials of the body itself, as minutes print them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.foundation.reading.lines import Line

_POST_WORD = (
    r"Clerk|RFO|Chair(?:man|woman|person)?|Vice[- ]Chair\w*|Secretary|Treasurer|Conven[eo]r|"
    r"Engineer|"
    r"Surveyor|Head(?:teacher| Teacher)?|Principal|Registrar|Bursar|Mayor|Leader|Provost|Caretaker|"
    r"Groundsman|Lengthsman|Warden|Handyman|Webmaster|Editor|Solicitor|Auditor|Director|Manager|"
    r"Officers?|Administrator|Co-?ordinator|Chief Executive|CEO|CFO|Monitoring Officer|Portfolio "
    r"Holder|Proper Officer|Working (?:Group|Party)|Committee|Lead|Adviser|Custodian|Clerc|"
    r"Cadeirydd|SENCO|DSL|SBM"
)
_POST = (
    r"(?:[Tt]he )?(?:[A-Z][\w'’&-]+ ){0,3}?(?:" + _POST_WORD + r")(?:/RFO| and RFO)?"
    r"(?: (?:of|for) (?:the )?[A-Z][\w'’&-]+(?:(?:,| and| &)? [A-Z][\w'’&-]+){0,3})?"
)
_HONORIFIC = (
    r"(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Mx|Dr|Revd?|Prof|Professor|Fr|Father|Canon|Sir|Dame|"
    r"Lady|Cyng|Cynghorydd|Alderman|Bailie)\.?"
)
_NAME = r"(?:[A-Z]\.?\s?){0,3}[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
_ONE = (
    r"(?:"
    + _HONORIFIC
    + r"\s"
    + _NAME
    + r"|"
    + _POST
    + r"|(?:ALL|All|Both)(?: (?:partners|members|"
    r"governors|trustees|councillors|officers|directors|leads|groups))?|Everyone|Members|Officers|"
    r"[A-Z]{2,4}|(?:[A-Z]\.\s?){1,3}[A-Z][\w'’-]+|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
)
OWNER = (
    r"(?P<owner>"
    + _ONE
    + r"(?:(?:\s*[,/&+]\s*|\s+and\s+)"
    + _ONE
    + r"){0,3})(?:\s\([^()]{1,30}\))?"
)
_OUTSIDER = re.compile(
    r"\b(?:County|District|Borough|City|Unitary) (?:Council\w*|Cllr)|^(?:PC|PCSO|Sgt|Insp\w*|"
    r"Highways?|"
    r"Police|Contractors?|Residents?|MP|MSP|MS|Traffic)\b|\bCouncil$|^Council\b",
)
_PLAIN = re.compile(r"^(?:[Tt]he )?(?:ALL|All|Both|Everyone|Members|Officers)\b")
_FORMAL = re.compile(rf"^(?:{_HONORIFIC}\s|(?:[A-Z]\.\s?)+[A-Z])")
_ENDS_POST = re.compile(rf"(?:^|[ /])(?:{_POST_WORD})(?:/RFO| and RFO)?(?: (?:of|for) .*)?$")
_ALONE = re.compile(rf"^{OWNER}\.?$")
_HONOURED = re.compile(rf"{_HONORIFIC}\s{_NAME}|\b(?:PC|PCSO|Sgt)\s[A-Z]\w+|\b(?:{_POST_WORD})\b")
_LISTS = re.compile(
    r"\b(?:present|apologies|attend(?:ance|ed|ees)|sederunt|election|secretary|"
    r"treasurer|clerk)\b",
    re.I,
)
_CAPITALISED = re.compile(r"[A-Z][\w'’-]+")
_INITIALS = re.compile(r"\b[A-Z]{2,4}\b")
_RUN = re.compile(r"(?:[A-Z][\w'’-]*\.?\s+){1,3}[A-Z][\w'’-]+")
_SPLIT = re.compile(r"\s*[,/&+]\s*|\s+and\s+")


@dataclass(frozen=True)
class Known:
    """The words and initials in the head of a paper, where its people are named."""

    words: frozenset[str] = field(default_factory=frozenset)
    initials: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, lines: Sequence[Line], *, first: int) -> "Known":
        """Everyone who may be meant later by a first name or by initials; `first` ends the head."""
        listed = [line for line in lines[first:] if _LISTS.search(line.text[:60])]
        text = "\n".join(line.text for line in [*lines[:first], *listed])
        composed = {
            "".join(word[0] for word in part.split())
            for found in _RUN.finditer(text)
            for part in _tails(found[0])
        }
        return cls(
            frozenset(_CAPITALISED.findall(text)), frozenset(_INITIALS.findall(text)) | composed
        )

    def has(self, owner: str) -> bool:
        """Whether each of those named belongs to the body: a post, or someone of the head."""
        return all(self._has_one(one) for one in _SPLIT.split(owner.strip()) if one)

    def last_named(self, text: str) -> str | None:
        """Who of the body was spoken of last, for "he agreed to"."""
        named = [found[0] for found in _HONOURED.finditer(text)]
        return named[-1] if named and self.has(named[-1]) else None

    def _has_one(self, one: str) -> bool:
        if _OUTSIDER.search(one):
            return False
        if _PLAIN.match(one) or _FORMAL.match(one) or _ENDS_POST.search(one):
            return True
        if _INITIALS.fullmatch(one):
            return one in self.initials
        return all(word in self.words for word in _CAPITALISED.findall(one))


def _tails(run: str) -> list[str]:
    parts = run.split()
    return [" ".join(parts[at:]) for at in range(len(parts) - 1)] + [" ".join(parts[:2])]


_NOBODY = re.compile(r"^(?:noted|none|n/a|complete|completed|agreed|approved|information)\b", re.I)


def names_only(said: str) -> bool:
    """Whether words set apart as an action are nothing but someone's name, post or initials."""
    return _ALONE.match(said.strip()) is not None and _NOBODY.match(said.strip()) is None


def is_owner(said: str, known: Known) -> bool:
    """Whether the words are nothing but who is to act: names, a post, initials as "AS/BJ"."""
    found = _ALONE.match(said.strip())
    return found is not None and known.has(found["owner"])
