"""Published minutes change only by a correction with a reason; two writers are named."""

from datetime import timedelta

import pytest

from app.boards import services as boards
from app.foundation import audit, clock
from app.foundation.db import db
from app.minutes import queries, services
from app.minutes.models import Minute
from tests.cast import SINCE
from tests.factories.minutes import SECRET, begun, minute_about, write

FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def published(cast, transaction):
    """Published minutes of one item."""
    with transaction():
        minutes = begun(cast, "Street lighting")
        write(minute_about(minutes, "Street lighting"), "Ten lamps.")
        services.publish(minutes, by=None)
    return minute_about(minutes, "Street lighting")


def path_of(minute):
    return f"/meetings/{minute.minutes.meeting_id}/minutes/write/{minute.id}"


def text_of(minute):
    db.session.rollback()
    return db.session.scalar(db.select(Minute.text).where(Minute.id == minute.id))


def fields_of(page):
    """The minute's form as its page holds it, for the page's own script."""
    form = page.tree.xpath("//form[@id='minute-form']")[0]
    return {one.get("name"): one.get("value", "") for one in form.xpath(".//input[@name]")}


def test_a_published_minute_does_not_save_itself(visit, published):
    page = visit("Clare").open(path_of(published))
    form = page.tree.xpath("//form[@id='minute-form']")[0]
    assert form.get("data-on") is None
    assert form.get("data-swap") is None
    assert "Nothing saves itself here any more." in page.words


def test_a_correction_says_why_and_the_history_keeps_it(visit, published):
    clare = visit("Clare")
    clare.open(path_of(published))
    button = "Correct this minute"
    page = clare.send({"text": "Twelve lamps."}, button=button, status=422)
    assert "Say why this minute is corrected" in page.words
    assert page.tree.xpath("//textarea[@name='text']")[0].text.strip() == "Twelve lamps."
    assert text_of(published) == "<p>Ten lamps.</p>"
    page = clare.send({"reason": "A slip in the number"}, button=button)
    assert "The minute is corrected" in page.words
    assert text_of(published) == "<p>Twelve lamps.</p>"
    lines = list(db.session.scalars(audit.history_of(published)))
    assert [line.tag for line in lines].count("minute:put-right") == 1
    assert lines[0].facts == {"reason": "A slip in the number"}
    page = clare.open(f"/meetings/{published.minutes.meeting_id}/history")
    assert "Clare Dawson corrected a published minute: A slip in the number" in page.words


@pytest.mark.parametrize("part", ["Street lighting", "A property matter"])
def test_a_correction_that_changes_nothing_says_so(visit, cast, transaction, part):
    with transaction():
        minutes = begun(cast, "Street lighting", exempt=f"The price of {SECRET}")
        closed = minute_about(minutes, "A property matter")
        version, words = queries.exempt_wording(closed).version, f"<p>{SECRET}.</p>"
        services.write_exempt(
            closed, by=None, heading=SECRET, html=words, resolved="", version=version
        )
        services.publish(minutes, by=None)
    clare, minute = visit("Clare"), minute_about(minutes, part)
    clare.open(path_of(minute))
    is_open = part == "Street lighting"
    button = "Correct this minute" if is_open else "Correct the exempt wording"
    reason = "reason" if is_open else "exempt-reason"
    page = clare.send({reason: "Something was left out"}, button=button)
    assert "Nothing has changed: what you sent stands there already." in page.words
    assert "is corrected, and" not in page.words
    lines = list(db.session.scalars(audit.history_of(minute)))
    assert "minute:put-right" not in [line.tag for line in lines]


def test_the_page_of_an_agreed_minute_offers_no_correction(visit, cast, transaction):
    with transaction():
        minutes = begun(
            cast,
            "Street lighting",
            exempt=f"The price of {SECRET}",
            on=clock.today() - timedelta(days=40),
        )
        services.publish(minutes, by=None)
        later = begun(cast, "Floods")
    buttons = {
        "Street lighting": "Correct this minute",
        "A property matter": "Correct the exempt wording",
    }
    clare = visit("Clare")
    for about, button in buttons.items():
        assert button in clare.open(path_of(minute_about(minutes, about))).buttons()
    with transaction():
        services.agree(minutes, by=None, at_meeting=later.meeting)
    for about, button in buttons.items():
        page = clare.open(path_of(minute_about(minutes, about)))
        assert button not in page.buttons()
        assert "These minutes were agreed as a correct record" in page.words


