"""Whatever the lines, the recogniser answers and loses none of them."""

import json
import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.archive.paper import as_json
from app.archive.recognise.kept import lines_lost
from app.archive.recognise.whole import recognise
from app.foundation.reading.lines import Line
from app.foundation.reading.text import read_text
from tests.archive import invented

PRINTED = [
    line
    for paper in (invented.PACK, invented.COVER_SHEET)
    for line in paper.split("\n")
    if line.strip()
]
ODD = [
    "(A)",
    "1.",
    "1.0",
    "SHP54",
    "RESOLVED:",
    "ACTION:",
    "Present",
    "DATE:",
    "31 June 2011 at 99.99",
]
lines = st.lists(
    st.one_of(st.sampled_from(PRINTED), st.sampled_from(ODD), st.text(max_size=40)), max_size=60
)


@given(lines)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_mixture_of_printed_lines_makes_it_fail(mixed: list[str]) -> None:
    read = read_text("\n".join(mixed).encode())
    paper = recognise(read, source_file="mixed.txt")
    json.dumps(as_json(paper))
    assert lines_lost(read, paper) == []


@given(st.randoms(use_true_random=False), st.integers(0, 40))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_no_loss_or_turning_of_lines_makes_it_fail(chance: random.Random, count: int) -> None:
    kept = invented.PACK.split("\n")
    for _ in range(count):
        place = chance.randrange(len(kept))
        other = chance.randrange(len(kept))
        kept[place], kept[other] = kept[other], re.sub(r"\d", "", kept[place])
    read = read_text("\n".join(kept).encode())
    assert lines_lost(read, recognise(read, source_file="turned.txt")) == []


printed_line = st.builds(
    Line,
    number=st.integers(0, 50),
    text=st.sampled_from([*PRINTED, *ODD]),
    level=st.none() | st.integers(1, 9),
    bold=st.booleans(),
    indent=st.integers(0, 4),
    cells=st.just(())
    | st.lists(st.sampled_from([*PRINTED, *ODD, "", "a\nb"]), min_size=2).map(tuple),
    page_break=st.booleans(),
)


@given(st.lists(printed_line, max_size=40))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_lines_of_a_word_file_make_it_fail(given_lines: list[Line]) -> None:
    paper = recognise(given_lines, source_file="odd.docx")
    json.dumps(as_json(paper))
