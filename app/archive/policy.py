"""Who brings past papers in, and who sees what was understood of them."""

from app.archive.models import ImportedFile
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


def reads_replaced(scope: Scope, file: ImportedFile) -> bool:
    """Replaced versions of a paper are read by its board's clerk and by who sent it."""
    clerks = file.document is not None and file.document.group_id in scope.clerked
    return clerks or sent(scope, file)
