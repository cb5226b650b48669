"""Page and paper say whose report an item takes, and whether it is attached or to follow."""

import pytest

from app.agendas.showing.reporting import reported_by

PLACES, SAFETY = "Executive Director, Places", "Head of Community Safety"


@pytest.mark.parametrize(
    ("officers", "attached", "follows", "said"),
    [
        ((), 1, False, ""),
        ((PLACES,), 1, False, f"Report of the {PLACES} (attached)"),
        ((PLACES,), 0, True, f"Report of the {PLACES} (to follow)"),
        ((PLACES,), 0, False, f"Report of the {PLACES}"),
        ((PLACES,), 2, False, f"Reports of the {PLACES} (attached)"),
        (
            (PLACES, SAFETY),
            1,
            True,
            f"Reports of the {PLACES} and the {SAFETY} (in part to follow)",
        ),
        (("Joanna Pike",), 1, False, "Report of Joanna Pike (attached)"),
        (("The Chief Fire Officer",), 1, False, "Report of The Chief Fire Officer (attached)"),
    ],
)
def test_whose_report_it_is_and_where(officers, attached, follows, said):
    assert reported_by(officers, attached=attached, follows=follows) == said
