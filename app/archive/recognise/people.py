"""A printed list of names taken apart: each person with what is printed beside the name."""

import re

from app.archive.paper import ParsedPerson, Role
from app.archive.recognise.persons import (
    HONORIFIC,
    INITIALS,
    MANY,
    OFFICE_HOLDER,
    is_name,
    is_person,
    is_post,
)

_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"\b(?:in|took|taking) the chair\b|\bpresiding\b", re.IGNORECASE), "chair"),
    (
        re.compile(
            r"\b(?:vice|deputy)[\s-]*(?:chair|conven[eo]r)\w*|"
            r"\bis-gadeirydd\b",
            re.IGNORECASE,
        ),
        "vice-chair",
    ),
    (
        re.compile(r"\bchair(?:man|woman|person)?\b|\bconven[eo]r\b|\bcadeirydd\b", re.IGNORECASE),
        "chair",
    ),
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
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_AND = re.compile(r"\b(?:a/)?and\b|&|\ba/and\b")
_AFTER_DASH = re.compile(r"\s[–—-]\s.+?\s(?:and|&)\s(?![^,;]*\s[–—-]\s)[^,;]*$")
_COUPLE = re.compile(r"^(?:Mr|Mrs|Ms|Dr)\.?\s+(?:and|&)\s+(?:Mrs|Mr|Ms|Dr)\b", re.IGNORECASE)
_MARK = re.compile(r"^[\s•*☑☒☐✓✔✗▪-]+")
_FOLLOWING = re.compile(r"^(?:the\s+)?following\s*:?\s*", re.IGNORECASE)
_WHEN = re.compile(
    r"\s+(?:(?:by|via) (?:video|telephone|phone|zoom|teams|audio)|(?:joined|arrived|left|from|"
    r"until|to) (?:at |item |minute )?\d|online\b|remotely\b|virtual(?:ly)?\b).*$",
    re.IGNORECASE,
)
"""How and when somebody took part, which is printed behind some names."""
_ASIDE = re.compile(
    r"^(?:from|until|till|to|by|via|for|items?|minutes?|agenda|left|arrived|joined|late|online|"
    r"remote\w*|virtual\w*|work|holiday|illness|unwell|family|sick\w*|hwyr|part|present|absent|"
    r"apologies|regrets|notes?|taking|observing|observer|part-time|personal|ill)\b(?!.*\b(?:director|manager|officer)\b)",
)
_AND_OTHERS = re.compile(
    r",?\s+(?:together with|along with|as well as|plus)\s+(?:\d+|one|two|three|four|five|six|a|an|"
    r"several|some|members)\b[^;,]*$",
    re.IGNORECASE,
)
"""Those without a name behind a list: "together with 4 members of the public"."""
_IN_THE_CHAIR = re.compile(r"^([^–—()]{3,60}?),?\s+(in the chair)$", re.IGNORECASE)
_COLUMN_HEAD = re.compile(
    r"^(?:names?|(?:\w+ )?members?|organisations?|party|political party|group|role|office|position|"
    r"representing|attendance|status|title|present|post|councillors?|apologies|initials?|key|"
    r"category|term ends|term of office|job title|constituency|ward|agency|appointing body|"
    r"substitutes?|absent|signature|minutes?|actions?|action by|items?|subject|no\.?)$",
    re.IGNORECASE,
)


def role_of(text: str) -> Role | None:
    """The office a word in brackets or in a column of its own gives."""
    return next((role for pattern, role in _ROLES if pattern.search(text.strip())), None)


def person(text: str, beside: tuple[str, ...] = (), *, party_first: bool = False) -> ParsedPerson:
    """One person from the name as printed and what is printed beside it."""
    text = _WHEN.sub("", _MARK.sub("", text.strip()))
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
    found = re.match(r"^(.{3,60}?\))\s+(\S.*)$", text) or _IN_THE_CHAIR.match(text)
    found = found or _PARTY_LAST.match(text)
    return [found[1], found[2]] if found else [text]


def _at_dash(text: str) -> list[str]:
    """ "Sam Field – Chief Finance Officer": what stands after the dash is not the name."""
    name, *rest = (part.strip() for part in re.split(r"\s+[–—-]\s+|—", text, maxsplit=1))
    return [name, *(part.strip(" -") for part in rest if part.strip(" -"))]


def _place(found: ParsedPerson, words: str, *, party_first: bool) -> None:
    words = words.strip(" –—-")
    if not words or _ASIDE.match(words) or _are_initials(words, found.name):
        return
    role = role_of(words)
    if role is not None and found.role is None and len(words) <= 60:
        found.role = role
    elif found.party is None and (
        _PARTY.search(words) or (party_first and HONORIFIC.match(found.name))
    ):
        found.party = words
    elif found.organisation is None:
        found.organisation = words
    else:
        found.organisation = f"{found.organisation}, {words}"


def _are_initials(words: str, name: str) -> bool:
    """Whether they are the initials by which the paper goes on to call somebody."""
    firsts = "".join(re.findall(r"(?:^|(?<=[\s'’-]))[^\W\d_]", HONORIFIC.sub("", name)))
    return words.isupper() and len(words) > 1 and words.casefold() in firsts.casefold()


