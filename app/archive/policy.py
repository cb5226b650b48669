"""Who brings past papers in, and who sees what was understood of them."""

from app.archive.models import ImportedFile
from app.foundation.readable import Reach


def keep(reach: Reach, _thing: object = None) -> bool:
    """Clerks and administrators bring past papers in."""
    return reach.is_administrator or bool(reach.clerked)


def clerk(reach: Reach) -> bool:
    """Clerks find the page in the main navigation, administrators under administration."""
    return bool(reach.clerked) and not reach.is_administrator


def sent(reach: Reach, file: ImportedFile) -> bool:
    """Whoever sent a file knows what stands in it."""
    return reach.person_id is not None and file.by_id == reach.person_id


def reads_replaced(reach: Reach, file: ImportedFile) -> bool:
    """What was taken out of a paper later is known to its board's clerk and to who sent it."""
    clerks = file.document is not None and file.document.group_id in reach.clerked
    return clerks or sent(reach, file)
