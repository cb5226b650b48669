"""Who brings past papers in, and who sees what was understood of them."""

from app.archive.models import ImportBatch, ImportedFile
from app.foundation.permissions import Scope


def keep(scope: Scope, _thing: object = None) -> bool:
    """Clerks and administrators bring past papers in."""
    return scope.is_administrator or bool(scope.clerked)


def clerk(scope: Scope) -> bool:
    """Clerks find the page in the main navigation, administrators under administration."""
    return bool(scope.clerked) and not scope.is_administrator


def sent(scope: Scope, file: ImportedFile) -> bool:
    """Whether this person sent the file, and so knows its content."""
    return scope.person_id is not None and file.by_id == scope.person_id


def decides(scope: Scope, file: ImportedFile) -> bool:
    """Whoever keeps past papers decides on proposals; on a marked one its sender and the clerks of
    its board, or, where no board is known, every clerk."""
    is_its_clerk = file.board_id in scope.clerked if file.board_id else bool(scope.clerked)
    return keep(scope) and (not file.is_held_back or sent(scope, file) or is_its_clerk)


def undo(scope: Scope, batch: ImportBatch) -> bool:
    """Whoever sent a batch takes it back, and administrators any."""
    is_own = scope.person_id is not None and batch.by_id == scope.person_id
    return scope.is_administrator or (keep(scope) and is_own)


def reads_replaced(scope: Scope, file: ImportedFile) -> bool:
    """Replaced versions of a paper are read by its board's clerk and by who sent it."""
    clerks = file.document is not None and file.document.group_id in scope.clerked
    return clerks or sent(scope, file)
