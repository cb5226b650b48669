"""Checks who may open the pages of administration."""

from app.foundation.web.access import May, require


def administration(*, may: May) -> None:
    """The pages of administration."""
    require(may)
