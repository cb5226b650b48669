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
_END = r"\W*$"
_FEW = r"(?:\w+['’]?s?\W+){0,3}?"
_SHEETS = r"(?:papers?|pages?|sheets?)"
_BODY = r"(?:board|committee|council|governors?|trustees?|directors?|members?|councillors?)"
_WELSH = r"(?:cyfrinachol|eithriedig|esempt|preifat|ca(?:e|ë)edig|gyfrinachol)"
HABITS = {
    "lettered section": rf"(?:section|part|group|list)\s+(?:[b-d]|[2-4]|ii|iii|two|three)\W+{_FEW}"
    rf"(?:{_CLOSED}(?:{_END}|\W+{_BUSINESS}\b)|not for publication|in private|reserved{_END})",
    "agenda of Part II": rf"(?:agenda|minutes|reports?|business)\W+{_PART}{_END}|"
    rf"{_PART}\W+(?:agenda|minutes|reports?|papers?){_END}",
    "in committee": rf"in[\s-]+committee(?:\W+{_BUSINESS})?{_END}",
    "coloured papers": rf"(?:green|gold|blue|white)\s+{_SHEETS}\W+{_CLOSED}{_END}|"
    rf"(?:buff|yellow|lilac|salmon)\s+{_SHEETS}{_END}",
    "reserved business": r"reserved\s+(?:areas?\s+of\s+)?(?:business|items?|minutes?|session)"
    rf"{_END}",
    "a body in private": rf"(?:(?:the\s+)?{_BODY}\s+)?(?:meeting\s+)?in\s+private{_END}|"
    rf"{_FEW}{_CLOSED}\s+(?:\w+\s+)?(?:meeting|session){_END}|"
    rf"(?:closed|private)\s+(?:board|council|committee){_END}|executive\s+session{_END}",
    "members only": rf"(?:items?\s+for\s+)?{_BODY}\s+only{_END}",
    "staff business": rf"confidential\s+(?:staff(?:ing)?|personnel|{_BODY})['’]?s?\s+"
    rf"{_BUSINESS}{_END}",
    "two words": rf"{_CLOSED}\s*(?:and|&|/|or)\s*{_CLOSED}{_END}",
    "what is not public": r"non[\s-]?public\s+(?:items?|business|session|agenda|part|meeting)\b|"
    r"(?:items?\s+)?not\s+(?:open|available)\s+to\s+the\s+(?:press|public)\b",
    "in confidence": rf"(?:staff|commercial(?:ly)?)?[\s-]*in[\s-]+confidence{_END}|"
    rf"official\W+sensitive\b",
    "for private discussion": rf"(?:business|items?|matters?)\s+for\s+{_CLOSED}\s+\w+{_END}",
    "public excluded": rf"(?:the\s+)?(?:press\s+(?:and|&)\s+)?public\s+(?:to\s+be\s+)?"
    rf"(?:excluded|exclusion){_END}",
    "after the exclusion": r"(?:business|items?|matters?)\b.{0,60}"
    rf"\b(?:following|after|during|subject to)\s+(?:the\s+)?exclusion\b.{{0,30}}{_PEOPLE}",
    "Welsh": rf"rhan\s+(?:2|ii|b|dau)\b|(?:eitemau?|busnes|gwybodaeth|adroddiad(?:au)?|cyfarfod|"
    rf"sesiwn|materion|cofnodion)\s+{_WELSH}\b",
}
"""Other headings of closed business, by the habit they stand for; each stands on its own line."""
_HABITS = re.compile(
    _BEGINS + "(?:" + "|".join(f"(?:{one})" for one in HABITS.values()) + ")", re.IGNORECASE
)
_PART_ONE = re.compile(
    r"^\W*(?:part|rhan)\s+(?:i|1|a|one|un)(?:\W*$|\s*[–—:;,(\[-]|\W+(?:open|public|items?|minutes?|"
    r"business)\b)|"
    r"^(?!.*\b(?:not|without)\b).{0,90}\bin (?:the presence of (?:the )?(?:press|public)|public)\b|"
    r"^\W*(?:(?:section|part|group)\s+(?:a|1|one)\W+)?"
    r"(?:open|public)\s+(?:items?|business|session|reports?|minutes?|section|part)\b|"
    r"^\W*(?:section|group)\s+(?:a|1|one)\W+(?:open|public)\W*$",
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
    r"\w))|\b(?:in|into)\s+(?:private|closed|confidential|exempt)\s+session\b|"
    r"\b(?:press|public|observers|visitors)\b[^.]{0,40}\b(?:was|were|be)\s+"
    r"(?:\w+\s+)?(?:asked|requested)\s+to\s+(?:leave|withdraw)\b|"
    r"\b(?:went|moved?|go(?:es)?|going|met|sat|continued?)\s+in(?:to)?\s+camera\b|"
    r"\b(?:went|moved?|go(?:es)?|going)\s+into\s+private(?=[.,;]|$|\s+(?:at|to|for|as|and)\b)|"
    r"\b(?:went|moved?|go(?:es)?|going)\s+into\s+committee\b(?!\s+room)|"
    r"\b(?:gwahardd|eithrio|cau\s+allan)\b.{0,30}\b(?:cyhoedd|wasg)\b",
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
    is_short = len(text) <= _LONGEST_MARK
    return _HEADING.search(text) is not None or (is_short and _HABITS.match(text) is not None)


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
