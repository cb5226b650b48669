"""What documents announce to the modules above them, which may refuse it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentReplacing:
    """A file is about to be replaced by a new version; a module that has published it refuses."""

    document_id: int
