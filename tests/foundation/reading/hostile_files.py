"""Files made to harm whoever opens them."""

import struct
import zlib

from tests.foundation.reading.word_files import W, content_types, relations, word_file

MEBIBYTE = 1024 * 1024
DOCUMENT = "word/document.xml"


def zip_bomb(mebibytes: int, *, declared: int | None = None) -> bytes:
    """A Word file whose text unpacks to this much; its directory can say something smaller."""
    start = f"<w:document {W}><w:body><w:p><w:r><w:t>".encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"A" * MEBIBYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + block * mebibytes + packer.flush()
    size = len(start) + mebibytes * MEBIBYTE if declared is None else declared
    small = [
        (name, zlib.compress(text.encode(), wbits=-15), len(text), zlib.crc32(text.encode()))
        for name, text in (
            ("[Content_Types].xml", content_types()),
            ("_rels/.rels", relations(officeDocument=DOCUMENT)),
        )
    ]
    return _packed([*small, (DOCUMENT, packed, size, 0)])


def _packed(parts: list[tuple[str, bytes, int, int]]) -> bytes:
    """A zip file from content that is packed already, with the sizes it is told to declare."""
    body, directory = b"", b""
    for name, packed, size, crc in parts:
        facts = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + facts
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode()
        body += b"PK\3\4" + facts + name.encode() + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end


def many_paragraphs(millions: int) -> bytes:
    one = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    start, end = f"<w:document {W}><w:body>".encode(), b"</w:body></w:document>"
    return word_file(start + one * (millions * 1_000_000) + end)


def billion_laughs() -> bytes:
    steps = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    return _with_declarations(f'<!ENTITY a "lollollollollol">{steps}', "&j;")


def outside_entity(path: str) -> bytes:
    return _with_declarations(f'<!ENTITY x SYSTEM "file://{path}">', "[&x;]")


def outside_entity_in_utf16(path: str) -> bytes:
    declared = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY x SYSTEM "{path}">]>'
    return word_file((declared + _document("[&x;]")).encode("utf-16"))


def deep_tables(depth: int) -> bytes:
    opened, closed = "<w:tbl><w:tr><w:tc>" * depth, "</w:tc></w:tr></w:tbl>" * depth
    return word_file(f"{opened}<w:p><w:r><w:t>deep</w:t></w:r></w:p>{closed}")


def _with_declarations(entities: str, text: str) -> bytes:
    return word_file(f"<!DOCTYPE d [{entities}]>{_document(text)}".encode())


def _document(text: str) -> str:
    return f"<w:document {W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
