"""What was resolved reads the same wherever it stands, however it was typed."""

import pytest

from app.minutes import checking, queries, services
from app.minutes.models import Resolution, ResolutionKind
from app.minutes.wording import limbs_typed, plain_of, printed
from tests.factories.minutes import begun, minute_about
from tests.factories.reports import a_report, write
from tests.word import paragraphs_of

ONE = "RESOLVED: That the report be noted."
TWO = "RESOLVED: That (1) the report be noted; and (2) the cost be met."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("RESOLVED: the report be noted", ONE),
        ("That the report be noted.", ONE),
        ("The report be noted", ONE),
        ("RESOLVED That:\n1) the report be noted\n2) the cost be met", TWO),
        ("(1) That the report be noted; and\n(2) the cost be met", TWO),
        ("(1) the report be noted\n(2) That the cost be met.", TWO),
        ("Note the report", "RESOLVED: Note the report."),
    ],
)
def test_whatever_was_typed_is_printed_alike(typed, said):
    """§16-12, R6.2: “That” is stripped of every limb and set once before them."""
    assert str(printed(ResolutionKind.RESOLVED, limbs_typed(typed))) == said


@pytest.fixture
def resolved(cast, transaction):
    with transaction():
        minutes = begun(cast, "Lighting")
        services.set_resolutions(
            minute_about(minutes, "Lighting"),
            by=None,
            kind=ResolutionKind.RESOLVED,
            limbs=["That the report be noted", "the cost be met"],
        )
    return minutes


def test_page_word_and_search_say_the_same(resolved, visit, transaction):
    """§16-12: one piece prints it for the page, the Word file, the decisions and the index."""
    with transaction():
        services.publish(resolved, by=None)
    base = f"/meetings/{resolved.meeting_id}"
    nora = visit("Nora")
    for path in ("minutes", "decisions"):
        words = nora.open(f"{base}/{path}").words
        assert "RESOLVED: That the report be noted; and the cost be met." in words
    lines = [words for _, words in paragraphs_of(nora.fetch(f"{base}/minutes/word").data)]
    assert "Resolved: That" in lines
    assert [line for line in lines if line.startswith(("the report be", "the cost be"))] == [
        "the report be noted; and",
        "the cost be met.",
    ]
    assert TWO in plain_of(minute_about(resolved, "Lighting"))


def test_what_does_not_read_after_that_is_warned_of(resolved, transaction):
    """§16-12: “Note the report” is an order, not a resolution."""
    minute = minute_about(resolved, "Lighting")
    assert "that" not in {one.code for one in checking.checks(resolved)}
    with transaction():
        services.set_resolutions(
            minute, by=None, kind=ResolutionKind.RESOLVED, limbs=["Note the report"]
        )
    found = next(one for one in checking.checks(resolved) if one.code == "that")
    assert (found.level, found.minute_id) == ("warning", minute.id)
    assert "“Note the report” does not read after “That”" in found.sentence


def test_what_was_kept_with_that_before_is_shown_without_it_twice(resolved, visit, transaction):
    """§16-12: earlier rows hold the word; a save in which nothing else changes leaves them."""
    minute = minute_about(resolved, "Lighting")
    with transaction():
        minute.resolutions[:] = [
            Resolution(position=1, kind=ResolutionKind.RESOLVED, text="That the report be noted.")
        ]
        before = minute.version
    base = f"/meetings/{resolved.meeting_id}/minutes"
    clare = visit("Clare")
    page = clare.open(f"{base}/write/{minute.id}")
    assert page.tree.xpath("//textarea[@name='resolved']")[0].text.strip() == "the report be noted."
    clare.send(button="Save")
    assert minute_about(resolved, "Lighting").version == before
    assert ONE in clare.open(base).words
    assert queries.limbs_of(minute)[ResolutionKind.RESOLVED] == ["the report be noted."]


def test_a_reports_recommendation_says_that_once_on_its_page(cast, transaction, visit):
    """§16-12: recommendations of reports are shown as they are in Word."""
    with transaction():
        report = a_report(cast)
        write(report, "recommendation", "1. That it be noted\n2. That it be paid")
    words = visit("Olu").open(f"/reports/{report.id}").words
    assert "Recommendation: That" in words
    assert "That it be" not in words.replace("Recommendation: That it be", "Recommendation: That #")
