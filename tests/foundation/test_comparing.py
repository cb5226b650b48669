"""Two texts compared: nothing is lost in either, and a change says which words it touched."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.foundation.richtext.comparing import (
    ADDED,
    CHANGED,
    REMOVED,
    Piece,
    compare,
    compare_typed,
    stretches,
    word_by_word,
)
from app.foundation.richtext.typed import from_typed

BEFORE = """\
The lamps are of 1994.

The cost is £1,200 a year.
- Quay Street
- Mill Lane

| Street | Lamps |
|---|---|
| Quay Street | 14 |
| Mill Lane | 9 |
| Weir Road | 3 |
| Hythe | 2 |
"""
AFTER = BEFORE.replace("£1,200 a year", "£1,350 a year, from April").replace(
    "- Quay Street\n", "- Harbour Street\n- Quay Street\n"
)


def told(lines):
    """Each line that changed: how, and its words with what was added and removed."""
    signs = {"": "{}", ADDED: "+{}+", REMOVED: "-{}-"}
    return [
        (line.change, [signs[piece.change].format(piece.words) for piece in line.cells[0]])
        for line in lines
        if line.change
    ]


def test_a_changed_line_says_which_words_were_removed_and_added():
    found = told(compare(from_typed(BEFORE), from_typed(AFTER)))
    assert found == [
        (CHANGED, ["The cost is ", "-£1,200-", "+£1,350+", " a year", "+, from April+", "."]),
        (ADDED, ["+Harbour Street+"]),
    ]


def test_a_phrase_is_one_change_and_not_one_for_each_word():
    assert word_by_word("on Monday 4 May at noon", "on Tuesday 5 June at noon") == (
        Piece("on "),
        Piece("Monday 4 May", REMOVED),
        Piece("Tuesday 5 June", ADDED),
        Piece(" at noon"),
    )


def test_a_row_is_shown_with_the_first_of_its_table_and_what_is_the_same_is_left_out():
    lines = compare(
        from_typed(BEFORE), from_typed(BEFORE.replace("| Hythe | 2 |", "| Hythe | 5 |"))
    )
    shown = [(one.kind, [line.line.cells for line in one.lines]) for one in stretches(lines)]
    assert shown == [
        ("left out", [(words,) for words in _LINES]),
        ("rows", [("Street", "Lamps")]),
        ("left out", [("Quay Street", "14"), ("Mill Lane", "9")]),
        ("rows", [("Weir Road", "3"), ("Hythe", "5")]),
    ]


_LINES = ("The lamps are of 1994.", "The cost is £1,200 a year.", "Quay Street", "Mill Lane")


def test_what_has_little_in_common_is_another_line():
    found = told(compare("<p>The lamps are old.</p>", "<p>Members agreed to wait.</p>"))
    assert [how for how, _ in found] == [REMOVED, ADDED]


def test_typed_texts_are_compared_with_their_marks():
    assert told(compare_typed("- a lamp\n- b", "- a **lamp**\n- b")) == [
        (CHANGED, ["- a ", "+**+", "lamp", "+**+"])
    ]


texts = st.text(st.sampled_from("ab,.£1 \n- \té’"), max_size=40)


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_both_texts_can_be_read_in_what_is_compared(old, new):
    pieces = word_by_word(old, new)
    assert "".join(one.words for one in pieces if one.change != ADDED) == old
    assert "".join(one.words for one in pieces if one.change != REMOVED) == new


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_no_line_of_either_text_is_left_out(old, new):
    lines = compare_typed(old, new)
    kept = [line for line in lines if line.change != REMOVED]
    said = ["".join(p.words for p in line.cells[0] if p.change != REMOVED) for line in kept]
    assert said == [line.strip() for line in new.splitlines() if line.strip()]
    gone = [line for line in lines if line.change != ADDED]
    was = ["".join(p.words for p in line.cells[0] if p.change != ADDED) for line in gone]
    assert was == [line.strip() for line in old.splitlines() if line.strip()]
    assert sum(len(one.lines) for one in stretches(lines)) == len(lines)
