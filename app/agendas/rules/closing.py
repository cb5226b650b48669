"""What the Act asks of business in private: grounds, an open title, and a resolution for it."""

import re
from collections.abc import Iterator

from app.agendas.models import AgendaItem, ItemKind
from app.agendas.rules import excluding
from app.agendas.rules.draft import AgendaCheck, Draft, named
from app.foundation.permissions import Access

REASON = 5
"""A reason of fewer words says nothing of the public interest."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_EVERYDAY = frozenset(
    """
    a an and any as at by for from in into its of on or the their this to with about award awards
    business confidential contract contracts council councillor councillors committee board
    disposal dr exempt item items land legal lease letting matter matters member members minute
    minutes miss mr mrs ms part personnel property purchase renewal report reports review sale
    staff staffing tender tenders update
    """.split()  # noqa: SIM905  # a list of words is read more easily than one of literals
)
"""Words that tell nothing by themselves."""


def grounds(draft: Draft) -> Iterator[AgendaCheck]:
    """An exempt item says why, by paragraph and by public interest."""
    for item in draft.items:
        if item.id not in draft.exempt_access:
            continue
        confidential = draft.exempt_access[item.id] == Access.CONFIDENTIAL
        if draft.is_statutory and not item.paragraphs and not confidential:
            yield AgendaCheck("error", f"{named(item)}: give the Schedule 12A paragraph.", item.id)
        if not item.public_interest.strip():
            what = "why it is confidential" if confidential else "why the public interest is served"
            yield AgendaCheck("error", f"{named(item)}: record {what}.", item.id)


def telling_titles(draft: Draft) -> Iterator[AgendaCheck]:
    """An open title does not give away what the closed one says (it is open under s100B(1))."""
    for item in draft.items:
        if tells(item.title, of=draft.exempt_titles.get(item.id, "")):
            yield AgendaCheck(
                "warning",
                f"{named(item)}: its open title is its exempt title, or holds words of it that "
                "tell what is held back under section 100B(2). Everybody reads it: give another, "
                "or say why it may stand.",
                item.id,
                "open-title",
            )


def short_reasons(draft: Draft) -> Iterator[AgendaCheck]:
    """The public interest is weighed in so many words as another can follow (Sch 12A para 10)."""
    for item in draft.items:
        said = len(item.public_interest.split())
        if item.id not in draft.exempt_access or not 0 < said < REASON:
            continue
        confidential = draft.exempt_access[item.id] == Access.CONFIDENTIAL
        why = (
            "who forbids the disclosure (section 100A(3))"
            if confidential
            else "why secrecy outweighs disclosure (Schedule 12A, paragraph 10)"
        )
        yield AgendaCheck(
            "warning",
            f"{named(item)}: a reason of fewer than five words hardly says {why}.",
            item.id,
            "short-reason",
        )


def deciding_officers(draft: Draft) -> Iterator[AgendaCheck]:
    """It is the proper officer who finds that a paper is not for the public (s100B(2))."""
    for item in _to_go_out(draft):
        if item.id in draft.undecided:
            yield AgendaCheck(
                "warning",
                f"{named(item)}: no proper officer is named who decided that it is taken in "
                "private (section 100B(2)).",
                item.id,
                "deciding-officer",
            )


def reviews(draft: Draft) -> Iterator[AgendaCheck]:
    """Information is exempt “if and so long” as secrecy outweighs it (Sch 12A para 10)."""
    for item in _to_go_out(draft):
        is_exempt = draft.exempt_access[item.id] != Access.CONFIDENTIAL
        if is_exempt and item.id in draft.unreviewed:
            yield AgendaCheck(
                "warning",
                f"{named(item)}: no day is set on which its exemption is looked at again "
                "(Schedule 12A, paragraph 10).",
                item.id,
                "review-day",
            )


def _to_go_out(draft: Draft) -> Iterator[AgendaItem]:
    """The closed items that would go out now, on a board under the Act."""
    for item in draft.items if draft.is_statutory else ():
        if item.published_at is None and item.id in draft.exempt_access:
            yield item


def closed_papers(draft: Draft) -> Iterator[AgendaCheck]:
    """A report that is held back never goes out with an open item."""
    for item in draft.items:
        for consideration in item.considerations:
            if consideration.report.is_held_back and item.id not in draft.exempt_access:
                yield AgendaCheck(
                    "error",
                    f"{named(item)}: the report is not open. Make the item exempt, or take the "
                    "report off.",
                    item.id,
                )


def covered(draft: Draft) -> Iterator[AgendaCheck]:
    """The resolution to exclude names every item it is for (s100A(5))."""
    closed = [item for item in draft.items if item.part == 2]
    words = " ".join(_words(draft, one) for one in draft.items if one.kind == ItemKind.EXCLUSION)
    for item in closed:
        if item.parent_id is None and not item.is_named_in(words):
            yield AgendaCheck(
                "error",
                f"{named(item)}, is not covered by the resolution to exclude press and public.",
                item.id,
            )


def tells(title: str, *, of: str) -> bool:
    """Whether an open title is the closed one, or gives away a name, a number or all it says."""
    said, closed = _bare(title), _bare(of)
    if not said or not closed:
        return False
    telling = [word for word in closed if word not in _EVERYDAY]
    return said == closed or bool(_names(of) & set(said)) or _all_in(telling, said)


def _bare(title: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(title)]


def _names(title: str) -> set[str]:
    """The words of a title that name somebody or something: capitals within it, and numbers."""
    _, *rest = _WORD.findall(title) or [""]
    named = {word.casefold() for word in rest if len(word) > 1 and word[0].isupper()}
    numbers = {word for word in _bare(title) if any(sign.isdigit() for sign in word)}
    return {word for word in named | numbers if word not in _EVERYDAY}


def _all_in(telling: list[str], said: list[str]) -> bool:
    return bool(telling) and set(telling) <= set(said)


def _words(draft: Draft, exclusion: AgendaItem) -> str:
    """The words of the exclusion; of one that was issued those that the supplement will have."""
    if exclusion.published_at is None:
        return exclusion.text
    said = excluding.words_for(draft.items, access=draft.exempt_access, law=draft.law)
    return said.text if said else ""
