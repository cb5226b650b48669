"""Days, times and names in every printed form."""

from datetime import date

import pytest

from app.archive.paper import ParsedPerson
from app.archive.recognise.limbs import limbs
from app.archive.recognise.moments import first_date, time_in, without_moment
from app.archive.recognise.people import people, person


@pytest.mark.parametrize(
    "printed",
    [
        "20 September 2011",
        "20th September 2011",
        "Tuesday, 20 September 2011 at 6.30 p.m.",
        "Tues 20 Sept 2011",
        "the 20th of September, 2011",
        "20th September2011",
        "2011-09-20",
        "20/09/2011",
        "20.9.11",
    ],
)
def test_a_day_is_read_in_every_printed_form(printed: str) -> None:
    assert first_date(printed) == date(2011, 9, 20)


@pytest.mark.parametrize(
    "printed", ["31 February 2011", "99 May 2011", "3.1.1", "2010-11", "Part 4"]
)
def test_what_is_no_day_is_not_read_as_one(printed: str) -> None:
    assert first_date(printed) is None


@pytest.mark.parametrize(
    ("printed", "time"),
    [
        ("6.30 p.m.", "18:30"),
        ("9.30 am", "09:30"),
        ("16:15", "16:15"),
        ("7pm", "19:00"),
        ("12.15 am", "00:15"),
        ("12 noon", "12:00"),
        ("20 September 2011", None),
        ("25.70", None),
    ],
)
def test_a_time_is_read_in_every_printed_form(printed: str, time: str | None) -> None:
    assert time_in(printed) == time


def test_the_place_is_what_is_left_of_a_day_and_a_time() -> None:
    assert without_moment("on Tuesday, 10 May 2011 at 2.00 pm in the Civic Suite, Runcorn") == (
        "Civic Suite, Runcorn"
    )


def test_a_name_gives_up_role_party_and_organisation_but_not_its_honorific() -> None:
    assert person(
        "Councillor Ann Penrose (Vice- Chairman)", ("Labour",), party_first=True
    ) == ParsedPerson("Councillor Ann Penrose", "vice-chair", "Labour", None)
    assert person("Mr B Hodson", ("Co-optee",), party_first=True) == ParsedPerson(
        "Mr B Hodson", "co-optee"
    )
    assert person("K Taylor", ("Probation",)) == ParsedPerson("K Taylor", organisation="Probation")


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Dwayne Hope, Noel Shaw and Anna Coy.", ["Dwayne Hope", "Noel Shaw", "Anna Coy"]),
        (
            "Councillors Pike (Chair), Roe and J. Tern",
            ["Councillor Pike", "Councillor Roe", "Councillor J. Tern"],
        ),
        ("D. Parr, Chief Executive; L. Crane, Youth", ["D. Parr", "L. Crane"]),
        ("None.", []),
        ("There were no apologies", []),
    ],
)
def test_a_printed_list_is_read_as_names(printed: str, names: list[str]) -> None:
    assert [one.name for one in people(printed)] == names


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("That the report be noted.", ["That the report be noted."]),
        (
            "That (1) the report be noted; and (2) it be sent on.",
            ["the report be noted", "it be sent on."],
        ),
        ("That\n(1) a; and\n(2) b.", ["a", "b."]),
        ("i) That the Board agrees.", ["That the Board agrees."]),
        ("2.1 That a be done.\n2.2 That b be done.", ["That a be done.", "That b be done."]),
        (
            "That the sum of (£3) be paid under section 4(2).",
            ["That the sum of (£3) be paid under section 4(2)."],
        ),
        ("", []),
    ],
)
def test_a_resolution_falls_into_its_numbered_limbs(printed: str, found: list[str]) -> None:
    assert limbs(printed)[1] == found
