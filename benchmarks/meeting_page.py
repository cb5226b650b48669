"""The meeting page with 25 items and 40 papers, against rendering it from prepared rows.

The two are timed by turns, so that a busy moment of the machine falls on both.
"""

import gc
import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask, template_rendered
from jinja2 import Template

import config
from app import create_app
from app.agendas import services as agendas
from app.foundation import clock
from app.foundation.db import db
from app.foundation.richtext.typed import from_typed
from app.foundation.transactions import transaction
from app.meetings import services as meetings
from app.reports import queries as report_queries
from app.reports import services as reports
from tests.cast import PASSWORD, Cast, email_of, introduce

LIMIT = 2.0
ITEMS, PAPERS, RUNS = 25, 40, 60


def measure() -> dict[str, object]:
    """The median of the whole request over the median of rendering its template once more."""
    with TemporaryDirectory() as scratch:
        os.environ |= {
            "GUILDHALL_INSTANCE": scratch,
            "DATABASE_URL": f"sqlite:///{scratch}/guildhall.sqlite3",
        }
        app = create_app(config.Testing)
        address = _prepare(app)
        gc.collect()
        gc.freeze()  # as wsgi.py does
        value, baseline = _time(app, address)
    ratio = value / baseline
    return {
        "name": f"meeting page, {ITEMS} items and {PAPERS} papers (s)",
        "value": value,
        "baseline": baseline,
        "ratio": ratio,
        "limit": LIMIT,
        "ok": ratio <= LIMIT,
    }


def _prepare(app: Flask) -> str:
    with app.app_context():
        db.create_all()
        with transaction():
            introduce()
            cast = Cast()
            clare, olu = cast.person("Clare"), cast.person("Olu")
            on = clock.today() + timedelta(days=30)
            reports.install_templates(by=None, current_from=clock.today(), priorities=[])
            template = report_queries.template_version("policy-board", on=clock.today())
            assert template is not None
            meeting = meetings.plan_meeting(cast.board, by=clare, on=on)
            agenda = agendas.begin_agenda(meeting, by=clare)
            items = [
                agendas.add_item(agenda, by=clare, title=f"Matter {number}")
                for number in range(ITEMS - len(agenda.items))
            ]
            for number in range(PAPERS):
                report = reports.start_report(
                    by=olu, template=template, board=cast.board, title=f"Paper {number}",
                    author=olu, wanted_on=on,
                    header={"officer": "Head of Places", "wards": "All", "portfolio": "Places"},
                )  # fmt: skip
                for section in report.sections:
                    reports.write_section(
                        section, by=olu, html=from_typed("Words."), version=section.version
                    )
                reports.submit(report, by=olu)
                reports.clear(report, by=cast.person("Fin"))
                agendas.place_report(items[number % len(items)], report=report, by=clare)
            agendas.publish(agenda, by=clare, reason="Measured.")
            return f"/meetings/{meeting.id}"


def _time(app: Flask, address: str) -> tuple[float, float]:
    client = app.test_client()
    token = client.get("/sign-in").get_data(as_text=True).split('name="csrf_token"')[1]
    client.post(
        "/sign-in",
        data={
            "csrf_token": token.split('value="')[1].split('"')[0],
            "email": email_of("Mo"),
            "password": PASSWORD,
        },
    )
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    whole: list[float] = []
    alone: list[float] = []

    def render_again(_sender: Flask, template: Template, context: dict[str, Any], **_: Any) -> None:
        """Its rows are prepared by now: only the template is left to be timed."""
        alone.append(_took(lambda: template.render(context)))

    for _ in range(RUNS):
        whole.append(_took(lambda: client.get(address)))
        with template_rendered.connected_to(render_again, app):
            client.get(address)
    return statistics.median(whole), statistics.median(alone)


def _took(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
