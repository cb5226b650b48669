"""Minutes as Word files: what stands in them, with and without actions, open and exempt."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from app.actions import services as actions
from app.agendas.models import AgendaItem, ItemKind
from app.archive.paper import ParsedAction as PromisedRead
from app.archive.paper import ParsedPaper as Read
from app.archive.recognise.kept import lines_lost
from app.archive.recognise.whole import recognise
from app.boards.models import Board, BoardKind, SeatRole
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.blocks import Decision, LabelledLines, WordPaper
from app.foundation.exports.word import render
from app.foundation.exports.wording import Imprint
from app.foundation.permissions import Access, AccessLog
from app.foundation.reading.docx import read_docx
from app.foundation.richtext.typed import from_typed
from app.meetings.models import Attendance, Capacity, How, Meeting
from app.minutes import queries, services, snapshot
from app.minutes.events import ToDo
from app.minutes.exports import NOT_AGREED, UNAPPROVED, minutes_paper
from app.minutes.models import Minute, MinuteExempt, Minutes, MinutesState, Resolution
from app.minutes.models import ResolutionKind as Kind
from app.minutes.reading import ExemptPart, MinuteEntry, MinutesRecord
from app.minutes.snapshot import Source
from app.minutes.wording import printed
from app.people.models import Organisation, Person
from tests.factories import minutes as made
from tests.word import assert_clean, everything_in, fetched, opened, paragraphs_of, rows_of

ON = date(2026, 5, 12)
SECRET = "Blackwater"
NAMES = {1: "Grace Okafor", 2: "David Penhale", 3: "Siân Prosser", 4: "Tom Price", 5: "Len Abbot"}
PARTNERS = {
    1: ("Superintendent", "Ruth Ormesby", "Tansdale Constabulary"),
    2: ("", "Joanna Pike", "Brackenmere Borough Council"),
    3: ("Councillor", "Margaret Ollerton", "Brackenmere Borough Council"),
    4: ("", "Tunde Adeyemi", "Weirside Housing"),
}


def meeting(board: Board, **more: Any) -> Meeting:
    given = {
        "on_date": ON,
        "starts_at": time(14, 30),
        "venue": "Council Chamber, The Guildhall, Brackenmere",
        "chair_id": 1,
        "ended_at": time(16, 15),
        "is_extraordinary": False,
    }
    return Meeting(board=board, **(given | more))


def came(person: Person, **more: Any) -> Attendance:
    given = {"how": How.PRESENT, "capacity": Capacity.MEMBER, "name": "", "organisation": ""}
    return Attendance(person=person, person_id=person.id, **(given | more))


def councillors() -> list[Attendance]:
    known = {key: Person(id=key, honorific="Councillor", name=name) for key, name in NAMES.items()}
    officer = Person(id=9, honorific="", name="Clare Dawson")
    return [
        came(known[1]),
        came(known[2]),
        came(known[3], how=How.REMOTE),
        came(known[4], how=How.APOLOGIES),
        came(known[5], how=How.ABSENT),
        came(officer, capacity=Capacity.OFFICER),
    ]


def partners() -> list[Attendance]:
    known = [
        Person(id=key, honorific=title, name=name, organisation=Organisation(name=body))
        for key, (title, name, body) in PARTNERS.items()
    ]
    guest = Person(id=8, honorific="Dr", name="Amrit Sandhu", organisation=Organisation(name="NHS"))
    away = Person(id=7, honorific="Ms", name="Noor Harrop")
    return [
        *(came(person) for person in known),
        came(away, how=How.APOLOGIES),
        came(guest, capacity=Capacity.OTHER),
    ]


def minute(
    number: int, heading: str, typed: str, *limbs: str, kind: Kind = Kind.RESOLVED
) -> Minute:
    found = Minute(
        id=number, printed=f"SAF{number}", heading=heading, text=from_typed(typed), position=number
    )
    found.resolutions = [
        Resolution(position=place, kind=kind, text=limb) for place, limb in enumerate(limbs, 1)
    ]
    return found


def entries() -> list[Minute]:
    return [
        minute(61, "Minutes", "The minutes of 10 February were agreed as a correct record."),
        minute(
            62,
            "Lighting on Quay Street",
            "The Board considered a report.\n\nMembers asked about the cost.",
            "That the report be noted; and",
            "That the Executive Board be told.",
        ),
        minute(63, "Hate crime", "The draft was presented.", "That the draft be supported."),
        minute(64, "Byelaw", "It was moved.", "the byelaw be made", kind=Kind.RECOMMENDED),
        minute(65, "Security contract", "The Board considered an exempt report."),
    ]


def source(**more: Any) -> Source:
    board = Board(name="Safer Communities Board", kind=BoardKind.POLICY, has_statutory_access=True)
    minutes = Minutes(meeting=meeting(board), state=MinutesState.APPROVED, preamble="")
    given = Source(
        minutes=minutes,
        entries=entries(),
        attendance=councillors(),
        roles={1: SeatRole.CHAIR, 2: SeatRole.VICE_CHAIR},
    )
    return replace(given, **more)


def record(given: Source | None = None, *, published_at: datetime | None = None, **more: Any):
    """The minutes of these rows, as somebody reads them who may read everything."""
    rows = replace(given or source(), **more)

    def cites(_texts):
        return []

    content = snapshot.open_content(rows, cites=cites) | {"issues": [], "standing": {}}
    private = snapshot.exempt_contents(rows, cites=cites)
    return MinutesRecord(
        content,
        [
            MinuteEntry(
                one, ExemptPart(private[one["id"]], Access.EXEMPT) if one["id"] in private else None
            )
            for one in content["entries"]
        ],
        published_at=published_at,
    )


def partnership() -> Source:
    board = Board(name="Safer Brackenmere Partnership", kind=BoardKind.PARTNERSHIP)
    minutes = Minutes(meeting=meeting(board), state=MinutesState.APPROVED, preamble="")
    return source(minutes=minutes, attendance=partners(), roles={})


ACTIONS = {
    62: [
        ToDo("Publish it", "Head of Community Safety"),
        ToDo("Paint it", "Estates", date(2026, 6, 1)),
    ],
    63: [
        ToDo("Costs by street", "Joanna Pike", date(2026, 6, 30)),
        ToDo("Report faults", "Weirside Housing", due_words="Continuous"),
    ],
}
EXEMPT = {
    65: MinuteExempt(
        access=Access.EXEMPT,
        heading=f"Contract with {SECRET} Security",
        text=f"<p>{SECRET} was the cheapest.</p>",
        resolved=f"That the contract go to {SECRET}\nThat the others be told",
    )
}


def imprint(given: MinutesRecord, **more: Any) -> Imprint:
    return Imprint(
        council="Brackenmere Borough Council",
        written_at=datetime(2026, 5, 20, 9, 0, tzinfo=UTC),
        board=given.board,
        on=ON,
        **more,
    )


def paper(given: MinutesRecord, *, with_actions: bool = False, **more: Any) -> WordPaper:
    return minutes_paper(given, imprint(given, **more), with_actions=with_actions)


KINDS = {
    "council": record(),
    "with actions": record(actions=ACTIONS),
    "partnership": record(partnership()),
    "partnership with actions": record(partnership(), actions=ACTIONS),
    "exempt": record(exempt=EXEMPT),
}


def papers(kind: str, **more: Any) -> WordPaper:
    return paper(KINDS[kind], with_actions="actions" in kind, **more)


def read(given: MinutesRecord, *, with_actions: bool = False) -> Read:
    lines = read_docx(render(paper(given, with_actions=with_actions)))
    found = recognise(lines, source_file="minutes.docx")
    assert lines_lost(lines, found) == []
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_word_finds_nothing_to_repair_in_minutes(kind):
    assert_clean(render(papers(kind)))


def test_minutes_open_with_who_met_when_and_where():
    lines = [text for _, text in paragraphs_of(render(paper(record())))]
    assert lines[:4] == [
        "Brackenmere Borough Council",
        "Safer Communities Board",
        "Minutes",
        "At a meeting of the Safer Communities Board held on Tuesday, 12 May 2026 at 2.30pm in "
        "the Council Chamber, The Guildhall, Brackenmere",
    ]


@pytest.mark.parametrize(
    ("venue", "said"),
    [
        ("Committee Room 2, Town Hall", "pm in Committee Room 2, Town Hall"),
        ("Harbour Light Refuge", "pm at Harbour Light Refuge"),
        ("The Old Hall", "pm at The Old Hall"),
        ("", "at 2.30pm"),
    ],
)
def test_the_place_is_said_as_places_are(venue, said):
    given = source()
    given.minutes.meeting = meeting(given.meeting.board, venue=venue)
    lines = [text for _, text in paragraphs_of(render(paper(record(given))))]
    assert lines[3].endswith(said)


def test_those_who_came_are_named_with_their_offices():
    """R6.1: those who came are named with their offices."""
    rows = next(block.rows for block in paper(record()).blocks if isinstance(block, LabelledLines))
    assert rows == (
        (
            "Present",
            "Councillors Grace Okafor (in the Chair), David Penhale (Vice-Chair) and "
            "Siân Prosser (by remote link)",
        ),
        ("Apologies", "Councillor Tom Price"),
        ("Absent", "Councillor Len Abbot"),
        ("Officers present", "Clare Dawson"),
    )


def test_a_partnership_prints_for_whom_each_came():
    """R15.5: a partnership prints for whom each came."""
    content = render(paper(record(partnership())))
    assert rows_of(content, table=0) == [
        ["Present", "Representing"],
        ["Superintendent Ruth Ormesby (in the Chair)", "Tansdale Constabulary"],
        ["Joanna Pike", "Brackenmere Borough Council"],
        ["Councillor Margaret Ollerton", "Brackenmere Borough Council"],
        ["Tunde Adeyemi", "Weirside Housing"],
    ]
    lines = [text for style, text in paragraphs_of(content) if style == "Labelled Line"]
    assert lines == ["Apologies:\tMs Noor Harrop", "In attendance:\tDr Amrit Sandhu (NHS)"]


def test_each_minute_keeps_its_number_and_says_what_was_resolved():
    lines = paragraphs_of(render(paper(record())))
    assert ("Entry Heading", "SAF62\tLighting on Quay Street") in lines
    at = lines.index(("Entry Text", "Resolved: That"))
    assert [text for _, text in lines[at + 1 : at + 3]] == [
        *("the report be noted; and", "the Executive Board be told.")
    ]
    assert ("Entry Text", "Resolved: That the draft be supported.") in lines
    assert ("Entry Text", "Recommended: That the byelaw be made.") in lines


def test_minutes_end_with_the_hour_and_room_to_sign():
    """R6.9: minutes end with the hour and room to sign."""
    lines = [text for _, text in paragraphs_of(render(paper(record())))]
    assert lines[-3:-1] == ["Meeting ended at 4.15pm", "Signed as a correct record."]
    assert lines[-1].startswith("Chair")


def test_actions_stand_beside_the_minutes_only_where_they_are_asked_for():
    """R6.7: actions stand beside the minutes only where they are asked for."""
    content = render(papers("with actions"))
    assert ("Entry Heading", "SAF62\tLighting on Quay Street") in paragraphs_of(content)
    assert [rows_of(content, table=number)[0] for number in range(2)] == [
        ["Minute SAF62", "Action"],
        ["Minute SAF63", "Action"],
    ]
    assert rows_of(content, table=0)[-1] == [
        "Resolved: That\nthe report be noted; and\nthe Executive Board be told.",
        "Head of Community Safety: Publish it\nEstates, by 1 June 2026: Paint it",
    ]
    assert rows_of(content, table=1)[-1] == [
        "Resolved: That the draft be supported.",
        "Joanna Pike, by 30 June 2026: Costs by street\n"
        "Weirside Housing: Report faults (due: Continuous)",
    ]
    without = render(paper(record()))
    assert not opened(without).tables
    assert "Costs by street" not in everything_in(without)


def test_an_action_typed_in_several_lines_is_one_action_in_the_column():
    given = record(actions={63: [ToDo("Costs by street\r\nand by lamp", "Joanna Pike")]})
    assert read(given, with_actions=True).items[2].actions == [
        PromisedRead("Costs by street and by lamp", "Joanna Pike")
    ]


def test_minutes_from_which_nothing_follows_have_no_empty_column():
    assert not opened(render(paper(record(), with_actions=True))).tables


def test_the_open_minutes_hold_nothing_exempt():
    """R3.7: the open minutes hold nothing exempt."""
    everything = "".join(line.text for line in read_docx(render(paper(record()))))
    assert SECRET not in everything
    closed = paragraphs_of(render(paper(KINDS["exempt"], mark="NOT FOR PUBLICATION\nWhy.")))
    assert ("Entry Heading", f"SAF65\tContract with {SECRET} Security") in closed
    assert ("Entry Text", "Exempt minute, not for publication") in closed
    assert any(text == f"the contract go to {SECRET}; and" for _, text in closed)


def test_the_properties_hold_open_words_only():
    properties = opened(render(paper(KINDS["exempt"]))).core_properties
    assert properties.title == "Minutes: Safer Communities Board, 12 May 2026"
    assert SECRET not in f"{properties.title}{properties.subject}{properties.keywords}"


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (
            datetime(2026, 5, 20, tzinfo=UTC),
            "Draft minutes, subject to approval at the next meeting",
        ),
        (None, "Draft minutes, not published"),
    ],
)
def test_draft_minutes_say_how_they_stand_on_every_page(published, said):
    content = render(paper(record(published_at=published), is_draft=True))
    assert paragraphs_of(content)[2] == ("Subtitle", said)
    head = opened(content).sections[0].header.paragraphs
    assert [(one.style.name, one.text) for one in head] == [("Draft Mark", "DRAFT")]
    assert_clean(content)
    found = recognise(read_docx(content), source_file="minutes.docx")
    assert (found.kind, found.board, found.date) == ("minutes", "Safer Communities Board", ON)


def test_the_reason_for_urgency_is_a_sentence_of_its_own():
    """R4.2: the chair’s ruling stands under a heading of its own before the words of the minute.
    Looked at: the minutes in Word."""
    late = minute(61, "Flood", "It was so.")
    ruled = "The Chair ruled that this item be considered as a matter of urgency"
    law = "Urgent business: sections 100B(4) and 100E of the Local Government Act 1972"
    for reason, said in (("A void opened.", ". A void opened."), ("it fell.", ": it fell.")):
        late.item = AgendaItem(is_late=True, late_reason=reason)
        lines = [words for _, words in paragraphs_of(render(paper(record(entries=[late]))))]
        place = lines.index(law)
        assert lines[place + 1 : place + 3] == [ruled + said, "It was so."]


def test_limbs_stand_in_one_line_as_they_do_on_paper():
    """R6.2: limbs stand in one line as they do on paper."""
    said = str(printed(Kind.RESOLVED, ["That it be agreed.;", "That it end"]))
    assert said == "RESOLVED: That (1) it be agreed; and (2) it end."


def test_limbs_of_several_sentences_keep_their_own_stops():
    given = record(entries=[minute(61, "A", "", "That it be so. It was urgent.", "That it end.")])
    decision = next(
        block
        for entry in paper(given).blocks
        for one in getattr(entry, "entries", ())
        for block in one.blocks
        if isinstance(block, Decision)
    )
    assert decision.html == "<p>That</p><ol><li>it be so. It was urgent.</li><li>it end.</li></ol>"


@pytest.mark.parametrize("kind", ["council", "with actions"])
def test_our_own_minutes_are_read_back(kind):
    found = read(KINDS[kind], with_actions="actions" in kind)
    assert (found.kind, found.board) == ("minutes", "Safer Communities Board")
    assert (found.date, found.time, found.end_time) == (ON, "14:30", "16:15")
    assert found.venue == "Council Chamber, The Guildhall, Brackenmere"
    assert found.chair == "Councillor Grace Okafor"
    assert [one.name for one in found.present] == [
        *("Councillor Grace Okafor", "Councillor David Penhale", "Councillor Siân Prosser")
    ]
    assert [one.name for one in found.apologies] == ["Councillor Tom Price"]
    assert [one.name for one in found.in_attendance] == ["Clare Dawson"]
    assert [one.number for one in found.items] == [f"SAF{n}" for n in range(61, 66)]
    assert found.items[1].title == "Lighting on Quay Street"
    assert found.items[1].resolved == ["the report be noted", "the Executive Board be told."]
    assert found.items[2].resolved == ["That the draft be supported."]
    assert found.items[3].recommended == ["That the byelaw be made."]
    if kind == "with actions":
        assert found.items[1].actions == [
            PromisedRead("Publish it", "Head of Community Safety"),
            PromisedRead("Paint it", "Estates", "1 June 2026", date(2026, 6, 1)),
        ]
        assert found.items[2].actions == [
            PromisedRead("Costs by street", "Joanna Pike", "30 June 2026", date(2026, 6, 30)),
            PromisedRead("Report faults", "Weirside Housing", "Continuous"),
        ]


@pytest.mark.parametrize("kind", ["partnership", "partnership with actions"])
def test_our_own_partnership_minutes_are_read_back(kind):
    found = read(KINDS[kind], with_actions="actions" in kind)
    assert (found.kind, found.board) == ("minutes", "Safer Brackenmere Partnership")
    assert [(one.name, one.organisation) for one in found.present] == [
        (f"{title} {name}".strip(), body) for title, name, body in PARTNERS.values()
    ]
    assert [one.name for one in found.apologies] == ["Ms Noor Harrop"]
    assert [(one.name, one.organisation) for one in found.in_attendance] == [
        ("Dr Amrit Sandhu", "NHS")
    ]
    assert len(found.items) == 5


def with_exempt(cast) -> Minutes:
    """Minutes of a meeting with an exempt item, written, resolved and published."""
    minutes = made.begun(cast, "Street lighting", exempt=f"{SECRET}: sale")
    clerk = cast.person("Clare")
    for entry in queries.entries_of(minutes):
        made.write(entry, "The Board considered it.")
        if entry.item.kind != ItemKind.EXCLUSION:
            services.set_resolutions(entry, by=clerk, kind=Kind.RESOLVED, limbs=["it be noted"])
    private = made.minute_about(minutes, "A property matter")
    services.write_exempt(
        private, by=clerk, heading="", html=f"<p>{SECRET} pays.</p>", resolved=f"That {SECRET} buy"
    )
    actions.add_action(
        by=clerk, board=cast.board, text=f"Write to {SECRET}", minute=private, made_on=ON
    )
    actions.add_action(
        by=clerk,
        board=cast.board,
        text="Mend the lamps",
        minute=made.minute_about(minutes, "Street lighting"),
        owner_words="Highways",
        made_on=ON,
    )
    services.publish(minutes, by=clerk)
    return minutes


def test_minutes_are_fetched_as_far_as_each_reader_may_read_them(cast, transaction, visit):
    with transaction():
        minutes = with_exempt(cast)
    on, where = minutes.meeting.on_date, f"/meetings/{minutes.meeting_id}/minutes/word"
    name = f"minutes-SAF-{on}.docx"
    for path in (where, f"{where}?actions=1"):
        public = fetched(visit("Nora"), path, name=name)
        assert_clean(public)
        assert SECRET not in everything_in(public)
        assert "NOT FOR PUBLICATION" not in everything_in(public)
        closed = fetched(visit("Mo"), path, name=name.replace(".docx", "-not-for-publication.docx"))
        assert_clean(closed)
        assert f"{SECRET} pays." in everything_in(closed)
        assert "exempt information under paragraph 3" in everything_in(closed)
    for path in (f"{where}?public=1", f"{where}?public=1&actions=1"):
        public = fetched(visit("Clare"), path, name=name.replace(".docx", "-public.docx"))
        assert SECRET not in everything_in(public)


def test_the_actions_beside_the_minutes_come_from_the_actions(cast, transaction, visit):
    with transaction():
        minutes = with_exempt(cast)
    path = f"/meetings/{minutes.meeting_id}/minutes/word"
    name = f"minutes-SAF-{minutes.meeting.on_date}-not-for-publication.docx"
    with_actions = everything_in(fetched(visit("Mo"), f"{path}?actions=1", name=name))
    assert "Highways" in with_actions
    assert "Mend the lamps" in with_actions
    assert f"Write to {SECRET}" in with_actions
    assert "Mend the lamps" not in everything_in(fetched(visit("Mo"), path, name=name))
    seen = db.session.scalars(db.select(AccessLog.kind)).all()
    assert {"minute-exempt", "action"} <= set(seen)


@pytest.mark.parametrize("agreed", [False, True])
def test_minutes_are_drafts_until_it_is_recorded_that_they_were_agreed(
    cast, transaction, visit, agreed
):
    with transaction():
        minutes = made.begun(cast, "Street lighting", on=clock.today() - timedelta(days=40))
        services.publish(minutes, by=cast.person("Clare"))
        later = made.begun(cast, "Floods")
        services.publish(later, by=cast.person("Clare"))
    base = f"/meetings/{minutes.meeting_id}/minutes"
    name = f"minutes-SAF-{minutes.meeting.on_date}.docx"
    assert UNAPPROVED in everything_in(fetched(visit("Nora"), f"{base}/word", name=name))
    assert "They wait for" in visit("Nora").open(base).words
    with transaction():
        if agreed:
            services.agree(minutes, by=cast.person("Clare"), at_meeting=later.meeting)
        else:
            services.not_agree(minutes, by=None, at_meeting=later.meeting, reason="The vote.")
    after = everything_in(fetched(visit("Nora"), f"{base}/word", name=name))
    assert UNAPPROVED not in after
    assert (NOT_AGREED in after) is not agreed
    assert ("Draft: Safer" in after) is not agreed
    page = visit("Nora").open(base)
    assert "They wait for" not in page.words
    assert ("did not agree them as a correct record" in page.words) is not agreed
    assert ("Agreed as a correct record at the meeting of" in page.words) is agreed
    assert ("Not agreed at the meeting of" in page.words) is not agreed


def test_only_the_clerk_fetches_minutes_that_are_not_published(cast, transaction, visit):
    with transaction():
        minutes = made.begun(cast, "Street lighting")
    path = f"/meetings/{minutes.meeting_id}/minutes/word"
    for who in ("Mo", "Nora"):
        visit(who).fetch(path, status=403)
    name = f"minutes-SAF-{minutes.meeting.on_date}.docx"
    assert "Draft: Safer" in everything_in(fetched(visit("Clare"), path, name=name))
