"""The way to pages that look across modules and are not everybody's."""

from app.foundation.web.access import May, require


def administration(*, may: May) -> None:
    """The pages on which the installation is looked after."""
    require(may)
