"""Programs that read more than we do, where the machine has them: LibreOffice and ocrmypdf."""

import shutil

_PLACES = "/usr/bin:/bin:/usr/local/bin"


def office() -> str | None:
    """LibreOffice, which opens the files of the old Office programs."""
    return shutil.which("soffice", path=_PLACES)


def text_recognition() -> str | None:
    """ocrmypdf with tesseract, which reads pictures of pages."""
    found = shutil.which("ocrmypdf", path=_PLACES)
    return found if shutil.which("tesseract", path=_PLACES) else None


def without_network() -> list[str]:
    """How a program is started that shall reach nothing but its own machine."""
    unshare = shutil.which("unshare", path=_PLACES)
    return [unshare, "--map-root-user", "--net"] if unshare else []


def limited(*, memory_bytes: int, file_bytes: int) -> list[str]:
    """How a program is started that shall not take more than this."""
    prlimit = shutil.which("prlimit", path=_PLACES)
    bounds = [f"--as={memory_bytes}", f"--fsize={file_bytes}", "--core=0"]
    return [prlimit, *bounds] if prlimit else []
