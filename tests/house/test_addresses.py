"""Every page that is named somewhere exists: modules may link upwards, by endpoint alone."""

import ast
import re

import pytest

import config
from app import create_app
from app.foundation.db import Base
from app.foundation.registry import registry

PYTHON = sorted((config.ROOT / "app").rglob("*.py"))
TEMPLATES = sorted((config.ROOT / "templates").rglob("*.*"))
IN_TEMPLATES = re.compile(r"""url_for\(\s*["']([\w.]+)["']""")


@pytest.fixture(scope="module")
def application():
    return create_app(config.Testing)


def named_in_python(path, blueprints):
    """Whatever is written like an endpoint of ours, "minutes.show"; jobs and columns are, too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            blueprint, dot, view = node.value.partition(".")
            if dot and blueprint in blueprints and view.isidentifier():
                yield node.value


def missing(named, application):
    """Those that do not exist, with a file that names each; enough are named to be believed."""
    assert len(named) > 40
    jobs = registry(application).job_handlers
    columns = {str(one) for table in Base.metadata.tables.values() for one in table.columns}
    known = application.view_functions.keys() | jobs.keys() | columns
    return {one: str(path) for one, path in named.items() if one not in known}


def test_every_endpoint_named_in_python_exists(application):
    blueprints = application.blueprints
    named = {one: path for path in PYTHON for one in named_in_python(path, blueprints)}
    assert not missing(named, application)


def test_every_endpoint_named_in_a_template_exists(application):
    named = {
        one: path for path in TEMPLATES for one in IN_TEMPLATES.findall(path.read_text("utf-8"))
    }
    assert not missing(named, application)


def test_the_page_of_a_kind_takes_its_id_and_nothing_else(application):
    pages = registry(application).pages
    assert "report" in pages
    for kind, endpoint in pages.items():
        (rule,) = application.url_map.iter_rules(endpoint)
        assert len(rule.arguments) == 1, f"{kind}: {endpoint} takes more than an id"
