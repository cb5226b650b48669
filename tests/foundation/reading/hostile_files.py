"""Files made to harm whoever opens them."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.foundation.reading.word_files import W, content_types, relations, word_file, zipped

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


def declared(entities: str, reference: str) -> str:
    """The head of an XML part that declares entities, and where it uses one."""
    return f"<!DOCTYPE d [{entities}]><d>{reference}</d>"


def laughing_parts(data: bytes) -> bytes:
    """The file with a part of laughs in the place of each XML part it has."""
    steps = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    laughs = declared(f'<!ENTITY a "lollollollol">{steps}', "&j;")
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    kept = ("[Content_Types].xml", "mimetype", "_rels/.rels")
    return zipped({name: one if name in kept else laughs for name, one in parts.items()})


def pdf_flate_bomb(mebibytes: int) -> bytes:
    """A PDF whose one page is drawn by a stream that unpacks to this much."""
    packer = zlib.compressobj(9)
    piece = b"BT /F1 12 Tf (A) Tj ET\n" * 45_590
    stream = b"".join(packer.compress(piece) for _ in range(mebibytes)) + packer.flush()
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources"
        b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n"
        % len(stream)
        + stream
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%EOF"
    )


PDF_LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def mutants(data: bytes, count: int) -> Iterator[bytes]:
    """So many damaged copies of a file: of a container every other one is damaged inside a part."""
    chance = random.Random(len(data))
    for at in range(count):
        yield _inside(data, chance) if at % 2 and data.startswith(b"PK") else _hurt(data, chance)


def _inside(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        parts: dict[str, str | bytes] = {one: container.read(one) for one in container.namelist()}
    name = chance.choice(list(parts))
    parts[name] = _hurt(bytes(parts[name]), chance)  # type: ignore[arg-type]
    return zipped(parts)


def _hurt(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    piece = data[start:end]
    return chance.choice(
        (
            data[:start] + data[end:],
            data[:end] + piece * chance.randrange(1, 200) + data[end:],
            data[:start] + bytes(chance.randrange(256) for _ in range(8)) + data[start + 8 :],
            data[:start] + bytes(byte ^ 1 << chance.randrange(8) for byte in piece) + data[end:],
            data.replace(b"1", b"99999999"),
            data[:start] + b"&<>{}\\\0\xff" * 50 + data[start:],
        )
    )
