"""Papers of a council that does not exist, typed as councils type them."""

REPORT = """
**REPORT TO:** Harbour and Quays Scrutiny Panel

**DATE:** 4<sup>th</sup> March 2025

**REPORTING OFFICER:** Director of Place

**PORTFOLIO:** Transport

**SUBJECT:** The swing bridge at Netter Lock

**WARD(S)** Lock, Mere and Weir

1.0 **PURPOSE OF THE REPORT**

1.1 To tell the Panel how often the bridge failed last year.

2.0 **RECOMMENDATION: That**

**1) the failures be noted; and**

**2) a survey of the bearings be made before winter.**

3.0 **SUPPORTING INFORMATION**

3.1 The bridge was built in 1891.

3.2 **What failed**

The hydraulic rams failed eleven times.

- 3.3 The causes were, in order:
1. Silt
  2. Age
  3. Frost
- 3.3 The same paragraph number was used twice.

4.0 FINANCIAL IMPLICATIONS

4.1 None.

5.0 IMPLICATIONS FOR THE COUNCIL'S PRIORITIES

5.1 **Children and Young People** - none.

5.2 **A Greener Borough** – none.

6.0 **RISK ANALYSIS**

7.1 A stray number stands here.

**7.0 LIST OF BACKGROUND PAPERS UNDER SECTION 100D OF THE
LOCAL GOVERNMENT ACT 1972**

7.1 None under the meaning of the Act.



Netter Lock Bridge

A short history

1. Beginnings

The first bridge was of oak.

2. The iron bridge

Cast at Fell Foundry.
"""

COVER_SHEET = """
NETTER VALE COMMUNITY PARTNERSHIP

Date: 12th June 2019

Title of paper : A single rescue rota\t\t
Prepared by: Ada Quill\t\t
Present at meeting: No\t\t
Leading partner/s: Fire Service\t\t
Summary of content and issues raised: Why three rotas may become one.\t\t
Recommendations: i) That the rota be agreed; and ii) that it begin in May.\t\t
Financial and HR Implications – None .\t\t
Purpose of paper (tick)\tDecision\t<input checked="" type="checkbox"/>
\tDiscussion & comment\t
\tInformation\t

REPORT OF THE RESCUE MANAGER

1 BACKGROUND

Three rotas are kept today.

2 WHAT WOULD CHANGE

One rota would be kept by the Fire Service.

APPENDIX 1

Dear All,

Please see the rota.
"""

MINUTES = """
HARBOUR AND QUAYS PARTNERSHIP

At a meeting of the Harbour and Quays Partnership held on Thursday, 9 January 2025 at 2.00 pm in \
the Pilot House, Netter Quay

Present\tA. Marlow\tHarbour Master's Office
\tCllr Penrose (Chair)\tNetter Council
\tT. Oakes\tLifeboat Station

Apologies for absence: B. Finn and Dr C. Hale

Action

HQP 17 WELCOME

Cllr Penrose welcomed everyone.

HQP 18 DECLARATIONS OF INTEREST

Cllr Penrose declared a personal interest in minute HQP 20 as a berth holder.

HQP 19 TASK GROUP UPDATES

The groups reported:

a) Dredging

The channel had been sounded.

b) Moorings

Two chains had parted.

ACTION: T. Oakes to inspect the chains by 28 February 2025

HQP 20 BERTH FEES

The Partnership considered a report on fees.

RESOLVED: That

(1) the fees be agreed; and

(2) they be published in March.

HQP 21 DATE OF NEXT MEETING

Thursday 10 April 2025 at 2.00 pm, Pilot House

Meeting ended at 3.40 pm.
"""

FRONT_SHEET = """
Harbour and Quays Scrutiny Panel

Tuesday, 4 March 2025 at 6.30 p.m.
Committee Room 2, Netter Hall

Chief Executive

BOARD MEMBERSHIP

Councillor Ann Penrose (Chairman)\tQuayside Independents
Councillor Bo Finn (Vice- Chairman)\tLabour
Councillor Cy Hale\tConservative
Ms D Oakes\tCo-optee

The next meeting of the Panel is on Tuesday, 6 May 2025 at 6.00 p.m.

ITEMS TO BE DEALT WITH
IN THE PRESENCE OF THE PRESS AND PUBLIC

Part I

Item No.\tPage No.
1. MINUTES\t
2. DECLARATIONS OF INTEREST\t
Members are reminded to declare any interest.\t
3. BRIDGES AND LOCKS\t
(A) THE SWING BRIDGE AT NETTER LOCK\t1 - 9
(B) LOCK KEEPERS 2024-25\t10 - 12

PART II

4. SALE OF THE OLD BOATHOUSE\t13

In accordance with the Health and Safety at Work Act the fire exits are shown in all rooms.
"""

