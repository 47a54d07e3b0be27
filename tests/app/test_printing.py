"""Sheets on paper: one page wide where that can be read, more where it cannot."""

import io

import pytest
from xlsxwriter import Workbook

from app.exchange.printing import SMALLEST, set_up_paper


@pytest.mark.parametrize(
    ("columns", "width", "repeated", "pages"),
    [
        (4, 20, 1, 1),  # 4 x 109 points: even on the screen it fits into 785
        (11, 20, 1, 1),  # 1,196 points x 0.62 = 742
        (12, 20, 1, 2),  # 1,305 points x 0.62 = 809
        (20, 20, 2, 2),  # the first holds 11 columns, the second 9 besides the two that come again
        (3, 250, 3, 6),  # 3,949 points: what comes again leaves half of each page, (3,949 - 633) / 633 = 5.2
    ],
)
def test_a_sheet_has_as_many_pages_as_it_takes_to_be_read(columns: int, width: int, repeated: int, pages: int) -> None:
    """A page holds 785 / 0.62 = 1,266 points; a column of 20 characters is 145 pixels, three quarters of it points."""
    with Workbook(io.BytesIO(), {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, columns - 1, width)
        sheet.write(0, columns - 1, "last")
        set_up_paper(sheet, repeated=repeated)
    assert sheet.fit_width == pages
    assert sheet.fit_height == 0
    assert bool(sheet.repeat_col_range) == (pages > 1)
    assert SMALLEST * 10 > 6.0
