"""Nothing unreadable shows in hits, totals, facets, suggestions, excerpt terms or even scores."""

import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_builders import ask, entry, put

from app.foundation.search.whoosh.engine import WhooshEngine

KEYS = ("everyone", "seat:1", "seat:2", "clerk:1", "person:1")
VOCABULARY = """parking parkway barking cannabis canabis housing houses alcohol alcohols enforcement
    SHP54 SHP55 shp 54 2011/12 strategy"""
WORDS = VOCABULARY.split()
PLANTED = [f"zq{letter}xv{letter}w" for letter in string.ascii_lowercase]

SIGNED = ("title:housing", '"cannabis"', "hous*", '"parking housing"')
JOINED = ("housing OR cannabis", "NOT parking", "SHP54 OR alcohol", "20/09/2011", "minute SHP54")
APART = ("parkinghousing", "hous ing", "park way", "parkway", "SAF")
NAMES = (("SAF", "parking housing"), ("alcohol", "cannabis"))

keys = st.frozensets(st.sampled_from(KEYS))
texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
facts = st.fixed_dictionaries(
    {
        "text": texts,
        "title": texts,
        "readers": keys,
        "board": st.sampled_from(["", "Safer", "Audit"]),
        "kind": st.sampled_from(["report", "minute"]),
        "date": st.sampled_from([None, date(2011, 9, 20), date(2012, 1, 10)]),
        "reference": st.sampled_from(["", "SHP54", "SHP55"]),
        "weight": st.sampled_from([0.4, 1.0, 1.3]),
    }
)
parts = st.sampled_from(
    [
        *WORDS,
        *("shp 54", "hosing", "canabbis", "alcohil", "park*", "-parking", "enforcment"),
        *SIGNED,
        *JOINED,
        *APART,
    ]
)
questions = st.lists(parts, min_size=1, max_size=4).map(" ".join)
filters = st.fixed_dictionaries(
    {
        "boards": st.sampled_from([(), ("Safer",), ("Nobody",)]),
        "years": st.sampled_from([(), (2011,)]),
        "sort": st.sampled_from(["relevance", "date"]),
        "names": st.sampled_from([(), NAMES]),
    }
)


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    """Two indexes: one that holds everything, one that holds only what the reader may read."""
    places = ("everything", "readable")
    return tuple(WhooshEngine(tmp_path_factory.mktemp(place) / "index") for place in places)


def planted(drawn):
    """Entries with one word each that stands nowhere else."""
    return [
        replace(entry(n, **values), text=f"{values['text']} {PLANTED[n]}")
        for n, values in enumerate(drawn)
    ]


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(facts, max_size=9), keys, st.lists(questions, min_size=4, max_size=4), filters)
def test_what_is_unreadable_does_not_exist(engines, drawn, held, asked, chosen):
    everything, only_readable = engines
    entries = planted(drawn)
    everything.rebuild(replace(each, readers=frozenset({"everyone"})) for each in entries)
    put(everything, *entries)
    only_readable.rebuild(each for each in entries if each.readers & held)

    for text in asked:
        page = ask(everything, text, keys=held, limit=5, **chosen)
        assert page == ask(only_readable, text, keys=held, limit=5, **chosen)
        assert page.total == len(ask(everything, text, keys=held, limit=99, **chosen).hits)

    for n, each in enumerate(entries):
        page = ask(everything, PLANTED[n], keys=held)
        mistyped = ask(everything, PLANTED[n][:-1] + "y", keys=held)
        if each.readers & held:
            assert page.hits[0].key == each.key
        else:
            assert each.key not in [hit.key for hit in page.hits + mistyped.hits]
            assert PLANTED[n] not in (mistyped.suggestion or "")
            assert page.suggestion != PLANTED[n]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(facts, max_size=9), keys, st.sampled_from(["housing", "parking", "cannabis"]))
def test_whatever_is_readable_is_found_and_counted(engines, drawn, held, word):
    everything, _ = engines
    entries = [entry(n, **values) for n, values in enumerate(drawn)]
    everything.rebuild(entries)
    expected = {
        each.key
        for each in entries
        if each.readers & held and word in f"{each.title} {each.text}".split()
    }
    page = ask(everything, f'"{word}"', keys=held, limit=99)
    assert {hit.key for hit in page.hits} >= expected
    assert page.total == len(page.hits) == sum(page.facets.kind.values())
    assert {hit.key for hit in page.hits} <= {e.key for e in entries if e.readers & held}
