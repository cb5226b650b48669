"""Reports of bodies of every sort: heads, sections and recommendations in shapes made up here."""

from collections.abc import Callable
from datetime import date

import pytest

from app.archive.paper import ParsedPaper
from app.archive.recognise.labels import labels_in
from app.archive.recognise.report import read_report
from app.foundation.reading.lines import Line

Understood = Callable[[str], ParsedPaper]
LETTERED = """Wexford Vale Schools Forum | 9 January 2025 | Item 3

Report from: Head of School Funding
Written by: Noor Haddad, Finance Lead, n.haddad@wexford.example
Title: Small schools
This paper is for: ☐ decision ☒ information

A. What the Forum is asked to do

1. Note the figures.
2. Thank the working group.

B. Why this comes now

The grant ends in March and the Department wants to know what is to follow it.
"""
RUN_ON = """HOLME FEN DISTRICT COUNCIL

LICENSING COMMITTEE – 4TH JUNE 2024

REPORT OF THE HEAD OF SAFETY

TAXI FARES

RECOMMENDATIONS

That the Committee:

(a) agrees the table of fares; and
(b) asks for a report in a year.

INTRODUCTION

1. Members last looked at the fares in 2021, since when the price of fuel has gone up.

2. The trade has asked for eight per cent.

BACKGROUND PAPERS

Letter from the trade, 2 March.
"""
MEMO = """LITTLE SOKE PARISH COUNCIL

To: Members of the Council
From: Wilf Tranter, Clerk
Meeting: 3rd March 2025
Subject: The pond

Background
The railings have rusted through at the foot and the insurers want them
to be made safe before the summer.

Money
There is enough in the reserve for either of the two prices had so far.

Recommendation
That Council takes the second price.
"""
TRUSTEES = """Board of Trustees, 14 May 2025
Paper 6: Sale of the Linden Street shop
From: Head of Retail
For decision

1 Summary
The shop has lost money in each of the last four years and the lease can be given up.

2 What trustees are asked to agree
2.1 That the lease be given up on 29 September.
2.2 That the staff be offered posts at Mill Road.
"""


@pytest.mark.parametrize(
    ("text", "board", "day", "author", "subject", "headings", "asked"),
    [
        (
            *(LETTERED, "Wexford Vale Schools Forum", date(2025, 1, 9)),
            *("Head of School Funding", "Small schools"),
            ["What the Forum is asked to do", "Why this comes now"],
            ["Note the figures.", "Thank the working group."],
        ),
        (
            *(RUN_ON, "LICENSING COMMITTEE", date(2024, 6, 4), "HEAD OF SAFETY", "TAXI FARES"),
            ["RECOMMENDATIONS", "INTRODUCTION", "BACKGROUND PAPERS"],
            ["agrees the table of fares", "asks for a report in a year."],
        ),
        (
            *(MEMO, "LITTLE SOKE PARISH COUNCIL", date(2025, 3, 3)),
            *("Wilf Tranter, Clerk", "The pond"),
            ["Background", "Money", "Recommendation"],
            ["That Council takes the second price."],
        ),
        (
            *(TRUSTEES, "Board of Trustees", date(2025, 5, 14)),
            *("Head of Retail", "Sale of the Linden Street shop"),
            ["Summary", "What trustees are asked to agree"],
            [
                "That the lease be given up on 29 September.",
                "That the staff be offered posts at Mill Road.",
            ],
        ),
    ],
    ids=["lettered", "paragraphs numbered through", "memo", "trustees"],
)
def test_a_report_of_any_body_gives_head_sections_and_recommendations(
    understood: Understood,
    text: str,
    board: str,
    day: date,
    author: str,
    subject: str,
    headings: list[str],
    asked: list[str],
) -> None:
    paper = understood(text)
    assert (paper.kind, paper.board, paper.date) == ("report", board, day)
    assert (paper.author, paper.subject) == (author, subject)
    assert [heading.title for heading in paper.headings] == headings
    assert paper.recommendations == asked


