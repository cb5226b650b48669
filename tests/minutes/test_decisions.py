"""The decisions of a meeting on a page of their own: what came of each item, for its readers."""

import pytest

from app.foundation.db import db
from app.foundation.permissions import AccessLog
from app.minutes import services
from app.minutes.models import MinuteExempt, ResolutionKind
from tests.factories.minutes import SECRET, begun, minute_about, write

INSIDE = ("Clare", "Chi", "Mo")
OUTSIDE = ("Olu", "Adi", "Nora")


@pytest.fixture
def minutes(cast, transaction):
    """A resolution, an item that was only talked about, and one resolved in private."""
    with transaction():
        made = begun(cast, "Lighting", "Parking", exempt=f"The price of {SECRET}")
        lighting, quay = minute_about(made, "Lighting"), minute_about(made, "A property matter")
        write(lighting, "The lamps were discussed.")
        limbs = ["That the lamps be mended."]
        services.set_resolutions(lighting, by=None, kind=ResolutionKind.RESOLVED, limbs=limbs)
        write(minute_about(made, "Parking"), "Members talked of parking.")
        services.write_exempt(
            quay, by=None, heading="", html="", resolved=f"That {SECRET} be sold."
        )
    return made


def decisions(visit, who, minutes):
    return visit(who).open(f"/meetings/{minutes.meeting_id}/decisions")


def published(transaction, minutes):
    with transaction():
        services.publish(minutes, by=None)


def test_what_was_resolved_is_listed_without_the_discussion(visit, transaction, minutes):
    published(transaction, minutes)
    page = decisions(visit, "Nora", minutes)
    assert "the lamps be mended" in page.words
    assert "were discussed" not in page.words and "Parking" not in page.words


def test_a_draft_is_the_clerks_alone(visit, minutes):
    assert "the lamps be mended" in decisions(visit, "Clare", minutes).words
    assert "Not published." in decisions(visit, "Clare", minutes).words
    for who in (*INSIDE[1:], *OUTSIDE):
        page = decisions(visit, who, minutes)
        assert "the lamps be mended" not in page.text
        assert "No decisions yet" in page.words


def test_what_was_resolved_in_private_is_read_inside_and_every_view_is_recorded(
    visit, transaction, minutes
):
    published(transaction, minutes)
    for who in OUTSIDE:
        assert SECRET not in decisions(visit, who, minutes).text
    assert db.session.scalar(db.select(db.func.count(AccessLog.id))) == 0
    for who in INSIDE:
        assert f"{SECRET} be sold" in decisions(visit, who, minutes).words
    kinds = set(db.session.scalars(db.select(AccessLog.kind)))
    assert kinds == {MinuteExempt.KIND}


def test_minutes_without_a_decision_say_so(visit, cast, transaction):
    with transaction():
        minutes = begun(cast, "Parking")
    published(transaction, minutes)
    assert "Nothing was decided" in decisions(visit, "Mo", minutes).words