def test_a_page_opened_before_publication_no_longer_saves_itself(visit, cast, transaction):
    with transaction():
        minutes = begun(cast, "Street lighting")
        minute = minute_about(minutes, "Street lighting")
    clare = visit("Clare")
    typed = fields_of(clare.open(path_of(minute))) | {"text": "Half typ"}
    with transaction():
        services.publish(minutes, by=None)
    answer = clare.client.post(path_of(minute), data=typed, headers=FRAGMENT)
    assert answer.status_code == 422
    assert "have been published since you opened" in answer.get_data(as_text=True)
    assert text_of(minute) == ""
    page = clare.send({"text": "Whole sentence."}, button="Save", status=422)
    assert page.tree.xpath("//textarea[@name='text']")[0].text.strip() == "Whole sentence."
    clare.send({"reason": "It was left out"}, button="Correct this minute")
    assert text_of(minute) == "<p>Whole sentence.</p>"


def test_standard_wording_is_no_way_round_a_correction(visit, cast, transaction):
    with transaction():
        minutes = begun(cast)
        minute = minute_about(minutes, "Apologies for absence")
    clare = visit("Clare")
    clare.open(path_of(minute))
    with transaction():
        services.publish(minutes, by=None)
    page = clare.send(button="Use this wording")
    assert "say why this one is corrected" in page.words
    assert text_of(minute) == ""
    assert "Use this wording" not in clare.open(path_of(minute)).buttons()


def test_exempt_wording_is_corrected_with_a_reason_that_says_nothing_of_it(
    visit, cast, transaction
):
    with transaction():
        minutes = begun(cast, exempt=f"The price of {SECRET}")
        services.publish(minutes, by=None)
        minute = minute_about(minutes, "A property matter")
    clare = visit("Clare")
    clare.open(path_of(minute))
    button = "Correct the exempt wording"
    clare.send({"exempt-text": f"{SECRET} it is."}, button=button, status=422)
    clare.send({"exempt-reason": "Something was left out"}, button=button)
    row = queries.exempt_wording(minute)
    db.session.refresh(row)
    assert row.text == f"<p>{SECRET} it is.</p>"
    line = db.session.scalars(audit.history_of(row)).first()
    assert (line.tag, line.facts) == (
        "minute-exempt:put-right",
        {"reason": "Something was left out"},
    )


def test_a_conflict_names_who_saved_and_when(visit, cast, transaction):
    with transaction():
        minute = minute_about(begun(cast, "Street lighting"), "Street lighting")
        boards.name_clerk(cast.board, person=cast.person("Olu"), by=None, from_on=SINCE)
    clare, olu = visit("Clare"), visit("Olu")
    clare.open(path_of(minute))
    olu.open(path_of(minute))
    morning = clock.moment(clock.today() - timedelta(days=1), 9)
    with clock.stopped(morning):
        olu.send({"text": "Theirs."}, button="Save")
    page = clare.send({"text": "Mine."}, button="Save", status=409)
    assert "Olu Eze saved this before you" in page.words
    assert f"9am, {morning.day} {morning:%B %Y}" in page.words


def test_a_conflict_of_exempt_wording_names_its_writer_too(visit, cast, transaction):
    with transaction():
        minutes = begun(cast, exempt=f"The price of {SECRET}")
        minute = minute_about(minutes, "A property matter")
        boards.name_clerk(cast.board, person=cast.person("Olu"), by=None, from_on=SINCE)
    clare, olu = visit("Clare"), visit("Olu")
    clare.open(path_of(minute))
    olu.open(path_of(minute))
    button = "Save the exempt wording"
    olu.send({"exempt-text": "Theirs."}, button=button)
    page = clare.send({"exempt-text": "Mine."}, button=button, status=409)
    assert "Olu Eze saved this before you" in page.words
