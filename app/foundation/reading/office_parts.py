"""The parts of a Word, Excel or PowerPoint file, found by their relations; nothing outside."""

import posixpath
import re

from app.foundation.reading.container import Container
from app.foundation.reading.markup import Element, parse

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class OfficeParts:
    """One such file: its main part, and the parts that each part relates to."""

    def __init__(self, container: Container, *, main: str) -> None:
        self._container = container
        found = self.targets("", "officeDocument")
        self.main = next(iter(found.values()), main)
        """The name of the main part; `main` where the file does not say."""

    def targets(self, part: str, *kinds: str) -> dict[str, str]:
        """The names of the parts of these kinds that a part relates to, by relation."""
        folder, name = posixpath.split(part)
        relations = self.xml(posixpath.join(folder, "_rels", name + ".rels"))
        return {
            relation.get("Id", ""): _resolve(folder, relation.get("Target", ""))
            for relation in (() if relations is None else relations)
            if relation.get("TargetMode") != "External"
            and relation.get("Type", "").rsplit("/", 1)[-1] in kinds
        }

    def xml(self, name: str) -> Element | None:
        """A part as XML, in the usual form of its vocabulary."""
        content = self.content(name)
        return None if content is None else parse(content)

    def as_it_is(self, name: str) -> bytes | None:
        """The bytes of a part, which may be another file."""
        return self._container.read(name)

    def content(self, name: str) -> bytes | None:
        """The bytes of an XML part, its vocabularies under their usual names."""
        content = self._container.read(name)
        return None if content is None else _STRICT.sub(_USUAL, content)


def _resolve(folder: str, target: str) -> str:
    whole = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(whole).lstrip("/")
