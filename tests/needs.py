"""What the tests need from the machine: a headless Chromium and a PostgreSQL server."""

import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """The Chromium to drive, from the system or as Playwright keeps it."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    kept = sorted(Path.home().glob(".cache/ms-playwright/chromium_headless_shell-*/*/*shell*"))
    return found or (str(kept[-1]) if kept else None)


def server() -> Path | None:
    """The folder with PostgreSQL's own programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


def is_drivable() -> bool:
    """Playwright's driver starts: a bare machine lacks a library that its node needs."""
    asked = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def main() -> int:
    """Install what is missing, or say the line to run."""
    packages = [] if server() else ["postgresql"]
    packages += [] if is_drivable() else ["libatomic1"]
    if browser() is None and _offered("chromium-headless-shell"):
        packages += ["chromium-headless-shell", "fonts-liberation"]
    if packages:
        apt = Path(__file__).with_name("apt.sh")
        if subprocess.run(["sh", str(apt), *packages], check=False).returncode:
            return 1
    if browser() is None:
        playwright = [sys.executable, "-m", "playwright", "install", "--with-deps"]
        return subprocess.run([*playwright, "chromium-headless-shell"], check=False).returncode
    return 0


def _offered(package: str) -> bool:
    """Debian has this package; Ubuntu's Chromium is a snap, which tests cannot drive."""
    if not _policy(package):
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
    return _policy(package)


def _policy(package: str) -> bool:
    asked = ["apt-cache", "policy", package]
    shown = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return "Candidate:" in shown and "Candidate: (none)" not in shown


if __name__ == "__main__":
    sys.exit(main())
