"""Which columns of a table hold figures, and which rows add them up."""

import pytest

from app.foundation.richtext.figures import figure_columns, is_total, table_figures
from app.foundation.richtext.pages import as_html
from app.foundation.richtext.reading import parse
from app.foundation.richtext.typed import from_typed


@pytest.mark.parametrize(
    ("cells", "are"),
    [
        (["£18,000", "13,300", "-£5", "(£1,300)", "n/a"], True),
        (["12%", "7.5 %", "–", ""], True),
        (["£1.2m", "£400k", "3 million"], True),
        (["11 p.m.", "12"], False),
        (["3 May 2026"], False),
        (["2025/26"], False),
        (["Harbour", "12"], False),
        (["", "–"], False),
    ],
)
def test_a_column_holds_figures_if_all_that_it_says_are_some(cells, are):
    assert figure_columns([["1", cell] for cell in cells]) == ({1} if are else set())


@pytest.mark.parametrize(
    ("first", "adds_up"),
    [("Total", True), ("Sub-total for wards", True), ("GRAND TOTAL", True), ("Totality", False)],
)
def test_a_row_of_totals_says_so_first(first, adds_up):
    assert is_total([first, "3"]) is adds_up


def test_joined_cells_leave_columns_alone():
    rows = '<tr><td colspan="2">Both</td></tr><tr><td>A</td><td>1</td></tr>'
    (table,) = parse(f"<table><tbody>{rows}</tbody></table>")
    assert table_figures(table) == frozenset()


def test_a_page_marks_figures_and_totals_and_stored_text_has_neither():
    typed = "| Ward | Cases |\n|---|---|\n| Quay | 3 |\n| Total | 3 |"
    assert 'class="' not in from_typed(typed)
    page = as_html(from_typed(typed))
    assert page.count('class="figures"') == 3
    assert page.count('<tr class="total">') == 1
