"""Guildhall: the committee intranet. `create_app` is the table of contents."""

from flask import Flask

import config
from app.actions.module import module as actions_card
from app.agendas.module import module as agendas_card
from app.archive.module import module as archive_card
from app.boards.module import module as boards_card
from app.boards.queries import load_user
from app.documents.module import module as documents_card
from app.foundation import factory
from app.foundation.web.application import Application
from app.meetings.module import module as meetings_card
from app.minutes.module import module as minutes_card
from app.operations.module import module as operations_card
from app.pages.module import module as pages_card
from app.people.module import module as people_card
from app.reports.module import module as reports_card

MODULES = (
    people_card,
    boards_card,
    documents_card,
    meetings_card,
    reports_card,
    agendas_card,
    minutes_card,
    actions_card,
    archive_card,
    pages_card,
    operations_card,
)
"""Every module, in the order of the tower from the bottom."""


def create_app(settings: type[config.Production] | None = None) -> Flask:
    """Build the application: foundation first, then each module's card."""
    app = Application(
        __name__,
        instance_path=str(config.instance_folder()),
        template_folder=str(config.ROOT / "templates"),
    )
    factory.configure(
        app,
        settings or config.chosen(),
        modules=MODULES,
        load_user=load_user,
    )
    return app
