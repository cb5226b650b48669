"""What is published of minutes stays to the letter; a correction stands beside it, and says why."""

import re
from datetime import date, time, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.actions import services as actions
from app.actions.models import Action
from app.agendas import services as agendas
from app.boards import services as boards
from app.boards.models import SeatRole
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.exports.wording import day
from app.foundation.permissions import Access
from app.meetings import queries as meeting_queries
from app.meetings import services as meetings
from app.meetings.models import Attendance, How, Meeting
from app.minutes import jobs, publications, queries, services
from app.minutes.models import (
    Minute,
    Minutes,
    MinutesPublication,
    MinutesPublicationExempt,
    MinutesState,
    PublicationKind,
    ResolutionKind,
)
from app.people import services as people
from app.people.models import Person, PersonKind
from tests.cast import SINCE
from tests.factories.minutes import SECRET, begun, minute_about, past_minutes, write
from tests.word import everything_in, rows_of

LAMPS = "Street lighting"


@pytest.fixture
def published(cast, transaction):
    """Minutes of an open and an exempt item, with who came, an action and a citation."""
    with transaction():
        earlier = begun(cast, "Benches", on=clock.today() - timedelta(days=60))
        services.publish(earlier, by=None)
        cited = minute_about(earlier, "Benches").printed
        minutes = begun(cast, LAMPS, exempt=f"Sale of {SECRET} Yard")
        lamps = minute_about(minutes, LAMPS)
        write(lamps, f"Minute {cited} refers. Ten lamps, and minute SAF900 refers.")
        limbs = ["That it be noted."]
        services.set_resolutions(lamps, by=None, kind=ResolutionKind.RESOLVED, limbs=limbs)
        yard = minute_about(minutes, "A property matter")
        services.write_exempt(
            yard, by=None, heading="", html=f"<p>{SECRET} pays.</p>", resolved=f"That {SECRET} buy."
        )
        _promise(cast, lamps, "Count the lamps")
        _promise(cast, yard, f"Write to {SECRET}")
        meetings.set_times(
            minutes.meeting, by=None, started=time(18, 35), ended=time(20), chair=cast.person("Chi")
        )
        services.publish(minutes, by=cast.person("Clare"))
    return minutes


def _promise(cast, minute, said):
    on = minute.minutes.meeting.on_date
    return actions.add_action(
        by=None, board=cast.board, text=said, minute=minute, owner_words="All", made_on=on
    )


def frozen(page):
    """The published region of a page, without what stands in it since."""
    (region,) = page.tree.xpath("//*[@data-publication]")
    for since in region.xpath(".//*[@data-since]"):
        since.drop_tree()
    links = [(link.text_content(), link.get("href")) for link in region.xpath(".//a")]
    return region.get("data-publication"), " ".join(region.text_content().split()), links


SUPERSEDED = (
    r"<w:p>(?:(?!<w:p>).)*Former wording, as published \d+ \w+ \d{4}\. "
    r"It has been superseded\.(?: \w+ \d+ \w+ \d{4}[^<]*)?<(?:(?!</w:p>).)*</w:p>"
)
"""The line of a former wording's file that the file of its own day did not have."""


def words_of(reader, path):
    answer = reader.fetch(path)
    name = answer.headers["Content-Disposition"]
    former = re.search(r"number=(\d+)", path)
    mark = f"-former-wording-{int(former[1]) + 1}" if former else ""
    assert mark in name
    said = everything_in(answer.data)
    if former:
        said, count = re.subn(SUPERSEDED, "", said)
        assert count == 1, "it does not say that it was superseded"
    return said, name.replace(mark, "") if mark else name


def seen_by(visit, minutes, number=None, *, people=("Mo", "Nora")):
    """What Mo, a member, and Nora, who may read what is open, have of these minutes."""
    base = f"/meetings/{minutes.meeting_id}/minutes"
    page = base if number is None else f"{base}/published/{number}"
    asked = "" if number is None else f"&number={number}"
    return {
        who: (
            frozen(visit(who).open(page)),
            words_of(visit(who), f"{base}/word?actions=1{asked}"),
        )
        for who in people
    }


