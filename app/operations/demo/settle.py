"""Loads the people, posts, accounts, boards, seats and clerks of the demo council."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from app.boards import services as boards
from app.boards.models import Board, BoardKind, MinuteNumbering, QuorumRule, SeatRole
from app.foundation.db import db
from app.operations.demo.words import Words
from app.people import services as people
from app.people.models import ClearanceField, Organisation, Person, PersonKind, Post
from app.people.services import DEMO_PASSWORD
from app.reports import services as reports

SINCE = timedelta(days=3 * 365)
TEMPLATES = {"current": "policy-board", "partnership": "partnership"}


@dataclass
class Council:
    """The loaded people and boards, by their keys in the files."""

    name: str
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)
    clerks: dict[str, Person] = field(default_factory=dict)
    """The first clerk of each board."""
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def organisation(self, key: str) -> Organisation | None:
        """The organisation of the files' key."""
        return self.organisations.get(key)


def settle(told: Words, *, today: date, template_from: date) -> Council:
    """Add all people and set up all boards, through the services."""
    council = Council(told["council"])
    _people(council, told, since=today - SINCE)
    _accounts(council, told)
    reports.install_templates(
        by=None,
        current_from=template_from,
        priorities=[{"key": key, "label": label} for key, label in told["priorities"].items()],
    )
    for key, board in told["boards"].items():
        _board(council, key, board, told, since=today - SINCE)
    db.session.flush()
    return council


def sign_ins(told: Words) -> list[tuple[str, str, str]]:
    """Who can sign in to the demo: role, e-mail address and password."""
    return [
        (role, _email(told, key), f"{DEMO_PASSWORD}{role}")
        for role, key in told["accounts"].items()
    ]


def _people(council: Council, told: Words, *, since: date) -> None:
    for ward in told["wards"]:
        people.ward_of(ward)
    for key, name in told["organisations"].items():
        council.organisations[key] = people.organisation_of(name)
    for key, person in told["people"].items():
        organisation = told["organisations"].get(person.get("organisation", ""), "")
        if person["kind"] in ("officer", "councillor"):
            organisation = told["council"]
        council.people[key] = people.add_person(
            by=None,
            name=person["name"],
            kind=PersonKind(person["kind"]),
            honorific=person.get("honorific", ""),
            organisation=organisation,
            ward=person.get("ward", ""),
            party=told["parties"].get(person.get("party", ""), ""),
            from_on=since,
        )
        if title := person.get("post"):
            clears = ClearanceField(person["clears"]) if "clears" in person else None
            post = people.create_post(by=None, title=title, clears=clears)
            people.appoint(post, person=council.people[key], by=None, from_on=since)
            council.posts[title] = post


def _accounts(council: Council, told: Words) -> None:
    roles = {key: role for role, key in told["accounts"].items()}
    for key, person in council.people.items():
        if key not in roles and person.kind not in ("officer", "councillor"):
            continue
        people.open_account(
            person,
            by=None,
            email=_email(told, key),
            password=f"{DEMO_PASSWORD}{roles.get(key, key)}",
            is_administrator=roles.get(key) == "administrator",
            is_officer=person.kind == "officer",
        )


def _email(told: Words, key: str) -> str:
    name = told["people"][key]["name"].lower().replace(" ", ".").replace("'", "")
    return f"{name}@{told['domain']}"


def _board(council: Council, key: str, told: Words, whole: Words, *, since: date) -> None:
    quorum = told["quorum"]
    contact = council.people[told["contact"]]
    parent = council.boards.get(told.get("parent", ""))
    hour, minute = map(int, told["schedule"]["time"].split(":"))
    board = boards.create_board(
        by=None,
        name=told["name"],
        kind=BoardKind(told["kind"]),
        parent=parent,
        remit=told["remit"],
        minute_prefix=told["prefix"],
        numbering=MinuteNumbering(told["numbering"].replace("_", " ")),
        quorum_rule=QuorumRule.FIXED if "fixed" in quorum else QuorumRule.FRACTION,
        quorum_number=quorum.get("fixed") or quorum["fraction"],
        quorum_least=quorum.get("least", 3),
        notice_days=told["notice_days"],
        has_statutory_access=told["statutory"],
        is_public=told["statutory"],
        summoner_post_id=council.posts["Chief Executive"].id if told["statutory"] else None,
        usual_day=told["schedule"]["weekday"].capitalize(),
        usual_time=time(hour, minute),
        usual_venue=told["venue"],
        contact_id=contact.id,
        contact_details=f"01632 960{100 + contact.id:03d}, {_email(whole, told['contact'])}",
        report_template=TEMPLATES[told["template"]],
    )
    council.boards[key] = board
    boards.set_aliases(board, by=None, names=told["aliases"])
    standing = [whole["standing_items"][name] | {"key": name} for name in told["standing"]]
    boards.set_standing_items(board, by=None, items=standing)
    council.clerks[key] = council.people[told["clerks"][0]]
    for clerk in told["clerks"]:
        boards.name_clerk(board, person=council.people[clerk], by=None, from_on=since)
    for role, keys in told["seats"].items():
        for one in keys:
            boards.give_seat(
                board,
                person=council.people[one],
                by=None,
                role=SeatRole(role),
                from_on=since,
                has_vote=role not in ("co-optee", "substitute"),
            )
