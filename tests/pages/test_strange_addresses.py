"""Whatever stands in an address, the answer is a page: never an error of ours."""

import contextvars

import pytest

from app.foundation.db import db
from tests.factories import agendas

BIG, BIGGER = "2147483648", "99999999999999999999"
LISTS = ("/people", "/reports", "/meetings/list", "/documents", "/actions")
THINGS = ("/meetings", "/boards", "/reports", "/documents", "/actions", "/people")
FOR_CLERKS = [
    *(f"{way}/{number}" for way in THINGS for number in (BIG, BIGGER)),
    *(f"{way}?board={number}" for way in LISTS for number in (BIG, BIGGER, "-1", "9" * 5000)),
    *(f"{way}?page={number}" for way in LISTS for number in (BIG, BIGGER, "-1", "9" * 5000)),
    *(f"/meetings?month={month}" for month in ("0001-01", "9999-12", "9999-11", "junk")),
    *("/people?q=%00", "/actions?owner=%00", "/search?q=%00", "/minutes/%00", "/people?kind=%00"),
    f"/search?q=lamp&page={BIGGER}",
    f"/meetings/new?board={BIGGER}",
    f"/reports/new?board={BIGGER}",
    f"/meetings/1/agenda/items/{BIGGER}",
    "/minutes/SAF54?on=0001-01-01",
    "/sign-in?next=http://[",
]
FOR_ADMINISTRATORS = [
    "/administration/history?day=9999-12-31",
    "/administration/history?day=0001-01-01",
    f"/administration/history?person={BIGGER}",
    f"/administration/history?page={BIGGER}",
    f"/people/accounts/{BIGGER}",
    f"/people/accounts?page={BIGGER}",
    f"/people/accounts/new?person={BIGGER}",
    f"/people/posts/{BIGGER}",
    f"/administration/past-papers/{BIGGER}",
    f"/administration/past-papers?page={BIGGER}",
]


def answers(browser, path, **what):
    db.session.rollback()
    return contextvars.Context().run(browser.client.get, path, **what).status_code


@pytest.mark.parametrize(
    ("who", "paths"),
    [("Clare", FOR_CLERKS), ("Adi", FOR_ADMINISTRATORS), (None, ["/sign-in?next=http://["])],
)
def test_no_address_is_answered_with_an_error(app, cast, transaction, visit, who, paths):
    app.config["PROPAGATE_EXCEPTIONS"] = app.testing = False
    with transaction():
        agendas.an_agenda(cast)
    there = visit(who)
    found = {path[:60]: answers(there, path) for path in paths}
    assert {path: status for path, status in found.items() if status >= 500} == {}
    odd = {"Referer": "http://["}
    assert answers(there, "/meetings/1", headers=odd) < 500


def test_a_button_with_a_number_nobody_counts_to_changes_nothing(cast, visit):
    clare = visit("Clare")
    path = f"/boards/{cast.board.id}/standing-items"
    page = clare.open(path)
    token = page.tree.xpath("//input[@name='csrf_token']")[0].get("value")
    typed = {"csrf_token": token, "do": "up-" + "9" * 5000, "title": "x", "key": "", "text": ""}
    db.session.rollback()
    assert contextvars.Context().run(clare.client.post, path, data=typed).status_code < 500
