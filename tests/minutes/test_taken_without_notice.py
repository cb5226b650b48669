"""Business that was on no agenda, and what was taken in private: what the minutes must say."""

from datetime import timedelta

import pytest

from app.agendas import services as agendas
from app.agendas.models import ItemKind, Outcome
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.minutes import checking, queries, services
from app.minutes.models import Minute, ResolutionKind
from app.minutes.services import Urgency
from tests.factories.minutes import agenda_with, begun, minute_about, past_meeting
from tests.word import paragraphs_of

REASON = "the sea wall broke on Monday night"


@pytest.fixture
def issued(cast, transaction):
    """Minutes of a meeting whose agenda went out, with one minute added that is not on it."""
    with transaction():
        meeting = past_meeting(cast.board)
        agenda, _ = agenda_with(meeting, "Lamps")
        agendas.publish(agenda, by=None, reason="In time.", at=clock.now() - timedelta(days=20))
        minutes = services.begin_minutes(meeting, by=cast.person("Clare"))
        services.add_minute(minutes, by=cast.person("Clare"), heading="Sea wall")
    return minutes


def codes_about(minutes, heading):
    minute = minute_about(minutes, heading)
    return {one.code for one in checking.checks(minutes) if one.minute_id == minute.id}


def save(minute, **told):
    limbs = queries.limbs_of(minute)
    said = {
        "by": None,
        "heading": minute.heading,
        "html": minute.text,
        "outcome": minute.outcome,
        "resolved": limbs[ResolutionKind.RESOLVED],
        "recommended": limbs[ResolutionKind.RECOMMENDED],
        "version": minute.version,
    }
    services.save_minute(minute, **said | told)


def test_business_on_no_agenda_is_published_with_the_chairs_reason_alone(issued, transaction):
    """R4.1, §16-2: what is decided without an agenda item asks why it was urgent (s100B(4)(b))."""
    minute = minute_about(issued, "Sea wall")
    with transaction():
        save(minute, resolved=["That the wall be mended."])
        assert "late" in codes_about(issued, "Sea wall")
        with pytest.raises(Refused, match=r"section 100B\(4\)\(b\)"):
            services.publish(issued, by=None)
    with transaction():
        save(minute, urgency=Urgency(REASON))
        assert "late" not in codes_about(issued, "Sea wall")
        services.publish(issued, by=None)


def test_what_is_no_business_needs_no_reason(issued, transaction):
    """R4.1: a welcome or a note decides nothing; of an adjournment the clerk says so."""
    minute = minute_about(issued, "Sea wall")
    with transaction():
        save(minute, html="<p>The Chair welcomed the new members.</p>")
        assert "late" not in codes_about(issued, "Sea wall")
        save(minute, resolved=["That the meeting be adjourned for ten minutes."])
        assert "late" in codes_about(issued, "Sea wall")
        save(minute, urgency=Urgency(is_procedural=True))
        assert "late" not in codes_about(issued, "Sea wall")
        with pytest.raises(Refused, match="not both"):
            save(minute, urgency=Urgency(REASON, is_procedural=True))


def test_an_outcome_or_a_recommendation_is_business_too(issued, transaction):
    """R4.1: however a matter ended, it was considered."""
    minute = minute_about(issued, "Sea wall")
    with transaction():
        save(minute, outcome=Outcome.NOTED)
        assert "late" in codes_about(issued, "Sea wall")
        save(minute, outcome=None, recommended=["That the council pay."])
        assert "late" in codes_about(issued, "Sea wall")


def test_only_a_board_under_the_act_is_asked_and_only_once_its_agenda_is_out(
    issued, cast, transaction
):
    """R4.1: section 100E applies section 100B to committees; a partnership is not under it."""
    with transaction():
        save(minute_about(issued, "Sea wall"), resolved=["That the wall be mended."])
        cast.board.has_statutory_access = False
        assert "late" not in codes_about(issued, "Sea wall")
        cast.board.has_statutory_access = True
        never_out = begun(cast, "Lamps", on=clock.today() - timedelta(days=30))
        added = services.add_minute(never_out, by=None, heading="Gulls")
        save(added, resolved=["That they be fed."])
        assert "late" not in codes_about(never_out, "Gulls")


def test_the_urgency_of_what_is_on_the_agenda_is_recorded_there(issued, transaction):
    """R4.1: one reason has one place."""
    with transaction(), pytest.raises(Refused, match="recorded there"):
        save(minute_about(issued, "Lamps"), urgency=Urgency(REASON))


