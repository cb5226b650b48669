"""Limbs of a sentence that opens with “That”, as resolutions and recommendations do.

They are kept without the word; whatever shows them asks here whether, and where, it stands.
"""

import re
from collections.abc import Iterator, Sequence

_THAT = re.compile(r"^that\b[,:]?\s*", re.IGNORECASE)
_FIRST = re.compile(
    r"^(?:The|An?|This|These|Those|All|Any|No|Each|Both|Its?|Their|There|His|Her)\b(?!\.)"
)
"""First words that are written small after “That”; “A.” may be a name."""
_ASKS = re.compile(
    r"^(?:accept|acknowledge|adjourn|adopt|agree|allocate|amend|appoint|approve|ask|authorise|award"
    r"|carry|commend|confirm|consider|defer|delegate|elect|endorse|ensure|establish|exclude|give"
    r"|grant|implement|instruct|invite|note|nominate|proceed|provide|receive|recommend|refer|refuse"
    r"|reject|request|review|send|set|support|thank|welcome|write)"
    r"\b(?!\s+(?:be|been|by|continue|for|from|has|have|is|are|of|on|shall|was|were|will)\b)",
    re.IGNORECASE,
)
"""“Note the report” does not read after “That”; “support be given” does."""
_ALONE = re.compile(
    r"^(?:accepted|agreed|approved|deferred|endorsed|noted|received|refused)\W*$", re.IGNORECASE
)
_INFINITIVE = re.compile(r"^to\s+[a-z]", re.IGNORECASE)
_SENTENCE_INSIDE = re.compile(r"[.?!]\s")
_JOIN = re.compile(r"[;,]\s*(?:and|or)?\s*$")
_LEAD = re.compile(r"<p>That\b[,:]?\s*(?P<rest>.*)", re.DOTALL)
_GOES_ON = re.compile(r"<[ou]l\b|<p>(?:<strong>)?[a-z]")
_IN_LIST = re.compile(r"(<li>(?:<p>)?)That\b[,:]?\s*")
_LIMB = re.compile(r"(?<=<p>)(?!<)[^<]+|(?<=<li>)(?!<)[^<]+")
_KINDS = ("Board", "Committee", "Panel", "Partnership", "Task Group", "Group", "Council", "Cabinet")
_STOPS = (".", "!", "?", ":", ";", "”", ")")


def short_name(body: str) -> str:
    """What a paper calls a body once it is named: “the Board”; its whole name if that says no
    kind."""
    return next((kind for kind in _KINDS if body.endswith(kind)), body)


def _in_small(limb: re.Match[str]) -> str:
    return f"{limb[0][0].lower()}{limb[0][1:]}"


def without_that(limb: str) -> str:
    """One limb as it is kept: without “That”, and going on from it in small letters."""
    bare = _THAT.sub("", limb.strip())
    first = _FIRST.match(bare)
    return f"{bare[0].lower()}{bare[1:]}" if first else bare


def reads_after_that(limb: str) -> bool:
    """Whether it goes on after “That”: “the report be noted” does, “Note the report” does not."""
    return not any(pattern.match(limb) for pattern in (_ASKS, _ALONE, _INFINITIVE))


def joined(limbs: Sequence[str]) -> Iterator[str]:
    """The limbs as they are printed: a single one with its full stop, several as one sentence
    (“…; …; and ….”), unless one of them holds several sentences."""
    tidy = [_JOIN.sub("", limb) for limb in limbs[:-1]] + list(limbs[-1:])
    if len(tidy) == 1:
        yield tidy[0] if tidy[0].endswith(_STOPS) else f"{tidy[0]}."
        return
    if any(_SENTENCE_INSIDE.search(limb) for limb in tidy):
        yield from tidy
        return
    last = len(tidy) - 1
    for place, limb in enumerate(tidy):
        end = "." if place == last else "; and" if place == last - 1 else ";"
        yield limb.rstrip(" .;,") + end


def lead_and_limbs(html: str, *, body: str) -> tuple[str, str]:
    """Written limbs as "That", and what follows the word; whoever wrote them may have typed it
    before all of them, before each, or not at all.

    Limbs that ask a body to do something (“note the report”) go on from "That the Board".
    """
    bare = _IN_LIST.sub(r"\1", html)
    limbs = _LIMB.findall(bare)
    if limbs and all(_ASKS.match(limb) for limb in limbs) and not _LEAD.match(bare):
        return f"That the {short_name(body)}", _LIMB.sub(_in_small, bare)
    if found := _LEAD.match(bare):
        rest = found["rest"]
        return "That", rest.removeprefix("</p>") if rest.startswith("</p>") else f"<p>{rest}"
    return ("That" if _GOES_ON.match(bare) else ""), bare
