"""Reports, cover sheets, front sheets, minutes and packs, typed as councils type them."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from app.archive.paper import Declaration, NextMeeting, ParsedAction, ParsedPaper, ParsedPerson
from tests.archive import invented

Understood = Callable[[str], ParsedPaper]


def test_a_report_gives_its_head_its_sections_and_its_recommendations(
    understood: Understood,
) -> None:
    paper = understood(invented.REPORT)
    assert (paper.kind, paper.template) == ("report", "policy-board-2024")
    assert (paper.to, paper.date) == ("Harbour and Quays Scrutiny Panel", date(2025, 3, 4))
    assert (paper.author, paper.portfolio) == ("Director of Place", "Transport")
    assert paper.subject == "The swing bridge at Netter Lock"
    assert paper.wards == ["Lock", "Mere", "Weir"]
    assert [section.number for section in paper.sections] == [f"{n}.0" for n in range(1, 8)]
    assert paper.recommendations == [
        "the failures be noted",
        "a survey of the bearings be made before winter.",
    ]
    assert paper.unmatched == []


def test_a_heading_over_two_lines_is_one_heading(understood: Understood) -> None:
    paper = understood(invented.REPORT)
    assert paper.sections[-1].title == (
        "LIST OF BACKGROUND PAPERS UNDER SECTION 100D OF THE LOCAL GOVERNMENT ACT 1972"
    )


def test_headings_inside_sections_are_told_from_paragraphs_and_lists(
    understood: Understood,
) -> None:
    paper = understood(invented.REPORT)
    inside = [(each.number, each.title) for each in paper.headings if each.level > 1]
    assert inside == [
        ("3.2", "What failed"),
        ("5.1", "Children and Young People"),
        ("5.2", "A Greener Borough"),
    ]
    assert "3.3 The causes were, in order:\n1. Silt\n2. Age\n3. Frost" in paper.sections[2].text


def test_what_clerks_got_wrong_stays_as_printed(understood: Understood) -> None:
    paper = understood(invented.REPORT)
    assert paper.sections[2].text.count("3.3 ") == 2
    assert paper.sections[5].text == "7.1 A stray number stands here."


def test_a_title_after_the_background_papers_opens_an_appendix(understood: Understood) -> None:
    appendix = understood(invented.REPORT).papers[0]
    assert (appendix.kind, appendix.subject) == ("other", "Netter Lock Bridge A short history")
    assert appendix.appendix_of == "The swing bridge at Netter Lock"
    assert [(each.number, each.title) for each in appendix.sections] == [
        ("1", "Beginnings"),
        ("2", "The iron bridge"),
    ]


def test_the_older_head_has_an_author(understood: Understood) -> None:
    older = invented.REPORT.replace("REPORTING OFFICER", "AUTHOR").replace(
        "**PORTFOLIO:** Transport", ""
    )
    assert understood(older).template == "policy-board-2007"
    assert understood(older.replace("AUTHOR", "REPORTING OFFICER")).template == "policy-board-2011"


def test_a_space_before_the_colon_and_no_marks_change_nothing(understood: Understood) -> None:
    plain = invented.REPORT.replace("**", "").replace(":** ", " : ").replace("TO:", "TO :")
    paper = understood(plain)
    assert paper.to == "Harbour and Quays Scrutiny Panel"
    assert len(paper.sections) == 7


def test_a_cover_sheet_gives_its_rows_and_the_one_purpose_ticked(understood: Understood) -> None:
    paper = understood(invented.COVER_SHEET)
    assert (paper.kind, paper.template) == ("report", "partnership-cover")
    assert paper.board == "NETTER VALE COMMUNITY PARTNERSHIP"
    assert (paper.subject, paper.date) == ("A single rescue rota", date(2019, 6, 12))
    assert (paper.prepared_by, paper.present_at_meeting) == ("Ada Quill", "No")
    assert (paper.leading_partner, paper.purpose) == ("Fire Service", "decision")
    assert paper.summary == "Why three rotas may become one."
    assert paper.recommendations == ["That the rota be agreed", "that it begin in May."]
    assert [each.number for each in paper.sections if each.number] == ["1", "2"]
    assert [each.subject for each in paper.papers] == ["APPENDIX 1"]


def test_a_front_sheet_gives_board_day_place_and_members(understood: Understood) -> None:
    paper = understood(invented.FRONT_SHEET)
    assert (paper.kind, paper.board) == ("agenda", "Harbour and Quays Scrutiny Panel")
    assert (paper.date, paper.time) == (date(2025, 3, 4), "18:30")
    assert paper.venue == "Committee Room 2, Netter Hall"
    assert paper.next_meeting == NextMeeting(date(2025, 5, 6), "18:00")
    assert paper.members == [
        ParsedPerson("Councillor Ann Penrose", "chair", "Quayside Independents"),
        ParsedPerson("Councillor Bo Finn", "vice-chair", "Labour"),
        ParsedPerson("Councillor Cy Hale", "member", "Conservative"),
        ParsedPerson("Ms D Oakes", "co-optee"),
    ]


def test_items_nest_and_carry_pages_and_part(understood: Understood) -> None:
    paper = understood(invented.FRONT_SHEET)
    assert [item.number for item in paper.items] == ["1", "2", "3", "4"]
    assert [(one.number, one.page_from, one.page_to) for one in paper.items[2].children] == [
        ("3(A)", 1, 9),
        ("3(B)", 10, 12),
    ]
    assert paper.items[2].children[1].title == "LOCK KEEPERS 2024-25"
    assert paper.items[1].text == "Members are reminded to declare any interest."
    assert [item.part for item in paper.items] == ["open", "open", "open", "exempt"]
    assert paper.unmatched[-1].text.startswith("In accordance with the Health and Safety")


def test_minutes_give_who_met_and_what_was_settled(understood: Understood) -> None:
    paper = understood(invented.MINUTES)
    assert (paper.kind, paper.board) == ("minutes", "Harbour and Quays Partnership")
    assert (paper.date, paper.time, paper.end_time) == (date(2025, 1, 9), "14:00", "15:40")
    assert paper.venue == "Pilot House, Netter Quay"
    assert paper.present == [
        ParsedPerson("A. Marlow", organisation="Harbour Master's Office"),
        ParsedPerson("Cllr Penrose", "chair", organisation="Netter Council"),
        ParsedPerson("T. Oakes", organisation="Lifeboat Station"),
    ]
    assert paper.chair == "Cllr Penrose"
    assert [one.name for one in paper.apologies] == ["B. Finn", "Dr C. Hale"]
    assert paper.next_meeting == NextMeeting(date(2025, 4, 10), "14:00", "Pilot House")


def test_each_minute_keeps_its_number_its_limbs_and_its_actions(understood: Understood) -> None:
    paper = understood(invented.MINUTES)
    assert [item.number for item in paper.items] == ["HQP17", "HQP18", "HQP19", "HQP20", "HQP21"]
    updates, fees = paper.items[2], paper.items[3]
    assert [(one.number, one.title) for one in updates.children] == [
        ("HQP19(a)", "Dredging"),
        ("HQP19(b)", "Moorings"),
    ]
    assert updates.children[1].actions == [
        ParsedAction(
            "T. Oakes to inspect the chains by 28 February 2025",
            "T. Oakes",
            "28 February 2025",
            date(2025, 2, 28),
        )
    ]
    assert fees.resolved == ["the fees be agreed", "they be published in March."]
    assert fees.text == "The Partnership considered a report on fees."
    assert paper.declarations == [
        Declaration(
            "Cllr Penrose",
            "HQP20",
            "Cllr Penrose declared a personal interest in minute HQP 20 as a berth holder.",
        )
    ]


@pytest.mark.parametrize(
    "style", ["{0}/25", "{0}.", "{0}", "HQP.{0}", "Q{0}", "{0}/24-25", "2024/25-{0}"]
)
def test_minutes_with_other_numbers_are_read_too(understood: Understood, style: str) -> None:
    text = re.sub(r"(?m)^HQP (\d+) ", lambda found: style.format(found[1]) + " ", invented.MINUTES)
    paper = understood(text)
    number = style.format(17).strip(".").replace(".", "")
    assert [(each.number, each.title) for each in paper.items][:1] == [(number, "WELCOME")]
    assert len(paper.items) == 5
    assert paper.items[3].resolved == ["the fees be agreed", "they be published in March."]


@pytest.mark.parametrize(
    ("printed", "text", "resolved", "recommended"),
    [
        ("RESOLVED: That it be noted.", "", ["That it be noted."], []),
        ("RESOLVED – That it be noted.", "", ["That it be noted."], []),
        ("RESOLVED unanimously: That it be noted.", "", ["That it be noted."], []),
        ("**Resolved:** That it be noted.", "", ["That it be noted."], []),
        (
            "A report was read. RESOLVED: That (1) a; and (2) b.",
            "A report was read.",
            ["a", "b."],
            [],
        ),
        ("RECOMMENDED to Council: That it be built.", "", [], ["That it be built."]),
        ("RESOLVED: That\n\na) one; and\n\nb) two.", "", ["one", "two."], []),
        ("The matter was resolved last year.", "The matter was resolved last year.", [], []),
    ],
)
def test_what_was_resolved_is_told_in_many_ways(
    understood: Understood, printed: str, text: str, resolved: list[str], recommended: list[str]
) -> None:
    paper = understood(
        f"At a meeting of the Quay Board on 9 January 2025\n\nPresent: A. Marlow\n\n"
        f"QB1 DREDGING\n\n{printed}\n\nQB2 CLOSE\n"
    )
    item = paper.items[0]
    assert (item.text, item.resolved, item.recommended) == (text, resolved, recommended)


def test_a_number_that_is_spoken_of_as_a_minute_is_its_number(understood: Understood) -> None:
    text = re.sub(r"(?m)^HQP (\d+) ", r"Minute \1: ", invented.MINUTES)
    assert [item.number for item in understood(text).items] == ["17", "18", "19", "20", "21"]


def test_minutes_without_numbers_are_read_by_their_headings(understood: Understood) -> None:
    paper = understood(
        "QUAY BOARD\n\nMinutes of the meeting held on 9 January 2025 at 2.00 pm\n\n"
        "Present: A. Marlow (Chair) and T. Oakes\n\nDREDGING\n\nThe channel was sounded.\n\n"
        "Action: AM/TO\n\nFEES\n\nRECOMMENDED TO COUNCIL\n\n1. That the fees be agreed.\n"
        "2. That they be published.\n"
    )
    assert (paper.kind, paper.board) == ("minutes", "QUAY BOARD")
    assert [(item.number, item.title) for item in paper.items] == [
        (None, "DREDGING"),
        (None, "FEES"),
    ]
    assert paper.items[0].actions == [ParsedAction("The channel was sounded.", "AM/TO")]
    assert paper.items[1].recommended == ["That the fees be agreed.", "That they be published."]


@pytest.mark.parametrize(
    ("printed", "action"),
    [
        (
            "Action: Head of Housing and Director of Place, by 3 March 2025: count the lamps",
            ParsedAction(
                "count the lamps",
                "Head of Housing and Director of Place",
                "3 March 2025",
                date(2025, 3, 3),
            ),
        ),
        ("Action: T. Oakes: inspect the chains", ParsedAction("inspect the chains", "T. Oakes")),
        ("ACTION: Mike Andrews", ParsedAction("It was noted.", "Mike Andrews")),
        ("Action: report back (due: Weekly)", ParsedAction("report back", None, "Weekly")),
        ("Action: All partners: send figures", ParsedAction("send figures", "All partners")),
        ("Action: All to send: figures", ParsedAction("All to send: figures", "All")),
        (
            "Action: School nursing service: drop in (due: Weekly)",
            ParsedAction("drop in", "School nursing service", "Weekly"),
        ),
    ],
)
def test_an_owner_and_a_day_set_beside_an_action_are_taken_out_of_it(
    understood: Understood, printed: str, action: ParsedAction
) -> None:
    paper = understood(
        "At a meeting of the Quay Board on 9 January 2025\n\nPresent: A. Marlow\n\n"
        f"QB1 DREDGING\n\nIt was noted.\n\n{printed}\n\nQB2 CLOSE\n"
    )
    assert paper.items[0].actions == [action]


def test_an_action_column_gives_each_paragraph_its_owner(understood: Understood) -> None:
    paper = understood(
        "At a meeting of the Quay Board on 9 January 2025\n\nPresent: A. Marlow\n\n"
        "Minute\tAction\n12/25 DREDGING\t\nThe channel had been sounded.\tA. Marlow\n"
        "Charts would be sent.\tT. Oakes to send charts by 3 March\n"
    )
    assert paper.items[0].text == "The channel had been sounded.\nCharts would be sent."
    assert paper.items[0].actions == [
        ParsedAction("The channel had been sounded.", "A. Marlow"),
        ParsedAction("T. Oakes to send charts by 3 March", "T. Oakes", "3 March", date(2025, 3, 3)),
    ]


def test_the_lists_of_a_board_fill_present_apologies_and_officers(understood: Understood) -> None:
    paper = understood(invented.BOARD_MINUTES)
    assert (paper.board, paper.venue) == ("Quays and Markets Board", "Council Chamber, Netter Hall")
    assert [(one.name, one.role) for one in paper.present] == [
        ("Councillor Penrose", "chair"),
        ("Councillor Finn", "vice-chair"),
        ("Councillor J. Hale", None),
        ("Councillor B. Oakes", "co-optee"),
    ]
    assert [one.name for one in paper.apologies] == ["Councillor Marlow"]
    assert [(one.name, one.role, one.organisation) for one in paper.in_attendance] == [
        ("L. Rudd", "officer", None),
        ("C. Pell", "officer", None),
        ("Councillor Wray", None, "Portfolio Holder"),
    ]


def test_a_note_of_interest_names_the_minute_it_stands_by(understood: Understood) -> None:
    paper = understood(invented.BOARD_MINUTES)
    assert [(one.name, one.item) for one in paper.declarations] == [("Councillor Hale", "QMB13")]
    assert paper.items[1].resolved == ["the report be noted", "rents be held for a year."]
    assert paper.items[2].recommended == ["That the Council approve the annual report."]


def test_an_agenda_with_labels_and_pages_in_brackets_is_read(understood: Understood) -> None:
    paper = understood(invented.LABELLED_AGENDA)
    assert (paper.kind, paper.board, paper.time) == ("agenda", "Executive Board", "14:00")
    assert paper.venue == "The Boardroom, Municipal Building"
    assert [one.name for one in paper.members][1:] == ["Councillor B. Roe", "Councillor C. Tern"]
    assert [(item.number, item.page_from) for item in paper.items] == [
        ("1", None),
        ("2", 1),
        ("3", None),
        ("4", 25),
    ]
    assert [one.number for one in paper.items[2].children] == ["3(a)", "3(b)"]
    assert paper.items[3].part == "exempt"


def test_plain_minutes_without_prefix_or_capitals_are_read(understood: Understood) -> None:
    paper = understood(invented.FORUM_MINUTES)
    assert (paper.kind, paper.board) == ("minutes", "Quayside Forum")
    assert (paper.time, paper.end_time, paper.venue) == ("19:00", "20:15", "Village Hall")
    assert [one.name for one in paper.present] == ["Cllr P Moss", "Cllr R Stone"]
    assert [item.title for item in paper.items] == [
        "Apologies",
        "Playground",
        "Date of next meeting",
    ]
    assert paper.items[1].resolved == ["that a new swing be bought."]
    assert paper.items[1].actions == [
        ParsedAction("Clerk to obtain quotes by 30 April", "Clerk", "30 April", date(2025, 4, 30))
    ]
    assert paper.next_meeting.date == date(2025, 4, 7)


def test_a_pack_falls_into_its_papers_with_the_pages_of_their_items(understood: Understood) -> None:
    pack = understood(invented.PACK)
    assert pack.kind == "pack"
    assert [(one.kind, one.page_from, one.page_to) for one in pack.papers] == [
        ("report", 1, 9),
        ("other", None, None),
        ("report", 10, 12),
        ("minutes", None, None),
        ("report", 13, 13),
    ]
    assert [one.appendix_of for one in pack.papers] == [
        None,
        "The swing bridge at Netter Lock",
        None,
        "Lock keepers",
        None,
    ]
    assert pack.papers[3].board == "Harbour and Quays Partnership"


def test_a_file_of_nothing_known_is_kept_whole(understood: Understood) -> None:
    paper = understood("Dear Ann,\n\nThank you for the oranges.\n")
    assert paper.kind == "other"
    assert "Thank you for the oranges." in paper.sections[0].text
    assert understood("").kind == "other"
