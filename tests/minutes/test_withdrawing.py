"""What is withdrawn of published minutes is read by nobody else, whatever was done before it."""

from datetime import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.actions import services as actions
from app.actions.models import Action
from app.agendas import services as agendas
from app.agendas.models import AgendaItem
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from app.meetings import services as meetings
from app.minutes import checking, publications, queries, services
from app.minutes.models import Minute, Minutes, MinutesState
from tests.factories import agendas as issuing
from tests.factories import minutes as taken
from tests.factories.minutes import SECRET
from tests.word import everything_in

GROUNDS = {
    "paragraphs": [3],
    "public_interest": "The price is still being negotiated.",
    "open_title": "A property matter",
    "reason": "The price of a bidder was in it.",
}
FILES = ("agenda/word", "minutes/word", "minutes/word?actions=1", "minutes/word?number=0")
PAGES = ("minutes", "decisions", "history", "agenda")


def of_sale(kind, sale_id):
    """The item, or its minute, as the database has it."""
    chosen = AgendaItem.id if kind is AgendaItem else Minute.item_id
    return db.session.scalars(db.select(kind).where(chosen == sale_id)).one()


def recall(sale_id, cast, **given):
    agendas.recall(of_sale(AgendaItem, sale_id), by=cast.person("Clare"), **(GROUNDS | given))


def told(visit, meeting_id):
    """The addresses of a meeting at which somebody without a seat reads the withdrawn word."""
    client, at = visit("Nora").client, f"/meetings/{meeting_id}"
    pages = [at, *(f"{at}/{page}" for page in PAGES)]
    pages += [f"{at}/minutes/published/{number}" for number in range(8)]
    found = [page for page in pages if SECRET in client.get(page).get_data(as_text=True)]
    for file in FILES:
        answer = client.get(f"{at}/{file}")
        if answer.status_code == 200 and SECRET in str(everything_in(answer.data)):
            found.append(file)
    return found


@pytest.fixture
def meeting_of(cast, transaction):
    """Minutes of a meeting on a sale, published: the ids of the meeting and of the item."""

    def _made(before=None, *, title="A sale", words="Sold.", late=""):
        with transaction():
            meeting = taken.past_meeting(cast.board)
            agenda, (_, sale) = taken.agenda_with(meeting, "Lamplighting", title)
            if late:
                agendas.mark_late(sale, by=None, reason=late)
            issuing.published(cast, agenda, reason="In time.")
            record = services.begin_minutes(meeting, by=None)
            minute = taken.minute_about(record, title)
            if words:
                taken.write(minute, words)
            if before:
                before(minute)
            services.publish(record, by=None)
            return meeting.id, sale.id

    return _made


def _heading_alone(meeting_of, _cast, _deed):
    return meeting_of(title=f"Sale of {SECRET} Yard", words="")


def _emptied_by_a_correction(meeting_of, _cast, transaction):
    ids = meeting_of(words=f"{SECRET} bought it.")
    with transaction():
        taken.write(of_sale(Minute, ids[1]), "", reason=f"{SECRET} is not to be named")
    return ids


def _reason_of_an_action(meeting_of, cast, transaction):
    said = {"by": None, "owner_words": "All"}

    def _promised(minute):
        day = {"board": cast.board, "made_on": clock.today()}
        actions.add_action(text="Sell it", minute=minute, **said, **day)

    ids = meeting_of(_promised)
    with transaction():
        (action,) = _actions_of(ids[1])
        why = f"{SECRET} was meant"
        actions.edit_action(action, text="Sell", version=action.version, correcting=why, **said)
    return ids


def _actions_of(sale_id):
    minute = of_sale(Minute, sale_id)
    return db.session.scalars(db.select(Action).where(Action.minute_id == minute.id)).all()


def _agreed(meeting_of, cast, transaction):
    ids = meeting_of(words=f"{SECRET} bought it.")
    with transaction():
        later = meetings.plan_meeting(cast.board, by=None, on=clock.today())
        record = of_sale(Minute, ids[1]).minutes
        services.agree(record, by=None, at_meeting=later)
    return ids


