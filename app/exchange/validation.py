"""What a spreadsheet itself says about a cell: drop-down lists, bounds of plain numbers, hints for notation.

An uncertain cell takes text, so only the import can judge it.
"""

from __future__ import annotations

import math
from typing import Any

from app.exchange.sheets import Column, input_sheets


def validate(sheet: Any, column: Column, first: int, last: int, number: int) -> None:
    """Let a spreadsheet guard the cells of a column, rows and column counted from 0."""
    rule = _rule(column)
    if rule is not None:
        sheet.data_validation(first, number, last, number, {"ignore_blank": True, **rule})


def _rule(column: Column) -> dict[str, Any] | None:
    """The validation of a column: lists where there are choices, bounds for plain numbers, hints for notation."""
    if column.cell in ("choice", "flag"):
        source = list(column.choices) or ["yes", "no"]
        return {
            "validate": "list",
            "source": source,
            "error_title": column.title[:32],
            "error_message": f"Choose one of: {', '.join(source)}"[:255],
        }
    if column.refers and column.cell in ("id", "text"):
        return {
            "validate": "list",
            "source": f"={ids_name(column.refers)}",
            "error_type": "warning",
            "error_title": column.title[:32],
            "error_message": f"There is no {column.refers} of this id yet. Keep it, and add the {column.refers} later?",
        }
    if column.cell in ("number", "whole"):
        return _bounds_rule(column)
    if column.cell in ("quantity", "crew", "links", "scores", "month"):
        return {"validate": "any", "input_title": column.title[:32], "input_message": _hint(column)[:255]}
    return None


def _bounds_rule(column: Column) -> dict[str, Any]:
    low, high = max(column.low, -1e300), min(column.high, 1e300)
    words = f"from {column.low:g} to {column.high:g}" if math.isfinite(column.high) else f"of {column.low:g} or more"
    kind = "whole number" if column.cell == "whole" else "number"
    bounded = f"Write a {kind} {words}." if math.isfinite(column.low) else f"Write a {kind}."
    if column.cell == "whole":
        low, high = max(low, -9e15), min(high, 9e15)
    return {
        "validate": "integer" if column.cell == "whole" else "decimal",
        "criteria": "between",
        "minimum": int(low) if column.cell == "whole" else low,
        "maximum": int(high) if column.cell == "whole" else high,
        "error_title": column.title[:32],
        "error_message": bounded[:255],
    }


def _hint(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    hints = {
        "quantity": f"A number or a range, such as {column.typical or '3..5..9'}{unit}",
        "crew": "team people; several with ;\nplatform 2; web 1.5\nPerson-months after =\nplatform 2 = 4..6..9",
        "links": "Empty: the stage before\nnone: no predecessor\ndesign; build + 1\ninitiative:atlas + 0..1..2",
        "scores": "option points of 10; several with ;\natlas-build 7; atlas-buy 4.5",
        "month": "Year and month, such as 2027-03",
    }
    return hints[column.cell]


def ids_name(kind: str) -> str:
    """The defined name of all ids of a kind, new rows included."""
    title = next(sheet.title for sheet in input_sheets() if sheet.kind == kind)
    return f"{title}_IDs"
