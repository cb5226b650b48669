"""A wrongly published item is withdrawn: closed with all that was made of it, for everyone else."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.actions import services as actions
from app.actions.models import Action
from app.agendas import queries, services
from app.agendas.models import AgendaItem, ItemKind, Publication
from app.agendas.publishing import recalling
from app.agendas.publishing.marking import every
from app.foundation import clock, indexing
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from app.foundation.search.port import Query
from app.meetings import services as meetings
from app.minutes import services as minutes
from app.minutes.models import Minute, MinuteExempt
from app.reports import services as report_services
from app.reports.models import Appendix, Report, ReportVersion
from tests.cast import another_clerk
from tests.factories import agendas
from tests.factories import minutes as taken
from tests.factories import reports as written
from tests.factories.minutes import SECRET

TITLE = f"Sale of {SECRET} Yard"
GROUNDS = {
    "paragraphs": [3],
    "public_interest": "The price is still being negotiated.",
    "open_title": "A property matter",
    "reason": "The price of a bidder was in it.",
}


WITHOUT = (
    ({"reason": " "}, "Say why the item is withdrawn; it is kept in the history."),
    ({"paragraphs": []}, "Choose the paragraph of Schedule 12A."),
    ({"public_interest": ""}, "Record why the item is taken in private."),
    ({"open_title": TITLE.upper()}, "This title is what is withdrawn; give another one."),
)


@pytest.fixture
def told(cast, transaction):
    """A meeting of which everything was published: agenda, report, appendix, minute, action."""
    with transaction():
        meeting = taken.past_meeting(cast.board)
        agenda, (_, sale) = taken.agenda_with(meeting, "Lamplighting", TITLE)
        facts = {"title": TITLE, "attached": {f"{SECRET} bids": f"<p>{SECRET}</p>"}}
        agendas.placed(cast, sale, **facts)
        agendas.published(cast, agenda, reason="In time.")
        record = minutes.begin_minutes(meeting, by=None)
        minute = taken.minute_about(record, TITLE)
        taken.write(minute, f"{SECRET} was sold.")
        made_on, says = meeting.on_date, {"owner_words": "All", "text": f"Sell {SECRET}"}
        actions.add_action(by=None, board=cast.board, minute=minute, made_on=made_on, **says)
        minutes.publish(record, by=None)
    return meeting.id, sale.id


def recall(told, cast, **given):
    item = db.session.get_one(AgendaItem, told[1])
    return services.recall(item, by=cast.person("Clare"), **(GROUNDS | given))


def test_what_was_published_of_it_is_closed_everywhere(cast, transaction, drain, told, visit):
    meeting_id, _ = told
    meeting = f"/meetings/{meeting_id}"
    pages = [meeting, f"{meeting}/minutes", "/actions", "/", "/reports"]
    drain()
    assert SECRET in visit("Nora").open(pages[0]).text
    with transaction():
        recall(told, cast)
    for kind in (Report, ReportVersion, Appendix, MinuteExempt, Action):
        assert {one.access for one in db.session.scalars(db.select(kind))} == {Access.EXEMPT}, kind
    drain()
    for who in ("Nora", "Adi"):
        there = visit(who)
        for page in pages:
            assert SECRET not in there.open(page).text, (who, page)
        keys = cast.scope(who).keys
        assert indexing.engine().search(Query(text=SECRET, keys=keys)).total == 0
    assert TITLE in visit("Mo").open(pages[0]).words
    minute = db.session.scalars(db.select(Minute).where(Minute.item_id == told[1])).one()
    assert (minute.heading, minute.text) == ("A property matter", "")
    told_of = [json.dumps(one.facts) for one in db.session.scalars(db.select(AuditEvent))]
    assert not any(SECRET in one for one in told_of)


def test_the_exclusion_issued_before_names_what_is_withdrawn_and_nothing_that_waits(
    cast, transaction
):
    with transaction():
        agenda, (sale,) = taken.agenda_with(taken.past_meeting(cast.board), TITLE)
        closed = agendas.an_exempt_item(agenda, "Debts", paragraphs=[1])
        agendas.published(cast, agenda, reason="In time.")
        waits = agendas.an_exempt_item(agenda, "Dismissal", paragraphs=[5])
        issued = services.recall(sale, by=cast.person("Clare"), **GROUNDS)
    (said,) = [one["text"] for one in issued.content["items"] if one["kind"] == "exclusion"]
    assert f"items {sale.number} and {closed.number}," in said
    assert not waits.is_named_in(said)
    assert "paragraphs 1 and 3" in said


def test_the_agenda_is_issued_anew_and_what_was_issued_before_is_for_clerks(
    cast, transaction, told
):
    with transaction():
        item = db.session.get_one(AgendaItem, told[1])
        agendas.an_item(item.agenda, "Not to be issued yet")
        lamps = agendas.item_titled(item.agenda, "Lamplighting")
        agendas.an_item(item.agenda, "Nor this under it", parent=lamps)
        issued = recall(told, cast)
    before = db.session.scalars(db.select(Publication).where(Publication.number == 0)).one()
    assert (before.access, issued.access, issued.number) == (Access.RESTRICTED, Access.OPEN, 1)
    said = f"Item {item.number} is taken in private; what was published of it is withdrawn."
    assert (issued.reason, issued.by) == (said, cast.person("Clare"))
    assert SECRET in str(before.content) and SECRET not in str(issued.content)
    titles = [item["title"] for item in every(issued.content["items"])]
    assert not {"Not to be issued yet", "Nor this under it"} & set(titles)
    assert "A property matter" in titles
    kinds = [item["kind"] for item in issued.content["items"]]
    assert kinds.count(ItemKind.EXCLUSION.value) == 1
    agenda = issued.agenda
    waiting = [one for one in queries.walk(queries.items_of(agenda)) if one.published_at is None]
    assert [one.title for one in waiting] == ["Nor this under it", "Not to be issued yet"]
    assert SECRET in str(
        next(iter(queries.published_exempt(issued, cast.scope("Mo")).values())).content
    )
    assert queries.published_exempt(issued, cast.scope("Nora")) == {}


def test_what_is_not_withdrawn_stays_as_it_was_issued_however_much_later(cast, transaction):
    with transaction():
        earlier = taken.begun(cast, on=clock.today() - timedelta(days=60))
        minutes.publish(earlier, by=None)
        agenda, (sale,) = taken.agenda_with(taken.past_meeting(cast.board), TITLE)
        services.add_item(agenda, by=None, title="Policy", kind=ItemKind.HEADING)
        agendas.an_item(agenda, "Safety", parent=agendas.item_titled(agenda, "Policy"))
        before = agendas.published(cast, agenda, reason="In time.").content
        minutes.agree(earlier, by=cast.person("Clare"), at_meeting=agenda.meeting)
        agendas.an_agenda(cast)
        agenda.meeting.board.name = "Board of Another Name"
        agenda.meeting.board.contact_details = "01234 567890"
    with transaction():
        after = services.recall(
            db.session.get_one(AgendaItem, sale.id), by=cast.person("Clare"), **GROUNDS
        ).content
    moved = {key for key, said in after.items() if said != before[key]}
    assert moved == {"issued", "items", "added"}
    kinds = (ItemKind.EXCLUSION.value, ItemKind.ORDINARY.value)
    was, now = ([one for one in it["items"] if one["kind"] not in kinds] for it in (before, after))
    assert was == now
    (put,) = [one["minutes"] for one in now if one["kind"] == ItemKind.MINUTES.value]
    assert [one["meeting_id"] for one in put] == [earlier.meeting_id]


def test_a_supplement_after_the_meeting_leaves_the_minutes_that_the_board_had(cast, transaction):
    with transaction():
        earlier = taken.begun(cast, on=clock.today() - timedelta(days=60))
        minutes.publish(earlier, by=None)
        agenda, _ = taken.agenda_with(taken.past_meeting(cast.board))
        closed = agendas.an_exempt_item(agenda, TITLE)
        agendas.published(cast, agenda, reason="In time.")
        minutes.agree(earlier, by=cast.person("Clare"), at_meeting=agenda.meeting)
        services.make_open(closed, by=cast.person("Clare"))
        after = agendas.published(cast, agenda, reason="It is open.").content
    (put,) = [one["minutes"] for one in after["items"] if one["kind"] == ItemKind.MINUTES.value]
    assert [one["meeting_id"] for one in put] == [earlier.meeting_id]


def test_a_late_item_gives_a_reason_for_its_urgency_that_everyone_may_read(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda, TITLE, late_reason=f"{SECRET} bid yesterday.")
        agendas.published(cast, agenda)
        with pytest.raises(Refused) as refused:
            recall((0, item.id), cast)
        issued = recall((0, item.id), cast, late_reason="A bid came yesterday.")
    assert (refused.value.sentence, refused.value.field) == (recalling.URGENCY, "late_reason")
    assert item.late_reason == "A bid came yesterday."
    assert SECRET not in str(issued.content)


def test_a_board_under_no_act_withdraws_an_item_without_a_paragraph(cast, transaction, told):
    with transaction():
        cast.board.has_statutory_access = False
        issued = recall(told, cast, paragraphs=[])
    assert SECRET not in str(issued.content)


def test_nothing_else_of_a_publication_ever_changes(cast, transaction, told):
    with transaction():
        recall(told, cast)
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction():
        db.session.execute(text("UPDATE publication SET content = '{}'"))
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction():
        db.session.execute(text("DELETE FROM publication"))


def test_only_what_is_open_and_published_is_withdrawn_and_with_a_reason(cast, transaction, told):
    for given, said in WITHOUT:
        with pytest.raises(Refused) as refused, transaction():
            recall(told, cast, **given)
        assert (refused.value.sentence, refused.value.field) == (said, *given)
    with transaction():
        recall(told, cast)
    with pytest.raises(Refused, match="exempt already"), transaction():
        recall(told, cast)
    with transaction():
        draft = agendas.an_item(agendas.an_agenda(cast))
    with pytest.raises(Refused, match="Make it exempt instead"), transaction():
        recall((0, draft.id), cast)


def test_the_clerk_withdraws_it_on_its_page(cast, told, visit):
    meeting_id, item_id = told
    path = f"/meetings/{meeting_id}/agenda/items/{item_id}"
    clare = visit("Clare")
    clare.open(path)
    clare.open(clare.page.links()["Withdraw from publication and make exempt"])
    assert "What was issued before is kept for the record" in clare.page.words
    typed = {name: GROUNDS[name] for name in ("open_title", "public_interest")}
    page = clare.send(typed | {"paragraphs": "3"}, button="Withdraw and make exempt", status=422)
    assert "Enter why the item is withdrawn" in page.words
    page = clare.send({"reason": GROUNDS["reason"]}, button="Withdraw and make exempt")
    assert "is withdrawn and exempt" in page.words
    for who in ("Nora", "Mo", "Adi"):
        visit(who).open(f"{path}/recall", status=403)
    history = visit("Adi").open("/administration/history").words
    assert "withdrew item 5 from publication and made it exempt" in history
    assert SECRET not in history


def test_the_page_names_every_other_agenda_on_which_its_reports_went_out(
    cast, transaction, told, visit
):
    with transaction():
        report = db.session.scalars(db.select(Report)).one()
        clerk = another_clerk(cast.other_board)
        theirs = []
        for days in (50, 60):
            day = clock.today() + timedelta(days=days)
            meeting = meetings.plan_meeting(cast.other_board, by=clerk, on=day)
            theirs.append(services.begin_agenda(meeting, by=clerk))
        placed = agendas.an_item(theirs[0], "Theirs")
        services.place_report(placed, report=report, by=clerk)
        services.publish(theirs[0], by=clerk)
    page = visit("Clare").open(f"/meetings/{told[0]}/agenda/items/{told[1]}/recall")
    day = theirs[0].meeting.on_date
    (link,) = [words for words in page.links() if words.startswith("Harbour Board")]
    assert f"{day.day} {day:%B %Y}" in link
    assert page.links()[link] == f"/meetings/{theirs[0].meeting_id}#item-{placed.id}"
    assert f"item {placed.number}. It is closed to the public there as well" in page.words
    assert "the clerk of that board withdraws that item too" in page.words
    with transaction():
        recall(told, cast)
    with transaction():
        services.recall(db.session.get_one(AgendaItem, placed.id), by=clerk, **GROUNDS)
    assert recalling.elsewhere(db.session.get_one(AgendaItem, told[1])) == []


def test_elsewhere_only_the_reports_of_the_item_itself_are_looked_for(cast, transaction):
    with transaction():
        ours, day = agendas.an_agenda(cast), clock.today() + timedelta(days=50)
        meeting = meetings.plan_meeting(cast.other_board, by=None, on=day)
        theirs = services.begin_agenda(meeting, by=None)
        items, placed = (
            [agendas.an_item(agenda, title) for title in ("Lamps", "Kerbs")]
            for agenda in (ours, theirs)
        )
        reports = [agendas.placed(cast, item, title=item.title) for item in items]
        agendas.published(cast, ours)
        for item, report in zip(placed, reports, strict=True):
            facts = {"by": None, "board": cast.other_board, "reason": "Both decide."}
            report_services.let_board_read(report, **facts)
            services.place_report(item, report=report, by=None)
        services.publish(theirs, by=None)
    assert recalling.elsewhere(items[0]) == [(reports[0], placed[0], meeting)]


def test_the_page_names_a_report_of_another_board_as_that_board_issued_it(cast, transaction, visit):
    with transaction():
        clerk, author = another_clerk(cast.other_board), cast.person("Olu")
        theirs, ours = (
            services.begin_agenda(meetings.plan_meeting(board, by=clerk, on=day), by=clerk)
            for board, day in (
                (cast.other_board, clock.today() + timedelta(days=50)),
                (cast.board, clock.today() + timedelta(days=60)),
            )
        )
        report = written.a_full_report(cast, board=cast.other_board, title="The Slipway")
        report_services.submit(report, by=author)
        report_services.clear(report, by=clerk)
        report_services.let_board_read(report, by=None, board=cast.board, reason="Both.")
        placed = [agendas.an_item(agenda, "The harbour") for agenda in (theirs, ours)]
        for item in placed:
            services.place_report(item, report=report, by=clerk)
        for agenda in (theirs, ours):
            services.publish(agenda, by=clerk)
        report_services.send_back(report, by=clerk, text="Name the buyer.")
        facts = {"header": report.header, "wanted_on": report.wanted_on, "version": report.version}
        title = f"The Slipway, sold to {SECRET}"
        report_services.edit_header(report, by=author, title=title, **facts)
    item = placed[1]
    page = visit("Clare").open(f"/meetings/{ours.meeting_id}/agenda/items/{item.id}/recall")
    assert "“The Slipway” has also gone out" in page.words
    assert SECRET not in page.text