@pytest.fixture
def visit(visit):
    """A browser for each person, signed in once."""
    signed_in = {}

    def _visit(who, *, anew=False):
        if anew or who not in signed_in:
            signed_in[who] = visit(who)
        return signed_in[who]

    return _visit


def of(minutes):
    db.session.rollback()
    return db.session.get_one(Minutes, minutes.id)


def row_of(minutes, person):
    rows = meeting_queries.attendance_of(of(minutes).meeting)
    return next(row for row in rows if row.person_id == person.id)


def test_nothing_that_happens_elsewhere_changes_what_was_published(
    cast, transaction, visit, published
):
    before = seen_by(visit, published)
    chi, clare = cast.person("Chi"), cast.person("Clare")
    with transaction():
        past_minutes(cast.board, on=date(2020, 1, 7), numbers={900: "Old."}, period="2019")
        for action in db.session.scalars(db.select(Action)):
            action.owner_words = "Nobody"
        later = begun(cast, "Floods", on=clock.today() - timedelta(days=1))
        services.publish(later, by=clare)
    with transaction():
        twin = people.add_person(by=clare, name="M. Twin", kind=PersonKind.COUNCILLOR)
        for row in meeting_queries.attendance_of(published.meeting):
            if row.person and row.person.name.startswith("Chi"):
                row.seat_id = None
        board = published.meeting.board
        board.name, board.minute_prefix = "Board of Safety", "BOS"
        chi.name, chi.honorific = "Chi Newname", "Dame"
        people.merge(twin, into=chi, by=clare)
        for seat in meeting_queries.voting_seats(published.meeting):
            if seat.person_id == chi.id:
                seat.to_on = clock.today() - timedelta(days=30)
        published.meeting.venue = "Elsewhere"
        published.meeting.starts_at = time(9)
        minute_about(published, LAMPS).item.title = "Something else"
        meetings.plan_meeting(board, by=clare, on=clock.today() + timedelta(days=20))
    assert seen_by(visit, published) == before


def test_an_entry_that_is_merged_leaves_two_published_rows_alone(cast, transaction, published):
    nora = cast.person("Nora")
    with transaction():
        twin = people.add_person(by=None, name="M. Prosser", kind=PersonKind.COUNCILLOR)
        meetings.record_attendance(
            published.meeting, by=None, how=How.PRESENT, person=twin, reason="Left out"
        )
        meetings.record_attendance(
            published.meeting, by=None, how=How.ABSENT, person=nora, reason="Left out"
        )
    held = db.select(Attendance.id, Attendance.how).where(
        Attendance.meeting_id == published.meeting_id
    )
    before = db.session.execute(held.order_by(Attendance.id)).all()
    with transaction():
        people.merge(twin, into=nora, by=cast.person("Clare"))
    assert db.session.execute(held.order_by(Attendance.id)).all() == before


def _text(minutes, cast, reason):
    lamps = minute_about(minutes, LAMPS)
    services.write_minute(
        lamps,
        by=None,
        heading=LAMPS,
        html="<p>Twelve lamps.</p>",
        outcome=None,
        version=lamps.version,
        reason=reason,
    )


def _resolution(minutes, cast, reason):
    services.set_resolutions(
        minute_about(minutes, LAMPS),
        by=None,
        kind=ResolutionKind.RESOLVED,
        limbs=["That twelve lamps be lit."],
        reason=reason,
    )


def _press(minutes, cast, reason):
    mo = cast.person("Mo")
    seat = next(
        one for one in meeting_queries.voting_seats(minutes.meeting) if one.person_id == mo.id
    )
    meetings.record_seats(
        minutes.meeting, [(seat, How.ABSENT)], by=cast.person("Clare"), reason=reason
    )


def _somebody(minutes, cast, reason):
    meetings.record_attendance(
        minutes.meeting, by=None, how=How.PRESENT, name="Twelve Others", reason=reason
    )


