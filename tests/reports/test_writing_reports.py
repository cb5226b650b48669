"""Officers write reports in templates: nothing is lost, nobody overwrites anybody."""

from datetime import date, timedelta

import pytest

from app.foundation import clock
from app.foundation.errors import Conflict, Refused
from app.people import services as people
from app.people.models import PersonKind
from app.reports import policy, queries, services
from app.reports.contents import content_of
from app.reports.models import ReportState
from tests.factories import reports


def test_a_template_is_chosen_by_the_day_it_stands(app, transaction):
    """R15.2: a template is chosen by the day it stands."""
    with transaction():
        reports.templates()
    older = queries.template_version("policy-board", on=date(2011, 9, 20))
    today = queries.template_version("policy-board", on=date(2026, 9, 20))
    assert [one.key for one in older.sections][4:6] == ["other", "priorities"]
    assert [one.key for one in today.sections][-2:] == ["climate", "background"]
    assert "portfolio" not in {one["key"] for one in older.header_fields}
    assert queries.template_version("partnership", on=date(1990, 1, 1)).is_cover_sheet


def test_installing_the_templates_again_changes_nothing(app, transaction):
    with transaction():
        reports.templates()
        reports.templates()
    assert [len(one.versions) for one in queries.templates()] == [2, 1]


