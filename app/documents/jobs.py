"""The work on documents that is done beside the requests."""

import logging
from datetime import timedelta

from sqlalchemy import select

from app.documents import services
from app.documents.models import Blob
from app.documents.services import Text
from app.foundation import clock, storage
from app.foundation.db import db
from app.foundation.jobs.handler import Arguments, Handler
from app.foundation.transactions import end_read_only_transaction

SWEEP = "documents.sweep"
UNNAMED_FOR = timedelta(days=1)
"""Files that no row names after this time are removed: their uploads were broken off."""
log = logging.getLogger("guildhall.documents")


def _read(batch: list[Arguments]) -> list[Text]:
    return services.read_texts(int(arguments["document"]) for arguments in batch)


read_documents = Handler(prepare=_read, finish=services.keep_texts, words="Read an uploaded file")
"""The text of uploaded files; a file that cannot be read is kept without."""


def _sweep(_batch: list[Arguments]) -> int:
    """Clear away the files that no row names, such as those of uploads that were broken off."""
    named = set(db.session.scalars(select(Blob.sha256)))
    end_read_only_transaction()
    age = UNNAMED_FOR.total_seconds()
    folder = services.files_folder()
    return len(storage.sweep(folder, named=named, older_than_seconds=age, now=clock.now()))


def _tell(count: int) -> None:
    if count:
        log.info("%s files that nothing names were cleared away", count)


sweep_files = Handler(
    prepare=_sweep, finish=_tell, batch=50, words="Clear away files that nothing names"
)
