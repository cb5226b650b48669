"""Stored text read into nodes, forgiving whatever markup it once came from."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import html as markup

from app.foundation.richtext.nodes import (
    Block,
    Blocks,
    Cell,
    Heading,
    Inner,
    List,
    ListItem,
    ListKind,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
)
from app.foundation.richtext.runs import (
    SPACE,
    one_line,
    paragraphs,
    safe_href,
    without_illegal_characters,
)

DEEPEST_LIST = 8
WIDEST_CELL = 60
_HEADINGS = {"h1": 3, "h2": 3, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_APART = {
    *("p", "div", "blockquote", "section", "article", "figure", "figcaption", "pre", "hr"),
    *("dl", "dt", "dd", "li", "tr", "td", "th", "caption"),
}
_STRONG, _EM = frozenset(("strong", "b")), frozenset(("em", "i", "cite"))
_PLAIN = Run("")


def parse(text: str) -> Blocks:
    """Read stored text (or cleaned foreign markup) into blocks in their one form."""
    if not text.strip():
        return ()
    root = markup.fragment_fromstring(without_illegal_characters(text), create_parent="div")
    reader = _HtmlReader(depth=0)
    reader.walk(root, _PLAIN)
    return tuple(joined(reader.finished()))


class _HtmlReader:
    """Walks one stretch of markup and gathers its blocks."""

    def __init__(self, *, depth: int) -> None:
        self.depth = depth
        self.blocks: list[Block] = []
        self.pending: list[Run] = []

    def finished(self) -> list[Block]:
        self.flush()
        return self.blocks

    def flush(self) -> None:
        self.blocks.extend(Paragraph(runs) for runs in paragraphs(self.pending))
        self.pending = []

    def walk(self, node: markup.HtmlElement, look: Run) -> None:
        self.say(node.text, look)
        for child in node:
            if isinstance(child.tag, str):
                self.take(child, look)
            self.say(child.tail, look)

    def say(self, text: str | None, look: Run) -> None:
        if text:
            self.pending.append(replace(look, text=SPACE.sub(" ", text)))

    def take(self, node: markup.HtmlElement, look: Run) -> None:
        tag = node.tag
        if tag == "br":
            self.pending.append(replace(look, text="\n"))
        elif tag in ("ul", "ol"):
            self.flush()
            self.blocks.extend(_list(node, depth=self.depth))
        elif tag == "table":
            self.flush()
            self.blocks.extend(_table(node, depth=self.depth))
        elif tag in _HEADINGS:
            self.flush()
            self.blocks.extend(_heading(node, level=_HEADINGS[tag]))
        elif tag in _APART:
            self.flush()
            self.walk(node, look)
            self.flush()
        else:
            self.walk(node, _look(node, look))


def _look(node: markup.HtmlElement, look: Run) -> Run:
    if node.tag in _STRONG:
        return replace(look, strong=True)
    if node.tag in _EM:
        return replace(look, em=True)
    if node.tag == "sup":
        return replace(look, script="sup")
    if node.tag == "sub":
        return replace(look, script="sub")
    if node.tag == "a":
        return replace(look, href=safe_href(node.get("href")))
    return look


def _runs(node: markup.HtmlElement) -> Iterator[Run]:
    """Everything a node says, whatever its blocks, with the looks it has."""
    reader = _HtmlReader(depth=DEEPEST_LIST)
    reader.walk(node, _PLAIN)
    for number, block in enumerate(inner(reader.finished())):
        if number:
            yield Run(" ")
        if isinstance(block, Paragraph):
            yield from block.runs


def _heading(node: markup.HtmlElement, *, level: int) -> list[Block]:
    runs = one_line(replace(run, strong=False) for run in _runs(node))
    return [Heading(level, runs)] if runs else []


def inner(blocks: list[Block]) -> tuple[Inner, ...]:
    """What may stand in a list or in a cell: paragraphs and lists; the rest becomes paragraphs."""
    kept: list[Block] = []
    for block in blocks:
        match block:
            case Heading(_, runs):
                kept.append(Paragraph(tuple(replace(run, strong=True) for run in runs)))
            case Table(head, body):
                kept.extend(Paragraph(runs) for row in head + body for runs in _row_words(row))
            case _:
                kept.append(block)
    return tuple(block for block in joined(kept) if isinstance(block, Paragraph | List))


def _row_words(row: Row) -> list[Runs]:
    runs = [
        run
        for cell in row
        for block in cell.blocks
        if isinstance(block, Paragraph)
        for run in (*block.runs, Run(" "))
    ]
    return paragraphs(runs)


def joined(blocks: list[Block]) -> list[Block]:
    """Lists that follow each other and count on are one list."""
    done: list[Block] = []
    for block in blocks:
        last = done[-1] if done else None
        if isinstance(block, List) and isinstance(last, List) and _counts_on(last, block):
            done[-1] = replace(last, items=last.items + block.items)
        else:
            done.append(block)
    return done


def _counts_on(first: List, second: List) -> bool:
    follows = first.kind == "ul" or second.start == first.start + len(first.items)
    return first.kind == second.kind and follows


def _list(node: markup.HtmlElement, *, depth: int) -> list[Block]:
    kind = _kind(node)
    if depth >= DEEPEST_LIST:
        reader = _HtmlReader(depth=depth)
        reader.walk(node, _PLAIN)
        return reader.finished()
    items = [item for child in node for item in _items(child, depth=depth + 1)]
    start = 1 if kind == "ul" else _count(node.get("start"), most=9999)
    return [List(kind, tuple(items), start)] if items else []


def _kind(node: markup.HtmlElement) -> ListKind:
    if node.tag == "ul":
        return "ul"
    match (node.get("type") or "1").lower():
        case "a":
            return "a"
        case "i":
            return "i"
        case _:
            return "1"


def _items(child: markup.HtmlElement, *, depth: int) -> list[ListItem]:
    if not isinstance(child.tag, str):
        return []
    reader = _HtmlReader(depth=depth)
    if child.tag == "li":
        reader.walk(child, _PLAIN)
    else:
        reader.take(child, _PLAIN)
    return lifted(inner(reader.finished()))


def lifted(blocks: tuple[Inner, ...]) -> list[ListItem]:
    """An entry of these blocks; one that begins with a list hands that list's entries up."""
    items: list[ListItem] = []
    while blocks and isinstance(blocks[0], List):
        items.extend(blocks[0].items)
        blocks = blocks[1:]
    return [*items, ListItem(blocks)] if blocks else items


