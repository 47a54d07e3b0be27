"""How cells look: one colour for each origin of a number, one format for each unit.

Blue was put in, black is computed, green comes from another sheet.  Formats of a workbook are made once and reused.
"""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

Origin: TypeAlias = Literal["input", "formula", "link", "plain"]

FONT: Final = "Calibri"
SIZE: Final = 10
INK: Final = {"input": "#0000FF", "formula": "#000000", "link": "#00803C", "plain": "#1F2933"}
NAVY: Final = "#1F3A5F"
PALE: Final = "#E8EEF5"
INPUT_FILL: Final = "#FFFBE6"
RULE: Final = "#B8C4D2"
GOOD: Final = "#E2F2E6"
BAD: Final = "#FBE3E0"
ALARM: Final = "#B3261E"

NEVER: Final = 9999.0
"""Months that stand for "never"; shown as the word."""

NUMBERS: Final = {
    "money": "#,##0;[Red]-#,##0;0",
    "price": "#,##0.00;[Red]-#,##0.00;0.00",
    "share": "0.0%;[Red]-0.0%;0.0%",
    "percent": "0%",
    "odds": "0%",
    "odds_rare": '"<1%"',
    "odds_near": '">99%"',
    "chance": "0.0%;[Red]-0.0%;0.0%",
    "chance_rare": '"<0.1%"',
    "chance_near": '">99.9%"',
    "months": f'[>={NEVER:.0f}]"never";#,##0.00',
    "fte": "#,##0.00",
    "factor": "0.0000",
    "number": "#,##0.00",
    "tiny": "0.0E+0",
    "whole": "0",
    "date": "d mmm yyyy",
    "month": "mmm yy",
    "text": "@",
    "general": "General",
    "ratio": '0.00"x"',
}
"""Number formats by what is shown; negative money is red and keeps its sign."""

_ROUNDED_AWAY: Final = {"odds": 0.005, "chance": 0.0005}
"""Probabilities by whole per cents and by tenths: what is nearer to 0 or 1 would be shown as never or always."""

_UNIT_FORMATS: Final = {
    "money": "money",
    "money/year": "money",
    "money/month": "money",
    "money/unit": "price",
    "share": "share",
    "share/year": "share",
    "share/month": "share",
    "months": "months",
    "1/year": "factor",
    "factor": "factor",
    "FTE": "fte",
    "FTE-months": "fte",
}


def number_format(unit: str) -> str:
    """The name of the number format for a unit of the model."""
    return _UNIT_FORMATS.get(unit, "number")


def shown_kind(kind: str, value: Any) -> str:
    """The name of the number format for a value: a probability that is neither 0 nor 1 is not shown as if it were."""
    edge = _ROUNDED_AWAY.get(kind)
    if edge is None or not isinstance(value, int | float):
        return kind
    if 0.0 < value < edge:
        return f"{kind}_rare"
    return f"{kind}_near" if 1.0 - edge <= value < 1.0 else kind


_HEADER: Final = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": NAVY,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": NAVY,
}


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        """A format with these properties on top of the workbook's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": FONT, "font_size": SIZE, **properties})
        return self._made[key]

    def number(self, kind: str, origin: Origin = "plain", **more: Any) -> Any:
        """A number of a kind from ``NUMBERS``, in the colour of its origin."""
        fill = {"bg_color": INPUT_FILL} if origin == "input" else {}
        return self.of(num_format=NUMBERS[kind], font_color=INK[origin], **fill, **more)

    @property
    def title(self) -> Any:
        """The title of a sheet."""
        return self.of(bold=True, font_size=16, font_color=NAVY)

    @property
    def note(self) -> Any:
        """A remark in small type."""
        return self.of(italic=True, font_color="#5A6B7D")

    @property
    def heading(self) -> Any:
        """The heading of a section."""
        return self.of(bold=True, font_size=11, font_color=NAVY, bottom=1, bottom_color=RULE)

    @property
    def header(self) -> Any:
        """A cell of a header row, over texts."""
        return self.of(**_HEADER)

    def text_header(self, column: int) -> Any:
        """The same, with the distance that texts keep from a number on their left."""
        return self.of(**_HEADER, indent=1) if column else self.header

    @property
    def number_header(self) -> Any:
        """A cell of a header row, over numbers."""
        return self.of(**_HEADER, align="right")

    @property
    def label(self) -> Any:
        """A text beside numbers."""
        return self.of(font_color=INK["plain"])

    @property
    def label_beside(self) -> Any:
        """The same, away from a number on its left."""
        return self.of(font_color=INK["plain"], indent=1)

    @property
    def wrapped(self) -> Any:
        """A text over several lines."""
        return self.of(font_color=INK["plain"], text_wrap=True, valign="top")

    @property
    def wrapped_beside(self) -> Any:
        """The same, away from a number on its left."""
        return self.of(font_color=INK["plain"], text_wrap=True, align="left", valign="top", indent=1)

    @property
    def unit(self) -> Any:
        """A unit."""
        return self.of(font_color="#5A6B7D")

    @property
    def unit_beside(self) -> Any:
        """The same, away from a number on its left."""
        return self.of(font_color="#5A6B7D", indent=1)
