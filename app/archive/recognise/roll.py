"""The labels under which a paper lists its people, and the marks that say who came."""

import re
from typing import Literal

from app.archive.recognise.persons import is_person

List = Literal[
    "present", "in_attendance", "officers", "apologies", "absent", "substitutes", "chair", "nobody"
]
"""Where the names under a label belong; nobody: the public, and what is no list of people."""

_WHO = (
    r"(?:the following )?(?:(?:full |voting |core |committee |board |panel |elected |other )*"
    r"(?:members?|councillors?|trustees|governors|directors|representatives)(?: were)? )?"
)
_END = r"(?: were| was)?\s*(?::|;|–|-(?=\s)|$)\s*(?P<rest>.*)$"
_OPENING: tuple[tuple[List, str], ...] = (
    ("officers", r"(?:council |city council |lead )?(?:officers?|staff|clerk|minute[- ]?taker|"
     r"minutes? (?:taken )?by|note[- ]?taker|secretary|executive officers)"
     r"(?: (?:also )?(?:present|in attendance|attending))?(?: to the \w+)?"),
    ("in_attendance", r"(?:hefyd yn bresennol|(?:also|others?|by invitation|officers and others)"
     r"(?: members| councillors| officers)?,? (?:present|in attendance|attending|with us)"
     r"(?: also)?|(?:those )?in attendance(?: also)?(?: \(\D[^)]*\))?|also attending|"
     r"others? attending|yn mynychu|"
     r"other (?:members|councillors) (?:present|in attendance|attending)|"
     r"non-members?(?: present)?|guests?|visitors?|observers?|invitees?|"
     r"invited(?: guests?)?|speakers?|presenters?|"
     r"advis[eo]rs?|ex[- ]officio|non-voting(?: members)?(?: present)?|executive members?|"
     r"cabinet members?(?: in attendance)?|portfolio holders?|"
     r"(?:county|district|borough|ward|unitary|city) councillors?)"),
    ("apologies", r"(?:apolog(?:ies|y)(?: (?:for|of) (?:absence|non-attendance))?|regrets|"
     r"sorry(?: not here)?|ymddiheuriadau|unable to attend)"
     r"(?: (?:were |was |had been |have been )?(?:received|submitted|given|noted|tendered|sent|"
     r"reported|accepted)(?: from| by)?)?(?: from)?"),
    ("substitutes", r"(?:named )?substitut(?:es?|ions?|e members?)(?: present| attending)?"),
    ("absent", r"(?:absen(?:t|ces?)(?: without apolog(?:y|ies))?(?: declared on council business)?|"
     r"not present|did not attend|no apolog(?:y|ies))"),
    ("chair", r"(?:in the chair|chair(?:man|woman|person)?|presiding(?: officer)?|convener|"
     r"meeting chaired by|cadeirydd)"),
    ("nobody", r"(?:(?:members of the )?(?:public|press)(?: and press| present)?|quorum|key|"
     r"date|time|venue|place|location)"),
    ("present", rf"{_WHO}(?:present|attending|attended)|those (?:present|attending)|attendance|"
     r"attendees|participants|sederunt|here|(?:yn )?bresennol|presennol|roll call|who was there|"
     r"(?:record of )?attendance|members in attendance|present (?:at|in) (?:the )?meeting|"
     r"those who attended"),
)  # fmt: skip
_LABELS: tuple[tuple[List, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"^(?:{words})\s*(?:\(\d+\))?{_END}", re.IGNORECASE))
    for name, words in _OPENING
)
_SAID: tuple[tuple[List, re.Pattern[str]], ...] = (
    ("apologies", re.compile(
        r"^(?:an )?apolog(?:ies|y)(?: (?:for|of) (?:absence|non-attendance))? "
        r"(?:(?:(?:were|was|had|have|has)(?: also)?(?: been)? )?(?:received|submitted|given|noted|"
        r"tendered|reported|come|sent|accepted) )?(?:from|by|on behalf of|for) "
        r"(?!absence\b)(?P<rest>.+)$",
        re.IGNORECASE)),
    ("in_attendance", re.compile(
        r"^(?:also (?:present|with us|there|attending|in attendance)|in attendance) "
        r"(?:were|was) (?P<rest>.+)$", re.IGNORECASE)),
    ("present", re.compile(
        r"^(?:the following (?:members )?(?:were )?present|present|the members present) "
        r"(?:were|was|are) (?P<rest>.+)$", re.IGNORECASE)),
)  # fmt: skip
_INSIDE = frozenset({"officers", "nobody", "chair"})
"""Labels that are none by themselves: "Clerk: …" beside a list, not in a letterhead."""
_INSIDE_WORDS = re.compile(
    r"^(?:here|minutes|sorry|guests?|visitors?|speakers?|"
    r"(?:county|district|borough|ward|unitary|city) councillors?|executive members?|"
    r"cabinet members?|portfolio holders?)\b",
    re.IGNORECASE,
)
_TWO_TONGUES = re.compile(r"^[^:/]{3,40}\s/\s(?=[A-Z])")
_MEMBERS = re.compile(r"^(?:members|councillors|trustees|governors)\s*:\s*(?P<rest>.*)$", re.I)
_STATUS: tuple[tuple[List, re.Pattern[str]], ...] = (
    ("apologies", re.compile(r"^(?:apolog(?:y|ies)|regrets|sent apologies|apols?)\b", re.I)),
    ("absent", re.compile(r"^(?:absent|not present|did not attend|no apologies)\b|^[✗☐]$", re.I)),
    ("in_attendance", re.compile(
        r"^(?:in attendance|also present|officer in attendance)\b", re.I)),
    ("present", re.compile(
        r"^(?:present|in person|attended|yes|online|remote(?:ly)?|virtual(?:ly)?)\b|^[✓✔☑☒]$",
        re.I)),
)  # fmt: skip
MARK = re.compile(r"^(?:[✓✔☑☒xX•*]|yes|y|p)$", re.IGNORECASE)


def label_of(text: str, *, inside: bool) -> tuple[List | None, str]:
    """The list a line opens, and what the line goes on to say.

    Some words are labels only inside a list: "Clerk" in a letterhead opens none.
    """
    said = text.strip(" *_#")
    for each in dict.fromkeys((said, _TWO_TONGUES.sub("", said))):
        for name, pattern in (*_LABELS, *_SAID):
            found = pattern.match(each)
            if found and (inside or _opens_alone(name, each, found["rest"])):
                return name, found["rest"].strip()
    return None, text


def _opens_alone(name: List, text: str, rest: str) -> bool:
    if name == "chair":
        return is_person(rest)
    return name not in _INSIDE and (bool(rest) or not _INSIDE_WORDS.match(text))


def members_said(text: str) -> str | None:
    """What follows "Members:" or "Councillors:", which lists whoever came, or None."""
    found = _MEMBERS.match(text.strip())
    return found["rest"].strip() if found else None


def status_of(cell: str) -> List | None:
    """What a cell or a word in brackets says of somebody's coming."""
    return next((name for name, pattern in _STATUS if pattern.match(cell.strip())), None)