def _withdrawn_opened_and_corrected(meeting_of, cast, transaction):
    ids = meeting_of(words=f"{SECRET} bought it.")
    with transaction():
        recall(ids[1], cast)
    with transaction():
        agendas.make_open(of_sale(AgendaItem, ids[1]), by=None)
    with transaction():
        minute = of_sale(Minute, ids[1])
        taken.write(minute, f"{SECRET} again.", reason=f"{SECRET} was forgotten")
    return ids


def correct_times(record, reason):
    at = {"started": time(18, 31), "ended": time(20), "chair": None}
    meetings.set_times(record.meeting, by=None, reason=reason, **at)


def _reason_of_an_attendance(meeting_of, cast, transaction):
    ids = meeting_of()
    with transaction():
        correct_times(of_sale(Minute, ids[1]).minutes, f"{SECRET} rang at once")
    return ids


def _reason_of_another_minute(meeting_of, cast, transaction):
    ids = meeting_of()
    with transaction():
        other = taken.minute_about(of_sale(Minute, ids[1]).minutes, "Lamplighting")
        taken.write(other, "Ten lamps.", reason=f"{SECRET} was named for no reason")
    return ids


def _not_agreed(meeting_of, cast, transaction):
    ids = meeting_of()
    with transaction():
        later = meetings.plan_meeting(cast.board, by=None, on=clock.today())
        record = of_sale(Minute, ids[1]).minutes
        services.not_agree(record, by=None, at_meeting=later, reason=f"{SECRET} paid more")
    return ids


BEFORE = (
    _reason_of_an_attendance,
    _reason_of_another_minute,
    _not_agreed,
    _heading_alone,
    _emptied_by_a_correction,
    _reason_of_an_action,
    _agreed,
    _withdrawn_opened_and_corrected,
)


@pytest.mark.parametrize("before", BEFORE, ids=lambda one: one.__name__.strip("_"))
def test_nothing_of_it_is_told_whatever_came_before(cast, transaction, visit, meeting_of, before):
    meeting_id, sale_id = before(meeting_of, cast, transaction)
    assert told(visit, meeting_id)
    with transaction():
        recall(sale_id, cast)
    assert told(visit, meeting_id) == []


def test_agreed_minutes_stay_agreed_when_an_item_is_withdrawn_and_are_held(
    cast, transaction, visit, meeting_of
):
    meeting_id, sale_id = _agreed(meeting_of, cast, transaction)
    with transaction():
        recall(sale_id, cast)
    record = of_sale(Minute, sale_id).minutes
    assert record.state == MinutesState.APPROVED
    assert (
        "Agreed as a correct record" in visit("Nora").open(f"/meetings/{meeting_id}/minutes").words
    )
    assert f"{SECRET} bought it." in visit("Mo").open(f"/meetings/{meeting_id}/minutes").words
    with pytest.raises(DatabaseError, match="kept as it was written"):
        db.session.execute(text("UPDATE minute SET text = 'x'"))
    db.session.rollback()
    with transaction():
        taken.write(of_sale(Minute, sale_id), "The board took a decision.", reason="A summary")
    with pytest.raises(Refused, match="agreed as a correct record"), transaction():
        taken.write(of_sale(Minute, sale_id), "Otherwise.", reason="The clerk misheard")


def test_what_is_signed_is_not_withdrawn_by_a_button(cast, transaction, meeting_of):
    _, sale_id = _agreed(meeting_of, cast, transaction)
    with transaction():
        record = of_sale(Minute, sale_id).minutes
        record.state, record.signed_at = MinutesState.SIGNED, clock.now()
    with pytest.raises(Refused, match="signed"), transaction():
        recall(sale_id, cast)


def test_the_reason_of_urgency_is_given_anew_in_words_for_all(cast, transaction, visit, meeting_of):
    meeting_id, sale_id = meeting_of(late=f"{SECRET} must have an answer today")
    with pytest.raises(Refused, match="in words that everyone may read"), transaction():
        recall(sale_id, cast)
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting_id}/agenda/items/{sale_id}/recall")
    typed = {name: GROUNDS[name] for name in ("open_title", "public_interest", "reason")}
    typed |= {"paragraphs": "3", "late_reason": "An answer was due that day"}
    clare.send(typed, button="Withdraw and make exempt")
    assert told(visit, meeting_id) == []
    for page in ("", "/minutes"):
        assert (
            "An answer was due that day"
            in visit("Nora").open(f"/meetings/{meeting_id}{page}").words
        )


