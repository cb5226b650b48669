"""Stored text as pages show it: read and written anew, so that nothing else ever gets through."""

from markupsafe import Markup

from app.foundation.richtext.numbering import numbered
from app.foundation.richtext.reading import parse
from app.foundation.richtext.writing import write, write_block


def as_html(html: str) -> Markup:
    """Stored text for a page."""
    return Markup(write(parse(html)))  # noqa: S704


def as_html_numbered(html: str, *, section: int) -> Markup:
    """A report's section for a page: each number is real text in front of its paragraph."""
    return Markup(  # noqa: S704
        "".join(
            write_block(entry.block, before=_number(entry.number))
            for entry in numbered(html, section=section)
        )
    )


def _number(number: str) -> str:
    return f'<span class="para-no">{number}</span> ' if number else ""
