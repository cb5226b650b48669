"""What every search engine promises: found by those who may read it, unheard of by others."""

import pytest
from search_builders import MEMBER, OFFICER, ask, day, entry, found, put

from app.foundation.search.port import EVERYONE, FOREMOST, LESSER, ROUTINE, Page

EXEMPT = frozenset({"seat:5", "clerk:5"})


@pytest.mark.parametrize("typed", ["SHP54", "shp 54", "SHP.54", "Shp-54", "SHP 54"])
@pytest.mark.parametrize("written", ["SHP54", "SHP 54", "SHP.54", "shp 54"])
def test_a_reference_is_found_however_it_is_written(engine, typed, written):
    put(engine, entry(1, f"Minute {written} was noted."), entry(2, "Minute SHP55 was noted."))
    assert found(engine, typed) == ["report:1"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Previously NI 39 rate per 100,000", "NI39"),
        ("CCC 22 reduce admissions", "ccc22"),
        ("Targets for 2011/12 were set", "2011-12"),
        ("Targets for 2011/12 were set", "2011/2012"),
        ("papers under Section 100D of the Act", "s100D"),
        ("papers under s.100D of the Act", "section 100d"),
        ("minute 141/19 refers", "141/19"),
        ("works on the A556(M) at night", "A556M"),
        ("works on the A556M at night", "a556(m)"),
        ("works on the A556(M) at night", "A556"),
        ("the Council’s priorities", "council's"),
        ("Prepared by Jamie O'Reilly", "o’reilly"),
        ("Prepared by Jamie O'Reilly", "OReilly"),
        ("a multi-agency approach", "multi agency"),
        ("Reports for Quarter 1 of the year", "Quarter 1"),
        ("Standing Order 34(9) states", "34(9)"),
        ("and £391,855 for the latter", "391855"),
        ("successful prosecution rates", "prosecutions"),
        ("the policy was agreed", "policies"),
        ("the organization chart", "organisation"),
        ("a community café opened", "cafe"),
    ],
)
def test_a_word_is_found_in_any_of_its_spellings(engine, written, typed):
    put(engine, entry(1, written), entry(2, "Nothing of the kind."))
    assert found(engine, typed) == ["report:1"]


def test_the_minute_that_bears_a_reference_comes_before_those_that_cite_it(engine):
    cited = [entry(n, "SHP54 SHP54 SHP54 SHP54 was noted", version=1) for n in range(1, 5)]
    put(engine, *cited, entry(9, "Task groups", kind="minute", reference="SHP54"))
    hits = found(engine, "shp 54")
    assert hits[0] == "minute:9"
    assert len(hits) == 5


def test_an_item_number_is_found_as_a_reference(engine):
    put(engine, entry(1, "Youth service", reference="5 (A)"), entry(2, "Five a side"))
    assert found(engine, "5(a)") == ["report:1"]


def test_a_reference_narrows_with_the_words_beside_it(engine):
    put(engine, entry(1, "SHP54 on housing"), entry(2, "SHP54 on parking"), entry(3, "parking"))
    assert found(engine, "shp 54 parking") == ["report:2"]


def test_a_phrase_is_found_in_its_order_only(engine):
    put(engine, entry(1, "the fire and rescue service"), entry(2, "rescue from the fire"))
    assert found(engine, '"fire and rescue"') == ["report:1"]
    assert found(engine, '"rescue service fire"') == []


def test_words_that_stand_together_come_first(engine):
    apart = [
        entry(n, "alcohol " + "other matters were noted here " * 4 + "enforcement")
        for n in range(1, 4)
    ]
    put(engine, *apart, entry(9, "alcohol enforcement " + "other matters were noted here " * 4))
    assert found(engine, "alcohol enforcement")[0] == "report:9"


def test_an_excluded_word_removes_what_has_it(engine):
    put(engine, entry(1, "housing strategy"), entry(2, "housing parking"))
    assert found(engine, "housing -parking") == ["report:1"]
    assert found(engine, '-"parking" housing') == ["report:1"]
    assert found(engine, "-parking") == []


def test_the_beginning_of_a_word_finds_it_from_three_letters(engine):
    put(engine, entry(1, "licensing committee"), entry(2, "licensed premises"), entry(3, "lists"))
    assert sorted(found(engine, "licen*")) == ["report:1", "report:2"]
    assert sorted(found(engine, "licensing*")) == ["report:1", "report:2"]
    assert found(engine, "li*") == []
    assert found(engine, "*") == []


