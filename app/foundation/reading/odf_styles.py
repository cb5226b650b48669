"""What the styles of an OpenDocument file say: letters, places, pages, the numbers of lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.foundation.reading.markup import Element, local
from app.foundation.reading.numbering import written
from app.foundation.reading.printed import PLAIN, Ink

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LONGEST_CHAIN = 20
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
          "I": "upperRoman"}  # fmt: skip


@dataclass(frozen=True)
class ListLevel:
    """How one depth of a list counts and what it writes."""

    form: str = ""
    """"1", "a", "I"; empty where it prints no number."""
    bullet: bool = False
    start: int = 1
    shown: int = 1
    """How many depths its number shows: 2 is 3.1."""
    before: str = ""
    after: str = ""

    def label(self, counts: list[int], forms: list[str]) -> str:
        """The number as printed, from the counts of all depths down to this one."""
        if self.bullet or not self.form:
            return "•" if self.bullet else ""
        shown = list(zip(counts, forms, strict=True))[-self.shown :]
        numbers = (written(count, _FORMS.get(form, "decimal")) for count, form in shown if form)
        return f"{self.before}{'.'.join(numbers)}{self.after}"


class OdfStyles:
    """The styles of one file, with what each takes from the style above it."""

    def __init__(self, *parts: Element) -> None:
        self._styles = {
            (one.get(f"{STYLE}family", ""), one.get(f"{STYLE}name", "")): one
            for part in parts
            for one in part.iter(f"{STYLE}style")
        }
        self._parts = parts
        self._inks: dict[tuple[str, str, Ink], Ink] = {}

    def ink(self, name: str | None, *, otherwise: Ink = PLAIN, family: str = "paragraph") -> Ink:
        """How the letters of this style are printed, where it says so."""
        key = (family, name or "", otherwise)
        if key not in self._inks:
            self._inks[key] = Ink(
                bold=_weight(self._said(name, family, "text", f"{_FO}font-weight"), otherwise.bold),
                underlined=_drawn(
                    self._said(name, family, "text", f"{STYLE}text-underline-style"),
                    otherwise.underlined,
                ),
                size=_points(self._said(name, family, "text", f"{_FO}font-size"), otherwise.size),
            )
        return self._inks[key]

    def is_centred(self, name: str | None) -> bool:
        """Whether a paragraph of this style stands in the middle."""
        return self._said(name, "paragraph", "paragraph", f"{_FO}text-align") == "center"

    def begins_page(self, name: str | None) -> bool:
        """Whether a paragraph of this style begins a new page."""
        return self._said(name, "paragraph", "paragraph", f"{_FO}break-before") == "page"

    def list_of(self, name: str | None) -> str | None:
        """The list that numbers the paragraphs of this style."""
        found = (one.get(f"{STYLE}list-style-name") for one in self._chain(name, "paragraph"))
        return next((one for one in found if one), None)

    def level(self, list_name: str | None, depth: int) -> ListLevel:
        """How a list counts at this 1-based depth; the outline of headings has no name."""
        return self._levels.get((list_name, depth), ListLevel())

    @cached_property
    def _levels(self) -> dict[tuple[str | None, int], ListLevel]:
        found = {}
        for part in self._parts:
            for tag, name in ((f"{TEXT}list-style", f"{STYLE}name"), (f"{TEXT}outline-style", "")):
                for one in part.iter(tag):
                    for level in one.iterchildren("*"):
                        key = (one.get(name) if name else None, _whole(level, "level", 1))
                        found[key] = _list_level(level)
        return found

    def _said(self, name: str | None, family: str, kind: str, what: str) -> str | None:
        for style in self._chain(name, family):
            properties = style.find(f"{STYLE}{kind}-properties")
            if properties is not None and properties.get(what) is not None:
                return properties.get(what)
        return None

    def _chain(self, name: str | None, family: str) -> Iterator[Element]:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get((family, name or ""))
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name")


def _list_level(level: Element) -> ListLevel:
    return ListLevel(
        form=level.get(f"{STYLE}num-format", ""),
        bullet=local(level) == "list-level-style-bullet",
        start=_whole(level, "start-value", 1),
        shown=_whole(level, "display-levels", 1),
        before=level.get(f"{STYLE}num-prefix", ""),
        after=level.get(f"{STYLE}num-suffix", ""),
    )


def _whole(element: Element, name: str, otherwise: int) -> int:
    said = element.get(TEXT + name, "")
    return int(said) if said.isdecimal() and len(said) < 6 else otherwise


def _weight(said: str | None, otherwise: bool) -> bool:
    return otherwise if said is None else said in ("bold", "600", "700", "800", "900")


def _drawn(said: str | None, otherwise: bool) -> bool:
    return otherwise if said is None else said != "none"


def _points(said: str | None, otherwise: float) -> float:
    try:
        return float((said or "").removesuffix("pt"))
    except ValueError:
        return otherwise
