"""Items are where numbers count best, whatever their form; other figures make none."""

import time

import pytest

from app.archive.recognise.items import agenda_starts, headed_starts, minute_starts
from app.foundation.reading.lines import Line
from app.foundation.reading.text import read_text

TITLES = ("Apologies", "Minutes of the last meeting", "The weir", "Any other business")


def lines(text: str) -> list[Line]:
    return read_text(text.encode())


def numbered(*numbers: str, between: str = "Members spoke of it at some length.") -> str:
    pairs = zip(numbers, TITLES, strict=False)
    return "\n\n".join(f"{number} {title}\n\n{between}" for number, title in pairs)


@pytest.mark.parametrize(
    ("printed", "cited"),
    [
        (("7.", "8.", "9."), ["7", "8", "9"]),
        (("7)", "8)", "9)"), ["7", "8", "9"]),
        (("52 ", "53 ", "54 "), ["52", "53", "54"]),
        (("2526.", "2527.", "2528."), ["2526", "2527", "2528"]),
        (("141/19", "142/19", "143/19"), ["141/19", "142/19", "143/19"]),
        (("2024/9", "2024/10", "2024/11"), ["2024/9", "2024/10", "2024/11"]),
        (("C 10/034", "C 10/035", "C 10/036"), ["C10/034", "C10/035", "C10/036"]),
        (("19.09.01", "19.09.02", "19.09.03"), ["19.09.01", "19.09.02", "19.09.03"]),
        (("SHP54", "SHP55", "SHP56"), ["SHP54", "SHP55", "SHP56"]),
        (("WTC.54", "WTC.55", "WTC.56"), ["WTC54", "WTC55", "WTC56"]),
        (("Item 5:", "Item 6:", "Item 7:"), ["5", "6", "7"]),
        (("Minute 12", "Minute 13", "Minute 14"), ["12", "13", "14"]),
        (("No. 12", "No. 13", "No. 14"), ["12", "13", "14"]),
        (("Min 24/015", "Min 24/016"), ["24/015", "24/016"]),
        (("[5]", "[6]", "[7]"), ["5", "6", "7"]),
        (("5 –", "6 –", "7 –"), ["5", "6", "7"]),
        (("2024/25-5", "2024/25-6"), ["2024/25-5", "2024/25-6"]),
        (("IV.", "V.", "VI."), ["IV", "V", "VI"]),
        (("B.", "C.", "D."), ["B", "C", "D"]),
        (("7.", "8.", "10."), ["7", "8", "10"]),
    ],
)
def test_a_run_of_numbers_is_found_in_any_form(printed, cited):
    assert [one.number for one in minute_starts(lines(numbered(*printed)))] == cited


def test_the_number_may_stand_alone_or_below_its_heading():
    alone = "\n\n".join(f"{at}\n{title}\n\nIt was noted." for at, title in enumerate(TITLES, 11))
    assert [(one.number, one.title) for one in minute_starts(lines(alone))] == [
        (str(at), title) for at, title in enumerate(TITLES, 11)
    ]
    below = "\n\n".join(
        f"**{title}**\n{at}  The members spoke of it at great length and resolved nothing at all."
        for at, title in enumerate(TITLES, 4511)
    )
    assert [(one.number, one.title) for one in minute_starts(lines(below))] == [
        (str(at), title) for at, title in enumerate(TITLES, 4511)
    ]


def test_text_that_runs_on_behind_a_title_belongs_to_the_item():
    found = minute_starts(lines("2526. Public Forum: No one present.\n\n2527. Weir. It leaks."))
    assert [(one.title, one.rest) for one in found] == [
        ("Public Forum", "No one present."),
        ("Weir", "It leaks."),
    ]


def test_a_few_words_after_a_colon_narrow_a_title_and_stay_with_it():
    found = minute_starts(lines("1. Complaints: annual report\n\nNoted.\n\n2. Weir\n\nNoted."))
    assert found[0].title == "Complaints: annual report"


@pytest.mark.parametrize(
    "between",
    [
        "A466 – resurfacing from June\n\nB4987 – lights at the bridge",
        "12 June – fair\n\n13 June – market",
        "£20 for lamps\n\n£21 for wicks",
        "01632 960123\n\n01632 960124",
        "20/00318 loft\n\n20/00355 railings\n\n20/00412 porch",
        "RESOLVED:\n\n1. that the lamps be lit;\n\n2. that they be watched.",
        "The Board agreed that\n\n(1) That one be lit;\n\n(2) That two be lit.",
        "NG1 4QX\n\nNG2 4QX",
    ],
)
def test_other_figures_make_no_items_and_break_no_run(between):
    found = minute_starts(lines(numbered("31.", "32.", "33.", "34.", between=between)))
    assert [one.number for one in found] == ["31", "32", "33", "34"]


