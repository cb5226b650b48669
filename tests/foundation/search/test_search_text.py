"""How text is taken apart: words, references, questions and excerpts."""

from datetime import date

import pytest
from markupsafe import Markup

from app.foundation.search.analysis import stems, words
from app.foundation.search.days import days
from app.foundation.search.excerpts import excerpt, passage
from app.foundation.search.parsing import MAX_TERMS, corrected, parse
from app.foundation.search.references import reference_key, references
from app.foundation.search.spelling import distance, nearest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Council's", "councils"),
        ("Council’s", "council"),
        ("O'Reilly", "oreilly"),
        ("multi-agency", "multi agency"),
        ("organisation", "organization"),
        ("analysed", "analyzed"),
        ("Café", "cafe"),
        ("policies", "policy"),
        ("£1,391,855", "1391855"),
        ("£74k", "£74,000"),
        ("212K", "212,000"),
    ],
)
def test_spellings_of_one_word_have_one_stem(one, other):
    assert stems(one) == stems(other)


def test_common_words_are_left_out_but_single_figures_are_not():
    assert stems("the Quarter 1 of an A to Z") == ["quarter", "1", "z"]


def test_words_for_suggestions_are_whole_words_of_four_letters_or_more():
    assert words("The policies of Ward 12, SHP54, re Council’s act") == {
        "policies",
        "ward",
        "council",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SHP54, shp 54, SHP.54 and SHP-54", ["shp54"]),
        ("SHP054, shp 0054", ["shp54"]),
        ("NI 39 and CCC 22 (Previously NI 39)", ["ni39", "ccc22"]),
        ("s100D, section 100D, Sections 100D and s.100D", ["s100d"]),
        ("2011/12, 2011-12, 2011/2012, 2011–12, fy2011", ["fy2011"]),
        ("1999/00", ["fy1999"]),
        ("from 2011-14", []),
        ("minute 141/19 of 20/09/2011", ["141/19"]),
        ("on 12 May 2011, in 2011, to 30, page 12, ward 3", []),
        ("SHP 2011", []),
        ("the council's 12 wards", []),
        ("SHP54/SHP55", ["shp54"]),
    ],
)
def test_references_have_one_form(text, expected):
    assert references(text) == expected


def test_a_reference_of_any_pattern_has_a_key():
    assert reference_key(" 5 (A)") == reference_key("5(a)") == "5(a)"
    assert reference_key("SHP.54") == reference_key("SHP054") == "shp54"
    assert reference_key("100/20") == "100/20"


def test_a_question_is_taken_apart():
    parsed = parse('"fire and rescue" -parking licen* title:roads housing')
    assert [(c.stems, c.field, c.prefix, c.excluded) for c in parsed.clauses] == [
        (("hous",), "text", False, False),
        (("fire", "rescu"), "text", False, False),
        (("park",), "text", False, True),
        (("licen",), "text", True, False),
        (("road",), "title", False, False),
    ]


def test_a_hyphen_inside_a_word_excludes_nothing():
    parsed = parse("anti-social behaviour - order")
    assert not parsed.excluded
    assert len(parsed.required) == 4


def test_a_question_has_at_most_ten_terms():
    assert len(parse(" ".join(f"word{n}" for n in range(40))).clauses) == MAX_TERMS
    assert len(parse('"' + "alpha beta " * 6 + '" gamma').clauses) == 1


def test_a_question_is_read_to_two_hundred_characters():
    assert parse("a" * 199 + " " + "housing").clauses[-1].stems != ("hous",)


def test_words_that_spell_a_reference_are_known_as_such():
    parsed = parse("shp 54 parking")
    assert parsed.references == {"shp54"}
    assert [clause.cited for clause in parsed.clauses] == [True, True, False]


def test_a_correction_leaves_the_rest_of_the_question_alone():
    assert corrected('alcohl "alcohlic" -x', {"alcohl": "alcohol"}) == 'alcohol "alcohlic" -x'


def test_swapped_letters_are_one_mistake():
    assert distance("enfrocement", "enforcement") == 1
    assert distance("housing", "housing") == 0
    assert nearest("hosing", [("housing", 3), ("hoping", 9), ("dosing", 9)]) == "dosing"
    assert nearest("hosing", []) is None


def test_an_excerpt_is_escaped_and_marks_the_matches():
    text = 'Alcohol <script>alert("x")</script> & enforcement policies'
    cut = excerpt(text, frozenset({"polici", "alcohol"}))
    assert isinstance(cut, Markup)
    assert cut == (
        "<mark>Alcohol</mark> &lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; "
        "enforcement <mark>policies</mark>"
    )


def test_a_match_inside_markup_cannot_break_out_of_its_mark():
    cut = excerpt("<b>script</b> <mark>x", frozenset({"script", "mark"}))
    assert cut == ("&lt;b&gt;<mark>script</mark>&lt;/b&gt; &lt;<mark>mark</mark>&gt;x")


@pytest.mark.parametrize("text", ["O'Reilly wrote", "O’Reilly wrote", "OReilly wrote"])
def test_an_excerpt_marks_words_with_apostrophes(text):
    assert "</mark> wrote" in excerpt(text, frozenset(stems("O'Reilly")))


