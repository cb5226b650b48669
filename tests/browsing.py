"""A browser in somebody's hands: every page it opens is held to the house's standard."""

import contextvars
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from lxml import etree, html
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from app.foundation.db import db
from app.foundation.transactions import transaction
from app.foundation.web import instance_check
from app.people import services as people
from app.people.views.known_devices import described
from tests.cast import PASSWORD, email_of

Value = str | list[str] | FileStorage
_ESCAPED = re.compile("&(amp|lt|gt|quot|#34|#39);")
_VALUES = re.compile(r"""="[^"<>&]*"|='[^'<>&]*'|(?<=>)[^<>&]+(?=<)""")
_WELL_FORMED: set[int] = set()
"""The skeletons of pages that a strict parser found nothing wrong with, in this process."""


class Page:
    """One page as a person sees it."""

    def __init__(self, response: TestResponse, path: str) -> None:
        self.response = response
        self.status = response.status_code
        self.path = path
        self.text = response.get_data(as_text=True)
        self.tree = html.fromstring(self.text) if self.text.strip() else html.fromstring("<p></p>")

    @property
    def words(self) -> str:
        """What a person can read on it, white space made one space."""
        main = self.tree.xpath("//main") or [self.tree]
        return re.sub(r"\s+", " ", " ".join(main[0].itertext())).strip()

    @property
    def heading(self) -> str:
        """Its one main heading."""
        return re.sub(r"\s+", " ", "".join(self.tree.xpath("//h1")[0].itertext())).strip()

    def links(self) -> dict[str, str]:
        """Words of a link to its address; the first of the same words wins."""
        found: dict[str, str] = {}
        for link in self.tree.xpath("//a[@href]"):
            words = re.sub(r"\s+", " ", "".join(link.itertext())).strip()
            found.setdefault(words, link.get("href"))
        return found

    def rows(self) -> list[list[str]]:
        """The rows of its tables' bodies, cell by cell."""
        return [
            [re.sub(r"\s+", " ", "".join(cell.itertext())).strip() for cell in row]
            for row in self.tree.xpath("//main//tbody/tr")
        ]

    def buttons(self) -> list[str]:
        """The words on its buttons."""
        found = self.tree.xpath("//main//button")
        return [re.sub(r"\s+", " ", "".join(button.itertext())).strip() for button in found]


class Browsing:
    """Opens pages and sends the forms that stand on them; nothing else can be posted."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: Page | None = None

    def sign_in(self, who: str) -> None:
        """Sign one of the cast in, as the page of signing in does; no page is opened for it."""
        device = described(self.client.environ_base.get("HTTP_USER_AGENT", ""))
        token = alone(_begin_session, self.client.application, who, device)
        with self.client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = token, True

    def open(self, path: str, *, status: int = 200) -> Page:
        """Open a page; redirects are followed."""
        response = _asked(self.client.get, path)
        assert response.status_code == status, f"{path}: {response.status_code}, not {status}"
        return self._look(response)

    def fetch(self, path: str, *, status: int = 200) -> TestResponse:
        """Fetch a file; the page one was on stays open."""
        response = _asked(self.client.get, path)
        assert response.status_code == status, f"{path}: {response.status_code}, not {status}"
        return response

    def send(
        self,
        fields: dict[str, Value] | None = None,
        *,
        button: str,
        action: str | None = None,
        status: int = 200,
    ) -> Page:
        """Fill in the form with this button (and this action, if named) and send it."""
        assert self.page is not None
        form, pressed = self._form(button, action)
        data: dict[str, Value] = dict(filled(form))
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        for name, value in (fields or {}).items():
            assert form.xpath(f".//*[@name={name!r}]"), f"the form has no field {name}"
            data[name] = value
        where = urljoin(self.page.path, form.get("action") or self.page.path)
        if (form.get("method") or "get").lower() == "get":
            response = _asked(self.client.get, where, query_string=data)
        else:
            headers = {"Referer": urljoin("http://localhost", self.page.path)}
            response = _asked(self.client.post, where, data=data, headers=headers)
        assert response.status_code == status, (
            f"{where}: {response.status_code}, not {status}: {_plain(response)[:600]}"
        )
        return self._look(response)

    def _form(self, button: str, action: str | None) -> tuple[etree._Element, etree._Element]:
        assert self.page is not None
        for found in self.page.tree.xpath("//button"):
            words = re.sub(r"\s+", " ", "".join(found.itertext())).strip()
            forms = found.xpath("ancestor::form")
            named = found.get("form")
            if named:
                forms = self.page.tree.xpath(f"//form[@id='{named}']")
            if words != button or not forms:
                continue
            if action is None or forms[0].get("action") == action:
                return forms[0], found
        raise AssertionError(f"no form with a button “{button}”; there are {self.page.buttons()}")

    def _look(self, response: TestResponse) -> Page:
        last = response.request.path
        query = response.request.query_string.decode()
        page = Page(response, last + (f"?{query}" if query else ""))
        if response.mimetype == "text/html":
            hold_to_standard(page)
        self.page = page
        return page


def alone(do: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Do something in a context and a database session of its own, whatever the test holds open."""
    if has_app_context():
        db.session.rollback()
    return contextvars.Context().run(do, *given, **named)


