"""What a file really is, told by its content; its name is only compared afterwards."""

import html
import re
from dataclasses import dataclass
from pathlib import Path, PurePath

from app.foundation.errors import Refused
from app.foundation.reading import programs
from app.foundation.reading.container import DAMAGED, PASSWORD, Container
from app.foundation.reading.limits import LIMITS, MEBIBYTE

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

MEDIA_TYPES = {
    "docx": _OOXML + "wordprocessingml.document",
    "xlsx": _OOXML + "spreadsheetml.sheet",
    "pptx": _OOXML + "presentationml.presentation",
    "odt": _ODF + "text",
    "ods": _ODF + "spreadsheet",
    "odp": _ODF + "presentation",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "rtf": "application/rtf",
    "html": "text/html",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
}
"""The kinds of file that are accepted, by the ending they are given."""

_SPOKEN = {
    "docx": "Word",
    "xlsx": "Excel",
    "pptx": "PowerPoint",
    "odt": "OpenDocument text",
    "ods": "OpenDocument spreadsheet",
    "odp": "OpenDocument presentation",
    "pdf": "PDF",
    "doc": "old Word",
    "xls": "old Excel",
    "ppt": "old PowerPoint",
    "rtf": "RTF",
    "html": "web page",
    "txt": "text",
    "png": "PNG picture",
    "jpg": "JPEG picture",
}

HANDED_OUT_AS_TEXT = "A web page is handed out as text, so that no script in it runs."
MACROS = "This file contains macros. Save a copy without macros and send that."
_ACCEPTED = (
    "Guildhall accepts Word, Excel, PowerPoint, OpenDocument, PDF, RTF and text files, "
    "web pages, and PNG and JPEG pictures."
)
_UNKNOWN = f"Guildhall does not know this kind of file. {_ACCEPTED}"
_CODE = f"This file is a script or a drawing that can hold code. {_ACCEPTED}"
_PROGRAM = f"This file is a program. {_ACCEPTED}"
_ARCHIVE = "This file is an archive of other files. Send the files in it one by one."

_SIGNATURES = (
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf'\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"GIF8", "This picture is a GIF. Save it as PNG or JPEG first."),
    (b"II*\0", "This picture is a TIFF. Save it as PNG or JPEG first."),
    (b"MM\0*", "This picture is a TIFF. Save it as PNG or JPEG first."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_OFFICE = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
_OTHER_OLE = {
    "EncryptedPackage": PASSWORD,
    "_VBA_PROJECT": MACROS,
    "__substg1.0_": "This is an e-mail message. Send the files in it one by one.",
}
_OFFICE = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
    "presentationml.slideshow.main+xml": "pptx",
}
_TEMPLATES = {
    "wordprocessingml.template.main+xml": "Word template. Save it as a Word document (.docx)",
    "ms-word.template.macroenabled": "Word template. Save it as a Word document (.docx)",
    "spreadsheetml.template.main+xml": "Excel template. Save it as a workbook (.xlsx)",
    "presentationml.template.main+xml": "PowerPoint template. Save it as a presentation (.pptx)",
}
_MARKUP = re.compile(
    rb"\s*<(\?xml|(!doctype|html|head|body|script|svg|iframe|object|embed|style|meta|link|title"
    rb"|form|math)\b)",
    re.IGNORECASE,
)
_WEB_PAGE = re.compile(
    rb"\s*(<\?xml[^>]{0,200}>\s*)?<(!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE
)
_PIECE = re.compile(rb"<(p|div|table|ul|ol|h[1-6]|body|br)\b[^<>]{0,500}>", re.IGNORECASE)
_WEB_NAMES = ("html", "htm", "xhtml", "xht")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ACTIVE = re.compile(rb"<(!doctype\s+html|html|script|svg|iframe)\b", re.IGNORECASE)
_PDF_ENCRYPTED = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R\b|<<)")
_PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles|XFA)\b")
_RTF_OBJECT = re.compile(rb"\\obj(emb|link|ocx|update|data)")
_LINKED = re.compile(
    r'(attachedtemplate|oleobject|frame|subdocument)"[^>]{0,2000}targetmode="external"'
)
_CODE_NAMES = re.compile(
    "bat|cmd|com|cpl|exe|hta|jar|jse?|lnk|msi|ps1|py|reg|scr|sh|vb[es]|ws[fh]|mht|mhtml|shtml?"
    "|svg|do[ct]m|xl[st]m|xlam|p[op]tm|ppsm"
)
_SAME_NAME = {
    **{"jpeg": "jpg", "htm": "html", "xhtml": "html", "xht": "html", "ppsx": "pptx"},
    **dict.fromkeys(("text", "csv", "md", "log"), "txt"),
}