def _forget(minutes, cast, reason):
    row = row_of(minutes, cast.person("Mo"))
    meetings.forget_attendance(row, by=cast.person("Clare"), reason=reason)


def _times(minutes, cast, reason):
    meetings.set_times(
        minutes.meeting,
        by=None,
        started=time(18, 35),
        ended=time(21, 12),
        chair=cast.person("Chi"),
        reason=reason,
    )


def _chair(minutes, cast, reason):
    meetings.set_times(
        minutes.meeting,
        by=None,
        started=time(18, 35),
        ended=time(20),
        chair=cast.person("Mo"),
        reason=reason,
    )


DEEDS = [_text, _resolution, _press, _somebody, _forget, _times, _chair]


@pytest.mark.parametrize("correct", DEEDS, ids=lambda one: one.__name__.strip("_"))
def test_every_correction_says_why_and_leaves_the_former_wording(
    cast, transaction, visit, published, correct
):
    """R6.6: every correction says why and leaves the former wording."""
    before = seen_by(visit, published, people=["Nora"])["Nora"]
    with pytest.raises(Refused, match="say why"), transaction():
        correct(of(published), cast, "")
    base = f"/meetings/{published.meeting_id}/minutes"
    assert frozen(visit("Nora").open(base)) == before[0]
    with transaction():
        correct(of(published), cast, "The clerk misheard")
    page, word = seen_by(visit, published, people=["Nora"])["Nora"]
    assert page[0] == f"minutes-{published.id}-1"
    assert ": The clerk misheard" in page[1]
    assert "The clerk misheard" in word[0]
    assert seen_by(visit, published, 0, people=["Nora"])["Nora"] == before
    assert "Superseded" in visit("Nora").open(f"{base}/published/0").words
    link = visit("Nora").open(base).links()["Former wording"]
    assert link.startswith(f"{base}/published/0")


@pytest.mark.parametrize("correct", DEEDS, ids=lambda one: one.__name__.strip("_"))
@pytest.mark.parametrize("agreed", [MinutesState.APPROVED, MinutesState.SIGNED])
def test_what_was_agreed_is_not_corrected(cast, transaction, published, correct, agreed):
    with transaction():
        later = begun(cast, "Floods", on=clock.today() - timedelta(days=1))
        services.agree(published, by=None, at_meeting=later.meeting)
        if agreed == MinutesState.SIGNED:
            published.state, published.signed_at = agreed, clock.now()
    with pytest.raises(Refused, match="agreed as a correct record"), transaction():
        correct(of(published), cast, "The clerk misheard")


def test_a_correction_of_exempt_wording_is_told_to_its_readers_alone(
    cast, transaction, visit, published
):
    before = seen_by(visit, published)["Nora"]
    with transaction():
        services.write_exempt(
            minute_about(of(published), "A property matter"),
            by=None,
            heading="",
            html=f"<p>{SECRET} pays twice.</p>",
            resolved="",
            reason="Something was left out",
        )
    now = seen_by(visit, published)
    assert now["Nora"][0][1:] == before[0][1:]
    assert "Something was left out" not in str(now["Nora"])
    assert "Something was left out" in now["Mo"][0][1]
    assert f"{SECRET} pays twice." in now["Mo"][0][1]
    former = visit("Mo").open(f"/meetings/{published.meeting_id}/minutes/published/0").words
    assert f"{SECRET} pays." in former


def test_what_is_withdrawn_closes_every_publication_that_said_it(
    cast, transaction, visit, published
):
    with transaction():
        _text(published, cast, f"The price of {SECRET} was wrong")
    with transaction():
        item = minute_about(of(published), LAMPS).item
        agendas.publish(item.agenda, by=None, reason="As it was", is_past_paper=True)
    with transaction():
        agendas.recall(
            minute_about(of(published), LAMPS).item,
            by=None,
            reason="A price stands in it",
            paragraphs=[3],
            public_interest="The price.",
            open_title="Another matter",
        )
    base = f"/meetings/{published.meeting_id}/minutes"
    for number in (0, 1):
        visit("Nora").open(f"{base}/published/{number}", status=404)
        visit("Nora").fetch(f"{base}/word?number={number}", status=404)
        visit("Clare").open(f"{base}/published/{number}")
    page = visit("Nora").open(base)
    for gone in ("Twelve lamps", "Count the lamps", SECRET, LAMPS):
        assert gone not in page.text
    assert "is exempt; what was published of it is withdrawn" in page.words
    assert "Twelve lamps." in visit("Mo").open(base).words
    kinds = [one.kind for one in publications.publications_of(of(published))]
    assert kinds[0] == PublicationKind.WITHDRAWAL


