"""Whatever can be found has a name, and stands in the tests of secrecy; both are asked for here."""

import pytest

from app.foundation import indexing
from tests.factories.planted import plant

pytestmark = pytest.mark.sqlite


@pytest.fixture
def council(cast, transaction):
    with transaction():
        return plant(cast)


def test_every_kind_that_is_indexed_is_planted_for_the_tests_of_secrecy(council):
    planted = {one.model for one in council.plants}
    missing = [one.kind for one in indexing.searchables().values() if one.model not in planted]
    assert not missing, f"plant one of each in tests/factories/planted.py: {missing}"


def test_every_kind_of_entry_is_named_on_a_card_and_every_name_is_used(council):
    kinds = {entry.kind for entry in indexing.entries_of_everything()}
    unnamed = kinds - indexing.labels().keys()
    assert not unnamed, f"name them in `labels` of the module's Searchable: {unnamed}"
    assert not indexing.labels().keys() - kinds
