"""Forms of people, posts and accounts that were opened before somebody else saved."""

from datetime import date

import pytest

from app.foundation.db import db
from app.people import services
from app.people.models import Account, PartyMembership, Person, PersonKind, PostHolder

CHANGED = "Adi Hart has changed this since you opened it"


@pytest.fixture
def two(cast, transaction, visit):
    """Adi and another administrator, Nora, each with a browser."""
    with transaction():
        facts = {"is_administrator": True, "is_officer": True, "is_enabled": True, "version": 1}
        services.change_account(cast.account("Nora"), by=cast.person("Adi"), **facts)
    return visit("Adi"), visit("Nora")


def both_open(two, where):
    for browser in two:
        browser.open(where)


def fresh(row):
    """The row as the database has it now."""
    db.session.rollback()
    return db.session.get_one(type(row), row.id, populate_existing=True)


def test_a_party_recorded_meanwhile_is_shown_and_the_typed_one_stays(cast, two):
    adi, nora = two
    both_open(two, f"/people/{cast.person('Mo').id}/party")
    first = {"party": "Together", "from_on": ["1", "5", "2024"]}
    adi.send(first, button="Record the party")
    second = {"party": "Alliance", "from_on": ["1", "9", "2025"]}
    page = nora.send(second, button="Record the party", status=409)
    assert CHANGED in page.words
    assert ["Party or group", "Together", "Alliance"] in page.rows()
    assert ["First day", "1 May 2024", "1 September 2025"] in page.rows()
    assert [one.party.name for one in fresh(cast.person("Mo")).parties] == ["Together"]
    nora.send(button="Record the party")
    held = [(one.party.name, one.to_on) for one in fresh(cast.person("Mo")).parties]
    assert held == [("Together", date(2025, 8, 31)), ("Alliance", None)]


def test_the_last_day_in_a_post_recorded_meanwhile_is_shown(cast, two):
    adi, nora = two
    (holding,) = cast.person("Fin").holdings
    both_open(two, f"/people/posts/{holding.post_id}/holders/{holding.id}/end")
    adi.send({"to_on": ["31", "3", "2026"]}, button="Record the last day")
    page = nora.send({"to_on": ["30", "4", "2026"]}, button="Record the last day", status=409)
    assert CHANGED in page.words
    assert ["Last day", "31 March 2026", "30 April 2026"] in page.rows()
    assert fresh(holding).to_on == date(2026, 3, 31)
    nora.send(button="Record the last day")
    assert fresh(holding).to_on == date(2026, 4, 30)


def test_an_entry_corrected_meanwhile_is_not_merged_unseen(cast, transaction, two):
    with transaction():
        twin = services.add_person(by=None, name="M. Barker", kind=PersonKind.COUNCILLOR)
    adi, nora = two
    adi.open(f"/people/{twin.id}/edit")
    nora.open(f"/people/{twin.id}/merge")
    adi.send({"name": "Maurice Barker"}, button="Save")
    chosen = {"into_id": str(cast.person("Mo").id)}
    page = nora.send(chosen, button="Merge the two entries", status=409)
    assert f"{CHANGED}. Look at it as it is now" in page.words
    assert page.heading == "Merge Maurice Barker into another entry"
    assert page.tree.xpath("//option[@selected]")[0].text == "Councillor Mo Barker"
    assert fresh(twin).merged_into_id is None
    nora.send(button="Merge the two entries")
    assert fresh(twin).merged_into_id == cast.person("Mo").id


def test_an_entry_merged_meanwhile_is_not_corrected_and_the_typed_name_stays(
    cast, transaction, two
):
    with transaction():
        twin = services.add_person(by=None, name="M. Barker", kind=PersonKind.COUNCILLOR)
    adi, nora = two
    adi.open(f"/people/{twin.id}/merge")
    nora.open(f"/people/{twin.id}/edit")
    adi.send({"into_id": str(cast.person("Mo").id)}, button="Merge the two entries")
    page = nora.send({"name": "Maurice Barker"}, button="Save", status=422)
    assert "This entry was merged into that of Councillor Mo Barker." in page.words
    assert page.tree.xpath("//input[@name='name']")[0].get("value") == "Maurice Barker"
    assert fresh(twin).name == "M. Barker"


def test_two_new_passwords_are_not_given_unknowingly(cast, two):
    adi, nora = two
    olu = cast.account("Olu")
    both_open(two, f"/people/accounts/{olu.id}")
    adi.send(button="Make a new password")
    given = fresh(olu).password_hash
    page = nora.send(button="Make a new password", status=409)
    assert CHANGED in page.words
    assert fresh(olu).password_hash == given
    assert "One-time password" in nora.send(button="Make a new password").words


def test_a_name_that_was_entered_meanwhile_is_asked_about(two):
    adi, nora = two
    both_open(two, "/people/new")
    typed = {"kind": "public", "name": "Ivy Lane"}
    adi.send(typed, button="Add the person")
    page = nora.send(typed | {"organisation": "Harbour"}, button="Add the person", status=422)
    assert "There is somebody of this name in the directory already." in page.words
    assert "Ivy Lane" in page.links()
    assert page.tree.xpath("//input[@name='organisation']")[0].get("value") == "Harbour"


def test_who_saved_is_named_and_oneself_in_another_window(cast, two, visit):
    adi, again = two[0], visit("Adi")
    both_open((adi, again), f"/people/{cast.person('Olu').id}/edit")
    adi.send({"organisation": "The Council"}, button="Save")
    page = again.send({"organisation": "Harbour"}, button="Save", status=409)
    assert "You have changed this since, in another window" in page.words
    assert ["Organisation", "The Council", "Harbour"] in page.rows()


def about(cast):
    """The forms of what exists: where each stands, its button, what is typed."""
    olu, (holding,) = cast.account("Olu"), cast.person("Fin").holdings
    day = ["1", "5", "2026"]
    mo = str(cast.person("Mo").id)
    return [
        (f"/people/{olu.person_id}/edit", "Save", {"name": "X"}),
        (f"/people/{olu.person_id}/party", "Record the party", {"party": "X", "from_on": day}),
        (f"/people/{cast.person('Chi').id}/merge", "Merge the two entries", {"into_id": mo}),
        (f"/people/accounts/{olu.id}", "Save", {"is_administrator": "y"}),
        (f"/people/accounts/{olu.id}", "Make a new password", {}),
        (
            f"/people/posts/{holding.post_id}/holders/{holding.id}/end",
            "Record the last day",
            {"to_on": day},
        ),
    ]


@pytest.mark.parametrize("spoilt", ["", "0", "99", "x"])
def test_a_version_that_is_missing_or_spoilt_ends_in_a_conflict(cast, transaction, visit, spoilt):
    with transaction():
        db.session.delete(cast.account("Chi"))
    adi, before = visit("Adi"), state()
    for where, button, typed in about(cast):
        adi.open(where)
        adi.send(typed | {"version": spoilt}, button=button, status=409)
    assert state() == before


def state():
    """Every row that these forms change."""
    db.session.rollback()
    return [
        [tuple(row) for row in db.session.execute(db.select(*kind.__table__.c).order_by(kind.id))]
        for kind in (Person, PartyMembership, PostHolder, Account)
    ]
