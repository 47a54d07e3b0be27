"""The Read me sheet: what the workbook is, how it is filled in, and how uncertain numbers are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from app.exchange.workbook import ExactWorkbook
from models.portfolio import Portfolio

READ_ME: Final = "Read me"

_STEPS: Final = (
    "Fill in Settings first; Start is required. Then one sheet after the other, from left to right.",
    "Every record has an ID of letters, digits, - and _. Other sheets name it by that ID; lists offer those there are.",
    "Type into the blue cells. A yellow cell is still missing. Help is in the comment of each column's header.",
    "Rows may be sorted and columns moved; the header names must stay. The order of an option's stages matters.",
    "Check and load the workbook:  foliocast import THIS.xlsx plan.foliocast",
)
_NOTATION: Final = (
    ("4", "certain"),
    ("3..5..9", "low, likeliest, high (PERT)"),
    ("120 +/- 10 %", "likeliest 120, from 108 to 132; uneven: 120 -10 %/+30 %"),
    ("P10/50/90(3, 5, 9)", "three assessed percentiles"),
    ("LogN(3, 9)", "lognormal by its 10th and 90th percentile"),
    ("Tri(3, 5, 9)", "triangular"),
    ("Uniform(3, 9)", "anything between, equally likely"),
    ("Normal(10, 2)", "normal: mean, standard deviation"),
    ("Discrete(1: 0.3, 2: 0.7)", "values with their probabilities"),
    ("Bernoulli(0.3)", "1 with this probability, else 0"),
    ("History(3, 5, 2, 8)", "observed values, each as likely as the next"),
    ("Throughput(backlog=30..35..50, weekly=History(3, 5, 2, 8))", "months to finish a backlog at that pace"),
)
_CELLS: Final = (
    ("Months", "2027-03, Mar 2027 or a date"),
    ("Shares and rates", "20 % or 0.2"),
    ("Several in one cell", "separated by ;"),
    ("Crew of a stage", "platform 2; web 1.5       with person-months: platform 2 = 4..6..9"),
    ("Follows, of a stage", "empty = the stage before; none = nothing; design; build + 0..1..2; initiative:atlas + 1"),
    ("Scores, of a criterion", "option and points of 10: atlas-build 7; atlas-buy 4"),
    ("Fields named by others", "kind:id.field, such as team:platform.headcount or budget:*.amount for all"),
    ("Override value", "a number or text; ' in front keeps a number as text"),
    ("Empty cell", "the default that the comment of the header names"),
)


def add_guide(book: ExactWorkbook, portfolio: Portfolio | None, sheets: Sequence[tuple[str, str, int]]) -> None:
    """Add the sheet; ``sheets`` has title, purpose and number of records of each sheet that follows Settings."""
    sheet = book.add_worksheet(READ_ME)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 86)
    text = book.add_format({"valign": "top", "text_wrap": True})
    sheet.write_string(
        0, 1, "Foliocast input workbook", book.add_format({"bold": True, "font_size": 20, "font_color": "#1F3864"})
    )
    what = "Template: fill it in and import it" if portfolio is None else f"Portfolio: {portfolio.name}"
    sheet.write_string(1, 1, what[:1000], book.add_format({"font_color": "#595959", "font_size": 12}))
    row = _section(book, sheet, 3, "How to use it")
    for number, step in enumerate(_STEPS, 1):
        sheet.merge_range(row, 1, row, 2, f"{number}.  {step}", text)
        row += 1
    row = _pairs(book, sheet, _section(book, sheet, row + 1, "How uncertain numbers are written"), _NOTATION)
    row = _pairs(book, sheet, _section(book, sheet, row + 1, "How other cells are written"), _CELLS)
    _contents(book, sheet, _section(book, sheet, row + 1, "Sheets"), sheets)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_footer("&L&9Foliocast&C&9&A&R&9Page &P of &N")


def _section(book: ExactWorkbook, sheet: Any, row: int, title: str) -> int:
    form = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "indent": 1})
    sheet.merge_range(row, 1, row, 2, title, form)
    return row + 1


def _pairs(book: ExactWorkbook, sheet: Any, row: int, pairs: Sequence[tuple[str, str]]) -> int:
    left = book.add_format(
        {"font_color": "#0000FF", "text_wrap": True, "bottom": 4, "bottom_color": "#BFBFBF", "valign": "top"}
    )
    right = book.add_format({"bottom": 4, "bottom_color": "#BFBFBF", "text_wrap": True, "valign": "top"})
    for first, second in pairs:
        if len(first) > 40:
            sheet.set_row(row, 30)
        sheet.write_string(row, 1, first, left)
        sheet.write_string(row, 2, second, right)
        row += 1
    return row


def _contents(book: ExactWorkbook, sheet: Any, row: int, sheets: Sequence[tuple[str, str, int]]) -> None:
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "bottom": 4, "bottom_color": "#BFBFBF"})
    right = book.add_format({"bottom": 4, "bottom_color": "#BFBFBF", "text_wrap": True})
    for title, purpose, count in (("Settings", "What holds for the whole portfolio", 0), *sheets):
        sheet.write_url(row, 1, f"internal:'{title}'!A1", link, title)
        sheet.write_string(row, 2, f"{purpose} ({count})" if count else purpose, right)
        row += 1
