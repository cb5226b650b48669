"""Names in membership lists, attendance lists and apologies."""

import re

from app.archive.paper import ParsedPerson, Role

_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"\b(?:vice|deputy)[\s-]*chair\w*", re.IGNORECASE), "vice-chair"),
    (re.compile(r"\bchair(?:man|woman|person)?\b", re.IGNORECASE), "chair"),
    (re.compile(r"\bco-?\s?opt\w*(?:\s+member)?", re.IGNORECASE), "co-optee"),
    (re.compile(r"\b(?:named\s+)?substitut\w*", re.IGNORECASE), "substitute"),
    (re.compile(r"^(?:member|councillor|elected member|board member)$", re.IGNORECASE), "member"),
    (re.compile(r"^(?:lead\s+)?(?:officer|clerk|contact officer)$", re.IGNORECASE), "officer"),
)
_PARTY = re.compile(
    r"\b(?:party|labour|conservatives?|liberal|democrats?|greens?|independents?|ukip|reform uk|"
    r"plaid cymru|co-operative|residents['’]? (?:association|group)|alliance|non-aligned)\b",
    re.IGNORECASE,
)
_PARTY_LAST = re.compile(
    r"^((?:councillor|cllr|alderman|mr|mrs|ms|miss|dr)\.?\s\S+\s(?:\S+\s)*?(?:\S{3,}|\S+[^.\s]))\s+"
    r"(labour(?: party)?|conservative(?: party)?|liberal democrats?|green(?: party)?|"
    r"independent|reform uk|co-opt\w+)$",
    re.IGNORECASE,
)
"""A party as the last word needs a whole name before it: "Councillor C. Green" is a name."""
_MEMBER = re.compile(r"^(?:councillor|cllr|alderman|the (?:mayor|worshipful))\b", re.IGNORECASE)
_PLURAL = re.compile(r"^(councillor|cllr)s\.?\s+(?=\S)", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_AND = re.compile(r"\band\b|&")
_NAME = re.compile(
    r"^(?:(?:the\s)?[^\W\d_]\S*)(?:\s+(?:[^\W\d_a-z]\S*|and|&|de|van|von|der|la|le|du|al|bin|of|(?:al|el|d|o)[-'’]\S+)){0,6}$"
)
_POST = re.compile(
    r"\b(?:holder|director|manager|officer|executive|head of|solicitor|lead|engineer)\b",
    re.IGNORECASE,
)
_MAYOR = re.compile(r"^the (?:worshipful |right worshipful |lord |deputy )*mayor\b", re.IGNORECASE)
_INITIAL = re.compile(r"^(?:[A-Z]\.\s?)+[^\W\d_]")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|Rev|Prof|Sir|Supt|Insp)\b\.?")
_COLUMN_HEAD = re.compile(
    r"^(?:names?|members?|organisations?|party|political party|group|role|office|position|"
    r"representing|attendance|status|title|present|post|councillors?|apologies|"
    r"minutes?|actions?|action by|items?|subject|no\.?)$",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"^(?:none|no|nil|not|there|apologies|the following|members? of|item|action)\b", re.IGNORECASE
)


def role_of(text: str) -> Role | None:
    """The office a word in brackets or in a column of its own gives."""
    return next((role for pattern, role in _ROLES if pattern.search(text.strip())), None)


def person(text: str, beside: tuple[str, ...] = (), *, party_first: bool = False) -> ParsedPerson:
    """One person from the name as printed and what is printed beside it."""
    text, *after = _trailing(text) if not beside else [text]
    text, *post = _at_dash(text)
    found = ParsedPerson(_BRACKET.sub("", text).strip(" ,;:.–-") or text.strip())
    if re.search(r"\b[A-Z]\.$", text.strip()):
        found.name = text.strip()
    outside = [_BRACKET.sub("", words).strip() for words in post]
    for words in (*outside, *_BRACKET.findall(text), *_brackets(post)):
        _place(found, words.strip(), party_first=False)
    for cell in (*beside, *after):
        if cell:
            _place(found, cell, party_first=party_first)
    return found


def _brackets(texts: list[str]) -> list[str]:
    return [inside for text in texts for inside in _BRACKET.findall(text)]


