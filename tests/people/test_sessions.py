"""A session is a row: it ends at the server, whoever still holds a copy of its cookies."""

from datetime import timedelta

import pytest

from app.foundation import clock
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.people.models import SignInSession
from app.people.queries import sessions_of
from tests.browsing import alone
from tests.cast import PASSWORD, email_of
from tests.counting import statements

pytestmark = pytest.mark.both

SESSION, REMEMBER = "session", "remember_token"
COOKIES = [(SESSION,), (REMEMBER,), (SESSION, REMEMBER)]


def signed_in_for_long(visit, who="Olu"):
    browsing = visit(None)
    browsing.open("/sign-in")
    typed = {"email": email_of(who), "password": PASSWORD, "remember": "y"}
    browsing.send(typed, button="Sign in")
    return browsing


def copied(browsing, visit, *names):
    """Another browser with copies of these cookies."""
    thief = visit(None)
    for name in names:
        cookie = browsing.client.get_cookie(name)
        thief.client.set_cookie(name, cookie.value)
    return thief


def sign_out(visit, browsing):
    browsing.open("/account")
    browsing.send(button="Sign out")


def sign_out_everywhere(visit, browsing):
    visit("Olu").open("/account")
    elsewhere = visit("Olu")
    elsewhere.open("/account")
    elsewhere.send(button="Sign out on every device")


def change_the_password(visit, browsing):
    elsewhere = visit("Olu")
    elsewhere.open("/account")
    new = "correct horse battery"
    elsewhere.send({"present": PASSWORD, "new": new, "again": new}, button="Change password")


def end_it_from_another_device(visit, browsing):
    elsewhere = visit("Olu")
    elsewhere.open("/account")
    elsewhere.send(button=f"End {context_of(elsewhere)}")


def context_of(browsing):
    hidden = browsing.page.tree.xpath("//main//td//button/span")[0]
    return "".join(hidden.itertext()).strip()


def an_administrator(visit, button):
    adi = visit("Adi")
    page = adi.open("/people/accounts")
    adi.open(page.links()["Olu Eze"])
    return adi, button


def administrator_ends_it(visit, browsing):
    adi, _ = an_administrator(visit, None)
    adi.send(button=f"End {context_of(adi)}")


def administrator_ends_all(visit, browsing):
    adi, button = an_administrator(visit, "End every session")
    adi.send(button=button)


def administrator_gives_a_password(visit, browsing):
    adi, button = an_administrator(visit, "Make a new password")
    adi.send(button=button)


def administrator_closes_the_account(visit, browsing):
    adi, button = an_administrator(visit, "Save")
    adi.page.tree.xpath("//input[@name='is_enabled']")[0].attrib.pop("checked")
    adi.send(button=button)


def time_passes(visit, browsing):
    db.session.rollback()
    db.session.execute(db.update(SignInSession).values(ends_at=clock.now() - timedelta(seconds=1)))
    db.session.commit()


ENDINGS = [
    sign_out,
    sign_out_everywhere,
    change_the_password,
    end_it_from_another_device,
    administrator_ends_it,
    administrator_ends_all,
    administrator_gives_a_password,
    administrator_closes_the_account,
    time_passes,
]


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
def test_copied_cookies_open_nothing_once_the_session_has_ended(visit, end):
    olu = signed_in_for_long(visit)
    thieves = [copied(olu, visit, *names) for names in COOKIES]
    for thief in thieves:
        assert thief.open("/account").heading == "Your account"
    end(visit, olu)
    for thief in [*thieves, olu]:
        assert thief.open("/account").heading == "Sign in"


def test_what_a_cookie_carries_is_not_kept(visit):
    olu = visit("Olu")
    with olu.client.session_transaction() as held:
        token = held["_user_id"]
    db.session.rollback()
    kept = db.session.scalars(db.select(SignInSession.token_hash)).all()
    assert len(token) >= 40 and token not in kept
    thief = visit(None)
    with thief.client.session_transaction() as held:
        held["_user_id"] = kept[0]
    assert thief.open("/account").heading == "Sign in"


def test_every_sign_in_has_a_token_of_its_own(visit):
    tokens = set()
    for _ in range(3):
        browsing = visit("Olu")
        with browsing.client.session_transaction() as held:
            tokens.add(held["_user_id"])
    assert len(tokens) == 3


