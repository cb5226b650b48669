"""What a paper is made of: blocks that say what a thing is, never how Word draws it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.foundation.richtext.nodes import Runs

Words = str | Runs
Manner = Literal["plain", "body", "strong", "numbered", "printed"]
"""plain: from the margin; body: under a numbered heading; strong: the same in bold;
numbered: each paragraph counted 3.1, 3.2, 3.2.1 within the section whose heading stands above;
printed: the numbers typed in front of the paragraphs of a past paper stand in the margin."""


@dataclass(frozen=True)
class Title:
    """The paper's name, and lines beneath it such as when and where."""

    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeadingBlock:
    """A heading; words in sentence case, the style sets the capitals.

    `numbered` counts it in the paper's outline (1.0, 2.0); a label is printed in front as it is;
    `after` stands behind it without capitals, as in "RECOMMENDATION: That".
    """

    text: str
    level: int = 1
    numbered: bool = False
    label: str = ""
    after: str = ""
    new_page: bool = False
    centred: bool = False


@dataclass(frozen=True)
class ParagraphBlock:
    """One paragraph of words of our own."""

    text: Words
    manner: Literal["plain", "body", "strong", "centred", "note", "masthead"] = "plain"


@dataclass(frozen=True)
class RichText:
    """Stored text, in one of the manners a paper has for it."""

    html: str
    manner: Manner = "plain"


@dataclass(frozen=True)
class LabelledLines:
    """What stands at the head of a paper: a label, and its answer beside it.

    The answer to one label may be the paper's title, as a report's subject is.
    """

    rows: tuple[tuple[str, str | RichText], ...]
    title: str = ""
    """The label of the title."""


@dataclass(frozen=True)
class Decision:
    """What was decided or is asked: a bold label, then the words ("Resolved: That …")."""

    label: str
    html: str


@dataclass(frozen=True)
class ContentsRow:
    """One line of a list of contents; level 1 stands within the line above."""

    number: str
    title: str
    pages: str = ""
    html: str = ""
    level: int = 0


@dataclass(frozen=True)
class ContentsBlock:
    """What a paper lists to be dealt with, each with its number; a third column gives pages."""

    rows: tuple[ContentsRow, ...]
    header: tuple[str, ...]
    caption: str


@dataclass(frozen=True)
class ListOfContents:
    """Where a long paper lists its sections and appendices; a short one has no such list."""


@dataclass(frozen=True)
class EntryBlock:
    """One entry of a record, under the number by which it is cited ever after."""

    number: str
    heading: str
    blocks: tuple[RichText | Decision | ParagraphBlock, ...] = ()
    asides: tuple[str, ...] = ()
    """What stands beside the entry, where its record has a column for that."""


@dataclass(frozen=True)
class Entries:
    """A record's entries, in order; two names, of the words and of what follows from them, put
    the latter into a column beside them."""

    entries: tuple[EntryBlock, ...]
    columns: tuple[str, str] | None = None


@dataclass(frozen=True)
class TableBlock:
    """Rows under headings that repeat on every page; widths are shares of the line."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | RichText, ...], ...]
    widths: tuple[int, ...] = ()
    row_headings: bool = False
    ruled: bool = True
    show_caption: bool = True


@dataclass(frozen=True)
class SignatureLine:
    """Room to sign: each label with dots behind it, on one page with the words above."""

    labels: tuple[str, ...]
    above: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = (
    Title
    | HeadingBlock
    | ParagraphBlock
    | RichText
    | LabelledLines
    | Decision
    | ContentsBlock
    | ListOfContents
    | Entries
    | TableBlock
    | SignatureLine
    | PageBreak
)


@dataclass(frozen=True)
class WordPaper:
    """A whole paper, with what its file says of itself.

    A mark, such as "Not for publication", stands in the head of every page (Local Government Act
    1972, s. 100B(5)); a draft says there that it is one. The outline is how its numbered headings
    count: 1.0 or 1.
    """

    title: str
    blocks: tuple[Block, ...]
    author: str
    written_at: datetime
    subject: str = ""
    footer: str = ""
    mark: str = ""
    is_draft: bool = False
    outline: Literal["1.0", "1"] = "1.0"
    landscape: bool = False

    @property
    def full_title(self) -> str:
        """The title that the file gives of itself, which tells a closed copy from an open one."""
        return f"{self.title} (not for publication)" if self.mark else self.title
