"""The accessibility statement."""

import pytest

from app.foundation.web.filters import day
from app.pages.information import PREPARED_ON


@pytest.mark.parametrize(
    ("nation", "enforced_by"),
    [
        ("ENG", "Equality and Human Rights Commission (EHRC)"),
        ("NIR", "Equality Commission for Northern Ireland (ECNI)"),
    ],
)
def test_the_statement_says_all_that_the_law_asks(app, visit, nation, enforced_by):
    """R14.1: status, what is not accessible, contact, who enforces, when it was prepared."""
    app.config["BANK_HOLIDAY_NATION"] = nation
    app.config["ACCESSIBILITY_CONTACT"] = "clerks@council.example"
    words = visit("Nora").open("/accessibility").words
    assert "partially compliant with the Web Content Accessibility Guidelines version 2.2" in words
    assert "tell clerks@council.example" in words
    assert f"{enforced_by} is responsible for enforcing" in words
    assert words.count(day(PREPARED_ON)) == 2
    assert "Non-compliance with the accessibility regulations" in words
