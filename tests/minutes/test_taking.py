"""The clerk begins minutes, numbers, writes, resolves and publishes them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.agendas import services as agendas
from app.agendas.models import ItemKind, Outcome
from app.boards import services as boards
from app.boards.models import MinuteNumbering
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.permissions import Access
from app.meetings import queries as meetings_queries
from app.meetings import services as meetings
from app.meetings.models import How, MeetingState
from app.minutes import checking, queries, services
from app.minutes.models import Minute, MinutesState, ResolutionKind
from tests.factories.minutes import (
    agenda_with,
    begun,
    minute_about,
    past_meeting,
    past_minutes,
    write,
)


def test_every_item_takes_a_number_but_a_group_heading(cast, transaction):
    """R11.1: every item takes a number but a group heading."""
    with transaction():
        meeting = past_meeting(cast.board)
        agenda, _ = agenda_with(meeting)
        group = agendas.add_item(agenda, by=None, title="Policy issues", kind=ItemKind.HEADING)
        agendas.add_item(agenda, by=None, title="Lighting", parent=group)
        bare = agendas.add_item(agenda, by=None, title="Performance monitoring")
        agendas.add_item(agenda, by=None, title="Quarter 2", parent=bare)
        agendas.add_item(agenda, by=None, title="Any other business")
        minutes = services.begin_minutes(meeting, by=cast.person("Clare"))
    entries = queries.entries_of(minutes)
    assert [entry.printed for entry in entries] == [f"SAF{n}" for n in range(1, 7)]
    headings = [entry.heading for entry in entries]
    assert headings[3:] == ["Lighting", "Quarter 2", "Any other business"]
    assert meetings_queries.attendance_of(meeting) == []


def test_minutes_begun_twice_are_begun_once(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lighting")
        again = services.begin_minutes(minutes.meeting, by=cast.person("Clare"))
        assert again is minutes
    assert len(queries.entries_of(minutes)) == 4


def test_a_cancelled_meeting_has_no_minutes(cast, transaction):
    with transaction():
        meeting = past_meeting(cast.board)
        meetings.cancel(meeting, by=cast.person("Clare"), reason="Snow.")
        with pytest.raises(Refused, match="cancelled"):
            services.begin_minutes(meeting, by=None)


def test_an_imported_number_keeps_its_print_and_is_never_given_out_again(cast, transaction):
    with transaction():
        past_minutes(cast.board, on=date(2011, 5, 10), numbers={54: "Task groups."})
        minutes = services.begin_minutes(past_meeting(cast.board), by=None, from_agenda=False)
        urgent = services.add_minute(minutes, by=None, heading="Urgent business")
        odd = services.add_minute(
            minutes, by=None, heading="Oddly printed", number=70, printed="S.A.F 70 "
        )
        with pytest.raises(Refused, match="taken already"):
            services.add_minute(minutes, by=None, heading="Twice", number=54)
    assert urgent.printed == "SAF55"
    assert (odd.printed, odd.printed_key) == ("S.A.F 70", "saf70")


def test_a_past_minute_may_have_no_number_at_all(cast, transaction):
    with transaction():
        minutes = services.begin_minutes(past_meeting(cast.board), by=None, from_agenda=False)
        first = services.add_minute(minutes, by=None, heading="Welcome", number=None)
        second = services.add_minute(minutes, by=None, heading="Close", number=None)
    assert (first.number, first.printed, second.position) == (None, "", 2)


def test_numbers_start_again_with_the_municipal_year(cast, transaction):
    with transaction():
        board = cast.board
        boards.edit_board(board, by=cast.person("Adi"), numbering=MinuteNumbering.MUNICIPAL_YEAR)
        before = begun(cast, on=date(2026, 4, 20))
        after = begun(cast, on=date(2026, 6, 15))
    assert [one.period for one in queries.entries_of(before)][:1] == ["2025/26"]
    assert [one.printed for one in queries.entries_of(after)][:1] == ["SAF1"]


def test_two_writers_of_one_minute_lose_nothing(cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Lighting"), "Lighting")
        seen = minute.version
        write(minute, "The lamps were discussed.")
        with pytest.raises(Conflict) as conflict:
            services.write_minute(
                minute,
                by=None,
                heading="Lighting",
                html="<p>Mine.</p>",
                outcome=None,
                version=seen,
            )
        services.write_minute(
            minute,
            by=None,
            heading="Lighting",
            html="<p>The lamps were discussed.</p>",
            outcome=None,
            version=seen,
        )
    assert conflict.value.theirs == "<p>The lamps were discussed.</p>"
    assert conflict.value.yours == "<p>Mine.</p>"
    assert minute.text == "<p>The lamps were discussed.</p>"


def test_the_outcome_is_recorded_on_the_agenda_too(cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Lighting"), "Lighting")
        services.write_minute(
            minute,
            by=cast.person("Clare"),
            heading="Lighting",
            html="",
            outcome=Outcome.REFERRED,
            version=minute.version,
            refer_to=cast.other_board,
        )
        agenda = minute.item.agenda
    tags = [line.tag for line in db.session.scalars(audit.history_of(agenda))]
    assert "agenda:record-outcome" in tags


def test_limbs_are_kept_without_the_word_and_without_their_numbers(cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Lighting"), "Lighting")
        services.set_resolutions(
            minute,
            by=None,
            kind=ResolutionKind.RESOLVED,
            limbs=["RESOLVED: That the report be noted; and", "(2) That the lamps be mended.", " "],
        )
    assert [one.text for one in minute.resolutions] == [
        "the report be noted; and",
        "the lamps be mended.",
    ]
    services.set_resolutions(minute, by=None, kind=ResolutionKind.RECOMMENDED, limbs=["That x."])
    assert [one.kind.value for one in minute.resolutions] == ["resolved"] * 2 + ["recommended"]


def test_standard_wording_names_who_sent_apologies_and_the_last_meeting(cast, transaction):
    """R6.5: standard wording names who sent apologies and the last meeting."""
    with transaction():
        past_meeting(cast.board, on=date(2026, 9, 15))
        minutes = begun(cast, on=date(2026, 10, 20))
        meetings.record_attendance(
            minutes.meeting, by=None, how=How.APOLOGIES, person=cast.person("Mo")
        )
        for heading in ("Apologies for absence", "Minutes", "Declarations of interest"):
            services.take_standard_wording(minute_about(minutes, heading), by=None)
    assert (
        "received from Councillor Mo Barker." in minute_about(minutes, "Apologies for absence").text
    )
    last = minute_about(minutes, "Minutes")
    assert "held on 15 September 2026" in last.text
    assert last.resolutions[0].text.endswith("be agreed as a correct record")
    assert "No declarations" in minute_about(minutes, "Declarations of interest").text
    with pytest.raises(Refused, match="written already"):
        services.take_standard_wording(last, by=None)


def test_publishing_opens_every_minute_and_says_so(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lighting", exempt="The price of the quay")
        services.write_exempt(
            minute_about(minutes, "A property matter"),
            by=None,
            heading="",
            html="<p>A million.</p>",
            resolved="1. That it be paid.",
        )
        services.publish(minutes, by=cast.person("Clare"))
    entries = queries.entries_of(minutes)
    exempt = queries.exempt_wording(entries[-1])
    assert minutes.state == MinutesState.PUBLISHED
    assert minutes.meeting.state == MeetingState.HELD
    assert {entry.access for entry in entries} == {Access.OPEN}
    assert all(entry.published_at for entry in entries)
    assert (exempt.access, exempt.heading) == (Access.EXEMPT, "The price of the quay")
    assert exempt.resolved == "it be paid."
    assert exempt.published_at == minutes.published_at
    line = db.session.scalars(audit.history_of(minutes)).first()
    assert line.facts["warnings"] == [
        "chair",
        "empty",
        "no-quorum",
        "quorum",
        "summary",
        "unchecked",
    ]
    with pytest.raises(Refused, match="published"):
        services.add_minute(minutes, by=None, heading="Too late")


def test_exempt_business_without_its_exclusion_stops_publication(cast, transaction):
    with transaction():
        minutes = begun(cast, exempt="The price of the quay")
        exclusion = next(
            one for one in queries.entries_of(minutes) if one.item.kind == ItemKind.EXCLUSION
        )
        assert "paragraph 3 of Part 1 of Schedule 12A" in exclusion.resolutions[0].text
        services.set_resolutions(exclusion, by=None, kind=ResolutionKind.RESOLVED, limbs=[])
        assert checking.checks(minutes)[0].code == "exclusion"
        with pytest.raises(Refused, match="exclude press and public"):
            services.publish(minutes, by=cast.person("Clare"))
    assert minutes.state == MinutesState.DRAFT


def test_an_exclusion_names_what_it_is_for(cast, transaction):
    with transaction():
        minutes = begun(cast, exempt="The price of the quay")
        exclusion = next(
            one for one in queries.entries_of(minutes) if one.item.kind == ItemKind.EXCLUSION
        )
        number = minute_about(minutes, "A property matter").item.number
        assert f"item {number}" in exclusion.resolutions[0].text
        assert "uncovered" not in codes_of(minutes)
        for limbs, code in (
            ([f"That, on the ground of paragraph {number}, the public be excluded"], True),
            ([f"That the public be excluded during items 1 and {number}"], False),
            (["That the public be excluded during the item “A property matter”"], False),
        ):
            services.set_resolutions(exclusion, by=None, kind=ResolutionKind.RESOLVED, limbs=limbs)
            assert ("uncovered" in codes_of(minutes)) is code


def test_minutes_without_a_recorded_chair_are_warned_of(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lighting")
        assert "chair" in codes_of(minutes)
        meetings.set_times(
            minutes.meeting, by=None, started=None, ended=None, chair=cast.person("Mo")
        )
        assert "chair" not in codes_of(minutes)


def codes_of(minutes):
    return {check.code for check in checking.checks(minutes)}


def test_an_inquorate_meeting_and_an_undecided_item_are_warned_of(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lighting")
        for who in ("Chi", "Mo"):
            meetings.record_attendance(
                minutes.meeting, by=None, how=How.ABSENT, person=cast.person(who)
            )
        minute = minute_about(minutes, "Lighting")
        services.write_minute(
            minute,
            by=None,
            heading="Lighting",
            html="<p>Said.</p>",
            outcome=Outcome.APPROVED,
            version=1,
        )
    codes = {check.code for check in checking.checks(minutes)}
    assert {"quorum", "unresolved", "empty"} <= codes


def test_minutes_of_a_meeting_that_was_moved_to_a_later_day_wait_for_it(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lighting", on=clock.today())
        minutes.meeting.on_date += timedelta(days=7)
        with pytest.raises(Refused, match="not taken place yet"):
            services.publish(minutes, by=None)


def test_a_correction_after_publication_stands_in_the_history(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lighting")
        services.publish(minutes, by=None)
        minute = minute_about(minutes, "Lighting")
        write(minute, "Corrected.", reason="A slip")
    tags = [line.tag for line in db.session.scalars(audit.history_of(minute))]
    assert tags[0] == "minute:put-right"


def test_signed_minutes_cannot_be_changed(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lighting")
        services.publish(minutes, by=None)
        minutes.state, minutes.signed_at = MinutesState.SIGNED, clock.now()
        minutes.approved_at_meeting_id = minutes.meeting_id
    with pytest.raises(Refused, match="correct record"):
        write(minute_about(minutes, "Lighting"), "Changed.")
    with pytest.raises(Exception, match="kept as it was written"), transaction():
        db.session.execute(
            db.update(type(minutes)).where(type(minutes).id == minutes.id).values(preamble="x")
        )
    with pytest.raises(Exception, match="kept as it was written"), transaction():
        db.session.execute(db.delete(type(minutes)).where(type(minutes).id == minutes.id))


HELD_WITH_THE_SIGNATURE = (
    "UPDATE minute SET text = 'forged'",
    "UPDATE minute SET number = number + 900",
    "DELETE FROM minute",
    "UPDATE resolution SET text = 'forged'",
    "DELETE FROM resolution",
    "UPDATE minute_exempt SET resolved = 'forged'",
    "DELETE FROM minute_exempt",
)


@pytest.mark.parametrize("statement", HELD_WITH_THE_SIGNATURE)
def test_every_entry_of_signed_minutes_is_held_with_them(cast, transaction, statement):
    def forge(minutes):
        of_these = f"minute_id IN (SELECT id FROM minute WHERE minutes_id = {minutes.id})"
        if " minute " in f"{statement} ":
            of_these = f"minutes_id = {minutes.id}"
        db.session.execute(text(f"{statement} WHERE {of_these}"))

    with transaction():
        minutes = begun(cast, "Lighting", exempt="Sale of Quay Yard")
        minute = minute_about(minutes, "A property matter")
        services.write_exempt(minute, by=None, heading="", html="", resolved="That it be sold.")
        services.publish(minutes, by=None)
        draft = begun(cast, "Bridges", exempt="Lease", on=clock.today() - timedelta(days=14))
        minutes.approved_at_meeting_id = minutes.meeting_id
        minutes.state, minutes.signed_at = MinutesState.SIGNED, clock.now()
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction():
        forge(minutes)
    if statement.startswith("UPDATE"):
        with transaction():
            forge(draft)
            db.session.execute(text("UPDATE minute_exempt SET access = 'open'"))


def test_items_added_after_the_minutes_were_begun_are_numbered_on(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lighting")
        agenda = minute_about(minutes, "Lighting").item.agenda
        agendas.add_item(agenda, by=None, title="Flooding")
        assert services.minute_new_items(minutes, by=None) == 1
    assert minute_about(minutes, "Flooding").printed == "SAF5"
    assert db.session.scalar(select(type(minutes).id)) == minutes.id


def errors_of(minutes):
    """What stands against publishing these minutes, by minute."""
    found = [one for one in checking.checks(minutes) if one.level == "error"]
    return {(one.code, queries.name_of(db.session.get(Minute, one.minute_id))) for one in found}


def test_exempt_business_without_its_paragraph_stops_publication(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lamps")
        item = next(one.item for one in queries.entries_of(minutes) if one.heading == "Lamps")
        grounds = {"by": None, "public_interest": "It is.", "open_title": "A matter"}
        agendas.make_exempt(item, paragraphs=[], **grounds)
        assert ("grounds", "SAF4 A matter") in errors_of(minutes)
        agendas.make_exempt(item, paragraphs=[3], **grounds)
        assert "grounds" not in {code for code, _ in errors_of(minutes)}
        confidential = grounds | {"access": Access.CONFIDENTIAL}
        agendas.make_exempt(item, paragraphs=[], **confidential)
        assert "grounds" not in {code for code, _ in errors_of(minutes)}
        agendas.make_exempt(item, paragraphs=[], **grounds)
        cast.board.has_statutory_access = False
        assert "grounds" not in {code for code, _ in errors_of(minutes)}


def test_business_that_was_never_issued_is_minuted_as_urgent_alone(cast, transaction):
    with transaction():
        meeting = past_meeting(cast.board)
        agenda, _ = agenda_with(meeting, "Lamps")
        agendas.publish(agenda, by=None, reason="In time.", at=clock.now() - timedelta(days=20))
        minutes = services.begin_minutes(meeting, by=None)
        item = agendas.add_item(agenda, by=None, title="Gulls")
        services.minute_new_items(minutes, by=None)
        assert errors_of(minutes) == {("late", "SAF5 Gulls")}
        agendas.mark_late(item, by=None, reason="They came on Tuesday night.")
        assert errors_of(minutes) == set()


def test_minutes_ask_whether_the_attendance_is_right(cast, transaction, visit):
    """R6.1: who came is read once more before it is published, and the tick is recorded."""
    with transaction():
        minutes = begun(cast, "Lighting")
    assert "unchecked" in codes_of(minutes)
    clare, where = visit("Clare"), f"/meetings/{minutes.meeting_id}/minutes/publish"
    page = clare.open(where)
    assert "Councillor Chi Anand" in page.words
    page = clare.send({"checked": "y"}, button="Publish the draft minutes", status=422)
    assert "Tick that the attendance is right, or correct it" in page.words
    clare.send({"checked": "y", "attendance_is_right": "y"}, button="Publish the draft minutes")
    assert minutes.meeting.attendance_is_checked
    tags = [line.tag for line in db.session.scalars(audit.history_of(minutes.meeting))]
    assert "meeting:check-attendance" in tags


def test_of_whom_nothing_is_recorded_is_named(cast, transaction):
    """R6.1: a member is present, sent apologies or was absent; silence is none of these."""
    with transaction():
        meeting = past_meeting(cast.board)
        agenda_with(meeting, "Lighting")
        minutes = services.begin_minutes(meeting, by=cast.person("Clare"))
        assert {"attendance", "unchecked"} <= codes_of(minutes)
        meetings.record_attendance(meeting, by=None, how=How.PRESENT, person=cast.person("Mo"))
    found = next(one for one in checking.checks(minutes) if one.code == "unrecorded")
    assert "Chi Anand" in found.sentence
    assert "Mo Barker" not in found.sentence
