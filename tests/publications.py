"""What was published, as its readers get it: the frozen part of a page, and the Word file."""

import copy
import difflib
import re

from lxml import etree

from tests.browsing import Browsing, Page
from tests.word import everything_in


def frozen(page: Page, *, attribute: str = "data-publication") -> str:
    """The part of a page that shows a publication, without what was recorded since."""
    found = page.tree.xpath(f"//*[@{attribute}]")
    assert len(found) == 1, f"{page.path}: {len(found)} publications"
    part = copy.deepcopy(found[0])
    for since in part.xpath(".//*[@data-since]"):
        since.getparent().remove(since)
    del part.attrib[attribute]
    part.tail = None
    whole = re.sub(r"\s+", " ", etree.tostring(part, encoding="unicode", method="html"))
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"(<[^>]+>)", r"\n\1\n", whole))


def changes(before: str, after: str) -> list[str]:
    """The lines that came and went."""
    found = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in found if not line.startswith(("---", "+++", "@@"))]


def word_of(reader: Browsing, path: str) -> tuple[str, str]:
    """A Word file's name, and everything that stands in it or that it says of itself."""
    answer = reader.fetch(path)
    return answer.headers["Content-Disposition"], everything_in(answer.data)
