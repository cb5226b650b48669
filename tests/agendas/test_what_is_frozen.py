"""All that is kept when an agenda is issued, word for word, and what a supplement adds to it."""

from datetime import date

import pytest
from sqlalchemy import select

from app.agendas import queries, services
from app.agendas.models import ItemKind, Publication, PublicationExempt
from app.foundation import clock
from app.foundation.audit import history_of
from app.foundation.db import db
from app.foundation.permissions import Access
from app.minutes import services as minutes
from app.people import services as people
from app.people.models import Organisation
from tests.factories import agendas
from tests.factories.minutes import begun, minute_about

pytestmark = pytest.mark.sqlite

TUESDAY = date(2026, 9, 22)
ISSUED_AT = clock.moment(date(2026, 9, 1), 10)
NOTED_AT = clock.moment(date(2026, 9, 4))
SUPPLEMENTED_AT = clock.moment(date(2026, 9, 2), 11)
"""It was issued two days before it was entered."""
EXCLUSION = (
    "<p>RECOMMENDED: That, under section 100A(4) of the Local Government Act 1972, the press and "
    "public be excluded from the meeting during consideration of item 7, the Board being satisfied "
    "that in all the circumstances of the case the public interest in maintaining the exemption "
    "outweighs the public interest in disclosing the information, on the grounds of the likely "
    "disclosure of exempt information as defined in paragraph 3 of Part 1 of Schedule 12A to the "
    "Act.</p>"
)


class Issued:
    """An agenda with one of everything, as it was issued and as its supplement left it."""

    def __init__(self, cast, transaction) -> None:
        self.clare = cast.person("Clare")
        with transaction():
            self.minutes = begun(cast, "Kerbs", on=date(2026, 8, 4))
            minutes.publish(self.minutes, by=self.clare)
        with transaction(), clock.stopped(ISSUED_AT):
            self._prepare(cast)
            self.first = agendas.published(cast, self.agenda, reason="It follows.")
        with transaction(), clock.stopped(NOTED_AT):
            self.safe = agendas.placed(cast, self.safety, title="Safe")
            self.floods = agendas.an_item(self.agenda, "Floods")
            self.agenda.meeting.venue = "The Barn"
            self.version = self.agenda.version
            self.second = agendas.published(cast, self.agenda, at=SUPPLEMENTED_AT)

    def _prepare(self, cast) -> None:
        post = people.create_post(by=None, title="Chief Executive")
        people.appoint(post, person=cast.person("Adi"), by=None, from_on=date(2020, 1, 1))
        cast.board.summoner_post_id = post.id
        cast.board.contact, cast.board.contact_details = self.clare, "01632 960000"
        cast.person("Mo").organisation = Organisation(name="Weirside Housing")
        self.agenda = agendas.an_agenda(cast, on=TUESDAY)
        agendas.a_meeting(cast, on=date(2026, 10, 20))
        self.cited = minute_about(self.minutes, "Kerbs").printed
        html = f"<p>See {self.cited}.</p>"
        self.lamps = agendas.an_item(self.agenda, "Lamplighting", html=html)
        attached = {"Map": "<p>Here.</p>"}
        self.report = agendas.placed(cast, self.lamps, title="Lamps", attached=attached)
        services.add_item(self.agenda, by=None, title="Policy", kind=ItemKind.HEADING)
        self.policy = agendas.item_titled(self.agenda, "Policy")
        self.safety = agendas.an_item(self.agenda, "Safety", html="", parent=self.policy)
        self.sale = agendas.an_exempt_item(self.agenda, "Sale to Mr Tansy", html=html)
        self.terms = agendas.placed(cast, self.sale, title="Terms with Mr Tansy")

    def line(self, title, **given):
        """What is kept of an item that has nothing particular but what is given."""
        item = agendas.item_titled(self.agenda, title)
        return {
            "id": item.id,
            "title": title,
            "kind": "ordinary",
            "part": 1,
            "text": "",
            "paragraphs": [],
            "late_reason": "",
            "pages": "",
            "reports": [],
            "minutes": [],
            "to_follow": False,
            "awaits": [],
            "children": [],
            "added_in": 0,
            "changed_in": 0,
        } | given

    def reported(self, report, *, appendices=(), added_in=0):
        """What is kept of a report on an item."""
        return {
            "report_id": report.id,
            "title": report.title,
            "officer": "Head of Highways",
            "appendices": [
                {"id": one.id, "title": one.title, "document_id": None, "added_in": 0}
                for one in appendices
            ],
            "added_in": added_in,
        }

    def lines(self):
        """What the agenda itself says of its items."""
        put = {
            "meeting_id": self.minutes.meeting_id,
            "label": "Minutes of 4 August 2026",
            "url": f"/meetings/{self.minutes.meeting_id}/minutes",
            "added_in": 0,
        }
        agreed = "<p>To agree as a correct record the minutes named here.</p>"
        declared, cites = "<p>Declare them.</p>", f"<p>See {self.cited}.</p>"
        lamps = self.reported(self.report, appendices=self.report.appendices)
        safety = self.line("Safety", number="5(A)", to_follow=True)
        return [
            self.line("Apologies for absence", number="1", kind="standing"),
            self.line("Minutes", number="2", kind="minutes", text=agreed, minutes=[put]),
            self.line("Declarations of interest", number="3", kind="standing", text=declared),
            self.line("Lamplighting", number="4", text=cites, reports=[lamps]),
            self.line("Policy", number="5", kind="heading", children=[safety]),
            self.line(
                "Exclusion of the press and public",
                number="6",
                kind="exclusion",
                text=EXCLUSION,
                paragraphs=[3],
            ),
            self.line("A property matter", number="7", part=2, paragraphs=[3]),
        ]