def _asked(ask: Callable[..., TestResponse], where: str, **what: Any) -> TestResponse:
    response: TestResponse = alone(ask, where, follow_redirects=True, **what)
    return response


def _begin_session(app: Flask, who: str, device: str) -> str:
    with app.app_context(), transaction():
        session = people.sign_in(email_of(who), password=PASSWORD, device=device)
        assert session is not None, f"{who} is not let in"
        instance_check._last[id(app)] = time.monotonic()  # as after any form that is sent
        return str(session.get_id())


def hold_to_standard(page: Page) -> None:
    """Well-formed, one heading that the title begins with, unique ids, labelled fields."""
    where = page.path
    if (skeleton := _skeleton_of(page.text)) not in _WELL_FORMED:
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(page.text)
        assert not parser.errors, f"{where}: {parser.errors[:3]}"
        _WELL_FORMED.add(skeleton)
    headings = page.tree.xpath("//h1")
    assert len(headings) == 1, f"{where}: {len(headings)} main headings"
    title = page.tree.xpath("//title")[0].text or ""
    assert title.strip().startswith(page.heading[:60]), f"{where}: title {title!r}"
    twice = {one for one, times in Counter(page.tree.xpath("//@id")).items() if times > 1}
    assert not twice, f"{where}: ids twice: {twice}"
    assert "{{" not in page.text and "{%" not in page.text, f"{where}: unrendered template"
    assert not page.tree.xpath("//@style"), f"{where}: inline style"
    labels = set(page.tree.xpath("//label/@for"))
    for field in page.tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        named = field.get("aria-label") or field.get("aria-labelledby")
        labelled = field.get("id") in labels or field.xpath("ancestor::label")
        assert named or labelled, f"{where}: {field.get('name')} has no label"


def _skeleton_of(text: str) -> int:
    """A page without the words between its tags and in its attributes, which break no page."""
    return hash(_VALUES.sub("", _ESCAPED.sub("", text)))


def filled(form: etree._Element) -> dict[str, Value]:
    """What a form sends as it stands on its page."""
    data: dict[str, Value] = {}
    for field in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]"):
        name, kind = field.get("name"), field.get("type", "text")
        if kind in ("checkbox", "radio") and field.get("checked") is None:
            continue
        if kind in ("submit", "button", "file"):
            continue
        value = _value(field)
        if name in data and kind != "radio":
            before = data[name]
            data[name] = [*before, value] if isinstance(before, list) else [str(before), value]
        else:
            data[name] = value
    return data


def _value(field: etree._Element) -> str:
    if field.tag == "textarea":
        return (field.text or "").removeprefix("\n")
    if field.tag == "select":
        chosen = field.xpath(".//option[@selected]") or field.xpath(".//option")[:1]
        return str(chosen[0].get("value", chosen[0].text)) if chosen else ""
    return str(field.get("value", "on" if field.get("type") == "checkbox" else ""))


def _plain(response: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def path_of(url: str) -> str:
    """The path of an address."""
    return urlsplit(url).path
