"""What everyone does with stored text: clean it, ask whether it is blank, link words in it.

The dialect: `p`, `h3`, `h4`, `ul`, `ol[type=a|i, start]`, `li`, `table`, `thead`, `tbody`, `tr`,
`th[scope]`, `td` (both with `colspan`, `rowspan`), `strong`, `em`, `sup`, `sub`, `br` and
`a[href]` to the web, mail, telephone or a page of this house. Each text has one form: marks are
nested link, strong, em, sup or sub; no white space inside the edge of a mark; the first paragraph
of a list entry or of a cell stands bare; two line breaks begin a new paragraph; a web address is a
link; a list counts 1), a) or i).
"""

import re
from functools import partial

import nh3

from app.foundation.richtext.nodes import Heading, Run, map_runs
from app.foundation.richtext.reading import parse
from app.foundation.richtext.runs import (
    LinkOf,
    link_addresses,
    link_pattern,
    one_line,
    without_illegal_characters,
)
from app.foundation.richtext.writing import write

_READ = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "li"),
    *("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"),
    *("strong", "b", "em", "i", "cite", "a", "br", "sup", "sub", "span"),
    *("div", "blockquote", "section", "article", "figure", "figcaption", "pre", "dl", "dt", "dd"),
}
_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_SINGLE = ("br", "hr")
_DEEPEST = 120
_CELL = {"scope", "colspan", "rowspan"}
_sanitised = partial(
    nh3.clean,
    tags=_READ,
    attributes={"a": {"href"}, "ol": {"type", "start"}, "th": _CELL, "td": _CELL},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def clean(html: str) -> str:
    """Whatever was pasted or sent, as stored text; cleaning twice changes nothing."""
    sane = _sanitised(without_illegal_characters(html))
    if _depth(sane) > _DEEPEST:
        sane = nh3.clean(sane, tags=set())
    return write(map_runs(parse(sane), link_addresses))


def _depth(sane: str) -> int:
    """How deep the markup goes; beyond what any paper needs, only its words are kept."""
    depth = deepest = 0
    for tag in _TAG.finditer(sane):
        depth += -1 if tag[1] else tag[2] not in _SINGLE
        deepest = max(deepest, depth)
    return deepest


def is_blank(html: str) -> bool:
    """Whether there is nothing to read."""
    return not parse(html)


def under_heading(heading: str, *, html: str) -> str:
    """A text beneath a heading of its own, such as one of the council's priorities."""
    return write((Heading(3, one_line((Run(without_illegal_characters(heading)),))),)) + html


def link_text(html: str, *, pattern: re.Pattern[str], href_of: LinkOf) -> str:
    """Turn every match outside a link into a link, where `href_of` knows an address for it."""
    if not pattern.search(html):
        return html
    return write(map_runs(parse(html), lambda runs: link_pattern(runs, pattern, href_of)))
