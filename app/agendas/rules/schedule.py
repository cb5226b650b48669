"""Schedule 12A to the Local Government Act 1972, and the words that exclude press and public."""

from collections.abc import Sequence
from datetime import date

from app.agendas.models import Schedule
from app.agendas.rules.ordering import as_numbered
from app.boards.models import AccessLaw

SCHEDULE_12A = {
    1: "Information relating to any individual.",
    2: "Information which is likely to reveal the identity of an individual.",
    3: (
        "Information relating to the financial or business affairs of any particular person "
        "(including the authority holding that information)."
    ),
    4: (
        "Information relating to any consultations or negotiations, or contemplated consultations "
        "or negotiations, in connection with any labour relations matter arising between the "
        "authority or a Minister of the Crown and employees of, or office holders under, the "
        "authority."
    ),
    5: (
        "Information in respect of which a claim to legal professional privilege could be "
        "maintained in legal proceedings."
    ),
    6: (
        "Information which reveals that the authority proposes (a) to give under any enactment a "
        "notice under or by virtue of which requirements are imposed on a person; or (b) to make "
        "an order or direction under any enactment."
    ),
    7: (
        "Information relating to any action taken or to be taken in connection with the "
        "prevention, investigation or prosecution of crime."
    ),
}
"""Part 1, England, as substituted by SI 2006/88 from 1 March 2006."""

SINCE = date(2006, 3, 1)
OLD_PARAGRAPHS = 15
"""Before that day the list had fifteen paragraphs; papers of the time keep their numbers."""

EXCLUSION_TITLE = "Exclusion of the press and public"


def list_of(on: date) -> Schedule:
    """The list of exempt information that a paper of this day cites."""
    return Schedule.OF_2006 if on >= SINCE else Schedule.OF_1985


def descriptions(paragraphs: Sequence[int], schedule: Schedule) -> list[str]:
    """What paragraphs of a list describe, in its words; of the earlier list the numbers alone."""
    words = SCHEDULE_12A if schedule == Schedule.OF_2006 else {}
    return [
        f"{number}. {words[number]}" if number in words else str(number) for number in paragraphs
    ]


def known_paragraphs(on: date) -> range:
    """The paragraph numbers that a paper of this day may cite."""
    return range(1, len(SCHEDULE_12A) + 1 if on >= SINCE else OLD_PARAGRAPHS + 1)


def exclusion_text(
    *,
    exempt: Sequence[str],
    confidential: Sequence[str] = (),
    paragraphs: Sequence[int],
    law: AccessLaw,
) -> str:
    """The resolution to exclude press and public: what it applies to, and why (s100A(2)–(5)).

    Exempt and confidential items are named by number, each kind under its own power.
    """
    if law == AccessLaw.ACT_1960:
        return _ACT_1960.format(_items(sorted([*exempt, *confidential], key=as_numbered)))
    if law == AccessLaw.NONE:
        taken = sorted([*exempt, *confidential], key=as_numbered)
        return f"<p>To agree that {_items(taken)} be taken in private.</p>"
    said = [
        ("(2)", confidential, _CONFIDENTIAL),
        ("(4)", exempt, _exempt_reason(paragraphs) if paragraphs else _UNSAID),
    ]
    there = [one for one in said if one[1]]
    powers = " and ".join(power for power, _, reason in there if reason != _UNSAID)
    business = "; and of ".join(f"{_items(numbers)}, {reason}" for _, numbers, reason in there)
    return (
        f"<p>RECOMMENDED: That, under section 100A{powers} of the Local Government Act 1972, the "
        f"press and public be excluded from the meeting during consideration of {business}.</p>"
    )


def _items(numbers: Sequence[str]) -> str:
    return f"{'item' if len(numbers) == 1 else 'items'} {joined(numbers)}"


def joined(words: Sequence[object]) -> str:
    """Three things said in a sentence: 9, 10 and 11."""
    said = [str(word) for word in words]
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"


def paragraphs_cited(paragraphs: Sequence[int]) -> str:
    """How paragraphs are cited: paragraph 3, paragraphs 1 and 3."""
    if not paragraphs:
        return ""
    word = "paragraph" if len(paragraphs) == 1 else "paragraphs"
    return f"{word} {joined(paragraphs)}"


def _exempt_reason(paragraphs: Sequence[int]) -> str:
    return (
        "the Board being satisfied that in all the circumstances of the "
        "case the public interest in maintaining the exemption outweighs the public interest in "
        "disclosing the information, on the grounds of the likely disclosure of exempt information "
        f"as defined in {paragraphs_cited(paragraphs)} of Part 1 of Schedule 12A to the Act"
    )


_ACT_1960 = (
    "<p>RECOMMENDED: That, under section 1(2) of the Public Bodies (Admission to Meetings) Act "
    "1960, the press and public be excluded from the meeting during consideration of {}, publicity "
    "being prejudicial to the public interest by reason of the confidential nature of the business "
    "to be transacted.</p>"
)
_CONFIDENTIAL = (
    "because confidential information would otherwise be disclosed to them in breach of the "
    "obligation of confidence"
)
_UNSAID = "on grounds that are still to be stated"
