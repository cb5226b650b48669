"""Business in private: what its clerk is warned of before the agenda is issued."""

import pytest

from app.agendas.models import ItemKind
from app.agendas.rules import closing
from app.foundation.permissions import Access
from tests.agendas.test_rules import OUT, WEIGHED, an_item, found, warning

CONFIDENTIAL = {4: Access.CONFIDENTIAL}
TELLING = (
    "Item 4, {}: its open title is its exempt title, or holds words of it that tell what is held "
    "back under section 100B(2). Everybody reads it: give another, or say why it may stand."
)


@pytest.mark.parametrize(
    ("title", "closed", "told"),
    [
        ("Dismissal of J Smith", "Dismissal of J Smith", True),
        ("dismissal of J. SMITH", "Dismissal of J Smith", True),
        ("The case of Smith", "Dismissal of J Smith", True),
        ("Land at Quay Yard", "Sale of Quay Yard", True),
        ("A matter of 1 Mill Lane", "Number 1, Mill Lane", True),
        ("A grievance", "Grievance", True),
        ("A property matter", "Sale of Quay Yard", False),
        ("A staffing matter", "Staffing: dismissal of J Smith", False),
        ("Contract award", "Award of the contract for refuse to Weir Ltd", False),
        ("", "Sale of Quay Yard", False),
        ("Sale of land", "", False),
    ],
)
def test_an_open_title_that_tells_is_warned_of(title, closed, told):
    """R3.5, §16-18: equal titles, and open ones with the telling words."""
    assert closing.tells(title, of=closed) == told
    item = an_item(title=title, public_interest=WEIGHED, paragraphs=[3])
    given = {"exempt_access": {4: Access.EXEMPT}, "exempt_titles": {4: closed}}
    warnings = [one for one in found(item, **given) if one[0] == "warning"]
    assert warnings == ([warning(TELLING.format(title), "open-title:4")] if told else [])


def test_the_warning_never_quotes_the_exempt_title():
    """R3.5: what is found of a closed title is said without it."""
    item = an_item(title="Smith", public_interest=WEIGHED, paragraphs=[3])
    given = {"exempt_access": {4: Access.EXEMPT}, "exempt_titles": {4: "Dismissal of J Smith"}}
    assert "Dismissal" not in str(found(item, **given))


@pytest.mark.parametrize(
    ("access", "said", "why"),
    [
        (Access.EXEMPT, "x", "why secrecy outweighs disclosure (Schedule 12A, paragraph 10)"),
        (Access.EXEMPT, "The price is open", "why secrecy outweighs disclosure (Schedule 12A, "),
        (Access.CONFIDENTIAL, "Told so", "who forbids the disclosure (section 100A(3))"),
        (Access.EXEMPT, "The price is still open", ""),
    ],
)
def test_a_reason_of_fewer_than_five_words_is_warned_of(access, said, why):
    """§16-18: a reason so short weighs nothing."""
    paragraphs = [3] if access == Access.EXEMPT else []
    item = an_item(public_interest=said, paragraphs=paragraphs)
    told = found(item, exempt_access={4: access})
    assert [(one[0], one[2]) for one in told] == ([("warning", "short-reason:4")] if why else [])
    assert why in str(told)
    assert found(item) == []


def test_an_exemption_without_officer_or_review_day_is_warned_of():
    """R3.6, §16-18, §16-19: who decided (s100B(2)), and until when (Sch 12A para 10)."""
    item = an_item(public_interest=WEIGHED, paragraphs=[3])
    given = {"exempt_access": {4: Access.EXEMPT}, "undecided": {4}, "unreviewed": {4}}
    assert found(item, **given) == [
        warning(
            "Item 4, Lamps: no proper officer is named who decided that it is taken in private "
            "(section 100B(2)).",
            "deciding-officer:4",
        ),
        warning(
            "Item 4, Lamps: no day is set on which its exemption is looked at again (Schedule "
            "12A, paragraph 10).",
            "review-day:4",
        ),
    ]
    told = found(an_item(public_interest=WEIGHED), **given | {"exempt_access": CONFIDENTIAL})
    assert [one[2] for one in told] == ["deciding-officer:4"]
    assert found(item, **given, board={"has_statutory_access": False}) == []
    out = an_item(public_interest=WEIGHED, paragraphs=[3], published_at=OUT)
    assert found(out, **given) == []


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("Any other business", True),
        ("ANY OTHER BUSINESS", True),
        ("Any other items the Chair accepts", True),
        ("AOB", True),
        ("A.O.B.", True),
        ("Any other urgent business", False),
        ("Aobh, a place", False),
        ("Business of the board", False),
    ],
)
def test_any_other_business_is_called_urgent_business_under_the_act(title, is_told):
    """R4.3, §16-17: named with section 100B(4), and only where the Act applies."""
    told = (
        f"Item 4, {title}: business that the agenda does not name is taken only as a matter of "
        "urgency (section 100B(4)). Call it “Urgent business (if any)”."
    )
    item = an_item(title=title, kind=ItemKind.STANDING)
    assert found(item) == ([warning(told, "any-other-business:4")] if is_told else [])
    assert found(item, board={"has_statutory_access": False}) == []
