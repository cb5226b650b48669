"""What no linter knows of a page: its lines, its elements, and what it asks of its view model."""

import re
from collections import Counter
from dataclasses import fields
from typing import Any

import pytest
from jinja2 import Environment, nodes

import config
from app.agendas.views.item_page import ItemPage
from app.agendas.views.meeting_page import MeetingPage
from app.meetings.views.attendance_page import AttendancePage
from app.minutes.views.sheet import WritingSheet

TEMPLATES = config.ROOT / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
LONGEST = 160
JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\"[^\"]*\"|[^>\"])*)>")
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect"}
MODELS: dict[str, tuple[str, Any]] = {
    "agendas/show.html": ("page", MeetingPage),
    "agendas/item.html": ("page", ItemPage),
    "attendance/show.html": ("page", AttendancePage),
    "minutes/write.html": ("sheet", WritingSheet),
}
"""Pages whose decisions stand in a view model, with the name under which they are given it."""


def name(path):
    return path.relative_to(config.ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_line_of_a_template_can_be_read_on_a_screen(path):
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        assert len(line) <= LONGEST, (
            f"{name(path)}:{number} has {len(line)} characters: break it inside a tag, or between "
            "the arguments of a macro; white space between inline elements is seen"
        )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_element_that_a_template_opens_is_closed_in_it(path):
    open_now: Counter[str] = Counter()
    for closing, tag, rest in TAG.findall(JINJA.sub("", path.read_text("utf-8"))):
        if tag not in VOID and not rest.endswith("/"):
            open_now[tag] += -1 if closing else 1
    assert not +open_now and not -open_now, f"{name(path)}: {dict(open_now)}"


@pytest.mark.parametrize("template", MODELS)
def test_what_a_page_asks_of_its_view_model_is_there(template):
    """Jinja takes what is not there for nothing, and leaves out what depends on it."""
    given, model = MODELS[template]
    known = {one.name for one in fields(model)} | set(dir(model))
    parsed = Environment().parse((TEMPLATES / template).read_text("utf-8"))
    asked = {
        one.attr
        for one in parsed.find_all(nodes.Getattr)
        if isinstance(one.node, nodes.Name) and one.node.name == given
    }
    assert asked, f"{template} asks nothing of its {given}"
    assert asked <= known, f"{model.__name__} has no {sorted(asked - known)}"
