"""Papers of a council that does not exist, one of each kind."""

from datetime import UTC, datetime

from app.foundation.exports.blocks import (
    ContentsBlock,
    ContentsRow,
    Decision,
    Entries,
    EntryBlock,
    HeadingBlock,
    LabelledLines,
    PageBreak,
    ParagraphBlock,
    RichText,
    SignatureLine,
    TableBlock,
    Title,
    WordPaper,
)
from app.foundation.richtext.typed import from_typed

WRITTEN_AT = datetime(2026, 9, 3, 14, 20, tzinfo=UTC)
COUNCIL = "Brackenmere Borough Council"
MARK = (
    "NOT FOR PUBLICATION\n"
    "This report contains exempt information under paragraph 3 of Part 1 of Schedule 12A to the "
    "Local Government Act 1972: information relating to the financial or business affairs of any "
    "particular person (including the authority holding that information)."
)


def agenda() -> WordPaper:
    return WordPaper(
        title="Agenda: Safer Communities Policy and Performance Board, 15 September 2026",
        author=COUNCIL,
        written_at=WRITTEN_AT,
        footer="Safer Communities Policy and Performance Board, 15 September 2026",
        blocks=(
            Title(
                "Safer Communities Policy and Performance Board",
                (
                    "Tuesday, 15 September 2026 at 6.30 p.m.",
                    "Council Chamber, Brackenmere Town Hall",
                ),
            ),
            ParagraphBlock("Helena Dacre\nChief Executive", manner="note"),
            HeadingBlock("Board membership"),
            TableBlock(
                "Board membership",
                ("Member", "Party"),
                (
                    ("Councillor Margaret Ollerton (Chair)", "Labour"),
                    ("Councillor David Penhale (Vice-Chair)", "Labour"),
                    ("Councillor Ruth Askew", "Liberal Democrat"),
                    ("Councillor Imran Chaudhry", "Labour"),
                    ("Councillor Geoffrey Lund", "Conservative"),
                    ("Councillor Siân Prosser", "Green"),
                    ("Councillor Peter Wadsworth", "Conservative"),
                    ("Mrs B Holroyd", "Co-optee"),
                ),
                widths=(62, 38),
                ruled=False,
                show_caption=False,
            ),
            ParagraphBlock(
                "Please contact Clare Whitby on 01632 960214 or e-mail "
                "clare.whitby@brackenmere.example for further information.",
                manner="note",
            ),
            ParagraphBlock("The next meeting of the Board is on Tuesday, 17 November 2026."),
            HeadingBlock(
                "Items to be dealt with in the presence of the press and public",
                centred=True,
                new_page=True,
            ),
            HeadingBlock("Part I", level=2, centred=True),
            ContentsBlock(
                (
                    ContentsRow("1.", "Minutes"),
                    ContentsRow(
                        "2.",
                        "Declarations of interest (including party whip declarations)",
                        html=from_typed(
                            "Members are reminded of their responsibility to declare any personal "
                            "or disclosable pecuniary interest which they have in any item of "
                            "business on the agenda, no later than when that item is reached."
                        ),
                    ),
                    ContentsRow("3.", "Public question time", "1 – 3"),
                    ContentsRow("4.", "Safer Brackenmere Partnership minutes", "4 – 11"),
                    ContentsRow("5.", "Development of policy issues"),
                    ContentsRow("(A)", "Safeguarding adults: annual position", "12 – 16", level=1),
                    ContentsRow("(B)", "Domestic abuse services", "17 – 20", level=1),
                    ContentsRow("(C)", "Night-time economy and taxi marshals", "21 – 26", level=1),
                    ContentsRow("6.", "Performance monitoring"),
                    ContentsRow("(A)", "Quarter 1 performance report", "27 – 48", level=1),
                ),
                header=("Item No.", "Item", "Page No."),
                caption="Items in Part I",
            ),
            HeadingBlock("Part II: items containing exempt information", centred=True),
            ParagraphBlock(
                "In this case the Board has a discretion to exclude the press and public and, in "
                "view of the nature of the business to be transacted, it is RECOMMENDED that under "
                "Section 100A(4) of the Local Government Act 1972 the press and public be excluded "
                "from the meeting for the following item."
            ),
            ContentsBlock(
                (ContentsRow("7.", "CCTV control room: award of contract", "49 – 53"),),
                header=("Item No.", "Item", "Page No."),
                caption="Items in Part II",
            ),
            ParagraphBlock(
                "In accordance with the Health and Safety at Work Act the Council is required to "
                "notify those attending meetings of the fire evacuation procedures. A copy has "
                "been circulated to Members and is displayed in the Chamber.",
                manner="note",
            ),
        ),
    )