def test_a_session_planted_before_signing_in_is_not_the_one_after(visit):
    attacker = visit("Mo")
    victim = copied(attacker, visit, SESSION)
    sign_out(visit, attacker)
    victim.sign_in("Olu")
    assert "Olu Eze" in victim.open("/account").words
    assert attacker.open("/account").heading == "Sign in"
    assert copied(attacker, visit, SESSION).open("/account").heading == "Sign in"


def test_a_new_password_changes_the_token_and_stays_signed_in_here(visit):
    olu = signed_in_for_long(visit)
    before = copied(olu, visit, SESSION, REMEMBER)
    olu.open("/account")
    new = "correct horse battery"
    olu.send({"present": PASSWORD, "new": new, "again": new}, button="Change password")
    assert before.open("/account").heading == "Sign in"
    olu.client.delete_cookie(SESSION)
    assert olu.open("/account").heading == "Your account"


@pytest.mark.parametrize("is_remembered", [False, True])
def test_a_session_lasts_as_long_as_the_settings_say(app, cast, visit, is_remembered):
    signed_in_for_long(visit) if is_remembered else visit("Olu")
    named = "REMEMBER_COOKIE_DURATION" if is_remembered else "PERMANENT_SESSION_LIFETIME"
    db.session.rollback()
    (session,) = sessions_of(cast.account("Olu").id, now=clock.now())
    assert session.ends_at - session.made_at == timedelta(seconds=app.config[named])
    assert session.is_remembered == is_remembered


def test_a_person_sees_where_the_account_is_signed_in(visit):
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    other = visit(None)
    other.client.environ_base["HTTP_USER_AGENT"] = windows
    other.sign_in("Olu")
    olu = visit("Olu")
    rows = olu.open("/account").rows()
    assert rows[0][0].endswith("This device") and rows[1][0] == "Firefox on Windows"
    assert len(rows) == 2


def test_nobody_ends_the_session_of_somebody_else(cast, visit):
    mo, olu = visit("Mo"), visit("Olu")
    db.session.rollback()
    (session,) = sessions_of(cast.account("Olu").id, now=clock.now())
    mo.open("/account")
    token = mo.page.tree.xpath("//input[@name='csrf_token']")[0].get("value")
    for path in (
        f"/account/sessions/{session.id}/end",
        f"/people/accounts/{cast.account('Olu').id}/sessions/{session.id}/end",
        f"/people/accounts/{cast.account('Mo').id}/sessions/{session.id}/end",
    ):
        alone(mo.client.post, path, data={"csrf_token": token})
        assert olu.open("/account").heading == "Your account"


def test_ending_a_session_is_in_the_history(cast, visit):
    olu = visit("Olu")
    sign_out(visit, olu)
    db.session.rollback()
    tags = db.session.scalars(db.select(AuditEvent.tag).order_by(AuditEvent.id)).all()
    assert tags[-2:] == ["account:sign-in", "account:sign-out"]


def test_who_is_signed_in_is_one_question_and_the_day_is_noted_once(cast, visit):
    evening = clock.moment(clock.today(), 20)
    with clock.stopped(evening):
        olu = visit("Olu")
        with statements() as sent:
            olu.open("/accessibility")
    assert len([one for one in sent if "sign_in_session" in one]) == 1
    with clock.stopped(evening + timedelta(hours=6)), statements() as after_midnight:
        olu.open("/people")
        olu.open("/people")
    written = [one for one in after_midnight if one.startswith(("UPDATE", "INSERT", "DELETE"))]
    assert [one.partition(" SET")[0] for one in written] == ["UPDATE sign_in_session"]


def test_a_busy_database_keeps_no_page_from_showing(app, cast, visit):
    olu = visit("Olu")
    db.session.rollback()
    yesterday = clock.today() - timedelta(days=1)
    db.session.execute(db.update(SignInSession).values(last_used_on=yesterday))
    db.session.commit()
    with db.engine.connect() as busy:
        busy.exec_driver_sql("UPDATE sign_in_session SET device = device")
        assert olu.open("/people").heading == "People"
        busy.rollback()
    assert olu.open("/people").heading == "People"
    db.session.rollback()
    (session,) = sessions_of(cast.account("Olu").id, now=clock.now())
    assert session.last_used_on == clock.today()
