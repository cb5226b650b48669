"""Reads a web page into lines: headings, paragraphs, lists with their numbers, and table rows."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from app.foundation.errors import Refused
from app.foundation.reading.container import DAMAGED, TOO_BIG
from app.foundation.reading.limits import LIMITS, Limits
from app.foundation.reading.lines import Line, row_line
from app.foundation.reading.markup import Element
from app.foundation.reading.numbering import written
from app.foundation.reading.printed import NEW_LINE, PLAIN, Ink, PrintedText
from app.foundation.reading.text import decoded

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre
    section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905  # a list of words is read more easily
)
_UNSEEN = frozenset(
    """head script style template noscript svg math object select textarea button iframe""".split()  # noqa: SIM905  # a list of words is read more easily
)
_FURNITURE = frozenset({"nav", "footer"})
_BOLD = frozenset({"b", "strong", "th"})
_SHOWN = {"br": NEW_LINE}
_HEADING = re.compile("h([1-6])")
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STYLE_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_STYLE_UNDERLINED = re.compile(r"text-decoration[\w-]*\s*:[^;]*underline", re.IGNORECASE)
_STYLE_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_STYLE_SIZE = re.compile(r"font-size\s*:\s*(\d{1,2}(?:\.\d+)?)\s*pt", re.IGNORECASE)
_NEW_PAGE = re.compile(r"(page-)?break-before\s*:\s*(always|page)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read_web_page(data: bytes, *, limits: Limits = LIMITS) -> list[Line]:
    """Every line that the page shows; its menus and its foot come first, as number 0."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(decoded(data).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Refused(DAMAGED) from error
    if root is None:
        raise Refused(DAMAGED)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise Refused(TOO_BIG)
    _seen(root)
    reader = _PageReader(root, limits=limits)
    reader.read(root)
    numbered = (replace(line, number=at) for at, line in enumerate(reader.lines, 1))
    return [*reader.furniture, *numbered]


@dataclass(frozen=True)
class _Setting:
    """How what stands in an element is printed."""

    ink: Ink = PLAIN
    level: int | None = None
    centred: bool = False
    is_running: bool = False
    keeps_lines: bool = False


@dataclass
class _Counter:
    """How a list counts; an unnumbered one has no form."""

    form: str | None
    count: int


