"""What is particular to Whoosh: its files, its writer and its readers in several processes."""

import gc
import json
import multiprocessing
import os
import threading

import pytest
from search_builders import ask, entry, found, put

from app.foundation.search.port import EVERYONE, IndexNeedsRebuild, Page, Query
from app.foundation.search.whoosh.engine import WhooshEngine


@pytest.fixture
def place(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(place):
    engine = WhooshEngine(place)
    engine.rebuild([entry(1, "housing")])
    return engine


def build_of(place):
    return place / (place / "current").read_text()


def test_an_index_never_built_is_no_crash_but_asks_for_a_rebuild(place):
    engine = WhooshEngine(place)
    assert ask(engine, "housing") == Page(available=False)
    assert engine.health().needs_rebuild
    with pytest.raises(IndexNeedsRebuild):
        put(engine, entry(1))
    with pytest.raises(IndexNeedsRebuild):
        engine.count()


def test_an_index_written_by_other_rules_asks_for_a_rebuild(engine, place):
    written = build_of(place) / "fingerprint.json"
    written.write_text(json.dumps({"whoosh": "1.0", "rules": "other"}))
    fresh = WhooshEngine(place)
    assert not ask(fresh, "housing").available
    assert "rules" in (fresh.health().problem or "")
    with pytest.raises(IndexNeedsRebuild):
        put(fresh, entry(2))
    fresh.rebuild([entry(2, "housing")])
    assert found(fresh, "housing") == ["report:2"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore:unclosed")
@pytest.mark.parametrize("suffix", [".toc", ".seg", "fingerprint.json"])
@pytest.mark.parametrize("damage", ["emptied", "garbled", "removed"])
def test_a_damaged_index_asks_for_a_rebuild(engine, place, suffix, damage):
    for path in build_of(place).iterdir():
        if path.name.endswith(suffix):
            if damage == "removed":
                path.unlink()
            else:
                path.write_bytes(b"" if damage == "emptied" else b"\x80garbled" * 50)
    fresh = WhooshEngine(place)
    assert not ask(fresh, "housing").available
    assert fresh.health().needs_rebuild
    gc.collect()


def test_only_the_owner_of_the_service_can_look_into_the_index(engine, place):
    assert place.stat().st_mode & 0o777 == 0o700
    assert build_of(place).stat().st_mode & 0o777 == 0o700


def test_no_text_is_kept_in_the_index(engine, place):
    put(engine, entry(2, "the confidential sentence stands here"))
    kept = b"".join(path.read_bytes() for path in build_of(place).iterdir())
    assert b"confidential sentence" not in kept


def test_a_rebuild_leaves_no_old_build_behind(engine, place):
    engine.rebuild([])
    assert [path.name for path in place.glob("build-*")] == [build_of(place).name]


def test_a_change_that_fails_frees_the_lock(engine):
    class Broken:
        owner = ("report", 2)

    with pytest.raises(AttributeError):
        engine.apply({("report", 2): [Broken()]})
    put(engine, entry(3, "housing"))
    assert ask(engine, "housing").total == 2


def test_two_engines_on_one_directory_see_each_other(engine, place):
    other = WhooshEngine(place)
    assert ask(other, "housing").total == 1
    put(engine, entry(2, "housing"))
    assert ask(other, "housing").total == 2
    other.rebuild([entry(9, "housing")])
    assert found(engine, "housing") == ["report:9"]


def _answer(place, questions, answers):
    engine = WhooshEngine(place)
    for text in iter(questions.get, None):
        answers.put(found(engine, text))


def test_another_process_sees_what_the_writer_committed(engine, place):
    context = multiprocessing.get_context("spawn")
    questions, answers = context.Queue(), context.Queue()
    reader = context.Process(target=_answer, args=(place, questions, answers))
    reader.start()
    try:
        seen = []
        for change in (None, [entry(2, "housing")], [entry(2, "parking")], []):
            if change is not None:
                engine.replace(("report", 2), change)
            questions.put("housing")
            seen.append(sorted(answers.get(timeout=20)))
        assert seen == [["report:1"], ["report:1", "report:2"], ["report:1"], ["report:1"]]
    finally:
        questions.put(None)
        reader.join(timeout=20)


def test_a_forked_process_opens_its_own_files(engine):
    assert ask(engine, "housing").total == 1
    child = os.fork()
    if not child:
        os._exit(0 if ask(engine, "housing").total == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert ask(engine, "housing").total == 1


def test_threads_may_share_an_engine_while_another_writes(engine):
    wrong = []

    def read():
        for _ in range(30):
            page = engine.search(Query(text="housing", keys=frozenset({EVERYONE})))
            if not page.available or page.total < 1 or page.total != len(page.hits):
                wrong.append(page)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(2, 10):
        put(engine, entry(n, "housing"))
    for thread in threads:
        thread.join()
    assert not wrong
    assert ask(engine, "housing").total == 9
