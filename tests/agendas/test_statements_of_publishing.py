"""Publishing an agenda asks the database a handful of questions, however many reports it takes."""

from app.agendas import queries, services
from app.agendas.models import Agenda
from app.foundation.db import db
from app.reports import services as report_services
from tests.counting import statements
from tests.factories import agendas, reports


def prepared(cast, transaction, count):
    """An agenda with so many cleared reports, every second with an appendix, the last closed."""
    with transaction():
        agenda = agendas.an_agenda(cast, days=agendas.FAR + 7 * count)
        for number in range(count):
            title = f"Report {number}"
            add = agendas.an_exempt_item if number == count - 1 else agendas.an_item
            attached = {"Figures": "<p>12</p>"} if number % 2 else {}
            agendas.placed(cast, add(agenda, title), title=title, attached=attached)
    return agenda.id


def sent_to_publish(cast, transaction, agenda_id):
    """Everything sent from opening the agenda to keeping what was issued."""
    db.session.remove()
    with statements() as sent, transaction():
        services.publish(db.session.get_one(Agenda, agenda_id), by=None)
    return sent


def test_publishing_seven_reports_takes_sixty_statements(cast, transaction):
    sent = sent_to_publish(cast, transaction, prepared(cast, transaction, 7))
    assert len(sent) <= 60, "\n".join(sent)


def test_one_more_report_takes_four_more_at_most(cast, transaction):
    few = sent_to_publish(cast, transaction, prepared(cast, transaction, 3))
    many = sent_to_publish(cast, transaction, prepared(cast, transaction, 9))
    assert len(many) - len(few) <= 4 * 6


def test_a_preview_of_revised_reports_asks_no_more_for_nine_than_for_three(cast, transaction):
    few, many = (
        previewed(cast, transaction, prepared(cast, transaction, count)) for count in (3, 9)
    )
    assert len(many) - len(few) <= 2, "\n".join(many)


def revised(cast, report):
    report_services.send_back(report, by=cast.person("Clare"), text="Correct the costs.")
    reports.write(report, "purpose", "It costs £9,300.")
    report_services.submit(report, by=report.author)
    report_services.clear(report, by=cast.person("Clare"))


def previewed(cast, transaction, agenda_id):
    """What is sent to show a supplement that replaces every report of a published agenda."""
    with transaction():
        agenda = db.session.get_one(Agenda, agenda_id)
        agendas.published(cast, agenda)
        for item in queries.walk(queries.items_of(agenda)):
            for placed in item.considerations:
                revised(cast, placed.report)
    db.session.remove()
    with statements() as sent:
        composed = services.preview(db.session.get_one(Agenda, agenda_id))
    assert composed
    return sent
