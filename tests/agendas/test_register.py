"""The register of exemptions: who decided, until when, reviewed with a reason, open again."""

from datetime import date, timedelta

import pytest
from docx import Document

from app.agendas import services
from app.agendas.drafting import exempted
from app.agendas.models import Exemption, Schedule
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.permissions import Access
from tests.factories import agendas

REASON = "Mr Tansy has not signed."
DAY = timedelta(days=1)


def on_the_register(cast, *, days=40, publish=True, **given):
    """An exempt item with its record; issued, unless it is not to be."""
    agenda = agendas.an_agenda(cast, days=days)
    item = agendas.an_exempt_item(agenda, "Sale to Mr Tansy", **given)
    if publish:
        agendas.published(cast, agenda, reason="In time.")
    return item


def reviewed(cast, kept, **given):
    facts = {"until": clock.today() + 90 * DAY, "reason": REASON, "by": cast.person("Clare")}
    services.review_exemption(kept, **facts | given)


def test_an_exemption_keeps_who_decided_it_by_which_list_and_until_when(cast, transaction):
    """R3.2, R3.6, §16-19: the holder and the post as on the day, never looked up again."""
    with transaction():
        item = on_the_register(cast, publish=False)
        kept = exempted.current(item)
        assert kept.decided_by == "Fin Grant, Director of Finance"
        assert kept.decided_on == clock.today()
        assert (kept.schedule, kept.paragraphs) == (Schedule.OF_2006, [3])
        cast.person("Fin").name = "Fin Moor"
        facts = {"paragraphs": [3], "open_title": "A property matter", "by": None}
        until = kept.review_on + DAY
        given = {"public_interest": "The price is still to be agreed.", "review_on": until}
        services.make_exempt(item, **facts, **given, post_id=kept.post_id)
        assert exempted.current(item) is kept
        assert (kept.decided_by, kept.review_on) == ("Fin Grant, Director of Finance", until)
        services.make_exempt(item, **facts, **given, post_id=None)
        assert (kept.decided_by, kept.decided_on) == ("", None)


def test_a_paper_of_2005_is_registered_under_the_list_of_its_day(cast, transaction):
    """R3.2: a number is never mapped onto another list."""
    with transaction():
        agenda = agendas.an_agenda(cast, on=date(2005, 6, 7))
        item = agendas.an_exempt_item(agenda, paragraphs=[9])
        assert exempted.current(item).schedule == Schedule.OF_1985
        private = {"access": Access.CONFIDENTIAL, "paragraphs": []}
        item = agendas.an_exempt_item(agenda, "Notice", **private)
        assert exempted.current(item).schedule == Schedule.NONE


def test_a_review_says_until_when_and_why(cast, transaction):
    """R3.6, §16-19: a recorded deed; the day of the next review moves with it."""
    with transaction():
        kept = exempted.current(on_the_register(cast))
        until = clock.today() + 90 * DAY
        for wrong, field in (({"until": clock.today()}, "review_on"), ({"reason": " "}, "reason")):
            with pytest.raises(Refused) as refusal:
                reviewed(cast, kept, **wrong)
            assert refusal.value.field == field
        with pytest.raises(Conflict):
            reviewed(cast, kept, version=kept.version - 1)
        reviewed(cast, kept, post_id=kept.post_id)
    assert kept.review_on == until
    assert [(one.until, one.reason, one.decided_by) for one in kept.reviews] == [
        (until, REASON, "Fin Grant, Director of Finance")
    ]


def test_opening_ends_it_and_what_never_went_out_leaves_no_trace(cast, transaction):
    """R3.6: release is a recorded step, with its day."""
    with transaction():
        out, drafted = on_the_register(cast), on_the_register(cast, days=41, publish=False)
        kept = exempted.current(out)
        services.make_open(out, by=None)
        services.make_open(drafted, by=None)
        assert kept.ended_on == clock.today()
        with pytest.raises(Refused, match="made open"):
            reviewed(cast, kept)
        removed = on_the_register(cast, days=42, publish=False)
        services.remove_item(removed, by=None)
    assert db.session.scalars(db.select(Exemption)).all() == [kept]


