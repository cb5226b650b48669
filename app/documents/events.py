"""What documents announce to the modules above them, which may refuse it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentReplacing:
    """A new version is about to take the place of a file; whoever has published it refuses."""

    document_id: int
