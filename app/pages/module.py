"""What the pages that look across modules bring to the house."""

from app.foundation.module import Module
from app.foundation.web.navigation import Entry
from app.pages import history, home, information

module = Module(
    name="pages",
    blueprints=(home.bp, information.bp, history.bp),
    navigation=(Entry("Home", "home.index", 0),),
)