def test_a_new_report_stands_with_its_sections_and_standard_answers(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
    content = content_of(report)
    assert [one["number"] for one in content["sections"]][:2] == ["1.0", "2.0"]
    priorities = content["sections"][5]
    assert [part["label"] for part in priorities["parts"]] == [
        "Children and Young People",
        "Safe and Strong Neighbourhoods",
    ]
    assert {part["text"] for part in priorities["parts"]} == {"<p>None.</p>"}
    assert ["Reporting officer", "Head of Highways"] in content["header"]
    assert ["Subject", "Lighting on Quay Street"] in content["header"]


def test_writing_a_section_cleans_it_and_raises_its_version(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        one = reports.section(report, "purpose")
        services.write_section(
            one, by=report.author, html="<p>To ask.</p><script>x</script>", version=1
        )
    assert reports.section(report, "purpose").text == "<p>To ask.</p>"
    assert reports.section(report, "purpose").version == 2


def test_saving_the_same_text_again_changes_nothing(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        reports.write(report, "purpose", "To ask.")
        reports.write(report, "purpose", "To ask.")
    assert reports.section(report, "purpose").version == 2


def test_two_people_in_one_section_see_both_texts(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        reports.write(report, "purpose", "Olu's words.")
    with transaction(), pytest.raises(Conflict) as conflict:
        reports.write(report, "purpose", "Clare's words.", by=cast.person("Clare"), version=1)
    assert "Olu" in conflict.value.theirs
    assert "Clare" in conflict.value.yours
    assert conflict.value.version == 2
    assert "Olu" in reports.section(report, "purpose").text


def test_the_same_text_from_two_people_is_no_conflict(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        reports.write(report, "purpose", "The same.")
        reports.write(report, "purpose", "The same.", version=1)
    assert reports.section(report, "purpose").version == 2


def test_the_header_is_held_to_its_version_too(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        facts = {"by": report.author, "header": report.header, "wanted_on": None}
        services.edit_header(report, title="Lamps", version=1, **facts)
        assert (report.title, report.version) == ("Lamps", 2)
        with pytest.raises(Conflict):
            services.edit_header(report, title="Lights", version=1, **facts)
        with pytest.raises(Refused):
            services.edit_header(report, title="  ", version=2, **facts)


def test_a_version_is_kept_only_when_something_changed(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        first = services.keep_version(report, by=report.author, why="left")
        assert services.keep_version(report, by=report.author, why="left") is first
        reports.write(report, "purpose", "New words.")
        second = services.keep_version(report, by=report.author, why="left")
    assert (first.number, second.number) == (1, 2)
    assert "New words." in str(second.content)
    assert "New words." not in str(first.content)


def test_a_version_is_kept_at_least_every_ten_minutes_of_editing(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        begun = report.started_at
        for minutes in (1, 5, 11, 14, 22):
            at = begun + timedelta(minutes=minutes)
            reports.write(report, "purpose", f"After {minutes} minutes.", at=at)
    kept = [version for version, _ in queries.versions_of(report, cast.scope("Olu"))]
    assert [one.why for one in kept] == ["every ten minutes"] * 2
    assert "After 22 minutes." in str(kept[0].content)
    assert "After 11 minutes." in str(kept[1].content)


def test_sections_of_the_authors_own_come_and_go(cast, transaction):
    with transaction():
        report = reports.a_report(cast, template="partnership", title="Fund")
        own = services.add_section(report, by=report.author, label="What is new", html="<p>A</p>")
        services.add_section(report, by=report.author, label="What we ask", html="<p>B</p>")
        content = content_of(report)
        background = report.sections[-1].label
        assert [(one["number"], one["label"]) for one in content["sections"]] == [
            ("", "What is new"),
            ("", "What we ask"),
            ("", background),
        ]
        services.remove_section(own, by=report.author)
        assert [one.label for one in report.sections] == ["What we ask", background]


def test_a_template_section_cannot_be_removed(cast, transaction):
    with transaction():
        report = reports.a_report(cast)
        with pytest.raises(Refused):
            services.remove_section(reports.section(report, "risk"), by=report.author)


def test_an_empty_required_section_stops_the_submission(cast, transaction):
    """§16-16: an empty required section stops the submission."""
    with transaction():
        report = reports.a_report(cast)
        with pytest.raises(Refused, match="Purpose of the report"):
            services.submit(report, by=report.author)
        report = reports.a_full_report(cast, header={})
        with pytest.raises(Refused, match="Reporting officer"):
            services.submit(report, by=report.author)


def test_submitting_lets_the_clearing_post_read_but_nobody_else(cast, transaction):
    with transaction():
        report = reports.a_full_report(cast)
        assert not queries.in_drafting_circle(report, cast.scope("Fin"))
        services.submit(report, by=report.author)
    assert report.state == ReportState.IN_CLEARANCE
    assert queries.in_drafting_circle(report, cast.scope("Fin"))
    assert [one.id for one in queries.desk_of(cast.scope("Fin")).waiting] == [report.id]
    for who in ("Chi", "Mo", "Adi", "Nora"):
        assert not queries.in_drafting_circle(report, cast.scope(who))


def test_what_is_in_clearance_is_not_written_in(cast, transaction):
    with transaction():
        report = reports.a_full_report(cast)
        services.submit(report, by=report.author)
        with pytest.raises(Refused):
            reports.write(report, "purpose", "Too late.")
        services.take_back(report, by=report.author)
        reports.write(report, "purpose", "In time.")
    assert report.state == ReportState.DRAFT


def test_sending_back_needs_words_and_keeps_them(cast, transaction):
    with transaction():
        report = reports.a_full_report(cast)
        services.submit(report, by=report.author)
        with pytest.raises(Refused):
            services.send_back(report, by=cast.person("Fin"), text=" ")
        services.send_back(report, by=cast.person("Fin"), text="Which budget?")
    assert report.state == ReportState.DRAFT
    assert [one.text for one in queries.comments_on(report)] == ["Which budget?"]


def test_withdrawing_needs_a_reason_and_is_for_the_unpublished(cast, transaction):
    with transaction():
        report = reports.a_full_report(cast)
        with pytest.raises(Refused):
            services.withdraw(report, by=report.author, reason="")
        services.withdraw(report, by=report.author, reason="Overtaken by events.")
        assert report.state == ReportState.WITHDRAWN
        with pytest.raises(Refused):
            services.issue(report, by=cast.person("Clare"))
        published = reports.a_published_report(cast)
        with pytest.raises(Refused):
            services.withdraw(published, by=published.author, reason="Second thoughts.")


def test_a_past_paper_keeps_its_printed_labels_and_numbers(cast, transaction):
    at = clock.moment(date(2011, 9, 20), 18, 30)
    with transaction():
        reports.templates()
        report = services.bring_in(
            by=None,
            board=cast.board,
            title="Domestic abuse",
            template=queries.template_version("policy-board", on=at.date()),
            header={"officer": "Strategic Director"},
            sections=[
                {"key": "purpose", "label": "PURPOSE OF REPORT", "number": "1.0", "text": "<p>A"},
                {"key": "risk", "label": "RISK ANALYSIS", "number": "5.0", "text": "<p>R</p>"},
                {"key": "risk", "label": "RISK AGAIN", "number": "8.1", "text": "<p>S</p>"},
                {
                    "key": "priorities",
                    "label": "PRIORITIES",
                    "number": "6.0",
                    "parts": [{"key": "healthy", "label": "A Healthy Town", "text": "<p>H</p>"}],
                },
            ],
            wanted_on=at.date(),
            access=services.Access.OPEN,
            published_at=at,
            appendices=[{"title": "Annual figures", "html": "<p>12</p>"}],
        )
    content = queries.readable_content(report, cast.scope("Nora"))
    assert [one["number"] for one in content["sections"]] == ["1.0", "5.0", "8.1", "6.0"]
    assert content["sections"][3]["parts"][0]["label"] == "A Healthy Town"
    assert ["Report to", "Safer Communities Board"] in content["header"]
    assert [one.title for one in queries.appendices_of(report, cast.scope("Nora"))] == [
        "Annual figures"
    ]


def test_what_a_merged_entry_wrote_is_written_on_by_the_one_that_stays(cast, transaction):
    with transaction():
        gone = people.add_person(by=None, name="O. Eze", kind=PersonKind.OFFICER)
        report = reports.a_report(cast, author=gone)
        reports.write(report, "purpose", "To say so.")
        people.merge(gone, into=cast.person("Olu"), by=cast.person("Adi"))
    assert report.author_id == cast.person("Olu").id
    assert reports.section(report, "purpose").changed_by_id == cast.person("Olu").id
    assert policy.write(cast.scope("Olu"), report)
    with transaction():
        reports.write(report, "purpose", "To say it again.")
