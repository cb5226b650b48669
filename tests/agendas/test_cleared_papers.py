"""Only what was cleared goes out, however often a report comes back to a meeting."""

import pytest
from sqlalchemy import select

from app.agendas import queries, services
from app.agendas.models import Agenda, Outcome
from app.foundation.db import db
from app.foundation.errors import Refused
from app.reports import queries as report_queries
from app.reports import services as report_services
from app.reports.models import ReportState
from tests.factories import agendas, reports


def deferred(cast):
    """A report that was issued, deferred, and sent back to be written again."""
    first = agendas.an_agenda(cast)
    item = agendas.an_item(first)
    report = agendas.placed(cast, item)
    agendas.published(cast, first)
    services.record_outcome(item, by=None, outcome=Outcome.DEFERRED)
    report_services.send_back(report, by=cast.person("Clare"), text="Again, please.")
    reports.write(report, "purpose", "Half a sentence that nobody has")
    return report


def warnings(agenda):
    return [check.sentence for check in queries.checks(agenda) if check.level == "warning"]


def test_a_published_report_in_the_making_again_is_to_follow_and_not_issued(cast, transaction):
    with transaction():
        report = deferred(cast)
        agenda = agendas.an_agenda(cast, days=60)
        services.place_report(agendas.an_item(agenda, "Again"), report=report, by=None)
        assert any("the report is not cleared" in said for said in warnings(agenda))
        publication = agendas.published(cast, agenda, reason="It follows.")
    item = publication.content["items"][3]
    assert item["to_follow"]
    assert item["reports"] == []
    assert "Half a sentence" not in str(report_queries.newest_issued(report).content)


def test_an_issued_report_in_the_making_again_stands_as_issued_where_it_was_issued(
    cast, transaction
):
    with transaction():
        report = deferred(cast)
        agenda = db.session.scalars(select(Agenda)).one()
        assert report.state == ReportState.DRAFT
        assert not any("not cleared" in said for said in warnings(agenda))


@pytest.mark.parametrize("state", ["draft", "in clearance"])
def test_a_report_that_is_not_cleared_is_never_issued(cast, transaction, state):
    with transaction():
        report = reports.a_full_report(cast)
        if state == "in clearance":
            report_services.submit(report, by=report.author)
        with pytest.raises(Refused, match="only a cleared one is published"):
            report_services.issue(report, by=cast.person("Clare"))