def test_a_word_can_be_asked_for_in_the_title(engine):
    put(engine, entry(1, "about parking", title="Roads"), entry(2, "roads", title="Parking"))
    assert found(engine, "title:parking") == ["report:2"]
    assert found(engine, 'title:"parking"') == ["report:2"]


def test_no_other_field_can_be_asked_for(engine):
    put(engine, entry(1, "plans", readers=EXEMPT))
    for text in ("readers:seat:5", "owner:report:1", "key:report:1", "words:plans", "refs:plans"):
        assert ask(engine, text) == Page(terms=ask(engine, text).terms)


@pytest.mark.parametrize(
    "text",
    ["", " ", "the", "*", "-", '"', "((", "alpha AND", '"alpha', "title:", "^^", "/x/", "[a TO z]"],
)
def test_any_text_may_be_typed(engine, text):
    put(engine, entry(1, "housing"))
    assert ask(engine, text).available


def test_filters_narrow_by_board_kind_and_year(engine):
    put(
        engine,
        entry(1, "housing", board="Safer PPB", date=day("2011-09-20")),
        entry(2, "housing", board="Audit", date=day("2011-05-10")),
        entry(3, "housing", board="Safer PPB", date=day("2012-01-10"), kind="minute"),
    )
    assert sorted(found(engine, "housing", boards=("Safer PPB",))) == ["minute:3", "report:1"]
    assert found(engine, "housing", kinds=("minute",)) == ["minute:3"]
    assert sorted(found(engine, "housing", years=(2011,))) == ["report:1", "report:2"]
    assert found(engine, "housing", years=(2011,), boards=("Audit",)) == ["report:2"]


def test_a_filter_that_matches_nothing_gives_a_total_of_nought(engine):
    put(engine, *(entry(n, "housing", board="Audit") for n in range(1, 30)))
    page = ask(engine, "housing", boards=("Nobody",))
    assert (page.total, page.hits) == (0, ())
    assert page.facets.board == {"Audit": 29}


def test_each_facet_leaves_its_own_filter_aside(engine):
    put(
        engine,
        entry(1, "housing", board="Safer", date=day("2011-01-01")),
        entry(2, "housing", board="Audit", date=day("2011-01-01")),
        entry(3, "housing", board="Audit", date=day("2012-01-01"), kind="minute"),
        entry(4, "housing"),
    )
    facets = ask(engine, "housing", boards=("Audit",), years=(2011,)).facets
    assert facets.board == {"Safer": 1, "Audit": 1}
    assert facets.year == {2011: 1, 2012: 1}
    assert facets.kind == {"report": 1}


def test_by_date_the_newest_come_first_and_the_undated_last(engine):
    put(
        engine,
        entry(1, "housing"),
        entry(2, "housing", date=day("2010-01-01")),
        entry(3, "housing", date=day("2012-01-01")),
    )
    assert found(engine, "housing", sort="date") == ["report:3", "report:2", "report:1"]


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_follow_each_other_without_gap_or_overlap(engine, sort):
    put(engine, *(entry(n, "housing " * (1 + n % 7) + "plan") for n in range(1, 131)))
    pages = [
        found(engine, "housing plan", sort=sort, limit=20, offset=n) for n in range(0, 140, 20)
    ]
    keys = [key for page in pages for key in page]
    assert len(keys) == len(set(keys)) == 130
    assert keys == found(engine, "housing plan", sort=sort, limit=200)


def test_without_keys_nothing_is_found(engine):
    put(engine, entry(1, "housing"), entry(2, "housing", readers=EXEMPT))
    assert ask(engine, "housing", keys=frozenset()) == Page()


@pytest.mark.parametrize(
    "keys", [{"seat:6"}, {"nobody"}, {""}, {"|"}, {"seat:5|clerk:5"}, {"seat"}]
)
def test_keys_that_open_nothing_find_nothing(engine, keys):
    put(engine, entry(1, "housing"), entry(2, "housing", readers=EXEMPT), entry(3, "housing"))
    page = ask(engine, "housing", keys=frozenset(keys))
    assert (page.total, page.hits, page.suggestion) == (0, (), None)
    assert not (page.facets.board or page.facets.kind or page.facets.year)


