"""The directory: found, entered, corrected, and two entries that are one person."""

from datetime import date

import pytest
from sqlalchemy import select

from app.boards import queries as boards
from app.boards import services as seats
from app.boards.models import SeatRole
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.errors import Refused
from app.people import queries, services
from app.people.models import PersonKind
from tests.counting import statements


def test_everybody_is_found_by_surname_post_and_organisation(transaction, visit):
    with transaction():
        services.add_person(
            by=None,
            name="José Müller",
            kind=PersonKind.PARTNER,
            organisation="Tansdale Fire Service",
        )
    nora = visit("Nora")
    assert "Councillor Chi Anand" in nora.open("/people?q=anand").links()
    assert "Fin Grant" in nora.open("/people?q=director+finance").links()
    assert "José Müller" in nora.open("/people?q=muller").links()
    assert "José Müller" in nora.open("/people?q=FIRE").links()
    assert "José Müller" not in nora.open("/people?kind=officer").links()


def test_nobody_found_says_so_and_signs_mean_themselves(visit):
    nora = visit("Nora")
    assert "Nobody found" in nora.open("/people?q=%25").words
    assert "Nobody found" in nora.open("/people?q=_").words
    assert "7 people" in nora.open("/people?kind=nonsense").words


def test_the_directory_is_paged_and_takes_the_same_queries_however_many_there_are(
    transaction, visit
):
    nora = visit("Nora")
    with transaction():
        _grow(3)
    with statements() as few:
        nora.open("/people")
    with transaction():
        _grow(40)
    with statements() as many:
        page = nora.open("/people")
    assert len(many) <= len(few) + 1
    assert "Next page" in page.links()
    assert nora.open("/people?page=2").status == 200
    assert "No more" not in nora.open("/people?page=99").words


def test_a_persons_page_shows_posts_party_and_boards(cast, transaction, visit):
    with transaction():
        chi = cast.person("Chi")
        services.join_party(chi, party="Together", by=None, from_on=date(2019, 5, 2))
        services.join_party(chi, party="Alliance", by=None, from_on=date(2024, 5, 2))
    page = visit("Nora").open(f"/people/{cast.person('Chi').id}")
    assert page.heading == "Councillor Chi Anand"
    assert "Safer Communities Board" in page.links()
    assert "Together 2 May 2019 to 1 May 2024" in page.words
    assert "Alliance since 2 May 2024" in page.words
    assert "For administrators" not in page.words
    fin = visit("Nora").open(f"/people/{cast.person('Fin').id}")
    assert "Director of Finance" in fin.links()
    assert "Fin Grant sits on no board at present." in fin.words


def test_an_administrator_adds_somebody(visit):
    adi = visit("Adi")
    adi.open("/people/new")
    page = adi.send(
        {
            "kind": "councillor",
            "honorific": "Councillor",
            "name": "Grace Okafor",
            "ward": "Harbour",
            "party": "Together",
            "from_on": ["7", "5", "2026"],
        },
        button="Add the person",
    )
    assert page.heading == "Councillor Grace Okafor"
    assert "Together since 7 May 2026" in page.words
    assert "Harbour" in page.words


def test_a_second_person_of_the_same_name_is_asked_about(visit):
    adi = visit("Adi")
    adi.open("/people/new")
    page = adi.send({"kind": "officer", "name": "mo barker"}, button="Add the person", status=422)
    assert "There is somebody of this name" in page.words
    page = adi.send({"is_another": "y"}, button="Add the person")
    assert page.heading == "mo barker"


def test_an_entry_is_corrected(cast, visit):
    adi = visit("Adi")
    adi.open(f"/people/{cast.person('Olu').id}/edit")
    page = adi.send({"name": "Olu Eze-Brown", "organisation": "The Council"}, button="Save")
    assert page.heading == "Olu Eze-Brown"
    assert "The Council" in page.words


def test_a_correction_that_another_has_made_is_not_overwritten(cast, visit):
    first, second = visit("Adi"), visit("Adi")
    where = f"/people/{cast.person('Olu').id}/edit"
    first.open(where)
    second.open(where)
    first.send({"organisation": "The Council"}, button="Save")
    page = second.send({"honorific": "Dr"}, button="Save", status=409)
    assert ["Organisation", "The Council", "Nothing"] in page.rows()
    assert ["Honorific", "Nothing", "Dr"] in page.rows()
    page = second.send({"organisation": "The Council"}, button="Save")
    assert page.heading == "Dr Olu Eze"
    assert "The Council" in page.words


def test_a_party_changes_on_a_day_and_never_backwards(cast, transaction, visit):
    with transaction():
        services.join_party(cast.person("Mo"), party="Together", by=None, from_on=date(2024, 5, 2))
    adi = visit("Adi")
    adi.open(f"/people/{cast.person('Mo').id}/party")
    early = {"party": "Residents", "from_on": ["1", "1", "2020"]}
    page = adi.send(early, button="Record the party", status=422)
    assert "must be after the first day in the present party" in page.words
    page = adi.send({"from_on": ["1", "9", "2026"]}, button="Record the party")
    assert "Residents since 1 September 2026" in page.words


