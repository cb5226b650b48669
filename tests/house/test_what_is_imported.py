"""What serves pages reads no more than pages need: the rest is read by whoever uses it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import config

NOT_FOR_PAGES = (
    *("alembic", "flask_migrate", "mako", "pygments", "rich", "docx", "yaml", "holidays", "zxcvbn"),
    *("app.operations.demo", "app.operations.backup", "app.archive.commands"),
    *("app.archive.recognise.whole", "app.archive.importing.files", "app.pages.search_commands"),
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What `import wsgi` brings in, in a process of its own."""
    folder: Path = tmp_path_factory.mktemp("served")
    told = {"GUILDHALL_ENV": "testing", "GUILDHALL_INSTANCE": str(folder)}
    told["DATABASE_URL"] = f"sqlite:///{folder / 'none.sqlite3'}"
    code = "import sys, wsgi; print(*sys.modules, sep='\\n')"
    command = [sys.executable, "-c", code]
    answer = subprocess.run(
        command, cwd=config.ROOT, env=os.environ | told, capture_output=True, text=True, check=True
    )
    return set(answer.stdout.split())


@pytest.mark.parametrize("name", NOT_FOR_PAGES)
def test_pages_are_served_without(imported: set[str], name: str) -> None:
    assert "app.pages.home" in imported
    assert not {one for one in imported if one == name or one.startswith(f"{name}.")}
