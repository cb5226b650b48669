"""Part II in past minutes: where it begins, where it ends, and what stays open beside it."""

from collections.abc import Callable

import pytest

from app.archive.paper import ParsedPaper
from tests.archive.invented import BOARD_MINUTES, CLOSED_MINUTES, FORUM_MINUTES, MINUTES

Understood = Callable[[str], ParsedPaper]
HEADING = "PART II\nEXEMPT ITEMS (NOT FOR PUBLICATION)\n\n"
EXCLUSION = (
    "HPB2 EXCLUSION OF THE PRESS AND PUBLIC\n\n"
    "RESOLVED: That the press and public be excluded from the meeting for the following item.\n\n"
)
ENDED = "Meeting ended at 8.05 p.m."


def closed(paper: ParsedPaper) -> list[str | None]:
    """The numbers of the minutes that stand in Part II."""
    assert paper.kind == "minutes"
    return [item.number for item in paper.items if item.part == "exempt"]


def test_what_follows_an_exclusion_and_the_heading_of_part_two_is_exempt(
    understood: Understood,
) -> None:
    paper = understood(CLOSED_MINUTES)
    assert [item.number for item in paper.items] == ["HPB1", "HPB2", "HPB3"]
    assert closed(paper) == ["HPB3"]
    assert not [one for one in paper.unmatched if "PUBLICATION" in one.text]


@pytest.mark.parametrize(
    "heading",
    [
        "PART II",
        "Part 2 - Exempt items",
        "EXEMPT ITEMS",
        "EXEMPT BUSINESS",
        "(NOT FOR PUBLICATION)",
        "NOT FOR PUBLICATION by virtue of paragraph 3 of Schedule 12A",
        "ITEMS CONSIDERED WHEN THE PRESS AND PUBLIC WERE EXCLUDED",
        "ITEMS DEALT WITH IN THE ABSENCE OF THE PRESS AND PUBLIC",
        "Confidential",
    ],
)
def test_the_heading_alone_closes_what_follows(understood: Understood, heading: str) -> None:
    told = CLOSED_MINUTES.replace(EXCLUSION, "HPB2 FERRIES\n\nThe report was noted.\n\n")
    assert closed(understood(told.replace(HEADING, f"{heading}\n\n"))) == ["HPB3"]


@pytest.mark.parametrize(
    "heading",
    [
        "Section B – Confidential",
        "SECTION TWO: PRIVATE",
        "Part C – exempt",
        "AGENDA – PART II",
        "Part 2 minutes",
        "IN CAMERA",
        "In-Committee Items",
        "Pink papers",
        "Buff sheets",
        "Green papers (confidential)",
        "RESERVED BUSINESS",
        "Reserved areas of business",
        "Board in private",
        "Private Board meeting",
        "MEETING IN PRIVATE",
        "Governors only",
        "Confidential governors’ business",
        "PRIVATE & CONFIDENTIAL",
        "Non-public session",
        "Not open to the public",
        "Staff in confidence",
        "Commercial in confidence",
        "OFFICIAL – SENSITIVE",
        "Press and public excluded",
        "Items for private discussion",
        "Business to be taken following the exclusion of the press and public",
        "RHAN 2",
        "Eitemau cyfrinachol / Confidential items",
    ],
)
def test_other_bodies_head_closed_business_by_other_words(
    understood: Understood, heading: str
) -> None:
    told = CLOSED_MINUTES.replace(EXCLUSION, "HPB2 FERRIES\n\nThe report was noted.\n\n")
    assert closed(understood(told.replace(HEADING, f"{heading}\n\n"))) == ["HPB3"]


