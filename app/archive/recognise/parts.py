"""Which minutes stand in Part II: after its heading, or once press and public were excluded."""

import re
from collections.abc import Iterable, Sequence

from app.archive.paper import Item
from app.archive.recognise import words
from app.foundation.reading.lines import Line

_CLOSED = r"(?:exempt|private|confidential|closed|restricted)"
_PART_TWO = re.compile(
    r"^\W*part\s+(?:ii|2|b|two)(?:\W*$|\W+(?:.*\b(?:exempt|private|closed|confidential|not for|"
    r"press|public|items?|minutes?|business)\b))|"
    rf"^\W*{_CLOSED}(?:\s+(?:and|or)\s+{_CLOSED})?\s+"
    r"(?:items?|business|minutes?|session|matters?|part|section)\b|"
    rf"^\W*{_CLOSED}\W*$|^\W*in camera\W*$|"
    r"^\W*(?:the following )?(?:items?|business|minutes?|matters?)\b.{0,60}"
    rf"(?:\b{_CLOSED}\b|\bpart (?:ii|2|b|two)\b|(?:press|public)\b.{{0,20}}\bexcluded)|"
    r"^.{0,60}\bin the absence of (?:the )?(?:press|public)\b",
    re.IGNORECASE,
)
_PART_ONE = re.compile(
    r"^\W*part\s+(?:i|1|a|one)(?:\W*$|\W+(?:open|public|items?|minutes?|business)\b)|"
    r"^.{0,60}\bin the presence of (?:the )?(?:press|public)\b",
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
"""The minute that excludes the public is itself public (s100A(5))."""
_OF_THE_EXCLUSION = re.compile(
    r"\b(?:press|public|exempt|schedule 12|paragraphs?|exclu\w+|disclos\w+|carried|seconded)\b|"
    r"^\W*(?:n\.?\s?b\b|note\b|(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])|(?-i:^[^a-z]+ PORTFOLIO$)",
    re.IGNORECASE,
)
"""What a minute about the exclusion goes on to say; anything else is already closed business."""
_NOTHING = re.compile(
    r"\bthere (?:was|were) (?:none|nothing)\b|^\W*(?:none|nil|n/a)\b|"
    r"\bno (?:\w+ )?(?:exempt|confidential|private|such|items?|business)\b|"
    r"\bnot (?:required|necessary|applicable|needed)\b",
    re.IGNORECASE,
)
_NOT_FOR_PUBLICATION = re.compile(r"\bnot for publication\b", re.IGNORECASE)
_WITHHELD = re.compile(
    r"\bnot for publication\b|(?m:^)\W*exempt\b|\((?:exempt|restricted|confidential)\b|"
    r"\bexempt by virtue\b|\bcontains? exempt\b|\bby virtue of paragraphs? \d|"
    r"\bexempt (?:item|minute|business)\b|\((?:part )(?:ii|2|b|two)\)",
    re.IGNORECASE,
)
_LONGEST_MARK = 160
_LEAD = 300


def mark_parts(
    items: Sequence[Item], *, above: Iterable[Line], bodies: Iterable[Sequence[Line]]
) -> None:
    """Put every minute of Part II there: from its heading or an exclusion until Part I resumes.

    Where a mark stands amid a minute and words follow it, that minute is closed with them.
    """
    is_exempt = False
    for line in above:
        is_exempt = not _resumes(line.text) and (is_exempt or _is_part_two(line.text))
    for item, body in zip(items, bodies, strict=True):
        is_exempt = _mark(item, [line.text for line in body], is_exempt=is_exempt)


def _mark(item: Item, texts: Sequence[str], *, is_exempt: bool) -> bool:
    """Mark one minute, and say whether what follows it stands in Part II."""
    is_procedure = _PROCEDURE.search(item.title) is not None
    if _resumes(item.title):
        is_exempt = False
    elif not is_procedure and _is_part_two(item.title):
        is_exempt = True
    is_closed, after = _along(texts, is_exempt=is_exempt, is_procedure=is_procedure)
    said = "\n".join(text for text in texts if not (_is_part_two(text) or _is_withheld(text)))
    if is_closed or (not is_procedure and _WITHHELD.search(f"{item.title}\n{said[:_LEAD]}")):
        item.part = "exempt"
    return after or (is_procedure and not any(map(_NOTHING.search, texts)))


def _along(texts: Sequence[str], *, is_exempt: bool, is_procedure: bool) -> tuple[bool, bool]:
    """Whether a minute is closed, and what holds after its last line."""
    is_closed = after = is_exempt
    is_marked = is_excluded = has_text = False
    for text in texts:
        if _excludes(text):
            after = is_excluded = has_text = True
            is_marked = is_marked or not is_procedure
        elif _resumes(text):
            after = is_marked = is_excluded = False
        elif _is_part_two(text):
            after = is_marked = True
        elif not is_procedure and _is_withheld(text):
            after, is_closed = True, is_closed or not has_text
        else:
            runs_on = is_excluded and _OF_THE_EXCLUSION.search(text) is None
            is_closed, has_text = is_closed or is_marked or runs_on, True
    return is_closed, after


def _is_part_two(text: str) -> bool:
    return len(text) <= _LONGEST_MARK and _PART_TWO.search(text) is not None


def _resumes(text: str) -> bool:
    is_heading = len(text) <= _LONGEST_MARK and words.ends_open(text)
    return bool((is_heading and _PART_ONE.search(text)) or _AGAIN.search(text))


def _excludes(text: str) -> bool:
    return _EXCLUDES.search(text) is not None and _SUPPOSED.search(text) is None


def _is_withheld(text: str) -> bool:
    """A line that is a mark, not a sentence in which the words fall."""
    found = _NOT_FOR_PUBLICATION.search(text)
    is_mark = found and (not text[: found.start()].strip(" (*–-") or words.ends_open(text))
    return bool(is_mark) and len(text) <= _LONGEST_MARK
