"""Administrators look after accounts: open, reset, unlock, close."""

import re

import pytest

from app.foundation.db import db
from app.people import services
from app.people.models import PersonKind
from app.people.queries import account_by_email
from tests.cast import email_of

PASSWORD_SHAPE = r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b"


def password_on(page):
    """The one-time password that stands on a page."""
    return re.search(PASSWORD_SHAPE, page.words).group()


def test_a_new_account_gets_a_password_once_and_must_choose_its_own(cast, transaction, visit):
    with transaction():
        person = services.add_person(by=None, name="New Person", kind=PersonKind.OFFICER)
        person_id = person.id
    adi = visit("Adi")
    adi.open(f"/people/accounts/new?person={person_id}")
    page = adi.send({"email": "New@Council.example", "is_officer": "y"}, button="Open the account")
    password = password_on(page)
    account = account_by_email("new@council.example")
    assert account.is_officer and not account.is_administrator and account.must_change_password
    assert password not in adi.open(f"/people/accounts/{account.id}").text

    new = visit(None)
    new.open("/sign-in")
    page = new.send({"email": "new@council.example", "password": password}, button="Sign in")
    assert page.heading == "Your account"
    assert "choose a password of your own" in page.words
    assert new.open("/people").heading == "Your account"
    own = "three unrelated words"
    new.send({"present": password, "new": own, "again": own}, button="Change password")
    assert new.open("/people").heading == "People"


def test_an_address_or_a_person_has_one_account_only(cast, transaction, visit):
    with transaction():
        person = services.add_person(by=None, name="New Person", kind=PersonKind.OFFICER)
        person_id = person.id
    adi = visit("Adi")
    page = adi.open("/people/accounts/new")
    assert "Clare Dawson" not in page.words
    taken = {"person_id": str(person_id), "email": email_of("Mo")}
    page = adi.send(taken, button="Open the account", status=422)
    assert "There is an account with this e-mail address already." in page.words
    page = adi.send({"email": "nonsense"}, button="Open the account", status=422)
    assert "Enter an email address" in page.words


def test_a_forgotten_password_is_replaced_and_the_lock_falls(cast, visit):
    nobody = visit(None)
    nobody.open("/sign-in")
    for _ in range(5):
        nobody.send({"email": email_of("Mo"), "password": "no"}, button="Sign in", status=422)
    adi = visit("Adi")
    page = adi.open("/people/accounts")
    assert "Locked" in page.words
    may = {row[0].split("@")[0].split()[-1]: row[1] for row in page.rows()}
    assert may["Dawsonclare"] == "OfficerClerk of Safer Communities Board"
    assert may["Anandchi"] == "ReadChair of Safer Communities Board"
    adi.open(f"/people/accounts/{cast.account('Mo').id}")
    password = password_on(adi.send(button="Make a new password"))
    page = nobody.send({"email": email_of("Mo"), "password": password}, button="Sign in")
    assert page.heading == "Your account"


def test_a_locked_account_is_unlocked(cast, visit):
    nobody = visit(None)
    nobody.open("/sign-in")
    for _ in range(5):
        nobody.send({"email": email_of("Mo"), "password": "no"}, button="Sign in", status=422)
    adi = visit("Adi")
    assert "Locked after too many failed attempts." in (
        adi.open(f"/people/accounts/{cast.account('Mo').id}").words
    )
    assert "Unlock now" not in adi.send(button="Unlock now").buttons()
    assert visit("Mo").open("/account").heading == "Your account"


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(cast, visit):
    mo, adi = visit("Mo"), visit("Adi")
    where = f"/people/accounts/{cast.account('Mo').id}"
    page = adi.open(where)
    page.tree.xpath("//input[@name='is_enabled']")[0].attrib.pop("checked")
    assert "Closed" in adi.send(button="Save").words
    assert mo.open("/people").heading == "Sign in"
    adi.open(where)
    adi.send({"is_enabled": "y"}, button="Save")
    assert visit("Mo").open("/people").heading == "People"


def test_somebody_becomes_an_administrator(cast, visit):
    adi = visit("Adi")
    adi.open(f"/people/accounts/{cast.account('Nora').id}")
    adi.send({"is_administrator": "y"}, button="Save")
    assert visit("Nora").open("/administration").heading == "Administration"


def test_rights_that_another_administrator_has_changed_are_not_overwritten(cast, visit):
    first, second = visit("Adi"), visit("Adi")
    where = f"/people/accounts/{cast.account('Nora').id}"
    first.open(where)
    second.open(where)
    first.send({"is_administrator": "y"}, button="Save")
    page = second.send({"is_officer": ""}, button="Save", status=409)
    assert ["Administrator", "Yes", "No"] in page.rows()
    assert ["Officer", "Yes", "No"] in page.rows()
    db.session.rollback()
    account = cast.account("Nora")
    assert (account.is_administrator, account.is_officer) == (True, True)
    second.send({"is_administrator": "y"}, button="Save")
    db.session.rollback()
    account = cast.account("Nora")
    assert (account.is_administrator, account.is_officer) == (True, False)


def test_nobody_takes_their_own_administration_away(cast, visit):
    adi = visit("Adi")
    page = adi.open(f"/people/accounts/{cast.account('Adi').id}")
    assert "This is your own account." in page.words
    assert "Make a new password" not in page.buttons()
    page.tree.xpath("//input[@name='is_administrator']")[0].attrib.pop("checked")
    page = adi.send(button="Save", status=422)
    assert "You cannot take your own administration away" in page.words
    assert cast.account("Adi").is_administrator


def test_every_session_of_somebody_is_ended(cast, visit):
    mo, adi = visit("Mo"), visit("Adi")
    adi.open(f"/people/accounts/{cast.account('Mo').id}")
    adi.send(button="End every session")
    assert mo.open("/people").heading == "Sign in"


@pytest.mark.sqlite
def test_one_time_passwords_are_long_and_never_the_same():
    made = {services.one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(PASSWORD_SHAPE, one) for one in made)