def _trailing(text: str) -> list[str]:
    """ "Councillor A (Chair) Labour", "Mr B Hodson Co-optee": the last words are not the name."""
    found = re.match(r"^(.{3,60}?\))\s+(\S.*)$", text) or _PARTY_LAST.match(text)
    return [found[1], found[2]] if found else [text]


def _at_dash(text: str) -> list[str]:
    """ "Sam Field – Chief Finance Officer": what stands after the dash is not the name."""
    name, *rest = (part.strip() for part in re.split(r"\s+[–—-]\s+", text, maxsplit=1))
    return [name, *(part.strip(" -") for part in rest if part.strip(" -"))]


def _place(found: ParsedPerson, words: str, *, party_first: bool) -> None:
    role = role_of(words)
    if role is not None and found.role is None and len(words) <= 60:
        found.role = role
    elif found.party is None and (_PARTY.search(words) or (party_first and _is_member(found))):
        found.party = words
    elif found.organisation is None:
        found.organisation = words
    else:
        found.organisation = f"{found.organisation}, {words}"


def _is_member(found: ParsedPerson) -> bool:
    return _MEMBER.match(found.name) is not None


def people(text: str) -> list[ParsedPerson]:
    """Everyone in a printed list: "Councillors A (Chair), B and C", "A. Jones; D. Parr"."""
    text = text.strip().rstrip(".") if not re.search(r"\b[A-Z]\.$", text.strip()) else text.strip()
    found: list[ParsedPerson] = []
    honorific = ""
    for name, after in _names(text):
        plural = _PLURAL.match(name)
        if plural:
            honorific, name = plural[1], name[plural.end() :]
        elif _HONORIFIC.match(name):
            honorific = ""
        if found and _is_post(name):
            found[-1].organisation = found[-1].organisation or name
        elif is_name(name) or _MAYOR.match(name):
            called = name if _MAYOR.match(name) else f"{honorific} {name}".strip()
            found.append(person(called, after))
    return found


def _is_post(piece: str) -> bool:
    """Whether it is the post of the person before, not another person: "Head of Planning"."""
    bare = _BRACKET.sub("", piece).strip()
    bare = re.split(r"\s+[–—-]\s+", bare)[0]
    is_named = _HONORIFIC.match(bare) or _INITIAL.match(bare)
    return _POST.search(bare) is not None and not is_named


def _names(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Names with what stands after a comma when semicolons divide the list."""
    text = re.sub(r"^(?:the\s+)?(?:following\s*:?\s*)", "", text, flags=re.IGNORECASE)
    if ";" in text:
        rows = [re.sub(r"^and\s+", "", row.strip()) for row in _outside(text, ";")]
        split = [_outside(row, ",") for row in rows if row]
        return [(row[0].strip(), tuple(cell.strip() for cell in row[1:])) for row in split]
    names: list[tuple[str, tuple[str, ...]]] = []
    for piece in _outside(text, ","):
        names += [(name, ()) for name in _joined_by_and(piece.strip())]
    return names


def _joined_by_and(piece: str) -> list[str]:
    """Split at "and" and "&" outside brackets."""
    hidden = _BRACKET.sub(lambda found: _AND.sub(_hide, found[0]), piece)
    return [
        name.strip().replace("\0", "and").replace("\1", "&")
        for name in re.split(r"(?:^|\s+)(?:and|&)\s+", hidden)
        if name.strip()
    ]


def _hide(found: re.Match[str]) -> str:
    return "\0" if found[0] == "and" else "\1"


def _outside(text: str, mark: str) -> list[str]:
    """Split at a mark that stands outside brackets."""
    pieces, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter == mark and depth <= 0:
            pieces.append(text[start:place])
            start = place + 1
    return [*pieces, text[start:]]


def is_name(text: str) -> bool:
    """Whether the words may be a person's name: short, capital first, no sentence."""
    bare = _BRACKET.sub("", text).strip(" .,;:")
    bare = re.split(r"\s+[–—-]\s+", bare)[0]
    return bool(
        2 <= len(bare) <= 60
        and bare[0].isupper()
        and _NAME.match(bare)
        and not _NOT_A_NAME.match(bare)
    )


def is_column_head(cells: tuple[str, ...]) -> bool:
    """Whether a row only names the columns of a list of people."""
    filled = [cell.strip(" :") for cell in cells if cell.strip(" :")]
    return bool(filled) and all(_COLUMN_HEAD.match(cell) for cell in filled)
