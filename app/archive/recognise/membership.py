"""The members that an agenda prints: in tables, by groups, by appointing bodies, or in a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.archive.paper import ParsedPerson
from app.archive.recognise.people import is_column_head, people, person
from app.archive.recognise.persons import is_name
from app.foundation.reading.lines import Line

_HEADING = re.compile(
    r"^(?:to\s*:?\s+)?(?:all\s+)?(?:the\s+)?(?:[\w &,'’-]{0,60}?\s)?"
    r"(?:membership|members)(?: of (?:the )?[\w &'’-]{1,60}?)?\s*(?::\s*(?P<names>.*))?$",
    re.IGNORECASE,
)
_TO = re.compile(r"^to\s*:\s*(?P<names>(?:councillors?|cllrs?|members)\b.+)$", re.IGNORECASE)
_BODIES = re.compile(r"\b(?:representing|organisations?|agenc(?:y|ies)|bod(?:y|ies))\b", re.I)
"""Heads of a column that says for whom the members of a partnership sit."""
_HONORIFIC = re.compile(r"^(?:councillor|cllr|alderman)s?\b", re.IGNORECASE)
_TITLED = re.compile(
    r"^(?:councillors?|cllrs?|alderman|mrs?|ms|miss|dr|prof(?:essor)?|sir|dame|lord|lady|rev)\b",
    re.IGNORECASE,
)
_COLUMNS = (
    ("substitute", re.compile(r"^(?:named )?(?:substitutes?|deput(?:y|ies)|reserves?)\b", re.I)),
    ("body", re.compile(
        r"^(?:appoint(?:ing|ed by)|nominat(?:ing|ed by)|represent|organisation|authority|body|"
        r"council|agency|constituent)", re.I)),
    ("member", re.compile(r"^(?:full |voting )?(?:members?|names?|representatives?)\b", re.I)),
)  # fmt: skip
_NO_BODY = re.compile(r"\b(?:independent|co-?opted|other|voting)\b.*\bmembers?\b", re.IGNORECASE)
_GROUP = re.compile(
    r"^(?P<party>[A-Z][\w’'& -]{2,40}?)(?:\s+(?:[Gg]roup|[Pp]arty))?\s*(?:\(\d+\))?\s*:?$"
)
_CO_OPTED = re.compile(r"\bco-?opt(?:ed|ee)", re.IGNORECASE)
_COLLECTIVE = re.compile(
    r"[:\d]|^dear\b|\b(?:group|party|alliance|council|authority|commissioner|board|committee|agency|"
    r"service|trust|police|independents?|labour|conservatives?|liberal|green|co-?opted|members?|"
    r"contact|published|officer)\b",
    re.IGNORECASE,
)
"""Words of a group, a body or a label, not of a name without a title."""
_BETWEEN = re.compile(r",\s*|\s+and\s+")
_BESIDE = re.compile(r"\s+[–—-]\s+|,\s+")


@dataclass
class _Members:
    listed: list[ParsedPerson] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    is_inside: bool = False
    is_party_first: bool = True
    columns: dict[int, str] = field(default_factory=dict)
    party: str | None = None

    def take(self, line: Line, found: Sequence[ParsedPerson]) -> bool:
        """Put people on the list; whether there were any."""
        self.listed += found
        if found:
            self.taken.add(line.number)
        return bool(found)


def members_below(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines from the last heading of members on, as some agendas print them at their end."""
    headed = [at for at, line in enumerate(lines) if not line.cells and _HEADING.match(line.text)]
    return lines[headed[-1] :] if headed else ()


def read_members(lines: Sequence[Line]) -> tuple[list[ParsedPerson], set[int]]:
    """Everybody printed as a member or a substitute, and the lines that name them."""
    members = _Members()
    for line in lines:
        if not (_opens(members, line) or _heads(members, line) or _read(members, line)):
            members.is_inside = False
            members.columns = {}
    for one in members.listed:
        one.role = one.role or "member"
    return members.listed, members.taken


def _opens(members: _Members, line: Line) -> bool:
    found = None if line.cells else (_HEADING.match(line.text) or _TO.match(line.text))
    if found is None:
        return False
    members.is_inside, members.is_party_first, members.party = True, True, None
    members.take(line, people(found["names"] or ""))
    return True


