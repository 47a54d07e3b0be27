"""What columns and fields are called in tables.  No Qt here."""

from __future__ import annotations

from functools import cache

from app.exchange.sheets import Column, input_sheets, settings_rows

_TITLES = {
    ("budget", "period"): "Fiscal period",
    ("currency", "id"): "Code",
    ("currency", "rate"): "Price of one unit",
    ("initiative", "selected"): "Option taken",
    ("risk", "impact.duration_months"): "Delay",
    ("risk", "impact.cost_amount"): "Extra cost",
    ("risk", "impact.benefit_factor"): "Benefit factor",
    ("risk", "mitigation.active"): "Mitigated",
    ("stage", "success"): "Chance to pass",
    ("team", "rate"): "Role of the rate card",
}


def title(kind: str, column: Column) -> str:
    """What a column is called in a table."""
    return _TITLES.get((kind, column.field), column.title)


def field_in_words(kind: str, field: str) -> str:
    """A field as it is said inside a sentence: ``duration``, ``peak per year``."""
    words = _titles_of(kind).get(field) or field.replace("_", " ").replace(".", " ")
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


@cache
def _titles_of(kind: str) -> dict[str, str]:
    sheets = (sheet.columns for sheet in input_sheets() if sheet.kind == kind)
    columns = settings_rows() if kind == "settings" else next(sheets, ())
    return {column.field: title(kind, column) for column in columns}
