"""The action list as a Word file: one wide table, with what is due and how it stands."""

from datetime import UTC, date, datetime
from typing import Any

from app.actions.exports import action_list, beside_minute
from app.actions.models import Action, ActionNote, ActionState
from app.actions.queries import SourceMinute
from app.foundation import clock
from app.foundation.db import db
from app.foundation.exports.blocks import WordPaper
from app.foundation.exports.word import render
from app.foundation.exports.wording import Imprint
from app.foundation.permissions import AccessLog
from app.people.models import Person, Post
from tests.factories import actions as made
from tests.word import assert_clean, everything_in, fetched, opened, paragraphs_of, rows_of, spaced

SECRET = "Blackwater"
TODAY = date(2026, 9, 3)
BOARD = "Safer Brackenmere Partnership"
BEHIND = {4: SourceMinute(4, 2, "SBP64", "Task groups", date(2026, 5, 12))}


def action(text: str, **more: Any) -> Action:
    given = {
        "state": ActionState.OPEN,
        "made_on": date(2026, 5, 12),
        "owner_words": "",
        "due_words": "",
        "evidence": "",
        "dropped_reason": "",
    }
    return Action(text=text, **(given | more))


def note(text: str, *, on: int) -> ActionNote:
    return ActionNote(text=text, at=datetime(2026, 8, on, 23, 30, tzinfo=UTC))


JOANNA = Person(honorific="", name="Joanna Pike")
ACTIONS = [
    action("Cases heard, by ward", minute_id=4, person=JOANNA, due_on=date(2026, 6, 30)),
    action(
        "Convene the working group",
        post=Post(title="Head of Community Safety"),
        due_on=date(2026, 11, 1),
        state=ActionState.IN_PROGRESS,
        notes=[note("One of three named.", on=1), note("Two of three named.", on=31)],
    ),
    action("Report faults", owner_words="All partners", due_words="Continuous"),
    action(
        "Send the arson figures",
        minute_id=4,
        person=JOANNA,
        state=ActionState.DONE,
        evidence="Sent to members:\n- on 24 June\n- by e-mail",
    ),
]


def listed(*actions: Action) -> WordPaper:
    imprint = Imprint(
        council="Brackenmere Borough Council",
        written_at=datetime(2026, 9, 3, 9, 0, tzinfo=UTC),
        board=BOARD,
    )
    return action_list(actions, imprint, behind=BEHIND, evidence={}, today=TODAY)


def test_word_finds_nothing_to_repair_in_an_action_list():
    assert_clean(render(listed(*ACTIONS)))
    assert_clean(render(listed()))


def test_each_action_says_where_it_was_promised_by_whom_and_how_it_stands():
    rows = rows_of(render(listed(*ACTIONS)), table=0)
    assert rows[0] == ["Minute", "Action", "Owner", "Due", "State", "Progress"]
    assert rows[1] == [
        *(
            "SBP64\n12 May 2026",
            "Cases heard, by ward",
            "Joanna Pike",
            "30 Jun 2026",
            "Overdue",
            "",
        )
    ]
    assert rows[2][2:] == [
        "Head of Community Safety",
        "1 Nov 2026",
        "In progress",
        "1 Sep 2026: Two of three named.",
    ]
    assert rows[3][:4] == ["12 May 2026", "Report faults", "All partners", "Continuous"]
    assert rows[4][4:] == ["Done", "Sent to members:\non 24 June\nby e-mail"]


def test_the_list_lies_on_its_side_and_says_of_which_day_it_is():
    document = opened(render(listed(*ACTIONS)))
    assert document.sections[0].page_width > document.sections[0].page_height
    assert document.core_properties.title == f"Action list: {BOARD}"
    assert [spaced(one.text) for one in document.paragraphs[:4]] == [
        *("Brackenmere Borough Council", "Action list", BOARD, "As at 3 September 2026")
    ]


def test_an_empty_list_says_so():
    assert ("Normal", "There is nothing to be done.") in paragraphs_of(render(listed()))


def test_beside_a_minute_an_action_names_its_owner_first():
    assert [str(beside_minute(one, today=TODAY)) for one in ACTIONS[:3]] == [
        "Joanna Pike, by 30 June 2026: Cases heard, by ward",
        "Head of Community Safety, by 1 November 2026: Convene the working group",
        "All partners: Report faults (due: Continuous)",
    ]
    assert str(beside_minute(action("Report faults"), today=TODAY)) == "Report faults"


def test_each_reader_fetches_the_actions_they_may_see(cast, transaction, visit):
    with transaction():
        meeting = made.held_meeting(cast.board)
        open_one = made.a_minute(meeting)
        made.an_action(cast, open_one, text="Mend the lamps")
        private = made.a_minute(meeting, exempt_heading="Sale", part=2)
        made.an_action(cast, private, text=f"Write to {SECRET}")
    name = f"actions-{clock.today()}.docx"
    public = fetched(visit("Nora"), "/actions/word", name=name)
    assert_clean(public)
    assert "Mend the lamps" in everything_in(public)
    assert SECRET not in everything_in(public)
    assert "NOT FOR PUBLICATION" not in everything_in(public)
    own = name.replace(".docx", "-not-for-publication.docx")
    closed = fetched(visit("Mo"), f"/actions/word?board={cast.board.id}", name=own)
    assert f"Write to {SECRET}" in everything_in(closed)
    assert "NOT FOR PUBLICATION" in everything_in(closed)
    for path in ("/actions/word?public=1", f"/actions/word?public=1&board={cast.board.id}"):
        open_name = name.replace(".docx", "-public.docx")
        shared = everything_in(fetched(visit("Mo"), path, name=open_name))
        assert "Mend the lamps" in shared
        assert SECRET not in shared
        assert "NOT FOR PUBLICATION" not in shared
    assert "Word for the public" in visit("Mo").open("/actions").words
    assert "Word for the public" not in visit("Nora").open("/actions").words
    assert "action" in db.session.scalars(db.select(AccessLog.kind)).all()


def test_the_list_is_fetched_as_it_was_narrowed(cast, transaction, visit):
    with transaction():
        made.an_action(cast, text="Mend the lamps", owner_words="Highways")
        made.an_action(cast, text="Paint the door", owner_words="Estates")
    path = visit("Nora").open("/actions?owner=Highways").links()
    found = next(href for words, href in path.items() if words.startswith("Word"))
    content = everything_in(fetched(visit("Nora"), found, name=f"actions-{clock.today()}.docx"))
    assert "Mend the lamps" in content
    assert "Paint the door" not in content