def test_an_excerpt_marks_references_however_written():
    cut = excerpt("noted SHP 54, shp.54 and SHP55", frozenset({"shp54"}))
    assert cut == "noted <mark>SHP 54</mark>, <mark>shp.54</mark> and SHP55"


def test_an_excerpt_shows_the_richest_piece():
    text = "alcohol " + "other words " * 60 + "alcohol enforcement " + "more words " * 60
    cut = excerpt(text, frozenset({"alcohol", "enforc"}), length=120)
    assert "<mark>alcohol</mark> <mark>enforcement</mark>" in cut
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert len(cut.striptags()) <= 122


def test_an_excerpt_without_a_match_is_the_beginning():
    assert excerpt("One two three four", frozenset(), length=9) == "One two…"
    assert excerpt("", frozenset({"x"})) == ""


def test_an_excerpt_of_one_endless_word_has_an_end():
    assert len(excerpt("x" * 1000, frozenset(), length=50)) <= 51


def test_a_passage_knows_its_page_where_form_feeds_part_the_pages():
    text = "Lamps\nagenda\n\f\fThe quay is\nlong " + "words " * 80 + "\n\fNine lamps <out>"
    assert passage(text, frozenset({"quai"})).page == 3
    last = passage(text, frozenset({"nine", "lamp"}))
    assert last.page == 4
    assert last.marked.endswith("<mark>Nine</mark> <mark>lamps</mark> &lt;out&gt;")
    assert passage(text, frozenset()).page == 1
    assert passage("Lamps", frozenset({"lamp"})).page is None


def test_an_excerpt_shows_the_cells_of_a_table_without_its_rules():
    table = "Cause | 2019 | 2030\n--- | :---: | ---\nBuildings, gas | 3,420 | 2,350"
    assert excerpt(table, frozenset({"ga"})) == (
        "Cause · 2019 · 2030 · Buildings, <mark>gas</mark> · 3,420 · 2,350"
    )
    assert excerpt("a pause --- and no table", frozenset()) == "a pause --- and no table"


@pytest.mark.parametrize(
    "text",
    [
        "8 October 2026",
        "8th Oct 2026",
        "Thursday 8 October 2026",
        "the 8th of October 2026",
        "08/10/2026",
        "8/10/26",
        "8.10.2026",
        "2026-10-08",
    ],
)
def test_a_day_is_understood_however_it_is_written(text):
    assert [day for _, _, day in days(text)] == [date(2026, 10, 8)]
    assert parse(f"{text.removeprefix('the ')} parking").days == {date(2026, 10, 8)}


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "141/19", "2026/27", "October 2026", "8 October", "34.9.1", "1/2/3", "fy2026"],
)
def test_what_only_looks_like_a_day_is_none(text):
    assert list(days(text)) == []


def test_a_quoted_day_is_a_phrase_like_any_other():
    assert parse('"8 October 2026"').days == frozenset()


def test_capital_or_and_not_join_and_turn_the_parts_round():
    parsed = parse("harbour OR quay NOT wall AND lamps")
    assert [c.stems for c in parsed.required] == [("lamp",), ("harbour",)]
    assert [c.stems for c in parsed.required[1].others] == [("quai",)]
    assert [c.stems for c in parsed.excluded] == [("wall",)]
    assert not parse("this or not that").excluded


@pytest.mark.parametrize(
    "text", ["OR", "NOT", "AND", "OR OR", "parking OR", "NOT NOT", "OR NOT the"]
)
def test_joining_words_without_anything_to_join_mean_nothing(text):
    assert not parse(text).excluded
    assert len(parse(text).clauses) <= 1


def test_a_long_row_of_alternatives_is_cut_as_well():
    (clause,) = parse(" OR ".join(f"word{n}" for n in range(30))).clauses
    assert clause.size == MAX_TERMS


def test_another_name_may_stand_for_the_usual_one_outside_quotation_marks():
    names = (("ASB", "Anti-social Behaviour Task Group"), ("ASB Group", "Another"))
    (clause,) = parse("asb", names=names).clauses
    assert clause.stems == ("asb",)
    assert [each.stems for each in clause.others] == [
        ("anti", "social", "behaviour", "task", "group")
    ]
    (longer,) = parse("the ASB group", names=names).clauses
    assert [each.stems for each in longer.others] == [("anoth",)]
    for typed in ('"asb"', "-asb", "asb*", "asb 12", "ASB12", "title:asb"):
        assert not any(each.others for each in parse(typed, names=names).clauses), typed


def test_other_names_take_no_room_from_what_was_typed():
    names = (("asb", "Anti-social Behaviour Task Group"),)
    typed = "asb " + " ".join(f"word{n}" for n in range(9))
    assert len(parse(typed, names=names).clauses) == MAX_TERMS


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("SHP54", {"shp54"}),
        ("minute SHP054", {"shp54", "minuteshp54"}),
        ("5 (A)", {"5(a)"}),
        ("SHP54 parking", {"shp54parking"}),
        ("", set()),
    ],
)
def test_what_is_sought_by_its_reference_alone(text, sought):
    assert parse(text).sought == sought
