"""A file's type is told by its content, and what is not accepted is refused in a sentence."""

import io
import time

import docx
import pytest

from app.foundation.errors import Refused
from app.foundation.reading import programs
from app.foundation.reading.sniff import MEDIA_TYPES, accept, sniff, spoken
from tests.foundation.reading.word_files import (
    PACKAGE,
    content_types,
    p,
    relations,
    word_file,
    zipped,
)

OFFICE = "application/vnd.openxmlformats-officedocument."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
VBA = "application/vnd.ms-office.vbaProject"


def office(main: str, more: str = "", **files: str | bytes) -> bytes:
    return zipped({"[Content_Types].xml": content_types(main, more), **files})


def open_document(kind: str, **files: str | bytes) -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", **files})


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (word_file(p("x")), "docx"),
        (office(f"{OFFICE}spreadsheetml.sheet.main+xml"), "xlsx"),
        (office(f"{OFFICE}presentationml.presentation.main+xml"), "pptx"),
        (open_document("text"), "odt"),
        (open_document("spreadsheet"), "ods"),
        (b"%PDF-1.4\n1 0 obj", "pdf"),
        (b"{\\rtf1 hello}", "rtf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpg"),
        (b"SAFER POLICY BOARD\n1. MINUTES\n", "txt"),
        ("\ufeffcaf\u00e9 at \u00a35".encode(), "txt"),
        ("caf\u00e9 at \u00a35".encode("cp1252"), "txt"),
        ("utf sixteen".encode("utf-16"), "txt"),
        (b"<p align=center><b>AGENDA</b></p>\n", "txt"),
        (b"<!-- page 1 -->\n# REPORT\n", "txt"),
        (open_document("presentation"), "odp"),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"<html><script>alert(1)</script>%PDF-1.4", "html"),
        ("<html>".encode("utf-16"), "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x"><p>x</p></html>', "html"),
    ],
)
def test_an_accepted_file_is_told_by_its_content(content, extension, tmp_path):
    found = sniff(content)
    assert (found.extension, found.media_type) == (extension, MEDIA_TYPES[extension])
    (tmp_path / "file").write_bytes(content)
    assert sniff(tmp_path / "file") == found


def test_a_file_python_docx_writes_is_accepted_without_warning():
    out = io.BytesIO()
    docx.Document().save(out)
    assert sniff(out.getvalue(), name="Report.DOCX").warnings == ()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \r\n\0", "empty"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (office("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macros"),
        (office(f"{OFFICE}wordprocessingml.template.main+xml"), "Word template"),
        (office("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"), "Word template"),
        (office(f"{OFFICE}spreadsheetml.template.main+xml"), "Excel template"),
        (open_document("text", **{"Basic/script-lc.xml": "x"}), "macros"),
        (open_document("text", **{"META-INF/manifest.xml": "<encryption-data/>"}), "password"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "Remove the password first"),
        (OLE + "WordDocument_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (OLE + "__substg1.0_".encode("utf-16-le"), "e-mail"),
        (OLE, "does not know"),
        (b"%PDF-1.4\ntrailer <</Root 1 0 R /Encrypt 5 0 R>>", "protected"),
        (b"MZ\x90\0\3", "program"),
        (b"\x7fELF\2\1\1", "program"),
        (b"Rar!\x1a\7", "archive"),
        (b"\x1f\x8b\x08\0", "archive"),
        (zipped({"a.txt": "x"}), "archive"),
        (b"GIF89a", "GIF"),
        (b"\xef\xbb\xbf<!-- x --><script>alert(1)</script>", "hold code"),
        (b'<?xml version="1.0"?><svg/>', "hold code"),
        (b"just words <script>alert(1)</script>", "hold code"),
        (b"abc\0\1\2def", "does not know"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (zipped({"[Content_Types].xml": f"<Types>&#{'9' * 5000};"}), "damaged"),
    ],
)
def test_what_is_not_accepted_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence):
        sniff(content)


@pytest.mark.parametrize(
    "hidden",
    [
        {"word/vbaProject.bin": "x"},
        {"word/VBAPROJECT.BIN": "x"},
        {"word/_rels/document.xml.rels": relations(vbaProject="picture.png")},
        {"[Content_Types].xml": content_types(more=f'<Override ContentType="{VBA}"/>')},
        {
            "[Content_Types].xml": content_types(
                more='<Override ContentType="application/vnd.ms-office.vba&#80;roject"/>'
            )
        },
        {"[Content_Types].xml": content_types(more=f'<X ContentType="{VBA}"/>').encode("utf-16")},
    ],
)
def test_macros_hidden_in_a_word_file_are_found(hidden):
    files = {"[Content_Types].xml": content_types(), "word/document.xml": "<x/>", **hidden}
    with pytest.raises(Refused, match="macros"):
        sniff(zipped(files))


