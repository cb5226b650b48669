"""The signs by which minutes tell a decision, and those that say that it is none."""

import re
from dataclasses import dataclass

_BODY = (
    r"(?:(?:the|full)\s+)?(?:(?:parish|town|community|full|local|school|management|joint|"
    r"integrated|"
    r"care|trust|academy|governing|scrutiny|planning|finance|audit|steering)\s+){0,3}"
    r"(?:council|committee|sub-committee|board|body|governors|trustees|executive|cabinet|panel|"
    r"group|members|councillors|authority|forum|senate|directors|partnership|meeting|commission|"
    r"assembly|court|conference|commissioner|tsc|pcc|lgb)"
)
_HOW = (
    r"(?:\s*,?\s*(?:unanimously|nem\.?\s?con\.?|without dissent|on a show of hands|in principle|"
    r"by (?:a )?majority|"
    r"with \w+ (?:abstentions?|against)|(?:by )?\(?(?:by )?\d+ (?:votes? )?(?:to|for)[ ,]+\d+"
    r"(?: votes?| against)?\)?|\([^()]{1,60}\)))?"
)
_ADVERB = r"(?:(?:then|also|further|therefore|unanimously|duly|formally|subsequently|all)\s+)*"
_THINGS = (
    r"minutes?|notes|accounts?|payments?|invoices?|cheques?|budget|precept|report|statement|"
    r"quotations?|quotes?|tenders?|prices?|offer|terms|plan|policy|policies|strategy|"
    r"recommendations?|proposals?|applications?|grant|donation|request|rise|increase|motion|"
    r"amendment|timetable|scheme|framework|contract|reconciliation|agenda|programme|virement|"
    r"rent|fees?|charges?|awards?|terms of reference|transfer|purchase|expenditure|constitution"
)


@dataclass(frozen=True)
class Wording:
    """One way in which minutes say that something was decided; `said` is what."""

    name: str
    pattern: re.Pattern[str]


def _wording(name: str, pattern: str, *, any_case: bool = True) -> Wording:
    return Wording(name, re.compile(pattern, (re.I if any_case else 0) | re.S))


FORMAL = re.compile(
    r"^(?:(?i:penderfynwyd|cytunwyd)\s*/\s*)?(?:(?i:it was " + _ADVERB + r"|" + _BODY + r" "
    r"(?:unanimously )?))?(?:RESOLVED|RESOLUTION|DECISIONS?|PENDERFYNWYD|CYTUNWYD|"
    r"(?:AGREED|DECIDED|APPROVED)(?=\W*(?:[:–—]|that\b|That\b|to\b|unanimously|nem|\())|"
    r"[Rr]esolved(?=\W*(?::|[–—-]\s|that\b|to\b|unanimously|nem|\())|"
    r"(?:Resolution|Decisions?|Penderfynwyd|Cytunwyd|agreed|decided|"
    r"approved)(?=\s*[:–—]))\b(?i:" + _HOW + r")"
    r"\s*(?:[:–—-]\s*-?)?\s*(?P<said>.*)$",
    re.S,
)
"""RESOLVED, Decision: and their like, at the beginning; what follows is moved out of the text."""