def test_actions_given_after_publication_stand_apart_and_say_so(
    cast, transaction, visit, published
):
    before = frozen(visit("Nora").open(f"/meetings/{published.meeting_id}/minutes"))
    with transaction():
        _promise(cast, minute_about(of(published), LAMPS), "Paint the lamps")
    assert frozen(visit("Nora").open(f"/meetings/{published.meeting_id}/minutes")) == before
    base = f"/meetings/{published.meeting_id}/minutes"
    (since,) = (
        visit("Nora").open(base).tree.xpath("//*[@data-since][contains(., 'Paint the lamps')]")
    )
    assert "Added after publication" in since.text_content()
    today = clock.today()
    assert f"Added {today.day} {today:%B %Y}" in since.text_content()
    file = visit("Nora").fetch(f"{base}/word?actions=1").data
    assert [row[1:] for row in rows_of(file, table=1)] == [
        ["Minute", "Action"],
        [minute_about(of(published), LAMPS).printed, "All: Paint the lamps"],
    ]
    assert "Paint the lamps" not in str(rows_of(file, table=0))


def test_how_an_action_stands_is_told_apart_and_its_words_are_corrected_on_purpose(
    cast, transaction, visit, published
):
    before = seen_by(visit, published)
    action = db.session.scalar(db.select(Action).filter_by(text="Count the lamps"))
    with transaction():
        actions.start(action, by=None)
    said = {"text": "Count all lamps", "owner_words": "All", "due_words": "Soon"}
    with transaction():
        actions.edit_action(action, by=None, version=action.version, **said)
    assert seen_by(visit, published) == before
    with transaction():
        said["text"] = "Count twelve lamps"
        why = "Something was recorded wrongly"
        actions.edit_action(action, by=None, version=action.version, correcting=why, **said)
    now = seen_by(visit, published)
    assert "Count twelve lamps" in now["Nora"][0][1]
    assert "Something was recorded wrongly" in now["Nora"][0][1]
    assert seen_by(visit, published, 0) == before


HELD = (
    "UPDATE minute SET printed = 'SAF1' WHERE minutes_id = {id}",
    "UPDATE minute SET number = 1 WHERE minutes_id = {id}",
    "UPDATE minute SET position = position + 1 WHERE minutes_id = {id}",
    "UPDATE minute SET item_id = NULL WHERE minutes_id = {id}",
    "UPDATE minute SET text = 'x' WHERE minutes_id = {id}",
    "UPDATE minute SET heading = 'x' WHERE minutes_id = {id}",
    "UPDATE minute SET minutes_id = {other} WHERE minutes_id = {id}",
    "UPDATE minute SET minutes_id = {id} WHERE minutes_id = {other}",
    "DELETE FROM minute WHERE minutes_id = {id}",
    "INSERT INTO minute (minutes_id, position, period, printed, printed_key, heading, text,"
    " version, access, group_id) VALUES ({id}, 99, '', '', '', 'x', '', 1, 'open', {group})",
    "UPDATE resolution SET text = 'x' WHERE minute_id IN {minutes}",
    "DELETE FROM resolution WHERE minute_id IN {minutes}",
    "INSERT INTO resolution (minute_id, position, kind, text)"
    " SELECT id, 9, 'resolved', 'x' FROM minute WHERE minutes_id = {id}",
    "UPDATE minute_exempt SET text = 'x' WHERE minute_id IN {minutes}",
    "DELETE FROM minute_exempt WHERE minute_id IN {minutes}",
    "UPDATE attendance SET how = 'absent' WHERE meeting_id = {meeting}",
    "UPDATE attendance SET name = 'x' WHERE meeting_id = {meeting}",
    "UPDATE attendance SET person_id = {nobody} WHERE meeting_id = {meeting}",
    "DELETE FROM attendance WHERE meeting_id = {meeting}",
    "INSERT INTO attendance (meeting_id, name, organisation, how, capacity, position)"
    " VALUES ({meeting}, 'x', '', 'present', 'other', 99)",
    "UPDATE meeting SET started_at = NULL WHERE id = {meeting}",
    "UPDATE meeting SET chair_id = {nobody} WHERE id = {meeting}",
    "UPDATE minutes SET preamble = 'x' WHERE id = {id}",
    "UPDATE minutes SET published_at = NULL WHERE id = {id}",
    "UPDATE minutes_publication SET content = '{{}}' WHERE minutes_id = {id}",
    "UPDATE minutes_publication SET reason = 'x' WHERE minutes_id = {id}",
    "DELETE FROM minutes_publication WHERE minutes_id = {id}",
    "UPDATE minutes_publication_exempt SET content = '{{}}' WHERE minute_id IN {minutes}",
    "DELETE FROM minutes_publication_exempt WHERE minute_id IN {minutes}",
)


