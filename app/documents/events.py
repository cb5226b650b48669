"""What documents announce to the modules above them, which may refuse it."""

from dataclasses import dataclass

from app.foundation.questions import Question


@dataclass(frozen=True)
class DocumentReplacing:
    """A file is about to be replaced by a new version; a module that has published it refuses."""

    document_id: int


@dataclass(frozen=True)
class GroundsOfFileAsked(Question[list[str]]):
    """On which grounds is this file not for publication (s100B(5))? Reports know, of what is
    attached to them."""

    document_id: int
