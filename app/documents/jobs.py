"""The work on documents that is done beside the requests."""

from typing import Any

from app.documents import services


def read_documents(batch: list[dict[str, Any]]) -> None:
    """Read the text of uploaded files; a file that cannot be read is kept without."""
    services.read_texts(int(arguments["document"]) for arguments in batch)
