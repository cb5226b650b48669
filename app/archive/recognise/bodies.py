"""Which words name the body that met: short, without a verb, a person or a telephone number."""

import re

_BODY = re.compile(
    r"\b(?:board|committees?|sub-?committee|partnership|panel|cabinet|council|forum|commission|"
    r"executive|exec|assembly|authority|(?:\w+ )?group|association|society|senate|court|trustees?|"
    r"governors|governing body|working party|team|network|alliance|club|federation|synod|vestry|"
    r"parish meeting|parish of|steering|congress|conference|union|trust|cyngor|pwyllgor|bwrdd|"
    r"PPG|LGB|TSC|PCC|ICB|WG|PTA|FGB|PC|TC|PCN|SACRE|CIC)\b",
    re.IGNORECASE,
)
_SMALL_BODY = re.compile(
    r"\b(?:committee|sub-?committee|panel|cabinet|executive|exec|forum|commission|senate|court|"
    r"working (?:group|party)|(?:steering|executive|task|patient|participation|strategy|delivery|"
    r"policy|user|reference|liaison|advisory) group|governing (?:body|board)|board|governors|"
    r"(?:advisory|joint|youth) council|council (?:on|for|of governors)|"
    r"pwyllgor|bwrdd|trustees|PPG|LGB|TSC|FGB|WG)\b",
    re.IGNORECASE,
)
_OWN_COUNCIL = re.compile(
    r"\b(?:parish|town|community|village|neighbourhood|cymuned|tref)\b.*\b(?:council|meeting)\b|"
    r"\bcyngor (?:cymuned|tref)|\bparish of\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^(?:the\s+)?(?:(?:full|parish|town|community|borough|district|county|city|trust|whole|main)"
    r"\s+)?(?:council|board|committee|panel|authority|cabinet|group|partnership|trustees?|governors|"
    r"members|association|society|forum|executive|trust board)(?: meeting)?$",
    re.IGNORECASE,
)
_ALWAYS_WHOLE = re.compile(r"^(?:the\s+)?(?:cabinet|executive|senate|court|full council)$", re.I)
_NO_NAME = re.compile(
    r"@|\b\d{5}\s?\d{3}|\btel\b|\bphone\b|www\.|https?:|£|"
    r"\b(?:is|are|was|were|will|be|been|has|have|had|shall|may|must|please|took|presided|"
    r"thanked|reported|welcomed|invited|asked)\b|"
    r"^(?:mr|mrs|ms|miss|dr|cllr|councillor|cyng|pc|sgt|prof|rev)s?\b\.?|"
    r"^(?:clerk|chair(?:man)?|director|head|chief|contact|report|from|subject|agenda item|item|"
    r"signed|present|apologies|in attendance|draft|attendees|membership|members present|"
    r"appendix|annex|page|leaf|enc|table|note|tel|quorum|officers?|also|location)\b|"
    r"\bmembership$|:|"
    r"^(?:public|open|part \w+)(?: part| session| agenda| document pack)?$|"
    r"\b(?:room|chamber|hall|house|centre|suite|street|road|lane)$|"
    r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b",
    re.IGNORECASE,
)
_KEEPS_HALL = re.compile(r"\bvillage hall\b|\bcommunity centre\b|\bmemorial hall\b", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(?:\((?:draft|unconfirmed|[A-Z]{2,6})\)|[-–—·|,:]\s*$|"
    r"\b(?:draft |confirmed |unconfirmed |published |annual general |general |ordinary )*"
    r"(?:minutes|notes|agenda|meeting|agm)(?: (?:and papers|in public|\d{4}|held in public))?)"
    r"[\s,;:–—-]*$",
    re.IGNORECASE,
)
_CHARITY = re.compile(
    r"\s*[-–—(,]?\s*\b(?:registered|charity|company)\b.*$|\s+\b(?:official|confirmed|unconfirmed|"
    r"draft|approved)\b.*$|\s*\bpage \d+(?: of \d+)?$|\s+held in (?:public|private)$",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s+[-–—·|:]\s+|\s*[·|]\s*|,\s+(?=\d|mon|tue|wed|thu|fri|sat|sun)", re.I)
_LEAD = re.compile(
    r"^(?:(?:draft|unconfirmed|public|part [A-Z0-9]+|the|to:?|all|members of|council)\s+)*"
    r"(?:minutes?|agenda|notes?|meeting|record)\s+(?:of|for)\s+(?:the\s+)?|"
    r"^to:?\s+(?:all\s+)?(?:the\s+)?members\s+of\s+(?:the\s+)?|^for the\s+|^the\s+(?=parish of)",
    re.IGNORECASE,
)
_LONGEST = 90


def name_in(text: str) -> str | None:
    """The name of a body in a line, without what stands around it; None if it names none."""
    said = _trimmed(_first_part(_trimmed(_LEAD.sub("", " ".join(text.split())))))
    if not 2 < len(said) <= _LONGEST or (_NO_NAME.search(said) and not _KEEPS_HALL.search(said)):
        return None
    return said if re.search(r"[^\W\d_]{2}", said) and not re.match(r"\d", said) else None


def _trimmed(said: str) -> str:
    """A name without "minutes" and "meeting", state and charity number behind it."""
    before = ""
    while said != before:
        before = said
        said = _TAIL.sub("", _CHARITY.sub("", said)).strip(" ,:;–—-·|")
    return said


def _first_part(said: str) -> str:
    """ "Full Board – Spring term" is the Board; "Hall Trust – management committee" is both."""
    parts = _PARTED.split(said)
    if len(parts) == 1 or all(_BODY.search(part) for part in parts):
        return said
    named = [part for part in parts if _BODY.search(part)]
    last = len(parts) - 1
    if named and parts[last] in named:
        return said if last == 1 and " - " in said else named[-1]
    return named[0] if named else parts[0]


def is_body(name: str) -> bool:
    """Whether a name says that it is a body, and not only an organisation."""
    return _BODY.search(name) is not None


def weight_of(name: str) -> float:
    """How well a title serves as the name of the body that met."""
    if _SMALL_BODY.search(name):
        return 4
    if _OWN_COUNCIL.search(name):
        return 3.5
    return 2 if _BODY.search(name) else 0.6


def is_generic(name: str) -> bool:
    """Whether it is "the Board" or "the Parish Council": which one, another line says."""
    return _GENERIC.match(name) is not None and _ALWAYS_WHOLE.match(name) is None


def stands_for(generic: str, name: str) -> bool:
    """Whether "the Board" may be short for "Fen Drainage Board"."""
    words = re.sub(r"^the\s+|\s+meeting$", "", generic.casefold()).split()
    full = re.findall(r"[\w’'-]+", name.casefold())
    return len(full) > len(words) and words[-1] in full
