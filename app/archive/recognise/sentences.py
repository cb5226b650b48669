"""Running text taken apart into sentences, as minutes print them: abbreviations, initials, sums."""

import re

_END = re.compile(r"[.!?][)\]”\"'’]*\s+(?=[(\[“\"'‘]?[A-Z0-9£])")
_SHORT = frozenset(
    {"mr", "mrs", "ms", "dr", "cllr", "cllrs", "rev", "revd", "prof", "fr", "st", "sgt", "insp"}
    | {"supt", "hon", "capt", "col", "lt", "maj", "no", "nos", "min", "para", "paras", "prop"}
    | {"sec", "ref", "approx", "e.g", "i.e", "viz", "vs", "cf", "fig", "app", "tel", "ext"}
    | {"jan", "feb", "aug", "sept", "oct", "nov", "dec"}
)
_LAST_WORD = re.compile(r"([\w.’'&/-]+?)\.[)\]”\"'’]*\s+$")
_LIMB_NUMBER = re.compile(r"(?:^|\s)\(?(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-z])\.\s+$")


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph, each with the stop that ends it."""
    found, start = [], 0
    for end in _END.finditer(text):
        if not _is_cut_short(text[start : end.end()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    last = text[start:].strip()
    return [*found, last] if last else found


def _is_cut_short(said: str) -> bool:
    """Whether the stop only shortens a word, follows an initial or the number of a limb."""
    tail = said[-24:]
    word = _LAST_WORD.search(tail)
    if word is None:
        return False
    last = word[1]
    is_initial = len(last) == 1 and last.isupper()
    return is_initial or last.lower() in _SHORT or _LIMB_NUMBER.search(tail) is not None
