"""The five shared papers, with every fact they are known to state."""

import time
from collections.abc import Callable
from datetime import date

import pytest

from app.archive.paper import ParsedPaper
from app.archive.recognise.kept import lines_lost, share_kept
from app.archive.recognise.whole import recognise
from app.foundation.reading.text import read_text

pytestmark = pytest.mark.shared

Seed = Callable[[str], str]
Understood = Callable[[str], ParsedPaper]
PRIORITIES = ["6.1", "6.2", "6.3", "6.4", "6.5"]


@pytest.fixture(scope="module")
def pack(seed: Seed) -> ParsedPaper:
    return recognise(read_text(seed("003").encode()), source_file="003.txt")


@pytest.fixture(scope="module")
def minutes(pack: ParsedPaper) -> ParsedPaper:
    return next(paper for paper in pack.papers if paper.kind == "minutes")


@pytest.mark.parametrize("beginning", ["000", "001", "002", "003", "004"])
def test_no_line_is_lost_and_nearly_every_word_is_kept(seed: Seed, beginning: str) -> None:
    lines = read_text(seed(beginning).encode())
    paper = recognise(lines, source_file="seed.txt")
    assert lines_lost(lines, paper) == []
    assert share_kept(lines, paper) >= 0.98


def test_the_pack_is_read_in_a_moment(seed: Seed) -> None:
    began = time.process_time()
    recognise(read_text(seed("003").encode()), source_file="003.txt")
    assert time.process_time() - began < 2


def test_the_front_sheet_is_understood(pack: ParsedPaper) -> None:
    assert (pack.kind, pack.board) == ("pack", "Safer Policy and Performance Board")
    assert (pack.date, pack.time) == (date(2011, 9, 20), "18:30")
    assert pack.venue == "Council Chamber, Runcorn Town Hall"
    assert pack.next_meeting.date == date(2011, 11, 15)


def test_twelve_members_have_party_and_role(pack: ParsedPaper) -> None:
    assert len(pack.members) == 12
    roles = [one.role for one in pack.members]
    assert roles == ["chair", "vice-chair", *["member"] * 9, "co-optee"]
    parties = [one.party for one in pack.members]
    assert parties.count("Labour") == 9
    assert parties[8:] == ["Liberal Democrat", "Halton Local Independent Party", "Labour", None]
    assert pack.members[0].name == "Councillor Shaun Osborne"


def test_the_items_nest_and_their_pages_run_on(pack: ParsedPaper) -> None:
    assert [item.number for item in pack.items] == ["1", "2", "3", "4", "5", "6"]
    assert [one.number for one in pack.items[4].children] == ["5(A)", "5(B)", "5(C)", "5(D)"]
    assert [one.number for one in pack.items[5].children] == ["6(A)", "6(B)"]
    leaves = [leaf for item in pack.items for leaf in (item.children or [item])]
    pages = [(one.page_from, one.page_to) for one in leaves if one.page_from]
    assert pages == [(1, 3), (4, 11), (12, 16), (17, 20), (21, 26), (27, 64), (65, 88), (89, 93)]
    assert all(item.part == "open" for item in pack.items)
    assert pack.items[5].children[1].title.endswith("2010-11")


def test_eight_reports_have_head_sections_and_recommendation(pack: ParsedPaper) -> None:
    reports = [paper for paper in pack.papers if paper.kind == "report"]
    assert len(reports) == 8
    for report in reports:
        assert report.date == date(2011, 9, 20)
        assert report.template == "policy-board-2011"
        assert report.to and report.author and report.subject and report.wards
        assert report.recommendations
        assert report.unmatched == []
    assert [len(report.sections) for report in reports] == [8, 8, 8, 9, 8, 9, 9, 9]
    assert [len(report.recommendations) for report in reports] == [1, 1, 1, 1, 1, 2, 3, 1]
    assert [(one.page_from, one.page_to) for one in reports][:2] == [(1, 3), (4, 11)]


def test_what_the_clerks_got_wrong_stays_as_printed(pack: ParsedPaper) -> None:
    reports = {paper.subject: paper for paper in pack.papers if paper.kind == "report"}
    adults = reports["Safeguarding Adults"].sections[2].text
    assert adults.count("\n3.3 ") == 2
    abuse = reports["Domestic Abuse and Sexual Violence"]
    assert abuse.sections[6].title == "FINANCIAL IMPLICATIONS"
    assert abuse.sections[6].text.startswith("8.1 ")
    assert [each.number for each in abuse.headings if each.level == 2] == [
        "5.1",
        "5.2",
        "5.3",
        "5.4",
    ]
    safety = reports["Community Safety"]
    assert [each.title for each in safety.sections[4:6]] == [
        "RISK ANALYSIS",
        "IMPLICATIONS FOR THE COUNCIL'S PRIORITIES",
    ]
    assert "3.7.8" in safety.sections[2].text
    assert "3.7.7" not in safety.sections[2].text
    questions = reports["Public Question Time"]
    assert [each.number for each in questions.headings if each.level == 2] == PRIORITIES


