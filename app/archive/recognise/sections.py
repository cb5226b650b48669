"""The sections of a paper: each heading of the first level with all that stands under it."""

from collections.abc import Sequence

from app.archive.paper import ParsedHeading, ParsedSection
from app.archive.recognise import words
from app.archive.recognise.headings import Head
from app.foundation.reading.lines import Line


def sections_of(lines: Sequence[Line], heads: Sequence[Head]) -> list[ParsedSection]:
    """Each top-level section with all it holds; lines before the first are left to the caller."""
    found = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start if place + 1 < len(heads) else len(lines)
        body = words.paragraphs(lines[head.end : end])
        text = "\n".join(part for part in (head.rest, body) if part)
        found.append(ParsedSection(head.number, head.title, text))
    return found


def as_printed(heads: Sequence[Head]) -> list[ParsedHeading]:
    """The headings as a paper holds them."""
    return [ParsedHeading(head.number, head.title, head.level) for head in heads]