def _count(given: str | None, *, most: int) -> int:
    text = (given or "1").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() else 1


def _table(node: markup.HtmlElement, *, depth: int) -> list[Block]:
    found = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
    rows = [(_is_head(row), _row(row, depth=depth)) for row in found]
    rows = [(head, row) for head, row in rows if row]
    if not any(cell.blocks for _, row in rows for cell in row):
        return []
    count = next((n for n, (head, _) in enumerate(rows) if not head), len(rows))
    head = tuple(_scoped(row, "col", all_headers=True) for _, row in rows[:count])
    body = tuple(_scoped(row, "row", all_headers=False) for _, row in rows[count:])
    return [Table(head, body)]


def _is_head(row: markup.HtmlElement) -> bool:
    cells = [cell.tag for cell in row if cell.tag in ("td", "th")]
    return next(row.iterancestors()).tag == "thead" or (bool(cells) and "td" not in cells)


def _row(row: markup.HtmlElement, *, depth: int) -> Row:
    return tuple(_cell(cell, depth=depth) for cell in row if cell.tag in ("td", "th"))


def _cell(node: markup.HtmlElement, *, depth: int) -> Cell:
    reader = _HtmlReader(depth=depth)
    reader.walk(node, _PLAIN)
    return Cell(
        inner(reader.finished()),
        header=node.tag == "th",
        scope=node.get("scope") or "",
        colspan=_count(node.get("colspan"), most=WIDEST_CELL),
        rowspan=_count(node.get("rowspan"), most=1000),
    )


def _scoped(row: Row, scope: str, *, all_headers: bool) -> Row:
    scopes = ("col", "row", "colgroup", "rowgroup")
    return tuple(
        replace(cell, header=True, scope=cell.scope if cell.scope in scopes else scope)
        if all_headers or cell.header
        else replace(cell, scope="")
        for cell in row
    )
