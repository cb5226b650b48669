"""How a line looks: capitals, bullets, printed numbers, and whether it reads as a heading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.archive.paper import Unmatched
from app.foundation.reading.lines import Line

_LETTER = re.compile(r"[^\W\d_]")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "over"}
    | {"the", "to", "under", "up", "upon", "via", "with", "within"}
)
_NONE = re.compile(
    r"^(?:\d[\d.]*\s+)?(?:none\b|not applicable|n/a\b|there (?:are|is) no|no\b|nil\b)",
    re.IGNORECASE,
)
BOARD_WORD = re.compile(
    r"\b(?:board|committee|sub-committee|partnership|panel|cabinet|council|forum|commission|"
    r"executive|assembly|authority|(?:task|working|topic|delivery|strategy) group|group)\b",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"\b(?:board|cabinet|committee|conference|council|executive|members['’]?|meeting)[\s-]?"
    r"(?:rooms?|chambers?|suites?|offices?|houses?|buildings?|hall)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:room|hall|chambers?|suite|centre|center|house|offices?|buildings?|library|school|"
    r"church|theatre|street|road|lane|square|guildhall|boardroom|pavilion|college|academy|club|"
    r"hotel|station|depot|headquarters|hq|zoom|teams|online|remotely|virtual(?:ly)?)\b",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"\bcouncil\b$|\bcouncil of\b|\bborough of\b|^city of\b", re.IGNORECASE)


def is_bullet(text: str) -> bool:
    """Whether the line is a point of a list."""
    return text.startswith("- ")


def is_capitals(text: str) -> bool:
    """Whether it is in capitals, as the council's headings are."""
    letters = _LETTER.findall(text)
    small = sum(1 for letter in letters if letter.islower())
    return len(letters) >= 3 and small <= max(1, len(letters) // 12)


def is_none(text: str) -> bool:
    """Whether it answers a section with nothing: "None.", "There are no …"."""
    return _NONE.match(text) is not None


def is_board_name(text: str) -> bool:
    """Whether the words name a board, and not the council it belongs to."""
    without_rooms = _ROOM.sub("", text)
    return (
        BOARD_WORD.search(without_rooms) is not None
        and _COUNCIL.search(text.strip()) is None
        and len(text) <= 120
        and not text.rstrip().endswith((".", ";", ":"))
    )


def is_place(text: str) -> bool:
    """Whether the words name a room, a building or a street."""
    return _ROOM.search(text) is not None or _PLACE.search(text) is not None


def ends_open(text: str) -> bool:
    """Whether it ends without full stop, colon or comma: a heading, a name, or a cut sentence."""
    return not re.search(r"[.;:,!]\W*$|:\s?-$", text.strip())


def is_title_case(text: str) -> bool:
    """Whether nearly every important word begins with a capital."""
    weighty = [w for w in re.findall(r"[^\W\d_][\w'’-]*", text) if w.lower() not in _SMALL_WORDS]
    return bool(weighty) and sum(w[0].isupper() for w in weighty) * 10 >= len(weighty) * 6


def is_loud(line: Line) -> bool:
    """Whether style, bold or capitals make it look like a heading."""
    return line.level is not None or line.bold or is_capitals(line.text.split(":")[0])


@dataclass(frozen=True)
class NumberedLine:
    """A line that begins with a printed number."""

    number: str
    title: str
    form: str
    """"dot-zero" (1.0), "dot" (1.), "bare" (1) or "deep" (1.2)."""

    @property
    def depth(self) -> int:
        """1 for 3, 3. and 3.0; 2 for 3.1."""
        return len(self.number.removesuffix(".0").split("."))

    @property
    def first(self) -> int:
        """The section the number belongs to."""
        return int(self.number.split(".")[0])


_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,3}){0,4})(\.?)\s+(?=\S)(.*)$")


def numbered(line: Line) -> NumberedLine | None:
    """The printed number of a line and what follows it."""
    found = _NUMBERED.match(line.text)
    if found is None:
        return None
    number, dot, title = found.groups()
    if re.fullmatch(r"\d+\.0", number):
        form = "dot-zero"
    elif "." in number:
        form = "deep"
    else:
        form = "dot" if dot else "bare"
    return NumberedLine(number, title, form)


def leftover(lines: Iterable[Line], taken: set[int]) -> list[Unmatched]:
    """The lines no field took, neighbours together."""
    found: list[Unmatched] = []
    last = None
    for place, line in enumerate(lines):
        if line.number in taken:
            continue
        if found and last == place - 1:
            found[-1].line_to = line.number
            found[-1].text += f"\n{line.text}"
        else:
            found.append(Unmatched(line.number, line.number, line.text))
        last = place
    return found


def paragraphs(lines: Iterable[Line]) -> str:
    """The text of lines, one to a line."""
    return "\n".join(line.text for line in lines)
