"""Which minutes stand in Part II: after its heading, or once press and public were excluded."""

import re
from collections.abc import Iterable, Sequence

from app.archive.paper import ParsedItem
from app.archive.recognise import part_two
from app.foundation.reading.lines import Line

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
_LEAD = 300


def mark_parts(
    items: Sequence[ParsedItem], *, above: Iterable[Line], bodies: Iterable[Sequence[Line]]
) -> None:
    """Put every minute of Part II there: from its heading or an exclusion until Part I resumes.

    Where a mark stands amid a minute and words follow it, that minute is closed with them.
    """
    is_exempt = False
    for line in above:
        is_exempt = not _resumes(line.text) and (is_exempt or part_two.opens_part_two(line.text))
    for item, body in zip(items, bodies, strict=True):
        is_exempt = _mark(item, [line.text for line in body], is_exempt=is_exempt)


def _mark(item: ParsedItem, texts: Sequence[str], *, is_exempt: bool) -> bool:
    """Mark one minute, and say whether what follows it stands in Part II."""
    is_procedure = part_two.is_procedure(item.title)
    if _resumes(item.title):
        is_exempt = False
    elif not is_procedure and part_two.opens_part_two(item.title):
        is_exempt = True
    is_closed, after = _along(texts, is_exempt=is_exempt, is_procedure=is_procedure)
    if is_closed or (not is_procedure and _is_named(item, texts)):
        item.part = "exempt"
    return after or (is_procedure and not any(map(_NOTHING.search, texts)))


def _is_named(item: ParsedItem, texts: Sequence[str]) -> bool:
    """Whether title or first words close this minute by itself."""
    marks = (part_two.opens_part_two, part_two.is_withheld)
    said = "\n".join(text for text in texts if not any(mark(text) for mark in marks))
    return part_two.withholds_one(f"{item.title}\n{said[:_LEAD]}") or part_two.names_ground(
        item.title
    )


def _along(texts: Sequence[str], *, is_exempt: bool, is_procedure: bool) -> tuple[bool, bool]:
    """Whether a minute is closed, and what holds after its last line."""
    is_closed = after = is_exempt
    is_marked = is_excluded = has_text = False
    for text in texts:
        if part_two.excludes(text):
            after = is_excluded = has_text = True
            is_marked = is_marked or not is_procedure
        elif _resumes(text):
            after = is_marked = is_excluded = False
        elif part_two.opens_part_two(text):
            after = is_marked = True
        elif not is_procedure and part_two.is_withheld(text):
            after, is_closed = True, is_closed or not has_text
        else:
            runs_on = is_excluded and _OF_THE_EXCLUSION.search(text) is None
            is_closed, has_text = is_closed or is_marked or runs_on, True
    return is_closed, after


def _resumes(text: str) -> bool:
    return part_two.opens_part_one(text) or part_two.lets_back(text)
