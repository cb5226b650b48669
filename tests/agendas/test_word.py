"""Agendas as Word files: the front sheet, the two Parts, and nothing exempt in the open one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.agendas.exports import agenda_paper, grounds, mark_of
from app.agendas.models import AgendaItemExempt, ItemKind
from app.agendas.showing.reading import AgendaLine, for_the_public
from app.agendas.showing.reading import AgendaPaper as Named
from app.archive.paper import ParsedPaper as Read
from app.archive.recognise.kept import lines_lost
from app.archive.recognise.whole import recognise
from app.foundation.db import db
from app.foundation.exports.blocks import ContentsBlock, HeadingBlock, WordPaper
from app.foundation.exports.word import render
from app.foundation.exports.wording import Imprint
from app.foundation.permissions import Access, AccessLog
from app.foundation.reading.docx import read_docx
from app.meetings import services as meetings
from tests.factories import agendas
from tests.word import assert_clean, everything_in, fetched, opened, paragraphs_of, rows_of, spaced

BOARD = "Safer Communities Policy and Performance Board"
ON = date(2026, 9, 15)
IMPRINT = Imprint(
    council="Brackenmere Borough Council",
    written_at=datetime(2026, 9, 3, 14, 20, tzinfo=UTC),
    board=BOARD,
    on=ON,
)
SECRET = "Blackwater"


def line(number: str, title: str, **more: Any) -> AgendaLine:
    given = {"html": "", "kind": ItemKind.ORDINARY, "part": 1, "open_title": title} | more
    return AgendaLine(id=len(number) * 10 + ord(number[-1]), number=number, title=title, **given)


FRONT = {
    "board": BOARD,
    "date": "2026-09-15",
    "time": "18:30",
    "venue": "Council Chamber, The Guildhall, Brackenmere",
    "members": [
        {"name": "Councillor Margaret Ollerton", "role": "chair", "party": "Labour"},
        {"name": "Councillor David Penhale", "role": "vice-chair", "party": "Labour"},
        {"name": "Councillor Siân Prosser", "role": "member", "party": "Green"},
        {"name": "Mrs B Holroyd", "role": "co-optee", "party": ""},
    ],
    "contact": {"name": "Priya Nair", "details": "01632 960214, p.nair@council.example"},
    "next_meeting": "2026-11-17",
}
LINES = [
    line("1", "Apologies for absence"),
    line("2", "Minutes", html="<p>To agree the minutes of 16 June 2026.</p>"),
    line("3", "Declarations of interest", html="<p>Members are reminded to declare.</p>"),
    line(
        "4",
        "Development of policy issues",
        kind=ItemKind.HEADING,
        children=(
            line("4(A)", "Domestic abuse services"),
            line(
                "4(B)",
                "Taxi marshals",
                papers=(Named("Night-time economy: taxi marshals", 5), Named("A map", 5, 6)),
                late_reason="The licence lapses on 1 October.",
            ),
        ),
    ),
    line("5", "CCTV", to_follow=True),
    line(
        "6",
        "Exclusion of the press and public",
        html="<p>RECOMMENDED: That …</p>",
        paragraphs=(3,),
    ),
    line(
        "7",
        f"{SECRET} Security Ltd: award of contract",
        html=f"<p>To choose between {SECRET} and two others.</p>",
        open_title="Security contract",
        part=2,
        paragraphs=(3,),
        access=Access.EXEMPT,
        papers=(Named(f"Award to {SECRET}", 7),),
        exempt=AgendaItemExempt(title=SECRET),
    ),
]
PAST = [
    *LINES[:2],
    LINES[2]._replace(pages="1 - 4"),
    LINES[3]._replace(
        children=tuple(
            child._replace(pages=pages)
            for child, pages in zip(LINES[3].children, ("5 - 8", "9 - 12"), strict=True)
        ),
    ),
]


def members_agenda() -> WordPaper:
    imprint = replace(IMPRINT, mark=mark_of(LINES, on=ON))
    return agenda_paper(FRONT, LINES, imprint)


KINDS = {
    "open": agenda_paper(
        FRONT | {"summoned_by": ["Susan Whitlock", "Chief Executive"]},
        for_the_public(LINES),
        IMPRINT,
    ),
    "members'": members_agenda(),
    "past": agenda_paper(FRONT, PAST, IMPRINT),
    "partnership": agenda_paper(
        FRONT | {"word": "partnership", "is_statutory": False}, LINES[:5], IMPRINT
    ),
}


def read(paper: WordPaper) -> Read:
    lines = read_docx(render(paper))
    found = recognise(lines, source_file="agenda.docx")
    assert lines_lost(lines, found) == []
    return found


def words_of(content: bytes) -> str:
    """Everything a reader of the file could find in it, as its parts stand."""
    return "".join(f"{one.text} {' '.join(one.cells)}" for one in read_docx(content))


@pytest.mark.parametrize("kind", KINDS)
def test_word_finds_nothing_to_repair_in_an_agenda(kind):
    assert_clean(render(KINDS[kind]))


def test_the_front_sheet_says_who_meets_when_and_where():
    """R15.1: the front sheet says who meets when and where."""
    document = opened(render(KINDS["open"]))
    assert document.core_properties.title == f"Agenda: {BOARD}, 15 September 2026"
    assert [spaced(one.text) for one in document.paragraphs[:4]] == [
        "Brackenmere Borough Council",
        BOARD,
        "Tuesday, 15 September 2026 at 6.30pm",
        "Council Chamber, The Guildhall, Brackenmere",
    ]
    assert rows_of(render(KINDS["open"]), table=0) == [
        ["Member", "Party"],
        ["Councillor Margaret Ollerton (Chair)", "Labour"],
        ["Councillor David Penhale (Vice-Chair)", "Labour"],
        ["Councillor Siân Prosser", "Green"],
        ["Mrs B Holroyd", "Co-optee"],
    ]


def test_the_front_sheet_says_when_the_meeting_was_called_and_its_quorum():
    issued = [
        {"number": 0, "at": "2026-09-04T09:00:00+00:00"},
        {"number": 1, "at": "2026-09-09T09:00:00+00:00"},
    ]
    by = ["Susan Whitlock", "Chief Executive"]
    front = FRONT | {"quorum": 4, "summoned_by": by, "issued": issued}
    lines = paragraphs_of(render(agenda_paper(front, LINES[:3], IMPRINT)))
    called = "Susan Whitlock\nChief Executive\nIssued 4 September 2026"
    assert ("Note", f"{called}\nSupplement issued 9 September 2026") in lines
    assert ("Note", "Quorum: 4") in lines
    twice = {"issued": [*issued, {"number": 2, "at": "2026-09-09T15:00:00+00:00"}]}
    lines = paragraphs_of(
        render(agenda_paper(FRONT | {"summoned_by": by} | twice, LINES[:3], IMPRINT))
    )
    assert ("Note", f"{called}\nSupplements issued 9 September 2026") in lines
    on_the_day = {"issued": [{"number": 0, "at": "2026-09-15T09:00:00+00:00"}]}
    lines = paragraphs_of(render(agenda_paper(FRONT | on_the_day, LINES[:3], IMPRINT)))
    assert not [text for _, text in lines if "Issued" in text or "Quorum" in text]


@pytest.mark.parametrize(
    ("members", "rows"),
    [
        (
            [{"name": "Ruth Ormesby", "role": "chair", "party": "", "organisation": "Police"}],
            [["Member", "Representing"], ["Ruth Ormesby (Chair)", "Police"]],
        ),
        (
            [{"name": "Ruth Ormesby", "role": "chair", "party": ""}],
            [["Member"], ["Ruth Ormesby (Chair)"]],
        ),
    ],
)
def test_a_board_without_parties_says_for_whom_each_member_comes(members, rows):
    front = FRONT | {"members": members, "is_statutory": False}
    paper = agenda_paper(front, LINES[:5], IMPRINT)
    assert rows_of(render(paper), table=0) == rows
    assert [one.name for one in read(paper).members] == ["Ruth Ormesby"]


def test_items_carry_their_standing_text_and_what_is_known_of_their_papers():
    rows = {row[0] or row[1]: row[1] for row in rows_of(render(KINDS["open"]), table=1)}
    assert rows["3."] == "Declarations of interest\nMembers are reminded to declare."
    assert rows["(B)"].split("\n")[1:] == [
        "Taken as a matter of urgency (section 100B(4)(b)): The licence lapses on 1 October.",
        "Report: Night-time economy: taxi marshals",
        "Appendix: A map",
    ]
    assert rows["5."] == "CCTV\nReport to follow."
    assert rows["6."] == "Exclusion of the press and public\nRECOMMENDED: That …"


def test_pages_have_a_column_only_where_they_are_known():
    assert rows_of(render(KINDS["open"]), table=1)[0] == ["Item No.", "Item"]
    rows = rows_of(render(KINDS["past"]), table=1)
    assert rows[0] == ["Item No.", "Item", "Page No."]
    assert rows[3][2] == "1 - 4"


def test_the_open_agenda_holds_open_titles_and_the_members_agenda_exempt_ones():
    assert SECRET not in words_of(render(KINDS["open"]))
    closed = render(KINDS["members'"])
    assert f"{SECRET} Security Ltd" in words_of(closed)
    head = [spaced(one.text) for one in opened(closed).sections[0].header.paragraphs]
    assert head[0] == "NOT FOR PUBLICATION"
    assert "under paragraph 3 of Part 1 of Schedule 12A" in head[1]
    assert "information relating to the financial or business affairs" in head[1]
    assert not opened(render(KINDS["open"])).sections[0].header.paragraphs[0].text
    assert SECRET not in opened(closed).core_properties.title


def test_part_two_has_a_heading_and_a_list_of_its_own():
    lists = [one for one in KINDS["open"].blocks if isinstance(one, ContentsBlock)]
    assert [one.caption for one in lists] == ["Items in Part I", "Items in Part II"]
    assert [row.number for row in lists[1].rows] == ["7."]
    headings = [one.text for one in KINDS["partnership"].blocks if isinstance(one, HeadingBlock)]
    assert headings == ["Partnership membership", "Agenda"]


def test_the_grounds_are_said_in_the_words_of_the_schedule():
    assert grounds([], on=ON, what="agenda") == ""
    two = grounds([3, 1, 3], on=ON, what="report")
    assert two.startswith("This report contains exempt information under paragraphs 1 and 3 of")
    assert two.count("; information relating to") == 1
    old = grounds([9], on=date(2005, 5, 5), what="report")
    assert old.endswith("Schedule 12A to the Local Government Act 1972.")


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_agenda_is_read_back(kind):
    found = read(KINDS[kind])
    assert (found.kind, found.board) == ("agenda", BOARD)
    assert (found.date, found.time) == (ON, "18:30")
    assert found.venue == "Council Chamber, The Guildhall, Brackenmere"
    assert found.next_meeting.date == date(2026, 11, 17)
    assert [(one.name, one.role) for one in found.members] == [
        ("Councillor Margaret Ollerton", "chair"),
        ("Councillor David Penhale", "vice-chair"),
        ("Councillor Siân Prosser", "member"),
        ("Mrs B Holroyd", "co-optee"),
    ]
    count = {"past": 4, "partnership": 5}.get(kind, 7)
    assert [one.number for one in found.items] == [str(n) for n in range(1, count + 1)]
    assert [one.number for one in found.items[3].children] == ["4(A)", "4(B)"]
    assert found.items[2].text.startswith("Members are reminded")


def test_the_parts_and_pages_of_our_own_agenda_are_read_back():
    assert [one.part for one in read(KINDS["members'"]).items][-2:] == ["open", "exempt"]
    first, second = read(KINDS["past"]).items[3].children
    assert (first.page_from, first.page_to) == (5, 8)
    assert (second.page_from, second.page_to) == (9, 12)


def test_the_public_fetches_open_titles_and_members_the_exempt_ones(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda, f"{SECRET}: award of contract")
        agendas.placed(cast, item, title=f"{SECRET} Security")
        agendas.published(cast, agenda, reason="In time.")
    meeting = agenda.meeting
    path, name = f"/meetings/{meeting.id}/agenda/word", f"agenda-SAF-{meeting.on_date}.docx"
    for who in ("Nora", "Adi"):
        public = fetched(visit(who), path, name=name)
        assert_clean(public)
        assert SECRET not in everything_in(public)
        assert "A property matter" in everything_in(public)
        assert "NOT FOR PUBLICATION" not in everything_in(public)
    closed_name = name.replace(".docx", "-not-for-publication.docx")
    public_name = name.replace(".docx", "-public.docx")
    for who in ("Mo", "Clare"):
        closed = fetched(visit(who), path, name=closed_name)
        assert opened(closed).core_properties.title.endswith("(not for publication)")
        assert f"{SECRET}: award of contract" in everything_in(closed)
        assert "NOT FOR PUBLICATION" in everything_in(closed)
        assert "Draft: " not in everything_in(closed)
        public = fetched(visit(who), f"{path}?public=1", name=public_name)
        assert SECRET not in everything_in(public)
    assert db.session.scalar(db.select(db.func.count(AccessLog.id))) >= 2


def test_only_the_clerk_fetches_an_agenda_in_draft(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Street lighting")
    path = f"/meetings/{agenda.meeting_id}/agenda/word"
    for who in ("Mo", "Nora"):
        visit(who).fetch(path, status=404)
    draft = fetched(visit("Clare"), path, name=f"agenda-SAF-{agenda.meeting.on_date}.docx")
    assert "Draft: Safer Communities Board" in everything_in(draft)
    assert opened(draft).sections[0].header.paragraphs[0].text == "DRAFT"
    assert "Street lighting" in everything_in(draft)


def test_a_meeting_called_off_says_so_on_its_page_and_its_agenda_stays_as_it_was(
    cast, transaction, visit
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda, reason="In time.")
        meetings.cancel(agenda.meeting, by=cast.person("Clare"), reason="No business.")
    path = f"/meetings/{agenda.meeting_id}/agenda/word"
    content = fetched(visit("Nora"), path, name=f"agenda-SAF-{agenda.meeting.on_date}.docx")
    assert "cancelled" not in everything_in(content)
    assert (
        "This meeting is cancelled." in visit("Nora").open(f"/meetings/{agenda.meeting_id}").words
    )


def test_a_clerk_fetches_what_was_issued_beside_the_draft_of_a_supplement(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda, SECRET, open_title="A property matter")
        agendas.published(cast, agenda)
        agendas.an_item(agenda, "Floods")
    clare, page = visit("Clare"), f"/meetings/{agenda.meeting_id}"
    links = clare.open(page).links()
    issued = links["Word file of the agenda as it was published"]
    assert everything_in(clare.fetch(issued).data) == everything_in(
        visit("Mo").fetch(f"{page}/agenda/word").data
    )
    public = links["Word for the public without what is exempt"]
    assert everything_in(clare.fetch(public).data) == everything_in(
        visit("Nora").fetch(f"{page}/agenda/word").data
    )
    draft = clare.fetch(links["Word of the draft with what waits for a supplement"]).data
    assert "Floods" in everything_in(draft)
    assert opened(draft).sections[0].header.paragraphs[0].text == "DRAFT"


def test_nothing_is_fetched_as_issued_before_it_is(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda)
    visit("Clare").fetch(f"/meetings/{agenda.meeting_id}/agenda/word?issued=1", status=404)
