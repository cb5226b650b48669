"""What the public will get is what it gets, letter by letter."""

from datetime import timedelta

import pytest

from app.agendas.showing.reading import CLOSED_PART, AgendaLine, for_the_public
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import AccessLog
from app.minutes import services as minutes_services
from tests.counting import statements
from tests.factories import agendas
from tests.factories.minutes import begun, minute_about
from tests.publications import frozen


@pytest.mark.parametrize("is_supplement", [False, True])
def test_the_preview_is_what_is_published(cast, transaction, visit, is_supplement):
    with transaction():
        minutes = begun(cast, "Kerbs", on=clock.today() - timedelta(days=40))
        minutes_services.publish(minutes, by=cast.person("Clare"))
        begun(cast, "Drains", on=clock.today() - timedelta(days=20))
        agenda = agendas.an_agenda(cast)
        if is_supplement:
            agendas.an_item(agenda, "Floods", html="")
            agendas.published(cast, agenda, reason="It follows.")
        cited = minute_about(minutes, "Kerbs").printed
        item = agendas.an_item(agenda, "Lamps", html=f"<p>Minute {cited} refers.</p>")
        agendas.placed(cast, item, title="Lamps", attached={"Map": "<p>Here.</p>"})
        agendas.an_item(agenda, "Waits", html="")
        closed = agendas.an_exempt_item(agenda, "Sale to Mr Tansy")
        agendas.placed(cast, closed, title="Terms with Mr Tansy")
    path, clare = f"/meetings/{agenda.meeting_id}", visit("Clare")
    seen = {
        "Nora": frozen(clare.open(f"{path}/agenda/publish"), attribute="data-preview"),
        "Mo": frozen(clare.open(f"{path}/agenda/publish?as=members"), attribute="data-preview"),
    }
    assert "Tansy" not in seen["Nora"]
    assert "Terms with Mr Tansy" in seen["Mo"]
    with transaction():
        agendas.published(cast, agenda, reason="It follows.")
    for who, preview in seen.items():
        page = visit(who).open(path)
        assert frozen(page) == preview, who
    links = visit("Nora").open(path).links()
    assert cited in links
    day = minutes.meeting.on_date
    assert links[f"Minutes of {day.day} {day:%B %Y}"] == f"/meetings/{minutes.meeting_id}/minutes"


def test_the_preview_of_the_public_records_no_sight_and_issues_nothing(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        closed = agendas.an_exempt_item(agenda)
        agendas.placed(cast, closed)
    clare = visit("Clare")
    clare.open(f"/meetings/{agenda.meeting_id}/agenda/publish")
    assert db.session.scalars(db.select(AccessLog)).all() == []
    clare.open(f"/meetings/{agenda.meeting_id}/agenda/publish?as=members")
    assert db.session.scalars(db.select(AccessLog)).all() != []
    assert "not published yet" in visit("Nora").open(f"/meetings/{agenda.meeting_id}").words


@pytest.mark.sqlite
def test_the_preview_asks_as_much_for_ten_papers_as_for_two(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        for number in range(2):
            agendas.placed(cast, agendas.an_item(agenda), title=f"Paper {number}")
    clare, path = visit("Clare"), f"/meetings/{agenda.meeting_id}/agenda/publish"
    clare.open(path)
    with statements() as few:
        clare.open(path)
    with transaction():
        for number in range(2, 10):
            agendas.placed(cast, agendas.an_item(agenda), title=f"Paper {number}")
    with statements() as many:
        clare.open(path)
    assert len(many) <= len(few)


TOLD_OF_CLOSED = {
    *("id", "number", "title", "kind", "part", "open_title", "paragraphs", "access", "children"),
    *("late_reason", "pages", "is_issued", "has_news", "brought_by", "changed_by", "gone"),
}


def test_of_a_closed_line_the_public_is_told_what_is_listed_and_nothing_that_is_added_later():
    filled = {name: f"Zebrafinch {name}" for name in AgendaLine._fields}
    line = AgendaLine(**filled | {"part": CLOSED_PART, "children": ()})
    (told,) = for_the_public([line])
    assert told.title == "Zebrafinch open_title"
    said = {name for name in AgendaLine._fields if "Zebrafinch" in str(getattr(told, name))}
    assert said | {"part", "children"} == TOLD_OF_CLOSED
