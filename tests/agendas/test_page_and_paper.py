"""The page of an agenda and its Word file say the same, line by line."""

import re
from datetime import timedelta

import pytest

from app.foundation import clock
from app.foundation.web.filters import clock_time
from app.meetings import services as meetings
from app.minutes import services as minutes_services
from app.people.models import Organisation
from tests.factories import agendas
from tests.factories.minutes import begun
from tests.word import fetched, paragraphs_of, rows_of, spaced


def said(element) -> str:
    """The words of an element as they are seen."""
    words = "".join(element.xpath(".//text()[not(ancestor::*[@class='visually-hidden'])]"))
    return re.sub(r"\s+", " ", words).strip()


def on_page(item) -> set[str]:
    """What the page says of an item besides its words: its tags, its lines, its papers."""
    own = "[not(ancestor::*[@data-since]) and ancestor::li[contains(@class, 'item')][1]/@id = $id]"
    found = item.xpath(
        f".//*[contains(@class, 'tag') or contains(@class, 'item__meta')]{own}"
        f"|.//ul[@class='papers']/li{own}|.//div[contains(@class, 'item__text')]//p{own}",
        id=item.get("id"),
    )
    lines = {said(one) for one in found}
    return {line for line in lines if not any(line != other and line in other for other in lines)}


def plain(line: str) -> str:
    """A line without the brackets in which paper sets a supplement, and its last full stop."""
    return re.sub(r"\s*\((Supplement [^)]*)\)", r" \1", spaced(line)).strip().rstrip(".")


@pytest.fixture
def agenda(cast, transaction):
    """An agenda that says everything an agenda can say, with a supplement."""
    with transaction():
        cast.person("Mo").organisation = Organisation(name="Weirside Housing")
        cast.board.contact = cast.person("Clare")
        minutes = begun(cast, on=clock.today() - timedelta(days=20))
        agenda = agendas.an_agenda(cast)
        meetings.plan_meeting(cast.board, by=None, on=agenda.meeting.on_date + timedelta(days=28))
        lamps = agendas.an_item(agenda, "Lamplighting", late_reason="The licence lapses.")
        agendas.placed(cast, lamps, title="Lamps on Quay Street", attached={"Map": "<p>A.</p>"})
        agendas.an_item(agenda, "Waits", html="")
        same = agendas.an_item(agenda, "Taxis")
        agendas.placed(cast, same, title="Taxis")
        closed = agendas.an_exempt_item(agenda, "Sale to Mr Tansy")
        agendas.placed(cast, closed, title="Terms with Mr Tansy")
        agendas.published(cast, agenda, reason="It follows.")
        minutes_services.publish(minutes, by=None)
        agendas.placed(cast, agendas.item_titled(agenda, "Waits"), title="Came later")
        agendas.an_item(agenda, "Floods")
        agenda.meeting.venue = "The Barn"
        agendas.published(cast, agenda)
    return agenda


@pytest.mark.parametrize("who", ["Nora", "Mo"])
def test_every_line_of_an_item_stands_on_page_and_paper(agenda, visit, who):
    path, on = f"/meetings/{agenda.meeting_id}", agenda.meeting.on_date
    page = visit(who).open(path)
    closed = "-not-for-publication" if who == "Mo" else ""
    content = fetched(visit(who), f"{path}/agenda/word", name=f"agenda-SAF-{on}{closed}.docx")
    tables = [rows_of(content, table=number) for number in (1, 2)]
    paper = {row[1].split("\n")[0]: row[1].split("\n")[1:] for table in tables for row in table[1:]}
    items = page.tree.xpath("//*[@data-publication]//li[contains(@class, 'item')]")
    assert len(items) == len(paper)
    for item in items:
        title = said(item.xpath(".//h3")[0])
        lines = {plain(line) for line in paper[title]}
        shown = {plain(line) for line in on_page(item)}
        tags = {"Late item", "Exempt, paragraph 3", "Report to follow"}
        assert shown - tags == lines, title


@pytest.mark.parametrize("who", ["Nora", "Mo"])
def test_the_front_sheet_is_the_same_on_page_and_paper(agenda, visit, who):
    path, on = f"/meetings/{agenda.meeting_id}", agenda.meeting.on_date
    page = visit(who).open(path)
    closed = "-not-for-publication" if who == "Mo" else ""
    content = fetched(visit(who), f"{path}/agenda/word", name=f"agenda-SAF-{on}{closed}.docx")
    front = page.tree.xpath("//section[@class='front-sheet']")[0]
    sheet = said(front)
    lines = [spaced(text) for _, text in paragraphs_of(content)][1:]
    until = next(place for place, text in enumerate(lines) if text.startswith("If the alarm"))
    for line in "\n".join(lines[:until]).split("\n"):
        assert line in sheet, line
    for row in rows_of(content, table=0):
        assert "".join(row) in sheet
    assert "The Barn (Supplement 1" in sheet


def test_a_time_is_said_in_one_form_on_page_and_paper(agenda, cast, visit):
    clare, on = visit("Clare"), agenda.meeting.on_date
    base, day = f"/meetings/{agenda.meeting_id}", f"{on:%A}, {on.day} {on:%B %Y}"
    begins = f"{day} at {clock_time(agenda.meeting.starts_at)}"
    name = f"agenda-SAF-{on}-not-for-publication.docx"
    content = fetched(clare, f"{base}/agenda/word", name=name)
    assert begins in " ".join(spaced(text) for _, text in paragraphs_of(content))
    page = clare.open(base)
    assert begins in page.words
    assert not re.search(r"\d ?[ap]\.m\.", page.words)
