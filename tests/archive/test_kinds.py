"""What kind a past paper is, told by many signs together and by no phrase alone."""

import pytest

from app.archive.recognise.kinds import shown_by, weigh
from app.foundation.reading.text import read_text

MINUTES = {
    "a village hall's notes": """Ottery Mill Hall - committee
Tues 5/2/19, 7.30 in the snug
Here: Pat (chair), Lou, Denzil
Sorry not here: Kit
Roof - Lou has two quotes. All agreed to take the cheaper. ACTION LOU
Finished 9.10""",
    "a fire authority": """MERE FIRE AND RESCUE AUTHORITY
Record of proceedings of a meeting of the Human Resources Committee
Members in attendance: Councillors A Vole, B Stoat and C Shrew
HR/12 Minutes. It was moved, seconded and resolved that the minutes be confirmed.
HR/13 Pensions. The Clerk reported that no notices had been received.
The meeting concluded at 11.15 hours.""",
    "a health trust": """Lowfell Hospitals NHS Foundation Trust
Council of Governors
Confirmed minutes
Attendees: Dr Una Sparrow (Chair), Ravi Teal, Jo Wren
Apologies: Max Finch
1. Dr Sparrow welcomed the governors to the Atrium.
2. The governors noted that waits had fallen.
There being no further business the Chair closed the meeting.""",
    "a Welsh council": """Cyngor Tref Aberwern
Cofnodion y cyfarfod 4 Mawrth 2021
Presennol: Cyng. Mair Puw, Cyng. Ifan Rhys
Ymddiheuriadau: Cyng. Nest Wyn
1. Penderfynwyd derbyn y cofnodion.""",
    "a parents' association": """Nettlefold Infants Parents' Association
Minutes of the annual general meeting
Attending: Bea Holt, Sam Frost and 14 parents
Treasurer's report: Sam explained that £900 had been raised. Proposed by Bea, seconded by Lu.""",
}

AGENDAS = {
    "a parish's summons": """BRINDLE PARISH COUNCIL
To all members: you are hereby summoned to the meeting of the Council on Monday 4 May 2026
1. To receive apologies
2. To approve the minutes of the last meeting
3. To consider the cemetery wall
P. Quill, Clerk, 28 April 2026""",
    "a court of a university": """THE COURT OF THE UNIVERSITY
A meeting of the Court will be held on 12 June 2026 at 2 pm in the Senate Room.
AGENDA
1 Apologies for absence
2 Estates strategy (Pages 3 - 11)
3 Any other business""",
    "a forum's table": """Tarn Schools Forum
Thursday 9 July 2026, 1.00 pm
Item\tTitle\tLead\tPaper
1\tApologies for absence\tChair\tVerbal
2\tMinutes of the last meeting\tChair\tAttached
3\tGrowth fund\tJ Moss\tPaper A
4\tDate of next meeting\tChair\tVerbal""",
}

REPORTS = {
    "a director's": """Report to: Cabinet
Report of: Director of Streets
Subject: Kerbs in Mill Lane
1. Purpose of the report
1.1 This report asks for money for kerbs.
2. Recommendations
2.1 That the money be found.
3. Financial implications
3.1 £9,000.""",
    "a paper without labels": """FINANCE PANEL
REPORT BY THE TREASURER
CLOSING THE PETTY CASH
Summary
This paper sets out how petty cash was used.
Recommendation
That petty cash be closed.
Background papers
None.""",
}

OTHERS = {
    "a newsletter": """The Brindle Bugle
Autumn 2024, issue 12
Your parish council resolved in June to mend the clock.
Dates for your diary: 4 May, council meeting, 7 pm. Apologies for the late issue!
Helpers are wanted for the fete; contact me on Fridays.""",
    "terms of reference": """Tarn Flood Group
Terms of Reference
1. Membership
1.1 The group shall have nine members. The quorum is four.
2. Meetings
2.1 An agenda shall be sent a week before. Minutes shall be agreed at the next meeting.""",
    "a member's decision": """NORTHERN SHIRE COUNCIL
Record of a decision taken by an individual executive member
Decision maker: Councillor A Vole
Date of decision: 3 March 2026
Present: Councillor A Vole, J Moss
DECISION
1. That the road be closed.
Reasons: as in the report.""",
    "a strategy": """Homes for All
Housing Strategy 2024 to 2030
Foreword ........... 2
1 Where we are ........... 3
2 What we shall do ........... 9
We will build two hundred homes.""",
    "a councillor's report": """Report from your County Councillor
Budget. The Council resolved to raise its charge; I voted against.
Roads. Mill Lane will be closed on 3 April.
I send my apologies for the May meeting.""",
}

EVERY = [
    *(("minutes", name, text) for name, text in MINUTES.items()),
    *(("agenda", name, text) for name, text in AGENDAS.items()),
    *(("report", name, text) for name, text in REPORTS.items()),
    *(("other", name, text) for name, text in OTHERS.items()),
]


@pytest.mark.parametrize(("kind", "name", "text"), EVERY, ids=[name for _, name, _ in EVERY])
def test_its_signs_tell_what_a_paper_is(kind: str, name: str, text: str) -> None:
    assert weigh(read_text(text.encode())).kind == kind


def test_a_paper_that_shows_nothing_is_another_and_unsure() -> None:
    votes = weigh(read_text(b"Dear Kit\nThank you for the jam."))
    assert (votes.kind, votes.is_known, votes.confidence) == ("other", False, "unsure")


def test_the_name_of_the_file_tips_a_scale_but_outweighs_nothing() -> None:
    lines = read_text(AGENDAS["a parish's summons"].encode())
    assert weigh(lines, name="minutes_may.txt").kind == "agenda"


def test_which_signs_it_shows_can_be_asked() -> None:
    shown = shown_by(read_text(MINUTES["a fire authority"].encode()))
    assert {"who was there", "the meeting closed"} <= set(shown)
