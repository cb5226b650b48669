"""Forms as they stand on real pages: found by following links, filled in, and sent."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import etree, html
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from tests.browsing import filled

PAGES_OF_ONE_VIEW = 40
"""How many things of a kind are looked at: some meeting is planned, another one is held."""
FORMS_OF_ONE_ROUTE = 12
FORMLESS = re.compile(r"^/search|/(word|file|original)$|^/administration/history")
TYPED = {"text", "search", "email", "tel", "url"}
LEFT_AS_IT_IS = re.compile(
    r"(_at|_time|_number|_least|_days|_seats|_prefix|_pattern|^count|^weeks|^to|^organisation)$"
)

Words = list[tuple[str, str]]


@dataclass(frozen=True)
class Filled:
    """One form of one page in somebody's hands, filled in with words that can be told apart."""

    endpoint: str
    who: str
    page: str
    action: str
    fields: tuple[tuple[str, str], ...]
    texts: frozenset[str] = frozenset()
    """The fields into which anything may be typed."""
    dates: frozenset[str] = frozenset()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    files: tuple[str, ...] = ()
    marker: str = ""

    def data(self) -> dict[str, Any]:
        """What a browser would send; files are made anew each time."""
        sent: dict[str, Any] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        for name in self.files:
            sent[name] = [_file(self.marker)]
        return sent

    def put(self, name: str, values: list[str]) -> "Filled":
        """The same form with other values under one name."""
        kept = tuple(pair for pair in self.fields if pair[0] != name)
        return replace(self, fields=(*kept, *((name, value) for value in values)))


@dataclass
class Harvest:
    """All forms found, by the route that takes them."""

    app: Flask
    found: dict[str, list[Filled]] = field(default_factory=dict)

    def gather(self, who: str, client: Any, within: tuple[str, ...]) -> None:
        """Follow the links of these parts of the house and keep the forms that stand there."""
        waiting, seen, looked = list(within), set(within), dict[str, int]()
        while waiting:
            path = waiting.pop(0)
            view = self._view(path, "GET")
            if view is None or looked.get(view, 0) >= PAGES_OF_ONE_VIEW:
                continue
            looked[view] = looked.get(view, 0) + 1
            response = client.get(path)
            response.close()
            if response.status_code != 200 or response.mimetype != "text/html":
                waiting += [one for one in _led_to(response, path) if one not in seen]
                continue
            tree = html.fromstring(response.get_data(as_text=True))
            self._keep(tree, path, who)
            for link in _links(tree, path):
                if link not in seen and link.startswith(within):
                    seen.add(link)
                    waiting.append(link)

    def _keep(self, tree: etree._Element, path: str, who: str) -> None:
        for form, pressed in _forms(tree):
            action = urljoin(path, form.get("action") or path)
            endpoint = self._view(action, "POST")
            kept = self.found.setdefault(endpoint or f"nowhere: {action}", [])
            if endpoint and len(kept) < FORMS_OF_ONE_ROUTE:
                kept.append(_read(form, pressed, endpoint, who, path, action))

    def _view(self, path: str, method: str) -> str | None:
        parts = urlsplit(path)
        if parts.netloc:
            return None
        try:
            endpoint, _ = self.app.url_map.bind("localhost").match(parts.path, method=method)
        except HTTPException:
            return None
        return str(endpoint)


def _led_to(response: Any, path: str) -> list[str]:
    where = response.headers.get("Location")
    return [urljoin(path, where)] if where else []


def _links(tree: etree._Element, path: str) -> Iterator[str]:
    paths = set()
    for href in tree.xpath("//a/@href"):
        address = urlsplit(urljoin(path, href))
        if address.netloc or address.path in paths or FORMLESS.search(address.path):
            continue
        paths.add(address.path)
        yield address.path + (f"?{address.query}" if address.query else "")


def _forms(tree: etree._Element) -> Iterator[tuple[etree._Element, etree._Element | None]]:
    """Each form that posts, with each of its buttons."""
    for form in tree.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        buttons = form.xpath(".//button[not(@form)][not(@type) or @type='submit']")
        named = form.get("id")
        if named:
            buttons += tree.xpath(f"//button[@form='{named}']")
        for button in buttons or [None]:
            yield form, button


def _read(
    form: etree._Element,
    pressed: etree._Element | None,
    endpoint: str,
    who: str,
    page: str,
    action: str,
) -> Filled:
    words: Words = []
    for name, value in filled(form).items():
        for one in value if isinstance(value, list) else [value]:
            words.append((name, str(one)))
    for one in form.xpath(f"//input[@form='{form.get('id')}'][@name]"):
        words.append((one.get("name"), one.get("value", "")))
    if pressed is not None and pressed.get("name"):
        words.append((pressed.get("name"), pressed.get("value", "")))
    boxes = [one.get("name") for one in form.xpath(".//input[@name]") if _is_typed(one)]
    dates = {name for name in boxes if boxes.count(name) == 3}
    texts = {name for name in boxes if name not in dates and not LEFT_AS_IT_IS.search(name)}
    texts |= {one.get("name") for one in form.xpath(".//textarea[@name]")}
    return Filled(
        endpoint=endpoint,
        who=who,
        page=page,
        action=action,
        fields=tuple(words),
        texts=frozenset(texts),
        dates=frozenset(dates),
        choices=tuple(_choices(form)),
        files=tuple(form.xpath(".//input[@type='file']/@name")),
    )


def _is_typed(field: etree._Element) -> bool:
    return field.get("type", "text") in TYPED


def _choices(form: etree._Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Lists and radio buttons, with the values that may be chosen."""
    for select in form.xpath(".//select[@name]"):
        yield select.get("name"), tuple(filter(None, select.xpath(".//option/@value")))
    radios: dict[str, list[str]] = {}
    for radio in form.xpath(".//input[@type='radio'][@name]"):
        radios.setdefault(radio.get("name"), []).append(radio.get("value", "on"))
    for name, values in radios.items():
        yield name, tuple(values)


def _file(marker: str) -> FileStorage:
    words = f"The lamps of {marker} were out.\n".encode()
    return FileStorage(io.BytesIO(words), filename=f"{marker.lower()}.txt")
