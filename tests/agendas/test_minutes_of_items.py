"""A meeting's page leads to the minutes that it is to agree, and to what came of each item."""

from datetime import timedelta

from app.agendas import queries
from app.agendas.models import Outcome
from app.foundation import clock
from app.minutes import services
from tests.factories import agendas
from tests.factories.minutes import begun, minute_about


def test_the_minutes_item_of_a_past_paper_leads_to_what_came_before_it_in_any_order(
    cast, transaction, visit
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda, is_past_paper=True)
        older = begun(cast, on=clock.today() - timedelta(days=30))
        services.publish(older, by=None)
    day, path = older.meeting.on_date, f"/meetings/{agenda.meeting_id}"
    said = f"Minutes of {day.day} {day:%B %Y}"
    page = visit("Nora").open(path)
    assert page.links()[said] == f"/meetings/{older.meeting_id}/minutes"
    assert page.tree.xpath(f"//*[@data-since]//a[.='{said}']")


def test_each_item_of_a_held_meeting_leads_to_its_minute_once_published(cast, transaction, visit):
    with transaction():
        minutes = begun(cast, "Lighting")
        minute = minute_about(minutes, "Lighting")
        services.write_minute(
            minute,
            by=None,
            heading=minute.heading,
            html="<p>It was discussed.</p>",
            outcome=Outcome.NOTED,
            version=minute.version,
        )
        agendas.published(cast, queries.agenda_of(minutes.meeting), reason="In time.")
    path = f"/meetings/{minutes.meeting_id}"
    assert f"Minute {minute.printed}" not in visit("Nora").open(path).links()
    with transaction():
        services.publish(minutes, by=None)
    page = visit("Nora").open(path)
    address = f"{path}/minutes#minute-{minute.id}"
    assert page.links()[f"Minute {minute.printed}"] == address
    assert f">Minute {minute.printed}</a>: noted" in page.text
