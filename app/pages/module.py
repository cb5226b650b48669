"""What the pages that look across modules bring to the house."""

from app.foundation.module import Module
from app.foundation.web.navigation import Entry
from app.pages import administration, boards, history, home, information, people  # noqa: F401
from app.people.policy import run

module = Module(
    name="pages",
    blueprints=(home.bp, information.bp, history.bp, administration.administration_bp),
    navigation=(
        Entry("Home", "home.index", 0),
        Entry("Administration", "administration.index", 90, shown_to=run),
    ),
)
