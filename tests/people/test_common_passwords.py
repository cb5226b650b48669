"""Passwords that others would guess are refused with the reason, wherever one is chosen."""

from contextlib import suppress

import pytest
from argon2 import Type

from app.foundation.errors import Refused
from app.people import passwords, services
from tests import economies
from tests.cast import PASSWORD, email_of

OF_CLARE = {"email": "clare.dawson@harbourside.gov.uk", "name": "Clare Dawson"}
COMMON = {
    "Password1234": "many people use",
    "iloveyou1234": "many people use",
    "Passw0rd2024!": "many people use",
    "1q2w3e4r5t6y": "many people use",
    "manchesterunited": "many people use",
    "Summer2026!!!": "easy to guess",
    "qwertyuiop12": "easy to guess",
    "zxcvbnm,./asdf": "easy to guess",
    "abcdefghijklm": "alphabet",
    "987654321098": "easy to guess",
    "aaaaaaaaaaaaa": "repeats itself",
    "letmeinletmein": "repeats itself",
    "ClareDawson1!": "your name",
    "dawsonclare99": "your name",
    "cl4re.d4ws0n!": "easy to guess",
    "AdiHart12345": "many people use",
    "Clare12345678": "your name",
    "harbourside2026": "your name",
    "Harbourside-Council-1": "council’s name",
    "MyGuildhall2026": "your name",
    "Winter2026Council!": "your name",
}
GOOD = (
    "three unrelated words",
    "correct horse battery",
    "otter-lamp-harbour-7",
    "x7Kp-93mQ-zzLw",
    "Thursdays smell of bacon",
    "Dawson keeps otters in the lamp",
)


@pytest.mark.sqlite
@pytest.mark.parametrize("password", COMMON)
def test_what_others_would_guess_is_refused_with_the_reason(app, password):
    app.config["COUNCIL_NAME"] = "Harbourside Borough Council"
    with pytest.raises(Refused) as refused:
        passwords.check(password, **OF_CLARE)
    assert COMMON[password] in refused.value.sentence
    assert password not in refused.value.sentence


@pytest.mark.sqlite
@pytest.mark.parametrize("password", [*GOOD, PASSWORD])
def test_what_nobody_guesses_is_taken(app, password):
    passwords.check(password, **OF_CLARE)


@pytest.mark.sqlite
def test_passwords_given_out_are_never_refused(app):
    for _ in range(200):
        passwords.check(services.one_time_password(), **OF_CLARE)


@pytest.mark.sqlite
@pytest.mark.parametrize("password", ["x" * 100_000, "otter lamp " * 3000, "ü" * 80, "🦦" * 20])
def test_very_long_and_strange_ones_are_judged_too(app, password):
    with suppress(Refused):
        passwords.check(password, **OF_CLARE)


@pytest.mark.sqlite
@pytest.mark.parametrize("environment", ["production", "development"])
def test_the_demo_councils_passwords_are_for_the_demo_council_alone(app, environment):
    app.config["ENVIRONMENT"] = environment
    if environment == "development":
        passwords.check("brackenmere-demo-clerk", **OF_CLARE)
        return
    with pytest.raises(Refused, match="demo council"):
        passwords.check("brackenmere-demo-clerk", **OF_CLARE)


def test_the_page_says_why_and_nothing_is_changed(visit):
    olu = visit("Olu")
    olu.open("/account")
    typed = {"present": PASSWORD, "new": "Password1234", "again": "Password1234"}
    page = olu.send(typed, button="Change password", status=422)
    assert "one that many people use" in page.words and "unrelated words" in page.words
    assert "Password1234" not in page.text
    assert visit("Olu").open("/account").heading == "Your account"


@pytest.mark.sqlite
def test_an_account_made_by_command_is_held_to_it_too(app):
    arguments = ["people", "add", "Bob Hill", "bob@council.example", "--password"]
    result = app.test_cli_runner().invoke(args=[*arguments, "bobhill123456"])
    assert (result.exit_code, "easy to guess" in result.output) == (1, True)
    result = app.test_cli_runner().invoke(args=[*arguments, "otter lamp harbour"])
    assert result.exit_code == 0, result.output
    assert email_of("Bob") in result.output


@pytest.mark.sqlite
def test_outside_the_tests_a_password_takes_the_work_that_argon2_recommends(app):
    assert economies.OWN_HASHER.type is Type.ID
    assert economies.OWN_HASHER.time_cost >= 3
    assert economies.OWN_HASHER.memory_cost >= 64 * 1024
