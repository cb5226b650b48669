"""The council's own list of words that mean the same."""

import pytest
from sqlalchemy import select

from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.errors import Refused
from app.pages.synonyms import services
from tests.searching import hits, papers

LIST = "/administration/synonyms"


def _listed(page):
    return ["".join(cell.itertext()).strip() for cell in page.tree.xpath("//tbody/tr/td[1]")]


def test_a_pair_finds_both_ways_until_it_is_taken_off(cast, transaction, find, visit):
    with transaction():
        papers(cast, text="The dustcart comes weekly.")
    assert hits(find("bin+lorry")) == []
    adi = visit("Adi")
    adi.open(LIST)
    page = adi.send({"term": "Bin lorry", "other": "dustcart"}, button="Add the pair")
    assert "From now on, a search for either finds both." in page.words
    assert _listed(page) == ["Bin lorry"]
    assert hits(find("bin+lorry+weekly")) == ["Lamps 1"]
    assert hits(find("BIN+LORRY")) == ["Lamps 1"]
    adi.open(LIST)
    page = adi.send(button="Remove Bin lorry")
    assert "No pairs are listed" in page.words
    assert hits(find("bin+lorry")) == []
    tags = db.session.scalars(select(AuditEvent.tag).where(AuditEvent.kind == "synonym")).all()
    assert tags == ["synonym:add", "synonym:remove"]


@pytest.mark.parametrize(
    ("term", "other", "said"),
    [
        ("", "dustcart", "Write a word or a phrase"),
        ("bin lorry", " ", "Write what it means"),
        ("the of", "dustcart", "Write a word that can be searched for."),
        ("Dustcarts", "dustcart", "These are the same words to the search already."),
        ("b" * 81, "dustcart", "80 characters"),
        ("DUSTCART", "tumbrel", "This pair is on the list already."),
    ],
)
def test_what_makes_no_pair_is_refused_and_kept(transaction, cast, visit, term, other, said):
    with transaction():
        services.add_synonym("tumbrel", "dustcart", by=cast.person("Adi"))
    adi = visit("Adi")
    adi.open(LIST)
    page = adi.send({"term": term, "other": other}, button="Add the pair", status=422)
    assert said in page.words
    assert page.tree.xpath("//input[@name='term']/@value") in ([term], [term.strip()], [])
    assert _listed(page) == ["tumbrel"]


@pytest.mark.postgres
def test_two_administrators_add_one_pair_once(cast, race):
    adi = cast.person("Adi")

    def _add():
        return services.add_synonym("lamp", "lantern", by=adi)

    answers = race((), _add, _add)
    assert sum(isinstance(one, Refused) for one in answers) == 1


@pytest.mark.parametrize("who", ["Clare", "Mo", "Nora"])
def test_administrators_alone_keep_the_list(visit, who):
    browsing = visit(who)
    browsing.open(LIST, status=403)


def test_signs_in_a_pair_are_words(cast, transaction, find):
    with transaction():
        services.add_synonym('c++ "(x)', "a|b lantern*", by=cast.person("Adi"))
        papers(cast, text="A lantern was lit.")
    assert hits(find("lantern")) == ["Lamps 1"]
    find("c%2B%2B+%22(x)")
