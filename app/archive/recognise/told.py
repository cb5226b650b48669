"""What the minutes themselves tell of people: who sent apologies, and who declared what."""

import re
from collections.abc import Iterator, Sequence

from app.archive.paper import Declaration, ParsedItem, ParsedPaper, ParsedPerson
from app.archive.recognise.attendance import read_attendance
from app.archive.recognise.people import people
from app.archive.recognise.persons import is_person
from app.archive.recognise.roll import label_of
from app.foundation.reading.lines import Line

_OF_APOLOGIES = re.compile(r"\b(?:apolog(?:y|ies)|ymddiheuriadau|regrets)\b", re.IGNORECASE)
_APOLOGY = re.compile(
    r"\bapolog(?:ies|y)\b[^.]*?\b(?:from|by|on behalf of|for)\s*:?\s+(?!absence\b)(?P<names>.+)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[a-z)\]]{2}[.;])\s+(?=[A-Z(])")
_DECLARED = re.compile(
    r"(?P<name>(?:Councillors?|Cllrs?\.?|Mr|Mrs|Ms|Miss|Dr|Alderman)\.?\s[^.;:"
    r"()]{2,60}?)\s+declared\b",
)
_ITEM = re.compile(
    r"\b(?:items?|minutes?)\s+(?:no\.?\s*|numbers?\s*)?(?P<item>[A-Z]{0,5}\s?\d+(?:/\d+)?"
    r"(?:\s?\([A-Za-z]\))?)"
)


def lists_in(items: Sequence[ParsedItem], paper: ParsedPaper) -> None:
    """Lists printed as the first minutes: "01/20 Present: Cllr A (Chair), Cllr B"."""
    for item in items[:3]:
        label, rest = label_of(item.title, inside=False)
        is_list = label in ("present", "in_attendance") and not paper.present
        if is_list or (not paper.present and re.search(r"^present\b.*:", item.text, re.I | re.M)):
            said = f"{item.title}: {item.text}" if is_list and not rest else item.text
            said = f"{item.title} {item.text}" if rest else said
            read_attendance(
                [Line(number=at, text=text) for at, text in enumerate(said.split("\n"))], paper
            )


def apologies_in(items: Sequence[ParsedItem]) -> list[ParsedPerson]:
    """Apologies told in a minute: "Apologies had been received from A, B and C."."""
    found: list[ParsedPerson] = []
    for item in items:
        if _OF_APOLOGIES.search(item.title) and not found:
            found = list(_told(item))
    return found


def _told(item: ParsedItem) -> Iterator[ParsedPerson]:
    """The names in the sentences of the minute, or in a bare list below its title."""
    is_told = False
    text = re.sub(r"(?<=:)\n|\n", " ", item.text)
    for sentence in _SENTENCE.split(text):
        if match := _APOLOGY.search(sentence):
            is_told = True
            names = re.split(r"\b(?:who|which|and (?:it|these|they|the) \w+)\b", match["names"])[0]
            yield from people(_closed(names))
    bare = [_closed(line) for line in _SENTENCE.split(item.text.replace("\n", "; "))[:1]]
    if not is_told:
        yield from (one for line in bare for one in people(line) if is_person(one.name))


def _closed(text: str) -> str:
    return re.sub(r"(?<=[^\W\d_]{2})\.$|(?<=\))\.$", "", text.strip())


def declarations_in(items: Sequence[ParsedItem]) -> list[Declaration]:
    """Each interest declared, whether under its own minute or in a note beside another."""
    found: list[Declaration] = []
    for item in items:
        for sentence in _SENTENCE.split(item.text.replace("\n", " ")):
            if "interest" in sentence.lower() and (match := _DECLARED.search(sentence)):
                about = _ITEM.search(sentence)
                named = about["item"].replace(" ", "") if about else None
                if named is None and not re.search(r"declaration", item.title, re.IGNORECASE):
                    named = item.number
                found.append(Declaration(match["name"].strip(), named, sentence.strip()))
        found += declarations_in(item.children)
    return found