def report(*, mark: str = "", climate: bool = True) -> WordPaper:
    portfolio = (("Portfolio", "Community Safety and Resilience"),) if climate else ()
    last = (
        (
            HeadingBlock("Climate change implications", numbered=True),
            RichText(from_typed("None identified."), "numbered"),
        )
        if climate
        else ()
    )
    return WordPaper(
        title="Night-time economy and taxi marshals",
        subject="Report to the Safer Communities Policy and Performance Board",
        author="Owen Tallis, Executive Director, Environment and Regeneration",
        written_at=WRITTEN_AT,
        footer="Night-time economy and taxi marshals",
        mark=mark,
        blocks=(
            LabelledLines(
                (
                    ("Report to", "Safer Communities Policy and Performance Board"),
                    ("Date", "15 September 2026"),
                    ("Reporting officer", "Executive Director, Environment and Regeneration"),
                    *portfolio,
                    ("Subject", "Night-time economy and taxi marshals"),
                    ("Ward(s)", "Harbour; Market; Weir Bank"),
                ),
                title="Subject",
            ),
            HeadingBlock("Purpose of the report", numbered=True),
            RichText(
                from_typed(
                    "To report the first year of the taxi marshal scheme at the Corn Street rank "
                    "and to ask for the Board's view on its future."
                ),
                "numbered",
            ),
            HeadingBlock("Recommendation:", after="That", numbered=True),
            RichText(
                from_typed(
                    "1. the results of the first year set out in section 3 be noted; and\n"
                    "2. the Executive Board be recommended to continue the scheme on Friday and "
                    "Saturday nights until March 2028."
                ),
                "strong",
            ),
            HeadingBlock("Supporting information", numbered=True),
            RichText(from_typed(SUPPORTING), "numbered"),
            HeadingBlock("Policy implications", numbered=True),
            RichText(
                from_typed(
                    "The scheme is one of the measures in the Council's [evening economy strategy]"
                    "(https://www.brackenmere.example/evening) and in the Safer Brackenmere plan."
                ),
                "numbered",
            ),
            HeadingBlock("Financial implications", numbered=True),
            RichText(from_typed(FINANCE), "numbered"),
            HeadingBlock("Implications for the Council's priorities", numbered=True),
            RichText(from_typed(PRIORITIES), "numbered"),
            HeadingBlock("Risk analysis", numbered=True),
            RichText(
                from_typed(
                    "The contribution from licensed premises is voluntary. Should it fall below "
                    "£12,000 the Saturday cover could not be kept beyond the autumn.\n\n"
                    "Marshals have been assaulted twice. Body-worn cameras have been issued since."
                ),
                "numbered",
            ),
            HeadingBlock("Equality and diversity issues", numbered=True),
            RichText(
                from_typed(
                    "Women and older residents said most often that they felt safer for it."
                ),
                "numbered",
            ),
            *last,
            HeadingBlock(
                "List of background papers under section 100D of the Local Government Act 1972",
                numbered=True,
            ),
            TableBlock(
                "Background papers",
                ("Document", "Place of inspection", "Contact officer"),
                (
                    ("Rank survey, June 2026", "Town Hall, Corn Street", "Nell Garside"),
                    ("Licensing register extract", "Town Hall, Corn Street", "Nell Garside"),
                ),
                widths=(40, 33, 27),
                show_caption=False,
            ),
            HeadingBlock("Appendix 1: Calls to the rank by hour", new_page=True),
            RichText(from_typed(APPENDIX)),
        ),
    )