READ = tuple(kind for kind in MEDIA_TYPES if kind not in ("png", "jpg"))
"""The endings of files in whose words there is something to read."""


def accept(*, read: bool = False) -> str:
    """The endings that a browser offers to send: all that are accepted, or those that are read."""
    kinds = [
        kind
        for kind in (READ if read else MEDIA_TYPES)
        if kind not in _OLD_OFFICE.values() or programs.office()
    ]
    same = (also for also, kind in _SAME_NAME.items() if kind in kinds)
    return ",".join(f".{ending}" for ending in (*kinds, *same))


@dataclass(frozen=True)
class Sniffed:
    """What a file is, and what the clerk should know of it."""

    media_type: str
    extension: str
    warnings: tuple[str, ...] = ()


def sniff(source: bytes | Path, *, name: str | None = None) -> Sniffed:
    """Tell an accepted file's type by its content, or refuse it with a sentence for the reader."""
    data = source if isinstance(source, bytes) else _bytes_of(source)
    if not data.strip(b"\0 \t\r\n"):
        raise Refused("This file is empty.")
    extension, warnings = _kind(data)
    if extension == "txt" and _ending(name) in _WEB_NAMES and _PIECE.search(data[:8192]):
        extension = "html"
    return Sniffed(
        MEDIA_TYPES[extension], extension, (*warnings, *_compare_name(name, extension=extension))
    )


def spoken(media_type: str) -> str:
    """What people call a type of file: "PDF", "Word"."""
    return next(_SPOKEN[kind] for kind, known in MEDIA_TYPES.items() if known == media_type)


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LIMITS.file_bytes + 1)
    if len(data) > LIMITS.file_bytes:
        raise Refused(f"This file is larger than {LIMITS.file_bytes // MEBIBYTE} MB.")
    return data


def _ending(name: str | None) -> str:
    return PurePath(name or "").suffix.lower().removeprefix(".")


def _compare_name(name: str | None, *, extension: str) -> tuple[str, ...]:
    given = _ending(name)
    if _CODE_NAMES.fullmatch(given) or (given in _WEB_NAMES and extension != "html"):
        raise Refused(f"Guildhall does not accept files whose names end in .{given}.")
    if given in _SPOKEN and given != extension:
        return (f"This is a {_SPOKEN[extension]} file, although its name ends in .{given}.",)
    if given and _SAME_NAME.get(given, given) != extension:
        return (f"Its name ends in .{given}; it is kept as a {_SPOKEN[extension]} file.",)
    return ()


