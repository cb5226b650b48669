"""Page furniture, several meetings in one file, and how a meeting is chaired, ends and resumes."""

from collections.abc import Callable
from datetime import date

import pytest

from app.archive.paper import ParsedPaper
from app.archive.recognise.furniture import furniture_of
from app.foundation.reading.text import read_text

Understood = Callable[[str], ParsedPaper]


def test_what_repeats_at_the_edge_of_pages_is_furniture_and_is_kept(
    understood: Understood,
) -> None:
    pages = "\f".join(
        f"Tarn Council - Fairs - {at}\n\n{text}\n\nPage {at} of 4\n"
        for at, text in enumerate(("Of bread.", "About salt.", "Fish, too.", "On wine."), start=1)
    )
    lines = read_text(pages.encode())
    apart = {lines[at].text for at in furniture_of(lines)}
    assert apart == {f"Tarn Council - Fairs - {at}" for at in range(1, 5)} | {
        f"Page {at} of 4" for at in range(1, 5)
    }
    left = [one.text for one in understood(pages).unmatched]
    assert "Page 3 of 4" in left


@pytest.mark.parametrize("line", ["- 214 -", "Page 9", "3 of 12", "page intentionally left blank"])
def test_a_page_number_is_furniture_wherever_it_stands(line: str) -> None:
    assert furniture_of(read_text(f"One\n{line}\nTwo".encode())) == {1}


@pytest.mark.parametrize("line", ["214", "12 April", "Item 3 of the agenda", "Page Lane closed"])
def test_what_only_looks_like_a_page_number_is_text(line: str) -> None:
    assert furniture_of(read_text(f"One\n{line}\nTwo".encode())) == set()


def test_two_meetings_in_a_file_are_two_papers(understood: Understood) -> None:
    meeting = (
        "## Meeting of {day} March 2015\n\nPresent: Ann Vole (Chair), Ben Stoat\n\n"
        "1. Apologies\n\nNone.\n\n2. Fees\n\nAgreed.\n\nClosed at {hour}pm.\n\n"
    )
    paper = understood(
        "# Tarn Fairs Committee minutes 2015\n\n"
        + meeting.format(day=3, hour="8.50")
        + meeting.format(day=24, hour="9.15")
    )
    assert [one.date for one in paper.papers] == [date(2015, 3, 3), date(2015, 3, 24)]
    assert [one.end_time for one in paper.papers] == ["20:50", "21:15"]


CLOSES = [
    "There being no further business the Chairman closed the meeting at 9.20pm.",
    "The Chair declared the meeting closed at\n9.20 pm",
    "(The meeting began at 7.00 p.m. and closed at 9.20 p.m.)",
    "Ended 9.20",
    "Meeting closed: 21:20",
    "Daeth y cyfarfod i ben am 9.20 pm",
]


@pytest.mark.parametrize("closed", CLOSES)
def test_minutes_say_in_many_ways_when_a_meeting_closed(
    understood: Understood, closed: str
) -> None:
    paper = understood(
        "Tarn Fairs Committee\nMinutes of the meeting held on 3 March 2015 at 7.00 pm\n\n"
        f"Present: Ann Vole (Chair), Ben Stoat\n\n1. Fees\n\nAgreed.\n\n{closed}\n"
    )
    assert paper.end_time == "21:20"


AGAIN = [
    "4. Next meeting: 7 April 2015 at 7pm, Long Room",
    "4. Date of next meeting\n\nTuesday 7 April 2015, 7pm, Long Room.",
    "The next meeting of the Committee will be held on Tuesday 7th April 2015 at 7.00 pm.",
    "4. Next meeting: April 7th 7.00pm.",
    "Meeting schedule\n3 March 2015\n7 April 2015, 7 pm",
]


@pytest.mark.parametrize("said", AGAIN)
def test_the_next_meeting_is_the_first_day_named_that_comes_after(
    understood: Understood, said: str
) -> None:
    paper = understood(
        "Tarn Fairs Committee\nMinutes of the meeting held on 3 March 2015 at 7.00 pm\n\n"
        f"Present: Ann Vole (Chair), Ben Stoat\n\n1. Fees\n\nAgreed.\n\n{said}\n"
    )
    assert (paper.next_meeting.date, paper.next_meeting.time) == (date(2015, 4, 7), "19:00")


CHAIRS = [
    ("Present: Cllr A Vole (Vice-Chair, in the chair), Cllr B Stoat", "Cllr A Vole"),
    ("In the chair: Ann Vole\nPresent: Ben Stoat", "Ann Vole"),
    ("Present: Ben Stoat (Vice-Chair), Ann Vole (Convener)", "Ann Vole"),
    ("Present:\nName\tPost\nAnn Vole\tIndependent Chair\nBen Stoat\tMember", "Ann Vole"),
    ("Present: Ben Stoat and Kit Shrew\nMrs Ann Vole took the chair.", "Mrs Ann Vole"),
]


@pytest.mark.parametrize(("said", "chair"), CHAIRS)
def test_who_took_the_chair_is_told_beside_the_name(
    understood: Understood, said: str, chair: str
) -> None:
    paper = understood(
        "Tarn Fairs Committee\nMinutes of the meeting held on 3 March 2015 at 7.00 pm\n\n"
        f"{said}\n\n1. Fees\n\nAgreed.\n\n2. Stalls\n\nAgreed.\n"
    )
    assert paper.chair == chair