SUPPORTING = """\
The rank at Corn Street serves eleven licensed premises. Before the scheme began, one violent \
crime in seven in the borough between 11 p.m. and 4 a.m. took place within 200 metres of it.

Two marshals have been on duty every Friday and Saturday since 5 September 2025. They:
- keep a single queue and help those who should not travel alone
- call the CCTV control room by radio, which
  - turns the nearest camera
  - keeps the recording for 31 days
- log each vehicle's plate and badge number.

# Results
Recorded violence at the rank fell from 61 to 38 incidents, H~2~S alarms excluded.

Of 412 people asked, 344 felt *much safer* or *safer*. The survey was taken:
a) on the 2^nd^ and 3^rd^ Saturday of each month
b) at both ends of the queue, by
  (i) officers of the Council
  (ii) volunteers of the Street Pastors
c) never after 3 a.m.

# What was learnt
The **bank holiday weekends** need a third marshal.

# Views of the partners
Cheshire Street Pastors, the police and the taxi trade each ask that the scheme go on.
"""
FINANCE = """\
The scheme cost £41,300 in its first year, met as follows.

| Source | 2025/26 | 2026/27 (forecast) |
|---|---|---|
| Police and Crime Commissioner | £18,000 | £15,000 |
| Licensed premises | £13,300 | £14,000 |
| Community safety budget | £10,000 | £12,300 |
| Total | £41,300 | £41,300 |

No further money is asked for.
"""
PRIORITIES = """\
# Children and young people in Brackenmere
None.

# Employment, learning and skills
Eight marshals, all living in the borough, gained a Security Industry Authority licence.

# A healthy Brackenmere
Fewer injuries late at night mean fewer calls on Weirside Hospital.

# A safer Brackenmere
The report as a whole bears on this priority.

# Urban renewal
The scheme supports the reopening of the Corn Exchange.
"""
APPENDIX = """\
Vehicles leaving the rank, averaged over 104 nights.

# Fridays
| Hour | Vehicles | People waiting at the hour |
|---|---|---|
| 11 p.m. | 24 | 17 |
| Midnight | 41 | 46 |
| 1 a.m. | 52 | 73 |

# Saturdays
| Hour | Vehicles | People waiting at the hour |
|---|---|---|
| 11 p.m. | 31 | 20 |
| Midnight | 48 | 62 |
"""


def cover_sheet() -> WordPaper:
    purpose = RichText("<p>☐ Decision</p><p>☒ Discussion and comment</p><p>☐ Information</p>")
    return WordPaper(
        title="Plans for a single county rescue and resilience forum",
        author="Joanna Pike, Community Safety Manager",
        written_at=WRITTEN_AT,
        footer="Safer Brackenmere Partnership, 26 May 2026",
        outline="1",
        blocks=(
            Title("Safer Brackenmere Partnership", ("26 May 2026",)),
            TableBlock(
                "Cover sheet",
                ("Cover sheet", "Details"),
                (
                    ("Title of paper", "Plans for a single county rescue and resilience forum"),
                    ("Prepared by", "Joanna Pike"),
                    ("Present at meeting", "Yes"),
                    ("Leading partner(s)", "All"),
                    (
                        "Summary of content and issues raised",
                        RichText(
                            from_typed(
                                "The paper sets out why the four district forums may become one, "
                                "what would change here, and what has been asked of us by July."
                            )
                        ),
                    ),
                    (
                        "Recommendations",
                        RichText(
                            from_typed(
                                "That the Partnership:\n(i) comment on the draft terms of "
                                "reference; and\n(ii) name two members for the shadow forum."
                            )
                        ),
                    ),
                    ("Financial and HR implications", "None."),
                    ("Promotion of equality and diversity", "None."),
                    ("Purpose of paper", purpose),
                ),
                widths=(35, 65),
                row_headings=True,
                show_caption=False,
            ),
            HeadingBlock("Report of the Community Safety Manager"),
            HeadingBlock("Background", numbered=True),
            RichText(
                from_typed(
                    "On 12 February the county's resilience partners met at Fellgate.\n\n"
                    "They agreed that four forums could no longer be staffed."
                ),
                "body",
            ),
            HeadingBlock("What it would mean here", numbered=True),
            RichText(from_typed("Our own exercise in October would be the last."), "body"),
        ),
    )


def minutes(*, columns: bool) -> WordPaper:
    return WordPaper(
        title="Minutes: Safer Brackenmere Partnership, 12 May 2026",
        author=COUNCIL,
        written_at=WRITTEN_AT,
        footer="Safer Brackenmere Partnership, 12 May 2026",
        blocks=(
            Title("Safer Brackenmere Partnership"),
            ParagraphBlock(
                "At a meeting of the Safer Brackenmere Partnership on Tuesday, 12 May 2026 in the "
                "Civic Suite, Brackenmere Town Hall"
            ),
            TableBlock(
                "Present",
                ("Present", "Representing"),
                (
                    ("Superintendent R Ormesby (in the Chair)", "Cheshire Constabulary"),
                    ("J Pike", "Brackenmere Borough Council"),
                    ("Councillor M Ollerton", "Brackenmere Borough Council"),
                    ("T Adeyemi", "Weirside Housing Association"),
                    ("S Fairclough", "Fire and Rescue Service"),
                ),
                widths=(55, 45),
                ruled=False,
                show_caption=False,
            ),
            Entries(ENTRIES, columns=("Minute", "Action") if columns else None),
            ParagraphBlock("Meeting ended at 4.15 p.m.", manner="centred"),
            ParagraphBlock("Signed as a correct record."),
            SignatureLine(("Chair", "Date")),
        ),
    )


