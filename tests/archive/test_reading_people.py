"""People in lists and in sentences: nobody lost, nobody renamed, nobody given another's role."""

from collections.abc import Callable

import pytest

from app.archive.paper import ParsedPaper, ParsedPerson
from app.archive.recognise.people import people

Understood = Callable[[str], ParsedPaper]
OPENING = "LOCK BOARD\n\nAt a meeting of the Lock Board held on 4 March 2014 in the Town Hall\n\n"
ENTRIES = "\n\nLB55 MINUTES\n\nApproved.\n\nLB56 FEES\n\nRESOLVED: That the fees be approved.\n"


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        (
            "J. Wood (Head of Housing), K. Lee (Solicitor)",
            [("J. Wood", "Head of Housing"), ("K. Lee", "Solicitor")],
        ),
        (
            "Jane Doe, Head of Planning; John Roe (Solicitor)",
            [("Jane Doe", "Head of Planning"), ("John Roe", "Solicitor")],
        ),
        (
            "Jane Doe (Head of Planning) and John Roe (Monitoring Officer)",
            [("Jane Doe", "Head of Planning"), ("John Roe", "Monitoring Officer")],
        ),
        (
            "Jane Doe, Head of Planning, and John Roe, Monitoring Officer",
            [("Jane Doe", "Head of Planning"), ("John Roe", "Monitoring Officer")],
        ),
        (
            "Kim Wood – External Auditor (Grant & Co)",
            [("Kim Wood", "External Auditor, Grant & Co")],
        ),
        ("B. Day (Lead Nurse, NHS) & A. Coy", [("B. Day", "Lead Nurse, NHS"), ("A. Coy", None)]),
        ("L. Rudd, B. Officer and C. Pell", [("L. Rudd", None), ("B. Officer", None)]),
        ("Councillors Pike and the Mayor", [("Councillor Pike", None), ("the Mayor", None)]),
    ],
)
def test_posts_and_brackets_stay_with_their_person(
    printed: str, found: list[tuple[str, str | None]]
) -> None:
    assert [(one.name, one.organisation) for one in people(printed)][: len(found)] == found


@pytest.mark.parametrize("name", ["Councillor C. Green", "Cllr Ann Green", "Councillor B. Labour"])
def test_a_surname_is_no_party(name: str) -> None:
    assert people(name) == [ParsedPerson(name)]


def test_a_party_behind_a_whole_name_is_one() -> None:
    assert people("Councillor Ann Bell Labour") == [
        ParsedPerson("Councillor Ann Bell", party="Labour")
    ]


def test_members_who_came_along_are_no_officers(understood: Understood) -> None:
    paper = understood(
        f"{OPENING}Present: Councillors A. Bell (Chair) and B. Roe\n\n"
        "ALSO PRESENT: Councillor K. Brown\n\nOFFICERS: J. Wood (Head of Housing),\n"
        f"K. Lee (Solicitor)\n\n{ENTRIES}"
    )
    assert [(one.name, one.role) for one in paper.in_attendance] == [
        ("Councillor K. Brown", None),
        ("J. Wood", "officer"),
        ("K. Lee", "officer"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Apologies for absence were received from Councillors G. Black and H. Grey.",
        "Apologies had been submitted by Councillor G. Black and Councillor H. Grey",
        "Apologies: Councillors G. Black and H. Grey",
        "APOLOGIES FOR ABSENCE\n\nCouncillor G. Black\nCouncillor H. Grey",
    ],
)
def test_apologies_are_read_from_a_list_and_from_a_sentence(
    understood: Understood, said: str
) -> None:
    paper = understood(f"{OPENING}Present: Councillor A. Bell (Chair)\n\n{said}\n{ENTRIES}")
    assert [one.name for one in paper.apologies] == ["Councillor G. Black", "Councillor H. Grey"]


