"""What becomes of the minutes already begun when the agenda changes under them."""

import pytest

from app.actions import services as actions
from app.agendas import queries as agenda_queries
from app.agendas import services as agendas
from app.agendas.models import ItemKind, Outcome
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.permissions import Access
from app.foundation.search.port import Query
from app.minutes import checking, queries, services
from app.minutes.models import Minute, ResolutionKind
from tests.factories.minutes import SECRET, begun, minute_about, write

TITLE = f"Sale of {SECRET} Yard"


def _written(cast):
    minute = minute_about(begun(cast, TITLE), TITLE)
    services.save_minute(
        minute,
        by=None,
        heading=TITLE,
        html=f"<p>{SECRET} was valued.</p>",
        outcome=Outcome.APPROVED,
        resolved=[f"That {SECRET} be sold."],
        recommended=[f"That Council note {SECRET}."],
        version=minute.version,
    )
    return minute


def _close(item, **given):
    facts = {
        "by": None,
        "paragraphs": [3],
        "public_interest": "The price.",
        "open_title": "A property matter",
    }
    agendas.make_exempt(item, **(facts | given))


def test_an_item_made_exempt_closes_what_its_minute_said_already(cast, transaction, drain):
    with transaction():
        minute = _written(cast)
        action = actions.add_action(
            by=None,
            board=cast.board,
            minute=minute,
            text=f"Sell {SECRET}",
            owner_words="All",
            made_on=minute.minutes.meeting.on_date,
        )
        seen = minute.version
        _close(minute.item)
    row = queries.exempt_wording(minute)
    assert (minute.heading, minute.text, minute.resolutions) == ("A property matter", "", [])
    assert (row.heading, row.access) == (TITLE, Access.EXEMPT)
    assert row.text == (
        f"<p>{SECRET} was valued.</p><p>RECOMMENDED: That Council note {SECRET}.</p>"
    )
    assert row.resolved == f"{SECRET} be sold."
    assert action.access == Access.EXEMPT
    with pytest.raises(Conflict), transaction():
        write_again(minute, version=seen)
    with transaction():
        agenda = minute.item.agenda
        services.minute_new_items(minute.minutes, by=None)
        services.publish(minute.minutes, by=None)
        assert agenda.id
    indexing.engine().rebuild([])
    drain()
    for who in ("Olu", "Adi", "Nora"):
        assert not indexing.engine().search(Query(text=SECRET, keys=cast.scope(who).keys)).total


def write_again(minute, *, version):
    services.write_minute(
        minute,
        by=None,
        heading=TITLE,
        html=f"<p>{SECRET} was valued twice.</p>",
        outcome=None,
        version=version,
    )


def test_changed_grounds_leave_the_fair_summary_open(cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, exempt=TITLE), "A property matter")
        write(minute, "The terms were agreed.")
        _close(minute.item, access=Access.CONFIDENTIAL, paragraphs=[])
    assert minute.text == "<p>The terms were agreed.</p>"
    assert queries.exempt_wording(minute).access == Access.CONFIDENTIAL


def test_what_was_written_between_opening_and_closing_again_is_closed_too(cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, exempt=TITLE), "A property matter")
        services.write_exempt(minute, by=None, heading="", html="<p>First.</p>", resolved="")
        agendas.make_open(minute.item, by=None)
        write(minute, "Second.")
        _close(minute.item)
    assert minute.text == ""
    assert queries.exempt_wording(minute).text == "<p>First.</p><p>Second.</p>"
    assert queries.exempt_wording(minute).heading == TITLE


def test_an_item_whose_minutes_are_published_is_not_closed_any_more(cast, transaction):
    with transaction():
        minute = _written(cast)
        services.publish(minute.minutes, by=None)
    with pytest.raises(Refused, match="published"), transaction():
        _close(minute.item)
    db.session.expire_all()
    assert minute.item.part == 1


def _closed_and_published(cast):
    """An exempt minute with an action, in published minutes."""
    record = begun(cast, exempt=TITLE)
    minute = minute_about(record, "A property matter")
    facts = {"heading": TITLE, "resolved": f"That {SECRET} be sold."}
    services.write_exempt(minute, by=None, html=f"<p>{SECRET} was valued.</p>", **facts)
    action = actions.add_action(
        by=None,
        board=cast.board,
        minute=minute,
        text=f"Sell {SECRET}",
        owner_words="All",
        made_on=record.meeting.on_date,
    )
    services.publish(record, by=None)
    return minute, action


def test_an_item_opened_again_opens_what_its_minute_said_and_its_actions(
    cast, transaction, visit, drain
):
    with transaction():
        minute, action = _closed_and_published(cast)
    path = f"/meetings/{minute.minutes.meeting_id}/minutes"
    assert SECRET not in visit("Nora").open(path).words
    assert "Exempt wording of this minute" in visit("Mo").open(path).words
    with transaction():
        agendas.make_open(minute.item, by=None)
    assert queries.exempt_wording(minute).access == action.access == Access.OPEN
    page = visit("Nora").open(path).words
    assert f"{SECRET} was valued." in page and f"That {SECRET} be sold." in page
    assert TITLE in page and f"Sell {SECRET}" in page
    assert "xempt wording" not in page and "exempt minutes" not in page
    assert visit("Clare").open(f"{path}/write/{minute.id}").words.count("Wording from") == 1
    drain()
    assert indexing.engine().search(Query(text=SECRET, keys=cast.scope("Nora").keys)).total


def test_an_exclusion_that_published_minutes_record_stays_when_nothing_is_exempt_any_more(
    cast, transaction
):
    with transaction():
        minute, _ = _closed_and_published(cast)
        agendas.make_open(minute.item, by=None)
        items = agenda_queries.items_of(minute.item.agenda)
    assert ItemKind.EXCLUSION in [one.kind for one in items]


@pytest.mark.parametrize("text", ["", "Said."])
def test_an_item_with_a_number_in_the_minutes_stays_on_the_agenda(cast, transaction, text):
    with transaction():
        minute = minute_about(begun(cast, "Lighting"), "Lighting")
        if text:
            write(minute, text)
    said = "Minutes have been taken" if text else "has a number in the minutes"
    with pytest.raises(Refused, match=said), transaction():
        agendas.remove_item(minute.item, by=None)
    db.session.expire_all()
    assert minute.item.title == "Lighting"


def test_the_exclusion_goes_by_itself_and_its_minute_stays(cast, transaction):
    with transaction():
        minutes = begun(cast, exempt=TITLE)
        exclusion = next(
            one for one in queries.entries_of(minutes) if one.item.kind == ItemKind.EXCLUSION
        )
        item = minute_about(minutes, "A property matter").item
        agendas.make_open(item, by=None)
        titles = [one.title for one in agenda_queries.items_of(item.agenda)]
    db.session.expire_all()
    assert "Exclusion of the press and public" not in titles
    assert db.session.get(Minute, exclusion.id).item is None
    assert [one.kind for one in exclusion.resolutions] == [ResolutionKind.RESOLVED]


def test_an_exempt_title_as_open_heading_stops_publication(cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, exempt=TITLE), "A property matter")
        minute.heading = TITLE.upper()
        assert "exempt-heading" in [check.code for check in checking.checks(minute.minutes)]
        with pytest.raises(Refused, match="exempt title"):
            services.publish(minute.minutes, by=None)
