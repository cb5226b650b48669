"""Reading happens in a process of its own, which hostile files can break but not leave."""

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from app.foundation.reading import sandbox
from app.foundation.reading.limits import MEBIBYTE, Limits
from app.foundation.reading.sandbox import Reading, read
from tests.foundation.reading.hostile_files import (
    billion_laughs,
    deep_tables,
    many_paragraphs,
    outside_entity,
    outside_entity_in_utf16,
    zip_bomb,
)
from tests.foundation.reading.office_files import open_document, presentation, workbook
from tests.foundation.reading.office_files import shape as shape_of_slide
from tests.foundation.reading.word_files import (
    content_types,
    item,
    level,
    numbered_list,
    p,
    saved,
    shape,
    texts,
    word_file,
    zipped,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SECRET = "the council's secret key"


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret"
    path.write_text(SECRET)
    return path


def long_paper() -> bytes:
    """Honest, but long: it takes a second and some hundred mebibytes."""
    return word_file("".join(p(f"Paragraph {at * 7919 % 99_991}") for at in range(55_000)))


def test_a_word_file_is_read_with_its_numbers(tmp_path):
    numbering = shape(0, level(0, "%1.0")) + numbered_list(1, 0)
    path = saved(tmp_path, word_file(item("PURPOSE") + p("Text"), numbering=numbering))
    reading = read(path)
    assert (reading.status, reading.reason, reading.media_type) == ("ok", None, DOCX)
    assert texts(reading.lines) == ["1.0 PURPOSE", "Text"]


def test_every_fact_of_a_line_comes_through(tmp_path):
    paper = docx.Document()
    rows = paper.add_table(1, 2)
    rows.cell(0, 0).text, rows.cell(0, 1).text = "A £5 café", "“quoted” 中 \U0001f3db"
    paper.add_page_break()
    paper.add_heading("Risk", 2)
    paper.save(str(tmp_path / "paper.docx"))
    first, second = read(tmp_path / "paper.docx").lines
    assert first.cells == ("A £5 café", "“quoted” 中 \U0001f3db")
    assert (second.level, second.page_break, second.bold) == (2, True, True)


def test_a_text_file_is_read(tmp_path):
    path = saved(tmp_path, "Minutes\r\n\r\n£5 for the café\r\n".encode("cp1252"), "m.txt")
    reading = read(path, name="minutes.txt")
    assert reading.media_type == "text/plain"
    assert texts(reading.lines) == ["Minutes", "£5 for the café"]


def test_a_picture_is_said_to_hold_no_text(tmp_path):
    reading = read(saved(tmp_path, b"\x89PNG\r\n\x1a\n"))
    assert reading == Reading(
        "refused", "This is a PNG picture file; there is no text in it to read.", "image/png"
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (workbook({"Sheet1": "<row><c><v>7</v></c></row>"}), "a.xlsx"),
        (presentation(shape_of_slide("7")), "a.pptx"),
        (open_document("<text:p>7</text:p>"), "a.odt"),
        (b"{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset238 A;}}\\f0 7}", "a.rtf"),
        (b"<!DOCTYPE html><p>7", "a.html"),
        (b"# 7", "a.md"),
    ],
)
def test_every_format_is_read_with_all_doors_shut(content, name, tmp_path):
    assert texts(read(saved(tmp_path, content, name), name=name).lines) == ["7"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zip_bomb(2000), "holds more than"),
        (zip_bomb(300, declared=5000), "damaged"),
        (zip_bomb(0), "damaged"),
        (billion_laughs(), "damaged"),
        (deep_tables(3000), "damaged"),
        (word_file(p("x"))[:-400], "damaged"),
        (zipped({"[Content_Types].xml": content_types(), "../../evil.txt": "x"}), "damaged"),
        (zipped({"[Content_Types].xml": content_types()}), "damaged"),
        (word_file(b"<html/>"), "damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (zipped({"[Content_Types].xml": content_types(), "word/vbaProject.bin": "x"}), "macros"),
        (b"<script>1</script>%PDF-1.4", "hold code"),
        (b"", "empty"),
        (b"\0" * 1000 + b"\1", "does not know"),
    ],
    ids=[
        "zip bomb of 2 GB",
        "lying directory",
        "cut-off document",
        "billion laughs",
        "3000 tables deep",
        "cut-off file",
        "climbing name",
        "no document",
        "another vocabulary",
        "encrypted",
        "macros",
        "script",
        "empty",
        "binary",
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(content, sentence, tmp_path):
    path = saved(tmp_path, content)
    reading = read(path, limits=Limits(wall_seconds=15))
    assert reading.status == "refused"
    assert sentence in (reading.reason or "")
    assert reading.lines == []
    assert list(tmp_path.iterdir()) == [path]


def test_three_million_paragraphs_are_refused(tmp_path):
    path = saved(tmp_path, many_paragraphs(3))
    reading = read(path, limits=Limits(wall_seconds=15))
    assert (reading.status, reading.lines) == ("refused", [])


@pytest.mark.parametrize("make", [outside_entity, outside_entity_in_utf16])
def test_nothing_is_read_from_the_disk_for_an_entity(make, secret):
    reading = read(saved(secret.parent, make(str(secret))))
    assert reading.status == "refused"
    assert SECRET not in repr(reading)


def test_tables_as_deep_as_xml_allows_are_read(tmp_path):
    assert texts(read(saved(tmp_path, deep_tables(80))).lines) == ["deep"]


def test_a_reading_that_takes_too_long_is_stopped(tmp_path):
    reading = read(saved(tmp_path, long_paper()), limits=Limits(wall_seconds=0.2))
    assert (reading.status, reading.lines) == ("killed", [])
    assert "too much time or memory" in (reading.reason or "")


def test_a_reading_that_takes_too_much_memory_ends(tmp_path):
    reading = read(saved(tmp_path, long_paper()), limits=Limits(memory_bytes=80 * MEBIBYTE))
    assert reading.status in ("refused", "killed")
    assert "more than" in (reading.reason or "") or "too much" in (reading.reason or "")


def test_an_answer_that_is_too_long_is_not_taken(tmp_path):
    path = saved(tmp_path, word_file(p("word " * 100)))
    assert read(path, limits=Limits(answer_bytes=100)).status == "killed"


def test_a_text_file_with_too_many_lines_is_refused(tmp_path):
    reading = read(saved(tmp_path, b"x\n" * 5), limits=Limits(paragraphs=4))
    assert reading.reason == "This file has more than 4 lines."


def test_a_file_over_the_limit_is_not_read(tmp_path):
    reading = read(saved(tmp_path, b"x" * 101), limits=Limits(file_bytes=100))
    assert reading.status == "refused"


def test_once_confined_a_process_can_open_no_file_and_no_connection(secret):
    script = f"""
import os, runpy, socket, sys, types
app = types.ModuleType("app"); app.__path__ = [{str(Path(sandbox.__file__).parents[2])!r}]
sys.modules["app"] = app
from app.foundation.reading.confined import confine
from app.foundation.reading.limits import Limits
confine(Limits())
said = []
for attempt in (lambda: open({str(secret)!r}), lambda: open("new", "w"), socket.socket, os.pipe):
    try:
        attempt()
        said.append("opened")
    except OSError as error:
        said.append("refused")
print(*said)
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=secret.parent,
    )
    assert done.stdout.split() == ["refused"] * 4
    assert list(secret.parent.iterdir()) == [secret]


def test_the_worker_loads_neither_the_application_nor_the_environment():
    """It must start in a moment, and a taken-over parser must find no settings."""
    script = Path(sandbox.__file__).with_name("worker.py")
    done = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", str(script), json.dumps({}), ""],
        input=b"Words",
        capture_output=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert json.loads(done.stdout)["status"] == "ok"
    loaded = done.stderr.decode()
    assert "app.foundation.reading.docx" in loaded
    assert not any(name in loaded for name in ("flask", "sqlalchemy", "app.foundation.db"))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"nonsense",
        b'{"status": "ok"}',
        b'{"status": "grand", "reason": null, "media_type": null, "lines": [], "pictures": []}',
        b'{"status": "ok", "reason": null, "media_type": null, "lines": [[1]], "pictures": []}',
        b'{"status": "ok", "reason": null, "media_type": null, "lines": 7, "pictures": []}',
        b"[" * 100_000,
    ],
)
def test_an_answer_of_another_shape_counts_as_no_answer(said):
    assert sandbox._reading(said).status == "killed"
