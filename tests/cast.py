"""The cast, the same everywhere: one clerk, chair, member, author, administrator and outsider."""

from datetime import date, time

from app.boards import services as boards
from app.boards.models import Board, BoardKind, SeatRole
from app.boards.queries import board_named, scope_of_person
from app.foundation.permissions import Scope
from app.people import services as people
from app.people.models import Account, Person, PersonKind
from app.people.queries import account_by_email, person_named

PASSWORD = "otter-lamp-harbour-7"
SINCE = date(2020, 1, 1)
NAMES = {
    "Clare": ("Clare Dawson", PersonKind.OFFICER, ""),
    "Chi": ("Chi Anand", PersonKind.COUNCILLOR, "Councillor"),
    "Mo": ("Mo Barker", PersonKind.COUNCILLOR, "Councillor"),
    "Olu": ("Olu Eze", PersonKind.OFFICER, ""),
    "Fin": ("Fin Grant", PersonKind.OFFICER, ""),
    "Adi": ("Adi Hart", PersonKind.OFFICER, ""),
    "Nora": ("Nora Vale", PersonKind.OFFICER, ""),
}
"""Clare clerks and Chi chairs the Safer board, Mo sits on it, Olu writes reports, Fin clears them
for finance, Adi administers, Nora sits nowhere."""


class Cast:
    """The people and boards of the tests, by name."""

    def person(self, who: str) -> Person:
        """One of the cast."""
        found = person_named(NAMES[who][0])
        assert found is not None
        return found

    def account(self, who: str) -> Account:
        """The account of one of the cast."""
        found = account_by_email(email_of(who))
        assert found is not None
        return found

    def scope(self, who: str) -> Scope:
        """What one of the cast can reach."""
        account = self.account(who)
        return scope_of_person(
            account.person_id,
            is_officer=account.is_officer,
            is_administrator=account.is_administrator,
        )

    @property
    def board(self) -> Board:
        """The board on which they meet."""
        return self._board("Safer Communities Board")

    @property
    def other_board(self) -> Board:
        """A board on which none of them sits."""
        return self._board("Harbour Board")

    def _board(self, name: str) -> Board:
        found = board_named(name)
        assert found is not None
        return found


def another_clerk(board: Board, *, name: str = "Hal Moor") -> Person:
    """One more officer, who clerks this board and has no other part."""
    clerk = people.add_person(by=None, name=name, kind=PersonKind.OFFICER)
    people.open_account(
        clerk, by=None, email=email_of(name.split()[0]), password=PASSWORD, is_officer=True
    )
    boards.name_clerk(board, person=clerk, by=None, from_on=SINCE)
    return clerk


def email_of(who: str) -> str:
    """The address with which one of the cast signs in."""
    return f"{who.lower()}@council.example"


def introduce() -> None:
    """Enter the cast and their two boards, through the services."""
    cast: dict[str, Person] = {}
    for who, (name, kind, honorific) in NAMES.items():
        cast[who] = people.add_person(by=None, name=name, kind=kind, honorific=honorific)
        people.open_account(
            cast[who],
            by=None,
            email=email_of(who),
            password=PASSWORD,
            is_administrator=who == "Adi",
            is_officer=kind == PersonKind.OFFICER,
        )
    finance = people.create_post(by=None, title="Director of Finance", clears="finance")
    people.appoint(finance, person=cast["Fin"], by=None, from_on=SINCE)
    board = boards.create_board(
        by=None,
        name="Safer Communities Board",
        kind=BoardKind.POLICY,
        minute_prefix="SAF",
        usual_time=time(18, 30),
        usual_venue="Council Chamber, Town Hall",
        report_template="policy-board",
    )
    boards.set_aliases(board, by=None, names=["Safer PPB"])
    boards.set_standing_items(
        board,
        by=None,
        items=[
            {"key": "apologies", "title": "Apologies for absence"},
            {"key": "minutes", "title": "Minutes"},
            {"key": "declarations", "title": "Declarations of interest", "text": "Declare them."},
        ],
    )
    boards.name_clerk(board, person=cast["Clare"], by=None, from_on=SINCE)
    boards.give_seat(board, person=cast["Chi"], by=None, role=SeatRole.CHAIR, from_on=SINCE)
    boards.give_seat(board, person=cast["Mo"], by=None, role=SeatRole.MEMBER, from_on=SINCE)
    boards.create_board(by=None, name="Harbour Board", kind=BoardKind.BOARD, minute_prefix="HAR")
