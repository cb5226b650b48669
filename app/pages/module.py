"""What the pages that look across modules bring to the house."""

from app.foundation.module import Module
from app.foundation.web.navigation import NavigationEntry
from app.pages import (  # noqa: F401
    administration,
    boards,
    history,
    home,
    information,
    people,
    search,
)
from app.pages.search_commands import search_commands
from app.people.policy import run

module = Module(
    name="pages",
    blueprints=(home.bp, information.bp, history.bp, search.bp, administration.administration_bp),
    commands=(search_commands,),
    navigation=(
        NavigationEntry("Home", "home.index", 0),
        NavigationEntry("Search", "search.index", 80),
        NavigationEntry("Administration", "administration.index", 90, shown_to=run),
    ),
)
