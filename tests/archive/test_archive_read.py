"""`archive read`: one object per file, sorted, with every key."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.archive.commands import archive_commands
from tests.archive import invented

KEYS = [
    *("source_file", "kind", "error", "template", "board", "date", "time", "end_time", "venue"),
    *("chair", "next_meeting", "members", "present", "in_attendance", "apologies"),
    *("declarations", "items", "to", "author", "subject", "wards", "portfolio", "prepared_by"),
    *("present_at_meeting", "leading_partner", "summary", "purpose", "headings", "sections"),
    *("recommendations", "papers", "unmatched", "confidence"),
]


def _read(*arguments: str) -> Result:
    return CliRunner().invoke(archive_commands, ["read", *arguments, "--json"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "minutes.txt").write_text(invented.MINUTES)
    (tmp_path / "pack.txt").write_text(invented.PACK)
    return tmp_path


def test_a_folder_is_walked_and_its_files_come_sorted(folder: Path) -> None:
    result = _read(str(folder))
    assert result.exit_code == 0
    assert [each["source_file"] for each in json.loads(result.stdout)] == [
        "pack.txt",
        "minutes.txt",
    ]


def test_every_key_is_there_inside_and_out(folder: Path) -> None:
    pack = json.loads(_read(str(folder / "pack.txt")).stdout)[0]
    assert list(pack) == KEYS
    assert all(
        list(one) == [*KEYS, "page_from", "page_to", "appendix_of"] for one in pack["papers"]
    )
    assert list(pack["members"][0]) == ["name", "role", "party", "organisation"]
    assert list(pack["items"][0]) == [
        *("number", "title", "page_from", "page_to", "part", "text", "children"),
        *("resolved", "recommended", "actions"),
    ]
    assert pack["next_meeting"] == {"date": "2025-05-06", "time": "18:00", "venue": None}


def test_texts_have_single_spaces_and_no_marks(folder: Path) -> None:
    pack = json.loads(_read(str(folder / "pack.txt")).stdout)[0]
    text = pack["papers"][0]["sections"][2]["text"]
    assert "\n" not in text
    assert "3.3 The causes were, in order: 1. Silt 2. Age 3. Frost" in text


def test_a_refused_file_has_no_kind_and_says_why(folder: Path) -> None:
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    result = _read(str(folder))
    assert result.exit_code == 1
    refused = json.loads(result.stdout)[1]
    assert refused["kind"] is None
    assert refused["error"]
    assert refused["error"] in result.stderr
    assert list(refused) == KEYS


def test_wrong_usage_is_told_from_refusal() -> None:
    assert _read().exit_code == 2
    assert _read("/no/such/place").exit_code == 2
