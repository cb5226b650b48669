"""The schema of the Whoosh index: the stems and facts of an entry, never its text."""

import json
import zlib
from typing import Any, NamedTuple

from whoosh import columns, fields

from app.foundation.search.acronyms import index_terms
from app.foundation.search.analysis import stems, words
from app.foundation.search.port import EVERYONE, IndexEntry, Owner
from app.foundation.search.references import reference_key, references


class Facts(NamedTuple):
    """The facts of an entry: who may find it, and under which filters it counts."""

    key: str
    owner: Owner
    kind: str
    board: str
    reference: str
    readers: frozenset[str]
    date: int
    version: int
    weight: float


def schema() -> Any:
    """The fields: stems, and two columns with the facts and a public entry's words."""
    return fields.Schema(
        owner=fields.ID(),
        text=fields.TEXT(phrase=True),
        title=fields.TEXT(phrase=False),
        refs=fields.KEYWORD(scorable=True),
        acronyms=fields.KEYWORD(),
        facts=fields.COLUMN(columns.VarBytesColumn()),
        words=fields.COLUMN(columns.VarBytesColumn()),
    )


def row(entry: IndexEntry) -> dict[str, Any]:
    """An entry as a row of the index."""
    whole = f"{entry.title}\n{entry.text}"
    own = reference_key(entry.reference)
    cited = references(f"{whole}\n{entry.reference}")
    return {
        "owner": owner_text(entry.owner),
        "text": stems(whole) or None,
        "title": stems(entry.title) or None,
        "refs": sorted({*cited, own} - {""}) or None,
        "acronyms": index_terms(whole) or None,
        "facts": _packed_facts(entry, own),
        "words": _packed_words(whole) if EVERYONE in entry.readers else b"",
    }


def owner_text(owner: Owner) -> str:
    """An owner as one word: `report:12`."""
    return f"{owner[0]}:{owner[1]}"


def facts_of(packed: bytes) -> Facts:
    """The facts of an entry as they were written."""
    key, owner, kind, board, reference, readers, *more = json.loads(packed)
    named = (owner[0], owner[1])
    return Facts(key, named, kind, board, reference, frozenset(readers), *more)


def words_of(packed: bytes) -> list[str]:
    """The distinct whole words of a public entry; none of any other."""
    return zlib.decompress(packed).decode().split() if packed else []


def _packed_facts(entry: IndexEntry, reference: str) -> bytes:
    date = int(entry.date.strftime("%Y%m%d")) if entry.date else 0
    who = sorted(entry.readers)
    named = (entry.key, entry.owner, entry.kind, entry.board, reference)
    return json.dumps((*named, who, date, entry.version, entry.weight)).encode()


def _packed_words(text: str) -> bytes:
    """The words in alphabetical order, so that no sentence can be read out of them."""
    return zlib.compress(" ".join(sorted(words(text))).encode(), level=1)