class _PageReader:
    """Walks a page once, start and end of every element, without going deeper itself."""

    def __init__(self, root: Element, *, limits: Limits) -> None:
        self._limits = limits
        self._layouts = _tables_around_tables(root)
        self._settings = [_Setting()]
        self._lists: list[_Counter] = []
        self._tables: list[bool] = []
        self._rows: list[list[list[Line]]] = []
        self._text = PrintedText()
        self._label = ""
        self._new_page = False
        self.lines: list[Line] = []
        self.furniture: list[Line] = []

    def read(self, root: Element) -> None:
        """Read the whole page."""
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._open(element)
            else:
                self._close(element)
        self._flush()

    def _open(self, element: Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
        self._settings.append(_within(self._settings[-1], element))
        self._new_page |= bool(_NEW_PAGE.search(element.get("style", "")))
        if tag in ("ol", "ul"):
            self._lists.append(_counter(element))
        elif tag == "li":
            self._label = self._number(element)
        elif tag == "table":
            self._tables.append(element not in self._layouts)
        elif self._in_rows and tag == "tr":
            self._rows.append([])
        elif self._rows and tag in ("td", "th"):
            self._rows[-1].append([])
        self._add(_SHOWN.get(tag) or (_box(element) if tag == "input" else ""))
        self._add(self._plain(element.text))

    def _close(self, element: Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
        self._settings.pop()
        if tag in ("ol", "ul"):
            self._lists.pop()
        elif tag == "table":
            self._tables.pop()
        elif tag == "tr" and self._in_rows and self._rows:
            self._end_row(self._rows.pop())
        self._add(self._plain(element.tail))

    @property
    def _in_rows(self) -> bool:
        """Whether the innermost table is one of rows, and not there to place things."""
        return bool(self._tables) and self._tables[-1]

    def _add(self, text: str) -> None:
        if text:
            self._text.pieces.append((text, self._settings[-1].ink))

    def _plain(self, text: str | None) -> str:
        """Text as it is shown: a line of the source ends nothing, but where it is kept."""
        if text and self._settings[-1].keeps_lines:
            return text.replace("\r\n", NEW_LINE)
        return _BLANKS.sub(" ", text or "")

    def _flush(self) -> None:
        """The lines gathered so far are printed as the element they stand in says."""
        printed, self._text = self._text, PrintedText()
        for part in printed.parted(NEW_LINE):
            if part.text:
                self._print(self._line(part))

    def _line(self, part: PrintedText) -> Line:
        setting = self._settings[-1]
        label, self._label = self._label, ""
        page_break, self._new_page = self._new_page, False
        return Line(
            number=0,
            text=f"{label} {part.text}" if label else part.text,
            level=setting.level,
            bold=part.bold,
            indent=max(len(self._lists) - 1, 0),
            page_break=page_break,
            size=part.size,
            underlined=part.underlined,
            centred=setting.centred,
        )

    def _print(self, line: Line) -> None:
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(line)
        elif self._settings[-1].is_running:
            self.furniture.append(line)
        elif len(self.lines) < self._limits.paragraphs:
            self.lines.append(line)
        else:
            raise Refused(f"This file has more than {self._limits.paragraphs:,} lines.")

    def _end_row(self, cells: list[list[Line]]) -> None:
        """A row with one cell is a box around running text; any other row is one line."""
        lines = [line for cell in cells for line in cell]
        for line in [row_line(cells)] if len(cells) > 1 and lines else lines:
            self._print(line)

    def _number(self, entry: Element) -> str:
        counter = self._lists[-1] if self._lists else _Counter(None, 0)
        said = entry.get("value", "")
        counter.count = int(said) if said.isdecimal() and len(said) < 6 else counter.count + 1
        return "•" if counter.form is None else f"{written(counter.count, counter.form)}."


def _seen(root: Element) -> None:
    """Take out what a browser would not show."""
    for element in root.iter():
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
            element.tag = "template"
    etree.strip_elements(root, *_UNSEEN, with_tail=False)


def _tables_around_tables(root: Element) -> set[Element]:
    """Tables that hold tables: they are there to place things on the page."""
    around = (next(table.iterancestors("table"), None) for table in root.iter("table"))
    return {table for table in around if table is not None}


def _within(setting: _Setting, element: Element) -> _Setting:
    """How an element prints what stands in it."""
    tag, style = str(element.tag), element.get("style", "")
    heading, size = _HEADING.fullmatch(tag), _STYLE_SIZE.search(style)
    ink = setting.ink
    return _Setting(
        ink=Ink(
            bold=ink.bold or tag in _BOLD or bool(heading or _STYLE_BOLD.search(style)),
            underlined=ink.underlined or tag == "u" or bool(_STYLE_UNDERLINED.search(style)),
            size=float(size[1]) if size else ink.size,
        ),
        level=int(heading[1]) if heading else setting.level,
        centred=setting.centred
        or tag == "center"
        or element.get("align", "").lower() == "center"
        or bool(_STYLE_CENTRED.search(style)),
        is_running=setting.is_running or tag in _FURNITURE,
        keeps_lines=setting.keeps_lines or tag == "pre",
    )


def _counter(element: Element) -> _Counter:
    if element.tag == "ul":
        return _Counter(None, 0)
    start = element.get("start", "1")
    form = _FORMS.get(element.get("type", ""), "decimal")
    return _Counter(form, int(start) - 1 if start.isdecimal() and len(start) < 6 else 0)


def _box(element: Element) -> str:
    if element.get("type", "").lower() not in ("checkbox", "radio"):
        return ""
    return "☐ " if element.get("checked") is None else "☒ "
