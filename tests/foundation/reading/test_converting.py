"""Old Office files and scanned pages are made readable by programs, where the machine has them."""

import io
import stat
import time
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.foundation.reading import converting, programs, sandbox
from app.foundation.reading.container import NO_WORDS
from app.foundation.reading.sandbox import NOT_OPENED, read
from tests.foundation.reading.word_files import p, saved, texts, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
OLD_WORD = OLE + "WordDocument".encode("utf-16-le")


def scan(*, with_a_page_of_words: bool) -> bytes:
    """A PDF whose last page is the picture of a page."""
    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.setFont("Helvetica", 16)
    canvas.drawString(72, 700, "Nine lamps of forty were beyond repair.")
    canvas.save()
    picture = pypdfium2.PdfDocument(written.getvalue())[0].render(scale=150 / 72).to_pil()
    made = io.BytesIO()
    canvas = Canvas(made)
    if with_a_page_of_words:
        canvas.drawString(72, 700, "The words of this page can be selected.")
        canvas.showPage()
    canvas.drawImage(ImageReader(picture.convert("L")), 0, 0, 595, 842)
    canvas.save()
    return made.getvalue()


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A program of our own in the place of LibreOffice."""

    def _program(script: str) -> None:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(programs, "office", lambda: str(path))

    return _program


def test_what_libreoffice_makes_of_an_old_file_is_read(tmp_path, program):
    saved(tmp_path, word_file(p("Lamps")), "made.docx")
    program(f'mkdir "$HOME/made"; cp {tmp_path}/made.docx "$HOME/made/paper.docx"')
    reading = read(saved(tmp_path, OLD_WORD, "old.doc"), name="old.doc")
    assert (reading.status, reading.media_type) == ("ok", "application/msword")
    assert texts(reading.lines) == ["Lamps"]


@pytest.mark.parametrize(
    "script",
    ["exit 0", 'mkdir "$HOME/made"; : > "$HOME/made/paper.docx"', "exit 1"],
    ids=["says it went well", "an empty file", "says it failed"],
)
def test_only_a_new_file_with_something_in_it_is_success(script, tmp_path, program):
    program(script)
    reading = read(saved(tmp_path, OLD_WORD, "old.doc"), name="old.doc")
    assert (reading.status, reading.reason) == ("refused", NOT_OPENED)


def test_a_program_that_hangs_is_ended_with_all_it_began(tmp_path, program, monkeypatch):
    monkeypatch.setattr(converting, "_OFFICE_SECONDS", 1.0)
    program(f"sleep 60 & echo $! > {tmp_path}/child; wait")
    began = time.monotonic()
    reading = read(saved(tmp_path, OLD_WORD, "old.doc"), name="old.doc")
    assert reading.reason == NOT_OPENED
    assert time.monotonic() - began < 10
    time.sleep(0.2)
    state = Path(f"/proc/{int((tmp_path / 'child').read_text())}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_a_program_sees_no_settings_and_leaves_nothing_behind(tmp_path, program, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "the council's")
    program(f"env > {tmp_path}/seen; cat $HOME/profile/user/*.xcu > {tmp_path}/profile")
    read(saved(tmp_path, OLD_WORD, "old.doc"), name="old.doc")
    seen = (tmp_path / "seen").read_text()
    assert "the council's" not in seen
    (home,) = [line[5:] for line in seen.splitlines() if line.startswith("HOME=")]
    assert not Path(home).exists()
    profile = (tmp_path / "profile").read_text()
    for setting in ("BlockUntrustedRefererLinks", "DisableMacrosExecution"):
        assert f'"{setting}" oor:op="fuse"><value>true' in profile


def test_pages_that_are_pictures_are_named_where_nothing_can_read_them(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "text_recognition", lambda: None)
    reading = read(saved(tmp_path, scan(with_a_page_of_words=True), "scan.pdf"))
    assert texts(reading.lines) == ["The words of this page can be selected."]
    assert reading.pictures == (2,)
    assert reading.note == "Page 2: a picture, whose words were not read."
    reading = read(saved(tmp_path, scan(with_a_page_of_words=False), "scan.pdf"))
    assert (reading.status, reading.reason) == ("refused", NO_WORDS)


@pytest.mark.skipif(programs.text_recognition() is None, reason="ocrmypdf is not installed")
def test_a_scanned_page_is_read_by_text_recognition_and_that_is_said(tmp_path):
    reading = read(saved(tmp_path, scan(with_a_page_of_words=True), "scan.pdf"))
    assert [(line.page, line.text) for line in reading.lines] == [
        (1, "The words of this page can be selected."),
        (2, "Nine lamps of forty were beyond repair."),
    ]
    assert (reading.recognised, reading.pictures) == ((2,), ())
    assert reading.note == "Page 2: a picture read by text recognition, so words may be wrong."


@pytest.mark.skipif(programs.office() is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_a_file_of_today(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    made = converting.as_modern(saved(tmp_path, b"Lamps on the quay.", "old"), "doc", folder=folder)
    assert made is not None
    assert texts(read(made).lines) == ["Lamps on the quay."]


def test_of_very_many_pages_the_first_are_named():
    reading = sandbox.Reading("ok", recognised=tuple(range(1, 24)), pictures=(30,))
    assert reading.note.startswith("Pages 1, 2, 3,")
    assert "20 and 3 more: a picture read" in reading.note
    assert reading.note.endswith("Page 30: a picture, whose words were not read.")
