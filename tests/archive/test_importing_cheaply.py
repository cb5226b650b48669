"""What an import sends to the database while others wait for it: little more for a longer paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.archive.importing.files import import_file
from app.foundation.db import db
from tests.archive.invented import FRONT_SHEET
from tests.counting import statements

FEW, MANY = 2, 12
NAMES = (
    *("Ash", "Birch", "Cedar", "Elder", "Furze", "Hazel"),
    *("Holly", "Larch", "Maple", "Rowan", "Thorn", "Willow"),
)


def minutes_of(items: int) -> str:
    """Minutes with so many items, each resolved."""
    said = [
        f"QMB{number} RENTS {number}\n\nRESOLVED: That (1) the report be noted; and (2) it be so.\n"
        for number in range(12, 12 + items)
    ]
    head = (
        "QUAYS AND MARKETS BOARD\n\nAt a meeting of the Quays and Markets Board held on Tuesday, "
        "21 October 2025 at the Council Chamber, Netter Hall\n\nPresent: Councillors Ann Penrose "
        "(Chairman) and Bo Finn\n\nITEMS DEALT WITH\n"
    )
    return "\n".join([head, *said, "Meeting ended at 8.05 p.m.\n"])


def attended_by(people: int) -> str:
    """Minutes of a meeting to which so many came."""
    came = ", ".join(f"Jo {name}" for name in NAMES[:people])
    return minutes_of(1).replace("Ann Penrose (Chairman) and Bo Finn", f"{came} and Bo Finn")


def agenda_of(items: int) -> str:
    """A front sheet with so many open items."""
    said = "\n".join(f"{number}. QUAY {number}\t{number}" for number in range(3, 3 + items))
    before, _, rest = FRONT_SHEET.partition("3. BRIDGES")
    return f"{before}{said}\n\nPART II{rest.partition('PART II')[2]}".replace(
        "4. SALE", f"{3 + items}. SALE"
    )


def seating(people: int) -> str:
    """A front sheet that lists so many members."""
    listed = "\n".join(f"Councillor Jo {name}\tLabour" for name in NAMES[:people])
    return FRONT_SHEET.replace("Councillor Bo Finn (Vice- Chairman)\tLabour", listed)


def report_of(sections: int) -> str:
    """A report with so many sections."""
    said = "\n".join(
        f"{number}.0 MATTER {number}\n\n{number}.1 Words.\n" for number in range(1, 1 + sections)
    )
    return f"REPORT TO: Harbour Board\nDATE: 4 March 2025\nSUBJECT: Moorings\n\n{said}"


@pytest.mark.parametrize(
    ("paper", "each"),
    [(minutes_of, 4), (attended_by, 2), (agenda_of, 1.2), (report_of, 0)],
)
def test_what_is_longer_asks_little_more(
    app: Flask, tmp_path: Path, paper: Callable[[int], str], each: float
) -> None:
    """Whoever is named is known already, as in most papers of a council that has brought in some.

    Past an insert for each row, and what goes with it, nothing is asked for each of them; only
    PostgreSQL, on which nobody waits for it, is asked for the rows to be held, and for them anew.
    """
    each *= 3 if db.engine.dialect.name == "postgresql" else 1
    bring(tmp_path, paper(MANY), "known.txt")
    few = bring(tmp_path, paper(FEW).replace("2025", "2024"), "few.txt")
    many = bring(tmp_path, paper(MANY).replace("2025", "2023"), "many.txt")
    assert (many - few) / (MANY - FEW) <= each


def test_members_who_keep_their_seats_are_found_by_one_question_each(
    app: Flask, tmp_path: Path
) -> None:
    bring(tmp_path, seating(MANY), "first.txt")
    few = bring(tmp_path, seating(FEW).replace("March", "April"), "few.txt")
    many = bring(tmp_path, seating(MANY).replace("March", "June"), "many.txt")
    assert (many - few) / (MANY - FEW) <= 1.2


def bring(folder: Path, text: str, name: str) -> int:
    """How many statements one file takes."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with statements() as sent:
        imported = import_file(path, by=None)
    assert imported.outcome == "created", imported.reference
    return len(sent)