def test_a_substitute_is_present_and_whoever_is_replaced_is_not_lost(
    understood: Understood,
) -> None:
    said = "Substitutes: Councillor D. Dale for Councillor G. Black"
    paper = understood(f"{OPENING}Present: Councillor A. Bell (Chair)\n\n{said}\n{ENTRIES}")
    assert paper.present[-1] == ParsedPerson("Councillor D. Dale", "substitute")
    assert said in [one.text for one in paper.unmatched]


def test_a_column_of_bodies_is_no_column_of_parties(understood: Understood) -> None:
    head = "Quay Partnership\n\nTuesday, 4 March 2014 at 6.30 p.m.\n\nPARTNERSHIP MEMBERSHIP\n\n"
    rows = "Member\tRepresenting\nCouncillor Ann Bell (Chair)\tNetter Council\nJo Dee\tNHS\n"
    paper = understood(f"{head}{rows}\nItem No.\n1. MINUTES\t1\n2. FEES\t2\n")
    assert paper.members == [
        ParsedPerson("Councillor Ann Bell", "chair", None, "Netter Council"),
        ParsedPerson("Jo Dee", "member", None, "NHS"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Those attending: Cllrs A. Bell (Chair), B. Roe (from 7.41pm) & C. Dray.",
        "MEMBERS PRESENT:\n\nCllr A. Bell (Chair)\nCllr B. Roe\nCllr C. Dray",
        "Sederunt: Cllr A. Bell (Convener), Cllr B. Roe, Cllr C. Dray. 11 members of the public.",
        "Yn bresennol / Present: Cyng/Cllr A. Bell (Cadeirydd / Chair), B. Roe a/and C. Dray",
        "Present: Cllrs A. Bell (Chairman), B. Roe and C. Dray. Clerk: Mr D. Poe.",
    ],
)
def test_those_present_under_every_label(understood: Understood, said: str) -> None:
    paper = understood(f"{OPENING}{said}\n{ENTRIES}")
    assert [one.name.split()[-1] for one in paper.present] == ["Bell", "Roe", "Dray"]
    assert paper.present[0].role == "chair"


def test_marks_say_who_came(understood: Understood) -> None:
    rows = "Name\tCategory\tAttendance\nAnn Bell (AB)\tParent, Chair\tPresent\n"
    more = "Rev. Bo Roe (BR)\tFoundation\tApologies\nCy Dray (CD)\tStaff\tAbsent\n"
    paper = understood(f"{OPENING}{rows}{more}{ENTRIES}")
    assert [one.name for one in paper.present] == ["Ann Bell"]
    assert [one.name for one in paper.apologies] == ["Rev. Bo Roe"]


def test_a_body_in_front_sends_those_behind_it() -> None:
    found = people("Netter – Cllr A. Bell; Westing – Cllrs B. Roe and C. Dray")
    assert [(one.name, one.organisation) for one in found] == [
        ("Cllr A. Bell", "Netter"),
        ("Cllr B. Roe", "Westing"),
        ("Cllr C. Dray", "Westing"),
    ]


@pytest.mark.parametrize(
    ("printed", "present", "apologies"),
    [
        (
            "Members present\tApologies\nCllr A Ash\tCllr D Dale\nCllr B Birch\tCllr E Elm",
            [("Cllr A Ash", None), ("Cllr B Birch", None)],
            ["Cllr D Dale", "Cllr E Elm"],
        ),
        (
            "The Chairman (Cllr X Yew) and Councillors A Ash and B Birch were present.",
            [("Cllr X Yew", "chair"), ("Councillor A Ash", None), ("Councillor B Birch", None)],
            [],
        ),
        (
            "Present: Councillor P Ash in the Chair; Councillors B Birch and C Cole",
            [
                ("Councillor P Ash", "chair"),
                ("Councillor B Birch", None),
                ("Councillor C Cole", None),
            ],
            [],
        ),
    ],
)
def test_lists_stand_side_by_side_or_in_a_sentence(understood, printed, present, apologies):
    opening = OPENING.replace("At a meeting", "Minutes of the meeting")
    paper = understood(opening + printed + ENTRIES)
    assert [(one.name, one.role) for one in paper.present] == present
    assert [one.name for one in paper.apologies] == apologies
