"""Files are on disk before a row names them, and go when no row does."""

import hashlib
import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from app.foundation.errors import Refused
from app.foundation.storage import clean_name, keep, path_of, sweep

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAPER = b"REPORT TO: Executive Board\n"


def aged(path, days):
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


def files_in(root):
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("source", [PAPER, io.BytesIO(PAPER)])
def test_a_file_is_kept_under_the_hash_of_its_content(source, tmp_path):
    kept = keep(source, root=tmp_path, limit=1000)
    assert kept.sha256 == hashlib.sha256(PAPER).hexdigest()
    assert (kept.size, kept.media_type) == (len(PAPER), "text/plain")
    path = path_of(tmp_path, kept.sha256)
    assert path.read_bytes() == PAPER
    assert path.relative_to(tmp_path).parts == (kept.sha256[:2], kept.sha256[2:])
    assert files_in(tmp_path) == [path]


def test_what_the_sender_should_know_comes_with_it(tmp_path):
    kept = keep(PAPER, root=tmp_path, limit=1000, name="report.docx")
    assert kept.warnings == ("This is a text file, although its name ends in .docx.",)


def test_the_same_content_is_kept_once(tmp_path):
    first, second = (keep(PAPER, root=tmp_path, limit=1000) for _ in range(2))
    assert first == second
    assert len(files_in(tmp_path)) == 1


def test_a_file_over_the_limit_is_refused_and_nothing_is_left(tmp_path):
    with pytest.raises(Refused, match="larger than 10 bytes"):
        keep(PAPER, root=tmp_path, limit=10)
    with pytest.raises(Refused, match="larger than 2 MB"):
        keep(io.BytesIO(b"x" * (2**21 + 1)), root=tmp_path, limit=2**21)
    assert files_in(tmp_path) == []


def test_a_file_of_a_kind_that_is_not_accepted_is_refused_and_nothing_is_left(tmp_path):
    with pytest.raises(Refused, match="program"):
        keep(b"MZ\x90\0", root=tmp_path, limit=1000)
    with pytest.raises(Refused, match="does not accept"):
        keep(PAPER, root=tmp_path, limit=1000, name="run.bat")
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_a_hash_names_a_kept_file(sha256, tmp_path):
    with pytest.raises(ValueError, match="not a SHA-256"):
        path_of(tmp_path, sha256)


def test_a_sweep_removes_old_files_that_no_row_names(tmp_path):
    named, orphan, young = (
        keep(content, root=tmp_path, limit=1000).sha256 for content in (b"one", b"two", b"three")
    )
    for sha256 in (named, orphan):
        aged(path_of(tmp_path, sha256), days=2)
    left_over = tmp_path / "incoming" / "left over"
    left_over.write_bytes(b"half a fi")
    aged(left_over, days=2)

    gone = sweep(tmp_path, named={named}, older_than_seconds=86_400, now=NOW - timedelta(hours=1))

    assert gone == [orphan]
    assert set(files_in(tmp_path)) == {path_of(tmp_path, named), path_of(tmp_path, young)}


def test_a_file_kept_again_is_young_again(tmp_path):
    kept = keep(PAPER, root=tmp_path, limit=1000)
    aged(path_of(tmp_path, kept.sha256), days=9)
    keep(PAPER, root=tmp_path, limit=1000)
    now = datetime.fromtimestamp(path_of(tmp_path, kept.sha256).stat().st_mtime, UTC)
    assert sweep(tmp_path, named=set(), older_than_seconds=60, now=now) == []


def test_a_sweep_of_a_folder_that_is_not_there_yet_finds_nothing(tmp_path):
    assert sweep(tmp_path / "files", named=set(), older_than_seconds=0, now=NOW) == []


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("Report.docx", "Report.docx"),
        ("C:\\fakepath\\Report.docx", "Report.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\x1f\n c.txt", "ab c.txt"),
        ("Report\u202excod.exe", "Reportxcod.exe"),
        ("\u2067\u200fzero\u200bwidth.pdf", "zerowidth.pdf"),
        (".htaccess", "htaccess"),
        ("  name . ", "name"),
        ("", "document"),
        ("folder/", "document"),
        ("Cafe\u0301.txt", "Caf\u00e9.txt"),
        ("x" * 300 + ".docx", "x" * 145 + ".docx"),
        ("x" * 300, "x" * 150),
        ("x." + "y" * 300, "x." + "y" * 148),
    ],
)
def test_a_name_is_cleaned_of_what_could_mislead(given, clean):
    assert clean_name(given) == clean