@pytest.mark.parametrize("state", [MinutesState.PUBLISHED, MinutesState.SIGNED])
def test_the_database_itself_holds_what_is_published(cast, transaction, published, state):
    """§16-7, §16-8, R11.2, R6.3, R6.6: no statement renumbers or removes a published minute, nor
    changes who came; of signed minutes nothing changes at all."""
    with transaction():
        other = begun(cast, "Floods", on=clock.today() - timedelta(days=1))
        if state == MinutesState.SIGNED:
            services.agree(published, by=None, at_meeting=other.meeting)
            published.state, published.signed_at = state, clock.now()
    known = {
        "id": published.id,
        "other": other.id,
        "meeting": published.meeting_id,
        "group": published.group_id,
        "nobody": cast.person("Nora").id,
        "minutes": f"(SELECT id FROM minute WHERE minutes_id = {published.id})",
    }
    for statement in HELD:
        with pytest.raises(DatabaseError, match="kept as it was written"):
            db.session.execute(text(statement.format(**known)))
        db.session.rollback()


def test_while_it_is_corrected_numbers_and_rows_are_held_all_the_same(published):
    rows = ("printed =", "number =", "position =", "item_id =", "DELETE FROM minute ", "minute (")
    statements = [one for one in HELD if any(part in one for part in rows)]
    assert len(statements) == len(rows)
    known = {"id": published.id, "group": published.group_id}
    for statement in statements:
        db.session.execute(
            text(f"UPDATE minutes SET is_being_corrected = TRUE WHERE id = {published.id}")
        )
        with pytest.raises(DatabaseError, match="kept as it was written"):
            db.session.execute(text(statement.format(**known)))
        db.session.rollback()


def test_approval_is_recorded_seen_and_taken_back(cast, transaction, visit, published):
    with transaction():
        later = begun(cast, "Floods", on=clock.today() - timedelta(days=1))
        agreed_by = minute_about(later, "Apologies for absence").printed
    clare, base = visit("Clare"), f"/meetings/{published.meeting_id}/minutes"
    clare.open(f"{base}/approval")
    facts = {"meeting_id": str(later.meeting_id), "decision": "agreed"}
    page = clare.send(facts | {"minute": "SAF9999"}, button="Record it", status=422)
    assert "have no minute of this number" in page.words
    clare.send(facts | {"minute": agreed_by.lower()}, button="Record it")
    page = visit("Nora").open(base)
    assert f"minute {agreed_by}." in page.words
    assert "Draft minutes." not in page.words
    assert of(published).state == MinutesState.APPROVED
    page = clare.open(f"{base}/approval")
    assert f"at the meeting of {day(later.meeting.on_date)}, minute {agreed_by}." in page.words
    clare.send(button="Take the approval back")
    page = visit("Nora").open(base)
    assert "Draft minutes." in page.words
    assert "is taken back" in page.words
    clare.open(f"{base}/approval")
    facts["decision"] = "not agreed"
    page = clare.send(facts, button="Record it", status=422)
    assert "Say why they were not agreed" in page.words
    clare.send(facts | {"reason": "The vote was 5 to 4"}, button="Record it")
    page = visit("Nora").open(base)
    assert ": The vote was 5 to 4" in page.words
    assert "Draft minutes." in page.words
    visit("Mo").open(f"{base}/approval", status=403)


