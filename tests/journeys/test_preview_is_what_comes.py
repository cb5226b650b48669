"""What the demo council's clerk is shown before publishing is, to the letter, what is published."""

import re

import pytest
from lxml import etree
from sqlalchemy import select

from app.agendas import queries as agenda_queries
from app.agendas import services as agendas
from app.agendas.models import Agenda
from app.boards import services as boards
from app.boards.models import Board, Clerkship
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.transactions import transaction
from app.minutes import checking
from app.minutes import services as minutes
from app.minutes.models import Minutes, MinutesState
from app.operations.demo import words
from app.operations.demo.settle import sign_ins
from app.people.models import Person
from app.people.queries import account_by_email
from tests.browsing import Browsing
from tests.publications import changes, frozen

pytestmark = pytest.mark.sqlite


@pytest.fixture
def clerk(demo):
    """The demo council's clerk, who clerks every board of it here."""
    email, password = next((e, p) for role, e, p in sign_ins(words.council()) if role == "clerk")
    with transaction():
        person = db.session.get_one(Person, account_by_email(email).person_id)
        clerked = select(Clerkship.board_id).where(Clerkship.person_id == person.id)
        for board in db.session.scalars(select(Board).where(Board.id.not_in(clerked))):
            boards.name_clerk(board, person=person, by=None, from_on=clock.today())
    browser = Browsing(demo.test_client())
    browser.open("/sign-in")
    browser.send({"email": email, "password": password}, button="Sign in")
    return browser


def minutes_in(page) -> list[str]:
    """The minutes as they stand on a page, without what came since."""
    found = []
    for article in page.tree.xpath("//article[contains(@class, 'minute')]"):
        for since in article.xpath(".//*[@data-since]"):
            since.drop_tree()
        article.tail = None
        said = re.sub(r"\s+", " ", etree.tostring(article, encoding="unicode"))
        found.append(re.sub(r"\s*(<[^>]+>)\s*", r"\n\1\n", said))
    return found


def test_minutes_are_published_as_they_were_shown(clerk):
    chosen = select(Minutes).where(Minutes.state == MinutesState.DRAFT).order_by(Minutes.id)
    ready = [
        (one.id, one.meeting_id)
        for one in db.session.scalars(chosen)
        if not any(check.level == "error" for check in checking.checks(one))
    ]
    assert ready, "the demo council has no minutes that can be published"
    for minutes_id, meeting_id in ready:
        before = minutes_in(clerk.open(f"/meetings/{meeting_id}/minutes"))
        with transaction():
            minutes.publish(db.session.get_one(Minutes, minutes_id), by=None)
        after = minutes_in(clerk.open(f"/meetings/{meeting_id}/minutes"))
        assert before, meeting_id
        differ = [changes(*pair) for pair in zip(before, after, strict=True)]
        assert not any(differ), f"meeting {meeting_id}: {[one for one in differ if one]}"


def test_agendas_and_supplements_are_published_as_they_were_shown(clerk):
    done = 0
    for agenda_id, meeting_id in db.session.execute(select(Agenda.id, Agenda.meeting_id)).all():
        agenda = db.session.get_one(Agenda, agenda_id)
        if any(check.level == "error" for check in agenda_queries.checks(agenda)):
            continue
        page = clerk.open(f"/meetings/{meeting_id}/agenda/publish?as=members")
        before = frozen(page, attribute="data-preview")
        try:
            with transaction():
                agenda = db.session.get_one(Agenda, agenda_id)
                agendas.publish(agenda, by=None, reason="It is shown as it comes.")
        except Refused:
            assert "Publish the supplement" not in page.buttons(), meeting_id
            continue
        done += 1
        assert changes(before, frozen(clerk.open(f"/meetings/{meeting_id}"))) == [], meeting_id
    assert done, "the demo council has no agenda that can be published"
