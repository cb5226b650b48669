"""Journeys through the pages of minutes: taking them, reading them, following citations."""

from datetime import date

import pytest
from sqlalchemy import event

from app.agendas import services as agendas
from app.agendas.models import Consideration
from app.boards.models import SeatRole
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import AccessLog
from app.meetings import queries as meeting_queries
from app.meetings import services as meetings
from app.meetings.models import How
from app.meetings.queries import voting_seats
from app.minutes import queries, services
from app.minutes.models import Minute
from tests.factories.minutes import (
    SECRET,
    agenda_with,
    begun,
    minute_about,
    past_meeting,
    past_minutes,
    write,
)
from tests.factories.reports import a_report
from tests.word import fetched, paragraphs_of

BOTH = {"checked": "y", "attendance_is_right": "y"}
"""What is ticked before minutes are published."""


def test_the_clerk_takes_the_minutes_of_a_meeting_and_publishes_them(visit, cast, transaction):
    with transaction():
        meeting = past_meeting(cast.board)
        agenda_with(meeting, "Street lighting")
    base = f"/meetings/{meeting.id}/minutes"
    clare = visit("Clare")
    clare.open(base)
    page = clare.send(button="Begin the minutes")
    assert page.heading == "1. Apologies for absence"
    page = clare.send(button="Use this wording")
    assert "There were no apologies" in page.tree.xpath("//textarea[@name='text']")[0].text
    page = clare.send({"text": "Nobody."}, button="Next: Minutes ›")
    assert page.heading == "2. Minutes"
    clare.open(page.links()["4. Street lighting, to be written SAF4"])
    page = clare.send(
        {
            "text": "The officer introduced the report.\n\n- lamps\n- posts",
            "resolved": "RESOLVED: That\n(1) That the report be noted\n(2) That lamps be mended.",
            "outcome": "approved",
        },
        button="Save",
    )
    assert "2 of 4 written" in page.words
    clare.send(button="Everybody else is present")
    clare.open(page.links()["Check and publish"])
    page = clare.send(button="Publish the draft minutes", status=422)
    assert "Tick that you have read the warnings" in page.words
    assert "Tick that the attendance is right" in page.words
    page = clare.send(BOTH, button="Publish the draft minutes")
    for words in (
        "Draft minutes.",
        "SAF4 Street lighting",
        "RESOLVED: That",
        "the report be noted",
        "Approved",
        "Councillor Chi Anand (Chair), Councillor Mo Barker",
    ):
        assert words in page.words, words
    assert "lamps be mended" in visit("Nora").open(base).words


def test_minutes_changed_since_the_page_was_opened_are_read_again_first(visit, cast, transaction):
    with transaction():
        minutes = begun(cast, "Street lighting")
    here = visit("Clare")
    here.open(f"/meetings/{minutes.meeting_id}/minutes/publish")
    with transaction():
        write(minute_about(minutes, "Street lighting"), "Added at the last moment.")
    page = here.send(BOTH, button="Publish the draft minutes")
    assert "The minutes were changed since you opened this page." in page.words
    page = here.send(BOTH, button="Publish the draft minutes")
    assert "The draft minutes are published." in page.words


def test_before_publication_others_see_no_minutes(visit, cast, transaction):
    with transaction():
        minutes = begun(cast, "Street lighting")
        write(minute_about(minutes, "Street lighting"), "Haverthorn lamps.")
    base = f"/meetings/{minutes.meeting_id}/minutes"
    assert "Nobody but the clerk" in visit("Clare").open(base).words
    for who in ("Chi", "Mo", "Olu", "Adi", "Nora"):
        page = visit(who).open(base)
        assert "No minutes yet" in page.words
        assert "Haverthorn" not in page.text


