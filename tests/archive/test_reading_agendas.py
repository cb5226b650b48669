"""Agendas in other councils' dress: how Part II is headed, and how items and sub-items count."""

from collections.abc import Callable, Iterable

import pytest

from app.archive.importing.closed import access_of_file
from app.archive.paper import ParsedItem, ParsedPaper
from app.foundation.permissions import Access

Understood = Callable[[str], ParsedPaper]
HEAD = (
    "Lock and Weir Committee\n\nTuesday, 4 March 2014 at 6.30 p.m.\nCommittee Room 1, Netter Hall\n"
)
OPEN = "ITEMS TO BE DEALT WITH IN THE PRESENCE OF THE PRESS AND PUBLIC\n\nPart I\n\n"
ROWS = "Item No.\tPage No.\n1. MINUTES\t1 - 3\n2. FEES\t4 - 11\n"
LAST = "3. SALE OF DOCK STREET\t12 - 16\n"


def agenda(*rows: str) -> str:
    """A front sheet with these lines below its head."""
    return "\n".join([HEAD, *rows])


def parts(items: Iterable[ParsedItem]) -> list[str | None]:
    """The part of each item in order."""
    return [item.part for item in items]


def numbers(items: Iterable[ParsedItem]) -> list[str | None]:
    """The numbers in order, sub-items after their item."""
    return [number for item in items for number in (item.number, *numbers(item.children))]


@pytest.mark.parametrize(
    "heading",
    [
        "PART II",
        'PART II - ITEMS CONTAINING "EXEMPT" INFORMATION FALLING WITHIN SCHEDULE 12A OF THE LOCAL '
        "GOVERNMENT ACT 1972 AND THE LOCAL GOVERNMENT (ACCESS TO INFORMATION) ACT 1985",
        "Part II - Private items of business: the public may be excluded while these are taken "
        "because they are likely to involve exempt information under Schedule 12A of the Act.",
        "PART B – PRIVATE",
        "Part 2: Items from which the press and public are likely to be excluded",
        "PART II\n\nIn this case the Board has a discretion to exclude the press and public.",
        "ITEMS FOR WHICH THE PRESS AND PUBLIC MAY BE EXCLUDED",
        "ITEMS FOR WHICH THE PRESS AND\nPUBLIC MAY BE EXCLUDED",
        "ITEMS TO BE DEALT WITH IN THE\nABSENCE OF THE PRESS AND PUBLIC",
        "ITEMS TO BE CONSIDERED IN THE ABSENCE OF THE PRESS AND PUBLIC",
        "ITEMS NOT TO BE DEALT WITH IN THE PRESENCE OF THE PRESS AND PUBLIC",
        "ITEMS TO BE DEALT WITH AFTER THE PUBLIC HAVE LEFT",
        "ITEMS TO BE DEALT WITH IN PRIVATE",
        "CONFIDENTIAL BUSINESS",
        "Confidential Reports",
        "PRIVATE SESSION",
        "EXEMPT INFORMATION",
        "PINK PAPERS - NOT FOR PUBLICATION",
        "Exclusion of the Press and Public\n\nTo resolve that the press and public be excluded.",
        "To resolve that under section 100A(4) the public be excluded from the meeting.",
    ],
)
def test_a_heading_of_part_two_closes_what_follows_and_nothing_above(
    understood: Understood, heading: str
) -> None:
    paper = understood(agenda(OPEN, ROWS, heading, "", LAST))
    assert paper.kind == "agenda"
    assert parts(paper.items) == ["open", "open", "exempt"]
    assert access_of_file(paper) == Access.EXEMPT


def test_a_bare_mark_between_two_items_closes_both(understood: Understood) -> None:
    paper = understood(agenda(OPEN, ROWS, "NOT FOR PUBLICATION", LAST))
    assert parts(paper.items) == ["open", "exempt", "exempt"]


@pytest.mark.parametrize(
    "row",
    [
        "3. SITE SALE (Paragraph 3)\t12 - 16",
        "3. SITE SALE (EXEMPT)\t12 - 16",
        "3. SITE SALE\t12 - 16\n(Exempt – paragraph 3)",
        "3. SITE SALE (Not for publication by virtue of paragraph 3 of Schedule 12A)\t12 - 16",
    ],
)
def test_a_mark_beside_an_item_closes_that_item_alone(understood: Understood, row: str) -> None:
    paper = understood(agenda(ROWS, row, "4. FERRIES\t17 - 18\n"))
    assert parts(paper.items) == [None, None, "exempt", None]


