"""A meeting that could decide nothing, and actions that nobody was given."""

from datetime import timedelta

import pytest

from app.actions import services as actions
from app.agendas.models import Outcome
from app.foundation import clock
from app.meetings import services as meetings
from app.meetings.models import How
from app.minutes import checking, services
from app.minutes.exports import INQUORATE
from app.minutes.models import ResolutionKind
from tests.factories.minutes import begun, minute_about, past_minutes
from tests.word import paragraphs_of


def findings(minutes, code):
    return [one for one in checking.checks(minutes) if one.code == code]


@pytest.fixture
def minutes(cast, transaction):
    """Minutes of a meeting to which two came; the quorum is three."""
    with transaction():
        return begun(cast, "Lighting", "Floods")


def test_minutes_say_that_the_meeting_was_inquorate(minutes, cast, transaction, visit):
    """R7.5: page and Word file record it, as it was when they were published."""
    base = f"/meetings/{minutes.meeting_id}/minutes"
    assert INQUORATE in visit("Clare").open(base).words
    with transaction():
        services.publish(minutes, by=None)
    nora = visit("Nora")
    assert INQUORATE in nora.open(base).words
    assert INQUORATE in [words for _, words in paragraphs_of(nora.fetch(f"{base}/word").data)]
    with transaction():
        cast.board.quorum_rule, cast.board.quorum_number = "fixed", 1
    assert INQUORATE in nora.open(base).words


def test_a_quorum_or_an_unknown_attendance_says_nothing(minutes, cast, transaction, visit):
    """R7.5: nothing is said of a meeting that could decide, nor of one nobody has recorded."""
    base = f"/meetings/{minutes.meeting_id}/minutes"
    with transaction():
        cast.board.quorum_rule, cast.board.quorum_number = "fixed", 2
    assert INQUORATE not in visit("Clare").open(base).words
    with transaction():
        cast.board.quorum_number = 3
        old = past_minutes(cast.board, on=clock.today() - timedelta(days=900), numbers={90: "x"})
    assert INQUORATE not in visit("Nora").open(f"/meetings/{old.meeting_id}/minutes").words


def test_what_was_decided_without_a_quorum_is_warned_of_by_name(minutes, cast, transaction):
    """R7.5: a decision that the meeting could not make waits for one that can."""
    floods = minute_about(minutes, "Floods")
    with transaction():
        services.set_resolutions(
            floods, by=None, kind=ResolutionKind.RESOLVED, limbs=["the wall be mended"]
        )
    (found,) = findings(minutes, "no-quorum")
    assert (found.level, found.minute_id) == ("warning", floods.id)
    assert "Floods records a decision, but the meeting was inquorate" in found.sentence
    with transaction():
        services.set_resolutions(floods, by=None, kind=ResolutionKind.RESOLVED, limbs=[])
        services.write_minute(
            floods,
            by=None,
            heading="Floods",
            html="",
            outcome=Outcome.DEFERRED,
            version=floods.version,
        )
    assert findings(minutes, "no-quorum") == []


def test_once_enough_came_nothing_is_warned_of(minutes, cast, transaction):
    """R7.5: who came decides, and attendance can be corrected."""
    with transaction():
        cast.board.quorum_rule, cast.board.quorum_number = "fixed", 2
        services.set_resolutions(
            minute_about(minutes, "Floods"), by=None, kind=ResolutionKind.RESOLVED, limbs=["it be"]
        )
        assert findings(minutes, "no-quorum") == []
        meetings.record_attendance(
            minutes.meeting, by=None, how=How.APOLOGIES, person=cast.person("Mo")
        )
        assert len(findings(minutes, "no-quorum")) == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "has no owner and no day"),
        ({"owner_words": "Highways"}, "has no day"),
        ({"due_words": "Continuous"}, "has no owner"),
        ({"due_words": "None stated"}, None),
        ({"owner_words": "Highways", "due_on": clock.today()}, None),
    ],
)
def test_an_action_says_who_and_when_or_that_none_was_stated(
    minutes, cast, transaction, told, said
):
    """§16-13: what an action leaves unsaid is warned of before publication."""
    minute = minute_about(minutes, "Lighting")
    with transaction():
        actions.add_action(
            by=None, board=cast.board, minute=minute, text="Mend it", made_on=clock.today(), **told
        )
    found = findings(minutes, "action")
    assert [said in one.sentence for one in found] == ([True] if said else [])