def test_who_wrote_it_is_told_from_whose_report_it_is_and_ticks_decide(
    understood: Understood,
) -> None:
    paper = understood(LETTERED)
    assert paper.prepared_by == "Noor Haddad, Finance Lead"
    assert paper.purpose == "information"
    assert paper.confidence["author"] == "certain"
    assert understood(RUN_ON).confidence["subject"] == "likely"


def _table(*rows: tuple[str, str]) -> list[Line]:
    return [Line(at, " ".join(row), cells=row) for at, row in enumerate(rows, 1)]


def test_a_report_that_is_one_table_has_its_rows_for_sections() -> None:
    lines = _table(
        ("MEETING", "Fire Authority"),
        ("DATE OF MEETING", "1 May 2025"),
        ("OFFICER", "Ada Pring, Director of Assets"),
        ("SUBJECT OF THE REPORT", "A new ladder"),
        ("EXECUTIVE SUMMARY", "The ladder is worn out and no parts can be had for it."),
        ("ACTION", "Decision"),
        ("RECOMMENDATIONS", "1. That a ladder be bought.\n2. That the old one be sold."),
        ("FINANCIAL IMPLICATIONS", "The cost is within the capital programme."),
        ("LEGAL IMPLICATIONS", "The framework was let in accordance with the law."),
        ("USE OF RESOURCES", "Crews will need six weeks of training at the maker's works."),
        ("TIME REQUIRED", "10 minutes"),
    )
    paper = read_report(lines, source_file="ladder.docx")
    assert (paper.to, paper.subject, paper.purpose) == (
        "Fire Authority",
        "A new ladder",
        "decision",
    )
    assert [heading.title for heading in paper.headings] == [
        "EXECUTIVE SUMMARY",
        "RECOMMENDATIONS",
        "FINANCIAL IMPLICATIONS",
        "LEGAL IMPLICATIONS",
        "USE OF RESOURCES",
    ]
    assert paper.recommendations == ["That a ladder be bought.", "That the old one be sold."]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            Line(1, "Wards affected: All Lead Member: Councillor Mina Orr"),
            [("wards", "All"), ("portfolio", "Councillor Mina Orr")],
        ),
        (
            Line(1, "", cells=("Date", "6 May 2025", "Agenda item", "11")),
            [("date", "6 May 2025"), ("", "11")],
        ),
        (
            Line(1, "", cells=("DYDDIAD Y CYFARFOD / DATE OF MEETING:", "6 May 2025")),
            [("date", "6 May 2025")],
        ),
        (Line(1, "Report for Key/Non Key Decision:Non Key"), [("", "Non Key")]),
        (Line(1, "REPORT TO: Executive"), [("report_to", "Executive")]),
        (
            Line(1, "Report to Executive", cells=("Report to", "Executive")),
            [("report_to", "Executive")],
        ),
        (Line(1, "The Committee heard that: nothing was done"), [("", "nothing was done")]),
    ],
)
def test_labels_are_read_however_they_share_a_line(line: Line, told: list[tuple[str, str]]) -> None:
    assert [(label.field, label.value) for label in labels_in(line)] == told


def test_entries_of_a_table_of_contents_are_no_headings() -> None:
    texts = ["Contents", "Summary 2", "Money 2", "The year ahead 3"]
    lines = [Line(at, text) for at, text in enumerate(texts, 1)]
    for title in ("Summary", "Money", "The year ahead"):
        lines.append(Line(len(lines) + 1, title, level=1))
        lines.append(Line(len(lines) + 1, f"What there is to say of {title} stands here."))
    paper = read_report(lines, source_file="year.docx")
    assert [heading.title for heading in paper.headings] == ["Summary", "Money", "The year ahead"]


def test_a_list_of_appendices_opens_none(understood: Understood) -> None:
    listed = "\n\nAPPENDICES\n\nAppendix A: fares elsewhere\n\nAppendix B: the trade's letter\n"
    paper = understood(RUN_ON.replace("\n\nBACKGROUND PAPERS", f"{listed}\nBACKGROUND PAPERS"))
    assert paper.papers == []
    assert [heading.title for heading in paper.headings][-2:] == ["APPENDICES", "BACKGROUND PAPERS"]