@pytest.mark.parametrize(
    "words",
    [
        "The Board went in camera.",
        "Resolved to move into private.",
        "Members of the public were then asked to leave the meeting.",
        "Penderfynwyd gwahardd y cyhoedd a’r wasg.",
    ],
)
def test_the_room_is_cleared_by_other_words(understood: Understood, words: str) -> None:
    told = CLOSED_MINUTES.replace(EXCLUSION, f"HPB2 URGENT BUSINESS\n\n{words}\n\n")
    assert closed(understood(told.replace(HEADING, ""))) == ["HPB3"]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("EXCLUSION OF THE PUBLIC", "Councillor Finn moved it and it was carried."),
        (
            "SCHEDULE 12A OF THE LOCAL GOVERNMENT ACT 1972",
            "RESOLVED: That members of the press and public be excluded from the meeting.",
        ),
        ("URGENT BUSINESS", "RESOLVED: That under section 100A(4) the public be excluded."),
        ("URGENT BUSINESS", "It was agreed to exclude the press and public."),
        ("URGENT BUSINESS", "The Board went into private session."),
    ],
)
def test_a_resolution_alone_closes_what_follows_and_stays_open(
    understood: Understood, title: str, words: str
) -> None:
    told = CLOSED_MINUTES.replace(EXCLUSION, f"HPB2 {title}\n\n{words}\n\n")
    assert closed(understood(told.replace(HEADING, ""))) == ["HPB3"]


@pytest.mark.parametrize("heading", ["PART I", "The press and public were readmitted."])
def test_part_one_may_resume(understood: Understood, heading: str) -> None:
    more = f"{heading}\n\nHPB4 FERRIES\n\nThe report was noted.\n\n{ENDED}"
    assert closed(understood(CLOSED_MINUTES.replace(ENDED, more))) == ["HPB3"]


def test_a_sentence_said_in_the_presence_of_the_public_does_not_end_part_two(
    understood: Understood,
) -> None:
    said = "It had been said in the presence of the public.\n\nHPB4 LEASE\n\nThe rent was agreed."
    told = CLOSED_MINUTES.replace(ENDED, f"{said}\n\n{ENDED}")
    assert closed(understood(told)) == ["HPB3", "HPB4"]


def test_words_without_a_number_after_the_heading_close_the_minute_they_run_on_from(
    understood: Understood,
) -> None:
    told = CLOSED_MINUTES.replace(HEADING, f"{HEADING}The offer is two million pounds.\n\n")
    assert closed(understood(told)) == ["HPB2", "HPB3"]


@pytest.mark.parametrize(
    "words", ["X1 SALE OF 14 DOCK STREET", "The Board considered an offer of two million pounds."]
)
def test_closed_business_run_on_from_the_exclusion_closes_that_minute_too(
    understood: Understood, words: str
) -> None:
    told = CLOSED_MINUTES.replace(EXCLUSION, f"{EXCLUSION}{words}\n\n").replace(HEADING, "")
    assert closed(understood(told)) == ["HPB2", "HPB3"]


def test_the_limbs_and_notes_of_an_exclusion_stay_open(understood: Understood) -> None:
    more = (
        "(2) the press be told why.\n\n(N.B. Councillor Finn left the room.)\n\n"
        "RESOURCES PORTFOLIO\n\n"
    )
    told = CLOSED_MINUTES.replace(EXCLUSION, f"{EXCLUSION}{more}").replace(HEADING, "")
    assert closed(understood(told)) == ["HPB3"]


@pytest.mark.parametrize(
    "words",
    [
        "Fees excluding the public health grant were noted.",
        "Public toilets were excluded from the review.",
        "Part 2 of the strategy was approved.",
        "A member of the public left the meeting.",
        "Some members may be excluded from the scheme.",
        "Visitors are asked to leave by the nearest exit.",
        "The dentist went into private practice.",
        "The working party met in Committee Room 2.",
        "Reserved matters",
        "Green papers on planning",
        "Private hire licensing",
        "Section B: items for decision",
    ],
)
def test_innocent_words_close_nothing(understood: Understood, words: str) -> None:
    told = CLOSED_MINUTES.replace(EXCLUSION, f"HPB2 FERRIES\n\n{words}\n\n").replace(HEADING, "")
    assert closed(understood(told)) == []


@pytest.mark.parametrize(
    "words", ["There were no exempt items.", "To ask what is private. There were none."]
)
def test_an_exclusion_that_was_not_needed_closes_nothing(
    understood: Understood, words: str
) -> None:
    told = CLOSED_MINUTES.replace(EXCLUSION.split("\n\n")[1], words)
    assert closed(understood(told.replace(HEADING, ""))) == []


@pytest.mark.parametrize("text", [MINUTES, BOARD_MINUTES, FORUM_MINUTES])
def test_open_minutes_stay_open(understood: Understood, text: str) -> None:
    assert closed(understood(text)) == []