def test_the_page_asks_for_the_reason_and_every_reader_sees_it(issued, visit):
    """R4.1, R4.2: the special circumstances are specified in the minutes, in a ruling at the head
    of the minute. Looked at: the minutes on the page and in Word."""
    minute = minute_about(issued, "Sea wall")
    base = f"/meetings/{issued.meeting_id}/minutes"
    clare = visit("Clare")
    page = clare.open(f"{base}/write/{minute_about(issued, 'Lamps').id}")
    assert "Not on the agenda" not in page.words
    page = clare.open(f"{base}/write/{minute.id}")
    assert "section 100B(4)(b)" in page.words
    clare.send({"resolved": "the wall be mended", "urgent_reason": REASON}, button="Save")
    clare.open(f"{base}/publish")
    clare.send({"checked": "y", "attendance_is_right": "y"}, button="Publish the draft minutes")
    said = f"The Chair ruled that this item be considered as a matter of urgency: {REASON}"
    law = "Urgent business: sections 100B(4) and 100E of the Local Government Act 1972"
    assert f"{law} {said}" in visit("Nora").open(base).words
    lines = [words for _, words in paragraphs_of(clare.fetch(f"{base}/word").data)]
    assert said in lines


def test_a_corrected_reason_is_published_anew(issued, visit, transaction):
    """R4.1, R6.6: the reason is wording like any other: corrected with a reason, and held."""
    minute = minute_about(issued, "Sea wall")
    with transaction():
        save(minute, resolved=["That the wall be mended."], urgency=Urgency("A slip"))
        services.publish(issued, by=None)
        save(minute, urgency=Urgency(REASON), reason="The reason was left out.")
    base = f"/meetings/{issued.meeting_id}/minutes"
    nora = visit("Nora")
    assert f"as a matter of urgency: {REASON}" in nora.open(base).words
    assert "as a matter of urgency. A slip" in nora.open(f"{base}/published/0").words
    with pytest.raises(Exception, match="kept as it was written"), transaction():
        db.session.execute(db.update(Minute).values(urgent_reason="x"))


@pytest.fixture
def closed(cast, transaction):
    """Minutes with two exempt items, and a resolution to exclude that names neither."""
    with transaction():
        minutes = begun(cast, "Lamps", exempt="The price of the quay")
        agenda = minute_about(minutes, "Lamps").item.agenda
        second = agendas.add_item(agenda, by=None, title="The price of the pier")
        agendas.make_exempt(
            second, by=None, paragraphs=[1], public_interest="x", open_title="Another matter"
        )
        services.minute_new_items(minutes, by=None)
        services.set_resolutions(
            exclusion_of(minutes),
            by=None,
            kind=ResolutionKind.RESOLVED,
            limbs=["That the public be asked to leave."],
        )
    return minutes


def exclusion_of(minutes):
    entries = queries.entries_of(minutes)
    return next(one for one in entries if one.item and one.item.kind == ItemKind.EXCLUSION)


def test_an_item_that_the_resolution_does_not_name_stops_publication(closed, transaction):
    """R3.3, §16-3: the exclusion names the business it is for (s100A(5)(a)), as on the agenda."""
    found = [one for one in checking.checks(closed) if one.code == "uncovered"]
    assert [one.level for one in found] == ["error", "error"]
    with transaction(), pytest.raises(Refused, match=r"does not name it"):
        services.publish(closed, by=None)


def test_the_pages_offer_the_words_that_name_it(closed, visit):
    """R3.3: one press adds what is left out; what was resolved stays."""
    entries = queries.entries_of(closed)
    numbers = [one.item.number for one in entries if one.item.part == 2 and one.item.paragraphs]
    numbers = [one for one in numbers if one != exclusion_of(closed).item.number]
    base = f"/meetings/{closed.meeting_id}/minutes"
    clare = visit("Clare")
    page = clare.open(f"{base}/write/{exclusion_of(closed).id}")
    assert "Words that name what is left out" in page.words
    page = clare.open(f"{base}/publish")
    assert f"during consideration of items {numbers[0]} and {numbers[1]}" in page.words
    assert "paragraphs 1 and 3" in page.words
    page = clare.send(button="Add this to the resolution")
    typed = page.tree.xpath("//textarea[@name='resolved']")[0].text
    assert "asked to leave" in typed
    assert "Words that name what is left out" not in page.words
    assert "uncovered" not in {one.code for one in checking.checks(closed)}


def test_words_are_added_only_where_some_are_wanting(closed, transaction):
    """R3.3: a press on an older page adds nothing twice, and published minutes are corrected."""
    edition = queries.edition_of(closed)
    with transaction():
        services.exclude_for_all(closed, by=None)
        with pytest.raises(Refused, match="wants no more words"):
            services.exclude_for_all(closed, by=None)
    with pytest.raises(Refused, match="changed since"):
        services.exclude_for_all(closed, by=None, edition=edition)
