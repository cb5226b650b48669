"""XML from strangers: no entities, no declarations, nothing fetched, no deeper than is sane."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from app.foundation.errors import Refused
from app.foundation.reading.container import DAMAGED, TOO_BIG

Element = etree._Element

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def parse(content: bytes) -> Element:
    """The root of a part, or a refusal: of what is no XML, and of what declares a type."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    with _refusing():
        root = etree.fromstring(_plain(content), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(DAMAGED)
    return root


def each(content: bytes, tag: str) -> Iterator[Element]:
    """The elements of this name one by one, each forgotten before the next."""
    parsing = etree.iterparse(
        io.BytesIO(_plain(content)),
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    with _refusing():
        for _, element in parsing:
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]


def local(element: Element) -> str:
    """An element's name without its vocabulary."""
    return str(element.tag).rpartition("}")[2]


def _plain(content: bytes) -> bytes:
    if content.startswith(_UTF16):
        content = content.decode("utf-16", "replace").encode().replace(b"UTF-16", b"UTF-8")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Refused(DAMAGED)
    return content


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        no_memory = error.code == etree.ErrorTypes.ERR_NO_MEMORY
        raise Refused(TOO_BIG if no_memory else DAMAGED) from error
