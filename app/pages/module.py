"""The module of the pages that look across modules."""

from collections.abc import Sequence

import click

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
    synonym_list,
)
from app.people.policy import run


def _commands() -> Sequence[click.Command]:
    from app.pages.search_commands import search_commands

    return (search_commands,)


module = Module(
    name="pages",
    blueprints=(
        home.bp,
        information.bp,
        history.bp,
        search.bp,
        administration.administration_bp,
        synonym_list.bp,
    ),
    commands=_commands,
    navigation=(
        NavigationEntry("Home", "home.index", 0),
        NavigationEntry("Search", "search.index", 80),
        NavigationEntry("Administration", "administration.index", 90, shown_to=run),
    ),
    sentences={
        "synonym:add": "{person} let “{term}” and “{other}” find each other",
        "synonym:remove": "{person} took “{term}” and “{other}” off the list of the same words",
    },
)
