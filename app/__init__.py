"""Guildhall: the committee intranet. `create_app` is the table of contents."""

from flask import Flask

import config
from app.actions.module import module as actions
from app.agendas.module import module as agendas
from app.archive.module import module as archive
from app.boards.module import module as boards
from app.boards.queries import reach_of
from app.documents.module import module as documents
from app.foundation import house
from app.meetings.module import module as meetings
from app.minutes.module import module as minutes
from app.pages.module import module as pages
from app.people.module import module as people
from app.people.queries import account_by_session_key
from app.reports.module import module as reports

MODULES = (
    people,
    boards,
    documents,
    meetings,
    reports,
    agendas,
    minutes,
    actions,
    archive,
    pages,
)
"""Every module, in the order of the tower from the bottom."""


def create_app(settings: type[config.Production] | None = None) -> Flask:
    """Build the application: foundation first, then each module's card."""
    app = Flask(
        __name__,
        instance_path=str(config.instance_folder()),
        template_folder=str(config.ROOT / "templates"),
    )
    house.furnish(
        app,
        settings or config.chosen(),
        modules=MODULES,
        reach_of=reach_of,
        account_of=account_by_session_key,
    )
    return app