def _heads(members: _Members, line: Line) -> bool:
    """A row that names the columns, or a line that names the only one."""
    named = {
        at: name
        for at, cell in enumerate(line.cells)
        for name, head in _COLUMNS
        if head.match(cell.strip())
    }
    if len(named) > 1 and "member" in named.values():
        members.is_inside, members.columns = True, named
        members.is_party_first = "body" not in named.values()
        return True
    if members.is_inside and is_column_head(line.cells or (line.text,)):
        members.is_party_first = _BODIES.search(line.text) is None
        return True
    return False


def _read(members: _Members, line: Line) -> bool:
    if not members.is_inside:
        return _HONORIFIC.match(line.text) is not None and members.take(line, _in_line(line.text))
    if members.columns and {"body", "substitute"} & set(members.columns.values()):
        return members.take(line, _in_columns(members, line))
    filled = [cell.strip() for cell in line.cells if cell.strip()]
    if len(filled) > 1 and any("\n" in cell for cell in filled):
        return members.take(line, _in_groups(members, filled))
    if len(filled) > 1:
        return members.take(line, _in_row(members, filled))
    found = _in_line(line.text)
    if not found and (group := _group(line.text)):
        members.party = group
        return True
    return members.take(line, _of_party(found, members.party))


def _in_columns(members: _Members, line: Line) -> list[ParsedPerson]:
    """A row of appointing body, members and substitutes."""
    cells = {name: line.cells[at] for at, name in members.columns.items() if at < len(line.cells)}
    body = " ".join(cells.get("body", "").split())
    found = [
        one
        for name in ("member", "substitute")
        for text in cells.get(name, "").split("\n")
        for one in (_as_substitutes if name == "substitute" else list)(_in_line(text))
    ]
    for one in found:
        if body and not _NO_BODY.search(body):
            one.organisation = one.organisation or body
    return found


def _as_substitutes(listed: Sequence[ParsedPerson]) -> list[ParsedPerson]:
    return [replace(one, role="substitute") for one in listed]


def _in_groups(members: _Members, cells: Sequence[str]) -> list[ParsedPerson]:
    """Cells that hold several people each, under the name of their group."""
    if is_name(cells[0]) and "\n" not in cells[0]:
        return [person(cells[0], tuple(cells[1:]), party_first=members.is_party_first)]
    found: list[ParsedPerson] = []
    for text in (text for cell in cells for text in cell.split("\n")):
        listed = _in_line(text)
        if not listed and (group := _group(text)):
            members.party = group
        found += _of_party(listed, members.party)
    return found


def _in_row(members: _Members, cells: Sequence[str]) -> list[ParsedPerson]:
    """A member with what stands beside the name, or a body with those whom it appoints."""
    if all(_TITLED.match(cell.strip()) for cell in cells[1:]) and not _TITLED.match(cells[0]):
        return [
            replace(one, organisation=one.organisation or cells[0].strip(" :"))
            for cell in cells[1:]
            for one in people(cell)
        ]
    if is_name(cells[0]):
        return [person(cells[0], tuple(cells[1:]), party_first=members.is_party_first)]
    return []


def _in_line(text: str) -> list[ParsedPerson]:
    """Somebody with post or body behind a dash or a comma, or several people."""
    said = text.strip().removeprefix("- ").strip()
    first, *beside = _BESIDE.split(said, maxsplit=1)
    others = [_TITLED.match(one) for one in _BETWEEN.split(beside[0])] if beside else []
    if beside and _is_somebody(first) and not any(others):
        return [person(first, (beside[0].strip(),))]
    if _is_somebody(said):
        return [person(said)]
    return people(said) if _TITLED.match(said) else []


def _is_somebody(text: str) -> bool:
    is_titled = _TITLED.match(text) is not None
    return is_name(text) and (is_titled or not _COLLECTIVE.search(text))


def _group(text: str) -> str | None:
    """The group under whose name members are listed; co-opted members are of none."""
    found = _GROUP.match(text.strip())
    return None if found is None or len(text) > 50 else found["party"].strip()


def _of_party(listed: Sequence[ParsedPerson], party: str | None) -> list[ParsedPerson]:
    if party is None:
        return list(listed)
    if _CO_OPTED.search(party):
        return [replace(one, role=one.role or "co-optee") for one in listed]
    return [replace(one, party=one.party or party) for one in listed]
