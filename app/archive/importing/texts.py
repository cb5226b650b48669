"""From printed lines to stored text, and from printed sections to the template's."""

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import Any

from app.archive.paper import ParsedItem, ParsedPaper, ParsedSection

_KEYS = (
    ("background", r"\bbackground papers\b|100D"),
    ("recommendation", r"^recommend"),
    ("purpose", r"^(?:the )?(?:purpose|reason for)\b"),
    ("priorities", r"\bpriorit(?:y|ies)\b"),
    ("policy", r"\bpolic(?:y|ies)\b"),
    ("other", r"^other\b"),
    ("financial", r"\bfinanc(?:e|es|ial)\b|\bresources?\b"),
    ("equality", r"\bequalit(?:y|ies)\b|\bdiversity\b"),
    ("climate", r"\bclimate\b|\bcarbon\b"),
    ("risk", r"\brisks?\b"),
    ("supporting", r"\bsupporting\b|^background\b|\binformation\b"),
)
_SLUG = re.compile(r"[^a-z0-9]+")


def html_of(text: str, *, headings: Iterable[str] = ()) -> str:
    """Lines as paragraphs, "- " as a list, and the lines that are headings as headings."""
    known = {plain(heading) for heading in headings}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    pieces = []
    for is_listed, group in groupby(lines, key=lambda line: line.startswith("- ")):
        listed = list(group)
        pieces += [_list(listed)] if is_listed else [_line(line, known) for line in listed]
    return "".join(pieces)


def section_html(section: ParsedSection, *, paper: ParsedPaper) -> str:
    """The text of one section, its sub-headings kept apart."""
    below = [
        f"{heading.number or ''} {heading.title}" for heading in paper.headings if heading.level > 1
    ]
    return html_of(section.text, headings=below)


def sections_of(paper: ParsedPaper, *, without: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The sections of a report under their printed labels and numbers."""
    left_out = set(without)
    return [
        {
            "key": key_of(section.title or ""),
            "label": section.title or "Introduction",
            "number": section.number or "",
            "text": section_html(section, paper=paper),
        }
        for section in paper.sections
        if (section.title or "") not in left_out
    ]


def key_of(title: str) -> str:
    """The template's key for a section, or a short form of its title."""
    for key, pattern in _KEYS:
        if re.search(pattern, title, re.IGNORECASE):
            return key
    return _SLUG.sub("-", title.lower()).strip("-")[:40] or "text"


def whole_html(paper: ParsedPaper) -> str:
    """All that a paper says, as the text of an appendix."""
    parts = [_section(section, paper) for section in paper.sections]
    for item in paper.items:
        parts.append(_heading(f"{item.number or ''} {item.title}") + minute_html(item, all_of=True))
    kept = [html_of(one.text) for one in paper.unmatched]
    return "".join([*parts, *kept])


def minute_html(item: ParsedItem, *, all_of: bool = False) -> str:
    """The text of a minute with everything under it; resolutions only if all is wanted."""
    parts = [html_of(item.text)]
    for child in item.children:
        number = (child.number or "").removeprefix(item.number or "").strip()
        parts += [_heading(f"{number} {child.title}", level=4), minute_html(child)]
    if all_of:
        limbs = [*item.resolved, *item.recommended]
        parts += [html_of("\n".join(["RESOLVED", *limbs]))] if limbs else []
    return "".join(parts)


def plain(words: str) -> str:
    """Words for comparing: lower case, letters and figures alone."""
    return _SLUG.sub(" ", words.lower().replace("&", " and ")).strip()


def _section(section: ParsedSection, paper: ParsedPaper) -> str:
    title = f"{section.number or ''} {section.title or ''}".strip()
    return (_heading(title) if title else "") + section_html(section, paper=paper)


def _heading(title: str, *, level: int = 3) -> str:
    return f"<h{level}>{escape(title.strip())}</h{level}>" if title.strip() else ""


def _line(line: str, known: set[str]) -> str:
    if plain(line) in known and line.strip():
        return _heading(line)
    return f"<p>{escape(line)}</p>"


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in lines) + "</ul>"
