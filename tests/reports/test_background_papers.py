"""Every report to a board under the access rules lists its background papers (s100D)."""

import pytest

from app.reports import services
from app.reports.contents import content_of
from tests.factories import reports

LABEL = "List of background papers under section 100D of the Local Government Act 1972"


def keys(report):
    return [one.key for one in sorted(report.sections, key=lambda one: one.position)]


def test_a_template_without_the_list_gets_it_for_a_statutory_board(cast, transaction):
    """R2.2: the list is in every report, whatever template it is written in."""
    with transaction():
        cast.board.has_statutory_access = True
        report = reports.a_report(cast, template="partnership")
        (section,) = report.sections
        assert (section.key, section.label) == ("background", LABEL)
        assert section.text == "<p>There are no background papers under the meaning of the Act.</p>"
        assert section.is_preset
        assert [one["label"] for one in content_of(report)["sections"]] == [LABEL]


def test_a_board_outside_the_rules_is_not_asked_for_it(cast, transaction):
    """R2.2, R1.9: partnerships stand outside the rules on access."""
    with transaction():
        cast.board.has_statutory_access = False
        assert not reports.a_report(cast, template="partnership").sections


def test_a_template_that_asks_for_the_list_has_it_once(cast, transaction):
    with transaction():
        assert keys(reports.a_report(cast)).count("background") == 1


def test_sections_of_the_authors_own_stand_before_the_list(cast, transaction):
    with transaction():
        report = reports.a_report(cast, template="partnership")
        services.add_section(report, by=report.author, label="Introduction")
        services.add_section(report, by=report.author, label="Next steps")
        assert keys(report) == ["own-1", "own-2", "background"]


@pytest.mark.parametrize("template", ["partnership", "policy-board"])
def test_who_writes_the_list_is_told_what_background_papers_are(cast, transaction, visit, template):
    """R2.2: the Act's own test, section 100D(5), stands where the list is written."""
    with transaction():
        report = reports.a_report(cast, template=template)
    olu = visit("Olu")
    page = olu.open(f"/reports/{report.id}/write/background")
    assert "relied on to a material extent" in page.words
    assert "section 100D(5)" in page.words
    page = olu.send({"text": "Survey of lamps, Highways, Town Hall."}, button="Save")
    assert "Saved at" in page.words
    assert "Nothing has changed" in olu.send(button="Save").words
    assert "Survey of lamps" in olu.open(f"/reports/{report.id}").words