CAPITALS = _wording(
    "a body acts in capitals",
    r"^(?:(?i:" + _BODY + r")\s+)?(?P<said>(?:NOTED|RECEIVED|SUPPORTED|ENDORSED|DELEGATED|"
    r"ADOPTED|RATIFIED|ACCEPTED|AUTHORISED|CONFIRMED|AGREED|APPROVED|RESOLVED)\s+\S.+)$",
    any_case=False,
)
SIGNS = (
    _wording(
        "it was agreed",
        r"\b(?:it was|was it|and it was|was) "
        + _ADVERB
        + r"(?:resolved|agreed|decided)"
        + _HOW
        + r",?\s*(?P<said>(?:that|to|not to|in principle)\b.+)$",
    ),
    _wording(
        "proposed, seconded and resolved",
        r"\b(?:propos|mov)\w+\b.*\bsecond\w*\b.*?\b(?:resolved|agreed|carried|approved|decided)"
        + _HOW
        + r"[:,]?\s+(?P<said>(?:that|to)\b.+)$",
    ),
    _wording(
        "a resolution within a sentence",
        r"[;,:–—-]\s+(?:and\s+)?(?:it was\s+)?(?:RESOLVED|Resolved)\b"
        + _HOW
        + r"[:\s–—-]+(?P<said>\S.+)$",
        any_case=False,
    ),
    CAPITALS,
    _wording(
        "a body acts",
        r"^(?:accordingly,? |therefore,? |after discussion,? |following discussion,? )?"
        r"(?P<said>"
        + _BODY
        + r" (?:(?:were|was) not content and )?"
        + _ADVERB
        + r"(?:agreed(?= (?:that|to|not to|the|a|unanimously|in principle)\b)|resolved|approved|"
        r"adopted|decided|authorised|endorsed|ratified|accepted|delegated|supported|voted to|"
        r"confirmed(?! that\b)|appointed|elected)\b.+)$",
    ),
    _wording(
        "carried, approved or adopted",
        r"^(?P<said>(?!.*\bapologies\b).{2,200}?\b(?:was|were)\s+"
        + _ADVERB
        + r"(?:approved|adopted|ratified|endorsed|carried|taken as read|passed)\b(?! by the\b).*)$",
    ),
    _wording(
        "minutes, money or terms agreed",
        r"^(?P<said>(?=.*\b(?:" + _THINGS + r"|they|these|it)\b)(?!.*\bapologies\b)[^:]{2,160}?\b"
        r"(?:was|were)\s+" + _ADVERB + r"(?:agreed|accepted|confirmed|signed|received)\b.*)$",
    ),
    _wording(
        "a thing agreed, without a verb",
        r"^(?P<said>(?!.*\bapologies\b)(?:[\w'’,£&/()%.-]+\s+){0,9}?(?:" + _THINGS + r")\b"
        r"(?:\s+(?:of|from|for|to|on|as|at|dated?|\(|£|\d)[^.;:]{0,60}?|\s+\([^()]{1,40}\))?\s+"
        r"(?:agreed|approved|adopted|accepted)\b(?! by\b).*)$",
    ),
    _wording(
        "agreed, at the beginning",
        r"^(?:\W*)(?P<said>(?:(?:all|unanimously)\s+)?(?:Agreed|Approved|Decided|Adopted)\b"
        r"(?! (?:at|by) the (?:last|previous)\b).*)$",
    ),
)

