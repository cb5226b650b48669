"""The marks of Part II wherever papers print them: headings, exclusions, and notes beside one item.

A heading is known by how it begins, however long it runs on. Where the words leave a doubt the
business counts as closed.
"""

import re

from app.archive.recognise import words

_CLOSED = r"(?:exempt|private|confidential|closed|restricted)"
_BUSINESS = (
    r"(?:agenda|appendix|appendices|business|information|items?|matters?|meeting|minutes?|papers?|"
    r"part|proceedings|reports?|section|session)"
)
_BEGINS = r"^\W*(?:[a-z0-9]{1,3}[.)]\s+)?"
_PEOPLE = r"\b(?:press|public|media)\b"
_PART = r"part\s+(?:ii|2|b|two)"
_HEADING = re.compile(
    rf"{_BEGINS}{_PART}(?:\W*$|\s*[–—:;,(\[\"“'‘-]|"
    rf"\W+(?!of\b).*\b(?:{_CLOSED}|not for|press|public|media|items?|minutes?|business)\b)|"
    rf"{_BEGINS}{_CLOSED}(?:\W+(?:and|or)\W+{_CLOSED})?\W+{_BUSINESS}\b|"
    rf"{_BEGINS}{_CLOSED}\W*$|"
    rf"{_BEGINS}(?:the following\s+)?(?:business|items?|matters?|minutes?|papers?|reports?)\b"
    rf".{{0,90}}?(?:\b{_CLOSED}\W*(?:$|{_BUSINESS}\b|(?:under|by|within|because|and|or)\b)|"
    rf"\b{_PART}\b|\bin (?:private|camera|closed session)\b|\bnot for publication\b|"
    rf"{_PEOPLE}.{{0,60}}\b(?:exclu\w+|withdr\w+|left|leave|absent)\b|"
    rf"\b(?:not|without)\b.{{0,60}}{_PEOPLE})|"
    rf"{_BEGINS}(?:in camera|pink (?:papers?|pages?)|exclusion of\b.{{0,30}}{_PEOPLE})|"
    rf"^.{{0,90}}\babsence of (?:the )?{_PEOPLE}",
    re.IGNORECASE,
)
_PART_ONE = re.compile(
    r"^\W*part\s+(?:i|1|a|one)(?:\W*$|\s*[–—:;,(\[-]|\W+(?:open|public|items?|minutes?|"
    r"business)\b)|"
    r"^(?!.*\b(?:not|without)\b).{0,90}\bin (?:the presence of (?:the )?(?:press|public)|public)\b|"
    r"^\W*(?:open|public)\s+(?:items?|business|session|reports?|minutes?|section|part)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:press|public)\b.{0,60}(?<!not )\b(?:re-?admitted|re-?admission|invited back|"
    r"allowed back|returned to the (?:meeting|room|chamber)|rejoined)\b|"
    r"\bre-?admi(?:t|tting|tted|ssion)\b.{0,40}\b(?:press|public)\b|"
    r"\b(?:resumed|returned|back|reconvened)\s+(?:in|into|to)\s+(?:open|public)\s+session\b",
    re.IGNORECASE,
)
_EXCLUDES = re.compile(
    r"\b(?:press|media) (?:and|or) (?:the )?(?:members of the )?public\b[^.]{0,120}"
    r"\b(?:excluded|withdr\w+|asked to leave)\b|"
    r"\bpublic (?:and|or) (?:the )?(?:press|media)\b[^.]{0,120}"
    r"\b(?:excluded|withdr\w+|asked to leave)\b|"
    r"\b(?:the|of) (?:public|press)(?:,[^.]{0,120},)?\s+"
    r"(?:(?:should|shall|must|had|have|has|now|then|also|therefore|present)\s+){0,3}"
    r"(?:be|being|been|is|are|was|were)\s+(?:\w+\s+)?excluded\b|"
    r"\bexclu(?:de|ded|ding|sion of)\s+(?:(?:the|all|any)\s+|members of (?:the )?)*"
    r"(?:press\b|(?<=the )public\b(?!\s+(?!from|and|or|for|under|during|on|in|by|as|whil|pursuant)"
    r"\w))|\b(?:in|into)\s+(?:private|closed|confidential|exempt)\s+session\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:would|might|could|may) be excluded\b", re.IGNORECASE)
_PROCEDURE = re.compile(
    r"\bexclu(?:de|ding|sion)\b.{0,30}\b(?:press|public|media)\b|\bschedule 12\s?a\b|"
    r"^\W*(?:the )?(?:press and (?:the )?public|public and (?:the )?press)\W*$",
    re.IGNORECASE,
)
_NOT_FOR_PUBLICATION = re.compile(r"\bnot for publication\b", re.IGNORECASE)
_OF_ONE = re.compile(
    r"\bnot for publication\b|(?m:^)\W*exempt\b|\((?:exempt|restricted|confidential|private)\b|"
    r"\bexempt by virtue\b|\bcontains? exempt\b|\bby virtue of paragraphs? \d|"
    r"\bexempt (?:item|minute|business)\b|\((?:part )(?:ii|2|b|two)\)",
    re.IGNORECASE,
)
_GROUND = re.compile(
    r"\(\s*(?:schedule 12\s?a\W+)?para(?:graph)?s?\.?\s+\d[\d\s,and&]*(?:\bof\b[^)]*)?\)\W*$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^\W*(?:\(|\[|\*|by virtue\b|exempt\W+(?:under|by|from|paragraph)|this (?:report|item)\b)",
    re.IGNORECASE,
)
_LONGEST_MARK = 160


def opens_part_two(text: str) -> bool:
    """Whether it is a heading of business without the press and public."""
    return _HEADING.search(text) is not None


def opens_part_one(text: str) -> bool:
    """Whether it is a heading of business in public."""
    is_heading = len(text) <= _LONGEST_MARK and words.ends_open(text)
    return is_heading and _PART_ONE.search(text) is not None and not opens_part_two(text)


def lets_back(text: str) -> bool:
    """Whether it says that the press and public come back in."""
    return _AGAIN.search(text) is not None


def excludes(text: str) -> bool:
    """Whether it says that the press and public are excluded, not merely may be."""
    return _EXCLUDES.search(text) is not None and _SUPPOSED.search(text) is None


def is_procedure(title: str) -> bool:
    """Whether it is about deciding to exclude the public, which is decided in public (s100A(5))."""
    return _PROCEDURE.search(title) is not None and not withholds_one(title)


def withholds_one(text: str) -> bool:
    """Whether words beside an item, or at its beginning, close this one."""
    return _OF_ONE.search(text) is not None


def names_ground(title: str) -> bool:
    """Whether a title ends with a paragraph of Schedule 12A: "Site sale (Paragraph 3)"."""
    return _GROUND.search(title) is not None


def is_withheld(text: str) -> bool:
    """Whether a line is nothing but the mark, not a sentence with these words."""
    found = _NOT_FOR_PUBLICATION.search(text)
    is_mark = found and (not text[: found.start()].strip(" (*–-") or words.ends_open(text))
    return bool(is_mark) and len(text) <= _LONGEST_MARK


def is_note(text: str) -> bool:
    """Whether a mark is about the item above it, not those below: in brackets or with its
    ground."""
    return _NOTE.match(text) is not None
