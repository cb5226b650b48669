"""Stored text as pages show it: read and written anew, so that nothing else ever gets through."""

from markupsafe import Markup

from app.foundation.richtext.numbering import numbered, typed_number
from app.foundation.richtext.reading import parse
from app.foundation.richtext.writing import write_block


def as_html(html: str) -> Markup:
    """Stored text for a page."""
    return Markup("".join(write_block(block, for_page=True) for block in parse(html)))  # noqa: S704


def as_html_numbered(html: str, *, section: int) -> Markup:
    """A report's section for a page: each number is real text in front of its paragraph."""
    return Markup(  # noqa: S704
        "".join(
            write_block(entry.block, before=_number(entry.number), for_page=True)
            for entry in numbered(html, section=section)
        )
    )


def as_html_printed(html: str) -> Markup:
    """A section of a past paper for a page: the numbers it was printed with stay what they are."""
    typed = (typed_number(block) for block in parse(html))
    return Markup(  # noqa: S704
        "".join(write_block(rest, before=_number(number), for_page=True) for number, rest in typed)
    )


def _number(number: str) -> str:
    return f'<span class="para-no">{number}</span> ' if number else ""
