"""Part II: wording and papers are closed, the exclusion comes and goes by itself."""

import pytest

from app.agendas import queries, services
from app.agendas.drafting.exempting import wording_of
from app.agendas.models import ItemKind
from app.agendas.rules.schedule import EXCLUSION_TITLE
from app.agendas.showing import draft
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from tests.factories import agendas, reports


def test_an_exempt_item_leaves_only_its_open_title(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda, "Sale of Quay Yard to Mr Tansy")
    exempt = wording_of(item)
    assert (item.title, item.text, item.part) == ("A property matter", "", 2)
    assert exempt.title == "Sale of Quay Yard to Mr Tansy"
    assert exempt.access == Access.EXEMPT
    assert "Mr Tansy" in exempt.text


def test_part_two_counts_on_after_part_one_and_the_exclusion_stands_between(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
        agendas.an_item(agenda, "Street lighting")
    assert agendas.numbers(agenda)[3:] == [
        "4 Street lighting",
        "5 Exclusion of the press and public",
        "6 A property matter",
    ]
    exclusion = agendas.item_titled(agenda, "Exclusion of the press and public")
    assert exclusion.kind == ItemKind.EXCLUSION
    assert "item 6" in exclusion.text
    assert "paragraph 3 of Part 1 of Schedule 12A" in exclusion.text
    assert exclusion.paragraphs == [3]


def test_the_exclusion_names_every_item_and_paragraph(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda, paragraphs=[3])
        agendas.an_exempt_item(agenda, "Staff", paragraphs=[4, 1], open_title="A staffing matter")
    text = agendas.item_titled(agenda, "Exclusion of the press and public").text
    assert "items 5 and 6" in text
    assert "paragraphs 1, 3 and 4" in text


def test_a_partnership_agrees_to_take_items_in_private(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agenda.meeting.board.has_statutory_access = False
        agendas.an_exempt_item(agenda, paragraphs=[])
        text = agendas.item_titled(agenda, "Exclusion of the press and public").text
        assert text == "<p>To agree that item 5 be taken in private.</p>"
        assert not [check for check in queries.checks(agenda) if check.level == "error"]


def test_opening_the_last_exempt_item_takes_the_exclusion_away(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda)
        report = agendas.placed(cast, item)
        assert report.access == Access.EXEMPT
        services.make_open(item, by=None)
    assert agendas.numbers(agenda)[3:] == ["4 Sale of Quay Yard"]
    assert report.access == Access.OPEN
    assert (item.part, item.paragraphs, item.public_interest) == (1, [], "")
    assert wording_of(item) is None


def test_removing_the_last_exempt_item_takes_the_exclusion_away(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        services.remove_item(agendas.an_exempt_item(agenda), by=None)
    assert len(agendas.numbers(agenda)) == 3


def test_reports_on_an_exempt_item_are_held_back_whichever_came_first(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        before = agendas.an_item(agenda, "Before")
        first = agendas.placed(cast, before)
        services.make_exempt(
            before, by=None, paragraphs=[1], public_interest="A person.", open_title="A person"
        )
        second = agendas.placed(cast, agendas.an_exempt_item(agenda))
    assert (first.access, second.access) == (Access.EXEMPT, Access.EXEMPT)
    assert {version.access for version in first.versions} == {Access.EXEMPT}


def test_a_closed_report_is_not_placed_on_an_open_item(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = reports.a_report(cast, access=Access.EXEMPT)
        with pytest.raises(Refused, match="Make the item exempt first"):
            services.place_report(agendas.an_item(agenda), report=report, by=None)


def test_a_report_that_is_out_cannot_be_taken_as_exempt(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = reports.a_published_report(cast)
        with pytest.raises(Refused, match="published openly"):
            services.place_report(agendas.an_exempt_item(agenda), report=report, by=None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"paragraphs": [8]}, "paragraphs"),
        ({"open_title": " "}, "open_title"),
        ({"access": Access.RESTRICTED}, "access"),
    ],
)
def test_exempting_without_its_grounds_is_refused(cast, transaction, given, field):
    with transaction():
        agenda = agendas.an_agenda(cast)
        with pytest.raises(Refused) as refusal:
            agendas.an_exempt_item(agenda, **given)
    assert refusal.value.field == field


def test_a_group_heading_and_the_exclusion_are_not_exempt_themselves(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
        heading = services.add_item(agenda, by=None, title="Policy", kind=ItemKind.HEADING)
        exclusion = agendas.item_titled(agenda, "Exclusion of the press and public")
        for item in (heading, exclusion):
            with pytest.raises(Refused):
                services.make_exempt(
                    item, by=None, paragraphs=[1], public_interest="x", open_title="y"
                )
        with pytest.raises(Refused, match="by itself"):
            services.add_item(agenda, by=None, title="x", kind=ItemKind.EXCLUSION)
        with pytest.raises(Refused, match="nothing is exempt"):
            services.remove_item(exclusion, by=None)
        with pytest.raises(Refused, match="always ends"):
            services.move_item(exclusion, by=None, to="up")


def test_an_item_under_a_heading_leaves_it_for_part_two(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        heading = services.add_item(agenda, by=None, title="Policy", kind=ItemKind.HEADING)
        agendas.an_item(agenda, "Open", parent=heading)
        item = agendas.an_item(agenda, "Closed", parent=heading)
        services.make_exempt(
            item, by=None, paragraphs=[1], public_interest="A person.", open_title="A person"
        )
    assert agendas.numbers(agenda)[3:] == [
        "4 Policy",
        "4(A) Open",
        "5 Exclusion of the press and public",
        "6 A person",
    ]


def test_editing_an_exempt_item_changes_its_exempt_wording(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda)
        services.edit_item(
            item, by=None, title="Sale of the Yard", html="<p>£4m.</p>", version=item.version
        )
    assert item.title == "A property matter"
    assert wording_of(item).title == "Sale of the Yard"


def test_a_paper_of_2005_may_cite_a_paragraph_that_is_gone(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agenda.meeting.on_date = agenda.meeting.on_date.replace(year=2005)
        item = agendas.an_exempt_item(agenda, paragraphs=[9])
    assert item.paragraphs == [9]


def test_an_issued_exclusion_says_nothing_new_until_the_supplement(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
        agendas.published(cast, agenda)
        exclusion = agendas.item_titled(agenda, EXCLUSION_TITLE)
        issued = exclusion.text
        agendas.an_exempt_item(agenda, "Dismissal", paragraphs=[1], open_title="A staffing matter")
    assert (exclusion.text, exclusion.paragraphs) == (issued, [3])
    drafted = {line.id: line for line in draft.as_drafted(agenda, cast.scope("Clare"))}
    assert "items 5 and 6" in drafted[exclusion.id].html
    assert drafted[exclusion.id].paragraphs == (1, 3)
    assert not [check for check in queries.checks(agenda) if check.level == "error"]
    with transaction():
        supplement = agendas.published(cast, agenda)
    assert "items 5 and 6" in exclusion.text
    assert exclusion.paragraphs == [1, 3]
    told = next(one for one in supplement.content["items"] if one["id"] == exclusion.id)
    assert (told["text"], told["paragraphs"]) == (exclusion.text, [1, 3])


def test_the_page_of_an_issued_exclusion_shows_the_words_to_come(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
        agendas.published(cast, agenda)
        agendas.an_exempt_item(agenda, "Dismissal", paragraphs=[1], open_title="A staffing matter")
        exclusion = agendas.item_titled(agenda, EXCLUSION_TITLE)
    page = visit("Clare").open(f"/meetings/{agenda.meeting_id}/agenda/items/{exclusion.id}")
    assert "items 5 and 6" in page.words
    assert "until then everyone reads it as it was issued" in page.words