def test_the_partnerships_minutes_are_that_boards_own(minutes: ParsedPaper) -> None:
    assert minutes.board == "Safer Halton Partnership"
    assert (minutes.date, minutes.end_time) == (date(2011, 5, 10), "16:15")
    assert minutes.venue == "Civic Suite, Town Hall, Runcorn"
    assert minutes.chair is None
    assert len(minutes.present) == 16
    assert all(one.organisation for one in minutes.present)
    assert [one.name for one in minutes.apologies] == [
        "Dwayne Johnson",
        "Noel Sharpe",
        "Anna Collins",
    ]
    assert minutes.next_meeting.date == date(2011, 9, 12)
    assert minutes.next_meeting.time == "09:30"


def test_resolutions_stand_in_three_minutes_only(minutes: ParsedPaper) -> None:
    assert [item.number for item in minutes.items] == [f"SHP{number}" for number in range(51, 60)]
    resolved = {item.number: item.resolved for item in minutes.items if item.resolved}
    assert list(resolved) == ["SHP55", "SHP56", "SHP57"]
    assert all(len(limbs) == 1 and limbs[0].startswith("That ") for limbs in resolved.values())


def test_the_task_groups_are_children_a_to_l(minutes: ParsedPaper) -> None:
    children = minutes.items[3].children
    assert [one.number for one in children] == [f"SHP54({letter})" for letter in "abcdefghijkl"]
    assert (children[0].title, children[-1].title) == ("Performance Management", "Hate Crimes")
    assert all(one.text for one in children)


def test_strategy_monitoring_and_annual_report_are_appended_to_their_reports(
    pack: ParsedPaper,
) -> None:
    appended = {paper.appendix_of: paper for paper in pack.papers if paper.kind == "other"}
    assert list(appended) == [
        "HSP Community Engagement Strategy",
        "Performance Management Reports for Quarter 1 of 2011/12",
        "Annual Report for the Safer Policy and Performance Board",
    ]
    strategy, monitoring, _ = appended.values()
    assert [each.number for each in strategy.sections if each.number] == [
        *map(str, range(1, 9)),
        "10",
    ]
    assert monitoring.subject == "Departmental Quarterly Monitoring Report"
    assert [each.number for each in monitoring.sections if each.number] == [
        f"{n}.0" for n in range(1, 10)
    ]


def test_the_report_of_2007_is_understood(seed: Seed, understood: Understood) -> None:
    paper = understood(seed("001"))
    assert (paper.kind, paper.template) == ("report", "policy-board-2007")
    assert paper.to == paper.board == "Safer Halton Policy and Performance Board"
    assert (paper.date, paper.wards) == (date(2007, 9, 18), ["All"])
    assert [each.number for each in paper.sections] == ["1", "2", "3", "4"]
    inside = [each.number for each in paper.headings if each.level == 2]
    assert inside == ["3.1", "3.2", "3.3", "3.4"]
    assert len(paper.recommendations) == 1
    assert paper.recommendations[0].startswith("Board Members are asked to note")


def test_the_report_of_2024_is_understood(seed: Seed, understood: Understood) -> None:
    paper = understood(seed("002"))
    assert (paper.template, paper.portfolio) == ("policy-board-2024", "Community Safety")
    assert (paper.date, paper.wards) == (date(2024, 2, 6), ["Borough wide"])
    assert [each.number for each in paper.sections] == [f"{n}.0" for n in range(1, 11)]
    inside = [each.number for each in paper.headings if (each.number or "").startswith("6.")]
    assert inside == ["6.0", *PRIORITIES]
    text = paper.sections[2].text
    nine = text[text.index("3.11 ") : text.index("3.12 ")]
    assert [line.split(".")[0] for line in nine.strip().split("\n")[1:]] == [
        str(n) for n in range(1, 10)
    ]
    assert len(paper.recommendations) == 1


def test_the_cover_sheet_is_understood(seed: Seed, understood: Understood) -> None:
    paper = understood(seed("004"))
    assert (paper.template, paper.purpose) == ("partnership-cover", "discussion")
    assert paper.board == "TEST VALLEY COMMUNITY SAFETY PARTNERSHIP"
    assert paper.date == date(2007, 4, 26)
    assert paper.prepared_by == "Jamie O'Reilly"
    assert (paper.present_at_meeting, paper.leading_partner) == ("Yes", "All")
    assert paper.summary and paper.summary.startswith("The report sets out")
    assert len(paper.recommendations) == 1
    assert [each.number for each in paper.sections if each.number] == ["1", "2", "3", "4"]
    assert [one.appendix_of for one in paper.papers] == [paper.subject]


def test_the_response_is_understood(seed: Seed, understood: Understood) -> None:
    paper = understood(seed("000"))
    assert paper.kind == "report"
    assert paper.to and paper.to.startswith("Cllr Stockton")
    assert paper.author and "Superintendent David Bertenshaw" in paper.author
    assert paper.subject and paper.subject.endswith("Community Safety within Halton")
    assert [each.number for each in paper.sections] == ["1", "2", "3", "4", "5", "6"]
    numbers = [each.number for each in paper.headings if each.level == 2]
    assert numbers == [
        *(f"3.{n}" for n in range(2, 8)),
        *("4.1", "4.7", "4.9", "4.14", "5.2"),
        *(f"6.{n}" for n in range(1, 5)),
    ]
    assert len(paper.recommendations) == 4
    assert all(one.startswith("That ") and one.endswith(".") for one in paper.recommendations)
    assert len(paper.papers) == 2
