"""What the pages that look across modules bring to the house."""

from app.foundation.module import Module
from app.foundation.web.navigation import Entry
from app.pages import home, information

module = Module(
    name="pages",
    blueprints=(home.bp, information.bp),
    navigation=(Entry("Home", "home.index", 0),),
)
