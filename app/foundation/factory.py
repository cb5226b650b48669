"""Configuring the application: settings, database, sign-in, transactions, search, modules."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from markupsafe import Markup

import config
from app.foundation import hardening, index_listener, indexing, rate_limits  # noqa: F401
from app.foundation.commands import Commands
from app.foundation.db import db
from app.foundation.module import Module
from app.foundation.registry import Registry
from app.foundation.search.whoosh.engine import WhooshEngine
from app.foundation.web import (
    auth,
    filters,
    headers,
    instance_check,
    navigation,
    params,
    refusals,
    request_body,
    request_transaction,
)

login = LoginManager()
csrf = CSRFProtect()


def configure(
    app: Flask,
    settings: type[Any],
    *,
    modules: Sequence[Module],
    load_user: Callable[[str], Any],
) -> None:
    """Set up each part of the application; the order matters where one relies on another."""
    _load_config(app, settings)
    db.init_app(app)
    request_body.init_app(app)
    rate_limits.init_app(app)
    request_transaction.init_app(app)
    instance_check.init_app(app)
    login.init_app(app)
    login.user_loader(load_user)
    params.init_app(app)
    auth.init_app(app)
    csrf.init_app(app)
    headers.init_app(app)
    filters.init_app(app)
    refusals.init_app(app)
    _register_modules(app, modules)


def _load_config(app: Flask, settings: type[Any]) -> None:
    hardening.keep_files_private(Path(app.instance_path))
    app.config.from_object(settings)
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url()
    app.config.from_pyfile(str(Path(app.instance_path) / "config.py"), silent=True)
    app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY") or app.config.get("SECRET_KEY")
    if not app.config["SECRET_KEY"] and _serves():
        raise SystemExit(f"Set SECRET_KEY, in the environment or in {app.instance_path}/config.py.")
    if app.config["ENVIRONMENT"] == "production" and _serves():
        hardening.refuse_weak_secret(app.config["SECRET_KEY"], where=Path(app.instance_path))
    hardening.trust_proxies(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


@contextmanager
def starting() -> Iterator[None]:
    """Print why a web server cannot start, and tell gunicorn not to try again for ever."""
    try:
        yield
    except SystemExit as end:
        if not isinstance(end.code, str) or click.get_current_context(silent=True):
            raise
        click.echo(end.code, err=True)
        raise SystemExit(instance_check.GIVE_UP) from None


def claim_instance(app: Flask) -> None:
    """A process that serves pages claims the database for this folder, or is refused."""
    if _serves():
        instance_check.at_start(app)


def _serves() -> bool:
    """Whether this process serves pages: a WSGI server, or `flask run`."""
    context = click.get_current_context(silent=True)
    return context is None or context.info_name == "run"


def _register_modules(app: Flask, modules: Sequence[Module]) -> None:
    registry = Registry(search_engine=WhooshEngine(Path(app.instance_path) / "index"))
    registry.job_handlers.update(indexing.HANDLERS)
    app.extensions["guildhall"] = registry
    app.jinja_env.filters["cited"] = lambda html, _on=None, keys=None: Markup(html)  # noqa: S704
    app.cli = Commands(app, modules)
    for module in modules:
        registry.add(module)
        _register_module(app, module)
    entries = [entry for module in modules for entry in module.navigation]
    app.context_processor(
        lambda: {"navigation": navigation.links(entries, auth.scope()), "scope": auth.scope()}
    )


def _register_module(app: Flask, module: Module) -> None:
    app.jinja_env.filters.update(module.filters)
    for blueprint in module.blueprints:
        app.register_blueprint(blueprint)