@pytest.mark.parametrize(
    "title",
    ["PRIVATE SECTOR HOUSING", "RESTRICTED PARKING ZONES", "PUBLIC QUESTIONS", "BUSINESS RATES"],
)
def test_an_innocent_title_closes_nothing(understood: Understood, title: str) -> None:
    paper = understood(agenda(OPEN, ROWS, f"3. {title}\t12 - 16", "4. FERRIES\t17 - 18\n"))
    assert parts(paper.items) == ["open"] * 4


def test_items_of_part_two_may_count_from_one_again(understood: Understood) -> None:
    paper = understood(agenda(OPEN, ROWS, "PART II\n", "1. SALE OF DOCK STREET\t12 - 16\n"))
    assert parts(paper.items) == ["open", "open", "exempt"]


def test_a_file_with_a_heading_of_part_two_anywhere_is_closed(understood: Understood) -> None:
    told = understood("Dear Ann,\n\nThank you for the oranges.\n\nEXEMPT ITEMS\n\nThe price.\n")
    assert access_of_file(told) == Access.EXEMPT


@pytest.mark.parametrize(
    ("one", "two"), [("2A", "2B"), ("2a.", "2b."), ("2.1", "2.2"), ("2(a)", "2(b)"), ("(A)", "(B)")]
)
def test_sub_items_stand_under_their_item_however_they_count(
    understood: Understood, one: str, two: str
) -> None:
    rows = f"1. MINUTES\n2. POLICY\n{one} HOMES\t1 - 3\n{two} RENTS\t4 - 6\n3. CLOSE\n"
    items = understood(agenda("Item No.\tPage No.", rows)).items
    assert [item.title for item in items] == ["MINUTES", "POLICY", "CLOSE"]
    assert [(child.title, child.page_from) for child in items[1].children] == [
        ("HOMES", 1),
        ("RENTS", 4),
    ]
    assert items[1].children[0].number in ("2A", "2a", "2.1", "2(a)", "2(A)")


def test_a_number_left_out_swallows_no_item(understood: Understood) -> None:
    items = understood(agenda(ROWS, "6. SALE OF DOCK STREET\t12 - 16\n")).items
    assert [(item.number, item.title) for item in items[1:]] == [
        ("2", "FEES"),
        ("6", "SALE OF DOCK STREET"),
    ]


def test_roman_numbers_and_a_single_item_with_many_letters_are_read(
    understood: Understood,
) -> None:
    roman = understood(agenda("I. MINUTES\nII. FEES\nIII. LAND\nIV. CLOSE\n"))
    assert numbers(roman.items) == ["I", "II", "III", "IV"]
    letters = "ABCDEFGHIJKL"
    rows = "".join(f"({letter}) TOPIC {letter}\t{at} - {at}\n" for at, letter in enumerate(letters))
    single = understood(agenda("Item No.\tPage No.\n1. POLICY", rows))
    assert numbers(single.items) == ["1", *(f"1({letter})" for letter in letters)]


def test_a_title_over_two_lines_takes_the_pages_of_its_second(understood: Understood) -> None:
    rows = "1. ANNUAL REPORT OF THE LOCK\nAND WEIR COMMITTEE\t1 - 3\n2. FEES\t4 - 11\n"
    items = understood(agenda("Item No.\tPage No.", rows)).items
    assert (items[0].title, items[0].page_to) == ("ANNUAL REPORT OF THE LOCK AND WEIR COMMITTEE", 3)


def test_words_between_two_items_belong_to_the_first_of_them(understood: Understood) -> None:
    rows = "1. FILMING\nThis meeting will be recorded and may be filmed.\n2. FEES\t4 - 11\n"
    paper = understood(agenda("Item No.\tPage No.", rows, "Please contact Gill Ferris.\n"))
    assert paper.items[0].text == "This meeting will be recorded and may be filmed."
    assert paper.unmatched[-1].text == "Please contact Gill Ferris."


def titles(items: Iterable[ParsedItem]) -> list[str]:
    """The titles in order, those of sub-items after their item's."""
    return [title for item in items for title in (item.title, *titles(item.children))]


RUN_ON = """\
2031/7 Election of Chair.
2031/8 Apologies. To hear of absences and accept the reasons given.
2031/9 Interests: to be declared in any matter below.
2031/10 Minutes of the meeting on 3rd April 2031
2031/11 Reports from
   (a) the tree warden
   (b) the footpath warden
2031/12 Planning. To agree comments upon
   31/00317/HH 4 Weir Row - porch and bin store
   31/00322/FUL Land north of Lock Lane - stable block
2031/13 Private session. To resolve that, because of the personal nature of what follows, the
   public be excluded.
2031/14 Clerk's annual review.
"""


