"""The work on documents that is done beside the requests."""

from app.documents import services
from app.documents.services import Text
from app.foundation.jobs.handler import Arguments, Handler


def _read(batch: list[Arguments]) -> list[Text]:
    return services.read_texts(int(arguments["document"]) for arguments in batch)


read_documents = Handler(prepare=_read, finish=services.keep_texts)
"""The text of uploaded files; a file that cannot be read is kept without."""
