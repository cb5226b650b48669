"""Whatever a council calls “all wards”, it is one value: kept, shown and found as one."""

import pytest

from app.foundation import indexing
from app.reports import services
from app.reports.models import Report
from app.reports.wards import ALL_WARDS, in_one_form, is_all
from tests.factories import reports

ALL = [
    "All",
    "all wards",
    "All Wards.",
    "Borough-wide",
    "Boroughwide",
    "Borough Wide",
    "Borough wide",
    "District-wide",
    "Every ward",
    "All of the wards",
]


@pytest.mark.parametrize("said", ALL)
def test_every_way_to_say_all_wards_is_one_value(said):
    """R11.8: these spellings all mean all wards."""
    assert in_one_form(said) == ALL_WARDS


@pytest.mark.parametrize(
    "said", ["", "Harbour", "All Saints", "All but Harbour", "Harbour, Castle"]
)
def test_the_names_of_wards_stay_as_typed(said):
    assert not is_all(said)
    assert in_one_form(said) == said


def test_it_is_kept_and_shown_as_one(cast, transaction, visit):
    """R11.8: in the details of a report and at the head of its page."""
    with transaction():
        report = reports.a_report(cast, header={"officer": "Head", "wards": "Boroughwide"})
    olu = visit("Olu")
    olu.open(f"/reports/{report.id}/header")
    page = olu.send({"fact_wards": "borough wide"}, button="Save")
    assert "Ward(s) All wards" in page.words


@pytest.mark.parametrize("printed", ["Boroughwide", "Borough Wide", "All"])
def test_a_past_paper_is_found_by_each_and_stays_as_printed(cast, transaction, printed):
    """R11.8: past papers keep what they were printed with."""
    with transaction():
        report = reports.a_published_report(cast)
        header = report.header | {"wards": printed}
        report.header = header
        version = services.keep_version(report, by=None, why="imported")
    assert ["Ward(s)", printed] in version.content["header"]
    entries = indexing.entries_for(indexing.searchables()[Report.KIND], [report.id])[report.id]
    assert "All wards, all, borough-wide, boroughwide, borough wide" in entries[0].text