def test_two_clerks_who_record_the_approval_at_once_meet_a_conflict(
    cast, transaction, visit, published
):
    with transaction():
        later = begun(cast, "Floods", on=clock.today() - timedelta(days=1))
    first, second = visit("Clare", anew=True), visit("Clare", anew=True)
    for clerk in (first, second):
        clerk.open(f"/meetings/{published.meeting_id}/minutes/approval")
    facts = {"meeting_id": str(later.meeting_id)}
    why = {"decision": "not agreed", "reason": "The vote"}
    first.send(facts | why, button="Record it")
    page = second.send(facts | {"decision": "agreed"}, button="Record it", status=409)
    assert "Changed meanwhile." in page.words


def test_past_papers_are_no_drafts_and_look_their_links_up(cast, transaction, visit):
    with transaction():
        minutes = past_minutes(
            cast.board, on=date(2024, 3, 5), numbers={950: "Minute SAF951 refers."}
        )
    page = visit("Nora").open(f"/meetings/{minutes.meeting_id}/minutes")
    assert "draft" not in page.words.lower()
    assert "SAF951" not in page.links()
    with transaction():
        past_minutes(cast.board, on=date(2024, 2, 6), numbers={951: "It was so."})
    page = visit("Nora").open(f"/meetings/{minutes.meeting_id}/minutes")
    assert "SAF951" in page.links()


def test_the_preview_has_the_links_that_readers_get(cast, transaction, visit):
    with transaction():
        minutes = begun(cast, LAMPS, "Benches")
        lamps = minute_about(minutes, LAMPS)
        write(lamps, f"Minute {minute_about(minutes, 'Benches').printed} refers.")
    base = f"/meetings/{minutes.meeting_id}/minutes"
    before = visit("Clare").open(base).tree.xpath("//div[@class='prose']//a/@href")
    with transaction():
        services.publish(of(minutes), by=None)
    after = visit("Nora").open(base).tree.xpath("//div[@class='prose']//a/@href")
    assert before == after
    assert len(after) == 1


def test_what_was_published_before_publications_were_kept_is_frozen_by_the_worker(
    cast, transaction, drain, visit, monkeypatch
):
    with transaction():
        minutes = begun(cast, LAMPS, exempt=f"Sale of {SECRET} Yard")
        monkeypatch.setattr("app.minutes.publishing.freeze", lambda *_, **__: None)
        services.publish(minutes, by=None)
        monkeypatch.undo()
    before, minutes_id = seen_by(visit, minutes), minutes.id
    assert publications.newest_publication(minutes) is None
    with transaction():
        jobs.queue.enqueue(jobs.JOB)
    drain()
    minutes = db.session.get_one(Minutes, minutes_id)
    assert publications.newest_publication(minutes).number == 0
    assert seen_by(visit, minutes) == before


def test_the_seal_of_a_publication_covers_its_exempt_wording(cast, published):
    from app.minutes import snapshot

    one = db.session.scalar(db.select(MinutesPublication).filter_by(minutes_id=published.id))
    closed = db.session.scalars(
        db.select(MinutesPublicationExempt).filter_by(publication_id=one.id)
    )
    assert one.sha256 == snapshot.sha256(one.content, {r.minute_id: r.content for r in closed})
    assert SECRET not in str(one.content)
    assert one.access == Access.OPEN


