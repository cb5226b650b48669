"""Workbooks, presentations and OpenDocument files for the tests, written part by part."""

from tests.foundation.reading.word_files import PACKAGE, relations, zipped

OFFICE = "application/vnd.openxmlformats-officedocument."
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_O = (
    " ".join(
        f'xmlns:{name}="{_ODF}{name}:1.0"'
        for name in ("office", "style", "text", "table", "presentation")
    )
    + f' xmlns:draw="{_ODF}drawing:1.0" xmlns:fo="{_ODF}xsl-fo-compatible:1.0"'
)


def _types(main: str) -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/main.xml" ContentType="{OFFICE}{main}.main+xml"/></Types>'
    )


def workbook(
    sheets: dict[str, str], *, texts: str = "", styles: str = "", hidden: tuple[str, ...] = ()
) -> bytes:
    """A workbook of these sheets, each given as its rows."""
    states = ("", ' state="hidden"')
    named = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="worksheet{at}"{states[name in hidden]}/>'
        for at, name in enumerate(sheets, 1)
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("spreadsheetml.sheet"),
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f"<workbook {_S} {_R}><sheets>{named}</sheets></workbook>",
        "xl/sharedStrings.xml": f"<sst {_S}>{texts}</sst>",
        "xl/styles.xml": f"<styleSheet {_S}>{styles}</styleSheet>",
    }
    targets = {"sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
    for at, rows in enumerate(sheets.values(), 1):
        files[f"xl/sheet{at}.xml"] = f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>"
        targets[f"worksheet{at}"] = f"sheet{at}.xml"
    files["xl/_rels/workbook.xml.rels"] = relations(**targets)
    return zipped(files)


def presentation(*slides: str, notes: str = "") -> bytes:
    """A presentation of these slides, each given as its shapes; the first can have notes."""
    order = "".join(f'<p:sldId r:id="slide{at}"/>' for at, _ in enumerate(slides, 1))
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("presentationml.presentation"),
        "_rels/.rels": relations(officeDocument="ppt/presentation.xml"),
        "ppt/presentation.xml": f"<p:presentation {_P} {_R}><p:sldIdLst>{order}</p:sldIdLst>"
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            **{f"slide{at}": f"slide{at}.xml" for at, _ in enumerate(slides, 1)}
        ),
        "ppt/_rels/slide1.xml.rels": relations(notesSlide="notes.xml"),
        "ppt/notes.xml": f"<p:notes {_P}>{notes}</p:notes>",
    }
    for at, shapes in enumerate(slides, 1):
        files[f"ppt/slide{at}.xml"] = f"<p:sld {_P}>{shapes}</p:sld>"
    return zipped(files)


def shape(*paragraphs: str, place: str = "body") -> str:
    """A shape of a slide with these paragraphs."""
    within = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    kind = f'<p:nvSpPr><p:nvPr><p:ph type="{place}"/></p:nvPr></p:nvSpPr>'
    return f"<p:sp>{kind}<p:txBody>{within}</p:txBody></p:sp>"


def open_document(
    body: str, *, kind: str = "text", automatic: str = "", styles: str = "", master: str = ""
) -> bytes:
    """An OpenDocument file around this body."""
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {_O}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {_O}><office:styles>{styles}</office:styles>"
            f"<office:master-styles>{master}</office:master-styles></office:document-styles>",
        }
    )
