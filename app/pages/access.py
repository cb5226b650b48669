"""The way to pages that look across modules and are not everybody's."""

from flask import abort

from app.foundation.web import auth
from app.foundation.web.access import May


def administration(*, may: May) -> None:
    """The pages on which the installation is looked after."""
    if not may(auth.scope(), None):
        abort(403)