_MINUTES = _wording(
    "the minutes accepted",
    r"^(?:(?:the )?(?:minutes|notes|record)\b[^.;]*[–—:-]\s*)?(?P<said>(?:(?:they|these|it)\s+)?"
    r"(?:(?:was|were)\s+)?(?:taken as read,? (?:and )?\w+|agreed|approved|accepted|confirmed|"
    r"signed|ok)\b.*)$",
)
PLANNING = _wording(
    "an answer on a planning application",
    r"^(?:.*(?:\s[–—-]\s+|[:;.]\s+|\t|\s{2,}))?(?P<said>(?:(?:resolved|agreed)\W+)?(?:raise )?"
    r"(?:no (?:objections?|comments?|observations?)|support(?:ed)?|object(?:ed|ion)?|"
    r"(?:refusal|approval) recommended|recommend (?:refusal|approval)|neutral)\b"
    r"(?!\s+(?:from|had|have|were|was|by)\b)[^?]{0,160})$",
)
_MINUTES_TITLE = re.compile(r"\b(?:minutes?|notes|record)\b|\bcofnodion\b", re.I)
_PLANNING_TITLE = re.compile(r"\bplanning|\bcynllunio|\bapplications?\b", re.I)
_APPLICATION = re.compile(
    r"\b(?:[A-Z]{1,4}/)?\d{2,4}/\d{3,6}(?:/[A-Z]+)?\b|\b[A-Z]{1,3}/\d{2}/\d{2,}"
)
_NEVER_HERE = re.compile(
    r"\b(?:apologies|ymddiheuriadau|declarations?|disclosures?) (?:of |for |and )?|^apologies|"
    r"\bpublic (?:question|participation|forum|session)",
    re.I,
)
CARRIED = re.compile(
    r"^(?:on being put to the vote,? )?(?:the (?:motion|proposal|resolution|amendment|"
    r"recommendation)s?(?: as amended)? (?:was|were) )?"
    r"(?:(?:duly |unanimously )?carried|motion (?:passes|passed|carried)|all (?:in favour|agreed)|"
    r"passed|agreed unanimously|unanimous)\b|^agreed\W*$|\bmotion (?:passes|passed|carried)\b",
    re.I,
)
NAMES = re.compile(
    r"\s*[(\[]\s*(?:prop(?:osed|osal|oser|\.|:)|moved|second(?:ed|er|\.|:)|sec\.|"
    r"votes? )[^()\[\]]*[)\]]|"
    r"(?<=\S)[\s,;.]+(?:Proposed|Proposer|Prop\.|Moved|proposed|moved)\b\W(?:(?!\b(?:that|to|"
    r"resolved|agreed|"
    r"carried|RESOLVED)\b).)*?[Ss]econd(?:(?!\b(?:that|to|resolved|agreed|carried|RESOLVED)\b).)*$",
    re.S,
)
"""Mover and seconder behind a decision, which stay in the text of the minute."""
_LOST = re.compile(
    r"\b(?:lost|LOST|defeated|DEFEATED|fell|FELL|fallen|falls|rejected|REJECTED|withdrawn|"
    r"not (?:been )?(?:seconded|carried|agreed|approved|supported)|no seconder|failed)\b|"
    r"^(?:Lost|Fell)\b"
)
_TOLD = re.compile(
    r"\b(?:had|has|have|having) (?:already |now |since |also |previously |recently )?(?:been )?"
    r"(?:agreed|approved|resolved|adopted|granted|accepted|decided|refused|confirmed|given|"
    r"endorsed)"
    r"|\b(?:if|once|when|until|unless|whether|before|after) (?:\w+ ){0,4}?(?:agreed|approved|"
    r"adopted|"
    r"accepted|resolved)\b|\b(?:was|were|as|been) (?:previously )?(?:agreed|approved|resolved|"
    r"adopted|"
    r"accepted|decided) (?:at|by|in|on|during) (?:the |its |our )?(?:last|previous|county|district|"
    r"borough|city|planning|cabinet|highway|secretary|government|welsh|scottish|january|february|"
    r"march|april|may|june|july|august|september|october|november|december|\d)"
    r"|\b(?:to|must|should|would|will|could|can|might|may|cannot|not) (?:yet )?be (?:\w+ )?"
    r"(?:agreed|approved|adopted|accepted|resolved|ratified)\b|\blast (?:month|year|meeting)\b"
    r"(?=.*\b(?:resolved|agreed|approved)\b)|\b(?:resolved|agreed|approved) (?:last|in \d{4})\b",
    re.I,
)
_OPINION = re.compile(
    r"\bagreed (?:with|upon with)\b|\bagreed that (?:this|it|there|they|he|she|"
    r"the [\w-]+(?: [\w-]+)?) "
    r"(?:was|were|is|are|had|has)\b(?! to\b)",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:county|district|borough|city|highways?|government|planning (?:authority|inspector\w*)|"
    r"police|environment agency|contractors?|owners?|landlords?|developers?|applicants?|residents?|"
    r"secretary of state|minister|england|wales|scotland)\b[^.]{0,40}?\b(?:agreed|approved|"
    r"accepted|"
    r"resolved|decided|adopted|confirmed|supported)\b",
    re.I,
)
_NO_WORDS = re.compile(
    r"^(?:on being put to the vote,? )?(?:the )?(?:motion|amendment|"
    r"substantive motion)(?: as amended)?"
    r" (?:was|is)\b|\bit was accordingly\W*$",
    re.I,
)
_QUOTED_MOTION = re.compile(
    r"^[“\"'‘]?(?:this|that this) (?:council|meeting|assembly|board)\b[^.]{0,40}\b(?:resolves?|"
    r"notes|"
    r"believes|calls)\b|^[“\"]",
    re.I,
)
GUARDS = (_LOST, _TOLD, _OPINION, _OTHERS, _NO_WORDS, _QUOTED_MOTION)
"""What makes words of deciding no decision: lost, told of another day or body, felt, quoted."""


def signs_for(title: str, text: str) -> tuple[Wording, ...]:
    """The signs that count under a heading: an answer "support" only where plans are told."""
    if _NEVER_HERE.search(title) and not _MINUTES_TITLE.search(title):
        return ()
    minutes = (_MINUTES,) if _MINUTES_TITLE.search(title) else ()
    is_planning = _PLANNING_TITLE.search(title) and _APPLICATION.search(text)
    return (*SIGNS, *minutes, *((PLANNING,) if is_planning else ()))


def is_guarded(sentence: str) -> bool:
    """Whether a sentence speaks of deciding without deciding anything."""
    return sentence.rstrip().endswith("?") or any(guard.search(sentence) for guard in GUARDS)
