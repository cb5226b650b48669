"""A report that waits is first offered the item of its own title that waits for it."""

from datetime import date, timedelta

from app.foundation import clock
from app.foundation.permissions import Access
from tests.factories import agendas, reports


def building(visit, agenda):
    clare = visit("Clare")
    clare.open(f"/meetings/{agenda.meeting_id}/agenda")
    return clare


def test_a_waiting_report_is_placed_on_the_empty_item_of_its_title(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "lighting on Quay Street", html="")
        agendas.a_cleared_report(cast, agenda)
    clare = building(visit, agenda)
    buttons = clare.page.buttons()
    label = "Place on item 4 Lighting on Quay Street"
    assert buttons.index(label) < buttons.index("Add as another item Lighting on Quay Street")
    told = clare.send(button=label).words
    assert "The report is on item 4." in told


def test_it_is_offered_no_item_that_is_full_or_of_another_title_or_not_for_it(
    cast, transaction, visit
):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Lighting on Quay Street")
        agendas.an_item(agenda, "Lighting", html="")
        agendas.an_item(agenda, "Sale of Quay Yard", html="")
        agendas.a_cleared_report(cast, agenda)
        reports.a_report(cast, title="Sale of Quay Yard", access=Access.EXEMPT)
    buttons = building(visit, agenda).page.buttons()
    assert not [label for label in buttons if label.startswith("Place on item")]
    assert "Add Lighting on Quay Street" in buttons and "Add Sale of Quay Yard" in buttons


def test_a_record_says_until_when_its_papers_are_open_to_inspection(cast, transaction, visit):
    """R2.3: six years (s100C(1)), and four for background papers (s100D(2))."""
    with transaction():
        past = agendas.an_agenda(cast, on=clock.today() - timedelta(days=30)).meeting
        ahead = agendas.an_agenda(cast).meeting
    told = visit("Nora").open(f"/meetings/{past.id}").words
    six, four = (clock.years_after(past.on_date, years) for years in (6, 4))
    assert f"open reports until {six.day} {six:%B %Y} (section 100C)" in told
    assert f"background papers until {four.day} {four:%B %Y} (section 100D)" in told
    assert "section 100C" not in visit("Nora").open(f"/meetings/{ahead.id}").words
    assert clock.years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)
