"""How the fields of a record are grouped in the inspector.  No Qt here."""

from __future__ import annotations

from app.exchange.sheets import Column
from app.tables.columns import columns_of
from app.tables.titles import title

GENERAL = "General"
MORE = "More"

_GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "initiative": {
        GENERAL: ("name", "product", "rank", "selected", "must_have", "excludes"),
        "Time": ("earliest_start", "start_delay"),
    },
    "option": {
        GENERAL: ("name", "kind", "launch_lag"),
        "Cost": (
            "currency", "up_front_cost", "up_front_capitalised", "recurring_cost", "recurring_from",
            "licence_per_unit", "escalation", "cost_category",
        ),
        "Partner": ("revenue_share", "minimum_guarantee"),
        "Exit": ("exit_cost", "exit_after"),
    },
    "stage": {
        GENERAL: ("name", "duration", "crew", "after", "earliest_start"),
        "Cost": ("external_cost", "category", "capitalised"),
        "Gate": ("success", "on_failure", "rework_fraction", "max_rework"),
    },
    "team": {
        GENERAL: ("name", "skill", "headcount"),
        "Pay": ("monthly_rate", "rate", "loading", "currency", "recruiting_cost"),
        "Capacity": ("availability", "seasonality", "switching_loss", "wip_limit"),
        "Coming and going": ("attrition", "backfill", "time_to_fill", "ramp_up"),
        "Contractors": ("contractor_limit", "contractor_premium"),
    },
    "benefit": {
        GENERAL: ("name", "kind", "product", "curve", "currency"),
        "Amount": (
            "peak_per_year", "ramp_months", "market", "innovation", "imitation", "new_per_month", "churn", "amounts",
        ),
        "Price and margin": ("price", "price_growth", "growth", "gross_margin"),
        "End and window": ("lifetime_months", "decline", "decline_after", "market_window", "late_loss"),
        "Cannibalisation": ("cannibalises", "cannibalisation"),
    },
    "risk": {
        GENERAL: ("name", "probability", "targets", "owner"),
    },
}  # fmt: skip
_NESTED = {"impact": "Impact", "mitigation": "Mitigation", "mitigation.impact": "Impact after mitigation"}


def groups(kind: str) -> tuple[tuple[str, tuple[Column, ...]], ...]:
    """The groups of a kind's fields, in order; nested records are groups, what is in no group comes last."""
    found: dict[str, list[Column]] = {name: [] for name in (*_GROUPS.get(kind, {GENERAL: ()}), *_NESTED.values(), MORE)}
    for column in columns_of(kind, in_parent=True):
        found[_group(kind, column)].append(column)
    order = [field for fields in _GROUPS.get(kind, {}).values() for field in fields]
    for columns in found.values():
        columns.sort(key=lambda column: order.index(column.field) if column.field in order else len(order))
    return tuple((name, tuple(columns)) for name, columns in found.items() if columns)


def label(kind: str, column: Column) -> str:
    """What a field is called inside its group."""
    inner = column.field.rpartition(".")[2]
    return inner.replace("_", " ").capitalize() if "." in column.field else title(kind, column)


def _group(kind: str, column: Column) -> str:
    holder = column.field.rpartition(".")[0]
    if holder in _NESTED:
        return _NESTED[holder]
    known = _GROUPS.get(kind)
    if known is None:
        return MORE if column.field in ("id", "note") else GENERAL
    return next((name for name, fields in known.items() if column.field in fields), MORE)
