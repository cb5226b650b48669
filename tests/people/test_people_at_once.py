"""Two administrators do something about people in the same moment; nothing is lost or doubled."""

from datetime import date

import pytest

from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.people import services
from app.people.models import Account, Party, Person, PersonKind, Post, SignInSession, Ward
from tests.cast import PASSWORD, email_of

pytestmark = pytest.mark.postgres
FIRST = date(2026, 5, 1)
NEW = "three unrelated words"


def now(row):
    """The row as the database has it."""
    return db.session.get_one(type(row), row.id, populate_existing=True)


def how_many(model, *where):
    return db.session.scalar(db.select(db.func.count(model.id)).where(*where))


def edit(person, name, *, version):
    facts = {"honorific": "", "organisation": "", "ward": "", "by": person}
    services.edit_person(person, name=name, version=version, **facts)


def rights(account, by, *, version=1, **changed):
    facts = {"is_administrator": False, "is_officer": True, "is_enabled": True} | changed
    services.change_account(account, by=by, version=version, **facts)


def test_an_entry_corrected_by_two_is_saved_once(cast, race):
    olu = cast.person("Olu")
    first, second = race(
        [olu],
        lambda person: edit(person, "Ann’s name", version=1),
        lambda person: edit(person, "Bob’s name", version=1),
    )
    assert first is None and isinstance(second, Conflict) and second.version == 2
    assert now(olu).name == "Ann’s name"


def test_a_party_recorded_by_two_is_recorded_once(cast, race):
    def join(party):
        facts = {"by": None, "from_on": FIRST, "version": 1}
        return lambda person: services.join_party(person, party=party, **facts)

    mo = cast.person("Mo")
    first, second = race([mo], join("Together"), join("Alliance"))
    assert first is None and isinstance(second, Conflict)
    assert [one.party.name for one in now(mo).parties] == ["Together"]


@pytest.mark.parametrize(("is_another", "found"), [(False, 1), (True, 2)])
def test_one_name_entered_by_two_is_asked_about(race, is_another, found):
    def enter(name):
        facts = {"by": None, "kind": PersonKind.PUBLIC, "is_another": is_another}
        return lambda: services.add_person(name=name, **facts)

    first, second = race([], enter("Ivy Lane"), enter("ivy lane"))
    assert first is None
    assert (second is None) if is_another else isinstance(second, Refused)
    assert how_many(Person, Person.sort_name == "lane ivy") == found


def test_two_who_enter_one_new_ward_and_party_share_them(race):
    def enter(name):
        facts = {"by": None, "kind": PersonKind.COUNCILLOR, "ward": "Quay", "party": "Tide"}
        return lambda: services.add_person(name=name, **facts)

    assert race([], enter("Ivy Lane"), enter("Jo Moss")) == [None, None]
    assert (how_many(Ward, Ward.name == "Quay"), how_many(Party, Party.name == "Tide")) == (1, 1)


def test_one_post_created_by_two_is_created_once(race):
    def create(title):
        return lambda: services.create_post(by=None, title=title)

    first, second = race([], create("Head of Law"), create("head of law "))
    assert first is None
    assert isinstance(second, Refused) and "post with this title" in second.sentence
    assert how_many(Post, db.func.lower(Post.title) == "head of law") == 1


def test_nobody_is_appointed_twice(cast, transaction, race):
    with transaction():
        post = services.create_post(by=None, title="Head of Law")

    def appoint(post, person):
        services.appoint(post, person=person, by=None, from_on=FIRST)

    first, second = race([post, cast.person("Olu")], appoint, appoint)
    assert first is None
    assert isinstance(second, Refused) and "holds this post already" in second.sentence
    assert len(now(post).holders) == 1


def test_an_appointment_ended_by_two_ends_on_one_day(cast, race):
    (holding,) = cast.person("Fin").holdings

    def leave(day):
        facts = {"by": cast.person("Adi"), "version": 1}
        return lambda held: services.leave_post(held, to_on=date(2026, 5, day), **facts)

    first, second = race([holding], leave(1), leave(2))
    assert first is None and isinstance(second, Conflict)
    held = now(holding)
    assert held.to_on == FIRST and held.saved_by_id == cast.person("Adi").id


@pytest.mark.parametrize(
    ("names", "emails", "said"),
    [
        (("Ivy Lane", "Jo Moss"), ("one@council.example", "One@Council.example"), "e-mail address"),
        (
            ("Ivy Lane", "Ivy Lane"),
            ("one@council.example", "two@council.example"),
            "has an account",
        ),
    ],
)
def test_an_account_opened_by_two_is_opened_once(transaction, race, names, emails, said):
    with transaction():
        rows = {
            name: services.add_person(by=None, name=name, kind=PersonKind.OFFICER) for name in names
        }
    before = how_many(Account)

    def open_for(place):
        facts = {"by": None, "email": emails[place], "password": PASSWORD}
        return lambda *people: services.open_account(people[place], **facts)

    first, second = race([rows[name] for name in names], open_for(0), open_for(1))
    assert first is None and isinstance(second, Refused) and said in second.sentence
    assert how_many(Account) == before + 1


def twin_of_mo():
    return services.add_person(by=None, name="M. Barker", kind=PersonKind.COUNCILLOR)


def merge(gone, kept):
    services.merge(gone, into=kept, by=kept, version=1)


def test_an_entry_that_is_being_corrected_is_not_merged_unseen(cast, transaction, race):
    with transaction():
        twin = twin_of_mo()
    first, second = race(
        [twin, cast.person("Mo")],
        lambda twin, _kept: edit(twin, "Maurice Barker", version=1),
        merge,
    )
    assert first is None and isinstance(second, Conflict)
    assert now(twin).merged_into_id is None