def test_the_attendance_page_of_published_minutes_asks_why_and_changes_nothing_by_itself(
    cast, transaction, visit, published
):
    clare = visit("Clare")
    page = clare.open(f"/meetings/{published.meeting_id}/attendance")
    assert "This stands in published minutes." in page.words
    assert not page.tree.xpath("//main//form[@data-on]")
    mo = cast.person("Mo")
    seat = next(
        one for one in meeting_queries.voting_seats(of(published).meeting) if one.person_id == mo.id
    )
    button = "Correct the attendance"
    page = clare.send({f"seat-{seat.id}": "absent"}, button=button, status=422)
    assert "Say why this is corrected" in page.words
    assert page.tree.xpath(f"//input[@id='seat-{seat.id}-absent']/@checked")
    assert row_of(published, mo).how == How.PRESENT
    clare.send({f"seat-{seat.id}": "absent", "reason": "He had left"}, button=button)
    assert row_of(published, mo).how == How.ABSENT
    page = visit("Nora").open(f"/meetings/{published.meeting_id}/minutes")
    assert "Absent" in page.words
    assert ": He had left" in page.words
    write_page = visit("Clare").open(f"/meetings/{published.meeting_id}/minutes/write")
    assert not write_page.tree.xpath("//*[@id='attendance']//form")


def test_times_that_another_has_set_meanwhile_are_not_overwritten(cast, transaction, visit):
    with transaction():
        minutes = begun(cast, LAMPS)
    first, second = visit("Clare", anew=True), visit("Clare", anew=True)
    path = f"/meetings/{minutes.meeting_id}/attendance"
    for clerk in (first, second):
        clerk.open(path)
    first.send({"ended_at": "8pm"}, button="Save")
    page = second.send({"ended_at": "9pm"}, button="Save", status=409)
    assert "8pm" in page.words
    assert page.tree.xpath("//input[@name='ended_at']/@value") == ["9pm"]
    second.send(button="Save")
    assert db.session.get_one(Meeting, minutes.meeting_id).ended_at == time(21)


def test_a_seat_given_up_since_is_named_as_it_was(cast, transaction, visit, published):
    with transaction():
        boards.give_seat(
            cast.board,
            person=cast.person("Nora"),
            by=None,
            role=SeatRole.MEMBER,
            from_on=SINCE,
            has_vote=True,
        )
    before = seen_by(visit, published)["Nora"][0]
    assert "Chi" in before[1]
    assert queries.entries_of(of(published))
    assert all(isinstance(one, Minute) for one in queries.entries_of(of(published)))


def test_who_presided_or_had_a_substitute_keeps_the_name_of_then(cast, transaction):
    """A correction of one entry does not bring in what somebody else is called since."""
    with transaction():
        minutes = begun(cast, LAMPS)
        meeting, chair, mo = minutes.meeting, cast.person("Chi"), cast.person("Mo")
        at = {"started": time(18, 30), "ended": time(20)}
        meetings.set_times(meeting, by=None, chair=chair, **at)
        somebody = {"how": How.PRESENT, "name": "Sam Stead", "for_person": mo}
        meetings.record_attendance(meeting, by=None, **somebody)
        services.publish(minutes, by=None)
    before = publications.newest_publication(minutes).content
    with transaction():
        for person in (chair, mo):
            db.session.get_one(Person, person.id).name = f"{person.name.split()[0]} Newlywed"
    with transaction():
        late = {"how": How.PRESENT, "name": "Ada Late", "reason": "She was left out"}
        meetings.record_attendance(of(minutes).meeting, by=cast.person("Clare"), **late)
    after = publications.newest_publication(of(minutes)).content
    assert after["chair"] == before["chair"] != ""
    assert "Ada Late" in str(after["attendance"]) and "substitute for" in str(after["attendance"])
    assert "Newlywed" not in str(after)
    with transaction():
        facts = {"chair": db.session.get_one(Person, mo.id), "reason": "Mo presided"} | at
        meetings.set_times(of(minutes).meeting, by=cast.person("Clare"), **facts)
    assert "Newlywed" in publications.newest_publication(of(minutes)).content["chair"]
