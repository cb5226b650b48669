"""The signs by which minutes say who is to do what by when."""

import re

from app.archive.recognise.owners import OWNER

MARKED = re.compile(
    r"^(?:-\s*)?[(\[]?\s*(?:Gweithredu\s*/\s*)?(?:ACTIONS?|Actions?|AI|AP|"
    r"Gweithredu)\b(?i:\s+(?:points?|items?|required|agreed|for|by))?"
    r"(?P<code>\s+(?:[A-Z]{1,5}[ /.-]?){0,3}\d[\w./-]*)?\s*(?::\s*-?|"
    r"[–—-]\s)\s*(?P<text>\S.*?)[)\]]?$",
    re.S,
)
"""ACTION: and its like, at the beginning of a sentence; a code as ICB/24/06 may stand between."""

WITHIN = re.compile(
    r"\s*(?:[(\[]\s*(?:ACTION|Action)s?\s*(?::|[–—-])?\s*(?P<inside>[^()\[\]]+)[)\]]|"
    r"(?:\bACTIONS?\b\s*[:–—-]?|\bActions?\s*[:–—-])\s*(?P<text>\S.*))$",
    re.S,
)
"""The same at the end of a sentence: "… to be mended. ACTION JB", "[Action: the Clerk]"."""

AT_RIGHT = re.compile(
    r"^(?P<text>.*?)(?:\s*\bAction\s+)(?P<owner>(?:[A-Z][\w'’-]+|[A-Z]{2,4})(?:\s*(?:[/&,]|"
    r"and)\s*[A-Z][\w'’-]+)*)\.?$",
    re.S,
)

_NOT_A_DEED = (
    r"(?!(?:be|been|have|having|like|love|prefer|need|become|remain|stay|not|never|retire|stand|"
    r"step|leave|"
    r"miss|the|a|an|this|that|all|our|their|his|her|its|date|become|appear|expect|want|know|see if|"
    r"soon|only|no|which|whom|whether)\b)"
)
_DEED = _NOT_A_DEED + r"(?:(?:also|then|again|now|please)\s+)?[a-z][\w-]{1,}"
BARE = re.compile(r"(?:^|(?<=[–—:;,-]\s)|(?<=\band\s))" + OWNER + r",? to " + _DEED)
"""A person and an infinitive, without a verb: "Clerk to write"."""

PROMISED = re.compile(
    r"(?:^|(?<=[–—:;,.-]\s)|(?<=\b(?:and|but)\s)|(?<=\bthat\s)|(?<=\bso\s))(?:[Tt]he )?"
    + OWNER
    + r"(?:,? who)?,? (?:(?:kindly|also|then|again|now) )?(?:will|would|shall|"
    r"(?:has |have |had )?(?:agreed|promised|undertook|undertaken|volunteered) to|"
    r"(?:is|are|was|were) (?:(?:asked|instructed|requested|tasked|directed|delegated) )?to) "
    + _DEED
)
"""Someone said that they would, or was asked to: "Cllr Moss undertook to find out"."""

PRONOUN = re.compile(
    r"\b(?:He|She|They|he|she|they) (?:(?:kindly|also|then) )?"
    r"(?:(?:has |have )?(?:agreed|promised|undertook|offered|volunteered) to) " + _DEED
)
UNCERTAIN = re.compile(
    r"\bwould\b.*\bif\b|\bif\b.*\bwould\b|\b(?:asked|wondered) (?:if|whether)\b", re.I
)
DONE = re.compile(
    r"^(?:closed?|completed?|done|discharged|finished|achieved)\b|"
    r"[–—(-]\s*(?:complete|completed|done|closed|discharged)\b[.)]?\s*$",
    re.I,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_DAY = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:the\s+)?\d{1,2}(?:st|nd|rd|"
    r"th)?(?:\s+(?:of\s+)?"
    + _MONTH
    + r"\b(?:\s+\d{4})?)?|"
    + _MONTH
    + r"(?:\s+\d{1,2}(?:st|nd|rd|th))?\b(?:\s+\d{4})?|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:spring|summer|autumn|winter|Easter|Christmas)"
    r"(?:\s+\d{4})?)"
)
_TURN = (
    r"(?:(?:the\s+)?(?:(?:next|following|"
    + _MONTH
    + r")\s+(?:(?:board|committee|council)\s+)?(?:meeting|call|session|newsletter)))"
)
DUE = re.compile(
    r"\b(?:(?:no later than|before|by)\s+(?P<by>(?:the\s+)?(?:(?:end|middle|start|close) of\s+|"
    r"mid-|early\s|late\s)?"
    r"(?:" + _TURN + r"|" + _DAY + r"|(?:the |next |this )?(?:week|month|year|term)\b))|"
    r"(?:to|at|for|in time for)\s+(?P<turn>" + _TURN + r"|call \d+)|"
    r"(?:in|for)\s+(?P<month>" + _MONTH + r"(?:\s+\d{4})?)\b(?! of\b)|"
    r"(?P<within>within\s+[\w-]+\s+(?:working\s+)?(?:days?|weeks?|months?))|"
    r"(?P<soon>as soon as possible|\ba\.?s\.?a\.?p\b))",
    re.I,
)
"""When it is to be done: a day, a month, a meeting, a span, or "asap"."""
