"""Stored text as pages show it: read and written anew, so that nothing else ever gets through."""

from html import escape

from markupsafe import Markup

from app.foundation.richtext.nodes import Block, Table
from app.foundation.richtext.numbering import numbered, typed_number
from app.foundation.richtext.plain import plain_lines
from app.foundation.richtext.reading import parse
from app.foundation.richtext.writing import write_block


def as_html(html: str) -> Markup:
    """Stored text for a page."""
    return Markup("".join(_shown(block) for block in parse(html)))  # noqa: S704


def as_html_numbered(html: str, *, section: int) -> Markup:
    """A report's section for a page: each number is real text in front of its paragraph."""
    return Markup(  # noqa: S704
        "".join(
            _shown(entry.block, before=_number(entry.number))
            for entry in numbered(html, section=section)
        )
    )


def as_html_printed(html: str) -> Markup:
    """A section of a past paper for a page: the numbers it was printed with stay what they are."""
    typed = (typed_number(block) for block in parse(html))
    return Markup("".join(_shown(rest, before=_number(number)) for number, rest in typed))  # noqa: S704


def _shown(block: Block, *, before: str = "") -> str:
    """One block; a table stands in a box that scrolls, so that it never pushes a page sideways.

    The box has a name and takes the focus: whoever uses the keyboard scrolls it with the arrows.
    """
    written = write_block(block, before=before, for_page=True)
    if not isinstance(block, Table):
        return written
    name = escape(f"Table: {_columns(block)}")
    return f'<div class="scroll-x" role="group" aria-label="{name}" tabindex="0">{written}</div>'


def _columns(table: Table) -> str:
    """The words of the first row, which name the columns."""
    first = (*table.head, *table.body)[0]
    said = (" ".join(line for one in cell.blocks for line in plain_lines(one)) for cell in first)
    return ", ".join(filter(None, said))


def _number(number: str) -> str:
    return f'<span class="para-no">{number}</span> ' if number else ""
