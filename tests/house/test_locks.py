"""Whoever writes takes the rows before asking anything of them, or stands on a constraint."""

import pytest

from tests.house.deeds import House, decides, first_fault, is_safe, unversioned

MERGED = "heard from the merging of two entries, which holds both"
HELD = "heard from a deed that holds the minutes or the item"
EXCEPT = {
    "actions.services.edit_action": "asks only of which minute it is, which never changes",
    "actions.services.follow": HELD,
    "actions.services.follow_merge": MERGED,
    "actions.services.follow_minute": HELD,
    "actions.services.publish_with_minutes": HELD,
    "boards.services.advance_counter": "one UPDATE that only ever counts upwards",
    "boards.services.follow_merge": MERGED,
    "boards.services.next_number": "one UPDATE counts and answers",
    "documents.services.keep_texts": "finds the document whose file was read, then takes it",
    "meetings.services.follow_merge": MERGED,
    "minutes.citing.of_reports": HELD,
    "minutes.following.close_with_item": "finds the minute of an item that is held, then takes it",
    "minutes.following.keep_record": HELD,
    "minutes.following.open_with_item": "finds the minute of an item that is held, then takes it",
    "minutes.following.publish_record": HELD,
    "minutes.following.stay_with_minute": "finds the minute of an item that is held, then takes it",
    "minutes.services.correct_action": "done with an action, whose deed holds the minutes",
    "people.services.hand_over": MERGED,
    "people.sessions.begin": "one DELETE of what is over, and a row that nobody else has",
    "people.sessions.sign_in": "finds the account of an address, then takes it",
    "people.sessions.sign_out": "one DELETE says whether there was a session to end",
    "reports.keeping.follow_merge": MERGED,
    "reports.services.start_report": "asks of the report it has just made",
    "reports.templating.install_templates": "a command, run by one operator",
}
"""Deeds that neither take rows first nor stand on a constraint, each with its reason."""
FEWEST = 80

NEEDED = "from app.meetings.models import Meeting\nfrom app.meetings import queries\n"
ASKS_FIRST = """
def move(meeting: Meeting, *, by: Person) -> None:
    if meeting.state != PLANNED:
        raise Refused("Only a planned meeting can be changed.")
    lock_rows(meeting)
    meeting.version += 1
"""
ASKS_ELSEWHERE_FIRST = """
def move(meeting: Meeting, *, by: Person) -> None:
    if queries.put_off_to(meeting) is not None:
        raise Refused("It was put off.")
    lock_rows(meeting)
    audit.record(by, "move", meeting)
"""
CHANGES_UNHELD = """
def move(meeting: Meeting, *, by: Person) -> None:
    meeting.version += 1
"""
TAKES_FIRST = """
def move(meeting: Meeting, *, by: Person, on: date) -> None:
    if not on:
        raise Refused("Enter the day.")
    lock_rows(meeting.board, meeting)
    if queries.put_off_to(meeting) is not None:
        raise Refused("It was put off.")
    meeting.version += 1
"""
STANDS_ON_A_CONSTRAINT = """
def close(day: date, *, by: Person) -> None:
    if db.session.scalar(select(ClosedDay)):
        raise Refused("This day is on the list already.")
    with refused_on_violation("uq_closed_day_on_date", "This day is on the list already."):
        db.session.add(ClosedDay(on_date=day))
"""


@pytest.fixture(scope="module")
def house() -> House:
    return House()


@pytest.mark.parametrize("source", [ASKS_FIRST, ASKS_ELSEWHERE_FIRST, CHANGES_UNHELD])
def test_the_reading_finds_what_is_not_safe(house, source):
    assert not is_safe(house.events_in(NEEDED + source))


@pytest.mark.parametrize("source", [TAKES_FIRST, STANDS_ON_A_CONSTRAINT])
def test_the_reading_lets_pass_what_is_safe(house, source):
    assert is_safe(house.events_in(NEEDED + source))


def test_every_deed_takes_the_rows_it_decides_on_or_stands_on_a_constraint(house):
    deeds = house.deeds()
    assert sum(decides(events) for events in deeds.values()) >= FEWEST, "the reading is blind"
    unsafe = {name: first_fault(events) for name, events in deeds.items() if not is_safe(events)}
    faults = [f"{name} asks {what} first" for name, what in unsafe.items() if name not in EXCEPT]
    assert not faults, (
        "call lock_rows(…) before anything is asked, or stand on a constraint with "
        f"refused_on_violation(…): {faults}"
    )
    needless = sorted(set(EXCEPT) - set(unsafe))
    assert not needless, f"these are safe or gone, so they are no exceptions any more: {needless}"


def test_every_form_filled_from_a_row_carries_the_version_of_that_row(house):
    found = unversioned(house)
    assert not found, f"give it a VersionField, and compare it: {found}"