def _kind(data: bytes) -> tuple[str, tuple[str, ...]]:
    if data.startswith(b"%PDF-"):
        return "pdf", _pdf_warnings(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container_kind(Container(data))
    if data.startswith(_OLE):
        return _old_office(data), ()
    if data.startswith(b"{\\rtf"):
        return "rtf", ("It has an object embedded.",) if _RTF_OBJECT.search(data) else ()
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", ()
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg", ()
    return _text_kind(data)


def _pdf_warnings(data: bytes) -> tuple[str, ...]:
    if _PDF_ENCRYPTED.search(data):
        raise Refused("This PDF file is protected. Remove the password and the restrictions first.")
    active = _PDF_ACTIVE.search(data)
    return ("It holds a form, a script or another file.",) if active else ()


def _old_office(data: bytes) -> str:
    """An old Office file is accepted where LibreOffice is there to open it."""
    for word, sentence in _OTHER_OLE.items():
        if word.encode("utf-16-le") in data:
            raise Refused(sentence)
    found = (kind for word, kind in _OLD_OFFICE.items() if word.encode("utf-16-le") in data)
    kind = next(found, None)
    if kind is None:
        raise Refused(_UNKNOWN)
    if programs.office() is None:
        raise Refused(f"This is an {_SPOKEN[kind]} file. Save it as .{kind}x first.")
    return kind


def _text_kind(data: bytes) -> tuple[str, tuple[str, ...]]:
    for signature, sentence in _SIGNATURES:
        if data.startswith(signature):
            raise Refused(sentence)
    start = data[:8192]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[2:].replace(b"\0", b"")
    start = start.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in start:
        raise Refused(_UNKNOWN)
    if _WEB_PAGE.match(_COMMENT.sub(b"", start)):
        return "html", (HANDED_OUT_AS_TEXT,)
    if _MARKUP.match(_COMMENT.sub(b"", start)) or _ACTIVE.search(start[:1024]):
        raise Refused(_CODE)
    return "txt", ()


def _container_kind(container: Container) -> tuple[str, tuple[str, ...]]:
    names = {name.lower(): name for name in container.names}
    if len(names) != len(container.names):
        raise Refused(DAMAGED)
    if "[content_types].xml" in names:
        return _office_kind(container, names=names)
    if "mimetype" in names:
        return _open_document_kind(container, names=names)
    raise Refused(_ARCHIVE)


def _office_kind(container: Container, *, names: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    types = _plain(container, names["[content_types].xml"])
    relations = _relations(container, names=names)
    for main, sentence in _TEMPLATES.items():
        if main in types:
            raise Refused(f"This is a {sentence} and send that.")
    if _has_macros(names, types + relations):
        raise Refused(MACROS)
    kinds = {kind for main, kind in _OFFICE.items() if main in types}
    if len(kinds) != 1:
        raise Refused(_UNKNOWN if "<types" in types else DAMAGED)
    return kinds.pop(), tuple(_office_warnings(names, relations))


def _relations(container: Container, *, names: dict[str, str]) -> str:
    found = (name for low, name in names.items() if low.endswith(".rels"))
    relations, left = [], 4 * MEBIBYTE
    for name in found:
        relations.append(_plain(container, name, at_most=left))
        left -= len(relations[-1])
    return "".join(relations)


def _has_macros(names: dict[str, str], declared: str) -> bool:
    return any(name.endswith("vbaproject.bin") for name in names) or any(
        word in declared for word in ("vbaproject", "macroenabled", "macrosheet")
    )


def _office_warnings(names: dict[str, str], relations: str) -> list[str]:
    warnings = []
    if any("/embeddings/" in name or "activex" in name for name in names):
        warnings.append("It has another file or an object embedded.")
    if _LINKED.search(relations):
        warnings.append("It links to content elsewhere, which is not followed.")
    return warnings


def _open_document_kind(
    container: Container, *, names: dict[str, str]
) -> tuple[str, tuple[str, ...]]:
    declared = _plain(container, names["mimetype"]).strip()
    kind = {MEDIA_TYPES[kind]: kind for kind in ("odt", "ods", "odp")}.get(declared)
    if kind is None:
        raise Refused(_UNKNOWN)
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise Refused(MACROS)
    if "encryption-data" in _plain(container, names.get("meta-inf/manifest.xml", "")):
        raise Refused(PASSWORD)
    return kind, ()


def _plain(container: Container, name: str, *, at_most: int = MEBIBYTE) -> str:
    """The part in lower case, with other encodings and character references made harmless."""
    content = (container.read(name, at_most=max(at_most, 1)) or b"").replace(b"\0", b"")
    try:
        return html.unescape(content.decode("utf-8", "replace")).lower()
    except ValueError as error:
        raise Refused(DAMAGED) from error
