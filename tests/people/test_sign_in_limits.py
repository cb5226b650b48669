"""Too many attempts are refused by address, by account and by device, and lock nobody out."""

import re
from datetime import timedelta

import pytest

from app.foundation import clock, rate_limits
from app.foundation.db import db
from app.foundation.rate_limits import RateLimit
from app.foundation.web import instance_check
from app.people import attempts
from tests.cast import PASSWORD, email_of
from tests.counting import statements

pytestmark = pytest.mark.both

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def at(visit):
    """A browser that has never been here, at a network address."""

    def _at(address=HERE):
        browsing = visit(None)
        browsing.client.environ_base["REMOTE_ADDR"] = address
        browsing.open("/sign-in")
        return browsing

    return _at


def attempt(browsing, *, who="Mo", password="wrong-password", status=422):
    email = who if "@" in who else email_of(who)
    return browsing.send({"email": email, "password": password}, button="Sign in", status=status)


def fail(browsing, times=5, **how):
    for _ in range(times):
        attempt(browsing, **how)


def get_in(browsing, who="Mo"):
    page = attempt(browsing, who=who, password=PASSWORD, status=200)
    assert page.heading != "Sign in"
    return browsing


def known(at, who="Mo", address=HERE):
    """A device on which somebody has signed in before, and is not now."""
    browsing = get_in(at(address), who)
    browsing.open("/account")
    browsing.send(button="Sign out")
    return browsing


def test_one_attempt_too_many_is_refused_with_the_time_to_wait_and_the_address_kept(at):
    mo = at()
    fail(mo)
    page = attempt(mo, password=PASSWORD, status=429)
    assert "Wait 15 minutes, then try again." in page.words
    assert 0 < int(page.response.headers["Retry-After"]) <= 15 * 60 + 1
    assert page.tree.xpath("//input[@name='email']")[0].get("value") == email_of("Mo")
    assert PASSWORD not in page.text
    with clock.stopped(clock.now() + timedelta(minutes=16)):
        get_in(mo)


def test_nobody_is_kept_out_by_failures_at_another_address(at):
    for address in ("203.0.113.1", "203.0.113.2", "203.0.113.3"):
        fail(at(address))
        attempt(at(address), password=PASSWORD, status=429)
    get_in(at(HERE))


def test_a_device_that_signed_in_before_is_not_kept_out_whatever_happens_elsewhere(app, at):
    app.config["SIGN_IN_LIMIT_PER_ACCOUNT"] = "10 per hour"
    mo = known(at)
    fail(at(HERE))
    for number in range(3):
        browsing = at(f"203.0.113.{number}")
        for _ in range(6):
            browsing.client.post("/sign-in", data=sent(browsing))
    attempt(at(ELSEWHERE), password=PASSWORD, status=429)
    get_in(mo)


def sent(browsing, who="Mo", password="wrong-password"):
    token = browsing.page.tree.xpath("//input[@name='csrf_token']")[0].get("value")
    return {"email": email_of(who), "password": password, "csrf_token": token}


def test_a_device_is_known_for_those_who_signed_in_on_it_and_has_a_limit_of_its_own(at):
    device = known(at, "Mo")
    fail(at(HERE), who="Olu")
    attempt(device, who="Olu", password=PASSWORD, status=429)
    fail(device, who="Mo")
    attempt(device, who="Mo", password=PASSWORD, status=429)
    get_in(at(HERE), "Mo")


def test_a_forged_device_is_an_unknown_one(at, visit):
    fail(at(HERE))
    forger = at(HERE)
    forger.client.set_cookie("known_device", "WyJ4IixbIngiXV0.forged")
    attempt(forger, password=PASSWORD, status=429)


def test_one_address_tries_only_so_many_accounts(app, at):
    app.config["SIGN_IN_LIMIT_PER_ADDRESS"] = "6 per hour"
    sprayer = at()
    for number in range(6):
        attempt(sprayer, who=f"somebody{number}@council.example")
    attempt(sprayer, who="Mo", password=PASSWORD, status=429)
    get_in(at(ELSEWHERE))


def test_all_addresses_together_try_one_account_only_so_often(app, at):
    app.config["SIGN_IN_LIMIT_PER_ACCOUNT"] = "6 per hour"
    for number in range(6):
        attempt(at(f"203.0.113.{number}"))
    attempt(at(ELSEWHERE), password=PASSWORD, status=429)
    get_in(at(ELSEWHERE), "Olu")