ENTRIES = (
    EntryBlock(
        "SBP61",
        "Welcome and introductions",
        (RichText(from_typed("The Chair welcomed everyone, and introductions were made.")),),
    ),
    EntryBlock(
        "SBP62",
        "Apologies",
        (RichText(from_typed("Apologies had been received from Noel Harrop and Anna Keele.")),),
    ),
    EntryBlock(
        "SBP63",
        "Minutes of the previous meeting",
        (
            RichText(
                from_typed(
                    "The minutes of the meeting held on 10 February 2026 were agreed as a correct "
                    "record, subject to SBP58 naming Weirside Housing Association."
                )
            ),
        ),
    ),
    EntryBlock(
        "SBP64",
        "Task group updates",
        (
            RichText(
                from_typed(
                    "The Partnership received updates from each task group.\n\n"
                    "a) Alcohol enforcement. Every on-licence in the Harbour ward had been visited "
                    "in April, and two reviews of licences were under way.\n"
                    "b) Anti-social behaviour. Reports had fallen for the third quarter in a row; "
                    "the exception was Mere Park, where off-road motorcycles had been seen on "
                    "fourteen evenings. The police would seize machines under section 59.\n"
                    "c) Domestic abuse. The number of high-risk cases heard had risen from 31 to "
                    "44. Members asked for a breakdown by ward.\n\n"
                    "It was noted that the groups would from now on report every second meeting."
                )
            ),
        ),
        ("J Pike, by 30 June: cases by ward", "S Fairclough: arson figures"),
    ),
    EntryBlock(
        "SBP65",
        "Partnership funding",
        (
            RichText(
                from_typed(
                    "The Partnership considered a report on the money available for community "
                    "safety work in the next two years: £312,400 in 2026/27 and £187,900 in "
                    "2027/28."
                )
            ),
            Decision(
                "Resolved:",
                from_typed(
                    "That\n1. the report and the funding available be noted; and\n2. a working "
                    "group of three members report back in November on what should end first."
                ),
            ),
        ),
        ("J Pike to convene",),
    ),
    EntryBlock(
        "SBP66",
        "Hate crime strategy",
        (
            RichText(from_typed("The draft strategy was presented by Shelagh Moon.")),
            Decision("Resolved:", from_typed("That the draft strategy be supported.")),
        ),
    ),
)


def action_list() -> WordPaper:
    return WordPaper(
        title="Actions of the Safer Brackenmere Partnership",
        author=COUNCIL,
        written_at=WRITTEN_AT,
        footer="Actions as at 3 September 2026",
        landscape=True,
        blocks=(
            Title("Action list", ("Safer Brackenmere Partnership, as at 3 September 2026",)),
            TableBlock(
                "Actions outstanding and completed",
                ("Minute", "Action", "Owner", "Due", "State", "Progress"),
                (
                    (
                        "SBP64",
                        "Cases heard, by ward",
                        "Joanna Pike",
                        "30 June 2026",
                        "Done",
                        RichText(from_typed("Sent to members.\n\n- on 24 June\n- by e-mail")),
                    ),
                    (
                        "SBP65",
                        "Convene the working group on funding",
                        "Joanna Pike",
                        "before the November meeting",
                        "Overdue",
                        "Two of three members named.",
                    ),
                ),
                widths=(9, 26, 15, 14, 11, 25),
                row_headings=True,
            ),
        ),
    )


def everything() -> dict[str, WordPaper]:
    return {
        "agenda": agenda(),
        "report": report(),
        "report-older": report(climate=False),
        "report-exempt": report(mark=MARK),
        "cover-sheet": cover_sheet(),
        "minutes": minutes(columns=False),
        "minutes-with-actions": minutes(columns=True),
        "action-list": action_list(),
        "breaks": WordPaper(
            title="Breaks",
            author=COUNCIL,
            written_at=WRITTEN_AT,
            blocks=(ParagraphBlock("One."), PageBreak(), ParagraphBlock("Two.")),
        ),
    }
