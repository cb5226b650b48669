"""The demo council's tables as workbooks of one sheet, as Excel itself would save them."""

import io
import re
import zipfile
from html import escape

from app.foundation.exports.package import empty_file, zipped

_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_THEME = "word/theme/theme1.xml"
_PARTS = {
    "workbook.xml": ("spreadsheetml.sheet.main", ""),
    "worksheets/sheet1.xml": ("spreadsheetml.worksheet", "worksheet"),
    "styles.xml": ("spreadsheetml.styles", "styles"),
    "sharedStrings.xml": ("spreadsheetml.sharedStrings", "sharedStrings"),
    "theme/theme1.xml": ("theme", "theme"),
}
"""What a workbook is made of: each part's type, and as what the workbook knows it."""


def workbook(typed: str) -> bytes:
    """A typed table as a workbook; sums of money and counts are numbers in it."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in typed.splitlines()
    ]
    words: dict[str, int] = {}
    written = "".join(_row(number, row, words) for number, row in enumerate(rows, start=1))
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Table" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(
            {kind: name for name, (_, kind) in _PARTS.items() if kind}
        ),
        "xl/worksheets/sheet1.xml": f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>'
        f"{written}</sheetData></worksheet>",
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _shared(words),
    }
    encoded = {name: text.encode() for name, text in parts.items()}
    with zipfile.ZipFile(io.BytesIO(empty_file())) as house:
        return zipped(encoded | {"xl/theme/theme1.xml": house.read(_THEME)})


def _row(number: int, cells: list[str], words: dict[str, int]) -> str:
    written = "".join(
        _cell(f"{chr(ord('A') + place)}{number}", cell, words, is_heading=number == 1)
        for place, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{written}</row>'


def _cell(where: str, said: str, words: dict[str, int], *, is_heading: bool) -> str:
    if _NUMBER.fullmatch(said):
        return f'<c r="{where}"><v>{said.replace(",", "")}</v></c>'
    style = ' s="1"' if is_heading else ""
    return f'<c r="{where}"{style} t="s"><v>{words.setdefault(said, len(words))}</v></c>'


def _shared(words: dict[str, int]) -> str:
    listed = "".join(f"<si><t>{escape(word, quote=False)}</t></si>" for word in words)
    return f'{_DECLARATION}<sst xmlns="{_MAIN}">{listed}</sst>'


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, (kind, _) in _PARTS.items()
    )
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )


def _relationships(targets: dict[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


_STYLES = (
    f'{_DECLARATION}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
    '<font><b/><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