def test_a_conflict_keeps_both_texts_and_can_be_settled(visit, cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Street lighting"), "Street lighting")
        minute_id, meeting_id = minute.id, minute.minutes.meeting_id
    where = f"/meetings/{meeting_id}/minutes/write/{minute_id}"
    first, second = visit("Clare"), visit("Clare")
    first.open(where)
    second.open(where)
    first.send({"text": "First words.", "resolved": "That one be done."}, button="Save")
    page = second.send(
        {"text": "Second words.", "resolved": "That two be done."}, button="Save", status=409
    )
    for words in ("First words.", "Second words.", "one be done."):
        assert words in page.words, words
    assert "You saved this before, in another window" in page.words
    assert page.tree.xpath("//textarea[@name='resolved']")[0].text.strip() == "That two be done."
    page = second.send({"text": "Both words."}, button="Save my text")
    assert "Both words." in page.words
    db.session.expire_all()
    kept = db.session.get(Minute, minute_id)
    assert kept.text == "<p>Both words.</p>"
    assert [one.text for one in kept.resolutions] == ["two be done."]


def test_a_conflict_shows_every_field_in_which_the_two_differ(visit, cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Street lighting"), "Street lighting")
        report = a_report(cast)
        db.session.add(Consideration(item_id=minute.item_id, report_id=report.id))
    where = f"/meetings/{minute.minutes.meeting_id}/minutes/write/{minute.id}"
    first, second = visit("Clare"), visit("Clare")
    first.open(where)
    second.open(where)
    first.send(
        {
            "heading": "Lamps",
            "recommended": "That Council act.",
            "outcome": "referred",
            "refer_to_id": str(cast.other_board.id),
        },
        button="Save",
    )
    page = second.send({"resolved": "That it be noted."}, button="Save", status=409)
    assert {row[0]: row[1:] for row in page.rows()} == {
        "Heading": ["Lamps", "Street lighting"],
        "Resolved": ["Nothing", "That it be noted."],
        "Recommended": ["Council act.", "Nothing"],
        "How the item ended": ["Referred", "Not recorded"],
        "Referred to": ["Harbour Board", "No other board"],
    }


def test_where_a_report_was_referred_is_a_conflict_and_can_be_cleared(visit, cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Street lighting"), "Street lighting")
        report = a_report(cast)
        db.session.add(Consideration(item_id=minute.item_id, report_id=report.id))
        harbour = str(cast.other_board.id)
    where = f"/meetings/{minute.minutes.meeting_id}/minutes/write/{minute.id}"
    first, second = visit("Clare"), visit("Clare")
    first.open(where)
    first.send({"outcome": "referred", "refer_to_id": harbour}, button="Save")
    first.open(where)
    second.open(where)
    first.send({"refer_to_id": ""}, button="Save")
    db.session.expire_all()
    assert db.session.scalars(db.select(Consideration.referred_to_id)).all() == [None]
    page = second.send({"refer_to_id": harbour}, button="Save", status=409)
    assert page.rows() == [["Referred to", "No other board", "Harbour Board"]]


def test_a_conflict_of_exempt_wording_shows_heading_and_resolution(visit, cast, transaction):
    with transaction():
        minutes = begun(cast, exempt=f"The price of {SECRET}")
        minute = minute_about(minutes, "A property matter")
    where = f"/meetings/{minutes.meeting_id}/minutes/write/{minute.id}"
    first, second = visit("Clare"), visit("Clare")
    button = "Save the exempt wording"
    first.open(where)
    second.open(where)
    first.send({"exempt-heading": "Tansy", "exempt-resolved": "That it be sold."}, button=button)
    page = second.send({"exempt-text": "Mine."}, button=button, status=409)
    assert page.rows() == [
        ["Exempt heading", "Tansy", f"The price of {SECRET}"],
        ["Exempt resolution", "it be sold.", "Nothing"],
    ]


def test_a_save_whose_answer_was_lost_is_no_conflict(visit, cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Street lighting"), "Street lighting")
    where = f"/meetings/{minute.minutes.meeting_id}/minutes/write/{minute.id}"
    first, second = visit("Clare"), visit("Clare")
    first.open(where)
    second.open(where)
    first.send({"text": "The same."}, button="Save")
    second.send({"text": "The same."}, button="Save")


def test_exempt_wording_is_written_read_by_members_and_leaks_nowhere(visit, cast, transaction):
    with transaction():
        minutes = begun(cast, "Street lighting", exempt=f"The price of {SECRET}")
        minute = minute_about(minutes, "A property matter")
    base = f"/meetings/{minutes.meeting_id}/minutes"
    clare = visit("Clare")
    page = clare.open(f"{base}/write/{minute.id}")
    assert SECRET not in page.tree.xpath("//title")[0].text
    clare.send(
        {"exempt-text": f"{SECRET} was valued.", "exempt-resolved": f"That {SECRET} be sold."},
        button="Save the exempt wording",
    )
    clare.send({"text": "The terms were agreed."}, button="Save")
    clare.open(f"{base}/publish")
    page = clare.send(BOTH, button="Publish the draft minutes")
    assert f"RESOLVED: That {SECRET} be sold." in page.words
    for who in ("Chi", "Mo"):
        assert f"{SECRET} was valued." in visit(who).open(base).words
    for who in ("Olu", "Fin", "Adi", "Nora"):
        page = visit(who).open(base)
        assert SECRET not in page.text
        assert "The terms were agreed." in page.words
        assert "Exempt, paragraph 3" in page.words
    exempt = queries.exempt_wording(minute)
    seen = set(
        db.session.scalars(
            db.select(AccessLog.person_id).where(
                AccessLog.kind == exempt.KIND, AccessLog.thing_id == exempt.id
            )
        )
    )
    assert seen == {cast.person(who).id for who in ("Clare", "Chi", "Mo")}


DEEDS = ("write", "write/{id}", "publish")


@pytest.mark.sqlite
@pytest.mark.parametrize("who", ["Chi", "Mo", "Olu", "Fin", "Adi", "Nora"])
@pytest.mark.parametrize("published", [False, True])
def test_only_the_clerk_takes_minutes(visit, cast, transaction, who, published):
    with transaction():
        minutes = begun(cast, "Street lighting")
        minute = minute_about(minutes, "Street lighting")
        if published:
            services.publish(minutes, by=None)
    hidden = 403 if published else 404
    somebody = visit(who)
    for path in DEEDS:
        status = hidden if "{id}" in path else 403
        somebody.open(
            f"/meetings/{minutes.meeting_id}/minutes/{path.format(id=minute.id)}", status=status
        )
    page = somebody.open(f"/meetings/{minutes.meeting_id}/minutes")
    assert not {"Write these minutes", "Check and publish"} & set(page.links())


def test_a_minute_is_not_reached_through_another_meeting(visit, cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Street lighting"), "Street lighting")
        other = past_meeting(cast.board, on=date(2026, 1, 20))
    visit("Clare").open(f"/meetings/{other.id}/minutes/write/{minute.id}", status=404)


def test_a_citation_in_a_text_leads_to_its_minute(visit, cast, transaction):
    with transaction():
        first = past_minutes(cast.board, on=date(2011, 5, 10), numbers={54: "Task groups."})
        later = begun(cast, "Matters arising", on=date(2011, 9, 20))
        write(minute_about(later, "Matters arising"), "As saf 54, not SAF99, has it.")
        services.publish(later, by=None)
        target = first.entries[0].id
    nora = visit("Nora")
    page = nora.open(f"/meetings/{later.meeting_id}/minutes")
    assert "saf 54" in page.links()
    assert "SAF99" not in page.links()
    assert page.links()["saf 54"] == "/minutes/SAF54?on=2011-09-20"
    page = nora.open(page.links()["saf 54"])
    assert page.path == f"/meetings/{first.meeting_id}/minutes"
    assert page.tree.xpath(f"//*[@id='minute-{target}']")
    assert "Cited later by 1 paper" in page.words
    nora.open("/minutes/SAF99", status=404)


def test_a_number_of_two_boards_is_chosen_on_a_page(visit, cast, transaction):
    with transaction():
        past_minutes(cast.board, on=date(2011, 5, 10), numbers={54: "Ours."})
        meeting = meetings.plan_meeting(cast.other_board, by=None, on=date(2011, 7, 12))
        more = services.begin_minutes(meeting, by=None, from_agenda=False)
        services.add_minute(more, by=None, heading="Theirs", number=54, printed="SAF 54")
        services.publish(more, by=None, at=clock.now(), is_past_paper=True)
    page = visit("Nora").open("/minutes/saf54?on=2012-01-01")
    assert page.heading == "Which minute SAF 54?"
    assert len([words for words in page.links() if "54" in words]) == 2


def test_a_draft_minute_is_no_link_for_others(visit, cast, transaction):
    with transaction():
        begun(cast, "Street lighting")
    visit("Nora").open("/minutes/SAF1", status=404)
    assert visit("Clare").open("/minutes/SAF1").heading.startswith("Minutes")


def test_attendance_is_recorded_beside_the_minutes(visit, cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Street lighting"), "Street lighting")
    clare = visit("Clare")
    page = clare.open(f"/meetings/{minute.minutes.meeting_id}/minutes/write/{minute.id}")
    seat = page.tree.xpath("//input[@value='apologies']/@name")[0]
    page = clare.send({seat: "apologies"}, button="Save attendance")
    assert "1 of 2 voting members present. Quorum is 3: not met" in page.words


def test_attendance_beside_the_minutes_overwrites_nothing_unseen(visit, cast, transaction):
    with transaction():
        minutes = begun(cast, "Lamps")
        where = f"/meetings/{minutes.meeting_id}/minutes/write/{minute_about(minutes, 'Lamps').id}"
    first, second = visit("Clare"), visit("Clare")
    first.open(where)
    second.open(where)
    names = second.page.tree.xpath("//input[@type='radio' and starts-with(@name, 'seat-')]/@name")
    first.send({names[0]: "apologies"}, button="Save attendance")
    page = second.send({names[0]: "absent"}, button="Save attendance", status=409)
    assert "Somebody else has changed this since you opened it" in page.words
    assert "Councillor Chi Anand Apologies Absent" in page.words
    db.session.rollback()
    assert meeting_queries.attendance_of(minutes.meeting)[0].how == How.APOLOGIES
    second.send({names[-1]: "absent"}, button="Save attendance")
    db.session.rollback()
    found = [row.how for row in meeting_queries.attendance_of(minutes.meeting)]
    assert found == [How.ABSENT, How.ABSENT], "what was seen and sent once more stands"


def test_urgent_business_takes_the_next_number(visit, cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Street lighting"), "Street lighting")
        agendas.add_item(minute.item.agenda, by=None, title="Flooding")
    clare = visit("Clare")
    where = f"/meetings/{minute.minutes.meeting_id}/minutes/write/{minute.id}"
    clare.open(where)
    assert clare.send(button="Number 1 new item").heading
    clare.open(where)
    page = clare.send({"heading": "A burst pipe"}, button="Add")
    assert page.heading == "A burst pipe"
    assert "SAF6" in page.words


@pytest.mark.sqlite
def test_twenty_five_minutes_cost_no_more_queries_than_five(visit, cast, transaction):
    with transaction():
        short = past_minutes(
            cast.board, on=date(2011, 5, 10), numbers={n: f"See SAF{n + 1}." for n in range(1, 6)}
        )
        long = past_minutes(
            cast.board, on=date(2011, 6, 10), numbers={n: f"See SAF{n + 1}." for n in range(10, 35)}
        )
        paths = [f"/meetings/{one.meeting_id}/minutes" for one in (short, long)]
    nora = visit("Nora")
    nora.open(paths[0])
    counts = [_queries(nora, path) for path in paths]
    assert counts[0] == counts[1]
    assert counts[1] <= 20


def _queries(browsing, path):
    count = 0

    def _one(*_):
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", _one)
    try:
        browsing.open(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", _one)
    return count


def test_whoever_will_have_presided_is_offered_as_chair(visit, cast, transaction):
    with transaction():
        meeting = past_meeting(cast.board)
        vice = cast.person("Mo")
        seat = next(one for one in voting_seats(meeting) if one.person_id == vice.id)
        seat.role = SeatRole.VICE_CHAIR
    clare, chi = visit("Clare"), cast.person("Chi")
    where = f"/meetings/{meeting.id}/attendance"
    assert chosen_chair(clare.open(where)) == chi.full_name
    with transaction():
        meetings.record_attendance(meeting, by=None, how=How.APOLOGIES, person=chi)
    assert chosen_chair(clare.open(where)) == vice.full_name
    assert "Not recorded yet" in clare.open(where).words
    clare.send(button="Save")
    assert meeting.chair_id == vice.id
    assert "Not recorded yet" not in clare.open(where).words


def chosen_chair(page):
    return page.tree.xpath("//select[@name='chair_id']/option[@selected]")[0].text_content()


def test_page_and_word_file_name_the_same_people_in_the_same_groups(visit, cast, transaction):
    with transaction():
        minutes = begun(cast, "Street lighting")
        mo, chi = cast.person("Mo"), cast.person("Chi")
        meetings.record_attendance(minutes.meeting, by=None, how=How.ABSENT, person=mo)
        meetings.set_times(minutes.meeting, by=None, started=None, ended=None, chair=chi)
    clare, base = visit("Clare"), f"/meetings/{minutes.meeting_id}/minutes"
    block = clare.open(base).tree.xpath("//dl[contains(@class, 'facts--wide')]")[0]
    on_page = [" ".join(one.text_content().split()) for one in block]
    assert on_page == [
        "Present",
        f"{chi.full_name} (in the Chair)",
        "Absent",
        mo.full_name,
    ]
    name = f"minutes-SAF-{minutes.meeting.on_date}.docx"
    lines = [text for _, text in paragraphs_of(fetched(clare, f"{base}/word", name=name))]
    assert f"Present:\t{on_page[1]}" in lines
    assert f"Absent:\t{mo.full_name}" in lines


@pytest.mark.sqlite
def test_of_an_exempt_item_without_a_summary_is_not_said_that_nothing_was_recorded(
    cast, transaction, visit
):
    with transaction():
        made = begun(cast, "Lighting", exempt="The price of the quay")
        quay = minute_about(made, "A property matter")
        services.write_exempt(quay, by=None, heading="The price", html="<p>A sum.</p>", resolved="")
        services.publish(made, by=None)
    page = visit("Nora").open(f"/meetings/{made.meeting_id}/minutes")
    said = page.tree.xpath(f"//article[@id='minute-{quay.id}']")[0].text_content()
    assert "Nothing of this item is published." in said
    assert "Nothing is recorded" not in said