def test_any_one_key_of_several_opens_an_entry(engine):
    put(engine, entry(1, "housing", readers=EXEMPT))
    assert found(engine, "housing", keys=frozenset({"clerk:5"})) == ["report:1"]
    assert found(engine, "housing", keys=MEMBER) == ["report:1"]
    assert found(engine, "housing", keys=OFFICER) == []


def test_an_entry_without_readers_is_found_by_nobody(engine):
    put(engine, entry(1, "housing", readers=frozenset()))
    assert found(engine, "housing", keys=MEMBER | EXEMPT) == []
    assert engine.owners() == {("report", 1): 1}


def test_an_empty_key_is_refused():
    with pytest.raises(ValueError, match="never empty"):
        entry(1, readers=frozenset({""}))


def test_a_reader_struck_off_finds_it_no_more(engine):
    put(engine, entry(1, "housing", readers=frozenset({"person:7", "seat:5"})))
    assert found(engine, "housing", keys=OFFICER) == ["report:1"]
    put(engine, entry(1, "housing", readers=frozenset({"seat:5"}), version=2))
    assert found(engine, "housing", keys=OFFICER) == []
    assert found(engine, "housing", keys=MEMBER) == ["report:1"]


def test_what_becomes_exempt_is_gone_at_once_for_those_outside(engine):
    put(engine, *(entry(n, f"housing cannabis{n}x") for n in range(1, 6)))
    assert ask(engine, "housing").total == 5
    put(engine, entry(3, "housing cannabis3x", readers=EXEMPT, version=2))
    page = ask(engine, "housing")
    assert page.total == sum(page.facets.kind.values()) == 4
    assert "report:3" not in [hit.key for hit in page.hits]
    assert found(engine, '"cannabis3x"') == []
    assert ask(engine, "housing", keys=MEMBER).total == 5


def test_what_is_withdrawn_is_gone_at_once(engine):
    put(engine, entry(1, "housing"), entry(2, "housing"))
    assert ask(engine, "housing").total == 2
    engine.delete_owner(("report", 1))
    assert found(engine, "housing") == ["report:2"]
    assert engine.count() == 1


def test_replacing_an_owner_replaces_all_its_entries(engine):
    owner = ("report", 1)
    parts = [entry(n, f"part housing{n}", owner=owner, kind="section") for n in (1, 2, 3)]
    engine.replace(owner, parts)
    assert ask(engine, "part").total == 3
    engine.replace(owner, parts[:1])
    assert found(engine, "part") == ["section:1"]
    assert engine.owners() == {owner: 1}


def test_entries_are_filed_under_their_own_owner(engine):
    with pytest.raises(ValueError, match="owner"):
        engine.apply({("report", 2): [entry(1)]})


def test_many_small_changes_stay_true_through_merging(engine):
    for n in range(1, 25):
        put(engine, entry(n % 8, f"housing change{n}", version=n))
    assert ask(engine, "housing").total == engine.count() == 8
    assert found(engine, '"change3"') == []
    assert found(engine, '"change24"') == ["report:0"]
    assert engine.owners()["report", 0] == 24


def test_a_mistyped_word_gets_a_suggestion(engine):
    put(engine, entry(1, "The enforcement of parking"), entry(2, "alcohol enforcement"))
    assert ask(engine, "enforcemnet").suggestion == "enforcement"
    assert ask(engine, "alcohol enfrocement").suggestion == "alcohol enforcement"
    assert ask(engine, "enforcement").suggestion is None


def test_a_mistyped_word_still_finds_what_was_meant(engine):
    put(engine, entry(1, "The enforcement of parking"), entry(2, "alcohol"))
    assert found(engine, "enforcemnt") == ["report:1"]


def test_a_suggestion_never_comes_from_what_the_reader_cannot_read(engine):
    put(engine, entry(1, "cannabis purity", readers=EXEMPT), entry(2, "housing"))
    page = ask(engine, "canabis")
    assert (page.total, page.suggestion) == (0, None)


def test_a_suggestion_never_comes_from_restricted_text_even_for_its_readers(engine):
    put(engine, entry(1, "cannabis purity", readers=EXEMPT))
    assert ask(engine, "canabis", keys=MEMBER).suggestion is None


def test_a_suggestion_never_comes_from_what_was_public_once(engine):
    put(engine, entry(1, "cannabis purity"), entry(2, "housing"))
    assert ask(engine, "canabis").suggestion == "cannabis"
    put(engine, entry(1, "cannabis purity", readers=EXEMPT))
    assert ask(engine, "canabis").suggestion is None


