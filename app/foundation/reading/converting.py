"""Files that another program makes readable: old Office files, and pages that are pictures.

Each run has a profile and a folder of its own, no network, and bounds of time and memory. What it
makes is read in the sandbox as any other file.
"""

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from app.foundation.reading import programs
from app.foundation.reading.limits import MEBIBYTE
from app.foundation.reading.processes import run

MODERN = {"doc": "docx", "xls": "xlsx", "ppt": "pptx"}
"""What LibreOffice makes of each old kind of file."""
MOST_PICTURES = 60
"""So many pages of one file are read by text recognition, a second or two each."""
_OFFICE_SECONDS, _RECOGNITION_SECONDS = 60.0, 150.0
_MEMORY, _FILE = 3 * 1024 * MEBIBYTE, 512 * MEBIBYTE
_PLAIN = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>"""
_SETTING = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_SAFE = {
    "BlockUntrustedRefererLinks": "true",
    "DisableMacrosExecution": "true",
    "DisableActiveContent": "true",
    "MacroSecurityLevel": "3",
}


def as_modern(path: Path, ending: str, *, folder: Path) -> Path | None:
    """An old Office file as one of today, made in this empty folder; None if it cannot be made."""
    office = programs.office()
    if office is None:
        return None
    source = folder / f"paper.{ending}"
    shutil.copyfile(path, source)
    made, profile = folder / "made" / f"paper.{MODERN[ending]}", _profile(folder)
    _run(
        office, "--headless", "--norestore", "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to", MODERN[ending], "--outdir", str(made.parent), str(source),
        folder=folder, seconds=_OFFICE_SECONDS,
    )  # fmt: skip
    return _if_made(made)


def with_words(path: Path, pages: Iterable[int], *, folder: Path) -> Path | None:
    """A PDF of which these pages, which are pictures, have their words; None if it cannot be."""
    recognition = programs.text_recognition()
    if recognition is None:
        return None
    made = folder / "read.pdf"
    _run(
        recognition, "--force-ocr", "--pages", ",".join(map(str, pages)), "--output-type", "pdf",
        "--optimize", "0", "--jobs", "1", "--max-image-mpixels", "120", "--quiet",
        str(path), str(made),
        folder=folder, seconds=_RECOGNITION_SECONDS,
    )  # fmt: skip
    return _if_made(made)


def _run(*command: str, folder: Path, seconds: float) -> bool:
    """What LibreOffice says of its success is not believed; that a file is there is."""
    home = {**_PLAIN, "HOME": str(folder), "TMPDIR": str(folder)}
    bounds = programs.limited(memory_bytes=_MEMORY, file_bytes=_FILE)
    return run(
        [*_without_network(), *bounds, *command],
        seconds=seconds,
        environment=home,
        folder=str(folder),
    )


@cache
def _without_network() -> list[str]:
    """How a program is started without a network; nothing where the machine does not allow it."""
    alone = programs.without_network()
    return alone if alone and run([*alone, "true"], seconds=5, environment=_PLAIN) else []


def _profile(folder: Path) -> Path:
    """A profile in which no link is followed and no macro runs."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    settings = "".join(_SETTING.format(name, value) for name, value in _SAFE.items())
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(settings), "utf-8")
    return profile


def _if_made(path: Path) -> Path | None:
    return path if path.is_file() and path.stat().st_size else None
