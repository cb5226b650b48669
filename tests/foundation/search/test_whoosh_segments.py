"""Segments of one size are joined once there are many: an entry is rarely written anew."""

import math

import pytest
from search_builders import ask, entry

from app.foundation.search.whoosh import store
from app.foundation.search.whoosh.engine import WhooshEngine

COMMITS, STANDING = 100, 300
SIZES = math.ceil(math.log(COMMITS, store._MANY))


class Segment:
    def __init__(self, entries):
        self.entries = entries

    def doc_count(self):
        return self.entries


def sizes(*entries):
    return sorted(one.entries for one in store._to_join([Segment(n) for n in entries]))


def test_only_segments_of_one_size_are_joined():
    assert sizes(1, 2, 3, 4, 5) == []
    assert sizes(1, 2, 3, 4, 5, 1, 600) == [1, 1, 2, 3, 4, 5]
    assert sizes(1, 2, 3, 6, 7, 8, 600, 40) == []
    assert sizes(*[36] * 6, 1, 2) == [36] * 6


def test_the_big_ones_are_left_and_the_dead_go_at_once():
    assert sizes(*[store._BIG_SEGMENT] * 10) == []
    assert sizes(0, 600, 1) == [0]


def test_hundreds_of_changes_rewrite_little_and_keep_few_segments(tmp_path, monkeypatch):
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(entry(number, "housing") for number in range(STANDING))
    rewritten, most, choose = [], [], store._to_join

    def count(segments):
        joined = choose(segments)
        rewritten.append(sum(segment.doc_count() for segment in joined))
        most.append(len(segments) - len(joined) + 1)
        return joined

    monkeypatch.setattr(store, "_to_join", count)
    for number in range(COMMITS):
        engine.replace(("report", number), [entry(number, "parking", version=2)])
    assert sum(rewritten) <= COMMITS * SIZES
    assert max(rewritten) <= COMMITS
    assert max(most) <= (store._MANY - 1) * SIZES + 2
    assert ask(engine, "parking").total == COMMITS
    assert ask(engine, "housing").total == STANDING - COMMITS
    assert engine.count() == STANDING


@pytest.mark.parametrize("rounds", [50])
def test_one_thing_changed_again_and_again_leaves_no_dead_segments(tmp_path, rounds):
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([entry(1, "housing"), entry(2, "housing")])
    for version in range(2, rounds):
        engine.replace(("report", 1), [entry(1, "housing", version=version)])
        assert engine.health().deleted <= 2
    assert ask(engine, "housing").total == 2
