"""Two workers bring papers of one meeting in at the same moment: one board, one meeting."""

import threading

import pytest
from sqlalchemy import select

from app.archive.importing.files import import_file
from app.boards.models import Board
from app.foundation.db import db
from app.meetings.models import Meeting
from tests.archive.invented import PACK, REPORT

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("texts", [(PACK, REPORT), (PACK, PACK)], ids=["two", "the same"])
def test_two_workers_bring_one_meeting_in(app, cast, tmp_path, texts):
    outcomes, start = [], threading.Barrier(2)

    def bring(place):
        path = tmp_path / f"paper-{place}.txt"
        path.write_text(texts[place], encoding="utf-8")
        with app.app_context():
            start.wait()
            outcomes.append(import_file(path, by=None).outcome)

    threads = [threading.Thread(target=bring, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = ["created", "created"] if texts[0] != texts[1] else ["created", "unchanged"]
    assert sorted(outcomes) == expected
    held = list(db.session.execute(select(Meeting.board_id, Meeting.on_date)))
    assert held and len(set(held)) == len(held)
    names = list(db.session.scalars(select(Board.name)))
    assert len(set(names)) == len(names)
