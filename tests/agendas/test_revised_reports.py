"""A report that was revised after its issue goes out with a supplement to the same agenda."""

from datetime import date, timedelta

import pytest

from app.agendas import queries, services
from app.agendas.models import Agenda, AgendaItem
from app.foundation import clock
from app.foundation.errors import Refused
from app.meetings import services as meetings
from app.reports import queries as reports
from app.reports import services as report_services
from app.reports.models import Report
from tests.cast import Cast, another_clerk
from tests.factories import agendas
from tests.factories.reports import write
from tests.publications import frozen, word_of

REASON = "The costs have been corrected."


def sent_back(cast: Cast, report: Report) -> None:
    report_services.send_back(report, by=cast.person("Clare"), text="Correct the costs.")


def cleared_anew(cast: Cast, report: Report) -> None:
    report_services.submit(report, by=report.author)
    report_services.clear(report, by=cast.person("Clare"))


def other_words(cast: Cast, report: Report) -> str:
    sent_back(cast, report)
    write(report, "purpose", "It costs £9,300.")
    cleared_anew(cast, report)
    return "It costs £9,300."


def another_title(cast: Cast, report: Report) -> str:
    sent_back(cast, report)
    report_services.edit_header(
        report,
        by=report.author,
        title="Lamps and posts",
        header=dict(report.header),
        wanted_on=report.wanted_on,
        version=report.version,
    )
    cleared_anew(cast, report)
    return "Lamps and posts"


def one_more_appendix(cast: Cast, report: Report) -> str:
    sent_back(cast, report)
    report_services.attach(report, by=report.author, title="Map", html="<p>Here it is.</p>")
    cleared_anew(cast, report)
    return "Here it is."


REVISIONS = (other_words, another_title, one_more_appendix)


def issued(cast: Cast, *, on: date | None = None) -> tuple[Agenda, AgendaItem, Report]:
    agenda = agendas.an_agenda(cast, on=on)
    item = agendas.an_item(agenda, "Lamplighting")
    report = agendas.placed(cast, item, title="Lamps")
    agendas.published(cast, agenda, reason="It is called at short notice." if on else "")
    return agenda, item, report


@pytest.mark.parametrize("revise", REVISIONS, ids=lambda revise: revise.__name__)
def test_a_revised_report_goes_out_with_a_supplement_and_says_so(cast, transaction, visit, revise):
    with transaction():
        agenda, _, report = issued(cast)
        words = revise(cast, report)
    path, member, clerk = f"/meetings/{agenda.meeting_id}", visit("Mo"), visit("Clare")
    read = f"{path}/agenda/reports/{report.id}"
    assert words not in member.open(read).text
    waiting = clerk.open(path).tree.xpath("//section[@aria-labelledby='not-published']//a/@href")
    assert words in clerk.open(waiting[0]).text
    preview = frozen(clerk.open(f"{path}/agenda/publish"), attribute="data-preview")
    with transaction():
        agendas.published(cast, agenda, reason=REASON)
    page = member.open(path)
    _, file = word_of(member, f"{path}/agenda/word")
    mark = f"Revised by Supplement 1, {clock.today().day} {clock.today():%B %Y}"
    for shown in (frozen(page), file):
        assert mark in shown
    assert frozen(page) == preview
    assert words in member.open(read).text
    assert words not in member.open(before_it(page)).text
    assert member.page.heading == "Lamps"


def before_it(page) -> str:
    (address,) = [url for words, url in page.links().items() if words.endswith("issued before")]
    return address


def test_it_is_issued_only_with_a_reason_and_only_once(cast, transaction):
    with transaction():
        agenda, _, report = issued(cast)
        other_words(cast, report)
    with transaction(), pytest.raises(Refused, match="There are warnings"):
        agendas.published(cast, agenda)
    with transaction():
        agendas.published(cast, agenda, reason=REASON)
    with transaction(), pytest.raises(Refused, match="Nothing has changed"):
        agendas.published(cast, agenda, reason=REASON)


def test_every_revision_leads_to_the_version_before_it_and_marks_stay(cast, transaction, visit):
    with transaction():
        agenda, _, report = issued(cast)
        other_words(cast, report)
        agendas.published(cast, agenda, reason=REASON)
        another_title(cast, report)
        second = agendas.published(cast, agenda, reason=REASON)
        agendas.an_item(agenda, "Floods")
        third = agendas.published(cast, agenda)
    (was,), (row,) = (one.content["items"][3]["reports"] for one in (second, third))
    assert row == was
    assert (row["added_in"], row["revised_in"], len(row["earlier"])) == (0, 2, 2)
    member = visit("Mo")
    assert "It costs £9,300." in member.open(before_it(member.open(path_of(agenda)))).text


def path_of(agenda: Agenda) -> str:
    return f"/meetings/{agenda.meeting_id}"


