"""A password is judged and hashed while nothing is locked: that takes longer than all the rest."""

import pytest
from argon2 import PasswordHasher

from app.foundation.db import db, writing
from app.people import passwords, services
from app.people.models import PersonKind
from tests.cast import PASSWORD, email_of

pytestmark = pytest.mark.both

NEW = "three unrelated words"


class Watched:
    """A hasher that says for each of its works whether somebody had to wait for it."""

    def __init__(self) -> None:
        self.within, self.real = [], PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        self.is_outdated = False

    def note(self, work: str) -> None:
        self.within.append((work, writing.get() and db.session().in_transaction()))

    def hash(self, password: str) -> str:
        self.note("hash")
        return self.real.hash(password)

    def verify(self, kept: str, password: str) -> bool:
        self.note("verify")
        return self.real.verify(kept, password)

    def check_needs_rehash(self, _kept: str) -> bool:
        return self.is_outdated


@pytest.fixture
def watched(app, monkeypatch):
    found = Watched()
    judge = passwords._why_common
    monkeypatch.setattr(passwords, "_hasher", found)
    monkeypatch.setattr(
        passwords, "_why_common", lambda *a, **k: (found.note("judge"), judge(*a, **k))[1]
    )
    return found


def works(watched):
    """What was done, once it is clear that nobody waited for it."""
    assert [work for work, somebody_waits in watched.within if somebody_waits] == []
    return {work for work, _ in watched.within}


def test_a_sign_in_and_a_hash_renewed_by_it(watched, visit):
    watched.is_outdated = True
    visit(None).open("/sign-in")
    visit("Olu")
    assert works(watched) == {"verify", "hash"}


def test_a_new_password_of_ones_own(watched, visit):
    olu = visit("Olu")
    olu.open("/account")
    olu.send({"present": PASSWORD, "new": NEW, "again": NEW}, button="Change password")
    assert works(watched) == {"verify", "judge", "hash"}
    assert services.sign_in(email_of("Olu"), password=NEW) is not None


def test_a_password_that_is_given_out(watched, cast, transaction, visit):
    with transaction():
        person = services.add_person(by=None, name="New Person", kind=PersonKind.OFFICER)
        person_id = person.id
    adi = visit("Adi")
    adi.open(f"/people/accounts/new?person={person_id}")
    adi.send({"email": "new@council.example"}, button="Open the account")
    adi.open(f"/people/accounts/{cast.account('Olu').id}")
    adi.send(button="Make a new password")
    assert works(watched) >= {"hash"}


def test_the_first_administrator(watched, app):
    line = ["people", "add", "Bob Lane", "bob@council.example", "--password", NEW]
    result = app.test_cli_runner().invoke(args=line)
    assert result.exit_code == 0, result.output
    assert works(watched) == {"judge", "hash"}
