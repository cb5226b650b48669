"""Minutes prepared before their meeting: a skeleton without numbers, published once it was held."""

from datetime import timedelta

import pytest

from app.agendas import services as agendas
from app.agendas.models import ItemKind
from app.foundation import clock
from app.foundation.errors import Refused
from app.meetings import services as meetings
from app.meetings.models import How
from app.minutes import checking, queries, services
from tests.factories.minutes import agenda_with, begun, minute_about, write


@pytest.fixture
def prepared(cast, transaction):
    """Minutes prepared for a meeting of next week."""
    with transaction():
        on = clock.today() + timedelta(days=7)
        meeting = meetings.plan_meeting(cast.board, by=None, on=on)
        agenda_with(meeting, "Lighting", "Floods")
        return services.begin_minutes(meeting, by=cast.person("Clare"))


def on_the_day(minutes):
    return clock.stopped(clock.moment(minutes.meeting.on_date, 19))


def printed(minutes):
    return [(one.printed, one.heading) for one in queries.entries_of(minutes)]


def test_a_skeleton_has_headings_and_no_numbers(prepared, cast, transaction):
    """R11.2: numbers are given out in the order of the meetings, so none before the day."""
    headings = [heading for _, heading in printed(prepared)]
    assert headings[-2:] == ["Lighting", "Floods"]
    assert {number for number, _ in printed(prepared)} == {""}
    with transaction():
        other = begun(cast, "Harbour")
    assert printed(other)[0][0] == "SAF1"


def test_from_the_day_on_it_is_numbered_in_the_order_of_the_agenda(prepared, cast, transaction):
    """R11.2: one run without gaps, in the order that the agenda has when it is numbered."""
    with transaction():
        agenda = minute_about(prepared, "Lighting").item.agenda
        agendas.add_item(agenda, by=None, title="Gulls")
        added = services.add_minute(prepared, by=None, heading="A welcome")
        assert services.minute_new_items(prepared, by=None) == 1
        first = minute_about(prepared, "Lighting")
        agendas.move_item(first.item, by=None, to="down")
    assert (added.number, added.printed) == (None, "")
    with transaction(), on_the_day(prepared):
        assert services.minute_new_items(prepared, by=cast.person("Clare")) == 7
    found = printed(prepared)
    assert [number for number, _ in found] == [f"SAF{place}" for place in range(1, 8)]
    assert [heading for _, heading in found][3:] == ["Floods", "Lighting", "Gulls", "A welcome"]
    with transaction(), on_the_day(prepared):
        assert services.minute_new_items(prepared, by=None) == 0
        late = services.add_minute(prepared, by=None, heading="Sea wall")
    assert late.printed == "SAF8"


def test_it_is_not_published_before_the_meeting_nor_without_numbers(prepared, transaction):
    """R6.3: there is no record of what has not happened; each minute is cited by its number."""
    with transaction(), pytest.raises(Refused, match="not taken place"):
        services.publish(prepared, by=None)
    with transaction(), on_the_day(prepared):
        assert "unnumbered" in {one.code for one in checking.checks(prepared)}
        with pytest.raises(Refused, match="Number them first"):
            services.publish(prepared, by=None)
        services.minute_new_items(prepared, by=None)
        services.publish(prepared, by=None)
    assert prepared.published_at is not None


def test_an_item_leaves_with_its_empty_minute_and_not_with_a_written_one(prepared, transaction):
    """R11.2: what has no number and no words is no record yet."""
    lighting, floods = (minute_about(prepared, name) for name in ("Lighting", "Floods"))
    with transaction():
        write(floods, "The wall was looked at.")
        agendas.remove_item(lighting.item, by=None)
        with pytest.raises(Refused, match="Minutes have been taken"):
            agendas.remove_item(floods.item, by=None)
    assert "Lighting" not in [heading for _, heading in printed(prepared)]


def test_a_meeting_to_come_is_called_off_with_its_skeleton(prepared, cast, transaction):
    """R6.3: a skeleton records nothing, and nothing of it is published."""
    with transaction():
        meetings.cancel(prepared.meeting, by=cast.person("Clare"), reason="Snow.")
    codes = {one.code for one in checking.checks(prepared)}
    assert "called-off" in codes
    with transaction():
        held = begun(cast, "Harbour")
        with pytest.raises(Refused, match="have been begun"):
            meetings.cancel(held.meeting, by=cast.person("Clare"), reason="Snow.")


def test_the_pages_prepare_number_and_say_so(prepared, cast, transaction, visit):
    """R11.2: what is prepared says that the meeting is to come; on the day one press numbers."""
    clare, base = visit("Clare"), f"/meetings/{prepared.meeting_id}/minutes"
    page = clare.open(f"{base}/write")
    assert "This meeting is still to come." in page.words
    assert "Number the minutes" not in page.buttons()
    assert not page.tree.xpath("//input[@value='present']")
    with on_the_day(prepared):
        clare = visit("Clare")
        page = clare.open(f"{base}/publish")
        assert "have no numbers yet" in page.words
        page = clare.send(button="Number the minutes")
        assert "5 minutes are numbered." in page.words
        assert "SAF1" in page.words


def test_a_meeting_to_come_is_not_called_inquorate(prepared, cast, transaction, visit):
    """R7.5: apologies sent ahead say nothing of who will come."""
    with transaction():
        meetings.record_attendance(
            prepared.meeting, by=None, how=How.APOLOGIES, person=cast.person("Mo")
        )
    clare, base = visit("Clare"), f"/meetings/{prepared.meeting_id}/minutes"
    page = clare.open(f"{base}/write")
    assert "Quorum is 3 of 2 voting members." in page.words
    assert "inquorate" not in page.words
    assert "inquorate" not in clare.open(base).words


def test_the_page_offers_to_prepare_them(cast, transaction, visit):
    """R11.2: begun before the day by one press, by the clerk alone."""
    with transaction():
        on = clock.today() + timedelta(days=7)
        meeting = meetings.plan_meeting(cast.board, by=None, on=on)
        agenda, _ = agenda_with(meeting, "Lighting", exempt="The price of the quay")
        assert agenda.id
    clare = visit("Clare")
    clare.open(f"/meetings/{meeting.id}/minutes")
    page = clare.send(button="Prepare the minutes")
    assert "This meeting is still to come." in page.words
    kinds = {one.item.kind for one in queries.entries_of(queries.minutes_of(meeting)) if one.item}
    assert ItemKind.EXCLUSION in kinds
    assert "Prepare the minutes" not in visit("Nora").open(f"/meetings/{meeting.id}/minutes").words