PACK = (
    FRONT_SHEET
    + REPORT
    + """
REPORT TO: Harbour and Quays Scrutiny Panel
DATE: 4 March 2025
REPORTING OFFICER: Director of Place
SUBJECT: Lock keepers
WARDS: All

1.0 PURPOSE OF REPORT

The minutes of the Partnership are attached.

2.0 RECOMMENDED: That the minutes be noted.

8.0 LIST OF BACKGROUND PAPERS

8.1 There are no background papers.
"""
    + MINUTES
    + """
REPORT TO: Harbour and Quays Scrutiny Panel
DATE: 4 March 2025
REPORTING OFFICER: Director of Place
SUBJECT: Sale of the old boathouse
WARDS: Lock

1.0 PURPOSE OF REPORT

1.1 To sell it.

2.0 RECOMMENDATION: That the offer be accepted.
"""
)

BOARD_MINUTES = """
QUAYS AND MARKETS BOARD

At a meeting of the Quays and Markets Board held on Tuesday, 21 October 2025 at the Council \
Chamber, Netter Hall

Present: Councillors Penrose (Chairman), Finn (Vice-Chairman), J. Hale and B. Oakes (Co-optee)

Apologies for Absence: Councillor Marlow

Absence declared on Council business: None

Officers present: L. Rudd and C. Pell

Also in attendance: In accordance with Standing Order 33, Councillor Wray, Portfolio Holder.

ITEMS DEALT WITH
UNDER DUTIES
EXERCISABLE BY THE BOARD

QMB12 MINUTES

The Minutes of the meeting held on 14 June 2025 were signed as a correct record.

QMB13 MARKET RENTS

(N.B. Councillor Hale declared a Personal Interest in the following item as a stallholder.)

RESOLVED: That (1) the report be noted; and (2) rents be held for a year.

QMB14 ANNUAL REPORT

RECOMMENDED: That the Council approve the annual report.

Meeting ended at 8.05 p.m.
"""

LABELLED_AGENDA = """
Netter Borough Council

AGENDA

Executive Board

Date: Thursday, 5 February 2026
Time: 2.00 p.m.
Venue: The Boardroom, Municipal Building

Membership: Councillors A. Pike (Chair), B. Roe, C. Tern

1 APOLOGIES FOR ABSENCE

2 MINUTES OF THE LAST MEETING (Pages 1 - 8)
To approve the minutes of 8 January 2026.

3 CHILDREN'S PORTFOLIO

(a) School place planning (Pages 9 - 20)

(b) Foster carers' allowances (Pages 21 - 24)

4 LAND AT FERRY ROAD (Pages 25 - 30)
NOT FOR PUBLICATION by virtue of paragraph 3 of Schedule 12A

For further information please contact Gill Ferris.
"""

FORUM_MINUTES = """
Minutes of the Quayside Forum
Monday 3 March 2025, 7.00pm, Village Hall

In attendance
Cllr P Moss (Chair)
Cllr R Stone
Mrs V Lake (Clerk)

1. Apologies
Apologies were received from Cllr T Reed.

2. Playground
It was resolved that a new swing be bought.
Action: Clerk to obtain quotes by 30 April

3. Date of next meeting
Monday 7 April 2025 at 7.00pm.

The meeting closed at 8.15pm.
"""

CLOSED_MINUTES = """
HARBOUR PLANNING BOARD

At a meeting of the Harbour Planning Board held on Tuesday, 21 October 2025 at the Council \
Chamber, Netter Hall

Present: Councillors Penrose (Chairman), Finn (Vice-Chairman) and J. Hale

Apologies for Absence: None

HPB1 MINUTES

The Minutes of the meeting held on 14 June 2025 were signed as a correct record.

HPB2 EXCLUSION OF THE PRESS AND PUBLIC

RESOLVED: That the press and public be excluded from the meeting for the following item.

PART II
EXEMPT ITEMS (NOT FOR PUBLICATION)

HPB3 SALE OF 12 DOCK STREET

The Board considered an offer of two million pounds.

RESOLVED: That the offer of the Marlow Trust be accepted.

Action: T. Oakes to sign the contract by 30 November 2025

Meeting ended at 8.05 p.m.
"""
