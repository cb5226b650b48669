"""Who may open which page of boards: the cast against the deeds."""

import pytest

PAGES = {
    "/boards": {"Clare", "Chi", "Mo", "Olu", "Adi", "Nora"},
    "/boards/{board}": {"Clare", "Chi", "Mo", "Olu", "Adi", "Nora"},
    "/boards/new": {"Adi"},
    "/boards/{board}/edit": {"Adi"},
    "/boards/{board}/membership": {"Adi"},
    "/boards/{board}/seats/1/end": {"Adi"},
    "/boards/{board}/seats/1/change": {"Adi"},
    "/boards/{board}/clerks/1/end": {"Adi"},
    "/boards/{board}/standing-items": {"Clare", "Adi"},
    "/boards/{other}/standing-items": {"Adi"},
}


@pytest.mark.sqlite
@pytest.mark.parametrize("who", ["Clare", "Chi", "Mo", "Olu", "Adi", "Nora"])
def test_everybody_opens_exactly_what_they_may(cast, visit, who):
    browsing = visit(who)
    for page, allowed in PAGES.items():
        where = page.format(board=cast.board.id, other=cast.other_board.id)
        browsing.open(where, status=200 if who in allowed else 403)


@pytest.mark.sqlite
def test_nobody_opens_anything_without_signing_in(cast, visit):
    nobody = visit(None)
    for page in PAGES:
        where = page.format(board=cast.board.id, other=cast.other_board.id)
        assert nobody.open(where).heading == "Sign in"


def test_a_board_that_does_not_exist_is_not_found(visit):
    visit("Adi").open("/boards/999", status=404)