def test_an_unreadable_word_is_mistyped_to_those_who_cannot_read_it(engine):
    put(engine, entry(1, "canabis", readers=EXEMPT), entry(2, "cannabis"))
    assert ask(engine, "canabis").suggestion == "cannabis"


def test_too_few_hits_bring_the_loosely_fitting_after_the_strict(engine):
    put(
        engine,
        entry(1, "alcohol strategy"),
        *(entry(n, "alcohol alcohol alcohol") for n in range(2, 9)),
    )
    hits = found(engine, "alcohol strategy")
    assert hits[0] == "report:1"
    assert len(hits) == 8


def test_a_rebuild_replaces_everything(engine):
    put(engine, entry(1, "housing"), entry(2, "housing"))
    assert engine.rebuild(entry(n, "housing") for n in (2, 3)) == 2
    assert sorted(found(engine, "housing")) == ["report:2", "report:3"]


def test_a_rebuild_that_fails_leaves_the_old_index(engine):
    put(engine, entry(1, "housing"))

    def broken():
        yield entry(2, "housing")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    assert found(engine, "housing") == ["report:1"]
    put(engine, entry(3, "housing"))
    assert engine.count() == 2


def test_what_to_mark_in_excerpts_names_stems_and_references(engine):
    put(engine, entry(1, "SHP54 parking"))
    assert {"shp54", "park"} <= ask(engine, "shp 54 parking").terms


def test_health_counts_the_entries(engine):
    put(engine, entry(1), entry(2))
    health = engine.health()
    assert (health.entries, health.problem, health.needs_rebuild) == (2, None, False)


def test_everyone_is_a_key_like_any_other(engine):
    put(engine, entry(1, "housing", readers=frozenset({EVERYONE})))
    assert found(engine, "housing", keys=frozenset({"seat:5"})) == []


def test_a_reference_opens_nothing_to_those_outside(engine):
    put(engine, entry(1, "secret", reference="SHP54", readers=EXEMPT), entry(2, "on SHP55"))
    page = ask(engine, "shp 54")
    assert (page.total, page.hits, dict(page.facets.kind)) == (0, (), {})
    assert found(engine, "shp 54", keys=MEMBER) == ["report:1"]


def test_an_unreadable_namesake_does_not_hide_a_suggestion(engine):
    put(engine, entry(1, "cannabis", readers=EXEMPT), entry(2, "cannabis"))
    assert ask(engine, "canabis").suggestion == "cannabis"


def test_a_suggestion_needs_a_key_as_well(engine):
    put(engine, entry(1, "cannabis"), entry(2, "housing", readers=EXEMPT))
    assert ask(engine, "canabis", keys=frozenset({"seat:5"})).suggestion is None


@pytest.mark.parametrize(
    "typed", ["minute SHP54", "Minutes shp 54", "minute: SHP054", "para SHP54"]
)
def test_the_word_before_a_reference_is_not_asked_for(engine, typed):
    put(engine, entry(1, "On lamps", reference="SHP54"), entry(2, "as SHP54 says"))
    assert found(engine, typed) == ["report:1", "report:2"]


def test_the_word_minute_alone_is_asked_for(engine):
    put(engine, entry(1, "the minute hand"), entry(2, "SHP54"))
    assert found(engine, "minute") == ["report:1"]


def test_what_is_of_a_day_comes_before_what_names_it(engine):
    put(
        engine,
        entry(1, "lamps", date=day("2026-10-08")),
        entry(2, "The minutes of 8 October 2026 were agreed", date=day("2026-11-05")),
        entry(3, "8 lamps on 10 September 2026 in October", date=day("2026-09-10")),
    )
    for typed in ("8 October 2026", "08/10/2026", "2026-10-08"):
        assert found(engine, typed) == ["report:1", "report:2"]
    assert found(engine, "lamps 8 October 2026") == ["report:1"]
    assert found(engine, "lamps -2026-10-08") == ["report:3"]