def test_other_grounds_withdraw_no_summary_that_was_published(cast, transaction):
    with transaction():
        record = taken.begun(cast, "Lamps", exempt=f"Sale of {SECRET} Yard")
        minute = taken.minute_about(record, "A property matter")
        taken.write(minute, "The board took a decision.")
        services.publish(record, by=None)
    grounds = {"public_interest": "A person is named.", "open_title": "A property matter"}
    with transaction():
        agendas.make_exempt(minute.item, by=None, paragraphs=[1], **grounds)
    states = publications.publications_of(db.session.get_one(Minutes, record.id))
    assert {one.access for one in states} == {Access.OPEN}
    assert "grounds" in states[0].reason and "withdrawn" not in states[0].reason


def test_an_approval_recorded_meanwhile_is_not_taken_back_unseen(
    cast, transaction, visit, meeting_of
):
    meeting_id, sale_id = meeting_of()
    with transaction():
        later = meetings.plan_meeting(cast.board, by=None, on=clock.today())
        record = of_sale(Minute, sale_id).minutes
        services.not_agree(record, by=None, at_meeting=later, reason="The vote is wrong")
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting_id}/minutes/approval")
    with transaction():
        services.agree(of_sale(Minute, sale_id).minutes, by=None, at_meeting=later)
    page = clare.send(button="Take it back", status=409)
    assert "Changed meanwhile" in page.words
    db.session.rollback()
    record = of_sale(Minute, sale_id).minutes
    assert queries.standing_of(record)["agreed"]
    clare.send(button="Take the approval back")
    db.session.rollback()
    assert not queries.standing_of(of_sale(Minute, sale_id).minutes)["agreed"]


def _corrects(_item, minute):
    taken.write(minute, "Ten lamps.", reason="Something was left out")


def _withdraws(item, _minute):
    agendas.recall(item, by=None, **GROUNDS)


def _opens(item, _minute):
    agendas.make_open(item, by=None)


@pytest.mark.postgres
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("about", ["Lamplighting", "A sale"])
@pytest.mark.parametrize("closes", [_withdraws, _opens])
def test_withdrawing_and_correcting_at_once(
    cast, transaction, race, meeting_of, closes, about, is_first
):
    _meeting_id, sale_id = meeting_of()
    if closes is _opens:
        with transaction():
            recall(sale_id, cast)
    item = of_sale(AgendaItem, sale_id)
    record = of_sale(Minute, sale_id).minutes
    (minute,) = [
        one for one in queries.entries_of(record) if (one.item_id == sale_id) == (about == "A sale")
    ][-1:]
    before = len(publications.publications_of(record))
    deeds = [closes, _corrects]
    outcomes = race((item, minute), *(deeds if is_first else deeds[::-1]))
    done = outcomes.count(None)
    states = publications.publications_of(db.session.get_one(Minutes, record.id))
    assert len(states) == before + done
    assert [one.number for one in states] == list(range(len(states) - 1, -1, -1))
    assert outcomes[0] is None


def test_whoever_recalled_an_item_is_asked_for_a_summary_and_may_give_it(
    cast, transaction, visit, meeting_of
):
    """Section 100C(2); also of minutes that were agreed, of which nothing else is written."""
    meeting_id, sale_id = _agreed(meeting_of, cast, transaction)
    clare, page = visit("Clare"), f"/meetings/{meeting_id}/minutes"
    assert "Write a summary" not in clare.open("/").words + clare.open(page).words
    with transaction():
        recall(sale_id, cast)
        minute = of_sale(Minute, sale_id)
        found = [one.code for one in checking.checks(minute.minutes) if one.minute_id == minute.id]
        assert "summary" in found and "empty" not in found
    assert "Write a summary for the minutes of" in clare.open("/").words
    assert "Write a summary for the public." not in visit("Mo").open(page).words
    asked = clare.open(page).tree.xpath("//a[contains(@href, '/minutes/write/')]/@href")
    clare.open(asked[0])
    typed = {"text": "The board took a decision on a property.", "outcome": "noted"}
    answer = clare.send(typed, button="Correct this minute", status=422)
    assert "Only the text is written here" in answer.words
    clare.send(typed | {"outcome": ""}, button="Correct this minute")
    read = visit("Nora").open(page)
    assert "The board took a decision on a property." in read.words
    assert "A summary of what was taken in private" in read.words
    assert "Agreed as a correct record" in read.words
    assert "Write a summary" not in clare.open("/").words + clare.open(page).words