def test_a_container_that_is_two_kinds_at_once_is_refused():
    more = f'<Override ContentType="{OFFICE}spreadsheetml.sheet.main+xml"/>'
    with pytest.raises(Refused):
        sniff(zipped({"[Content_Types].xml": content_types(more=more)}))


def test_two_parts_of_one_name_are_refused():
    with pytest.raises(Refused, match="damaged"):
        sniff(zipped({"[Content_Types].xml": content_types(), "[content_types].XML": "x"}))


def test_links_and_embedded_files_are_accepted_with_a_warning():
    remote = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        'Type="x/attachedTemplate" Target="http://a.example/t.dotm" TargetMode="External"/>'
        "</Relationships>"
    )
    files = {
        "[Content_Types].xml": content_types(),
        "word/_rels/settings.xml.rels": remote,
        "word/embeddings/oleObject1.bin": "x",
    }
    assert len(sniff(zipped(files)).warnings) == 2


def test_a_pdf_with_a_script_is_accepted_with_a_warning():
    assert sniff(b"%PDF-1.4\n<</S /JavaScript /JS (x)>>").warnings


@pytest.mark.parametrize(
    "name", ["run.bat", "page.HTML", "page.mht", "x.svg", "agenda.docm", "a.docx.js"]
)
def test_a_name_that_would_be_run_is_refused_whatever_is_in_the_file(name):
    with pytest.raises(Refused, match="does not accept"):
        sniff(b"words", name=name)


def test_a_name_that_tells_another_type_is_a_warning():
    assert sniff(b"words", name="report.docx").warnings == (
        "This is a text file, although its name ends in .docx.",
    )
    assert sniff(b"words", name="report").warnings == ()
    assert sniff(b"a,b", name="figures.csv").warnings == ()
    assert sniff(b"words", name="report.v2").warnings


def test_every_accepted_type_has_a_spoken_name():
    assert [spoken(media_type) for media_type in MEDIA_TYPES.values()]


@pytest.mark.parametrize(
    "content",
    [
        b"<!--" * 100_000,
        b"<!---->" * 100_000 + b"x",
        b" " * 5_000_000 + b"x",
        b"%PDF-" + b"/Encrypt " * 500_000,
        zipped(
            {
                "[Content_Types].xml": content_types(),
                "word/_rels/document.xml.rels": 'frame"' * 600_000,
            }
        ),
        zipped({"[Content_Types].xml": "&a" * 500_000}),
        zipped({f"{at}.rels": "x" * 900_000 for at in range(60)} | {"[Content_Types].xml": "x"}),
    ],
    ids=[
        "open comments",
        "comments",
        "spaces",
        "pdf words",
        "long relation",
        "character references",
        "many relations",
    ],
)
def test_content_made_to_be_slow_is_told_in_a_moment(content):
    began = time.process_time()
    try:
        sniff(content)
    except Refused as refused:
        assert refused.sentence
    assert time.process_time() - began < 1


def test_a_piece_of_a_web_page_is_one_by_its_name():
    assert sniff(b"<p>Lamps<p>Quay", name="minutes.htm").extension == "html"
    assert sniff(b"<p>Lamps<p>Quay", name="minutes.txt").extension == "txt"


def test_who_sends_a_web_page_is_told_how_it_is_handed_out():
    assert "as text" in sniff(b"<html><p>x", name="minutes.html").warnings[0]


OLD = [("WordDocument", "doc"), ("Workbook", "xls"), ("PowerPoint Document", "ppt")]


@pytest.mark.parametrize(("stream", "ending"), OLD)
def test_an_old_office_file_is_accepted_where_libreoffice_can_open_it(stream, ending, monkeypatch):
    old = OLE + stream.encode("utf-16-le")
    monkeypatch.setattr(programs, "office", lambda: "/usr/bin/soffice")
    assert sniff(old).extension == ending
    assert f".{ending}," in accept()
    monkeypatch.setattr(programs, "office", lambda: None)
    assert f".{ending}," not in accept()
    with pytest.raises(Refused, match=rf"Save it as \.{ending}x first"):
        sniff(old)