def test_what_is_of_a_day_is_still_read_by_its_readers_only(engine):
    put(engine, entry(1, "lamps", date=day("2026-10-08"), readers=EXEMPT), entry(2, "lamps"))
    page = ask(engine, "8 October 2026")
    assert (page.total, page.hits, dict(page.facets.year)) == (0, (), {})
    assert found(engine, "8 October 2026", keys=MEMBER) == ["report:1"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("fly-tipping in lanes", "flytipping"),
        ("fly tipping in lanes", "flytipping"),
        ("flytipping in lanes", "fly-tipping"),
        ("flytipping in lanes", "fly tipping"),
        ("anti-social behaviour", "antisocial behaviour"),
        ("co-operation between boards", "cooperation"),
    ],
)
def test_words_written_apart_or_as_one_find_each_other(engine, written, typed):
    put(engine, entry(1, written), entry(2, "tipping the social fly"), entry(3, "social lanes"))
    page = ask(engine, typed)
    assert page.hits[0].key == "report:1"
    assert not page.near


def test_a_word_is_not_taken_apart_by_what_its_reader_cannot_read(engine):
    put(engine, entry(1, "fly-tipping", readers=EXEMPT), entry(2, "fly"), entry(3, "tipping"))
    assert found(engine, "flytipping") == []
    assert found(engine, "flytipping", keys=MEMBER) == ["report:1"]


def test_either_of_two_things_is_enough(engine):
    put(engine, entry(1, "harbour"), entry(2, "quay"), entry(3, "quay wall"), entry(4, "lamps"))
    assert sorted(found(engine, "harbour OR quay")) == ["report:1", "report:2", "report:3"]
    assert found(engine, "harbour OR quay wall")[0] == "report:3"
    assert sorted(found(engine, "harbour OR quay NOT wall")) == ["report:1", "report:2"]
    assert sorted(found(engine, '"quay wall" OR lam*')) == ["report:3", "report:4"]


def test_either_of_two_references_is_enough(engine):
    put(
        engine,
        entry(1, "a", reference="SHP54"),
        entry(2, "b", reference="SHP55"),
        entry(3, "SHP55"),
    )
    assert found(engine, "SHP54 OR SHP55")[2:] == ["report:3"]
    assert found(engine, "SHP55 NOT SHP54") == ["report:2", "report:3"]


def test_another_name_finds_what_the_usual_name_finds(engine):
    put(engine, entry(1, "to the Domestic Abuse Task Group"), entry(2, "abuse of a domestic task"))
    names = (("DAT", "Domestic Abuse Task Group"),)
    assert found(engine, "DAT", names=names) == ["report:1"]
    assert ask(engine, "DAT dogs", names=names).near
    assert found(engine, "DAT") == []


def test_of_equally_fitting_entries_the_weightier_comes_first(engine):
    put(
        engine,
        entry(1, "lamps", weight=ROUTINE),
        entry(2, "lamps", weight=LESSER),
        entry(3, "lamps and a longer text on lamps and on other things", weight=FOREMOST),
        entry(4, "lamps"),
    )
    assert found(engine, "lamps") == ["report:3", "report:4", "report:2", "report:1"]


def test_what_stands_in_every_record_stays_below_even_with_the_words_together(engine):
    put(
        engine,
        entry(1, "Apologies: Colin Birch", weight=ROUTINE),
        entry(2, "Colin Birch opened the debate on street lighting and on what it costs"),
    )
    assert found(engine, "Colin Birch") == ["report:2", "report:1"]


@pytest.mark.parametrize("typed", ["20.03.05", " 20.03.05 "])
def test_a_minute_numbered_like_a_day_comes_before_what_is_of_that_day(engine, typed):
    """R11.3: “20.03.05” is minute 5 of March 2020 to some councils, and a day to the others."""
    of_the_day = [entry(n, "On lamps", date=day("2005-03-20"), weight=FOREMOST) for n in (1, 2)]
    numbered = entry(9, "Task groups", kind="minute", reference="20.03.05", date=day("2020-03-11"))
    put(engine, *of_the_day, numbered, entry(3, "Of no day"))
    hits = found(engine, typed)
    assert hits[0] == "minute:9"
    assert sorted(hits[1:]) == ["report:1", "report:2"]


def test_a_day_with_words_beside_it_stays_a_day(engine):
    """R11.3: only a number that stands alone is taken for one."""
    numbered = entry(9, "Task groups", kind="minute", reference="20.03.05", date=day("2020-03-11"))
    put(engine, numbered, entry(1, "On lamps", date=day("2005-03-20")))
    assert found(engine, "20.03.05 lamps") == ["report:1"]
