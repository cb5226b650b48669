"""“That” before what is resolved or recommended: kept without it, shown with it once."""

import pytest

from app.foundation.limbs import joined, lead_and_limbs, reads_after_that, short_name, without_that


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("That the report be noted", "the report be noted"),
        ("That: the report be noted", "the report be noted"),
        (
            "that, under section 100A, the public be excluded",
            "under section 100A, the public be excluded",
        ),
        ("The report be noted", "the report be noted"),
        ("A. Bell be thanked", "A. Bell be thanked"),
        ("Councillor Bell be thanked", "Councillor Bell be thanked"),
        ("Thatcham library be closed", "Thatcham library be closed"),
        ("That", ""),
    ],
)
def test_a_limb_is_kept_without_that(typed, kept):
    """§16-12: whatever was typed, one form is kept."""
    assert without_that(typed) == kept
    assert without_that(kept) == kept


@pytest.mark.parametrize(
    "limb",
    [
        "Note the report",
        "approve recommendations 1 to 3",
        "Agree and adopt the plan",
        "to note the report",
        "Noted.",
        "agreed",
    ],
)
def test_what_orders_does_not_read_after_that(limb):
    """§16-12: a board wills that something be done; it gives itself no orders."""
    assert not reads_after_that(limb)


@pytest.mark.parametrize(
    "limb",
    [
        "the report be noted",
        "support be given to the bid",
        "review of the policy be undertaken",
        "the Chief Executive write to the Minister",
        "Council note the plan",
        "noted changes be published",
        "under section 100A, the public be excluded",
    ],
)
def test_what_is_willed_reads_after_that(limb):
    """§16-12."""
    assert reads_after_that(limb)


def test_limbs_are_joined_to_one_sentence():
    """§16-12: (1) …; and (2) …; a single limb has its full stop."""
    assert list(joined(["it be noted"])) == ["it be noted."]
    assert list(joined(["it be noted; and", "it be paid"])) == ["it be noted; and", "it be paid."]
    several = ["it be noted. A copy is kept.", "it be paid"]
    assert list(joined(several)) == several


@pytest.mark.parametrize(
    ("html", "lead", "limbs"),
    [
        ("<p>That it be noted</p>", "That", "<p>it be noted</p>"),
        ("<p>That:</p><ol><li>it be noted</li></ol>", "That", "<ol><li>it be noted</li></ol>"),
        ("<ol><li>That it be noted</li></ol>", "That", "<ol><li>it be noted</li></ol>"),
        ("<p>The Board is asked to note it.</p>", "", "<p>The Board is asked to note it.</p>"),
    ],
)
def test_written_limbs_say_that_once(html, lead, limbs):
    """§16-12: the same of recommendations, which are written text."""
    assert lead_and_limbs(html, body="Safer Communities Board") == (lead, limbs)


@pytest.mark.parametrize(
    ("html", "lead", "limbs"),
    [
        ("<ol><li>Note it</li><li>approve it</li></ol>", "That the Board", None),
        ("<p>Note the report.</p>", "That the Board", "<p>note the report.</p>"),
        ("<ol><li>note it</li><li>the plan be paid</li></ol>", "That", None),
        ("<p>The report is noted.</p>", "", None),
    ],
)
def test_what_a_body_is_asked_to_do_goes_on_from_its_name(html, lead, limbs):
    """§16-12: “That note the report” is no sentence."""
    said = lead_and_limbs(html, body="Safer Communities Board")
    assert said[0] == lead
    assert limbs is None or said[1] == limbs


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Audit and Governance Board", "Board"),
        ("Anti-social Behaviour Task Group", "Task Group"),
        ("Safer Brackenmere Partnership", "Partnership"),
        ("Cabinet", "Cabinet"),
        ("Friends of the Quay", "Friends of the Quay"),
    ],
)
def test_a_body_is_called_by_its_kind(name, called):
    assert short_name(name) == called