def test_an_entry_that_is_being_merged_is_not_corrected(cast, transaction, race):
    with transaction():
        twin = twin_of_mo()
    first, second = race(
        [twin, cast.person("Mo")],
        merge,
        lambda twin, _kept: edit(twin, "Maurice Barker", version=1),
    )
    assert first is None
    assert isinstance(second, Refused) and "merged into that of Councillor Mo" in second.sentence


def test_two_entries_merged_into_each_other_leave_one(transaction, race):
    with transaction():
        twins = [twin_of_mo(), twin_of_mo()]
    first, second = race(twins, merge, lambda gone, kept: merge(kept, gone))
    assert first is None and isinstance(second, Refused)
    assert [now(one).merged_into_id for one in twins] == [twins[1].id, None]


@pytest.mark.parametrize("deed_done", ["appoint", "account", "party"])
def test_nothing_is_given_to_an_entry_that_is_being_merged(cast, transaction, race, deed_done):
    with transaction():
        twin, post = twin_of_mo(), services.create_post(by=None, title="Head of Law")
    give = {
        "appoint": lambda twin, _kept, post: services.appoint(post, person=twin, by=None),
        "account": lambda twin, _kept, _post: services.open_account(
            twin, by=None, email="twin@council.example", password=PASSWORD
        ),
        "party": lambda twin, _kept, _post: services.join_party(twin, party="Tide", by=None),
    }[deed_done]
    rows = [twin, cast.person("Mo"), post]
    first, second = race(rows, lambda gone, kept, _post: merge(gone, kept), give)
    assert first is None
    assert isinstance(second, Refused) and "merged into that of" in second.sentence


def test_an_appointment_made_before_a_merge_goes_with_it(cast, transaction, race):
    with transaction():
        twin, post = twin_of_mo(), services.create_post(by=None, title="Head of Law")
    rows = [twin, cast.person("Mo"), post]
    outcomes = race(
        rows,
        lambda twin, _kept, post: services.appoint(post, person=twin, by=None),
        lambda gone, kept, _post: merge(gone, kept),
    )
    assert outcomes == [None, None]
    assert [held.person_id for held in now(post).holders] == [cast.person("Mo").id]


def test_two_administrators_who_remove_each_other_leave_one(cast, transaction, race):
    with transaction():
        rights(cast.account("Nora"), cast.person("Adi"), is_administrator=True)
    adi, nora = cast.account("Adi"), cast.account("Nora")
    first, second = race(
        [adi, nora],
        lambda adi, nora: rights(nora, adi.person, version=2),
        lambda adi, nora: rights(adi, nora.person, version=1),
    )
    assert first is None
    assert isinstance(second, Refused) and "your own administration" in second.sentence
    assert (now(adi).is_administrator, now(nora).is_administrator) == (True, False)


def test_rights_changed_by_two_are_changed_once(cast, race):
    adi, olu = cast.person("Adi"), cast.account("Olu")
    first, second = race(
        [olu, adi],
        lambda olu, adi: rights(olu, adi, is_administrator=True),
        lambda olu, adi: rights(olu, adi, is_officer=False),
    )
    assert first is None and isinstance(second, Conflict)
    account = now(olu)
    assert (account.is_administrator, account.is_officer) == (True, True)


def sign_in(*_rows):
    services.sign_in(email_of("Olu"), password=PASSWORD)


def sessions_of(account):
    return how_many(SignInSession, SignInSession.account_id == account.id)


def test_two_devices_sign_in_at_once_though_the_first_renews_the_hash(cast, race, monkeypatch):
    olu, adi = cast.account("Olu"), cast.person("Adi")
    monkeypatch.setattr("app.people.passwords.is_outdated", lambda hashed: True)
    before = sessions_of(olu)
    race([olu, adi], sign_in, sign_in)
    assert sessions_of(olu) == before + 2


def test_nobody_signs_in_while_their_account_is_being_closed(cast, race):
    olu = cast.account("Olu")

    def close(olu, adi):
        rights(olu, adi, is_enabled=False)

    assert race([olu, cast.person("Adi")], close, sign_in) == [None, None]
    assert now(olu).last_signed_in_at is None and sessions_of(olu) == 0


def test_a_session_that_began_while_the_account_was_being_closed_is_ended(cast, race):
    olu = cast.account("Olu")
    closing = race([olu, cast.person("Adi")], sign_in, lambda o, a: rights(o, a, is_enabled=False))
    assert closing == [None, None]
    account = now(olu)
    assert account.last_signed_in_at is not None
    assert not account.is_enabled and sessions_of(olu) == 0


def test_two_new_passwords_at_once_are_one(cast, race):
    olu = cast.account("Olu")

    def give(password):
        return lambda olu, adi: services.reset_password(olu, by=adi, new=password, version=1)

    first, second = race([olu, cast.person("Adi")], give(NEW), give(NEW + "!"))
    assert first is None and isinstance(second, Conflict)
    services.change_password(now(olu).id, present=NEW, new=PASSWORD)


def test_a_password_changed_twice_at_once_is_changed_once(cast, race):
    olu = cast.account("Olu")

    def change(new):
        return lambda olu: services.change_password(olu.id, present=PASSWORD, new=new)

    first, second = race([olu], change(NEW), change(NEW + "!"))
    assert first is None
    assert isinstance(second, Refused) and "not your present password" in second.sentence
