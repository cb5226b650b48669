"""The builder in a clerk's hands, without a script: every move is a form with a button."""

import pytest

from app.agendas import queries, services
from app.agendas.drafting.exempting import wording_of
from app.agendas.models import Agenda, AgendaItem, ItemKind
from app.foundation.db import db
from app.foundation.permissions import Access
from app.reports import services as report_services
from tests.cast import another_clerk
from tests.factories import agendas, reports

OTHERS = ("Chi", "Mo", "Olu", "Fin", "Adi", "Nora")


def url(agenda, more=""):
    return f"/meetings/{agenda.meeting_id}/agenda{more}"


def rows(page):
    """The rows of the builder as they stand."""
    return [
        " ".join("".join(row.itertext()).split()).split(" ↑")[0]
        for row in page.tree.xpath("//li[contains(@class, 'builder__row')]//h3")
    ]


@pytest.fixture
def agenda(cast, transaction):
    with transaction():
        begun = agendas.an_agenda(cast)
        agendas.an_item(begun, "Lamplighting")
    return begun


def again(agenda):
    """The agenda as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Agenda, agenda.id)


def test_the_clerk_adds_items_and_group_headings(agenda, visit):
    clare = visit("Clare")
    clare.open(url(agenda))
    clare.send({"title": "Bridges"}, button="Add the item")
    page = clare.send({"title": "Policy", "is_heading": "y"}, button="Add the item")
    assert "Added as item 6." in page.words
    assert rows(page)[-2:] == ["Bridges", "Policy"]
    assert "Group heading" in page.words


def test_an_item_without_a_title_is_asked_for_one(agenda, visit):
    clare = visit("Clare")
    clare.open(url(agenda))
    page = clare.send({"title": " "}, button="Add the item", status=422)
    assert "Enter the title of the item" in page.words


def test_buttons_move_items_up_down_in_and_out(agenda, visit):
    clare = visit("Clare")
    clare.open(url(agenda))
    item = agendas.item_titled(agenda, "Lamplighting").id
    action = f"{url(agenda)}/items/{item}/move"
    page = clare.send(button="↑Move up: Lamplighting", action=action)
    assert "Moved up: Lamplighting is item 3 now." in page.words
    assert rows(page)[2] == "Lamplighting"
    page = clare.send(button="→Put under the item above: Lamplighting", action=action)
    assert "is item 2(A) now" in page.words
    page = clare.send(button="←Take out from under the item above: Lamplighting", action=action)
    assert "is item 3 now" in page.words
    page = clare.send(button="↓Move down: Lamplighting", action=action)
    assert rows(page)[3] == "Lamplighting"


def test_the_moved_button_is_there_to_keep_the_focus(agenda, visit):
    clare = visit("Clare")
    page = clare.open(url(agenda))
    item = agendas.item_titled(agenda, "Apologies for absence").id
    first = page.tree.xpath(f"//button[@id='move-{item}-up']")[0]
    assert first.get("aria-disabled") == "true"
    page = clare.send(button="↓Move down: Apologies for absence")
    assert page.tree.xpath(f"//button[@id='move-{item}-down']")


def test_what_an_item_can_be_put_under_is_renumbered_with_the_order(agenda, visit, transaction):
    with transaction():
        heading = services.add_item(agenda, by=None, title="Policy", kind=ItemKind.HEADING)
        number = int(heading.number)
    clare = visit("Clare")
    clare.open(url(agenda))
    page = clare.send(button="↑Move up: Policy")
    offered = page.tree.xpath("//*[@id='under' and @data-fresh]//option/text()")
    assert f"{number - 1} Policy" in offered
    assert f"{number} Policy" not in offered


def test_the_whole_order_can_be_posted_and_another_set_is_a_conflict(
    agenda, cast, transaction, visit
):
    clare = visit("Clare")
    clare.open(url(agenda))
    ids = [str(item.id) for item in queries.items_of(agenda)]
    hidden = clare.page.tree.xpath("//form[@id='order']//input[@type='hidden']")
    given = {one.get("name"): one.get("value") for one in hidden} | {"item_id": ids[::-1]}
    answer = clare.client.post(url(agenda, "/order"), data=given, follow_redirects=True)
    assert answer.status_code == 200
    assert agendas.numbers(again(agenda))[0] == "1 Lamplighting"
    answer = clare.client.post(url(agenda, "/order"), data=given | {"item_id": ids})
    assert answer.status_code == 409, "made from the order before"
    assert agendas.numbers(again(agenda))[0] == "1 Lamplighting"
    given["version"] = again(agenda).version
    answer = clare.client.post(url(agenda, "/order"), data=given | {"item_id": ids[:2]})
    assert answer.status_code == 409
    assert "Somebody else has changed this agenda" in answer.get_data(as_text=True)
    answer = clare.client.post(url(agenda, "/order"), data=given | {"item_id": ["x", "²"]})
    assert answer.status_code == 409


def test_the_clerk_changes_the_wording_of_an_item(agenda, visit):
    clare = visit("Clare")
    page = clare.open(url(agenda))
    clare.open(page.links()["⋯Change: Lamplighting"])
    page = clare.send({"title": "Street lamps", "text": "1) Old\n2) New"}, button="Save")
    assert "Street lamps" in rows(page)
    assert (
        agendas.item_titled(again(agenda), "Street lamps").text
        == "<ol><li>Old</li><li>New</li></ol>"
    )


def test_two_clerks_in_one_item_both_keep_their_words(agenda, visit):
    item = agendas.item_titled(agenda, "Lamplighting")
    first, second = visit("Clare"), visit("Clare")
    first.open(url(agenda, f"/items/{item.id}"))
    second.open(url(agenda, f"/items/{item.id}"))
    first.send({"text": "What the first wrote."}, button="Save")
    page = second.send({"text": "What the second wrote."}, button="Save", status=409)
    assert "What the first wrote." in page.words
    assert "You saved this before, in another window" in page.words
    assert "What the second wrote." in page.tree.xpath("//textarea")[0].text
    second.send({"text": "Both brought together."}, button="Save my text")
    assert "Both brought together." in agendas.item_titled(again(agenda), "Lamplighting").text


@pytest.fixture
def in_hand(agenda, cast, transaction):
    """A second clerk of the board, and the page of an item that both have in hand."""
    with transaction():
        another_clerk(cast.board)
    return url(agenda, f"/items/{agendas.item_titled(agenda, 'Lamplighting').id}")


def test_a_title_that_another_has_changed_is_shown_before_it_is_put_back(in_hand, visit):
    clare, hal = visit("Clare"), visit("Hal")
    clare.open(in_hand)
    hal.open(in_hand)
    clare.send({"title": "Lamps and bollards"}, button="Save")
    page = hal.send({"text": "More lamps."}, button="Save", status=409)
    assert "Clare Dawson saved this before you" in page.words
    assert ["Title", "Lamps and bollards", "Lamplighting"] in page.rows()


def test_grounds_that_another_has_recorded_are_not_overwritten(agenda, in_hand, visit):
    clare, hal = visit("Clare"), visit("Hal")
    clare.open(f"{in_hand}/exempt")
    hal.open(f"{in_hand}/exempt")
    grounds = {"open_title": "A matter", "paragraphs": ["1", "3"], "public_interest": "It is."}
    clare.send(grounds, button="Make exempt")
    late = {"open_title": "A contract", "paragraphs": ["3"], "public_interest": "It is."}
    page = hal.send(late, button="Make exempt", status=409)
    assert "Clare Dawson has changed this since you opened it" in page.words
    assert ["Open title", "A matter", "A contract"] in page.rows()
    (paragraphs,) = [row for row in page.rows() if row[0].startswith("Paragraphs")]
    assert "1. Information relating to any individual." in paragraphs[1]
    assert "1. Information relating to any individual." not in paragraphs[2]
    assert agendas.item_titled(again(agenda), "A matter").paragraphs == [1, 3]
    hal.send({}, button="Save the grounds")
    assert agendas.item_titled(again(agenda), "A contract").paragraphs == [3]


def test_a_reason_that_another_has_recorded_is_not_overwritten(agenda, in_hand, visit):
    clare, hal = visit("Clare"), visit("Hal")
    clare.open(f"{in_hand}/late")
    hal.open(f"{in_hand}/late")
    clare.send({"reason": "The river rose."}, button="Save the reason")
    page = hal.send({"reason": "A lamp fell."}, button="Save the reason", status=409)
    assert ["The chair’s reason", "The river rose.", "A lamp fell."] in page.rows()
    assert agendas.item_titled(again(agenda), "Lamplighting").late_reason == "The river rose."
    hal.send({}, button="Save the reason")
    assert agendas.item_titled(again(agenda), "Lamplighting").late_reason == "A lamp fell."


def test_an_item_is_removed_after_a_second_look(agenda, visit):
    item = agendas.item_titled(agenda, "Lamplighting")
    clare = visit("Clare")
    clare.open(url(agenda, f"/items/{item.id}"))
    page = clare.send(button="Remove the item")
    assert "Lamplighting" not in rows(page)


def test_a_waiting_report_becomes_an_item_or_joins_one(agenda, cast, transaction, visit):
    with transaction():
        reports.a_report(cast, title="Lighting on Quay Street")
        reports.a_report(cast, title="Bridges over the Moor")
    clare = visit("Clare")
    clare.open(url(agenda))
    page = clare.send(button="Add Lighting on Quay Street")
    assert "Lighting on Quay Street" in rows(page)
    item = agendas.item_titled(again(agenda), "Lamplighting")
    clare.open(url(agenda, f"/items/{item.id}"))
    page = clare.send(button="Place here Bridges over the Moor")
    assert "The report is on item 4." in page.words
    page = clare.send(button="Take off Bridges over the Moor")
    assert "waits for a place again" in page.words


def test_an_exempt_report_goes_to_part_two_and_asks_for_its_grounds(
    agenda, cast, transaction, visit
):
    with transaction():
        reports.a_report(cast, title="Terms with Mr Tansy", access=Access.EXEMPT)
    clare = visit("Clare")
    clare.open(url(agenda))
    page = clare.send(button="Add Terms with Mr Tansy")
    assert page.heading == "Why item 6 is exempt"
    page = clare.send(
        {"open_title": "A settlement", "paragraphs": ["3"], "public_interest": "Talks go on."},
        button="Save the grounds",
    )
    assert "Published as “A settlement”" in page.words


def test_the_clerk_makes_an_item_exempt_and_open_again(agenda, visit):
    item = agendas.item_titled(agenda, "Lamplighting")
    clare = visit("Clare")
    page = clare.open(url(agenda, f"/items/{item.id}"))
    clare.open(page.links()["Make exempt"])
    page = clare.send({"open_title": ""}, button="Make exempt", status=422)
    assert "Enter the title that everyone may read" in page.words
    page = clare.send(
        {"open_title": "A matter", "paragraphs": ["1", "2"], "public_interest": "A person."},
        button="Make exempt",
    )
    assert "Exempt, paragraphs 1 and 2" in page.words
    assert rows(page)[-2:] == ["Exclusion of the press and public", "Lamplighting"]
    clare.open(url(agenda, f"/items/{item.id}"))
    page = clare.send(button="Make it open")
    assert rows(page)[-1] == "Lamplighting"


def test_the_wording_of_an_exempt_item_is_changed_where_it_is_closed(
    agenda, cast, transaction, visit
):
    with transaction():
        item = agendas.an_exempt_item(again(agenda), "Sale to Mr Tansy")
    clare = visit("Clare")
    clare.open(url(agenda, f"/items/{item.id}"))
    clare.send({"title": "Sale to Mrs Tansy"}, button="Save")
    db.session.rollback()
    changed = db.session.get_one(AgendaItem, item.id)
    assert changed.title == "A property matter"
    assert wording_of(changed).title == "Sale to Mrs Tansy"


def test_the_chairs_reason_for_a_late_item_is_recorded(agenda, visit):
    item = agendas.item_titled(agenda, "Lamplighting")
    clare = visit("Clare")
    page = clare.open(url(agenda, f"/items/{item.id}"))
    clare.open(page.links()["Mark as late"])
    page = clare.send({"reason": ""}, button="Save the reason", status=422)
    page = clare.send({"reason": "The lamps went out."}, button="Save the reason")
    assert "Late item" in page.words


def test_the_preview_shows_what_the_public_gets_and_what_members_get(
    agenda, cast, transaction, visit
):
    with transaction():
        item = agendas.an_exempt_item(agenda, "Sale to Mr Tansy")
        agendas.placed(cast, item, title="Terms with Mr Tansy")
        draft = reports.a_report(cast, title="Unfinished paper")
        services.place_report(agendas.item_titled(agenda, "Lamplighting"), report=draft, by=None)
    clare = visit("Clare")
    page = clare.open(url(agenda, "/publish"))
    assert "Tansy" not in page.tree.xpath("string(//ol[@aria-label='Part II'])")
    assert "Unfinished paper" not in page.tree.xpath("string(//ol[@aria-label='Part I'])")
    assert "Report to follow" in page.words
    page = clare.open(page.links()["What members and clerks will get"])
    assert "Sale to Mr Tansy" in page.words


def test_warnings_ask_for_a_reason_and_errors_stop(agenda, cast, transaction, visit):
    with transaction():
        agendas.an_item(again(agenda), "Bridges", html="")
    clare = visit("Clare")
    clare.open(url(agenda, "/publish"))
    page = clare.send({"reason": ""}, button="Publish now", status=422)
    assert "Say why the agenda is published all the same" in page.words
    page = clare.send({"reason": "It follows."}, button="Publish now")
    assert "The agenda is published." in page.words
    with transaction():
        agendas.an_exempt_item(again(agenda), paragraphs=[])
    page = clare.open(url(agenda, "/publish"))
    assert "give the Schedule 12A paragraph" in page.words
    assert not [button for button in page.buttons() if button.startswith("Publish")]


def test_a_supplement_without_news_is_not_offered(agenda, cast, transaction, visit):
    with transaction():
        agendas.published(cast, again(agenda))
    clare = visit("Clare")
    page = clare.open(url(agenda, "/publish"))
    assert "Nothing has changed since the last publication" in page.words
    assert "Nothing stands in the way" not in page.words
    assert not [button for button in page.buttons() if button.startswith("Publish")]
    with transaction():
        agendas.an_item(again(agenda), "Bridges")
    page = clare.open(url(agenda, "/publish"))
    assert "Nothing has changed" not in page.words
    assert "Publish the supplement" in page.buttons()


def test_what_was_published_is_shown_as_standing(agenda, cast, transaction, visit):
    with transaction():
        agendas.published(cast, again(agenda))
    item = agendas.item_titled(again(agenda), "Lamplighting")
    clare = visit("Clare")
    page = clare.open(url(agenda))
    assert not page.tree.xpath(f"//button[@id='move-{item.id}-up']")
    page = clare.open(url(agenda, f"/items/{item.id}"))
    assert "its wording and its place stay" in page.words
    assert "Save" not in page.buttons()


@pytest.mark.sqlite
@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_the_clerk_opens_the_builder(agenda, cast, transaction, visit, who):
    with transaction():
        item = agendas.an_exempt_item(again(agenda))
    browser = visit(who)
    for more in (
        "",
        f"/items/{item.id}",
        f"/items/{item.id}/exempt",
        f"/items/{item.id}/late",
        "/publish",
        "/publish?as=members",
    ):
        browser.open(url(agenda, more), status=403)


@pytest.mark.sqlite
@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_the_clerk_does_any_deed(agenda, cast, transaction, visit, who):
    with transaction():
        item = agendas.an_exempt_item(again(agenda))
        report = reports.a_report(cast)
        meeting = agendas.a_meeting(cast, days=60)
    browser = visit(who)
    browser.open("/account")
    token = browser.page.tree.xpath("//input[@name='csrf_token']")[0].get("value")
    before = agendas.numbers(again(agenda))
    for path in (
        f"/meetings/{meeting.id}/agenda/begin",
        url(agenda),
        url(agenda, "/order"),
        url(agenda, "/publish"),
        url(agenda, f"/reports/{report.id}/add"),
        url(agenda, f"/items/{item.id}"),
        url(agenda, f"/items/{item.id}/move"),
        url(agenda, f"/items/{item.id}/remove"),
        url(agenda, f"/items/{item.id}/exempt"),
        url(agenda, f"/items/{item.id}/open"),
        url(agenda, f"/items/{item.id}/late"),
        url(agenda, f"/items/{item.id}/reports/{report.id}"),
        url(agenda, f"/items/{item.id}/reports/{report.id}/off"),
    ):
        answer = browser.client.post(path, data={"csrf_token": token, "title": "x", "to": "up"})
        assert answer.status_code == 403, path
    assert agendas.numbers(again(agenda)) == before


@pytest.mark.sqlite
def test_what_is_not_there_is_missing(agenda, cast, transaction, visit):
    with transaction():
        other = agendas.an_agenda(cast, days=60)
        empty = agendas.a_meeting(cast, days=70)
    item = queries.items_of(other)[0]
    clare = visit("Clare")
    clare.open(f"/meetings/{empty.id}/agenda", status=404)
    clare.open(url(agenda, f"/items/{item.id}"), status=404)
    clare.open(url(agenda, "/items/9999"), status=404)


def test_a_strange_move_is_refused(agenda, visit):
    clare = visit("Clare")
    page = clare.open(url(agenda))
    item = agendas.item_titled(agenda, "Lamplighting").id
    token = page.tree.xpath("//input[@name='csrf_token']")[0].get("value")
    answer = clare.client.post(
        url(agenda, f"/items/{item}/move"), data={"csrf_token": token, "to": "sideways"}
    )
    assert answer.status_code == 303


def test_a_report_cleared_later_goes_out_with_a_supplement(agenda, cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast, title="Lamps", wanted_on=agenda.meeting.on_date)
        services.place_report(agendas.item_titled(agenda, "Lamplighting"), report=report, by=None)
        agendas.published(cast, agenda, reason="It follows.")
        report_services.submit(report, by=report.author)
        report_services.clear(report, by=cast.person("Clare"))
    clare = visit("Clare")
    page = clare.open(f"/meetings/{agenda.meeting_id}")
    clare.open(page.links()["Publish a supplement"])
    clare.send(button="Publish the supplement")
    assert "Lamps" in visit("Nora").open(f"/meetings/{agenda.meeting_id}").links()


def test_what_is_added_after_a_group_heading_is_offered_a_place_under_it(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
    clare = visit("Clare")
    clare.open(f"/meetings/{agenda.meeting_id}/agenda")
    clare.send({"title": "Policy issues", "is_heading": "y"}, button="Add the item")
    clare.send({"title": "Lamplighting"}, button="Add the item")
    clare.send({"title": "Floods"}, button="Add the item")
    clare.send({"title": "Any other business", "under_id": ""}, button="Add the item")
    assert agendas.numbers(agenda)[3:] == [
        "4 Policy issues",
        "4(A) Lamplighting",
        "4(B) Floods",
        "5 Any other business",
    ]


def test_an_item_made_exempt_without_grounds_says_at_once_what_is_missing(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, "Sale to Mr Tansy")
    clare = visit("Clare")
    clare.open(f"/meetings/{agenda.meeting_id}/agenda/items/{item.id}/exempt")
    page = clare.send({"open_title": "A property matter"}, button="Make exempt")
    assert "give the Schedule 12A paragraph" in page.words
    page = clare.open(f"/meetings/{agenda.meeting_id}/agenda/items/{item.id}")
    assert "record why the public interest is served" in page.words
