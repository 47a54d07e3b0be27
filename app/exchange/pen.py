"""The formats of our input sheets: blue inputs, dark headers, grey units; digits by unit and value."""

from __future__ import annotations

from typing import Any, Final

from app.exchange.cells import CellValue
from app.exchange.sheets import Column
from app.exchange.workbook import ExactWorkbook

INPUT: Final = {"font_color": "#0000FF", "valign": "top"}
NUMERIC: Final = ("quantity", "number", "whole")


class Pen:
    """The formats of a workbook, each made once."""

    def __init__(self, book: ExactWorkbook) -> None:
        self.book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(properties)
        return self._made[key]

    def input(self, column: Column, value: CellValue = None) -> Any:
        """The format of an input cell: blue, and as many digits as the value needs."""
        numeric = column.cell in NUMERIC
        return self(
            **INPUT,
            num_format=number_format(column, value) if numeric or column.cell == "scalar" else "@",
            align="right" if numeric else "left",
            indent=1,
            text_wrap=not numeric or isinstance(value, str),
        )

    @property
    def title(self) -> Any:
        return self(bold=True, font_size=16, font_color="#1F3864")

    @property
    def purpose(self) -> Any:
        return self(font_color="#595959", valign="vcenter")

    def unit(self, numeric: bool) -> Any:
        align = "right" if numeric else "left"
        return self(
            italic=True, font_size=9, font_color="#595959", text_wrap=True, align=align, indent=1, valign="bottom"
        )

    def header(self, required: bool, numeric: bool = False) -> Any:
        return self(
            bold=True,
            align="right" if numeric else "left",
            indent=1,
            font_color="#FFFFFF",
            bg_color="#1F3864" if required else "#44608F",
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color="#FFFFFF",
        )


def number_format(column: Column, value: CellValue) -> str:
    certain = isinstance(value, int | float)
    if column.unit.startswith("share"):
        digits = 100 * float(value) if certain and value is not None else 0.0
        return next((form for form, places in _PERCENTS if abs(digits - round(digits, places)) < 1e-9), "0.0000%")
    if column.unit.startswith(("money", "units")):
        return "#,##0" if not certain or float(value or 0).is_integer() else "#,##0.00######"
    return "General"


_PERCENTS: Final = (("0%", 0), ("0.0%", 1), ("0.00%", 2))
