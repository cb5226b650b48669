"""Guildhall: the committee intranet. `create_app` is the table of contents."""

from flask import Flask

import config
from app.actions.module import module as actions_module
from app.agendas.module import module as agendas_module
from app.archive.module import module as archive_module
from app.boards.module import module as boards_module
from app.boards.queries import load_user
from app.documents.module import module as documents_module
from app.foundation import factory
from app.foundation.web.application import Application
from app.meetings.module import module as meetings_module
from app.minutes.module import module as minutes_module
from app.operations.module import module as operations_module
from app.pages.module import module as pages_module
from app.people.module import module as people_module
from app.reports.module import module as reports_module

MODULES = (
    people_module,
    boards_module,
    documents_module,
    meetings_module,
    reports_module,
    agendas_module,
    minutes_module,
    actions_module,
    archive_module,
    pages_module,
    operations_module,
)
"""Every module, from the lowest to the highest: each may use those before it."""


def create_app(settings: type[config.Production] | None = None) -> Flask:
    """Build the application: the foundation first, then each module."""
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