def test_a_title_ends_where_the_text_of_its_item_runs_on(understood: Understood) -> None:
    items = understood(agenda("A G E N D A", RUN_ON)).items
    assert titles(items) == [
        "Election of Chair",
        "Apologies",
        "Interests",
        "Minutes of the meeting on 3rd April 2031",
        "Reports from",
        "the tree warden",
        "the footpath warden",
        "Planning",
        "Private session",
        "Clerk's annual review",
    ]
    assert numbers(items)[4:7] == ["2031/11", "2031/11(a)", "2031/11(b)"]
    assert items[1].text == "To hear of absences and accept the reasons given."
    assert "31/00322/FUL" in items[5].text
    assert parts(items)[-1] == "exempt"


def test_an_agenda_of_hours_references_and_who_leads_is_read_by_its_columns(
    understood: Understood,
) -> None:
    rows = (
        "Time\tRef.\tItem\tLead\tPaper\n"
        "09:30\tLW-31/061\tWelcome and apologies\tChair\tVerbal\n"
        "09:35\tLW-31/062\tMinutes of 24 July\tChair\tPaper A\n"
        "10:10\tBreak\n"
        "10:25\tLW-31/063\tFinance report, month 5\tTreasurer\tPaper B\n"
    )
    items = understood(agenda("Agenda", rows)).items
    assert numbers(items) == ["LW-31/061", "LW-31/062", "LW-31/063"]
    assert titles(items) == [
        "Welcome and apologies",
        "Minutes of 24 July",
        "Finance report, month 5",
    ]


@pytest.mark.parametrize("pages", ["Pages: 3-11", "(pages 3 to 11, enclosed)", "Page no. 3 – 11"])
def test_pages_may_stand_on_the_line_below(understood: Understood, pages: str) -> None:
    rows = f"1. MINUTES\n{pages}\n2. FEES\n3. CLOSE\n"
    items = understood(agenda("Agenda", rows)).items
    assert (items[0].page_from, items[0].page_to) == (3, 11)


def test_who_reports_and_numbered_notes_for_visitors_are_no_part_of_the_items(
    understood: Understood,
) -> None:
    rows = (
        "1 Apologies\n2 Lock gates: next steps – report of the Engineer (Pages 15 - 46)\n"
        "3 Any other business\n\nNOTES\n\n1. The times are a guide and no more.\n"
        "2. A hearing loop is fitted; ask the attendant for a receiver.\n"
    )
    items = understood(agenda("AGENDA", rows)).items
    assert titles(items) == ["Apologies", "Lock gates: next steps", "Any other business"]
    assert (items[1].page_from, items[1].page_to) == (15, 46)


SUMMONS = "LOCK BOARD\n\nThursday 4 March 2031 at 2.00 pm in the Town Hall\n\n{0}\n\n"
BUSINESS = "AGENDA\n\n1. Apologies\n\n2. Minutes\n\n3. The weir\n\n4. Close\n"


@pytest.mark.parametrize(
    ("printed", "members"),
    [
        (
            "Membership of the Board: Councillors A. Ash (Chair) and B. Birch, and Mrs C. Cole",
            [("Councillor A. Ash", "chair", None, None),
             ("Councillor B. Birch", "member", None, None), ("Mrs C. Cole", "member", None, None)],
        ),
        (
            "Appointing body\tMember\tSubstitute\n"
            "Netter Council\tCllr A Ash (Chair)\tCllr B Birch\n"
            "Independent members\tMrs C Cole\t(vacant)",
            [("Cllr A Ash", "chair", None, "Netter Council"),
             ("Cllr B Birch", "substitute", None, "Netter Council"),
             ("Mrs C Cole", "member", None, None)],
        ),
        (
            "Committee membership\n\nGreen Group\nCllr A Ash (Chair)\nCllr B Birch\n"
            "Co-opted\nMrs C Cole",
            [("Cllr A Ash", "chair", "Green", None), ("Cllr B Birch", "member", "Green", None),
             ("Mrs C Cole", "co-optee", None, None)],
        ),
        (
            "To Members of the Board:\n\nCouncillor A Ash (Chair), Cabinet Member for Locks\n"
            "Dana Dale, Probation Service",
            [("Councillor A Ash", "chair", None, "Cabinet Member for Locks"),
             ("Dana Dale", "member", None, "Probation Service")],
        ),
    ],
)  # fmt: skip
def test_members_are_read_from_lines_tables_and_groups(
    understood: Understood, printed: str, members: list[tuple[str, str, str | None, str | None]]
) -> None:
    paper = understood(SUMMONS.format(printed) + BUSINESS)
    found = [(one.name, one.role, one.party, one.organisation) for one in paper.members]
    assert found == members
