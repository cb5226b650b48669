"""Word files for the tests, written part by part so that a test can show exactly what it means."""

import io
import zipfile
from pathlib import Path

from app.foundation.reading.lines import Line

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def content_types(main: str = WORD_MAIN, more: str = "") -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{more}</Types>'
    )


def relations(**targets: str) -> str:
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind.rstrip("0123456789")}"'
        f' Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def word_file(body: str | bytes, *, numbering: str = "", styles: str = "", **parts: str) -> bytes:
    """A whole Word file around this body; further parts by kind: `header1="<w:p>…</w:p>"`."""
    document = body if isinstance(body, bytes) else document_xml(body).encode()
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": document,
        "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
    }
    targets = {"numbering": "numbering.xml", "styles": "styles.xml"}
    for kind, content in parts.items():
        files[f"word/{kind}.xml"] = f"<w:part {W} {R}>{content}</w:part>"
        targets[kind] = f"{kind}.xml"
    files["word/_rels/document.xml.rels"] = relations(**targets)
    return zipped(files)


def document_xml(body: str) -> str:
    more = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    return f"<w:document {W} {R} {more}><w:body>{body}</w:body></w:document>"


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return out.getvalue()


def p(text: str = "", *, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    words = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{words if text else ''}</w:p>"


def item(text: str, *, list_id: int = 1, depth: int = 0) -> str:
    """A paragraph of an automatic list."""
    number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return p(text, properties=number)


def level(depth: int, text: str, form: str = "decimal", *, start: int = 1, more: str = "") -> str:
    """One depth of a list's shape."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def shape(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def numbered_list(key: int, shape_key: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{shape_key}"/>{overrides}</w:num>'


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(rows) + "</w:tbl>"


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def saved(folder: Path, content: bytes, name: str = "paper.docx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
