"""The paragraph numbers of a report's section: 3.1, 3.2, 3.2.1, the same on pages and in Word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.foundation.richtext.nodes import Block, Blocks, Heading, Paragraph
from app.foundation.richtext.reading import parse

_TYPED = re.compile(r"(\d{1,2}(?:\.\d{1,3})+\.?)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class NumberedBlock:
    """A block with its place: 2 counts 3.1, 3 counts 3.1.1; without a place it has no number."""

    block: Block
    place: int | None = None
    number: str = ""


def numbered(html: str, *, section: int) -> list[NumberedBlock]:
    """Number one section as the council's reports do.

    Every paragraph is 3.1, 3.2 and so on. A heading takes the next such number, and what stands
    beneath it is 3.2.1, 3.2.2, unless that is a single paragraph: its heading's number will do, as
    under "6.1 Children and Young People". A lesser heading, lists and tables have no number.
    """
    counts = [section, 0, 0]
    placed = []
    for block, place in _places(parse(html)):
        placed.append(NumberedBlock(block, place, _next(counts, place)))
    return placed


def typed_number(block: Block) -> tuple[str, Block]:
    """The number typed in front of a paragraph or heading of a past paper, and the rest of it."""
    runs = block.runs if isinstance(block, Heading | Paragraph) else ()
    found = _TYPED.match(runs[0].text) if runs else None
    if found is None or not isinstance(block, Heading | Paragraph):
        return "", block
    first = replace(runs[0], text=runs[0].text[found.end() :])
    return found[1], replace(block, runs=(first, *runs[1:]))


def _places(blocks: Blocks) -> Iterator[tuple[Block, int | None]]:
    for stretch in _stretches(blocks):
        headed = _is_main_heading(stretch[0])
        alone = sum(isinstance(block, Paragraph) for block in stretch) == 1
        for block in stretch:
            yield block, _place(block, headed=headed, alone=alone)


def _stretches(blocks: Blocks) -> list[list[Block]]:
    """Each main heading with all that stands beneath it; first what stands under none."""
    stretches: list[list[Block]] = []
    for block in blocks:
        if _is_main_heading(block) or not stretches:
            stretches.append([])
        stretches[-1].append(block)
    return stretches


def _is_main_heading(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 3


def _place(block: Block, *, headed: bool, alone: bool) -> int | None:
    if _is_main_heading(block):
        return 2
    if not isinstance(block, Paragraph):
        return None
    if not headed:
        return 2
    return None if alone else 3


def _next(counts: list[int], place: int | None) -> str:
    if place is None:
        return ""
    counts[place - 1] += 1
    if place == 2:
        counts[2] = 0
    return ".".join(str(count) for count in counts[:place])
