"""An acronym and what it stands for find each other, as far as a reader can read what says so."""

import pytest

from app.foundation.search.acronyms import acronyms
from tests.foundation.search.search_builders import MEMBER, entry, found, put

SEATED = frozenset({"seat:5"})


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The Anti-Social Behaviour (ASB) team", "asb", "anti social behaviour"),
        ("by the Department for Education (“the DfE”).", "dfe", "depart educ"),
        ("Drainage and Flood Risk Partnerships (DFRPs)", "dfrp", "drainag flood risk partnership"),
        ("the SEND (special educational needs and disabilities) plan", "send", None),
        ("Health & Wellbeing Board (HWB)", "hwb", "health wellb board"),
        ("Housing of Multiple Occupation (HMO)", "hmo", "hous multipl occup"),
    ],
)
def test_an_acronym_is_known_by_its_explanation(text, short, long):
    (pair,) = acronyms(text)
    assert pair[0] == short
    assert long is None or " ".join(pair[1]) == long


@pytest.mark.parametrize(
    "text",
    [
        "a plan (see TABLE)",
        "Minutes of OLD (2010)",
        "The lamps; (SCP)",
        "The board met (ASB).",
        "Office (HQ)",
        "word " * 5000 + "(ASB)",
    ],
)
def test_other_words_in_brackets_explain_nothing(text):
    assert acronyms(text) == []


@pytest.fixture
def explained(engine):
    """One paper explains, one uses the acronym, one the long form."""
    put(
        engine,
        entry(1, "The Tidal Lamp Scheme (TLS) was begun."),
        entry(2, "TLS was praised by all."),
        entry(3, "A tidal lamp scheme is dear."),
        entry(4, "A scheme for the lamp, tidal and otherwise."),
    )
    return engine


@pytest.mark.parametrize("typed", ["TLS", "tls"])
def test_an_acronym_finds_what_it_stands_for(explained, typed):
    assert set(found(explained, typed)) == {"report:1", "report:2", "report:3"}


def test_the_long_form_finds_its_acronym(explained):
    assert set(found(explained, "tidal lamp scheme")) == {f"report:{n}" for n in (1, 2, 3, 4)}
    assert found(explained, "praised tidal lamp scheme")[0] == "report:2"


def test_a_phrase_in_quotation_marks_is_taken_at_its_word(explained):
    assert set(found(explained, '"tidal lamp scheme"')) == {"report:1", "report:3"}


def test_an_acronym_explained_in_secret_is_unknown_to_those_outside(engine):
    put(
        engine,
        entry(1, "The Tidal Lamp Scheme (TLS) was begun.", readers=SEATED),
        entry(2, "TLS was praised by all."),
        entry(3, "A tidal lamp scheme is dear."),
    )
    assert found(engine, "TLS") == ["report:2"]
    assert found(engine, "tidal lamp scheme") == ["report:3"]
    assert set(found(engine, "TLS", keys=MEMBER)) == {"report:1", "report:2", "report:3"}


def test_an_acronym_is_forgotten_with_the_paper_that_explains_it(explained):
    explained.delete_owner(("report", 1))
    assert found(explained, "TLS") == ["report:2"]
