"""Plain-text files, with or without Markdown and HTML marks, read into lines."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.foundation.reading.lines import Line

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]")
_CHECKBOX = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_TAG_AS_SPACE = re.compile(
    r"</?(?:p|br|div|li|ul|ol|tr|td|th|table|thead|tbody|hr|h[1-6]|blockquote)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:b|i|u|s|em|strong|sup|sub|span|font|small|mark|del|ins|tt|code|center|a|img)\b[^>]*>",
    re.IGNORECASE,
)
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_LINK = re.compile(r"(!?)\[([^\]\[]*)\]\(([^()\s]*)\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"^[\s|:_=*–—-]*(?:[-_=*–—]\s*){2}[\s|:_=*–—-]*$")
_BULLET = re.compile(r"^[-*•·▪◦‣●○–]\s+")
_PRINTED_NUMBER = re.compile(
    r"^(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlIVXL]{1,5}|[a-zA-Z])[.)]\s|\d+\.\d)"
)
_UNDERLINE = re.compile(r"^\s{0,3}(={3,}|-{3,})\s*$")
_LONGEST_TITLE = 100
_UNDERSCORED = re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]*[^\s_])_(?![\w_])")
_GAP = re.compile(r"\t| {3,}")


def read_text(data: bytes) -> list[Line]:
    """The lines of a text file as printed, so that the recogniser sees what a Word file gives."""
    return list(_lines(decoded(data)))


def decoded(data: bytes) -> str:
    """The text in the first encoding that fits: Unicode, or what Windows used before."""
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _lines(text: str) -> Iterator[Line]:
    """The printed lines; a rule right under a line makes that line a heading, as in Markdown."""
    held: Line | None = None
    for line in _printed(text):
        if isinstance(line, _Underline):
            if held is not None and line.number == held.number + 1 and _may_be_title(held):
                held = replace(held, level=held.level or line.level)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _may_be_title(line: Line) -> bool:
    return not line.cells and len(line.text) <= _LONGEST_TITLE and not line.text.startswith("- ")


def _printed(text: str) -> "Iterator[Line | _Underline]":
    marks, broken = _Stars(), False
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        broken = broken or "\f" in raw
        if found := _UNDERLINE.match(raw):
            yield _Underline(number, 1 if found[1][0] == "=" else 2)
        line = _line(number, _CONTROL.sub("", raw.replace("\f", " ")), marks=marks, broken=broken)
        if line is not None:
            broken = False
            yield line


def _line(number: int, raw: str, *, marks: "_Stars", broken: bool) -> Line | None:
    if not raw.strip():
        marks.close()
        return None
    if _RULE.match(raw):
        return None
    level, body = _heading(raw)
    bulleted, body = _unbulleted(body)
    plain, bold = marks.read(_unmarked(body))
    cells = _cells(plain)
    text = " ".join(cell for cell in cells if cell)
    if not text:
        return None
    if bulleted and not _PRINTED_NUMBER.match(text):
        text = f"- {text}"
    indent = len(raw) - len(raw.lstrip(" ")) + (2 if bulleted else 0)
    tabled = tuple(cells) if len(cells) > 1 else ()
    return Line(number, text, level, bold, indent, tabled, broken)


def _heading(raw: str) -> tuple[int | None, str]:
    found = _HEADING.match(raw)
    return (len(found[1]), found[2]) if found else (None, raw)


def _unbulleted(body: str) -> tuple[bool, str]:
    stripped = body.lstrip(" ").removeprefix("> ")
    found = _BULLET.match(stripped)
    if found is None or "\t" in found[0]:
        return False, body
    return True, stripped[found.end() :]


def _unmarked(body: str) -> str:
    body = _CHECKBOX.sub(lambda box: "[x]" if "checked" in box[0].lower() else "[ ]", body)
    body = _AUTOLINK.sub(r"\1", body)
    body = _TAG.sub("", _TAG_AS_SPACE.sub(" ", body))
    body = _UNDERSCORED.sub(r"\1", _LINK.sub(_linked, body))
    return html.unescape(body).replace("\xa0", " ")


def _linked(found: re.Match[str]) -> str:
    is_picture, label, address = found.groups()
    return label if is_picture or not address or address == label else f"{label} ({address})"


def _cells(plain: str) -> list[str]:
    stripped = plain.strip()
    if len(stripped) > 2 and stripped[0] == stripped[-1] == "|":
        return [" ".join(cell.split()) for cell in stripped[1:-1].split("|")]
    body = plain.rstrip(" ") if "\t" in plain else stripped
    cells = [" ".join(cell.split()) for cell in _GAP.split(body)]
    return cells if sum(map(bool, cells)) or len(cells) == 1 else [""]


@dataclass(frozen=True)
class _Underline:
    """A rule of its own line, which makes what stands right above it a heading."""

    number: int
    level: int


@dataclass
class _Stars:
    """Bold and italic stars, which may open on one line and close on the next."""

    is_open: bool = False

    def close(self) -> None:
        self.is_open = False

    def read(self, body: str) -> tuple[str, bool]:
        """The line without its stars, and whether all but its number was bold."""
        kept, loud, quiet = [], "", ""
        parts = body.split("**")
        for place, part in enumerate(parts):
            kept.append(part)
            if self.is_open:
                loud += part
            else:
                quiet += part
            if place < len(parts) - 1:
                self.is_open = not self.is_open and parts[place + 1][:1].strip() != ""
        plain = _ESCAPE.sub(r"\1", re.sub(r"(?<!\\)\*(?=\S)|(?<=\S)(?<!\\)\*", "", "".join(kept)))
        return plain, bool(loud.strip()) and not re.search(r"[^\W\d_]", quiet)