@pytest.fixture
def issued(cast, transaction):
    return Issued(cast, transaction)


def test_everything_that_readers_of_an_agenda_are_told_is_kept(issued):
    member = {"party": "", "organisation": ""}
    assert issued.first.content == {
        "council": "Our council",
        "board": "Safer Communities Board",
        "word": "board",
        "is_statutory": True,
        "is_public": True,
        "date": "2026-09-22",
        "time": "18:30",
        "venue": "Council Chamber, Town Hall",
        "is_extraordinary": False,
        "is_annual": False,
        "summoned_by": ["Adi Hart", "Chief Executive"],
        "members": [
            member | {"name": "Councillor Chi Anand", "role": "chair"},
            member
            | {
                "name": "Councillor Mo Barker",
                "role": "member",
                "organisation": "Weirside Housing",
            },
        ],
        "quorum": 3,
        "contact": {"name": "Clare Dawson", "details": "01632 960000"},
        "next_meeting": "2026-10-20",
        "file_name": "agenda-SAF-2026-09-22",
        "items": issued.lines(),
        "issued": [{"number": 0, "at": ISSUED_AT.isoformat()}],
        "added": [],
        "answered": {f"to-follow:{issued.safety.id}": 0},
        "cites": [issued.cited.lower()],
        "changed_in": {},
    }


def test_the_exempt_wording_is_kept_with_its_papers_and_the_minutes_it_cites(issued):
    kept = db.session.scalars(select(PublicationExempt).order_by(PublicationExempt.id)).all()
    assert [one.publication_id for one in kept] == [issued.first.id, issued.second.id]
    assert {one.item_id for one in kept} == {issued.sale.id}
    for one in kept:
        assert one.content == {
            "title": "Sale to Mr Tansy",
            "text": f"<p>See {issued.cited}.</p>",
            "public_interest": "The price is still being negotiated.",
            "reports": [issued.reported(issued.terms)],
            "minutes": [],
            "to_follow": False,
            "awaits": [],
            "cites": [issued.cited.lower()],
            "changed_in": 0,
        }


def test_a_supplement_says_what_it_brings_and_leaves_the_rest_as_it_was_issued(issued):
    first, second = issued.first.content, issued.second.content
    lines = issued.lines()
    safe = issued.reported(issued.safe, added_in=1)
    lines[4]["children"] = [issued.line("Safety", number="5(A)", reports=[safe])]
    floods = {"number": "5A", "text": "<p>To discuss it.</p>", "added_in": 1}
    lines.insert(5, issued.line("Floods", **floods))
    assert second == first | {
        "venue": "The Barn",
        "items": lines,
        "issued": [*first["issued"], {"number": 1, "at": SUPPLEMENTED_AT.isoformat()}],
        "added": [issued.floods.id],
        "changed_in": {"venue": 1},
    }


def test_by_whom_when_why_and_how_widely_is_kept_beside_it(issued):
    rows = db.session.scalars(select(Publication).order_by(Publication.number)).all()
    told = [(one.number, one.at, one.published_at, one.reason, one.by) for one in rows]
    assert told == [
        (0, ISSUED_AT, ISSUED_AT, "It follows.", issued.clare),
        (1, SUPPLEMENTED_AT, SUPPLEMENTED_AT, "", issued.clare),
    ]
    assert {(one.access, one.group_id) for one in rows} == {(Access.OPEN, issued.agenda.group_id)}
    closed = db.session.scalars(select(PublicationExempt)).all()
    assert [one.published_at for one in closed] == [ISSUED_AT, SUPPLEMENTED_AT]
    expected = {(Access.EXEMPT, issued.agenda.group_id)}
    assert {(one.access, one.group_id) for one in closed} == expected


def test_what_was_open_already_keeps_the_moment_at_which_it_was_published(issued):
    items = list(queries.walk(queries.items_of(issued.agenda)))
    moments = {item.title: item.published_at for item in items}
    assert moments.pop("Floods") == SUPPLEMENTED_AT
    assert set(moments.values()) == {ISSUED_AT}
    assert issued.report.published_at == issued.terms.published_at == ISSUED_AT
    assert issued.safe.published_at == SUPPLEMENTED_AT


def test_the_history_tells_each_issue_by_its_number_and_the_agenda_is_a_version_on(issued):
    lines = db.session.scalars(history_of(issued.agenda)).all()
    told = [
        (line.tag, line.at, line.facts, line.person_id)
        for line in lines
        if line.tag in ("agenda:publish", "agenda:supplement")
    ]
    assert told == [
        ("agenda:supplement", SUPPLEMENTED_AT, {"number": 1}, issued.clare.id),
        ("agenda:publish", ISSUED_AT, {"number": 0}, issued.clare.id),
    ]
    assert issued.agenda.version == issued.version + 1