def test_the_register_shows_open_words_with_what_is_due_first(cast, transaction, visit):
    """R3.6, §16-19: for clerks of their boards and for administrators."""
    with transaction():
        later = on_the_register(cast, open_title="A later matter")
        today = clock.today()
        due = on_the_register(cast, days=41, open_title="A due matter", review_on=today)
        drafted = on_the_register(cast, days=42, open_title="A drafted matter", publish=False)
    clare, adi = visit("Clare").open("/exemptions"), visit("Adi").open("/exemptions")
    titles = [row[0].split(",")[0] for row in clare.rows()]
    assert titles == [f"5 {one.title}" for one in (due, later, drafted)]
    assert "A drafted matter" not in adi.words
    assert clare.rows()[0][-1] == "Due for review"
    assert "Fin Grant, Director of Finance" in clare.words
    for page in (clare, adi):
        assert "A due matter" in page.words and "Tansy" not in page.text
    assert "A later matter" not in visit("Clare").open("/exemptions?which=due").words
    for who in ("Mo", "Nora", "Olu"):
        visit(who).open("/exemptions", status=403)


def test_a_clerk_reviews_on_its_page_and_an_administrator_reads_no_exempt_word(
    cast, transaction, visit
):
    """R3.5, R3.6: the reason is read by whoever reads the wording; the deed is in the history."""
    with transaction():
        kept = exempted.current(on_the_register(cast, review_on=clock.today()))
        meeting_id = kept.item.agenda.meeting_id
    clare = visit("Clare")
    assert "Review 1 exemption" in clare.open("/").words
    page = clare.open(f"/exemptions/{kept.id}")
    assert "Sale to Mr Tansy" in page.words
    assert "3. Information relating to the financial or business affairs" in page.words
    page = clare.send({"reason": REASON}, button="Still exempt until then")
    assert "The review is recorded." in page.words and REASON in page.words
    assert "Review 1 exemption" not in clare.open("/").words
    adi = visit("Adi")
    assert "still exempt until" in adi.open(f"/exemptions/{kept.id}").words
    assert "Tansy" not in adi.page.text
    assert "Still exempt until then" not in adi.page.buttons()
    for path in (f"/meetings/{meeting_id}/history",):
        assert "Tansy" not in adi.open(path).text
    visit("Mo").open(f"/exemptions/{kept.id}", status=403)


def test_the_page_of_an_item_leads_to_its_entry(cast, transaction, visit):
    """§16-19: who decided and until when, beside its grounds."""
    with transaction():
        item = on_the_register(cast)
        kept = exempted.current(item)
    page = visit("Clare").open(f"/meetings/{item.agenda.meeting_id}/agenda/items/{item.id}")
    day = kept.review_on
    told = f"Decided by Fin Grant, Director of Finance; until {day:%A} {day.day} {day:%B %Y}."
    assert told in page.words
    assert page.links()["In the register of exemptions"] == f"/exemptions/{kept.id}"


def test_the_word_file_of_the_register_holds_open_words_alone(cast, transaction, visit, tmp_path):
    """R3.5, §16-19."""
    with transaction():
        on_the_register(cast)
    answer = visit("Clare").fetch("/exemptions/word")
    (tmp_path / "register.docx").write_bytes(answer.data)
    cells = [
        cell.text
        for row in Document(tmp_path / "register.docx").tables[0].rows[1:]
        for cell in row.cells
    ]
    assert "5 A property matter" in cells and "Exempt, paragraph\xa03" in cells
    assert "Tansy" not in str(cells)


def test_the_form_offers_who_decided_last_and_a_year(cast, transaction, visit):
    """R3.6: exempt until a year on, unless its clerk says otherwise."""
    with transaction():
        first = on_the_register(cast)
        item = agendas.an_item(first.agenda, "Another sale")
        post_id = exempted.current(first).post_id
    page = visit("Clare").open(f"/meetings/{item.agenda.meeting_id}/agenda/items/{item.id}/exempt")
    chosen = page.tree.xpath("//select[@name='post_id']/option[@selected]/@value")
    assert chosen == [str(post_id)]
    years = [box.get("value") for box in page.tree.xpath("//input[@name='review_on']")]
    assert years[2] == str(clock.today().year + 1)