def test_a_report_in_hand_or_changed_back_and_a_renamed_board_are_no_revision(cast, transaction):
    with transaction():
        agenda, _, report = issued(cast)
        sent_back(cast, report)
        write(report, "purpose", "In hand.")
        cast.board.name = "Neighbourhoods Board"
    assert no_revision(agenda)
    with transaction():
        write(report, "purpose", "What is said under purpose.")
        cleared_anew(cast, report)
    assert no_revision(agenda)


def no_revision(agenda: Agenda) -> bool:
    keys = [check.key for check in queries.checks(agenda)]
    return not any(key.startswith("revised") for key in keys)


def test_what_was_taken_at_a_meeting_is_not_replaced_after_it(cast, transaction):
    with transaction():
        agenda, _, report = issued(cast, on=clock.today())
        other_words(cast, report)
        meetings.hold(agenda.meeting, by=cast.person("Clare"))
    assert no_revision(agenda)
    with transaction():
        agendas.an_item(agenda, "Floods", late_reason="They came yesterday.")
        agendas.published(cast, agenda, reason="It was urgent.")
    (row,) = queries.publications_of(agenda)[0].content["items"][3]["reports"]
    assert "revised_in" not in row


def test_an_exempt_report_is_revised_for_its_readers_alone(cast, transaction, visit):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda, "Sale to Mr Tansy")
        report = agendas.placed(cast, item, title="Terms with Mr Tansy")
        agendas.published(cast, agenda)
        words = other_words(cast, report)
        agendas.published(cast, agenda, reason=REASON)
    path = path_of(agenda)
    assert "Revised by" not in visit("Nora").open(path).text
    visit("Nora").open(f"{path}/agenda/reports/{report.id}", status=404)
    page = visit("Mo").open(path)
    assert "Revised by Supplement 1" in page.words
    assert words in visit("Mo").open(f"{path}/agenda/reports/{report.id}").text
    visit("Nora").open(before_it(page), status=404)


def test_another_board_takes_a_revision_once_its_own_board_has_issued_it(cast, transaction, visit):
    """Its clerk does not read what is in hand, and does not publish it unread."""
    with transaction():
        agenda, _, report = issued(cast)
        clerk = another_clerk(cast.other_board)
        meeting = meetings.plan_meeting(
            cast.other_board, by=clerk, on=agenda.meeting.on_date + timedelta(days=2)
        )
        theirs = services.begin_agenda(meeting, by=clerk)
        services.place_report(agendas.an_item(theirs, "Lamps"), report=report, by=clerk)
        services.publish(theirs, by=clerk)
        words = other_words(cast, report)
    assert no_revision(theirs)
    with transaction():
        agendas.published(cast, agenda, reason=REASON)
    assert not no_revision(theirs)
    with transaction():
        services.publish(theirs, by=clerk, reason=REASON)
    assert words in visit("Nora").open(f"{path_of(theirs)}/agenda/reports/{report.id}").text
    assert "Revised by Supplement 1" in visit("Nora").open(path_of(theirs)).words


@pytest.mark.parametrize("is_taken", [False, True])
def test_another_board_neither_previews_nor_issues_what_a_board_has_in_hand(
    cast, transaction, visit, is_taken
):
    """Neither when it takes the report for the first time, nor with a supplement."""
    with transaction():
        agenda, _, report = issued(cast)
        clerk = another_clerk(cast.other_board)
        on = agenda.meeting.on_date + timedelta(days=2)
        theirs = services.begin_agenda(
            meetings.plan_meeting(cast.other_board, by=clerk, on=on), by=clerk
        )
        placed = services.place_report(agendas.an_item(theirs, "Lamps"), report=report, by=clerk)
        if is_taken:
            services.publish(theirs, by=clerk)
            other_words(cast, report)
            agendas.published(cast, agenda, reason=REASON)
        newest = reports.newest_issued(report)
        another_title(cast, report)
        one_more_appendix(cast, report)
        previewed = str(services.preview(theirs).content)
        assert "Lamps and posts" not in previewed and "Map" not in previewed
        publication = services.publish(theirs, by=clerk, reason=REASON)
    assert placed.report_version_id == newest.id == reports.newest_issued(report).id
    assert "Lamps and posts" not in str(publication.content)
    assert "Lamps and posts" not in visit("Nora").open(f"/reports/{report.id}").text


def test_the_clerk_is_led_to_what_has_changed_in_a_revised_report(cast, transaction, visit):
    with transaction():
        agenda, _, report = issued(cast)
        other_words(cast, report)
    clerk = visit("Clare")
    page = clerk.open(f"/meetings/{agenda.meeting_id}/agenda")
    (link,) = [to for words, to in page.links().items() if words.startswith("See what has changed")]
    page = clerk.open(link)
    assert page.heading == "What has changed since version 2"
    assert page.tree.xpath("//ins") and page.tree.xpath("//del")
