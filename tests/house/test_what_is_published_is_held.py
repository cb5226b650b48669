"""Every table that knows when its rows were published has triggers that hold them, or a reason."""

from app import create_app
from app.foundation import ddl
from app.foundation.db import Base

NOT_HELD = {
    "report": "the working text; what was issued of it stands in its versions",
    "agenda_item": "what was issued of it stands in publications; a recall gives it an open title",
    "agenda_item_exempt": "goes when its item is open again; publications keep it",
    "action": "is worked on; what minutes recorded of it stands in their publications",
}
"""Tables whose published rows still change, each with where what was published stands."""
assert create_app


def test_every_table_with_published_rows_is_held_or_left_out_with_a_reason():
    tables = {table.name for table in Base.metadata.tables.values() if "published_at" in table.c}
    held = {promise.table for promise in ddl.immutable_tables()}
    assert tables - held == set(NOT_HELD), (
        "hold what was published with ddl.make_immutable, or say in NOT_HELD where it stands"
    )


def test_whatever_was_published_stays_published():
    """Once it has gone out, no row says that it has not."""
    for promise_of in ("publication", "publication_exempt", "minutes_publication", "appendix"):
        columns = {
            one for p in ddl.immutable_tables() if p.table == promise_of for one in p.update_of
        }
        assert {"group_id", "published_at"} <= columns, promise_of
