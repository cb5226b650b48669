"""What a form is about goes out, is done or called off while somebody writes: no text is lost."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.factories.council import furnish
from tests.journeys.test_damaged_forms import MARK, Council, _of_each_shape
from tests.journeys.test_every_post_twice import _typed

pytestmark = [pytest.mark.sqlite, pytest.mark.long]

LATELY = "'2026-01-05 10:00:00.000000'"
MEANWHILE = {
    "agendas go out": (
        f"UPDATE agenda_item SET published_at = {LATELY} WHERE published_at IS NULL",
        "UPDATE agenda SET state = 'published'",
    ),
    "meetings are called off": ("UPDATE meeting SET state = 'cancelled'",),
    "meetings are held": ("UPDATE meeting SET state = 'held'",),
    "reports are cleared": ("UPDATE report SET state = 'cleared'",),
    "reports are withdrawn": ("UPDATE report SET state = 'withdrawn', state_reason = 'No.'",),
    "minutes go out": (
        f"UPDATE minutes SET state = 'published draft', published_at = {LATELY}",
        f"UPDATE minute SET published_at = {LATELY} WHERE published_at IS NULL",
    ),
    "actions are done": (f"UPDATE action SET state = 'done', closed_at = {LATELY}",),
    "boards are retired": ("UPDATE board SET is_current = 0",),
}


@pytest.fixture
def council(app, transaction) -> Council:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with transaction():
        furnish(Cast())
    return Council(app)


def happen(council: Council, base: Path, *statements: str) -> None:
    """What others do meanwhile, from where the council stood; what a trigger holds stays."""
    shutil.copy(base, council.kept)
    with sqlite3.connect(council.kept) as connection:
        for statement in statements:
            _row_by_row(connection, statement)
    connection.close()
    council._let_go()
    council._put_back()


def _row_by_row(connection: sqlite3.Connection, statement: str) -> None:
    table = statement.split()[1]
    where = " AND" if " WHERE " in statement else " WHERE"
    changed = 0
    for (row_id,) in connection.execute(f"SELECT id FROM {table}").fetchall():
        try:
            changed += connection.execute(f"{statement}{where} id = ?", [row_id]).rowcount
        except sqlite3.IntegrityError:
            continue
    assert changed, statement


def test_no_text_is_lost_whatever_happens_while_it_is_written(council, tmp_path):
    base = shutil.copy(council.kept, tmp_path / "before.sqlite3")
    typed = [
        _typed(form, MARK)
        for endpoint, forms in sorted(council.harvest.found.items())
        for form in _of_each_shape(forms)
        if form.texts and endpoint != "people.sign_in"
    ]
    assert len(typed) > 30
    lost = []
    for what, statements in MEANWHILE.items():
        happen(council, base, *statements)
        for form in typed:
            if trouble := council.send(form):
                lost.append(f"{what}: {form.endpoint} on {form.page} {trouble}")
    assert not lost, "\n".join(lost)
