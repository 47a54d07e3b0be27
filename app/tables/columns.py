"""Which columns a table shows, what its headers say and what their tooltips explain.  No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from app.exchange.sheets import Column, Sheet, input_sheets
from app.tables.display import unit_label
from app.tables.titles import title

VISIBLE: dict[str, tuple[str, ...]] = {
    "product": ("name", "revenue_per_year", "growth", "gross_margin", "currency", "note"),
    "team": ("name", "headcount", "monthly_rate", "availability", "attrition", "ramp_up", "wip_limit", "note"),
    "hire": ("", "month", "count", "time_to_fill", "note"),
    "rate": ("role", "place", "annual_pay", "currency", "source"),
    "initiative": ("rank", "name", "product", "selected", "earliest_start", "must_have", "owner", "note"),
    "option": ("", "name", "kind", "up_front_cost", "recurring_cost", "launch_lag", "exit_cost", "note"),
    "stage": ("", "name", "duration", "crew", "after", "external_cost", "success", "earliest_start", "note"),
    "benefit": ("", "name", "kind", "curve", "peak_per_year", "ramp_months", "price", "growth", "gross_margin", "note"),
    "driver": ("name", "value", "action", "targets", "note"),
    "risk": (
        "name", "probability", "targets", "impact.duration_months", "impact.cost_amount", "impact.benefit_factor",
        "mitigation.active", "mitigation.cost", "mitigation.probability", "owner",
    ),
    "correlation": ("first", "second", "rho", "note"),
    "budget": ("period", "category", "amount", "note"),
    "objective": ("name", "metric", "subject", "direction", "target", "by", "note"),
    "currency": ("id", "rate", "note"),
    "scenario": ("name", "parent", "description"),
    "scorecard": ("initiative", "note"),
    "criterion": ("", "name", "weight", "scores", "note"),
    "actual": ("month", "category", "amount", "initiative", "note"),
    "decision": ("initiative", "option", "decided_on", "decided_by", "reason"),
}  # fmt: skip
"""The columns that a table shows at first, in order; "" is the record that a row lives in."""

WIDE = ("note", "name", "targets", "crew", "after", "scores", "description", "reason", "role", "first", "second")
"""Fields that profit from width."""

_PROSE = ("note", "description", "reason")


@cache
def sheet_of(kind: str) -> Sheet:
    """The sheet of a kind."""
    return next(sheet for sheet in input_sheets() if sheet.kind == kind)


@cache
def columns_of(kind: str, in_parent: bool = False) -> tuple[Column, ...]:
    """All columns of a kind, those that are shown at first in front; without the parent's where only one is shown."""
    known = {column.field: column for column in sheet_of(kind).columns if not column.field.startswith("override.")}
    shown = [known[field] for field in VISIBLE[kind] if field in known]
    rest = [column for column in known.values() if column not in shown]
    return tuple(column for column in (*shown, *rest) if column.field or not in_parent)


def header(kind: str, column: Column, currency: str) -> str:
    """Title and unit, one below the other."""
    unit = unit_label(column.unit, currency)
    return f"{title(kind, column)}\n{unit}" if unit else title(kind, column)


def explanation(column: Column, currency: str) -> str:
    """What a field is, in which unit, and what is typical."""
    lines = [column.help or column.title]
    unit = unit_label(column.unit, currency) if column.unit != "share" else "a share, such as 80 % or 0.8"
    if unit:
        lines.append(f"Unit: {unit}")
    if column.typical:
        lines.append(f"Typical: {column.typical}")
    if column.choices:
        lines.append(f"Choices: {', '.join(column.choices)}")
    if column.required:
        lines.append("Needed")
    return "\n".join(lines)


def is_prose(column: Column) -> bool:
    """Whether a field takes several lines of text."""
    return column.cell == "text" and column.field.rpartition(".")[2] in _PROSE


def find_column(columns: Sequence[Column], field: str) -> int:
    """The position of a field's column, -1 where it has none."""
    return next((index for index, column in enumerate(columns) if column.field == field), -1)
