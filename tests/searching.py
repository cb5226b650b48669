"""Papers about lamps, and what a search page shows of them."""

from tests.factories.documents import a_document


def papers(cast, count=1, **given):
    """So many open documents about lamps."""
    for number in range(count):
        about = {"title": f"Lamps {number + 1}", "text": "The lamps on Quay Street were out."}
        a_document(cast.board, **(about | given))


def hits(page):
    """The titles found, in their order."""
    return ["".join(one.itertext()).strip() for one in page.tree.xpath("//li[@class='hit']/h3/a")]
