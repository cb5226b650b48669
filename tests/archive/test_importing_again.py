"""A past paper that comes in again with other words: readers and searchers get the same ones."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.archive.importing.files import Imported, import_file
from app.foundation import indexing
from app.foundation.db import db
from app.foundation.permissions import Scope
from app.foundation.search.port import Query
from app.minutes import services
from app.minutes.models import Minute, MinutesState, Resolution
from app.reports.models import Report, ReportVersion
from tests.archive.invented import MINUTES, PACK, REPORT

Bring = Callable[..., Imported]
Transaction = Callable[[], AbstractContextManager[None]]
OUTSIDER = Scope(person_id=10_000, is_officer=True)


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Bring:
    """Import a text as a file of one and the same name."""

    def _bring(text: str) -> Imported:
        path = tmp_path / "paper.txt"
        path.write_text(text, encoding="utf-8")
        return import_file(path, by=None)

    return _bring


def hits(words: str) -> set[str]:
    """The kinds of what an officer with no seat finds."""
    found = indexing.engine().search(Query(text=words, keys=OUTSIDER.keys))
    return {hit.kind for hit in found.hits}


def minute(printed: str) -> Minute:
    """The minute of this number."""
    db.session.expire_all()
    return db.session.scalars(select(Minute).where(Minute.printed == printed)).one()


def test_a_corrected_report_becomes_its_newest_version(
    bring: Bring, drain: Callable[[], int]
) -> None:
    bring(REPORT)
    again = bring(REPORT.replace("eleven times", "twelve times"))
    assert (again.outcome, again.skipped) == ("changed", ())
    report = db.session.scalars(select(Report)).one()
    assert "failed twelve times" in report.sections[2].text
    versions = db.session.scalars(select(ReportVersion).order_by(ReportVersion.number)).all()
    assert [one.why for one in versions] == ["imported", "published", "imported"]
    assert versions[-1].published_at == report.published_at
    drain()
    assert "section" in hits('"failed twelve times"')
    assert "section" not in hits('"failed eleven times"')


def test_corrected_minutes_of_a_pack_take_the_new_words_and_keep_their_numbers(
    bring: Bring,
) -> None:
    bring(PACK)
    before = [
        (one.id, one.printed) for one in db.session.scalars(select(Minute).order_by(Minute.id))
    ]
    told = PACK.replace("considered a report on fees", "considered a report on higher fees")
    again = bring(told.replace("they be published in March", "they be published in April"))
    assert (again.outcome, again.skipped) == ("changed", ())
    assert "higher fees" in minute("HQP20").text
    limbs = db.session.scalars(select(Resolution.text)).all()
    assert "they be published in April." in limbs
    assert [
        (one.id, one.printed) for one in db.session.scalars(select(Minute).order_by(Minute.id))
    ] == before
    third = bring(told.replace("higher fees", "lower fees"))
    assert third.skipped == ()
    assert "lower fees" in minute("HQP20").text


@pytest.mark.sqlite
def test_what_was_worked_on_since_stays_and_is_named(
    bring: Bring, transaction: Transaction
) -> None:
    bring(MINUTES)
    with transaction():
        fees = minute("HQP20")
        services.save_minute(
            fees,
            by=None,
            heading=fees.heading,
            html="<p>Put right by hand.</p>",
            outcome=fees.outcome,
            resolved=["the fees be agreed"],
            recommended=[],
            version=fees.version,
            reason="A slip of the pen.",
        )
    again = bring(MINUTES.replace("a report on fees", "a report on higher fees"))
    assert (again.outcome, again.skipped) == ("changed", ("HQP20",))
    assert "Put right by hand." in minute("HQP20").text


@pytest.mark.sqlite
def test_minutes_that_were_agreed_stay_as_they_were_agreed(
    bring: Bring, transaction: Transaction
) -> None:
    bring(MINUTES)
    with transaction():
        agreed = minute("HQP20").minutes
        agreed.state, agreed.approved_at_meeting_id = MinutesState.APPROVED, agreed.meeting_id
    again = bring(MINUTES.replace("a report on fees", "a report on higher fees"))
    assert again.skipped == ("HQP20",)
    assert "higher" not in minute("HQP20").text