def test_sub_items_of_minutes_have_headings_and_those_of_agendas_need_none():
    text = "6. Works\n\n6.1 Roofs\n\nMended.\n\n6.2 They were looked at.\n\n7. Close\n\nAt nine.\n"
    assert [one.number for one in minute_starts(lines(text))] == ["6", "6.1", "7"]
    agenda = "6. Works\n(a) roofs, and what became of them.\n(b) gates.\n7. Close\n"
    assert [one.number for one in agenda_starts(lines(agenda))] == ["6", "6(a)", "6(b)", "7"]


def test_an_item_printed_by_its_sub_items_alone_is_there():
    found = agenda_starts(lines("1. MINUTES\n2(A) HOMES\n2(B) RENTS\n3. CLOSE\n"))
    assert [(one.number, one.is_child) for one in found] == [
        ("1", False), ("2", False), ("2(A)", True), ("2(B)", True), ("3", False),
    ]  # fmt: skip


def test_letters_change_between_the_parts_of_an_agenda():
    text = "A1 Apologies\nA2 Minutes\nA3 Buses\nB1 Lease of the depot\nB2 Claim\n"
    assert [one.number for one in agenda_starts(lines(text))] == ["A1", "A2", "A3", "B1", "B2"]


def test_numbered_notes_for_visitors_are_no_items():
    items = "\n".join(f"{at}. {title}" for at, title in enumerate(TITLES, 1))
    notes = "NOTES\n1. The doors open at six and close when the hall is full.\n2. Dogs may come."
    for text in (f"{items}\n\n{notes}", f"{notes}\n\n{items}"):
        assert [one.title for one in agenda_starts(lines(text))] == list(TITLES)


def test_without_numbers_headings_of_one_look_are_items():
    text = "Present: A. Lamb\n\n" + "\n\n".join(f"**{one}**\n\nIt was noted." for one in TITLES)
    assert [one.title for one in headed_starts(lines(text))] == list(TITLES)


def test_words_before_a_dash_are_items_where_nothing_else_is():
    text = (
        "Here: Jan, Mo\n\n- Last mins - ok.\n\n- Roof - leaks.\n\n- Piano - sold.\n\n- AOB - none"
    )
    found = headed_starts(lines(text))
    assert [one.title for one in found] == ["Last mins", "Roof", "Piano", "AOB"]


def test_the_number_of_a_road_is_part_of_a_heading():
    found = headed_starts(
        lines(
            "Present: Ann Finn, Bo Moss\n\nTreasurer's report\nThe balance is £45.\n\n"
            "A1 litter\nIt was reported.\n\nRoad markings\nThe county will be told.\n"
        )
    )
    assert [(one.number, one.title) for one in found] == [
        ("", "Treasurer's report"),
        ("", "A1 litter"),
        ("", "Road markings"),
    ]


def test_numbers_begin_again_below_the_heading_of_another_meeting():
    found = minute_starts(
        lines(
            "1. Welcome\nAll were welcomed.\n2. Election of officers\nAll stood again.\n\n"
            "GENERAL MEETING\n\n1. Minutes of the last meeting\nAgreed.\n2. Litter\nNoted.\n"
        )
    )
    assert [one.number for one in found] == ["1", "2", "1", "2"]


def test_reserved_business_is_the_title_of_the_number_below_it():
    said = "The student members withdrew while the Senate spoke of this at great length indeed."
    text = "".join(
        f"**{title}**\n{at} {said}\n\n"
        for at, title in enumerate(("CHAIR'S REPORT", "LIBRARY", "RESERVED BUSINESS"), 86)
    )
    assert [(one.number, one.title) for one in minute_starts(lines(text))][-1] == (
        "88",
        "RESERVED BUSINESS",
    )


@pytest.mark.parametrize("number", [lambda at: 1, lambda at: 3000 - at])
def test_thousands_of_numbers_that_make_no_run_end_soon(number):
    """Work grows with the lines, not with their square: the limit is ten times what it takes."""
    text = "".join(f"{number(at)}. Foo bar\n" for at in range(3000))
    began = time.process_time()
    minute_starts(lines(text))
    assert time.process_time() - began < 10