def test_the_clerk_says_which_reasons_are_withdrawn_with_it(cast, transaction, visit, meeting_of):
    meeting_id, sale_id = _not_agreed(meeting_of, cast, transaction)
    with transaction():
        correct_times(of_sale(Minute, sale_id).minutes, "The clock was slow")
    clare = visit("Clare")
    page = clare.open(f"/meetings/{meeting_id}/agenda/items/{sale_id}/recall")
    offered = page.tree.xpath("//input[@name='reasons']")
    assert [one.get("checked") is not None for one in offered] == [True, True]
    assert "The clock was slow" in page.words
    typed = {name: GROUNDS[name] for name in ("open_title", "public_interest", "reason")}
    typed |= {"paragraphs": "3", "reasons": [offered[0].get("value")]}
    clare.send(typed, button="Withdraw and make exempt")
    assert told(visit, meeting_id) == []
    read = visit("Nora").open(f"/meetings/{meeting_id}/minutes").words
    assert "The clock was slow" in read and "Not agreed at the meeting of" in read
    db.session.rollback()
    assert of_sale(Minute, sale_id).minutes.not_agreed_reason == ""


@pytest.mark.parametrize("before", ["", "The clock was slow"])
def test_a_reason_that_was_given_while_the_clerk_still_looked_is_withdrawn_too(
    cast, transaction, visit, meeting_of, before
):
    """Whether there was another one on the page or none."""
    meeting_id, sale_id = meeting_of()
    if before:
        with transaction():
            correct_times(of_sale(Minute, sale_id).minutes, before)
    clare = visit("Clare")
    page = clare.open(f"/meetings/{meeting_id}/agenda/items/{sale_id}/recall")
    assert len(page.tree.xpath("//input[@name='reasons']")) == bool(before)
    with transaction():
        record, at = of_sale(Minute, sale_id).minutes, {"started": time(18, 30), "ended": time(21)}
        reason = f"{SECRET} rang at once"
        meetings.set_times(record.meeting, by=None, reason=reason, chair=None, **at)
    typed = {name: GROUNDS[name] for name in ("open_title", "public_interest")}
    typed |= {"paragraphs": "3"} | ({"reasons": []} if before else {})
    page = clare.send(typed, button="Withdraw and make exempt", status=422)
    boxes = page.tree.xpath("//input[@name='reasons']")
    ticked = [one.get("checked") is not None for one in boxes]
    assert ticked == ([False, True] if before else [True])
    clare.send({"reason": GROUNDS["reason"]}, button="Withdraw and make exempt")
    assert told(visit, meeting_id) == []
    assert before in visit("Nora").open(f"/meetings/{meeting_id}/minutes").words


def test_a_reason_that_comes_last_of_all_is_withdrawn_unseen(cast, transaction, visit, meeting_of):
    meeting_id, sale_id = _reason_of_an_attendance(meeting_of, cast, transaction)
    with transaction():
        item, spared = of_sale(AgendaItem, sale_id), (17,)
        agendas.recall(item, by=cast.person("Clare"), spared=spared, **GROUNDS)
    assert told(visit, meeting_id) == []


def test_a_reason_that_was_told_while_it_was_closed_is_withdrawn_with_the_next_recall(
    cast, transaction, visit, meeting_of
):
    meeting_id, sale_id = meeting_of()
    with transaction():
        recall(sale_id, cast)
    with transaction():
        correct_times(of_sale(Minute, sale_id).minutes, f"{SECRET} rang at once")
    with transaction():
        agendas.make_open(of_sale(AgendaItem, sale_id), by=None)
    assert told(visit, meeting_id)
    with transaction():
        recall(sale_id, cast)
    assert told(visit, meeting_id) == []
