"""Which body met, when and where, whatever way a paper has of saying so."""

from collections.abc import Callable
from datetime import date

import pytest

from app.archive.paper import ParsedPaper

Understood = Callable[[str], ParsedPaper]
DAY = date(2023, 5, 9)
BODY = "\n\nPresent: Ann Vole (Chair), Ben Stoat\n\n1. Apologies\n\nNone.\n\n2. Fees\n\nAgreed.\n"
HEADS = [
    "TARN PARISH COUNCIL\nMinutes of the meeting of the Parish Council held in the Old Forge on\n"
    "Tuesday 9th May 2023 at 7.30 p.m.",
    "Tarn Parish Council\nClerk: Kit Shrew, 2 Mill Lane, Tarn. Tel: 01632 960123\n\n"
    "Minutes - May 9th 2023, Old Forge, 7.30pm",
    "From: Clerk <clerk@tarn.example>\nSubject: minutes\n\nTARN PARISH COUNCIL\n"
    "Record of the meeting held on Tuesday the 9th day of May 2023 in the Old Forge at\n"
    "7.30pm",
    "---\ntitle: Minutes\ndate: 2023-06-01\n---\n# Tarn Parish Council\n\n"
    "## Minutes of 9 May 2023, 19:30–21:00\n\nVenue: Old Forge",
    "Tarn Parish Council\nNotes from Tuesday 9 May 2023, 7.30 – 9.00pm\nOld Forge, Tarn",
    "Public Document Pack\nTarn Parish Council\nTuesday, 9th May, 2023 7.30 p.m.\n"
    "Venue: Old Forge\nContact: Kit Shrew Email: kit@tarn.example Tel: 01632 960123",
    "Cyngor Cymuned Tarn / TARN PARISH COUNCIL\n"
    "Cofnodion y cyfarfod 9 Mai 2023 am 7.30 o’r gloch\n"
    "Minutes of the meeting held on Tuesday evening, 9 May 2023 at 7.30 pm in the Old Forge",
]


@pytest.mark.parametrize("head", HEADS)
def test_minutes_say_in_many_ways_who_met_when_and_where(understood: Understood, head: str) -> None:
    paper = understood(head + BODY)
    assert paper.kind == "minutes"
    assert "tarn parish council" in (paper.board or "").casefold()
    assert (paper.date, paper.time) == (DAY, "19:30")
    assert "old forge" in (paper.venue or "").casefold()


SUMMONS = [
    "TARN TOWN COUNCIL\nThe Old Forge, Tarn\nTo: Members of the Fairs Committee\n"
    "You are hereby summoned to attend a meeting of the FAIRS COMMITTEE to be held in the "
    "Long Room\non Tuesday the 9th day of May 2023 at 7.30pm. Questions may be "
    "asked.\nKit Shrew\n2 May 2023",
    "Tarn Town Council\n2nd May 2023\nDear Member,\n"
    "A meeting of the FAIRS COMMITTEE will be held in the Long Room on 9 May 2023 at 7.30 p.m.\n"
    "Yours faithfully\nKit Shrew",
    "Tarn Town Council\nFairs Committee\nDate\tTuesday 9 May 2023\nTime\t7.30 to 9pm\n"
    "Place\tLong Room",
]


@pytest.mark.parametrize("head", SUMMONS)
def test_a_summons_calls_the_committee_and_not_the_day_it_was_written(
    understood: Understood, head: str
) -> None:
    paper = understood(
        f"{head}\n\nAGENDA\n\n1. To receive apologies\n2. To fix the fees\n3. To plan the fair\n"
    )
    assert (paper.kind, (paper.board or "").casefold()) == ("agenda", "fairs committee")
    assert (paper.date, paper.time) == (DAY, "19:30")
    assert (paper.venue or "").casefold().removeprefix("the ") == "long room"


def test_a_short_name_is_the_body_that_a_title_names_in_full(understood: Understood) -> None:
    paper = understood(
        "MARSH INTERNAL DRAINAGE BOARD\nMinutes of a meeting of the Board held on 9 May 2023" + BODY
    )
    assert paper.board == "MARSH INTERNAL DRAINAGE BOARD"


@pytest.mark.parametrize(
    "line",
    ["PC Ann Vole (Lights Group)", "Tel: 01632 960123", "Kit Shrew is clerk to the board of trade"],
)
def test_no_person_number_or_sentence_is_a_board(understood: Understood, line: str) -> None:
    paper = understood(f"{line}\nMinutes for meeting held Tuesday 9 May 2023{BODY}")
    assert (paper.board, paper.date) == (None, DAY)


def test_what_is_not_sure_stays_empty_and_its_guesses_are_kept(understood: Understood) -> None:
    paper = understood(
        "Tarn Fairs Committee minutes\n\n8 May 2023\n\n9 May 2023\nPresent: Ann Vole, Ben Stoat\n"
        "1. Apologies\nNone.\n2. Fees\nAgreed."
    )
    assert (paper.date, paper.confidence["date"]) == (None, "unsure")
    assert paper.candidates["date"] == ["2023-05-08", "2023-05-09"]
    assert paper.confidence["board"] in ("likely", "certain")


@pytest.mark.parametrize(
    ("printed", "begun", "ended"),
    [
        ("Time\t6.30 – 8.25pm", "18:30", "20:25"),
        ("Time: 11.30 - 1.15pm", "11:30", "13:15"),
        ("Time: 13:00–14:02 UTC", "13:00", "14:02"),
        ("Time: 10 o'clock in the forenoon", "10:00", None),
    ],
)
def test_a_head_may_say_how_long_it_took(
    understood: Understood, printed: str, begun: str, ended: str | None
) -> None:
    paper = understood(f"Tarn Fairs Committee\nMinutes\nDate\t9 May 2023\n{printed}{BODY}")
    assert (paper.time, paper.end_time) == (begun, ended)
