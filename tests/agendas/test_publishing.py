"""Checks first; then reports go out, and what was issued stands for good."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from app.agendas import queries, services
from app.agendas.models import AgendaState, Outcome, Publication, PublicationExempt
from app.agendas.publishing import snapshot
from app.agendas.rules.schedule import exclusion_text
from app.boards.models import AccessLaw
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.permissions import Access
from app.foundation.registry import registry
from app.foundation.search.port import Query
from app.meetings import services as meetings
from app.people.models import Organisation
from app.reports import services as report_services
from tests.factories import agendas, reports

TUESDAY = date(2026, 9, 22)
"""A meeting on this day is to be published by Monday 14 September."""


def sentences(agenda, level, at=None):
    return [check.sentence for check in queries.checks(agenda, at=at) if check.level == level]


def test_a_published_agenda_issues_its_reports_and_opens_its_items(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        report = agendas.placed(cast, item)
        publication = agendas.published(cast, agenda)
    placed = queries.items_of(agenda)[3].considerations[0]
    assert agenda.state == AgendaState.PUBLISHED
    assert publication.number == 0
    assert placed.report_version.why == "published"
    assert report.published_at is not None
    assert all(one.published_at for one in queries.walk(queries.items_of(agenda)))
    assert publication.content["items"][3]["reports"][0]["title"] == "Lighting on Quay Street"
    assert publication.content["members"][0]["name"] == "Councillor Chi Anand"
    assert publication.sha256 == snapshot.sha256(publication.content)


def test_nothing_edits_a_publication(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
        agendas.published(cast, agenda)
    for change in (
        update(Publication).values(reason="changed"),
        update(PublicationExempt).values(content={}),
    ):
        with pytest.raises(DatabaseError, match="kept as it was written"), transaction():
            db.session.execute(change)


def test_the_exempt_wording_is_frozen_apart(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda, "Sale to Mr Tansy")
        agendas.placed(cast, item, title="Report on Mr Tansy")
        publication = agendas.published(cast, agenda)
    assert "Tansy" not in str(publication.content)
    frozen = db.session.scalars(select(PublicationExempt)).one()
    assert frozen.access == Access.EXEMPT
    assert frozen.content["title"] == "Sale to Mr Tansy"
    assert frozen.content["reports"][0]["title"] == "Report on Mr Tansy"


def test_an_empty_agenda_is_refused(cast, transaction):
    with transaction():
        agenda = services.begin_agenda(agendas.a_meeting(cast), by=None, from_standing=False)
        with pytest.raises(Refused) as refusal:
            agendas.published(cast, agenda, reason="Because")
    assert refusal.value.sentence == "This cannot be published yet. The agenda has no items."


def test_warnings_need_a_reason(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, html="")
        assert sentences(agenda, "warning") == [
            "Item 4, Street lighting, has no report: it is “to follow”."
        ]
        with pytest.raises(Refused) as refusal:
            agendas.published(cast, agenda)
        assert refusal.value.field == "reason"
        publication = agendas.published(cast, agenda, reason="The report comes on Friday.")
    assert publication.reason == "The report comes on Friday."


@pytest.mark.parametrize(
    ("day", "hour", "warned"), [(14, 9, False), (14, 17, False), (14, 18, True), (15, 9, True)]
)
def test_five_clear_days_are_counted_to_the_closing_of_the_office(
    cast, transaction, day, hour, warned
):
    """R1.1, §16-1: five clear days are counted to the closing of the office."""
    with transaction():
        agenda = agendas.an_agenda(cast, on=TUESDAY)
        found = sentences(agenda, "warning", at=clock.moment(date(2026, 9, day), hour))
    assert bool(found) == warned
    if warned:
        assert "100A(6)(a) and 100B(4)(a)" in found[0]
        assert "Monday 14 September 2026" in found[0]
        assert "4 clear days" in found[0]


def test_a_board_without_a_notice_rule_is_not_warned(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast, on=TUESDAY)
        agenda.meeting.board.notice_days = 0
        assert sentences(agenda, "warning", at=clock.moment(date(2026, 9, 21))) == []


def test_a_report_that_is_not_cleared_follows_with_a_supplement(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        report = reports.a_full_report(cast, wanted_on=agenda.meeting.on_date)
        services.place_report(item, report=report, by=None)
        first = agendas.published(cast, agenda, reason="The report follows.")
        assert report.published_at is None
        assert first.content["items"][3]["to_follow"]
        report_services.submit(report, by=report.author)
        report_services.clear(report, by=cast.person("Clare"))
        second = agendas.published(cast, agenda)
    assert second.number == 1
    assert report.published_at is not None
    assert not second.content["items"][3]["to_follow"]
    assert first.content["items"][3]["reports"] == []


def test_a_supplement_that_says_nothing_new_is_refused(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda)
    with pytest.raises(Refused, match="Nothing has changed"), transaction():
        agendas.published(cast, agenda)
    assert len(queries.publications_of(agenda)) == 1


def test_a_past_paper_and_what_follows_it_keep_no_links_to_minutes(cast, transaction):
    with transaction():
        agenda = services.begin_agenda(agendas.a_meeting(cast), by=None, from_standing=False)
        agendas.an_item(agenda, html="<p>Minute SAF 1 refers.</p>")
        first = agendas.published(cast, agenda, is_past_paper=True)
        agendas.an_item(agenda, "Flooding", html="<p>Minute SAF 2 refers.</p>")
        second = agendas.published(cast, agenda, is_past_paper=True)
    for issued in (first, second):
        assert "cites" not in issued.content
        assert not any("minutes" in item for item in issued.content["items"])


def test_what_was_published_keeps_number_wording_and_papers(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        report = agendas.placed(cast, item)
        exempt = agendas.an_exempt_item(agenda)
        agendas.published(cast, agenda)
        late = agendas.an_item(agenda, "Flooding")
        assert agendas.numbers(agenda)[3:] == [
            "4 Street lighting",
            "4A Flooding",
            "5 Exclusion of the press and public",
            "6 A property matter",
        ]
        for refused in (
            lambda: services.move_item(item, by=None, to="up"),
            lambda: services.move_item(late, by=None, to="up"),
            lambda: services.remove_item(item, by=None),
            lambda: services.take_report_off(item, report=report, by=None),
            lambda: services.edit_item(item, by=None, title="x", html="", version=item.version),
            lambda: services.make_exempt(
                item, by=None, paragraphs=[1], public_interest="x", open_title="y"
            ),
            lambda: services.mark_late(exempt, by=None, reason="x"),
        ):
            with pytest.raises(Refused, match="published"):
                refused()


def test_numbers_given_out_later_never_disturb_those_that_were_issued(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
        agendas.published(cast, agenda)
        agendas.an_item(agenda, "Flooding")
        agendas.published(cast, agenda)
        agendas.an_item(agenda, "Frost")
        agendas.an_exempt_item(agenda, "Staff", open_title="A staffing matter")
    assert agendas.numbers(agenda)[2:] == [
        "3 Declarations of interest",
        "3A Flooding",
        "3B Frost",
        "4 Exclusion of the press and public",
        "5 A property matter",
        "6 A staffing matter",
    ]


def test_an_order_that_moves_what_was_published_is_refused(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda)
        ids = [item.id for item in queries.items_of(agenda)]
        with pytest.raises(Refused, match="published"):
            services.order_items(agenda, by=None, ids=[ids[1], ids[0], ids[2]])


def test_business_added_too_late_needs_the_chairs_reason(cast, transaction):
    late = clock.moment(date(2026, 9, 17))
    with transaction():
        agenda = agendas.an_agenda(cast, on=TUESDAY)
        agendas.published(cast, agenda, at=clock.moment(date(2026, 9, 10)))
        item = agendas.an_item(agenda, "Flooding")
        assert not sentences(agenda, "error", at=clock.moment(date(2026, 9, 11)))
        assert "100B(4)(b)" in sentences(agenda, "error", at=late)[0]
        with pytest.raises(Refused, match="matter of urgency"):
            agendas.published(cast, agenda, at=late)
        with pytest.raises(Refused, match="chair"):
            services.mark_late(item, by=None, reason=" ")
        services.mark_late(item, by=None, reason="The river rose on Tuesday night.")
        supplement = agendas.published(cast, agenda, at=late)
    assert supplement.content["added"] == [item.id]
    assert supplement.content["items"][3]["late_reason"] == "The river rose on Tuesday night."


def test_an_exempt_item_without_paragraph_or_reason_stops_publication(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda, paragraphs=[], public_interest="")
        assert sentences(agenda, "error") == [
            "Item 5, A property matter: give the Schedule 12A paragraph.",
            "Item 5, A property matter: record why the public interest is served.",
        ]
        with pytest.raises(Refused, match="There is 1 more"):
            agendas.published(cast, agenda, reason="Because")
        agendas.an_exempt_item(agenda, "Debts", paragraphs=[], public_interest="")
        with pytest.raises(Refused, match="There are 3 more"):
            agendas.published(cast, agenda, reason="Because")


def test_a_confidential_item_needs_a_reason_and_no_paragraph(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(
            agenda, paragraphs=[], public_interest="", access=Access.CONFIDENTIAL
        )
        assert sentences(agenda, "error") == [
            "Item 5, A property matter: record why it is confidential."
        ]
    text = agendas.item_titled(agenda, "Exclusion of the press and public").text
    assert "section 100A(2) " in text


@pytest.mark.parametrize(
    ("paragraphs", "is_confidential", "power", "reason"),
    [
        ([3], False, "section 100A(4) of", "exempt information as defined in paragraph 3 of"),
        ([], True, "section 100A(2) of", "in breach of the obligation of confidence"),
        ([], False, "section 100A of", "on grounds that are still to be stated"),
    ],
)
def test_the_exclusion_cites_the_power_it_is_made_under(paragraphs, is_confidential, power, reason):
    text = exclusion_text(
        exempt=[] if is_confidential else ["7"],
        confidential=["7"] if is_confidential else [],
        paragraphs=paragraphs,
        law=AccessLaw.ACT_1972,
    )
    assert f"RECOMMENDED: That, under {power} the Local Government Act 1972" in text
    assert "during consideration of item 7, " in text
    assert reason in text
    assert "subsection" not in text


def test_the_front_of_an_agenda_keeps_its_quorum_and_for_whom_members_come(cast, transaction):
    with transaction():
        mo = cast.person("Mo")
        mo.organisation = Organisation(name="Weirside Housing")
        publication = agendas.published(cast, agendas.an_agenda(cast), reason="In time.")
    assert publication.content["quorum"] == 3
    members = {one["name"]: one["organisation"] for one in publication.content["members"]}
    assert members[mo.full_name] == "Weirside Housing"
    assert members[cast.person("Chi").full_name] == ""


def test_a_closed_report_never_goes_out_with_an_open_item(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = agendas.placed(cast, agendas.an_item(agenda))
        report_services.hold_back(report, by=None, access=Access.EXEMPT)
        assert "the report is not open" in sentences(agenda, "error")[0]


def test_an_item_that_the_exclusion_does_not_cover_is_an_error(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
        agendas.item_titled(agenda, "Exclusion of the press and public").text = "<p>Item 9.</p>"
        assert "not covered" in sentences(agenda, "error")[0]


def test_an_empty_list_of_background_papers_and_another_date_are_warnings(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = agendas.placed(cast, agendas.an_item(agenda))
        reports.section(report, "background").text = ""
        report.wanted_on = agenda.meeting.on_date + timedelta(days=1)
        found = sentences(agenda, "warning")
    assert "section 100D" in found[0]
    assert "the report is dated" in found[1]


def test_a_cancelled_meeting_has_nothing_published(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        meetings.cancel(agenda.meeting, by=cast.person("Clare"), reason="No business.")
        with pytest.raises(Refused, match="cancelled"):
            agendas.published(cast, agenda)


def test_a_second_board_reads_what_it_considers(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        report = reports.a_full_report(cast, board=cast.other_board, access=Access.EXEMPT)
        report_services.submit(report, by=report.author)
        report_services.clear(report, by=cast.person("Clare"))
        item = agendas.an_exempt_item(agenda)
        report_services.let_board_read(report, by=None, board=cast.board, reason="Both decide.")
        services.place_report(item, report=report, by=None)
        assert not _sees(cast, "Mo", report)
        agendas.published(cast, agenda)
    assert _sees(cast, "Mo", report)
    assert not _sees(cast, "Nora", report)


def test_opening_a_published_item_releases_it_and_says_so_in_a_supplement(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda)
        report = agendas.placed(cast, item)
        agendas.published(cast, agenda)
        assert not _sees(cast, "Nora", report)
        services.make_open(item, by=None)
        supplement = agendas.published(cast, agenda)
    assert _sees(cast, "Nora", report)
    assert "Sale of Quay Yard" in str(supplement.content)
    assert item.number == "5"


def test_an_outcome_is_recorded_on_every_report_of_an_item(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        agendas.placed(cast, item)
        services.record_outcome(item, by=None, outcome=Outcome.APPROVED)
    taken = queries.items_of(agenda)[3].considerations
    assert [one.outcome for one in taken] == [Outcome.APPROVED]


def test_an_item_is_found_by_all_once_published_and_its_exempt_wording_by_members(
    app, cast, transaction, drain
):
    engine = registry(app).search_engine
    engine.rebuild([])

    def finds(who, words):
        keys = cast.scope(who).keys
        return engine.search(Query(text=words, keys=keys, kinds=("agenda-item",))).total

    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_item(agenda, "Lamplighting")
        agendas.an_exempt_item(agenda, "Quayyard")
    drain()
    assert (finds("Nora", "Lamplighting"), finds("Mo", "Lamplighting")) == (0, 0)
    assert finds("Clare", "Lamplighting") == 1
    with transaction():
        agendas.published(cast, agenda)
    drain()
    assert (finds("Nora", "Lamplighting"), finds("Nora", "Quayyard")) == (1, 0)
    assert (finds("Mo", "Quayyard"), finds("Clare", "Quayyard")) == (1, 1)


def _sees(cast, who, report):
    model = type(report)
    chosen = select(model.id).where(model.id == report.id, model.visible_to(cast.scope(who)))
    return db.session.scalar(chosen) is not None
