"""What readers see of what was published, letter by letter: regions of pages, and Word files."""

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree, html
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.exports.word import MEDIA_TYPE
from app.meetings.models import Meeting
from app.reports.models import Report
from tests.browsing import Browsing
from tests.crawling import answered

REGION, SINCE = "data-publication", "data-since"
ADDED = "Actions added after these minutes were published"
"""The heading in a Word file under which what was promised since stands apart."""
PAGES = ("", "/minutes", "/decisions")
WORDS = (
    "/agenda/word?issued=1",
    "/agenda/word?issued=1&public=1",
    "/minutes/word",
    "/minutes/word?actions=1",
    "/minutes/word?public=1",
)
WORKING = {"Clare": r"/reports/", "Olu": r"/reports/"}
"""Where somebody is given the working text instead, as long as it says something else."""
Shown = dict[str, str]
"""What stands at one address, by the publication that it is of."""


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was published."""

    who: str
    address: str
    publication: str
    was: str
    now: str

    @property
    def is_less(self) -> bool:
        """Something was taken out, and all the rest stands in its order."""
        left = iter(self.was.split())
        return all(word in left for word in self.now.split())

    def __str__(self) -> str:
        was, now = _where_they_part(self.was, self.now)
        return f"{self.who} at {self.address}, {self.publication}:\n   was …{was}…\n   now …{now}…"


@dataclass
class Watch:
    """What each reader was shown first of every publication, at every address."""

    browsers: dict[str, Browsing]
    first: dict[tuple[str, str], Shown] = field(default_factory=dict)
    marked: dict[str, frozenset[str]] = field(default_factory=dict)
    """What has been marked since each reader looked."""
    fetches: int = 0

    def begin(self) -> None:
        """Take down all that is published, wherever somebody can read it."""
        for who, browser in self.browsers.items():
            for address in addresses():
                if re.match(WORKING.get(who, "nowhere"), address):
                    continue
                if shown := self._shown(browser, address):
                    self.first[who, address] = shown

    def mark(self, papers: frozenset[str]) -> None:
        """A deed said that these papers were issued anew."""
        for who in self.browsers:
            self.marked[who] = self.marked.get(who, frozenset()) | papers

    def changes(self, *readers: str) -> list[Change]:
        """What these readers see otherwise; what was marked may have come anew, nothing else."""
        found: list[Change] = []
        for who in readers:
            marked = self.marked.pop(who, frozenset())
            for reader, address in list(self.first):
                if reader == who:
                    found += self.at(who, address, marked)
        return found

    def at(self, who: str, address: str, marked: frozenset[str]) -> list[Change]:
        """What one reader sees otherwise at one address."""
        now, was = self._shown(self.browsers[who], address), self.first[who, address]
        paper = paper_at(address)
        if not marked & {paper, f"withdrawn {paper}"}:
            found = _differing(who, address, was, now, was.keys() | now.keys())
            if f"less of {paper}" not in marked:
                return found
            self.first[who, address] = now
            return [change for change in found if not change.is_less]
        self.first[who, address] = now
        found = _differing(who, address, was, now, (was.keys() & now.keys()) - {"file"})
        if f"withdrawn {paper}" not in marked:
            found += self._former(who, address, was, now)
        return found

    def _former(self, who: str, address: str, was: Shown, now: Shown) -> list[Change]:
        """What was corrected still stands, letter for letter, at an address of its own."""
        found: list[Change] = []
        for key in was.keys() - now.keys() if address.endswith("/minutes") else ():
            former = f"{address}/published/{key.rpartition('-')[2]}"
            there = self._shown(self.browsers[who], former)
            found += _differing(who, former, was, there, {key})
        return found

    def _shown(self, browser: Browsing, address: str) -> Shown:
        self.fetches += 1
        answer = answered(browser.client.get, address)
        if answer.status_code != 200:
            return {}
        if answer.mimetype == MEDIA_TYPE:
            name = answer.headers["Content-Disposition"]
            return {"file": f"{name}\n{text_of_file(answer.data)}"}
        return regions_of(answer.get_data(as_text=True))


def _differing(
    who: str, address: str, was: Shown, now: Shown, keys: Collection[str]
) -> list[Change]:
    return [
        Change(who, address, key, was.get(key, "nothing"), now.get(key, "nothing"))
        for key in sorted(keys)
        if was.get(key) != now.get(key)
    ]


def addresses() -> Iterator[str]:
    """Every address at which something published could be read."""
    for meeting in db.session.scalars(select(Meeting.id).order_by(Meeting.id)).all():
        yield from (f"/meetings/{meeting}{way}" for way in (*PAGES, *WORDS))
    for report in db.session.scalars(select(Report.id).order_by(Report.id)).all():
        yield from (f"/reports/{report}{way}" for way in ("", "/word"))


def paper_at(address: str) -> str:
    """The paper that is read at an address, as a deed marks it: "minutes 3" of meeting 3."""
    found = re.match(r"/(meeting|report)s/(\d+)(/minutes|/decisions)?", address)
    assert found, address
    kind = "report" if found[1] == "report" else "minutes" if found[3] else "agenda"
    return f"{kind} {found[2]}"


def regions_of(page: str) -> Shown:
    """The published regions of a page, without what was added since."""
    tree, found = html.fromstring(page), {}
    for region in tree.xpath(f"//*[@{REGION}]"):
        for since in region.xpath(f".//*[@{SINCE}]"):
            since.drop_tree()
        key = region.get(REGION)
        found[key] = "\n".join(filter(None, (found.get(key), letters_of(region))))
    return found


def letters_of(region: html.HtmlElement) -> str:
    """Its words in order, with where its links lead."""
    parts: list[str] = []
    for event, one in etree.iterwalk(region, events=("start", "end")):
        if event == "start":
            parts += [f"[{one.get('href')}]" if one.get("href") else "", one.text or ""]
        elif one is not region:
            parts.append(one.tail or "")
    return re.sub(r"\s+", " ", " ".join(parts)).strip()


def text_of_file(data: bytes) -> str:
    """Every part of a Word file: its paragraphs, links, headers, footers and properties."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in sorted(file.namelist())}
    return "\n".join(f"{name}: {_part(name, part)}" for name, part in parts.items())


def _part(name: str, part: bytes) -> str:
    if not name.endswith((".xml", ".rels")):
        return part.hex()
    tree = etree.fromstring(part)
    if name.endswith(".rels"):
        return " ".join(sorted(one.get("Target", "") for one in tree))
    paragraphs = tree.xpath("//*[local-name()='p']")
    if not paragraphs:
        return " ".join(filter(None, (text.strip() for text in tree.itertext())))
    return "\n".join("".join(one.itertext()) for one in paragraphs).partition(ADDED)[0].rstrip()


def _where_they_part(was: str, now: str) -> tuple[str, str]:
    same = next((at for at, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), None)
    at = min(len(was), len(now)) if same is None else same
    return was[max(at - 60, 0) : at + 90], now[max(at - 60, 0) : at + 90]
