"""Runs brought to their one form: white space out of the marks, equal looks joined."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from app.foundation.richtext.nodes import Run, Runs

Mark = tuple[str, str]
LinkOf = Callable[[re.Match[str]], str | None]

SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
ADDRESS = re.compile(r"https?://[^\s<>\[\]()*^~|\\\"]*[^\s<>\[\]()*^~|\\\".,;:!?'’]")
_AROUND_BREAK = re.compile(r" *\n *")
_SCHEME = re.compile(r"(?:https?://|mailto:|tel:)[^\s]", re.IGNORECASE)
_UNSAFE_IN_HREF = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", '"': "%22"}


def without_illegal_characters(text: str) -> str:
    """The text without characters that neither a page nor a Word file may hold."""
    return ILLEGAL.sub("", text)


def safe_href(href: str | None) -> str | None:
    """The address of a link if it leads to the web, to mail, to a telephone or into this house."""
    href = SPACE.sub(" ", href or "").strip()
    inside = href.startswith(("/", "#")) and not href.startswith(("//", "/\\")) and len(href) > 1
    if not (inside or _SCHEME.match(href)):
        return None
    return "".join(_UNSAFE_IN_HREF.get(letter, letter) for letter in href)


def paragraphs(runs: Iterable[Run]) -> list[Runs]:
    """Tidy runs, cut into paragraphs wherever two line breaks follow each other."""
    done: list[Runs] = []
    line: list[Run] = []
    gap = ""
    for run in runs:
        core = run.text.strip(" \n")
        if not core:
            gap += run.text
            continue
        lead, _, trail = run.text.partition(core)
        for piece in re.split(r"( *\n[ \n]*)", _AROUND_BREAK.sub("\n", core)):
            if not piece.strip(" \n"):
                lead += piece
                continue
            line = _join(done, line, gap + lead, replace(run, text=re.sub(" +", " ", piece)))
            gap = lead = ""
        gap = trail
    if line:
        done.append(tuple(line))
    return done


def one_line(runs: Iterable[Run]) -> Runs:
    """Tidy runs in a single line, as a heading or a cell typed by hand holds them."""
    found = paragraphs(replace(run, text=run.text.replace("\n", " ")) for run in runs)
    return found[0] if found else ()


def _join(done: list[Runs], line: list[Run], gap: str, run: Run) -> list[Run]:
    if gap.count("\n") > 1 and line:
        done.append(tuple(line))
        line = []
    if not line:
        return [run]
    between = "\n" if "\n" in gap else " " if gap else ""
    for part in (_shared_look(line[-1], run, between), run):
        _add(line, part)
    return line


def _shared_look(left: Run, right: Run, text: str) -> Run:
    """White space between two looks has what both share, outermost mark first."""
    shared = Run(text)
    for mark in ("href", "strong", "em", "script"):
        if getattr(left, mark) != getattr(right, mark):
            break
        shared = replace(shared, **{mark: getattr(left, mark)})
    return shared


def _add(line: list[Run], run: Run) -> None:
    if not run.text:
        return
    if replace(line[-1], text=run.text) == run:
        line[-1] = replace(run, text=line[-1].text + run.text)
    else:
        line.append(run)


def nested(runs: Runs) -> Iterator[tuple[list[Mark], list[Mark], str]]:
    """For each run the marks that close before it and those that open, then what closes last."""
    standing: list[Mark] = []
    for run in runs:
        wanted = _marks(run)
        kept = _shared(standing, wanted)
        yield standing[kept:][::-1], wanted[kept:], run.text
        standing = wanted
    yield standing[::-1], [], ""


def _marks(run: Run) -> list[Mark]:
    """Outermost first: link, strong, em, raised or lowered."""
    marks = [("a", run.href or ""), ("strong", ""), ("em", ""), (run.script, "")]
    worn = (run.href, run.strong, run.em, run.script)
    return [mark for mark, on in zip(marks, worn, strict=True) if on]


def _shared(left: list[Mark], right: list[Mark]) -> int:
    same = 0
    while same < min(len(left), len(right)) and left[same] == right[same]:
        same += 1
    return same


def link_pattern(runs: Runs, found: re.Pattern[str], href_of: LinkOf) -> Runs:
    """The runs with every match outside a link made a link, where `href_of` knows an address."""
    linked: list[Run] = []
    for run in runs:
        if run.href is not None or not found.search(run.text):
            linked.append(run)
            continue
        linked.extend(_linked(run, found, href_of))
    return runs if tuple(linked) == runs else paragraphs(linked)[0]


def _linked(run: Run, found: re.Pattern[str], href_of: LinkOf) -> Iterable[Run]:
    done = 0
    for match in found.finditer(run.text):
        href = safe_href(href_of(match)) if match.group() else None
        if href is None:
            continue
        if match.start() > done:
            yield replace(run, text=run.text[done : match.start()])
        yield replace(run, text=match.group(), href=href)
        done = match.end()
    if done < len(run.text):
        yield replace(run, text=run.text[done:])


def link_addresses(runs: Runs) -> Runs:
    """A web address standing in the text is always a link."""
    return link_pattern(runs, ADDRESS, lambda match: match.group())