def test_two_entries_become_one_and_the_deed_is_kept(cast, transaction, visit):
    with transaction():
        twin = services.add_person(
            by=None, name="M. Barker", kind=PersonKind.COUNCILLOR, party="Together"
        )
        seats.give_seat(
            cast.other_board, person=twin, by=None, role=SeatRole.MEMBER, from_on=date(2021, 1, 1)
        )
        twin_id, mo_id = twin.id, cast.person("Mo").id
    adi = visit("Adi")
    adi.open(f"/people/{twin_id}/merge")
    page = adi.send({"into_id": str(mo_id)}, button="Merge the two entries")
    assert page.heading == "Councillor Mo Barker"
    assert "Harbour Board" in page.links()
    assert "Together" in page.words
    assert adi.open(f"/people/{twin_id}").heading == "Councillor Mo Barker"
    assert "M. Barker" not in adi.open("/people").links()
    assert cast.other_board.id in boards.scope_of_person(mo_id).seated
    line = db.session.scalars(select(AuditEvent).where(AuditEvent.tag == "person:merge")).one()
    assert (line.thing_id, line.facts) == (mo_id, {"gone": twin_id})


def test_an_entry_with_an_account_is_the_one_that_stays(cast, transaction):
    with transaction():
        twin = services.add_person(by=None, name="M. Barker", kind=PersonKind.COUNCILLOR)
        with pytest.raises(Refused, match="the one that stays"):
            services.merge(cast.person("Mo"), into=twin, by=cast.person("Adi"))
        with pytest.raises(Refused, match="another entry"):
            services.merge(twin, into=twin, by=cast.person("Adi"))
        services.merge(twin, into=cast.person("Mo"), by=cast.person("Adi"))
        with pytest.raises(Refused, match="was merged into that of Councillor Mo Barker"):
            services.merge(twin, into=cast.person("Olu"), by=cast.person("Adi"))


def test_posts_are_created_filled_and_left(cast, visit):
    olu = cast.person("Olu").id
    adi = visit("Adi")
    adi.open("/people/posts/new")
    page = adi.send({"title": "director of finance"}, button="Add the post", status=422)
    assert "There is a post with this title already." in page.words
    page = adi.send({"title": "Head of Law", "clears": "legal"}, button="Add the post")
    assert "Nobody has held this post yet" in page.words
    assert "Vacant" in adi.open("/people/posts").words
    adi.page = page
    day = {"person_id": str(olu), "from_on": ["1", "4", "2026"]}
    page = adi.send(day, button="Appoint")
    assert "1 April 2026 Present" in page.words
    page = adi.send(day, button="Appoint", status=422)
    assert "holds this post already" in page.words
    adi.open(page.links()["End of the appointment of Olu Eze"])
    page = adi.send({"to_on": ["1", "3", "2026"]}, button="Record the last day", status=422)
    assert "cannot be before the first" in page.words
    page = adi.send({"to_on": ["1", "6", "2026"]}, button="Record the last day")
    assert "1 June 2026" in page.words


def test_the_pages_of_posts_are_read_by_everybody(cast, visit):
    page = visit("Mo").open("/people/posts")
    assert "Director of Finance" in page.links()
    assert "Fin Grant" in page.links()
    assert "Appoint" not in visit("Mo").open(page.links()["Director of Finance"]).buttons()


@pytest.mark.sqlite
@pytest.mark.parametrize("who", ["Clare", "Chi", "Mo", "Olu", "Adi", "Nora"])
def test_everybody_opens_exactly_what_they_may(cast, visit, who):
    browsing = visit(who)
    mo = cast.person("Mo").id
    for where in ("/people", f"/people/{mo}", "/people/posts", "/people/posts/1"):
        browsing.open(where)
    for where in (
        "/people/new",
        f"/people/{mo}/edit",
        f"/people/{mo}/party",
        f"/people/{mo}/merge",
        "/people/posts/new",
        "/people/posts/1/holders/1/end",
        "/people/accounts",
        "/people/accounts/new",
        "/people/accounts/1",
    ):
        browsing.open(where, status=200 if who == "Adi" else 403)


@pytest.mark.sqlite
def test_what_is_not_there_is_not_found(visit):
    adi = visit("Adi")
    for where in ("/people/999", "/people/posts/999", "/people/posts/1/holders/999/end"):
        adi.open(where, status=404)


def test_the_directory_knows_namesakes_whatever_the_case(app):
    assert [one.name for one in queries.namesakes("MO  barker")] == ["Mo Barker"]


def _grow(many):
    for number in range(many):
        person = services.add_person(
            by=None,
            name=f"Somebody {number} of {many}",
            kind=PersonKind.COUNCILLOR,
            organisation=f"Organisation {number}",
            ward=f"Ward {number}",
            party=f"Party {number}",
        )
        post = services.create_post(by=None, title=f"Post {number} of {many}")
        services.appoint(post, person=person, by=None, from_on=date(2020, 1, 1))