def people(text: str, *, honorific: str = "", paired: bool = False) -> list[ParsedPerson]:
    """Everyone in a printed list: "Councillors A (Chair), B and C", "A. Jones; D. Parr".

    A plural title holds for all who follow it; in a paired list, what stands behind the comma
    belongs to the person before it.
    """
    text = _FOLLOWING.sub("", _MARK.sub("", _AND_OTHERS.sub("", text.strip())))
    found: list[ParsedPerson] = []
    shared = honorific
    for row in _rows(text):
        body, row = _body_before(row)
        first = len(found)
        is_named = MANY.match(row) is not None
        for at, piece in enumerate(_pieces(row)):
            plural = MANY.match(piece)
            if plural:
                shared, piece = _one_of(plural[0]), piece[plural.end() :]
            elif HONORIFIC.match(piece):
                shared = honorific and shared
            _add(
                found, piece, shared, is_beside=at > 0 and not is_named and (paired or ";" in text)
            )
        for one in found[first:] if body else ():
            one.organisation = one.organisation or body
    return found


def _add(found: list[ParsedPerson], piece: str, shared: str, *, is_beside: bool) -> None:
    """Put a piece of the list where it belongs: a new person, or the post of the last."""
    named, called = _office(piece), _IN_THE_CHAIR.sub(r"\1", _WHEN.sub("", piece))
    is_titled = HONORIFIC.match(piece) or INITIALS.match(piece) or OFFICE_HOLDER.match(piece)
    if named is not None:
        found.append(named)
    elif found and not is_titled and (is_beside or is_post(piece)):
        _place(found[-1], piece.strip(" ."), party_first=False)
    elif is_name(called) and not (is_post(piece) and not is_titled and not shared):
        found.append(person(_titled(piece, shared)))
    elif OFFICE_HOLDER.match(piece):
        found.append(person(piece))


def _titled(piece: str, shared: str) -> str:
    return (
        piece if HONORIFIC.match(piece) and not _LADY.match(piece) else f"{shared} {piece}".strip()
    )


_LADY = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lady|Lord)\b")


def _office(piece: str) -> ParsedPerson | None:
    """ "The Mayor (Councillor A Bell) in the Chair": the person is the one in brackets."""
    found = re.match(r"^(?:the )?([^()]{3,60})\s+\(([^()]+)\)(.*)$", piece, re.IGNORECASE)
    if not found or not HONORIFIC.match(found[2]):
        return None
    if not (OFFICE_HOLDER.match(piece) or _CHAIRS.match(found[1])):
        return None
    one = ParsedPerson(found[2].strip())
    is_deputy = re.match(r"deputy|vice\b", found[1], re.IGNORECASE) is not None
    is_chair = _CHAIRS.match(found[1]) is not None
    one.role = "vice-chair" if is_deputy else "chair" if is_chair else role_of(found[3])
    return one


_CHAIRS = re.compile(r"(?:(?:deputy|vice)[- ])?chair(?:man|woman|person)?$", re.IGNORECASE)


def _one_of(plural: str) -> str:
    """ "Councillors" said of one: "Councillor"."""
    return re.sub(r"(?<=[^\W\d_])(?:s|wyr)(\.?)$", r"\1", plural.strip(), flags=re.IGNORECASE)


def _rows(text: str) -> list[str]:
    """The parts of a list between semicolons."""
    rows = (re.sub(r"^(?:and|a/and)\s+", "", row.strip()) for row in _outside(text, ";"))
    return [row for row in rows if row]


def _body_before(row: str) -> tuple[str, str]:
    """ "Westvale – Cllrs A and B": the body in front sends all of them."""
    found = re.match(r"^([^()]{2,60}?)\s*(?:\s[–—-]\s|:\s)\s*(?=\S)(.*)$", row)
    if found and not HONORIFIC.match(row) and (HONORIFIC.match(found[2]) or MANY.match(found[2])):
        return found[1].strip(), found[2]
    return "", row


def _pieces(row: str) -> list[str]:
    """The parts of a row between commas and "and"."""
    return [name for piece in _outside(row, ",") for name in _joined_by_and(piece.strip())]


def _joined_by_and(piece: str) -> list[str]:
    """Split at "and" and "&" outside brackets, but not between "Mr and Mrs"."""
    piece = re.sub(r"^(?:a/)?(?:and|&)\s+", "", piece)
    if _COUPLE.match(piece):
        couple, *rest = re.split(r"(?<=[^\W\d_]{2})\s+(?:and|&)\s+(?!Mrs|Mr|Ms|Dr)", piece)
        return [couple, *rest]
    hidden = _BRACKET.sub(lambda found: _AND.sub(_hide, found[0]), piece)
    hidden = _AFTER_DASH.sub(lambda found: _AND.sub(_hide, found[0]), hidden)
    names = re.split(r"\s+(?:a/and|and|&)\s+", hidden)
    if len(names) == 2 and is_post(names[0]) and is_post(names[1]) and not _opens(names[1]):
        return [piece]
    return [name.strip().replace("\0", "and").replace("\1", "&") for name in names if name.strip()]


def _opens(text: str) -> bool:
    return bool(HONORIFIC.match(text) or INITIALS.match(text))


def _hide(found: re.Match[str]) -> str:
    return "\1" if found[0] == "&" else "\0"


def _outside(text: str, mark: str) -> list[str]:
    """Split at a mark that stands outside brackets."""
    pieces, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter == mark and depth <= 0:
            pieces.append(text[start:place])
            start = place + 1
    return [*pieces, text[start:]]


def is_row_of_people(cells: tuple[str, ...], *, are_titled: bool) -> bool:
    """Whether every cell of a row is somebody, so that its columns only save space.

    Bare first and last names may as well be a body beside a person, unless a title above the
    rows holds for all.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(
        (is_person(cell) and (are_titled or _opens(cell))) or OFFICE_HOLDER.match(cell)
        for cell in filled
    )


def is_column_head(cells: tuple[str, ...]) -> bool:
    """Whether a row only names the columns of a list of people."""
    filled = [cell.strip(" :") for cell in cells if cell.strip(" :")]
    return bool(filled) and all(_COLUMN_HEAD.match(cell) for cell in filled)