def test_good_sign_ins_do_not_count(app, at):
    app.config["SIGN_IN_LIMIT_PER_ADDRESS"] = "3 per hour"
    app.config["SIGN_IN_LIMIT_PER_ACCOUNT"] = "3 per hour"
    for _ in range(5):
        get_in(at())
    db.session.rollback()
    assert set(db.session.scalars(db.select(RateLimit.count))) <= {0}


def test_whoever_is_refused_at_one_address_does_not_use_up_the_accounts_limit(app, at):
    app.config["SIGN_IN_LIMIT_PER_ACCOUNT"] = "8 per hour"
    attacker = at()
    fail(attacker)
    for _ in range(10):
        attempt(attacker, status=429)
    get_in(at(ELSEWHERE))


@pytest.mark.parametrize("limited", [False, True])
def test_answers_tell_nothing_of_which_accounts_there_are(
    cast, transaction, at, limited, monkeypatch
):
    monkeypatch.setattr(instance_check, "_check", lambda app: None)  # it comes by the clock
    with transaction():
        cast.account("Nora").is_enabled = False
    seen, asked = set(), set()
    for who in ("Mo", "Nora", "nobody@council.example"):
        browsing = at()
        if limited:
            fail(browsing, who=who)
        email = who if "@" in who else email_of(who)
        with statements() as sent_to_database:
            page = attempt(browsing, who=who, status=429 if limited else 422)
        said = page.text.replace(email, "")
        seen.add(re.sub(r'name="csrf_token"[^>]*', "", said))
        asked.add(tuple(sent_to_database))
        db.session.rollback()
        db.session.execute(db.delete(RateLimit))
        db.session.commit()
    assert len(seen) == 1
    assert len(asked) == 1, "the same statements, so that the time tells nothing either"


def test_a_busy_store_counts_in_memory_and_fails_no_page(at, monkeypatch):
    def busy(**_named):
        raise db.exc.OperationalError("", {}, Exception("locked"))

    rate_limits._in_memory.storage.reset()
    monkeypatch.setattr(rate_limits, "short_transaction", busy)
    mo = at("203.0.113.99")
    fail(mo)
    page = attempt(mo, password=PASSWORD, status=429)
    assert "Wait 15 minutes" in page.words and page.response.headers["Retry-After"]


def test_the_present_password_is_not_guessed_by_whoever_sits_at_an_open_session(visit):
    olu = visit("Olu")
    olu.open("/account")
    typed = {"new": "correct horse battery", "again": "correct horse battery"}
    for _ in range(5):
        olu.send(typed | {"present": "wrong-password"}, button="Change password", status=422)
    page = olu.send(typed | {"present": PASSWORD}, button="Change password", status=429)
    assert "Wait 15 minutes" in page.words and page.heading == "Your account"
    assert "Retry-After" in page.response.headers


def test_an_administrator_sees_whom_it_concerns_and_opens_the_door(at, visit):
    fail(at())
    adi = visit("Adi")
    assert "Mo Barker is locked out" in adi.open("/").words
    page = adi.open("/people/accounts")
    assert "Locked" in page.words
    adi.open(page.links()["Councillor Mo Barker"])
    assert "Unlock now" not in adi.send(button="Unlock now").buttons()
    get_in(at())


def test_nothing_of_what_was_typed_is_kept(at):
    attempt(at(), who="My Secret Password@council.example".replace(" ", "-"))
    db.session.rollback()
    kept = " ".join(db.session.scalars(db.select(RateLimit.key)))
    assert kept and "Secret" not in kept and "council" not in kept


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "nonsense", True),
    ],
)
def test_whoever_has_a_whole_network_is_one_address(one, other, same):
    assert (attempts.network_of(one) == attempts.network_of(other)) is same


@pytest.mark.parametrize(("trusted", "blocked"), [(0, True), (1, False)])
def test_the_address_comes_from_as_many_proxies_as_are_trusted(app, at, trusted, blocked):
    from app.foundation import hardening

    app.config["TRUSTED_PROXIES"] = trusted
    hardening.trust_proxies(app)
    for client in ("203.0.113.1", "203.0.113.2"):
        browsing = at("10.0.0.1")
        browsing.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"9.9.9.9, {client}"
        if client.endswith("1"):
            fail(browsing)
        else:
            attempt(browsing, password=PASSWORD, status=429 if blocked else 200)
