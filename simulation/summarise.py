"""A result in small tables, ready to show or to write as JSON (``docs/json.md``)."""

from __future__ import annotations

from simulation.result import Result
from simulation.summary import cash, delivery
from simulation.summary.key import key_figures
from simulation.summary.shapes import KeyFigures, Summary

__all__ = ["KeyFigures", "Summary", "key_figures", "summarise"]


def summarise(result: Result) -> Summary:
    """Everything that a forecast says, with its standard errors; ``msgspec.json.encode`` writes it."""
    return Summary(
        provenance=result.provenance,
        convergence=result.convergence,
        key=key_figures(result),
        initiatives=delivery.initiatives(result),
        stages=delivery.stages(result),
        years=cash.years(result),
        budgets=cash.budgets(result),
        cash_months=cash.cash_months(result),
        cash_quarters=cash.cash_quarters(result),
        cash_years=cash.cash_years(result),
        objectives=delivery.objectives(result),
        teams=delivery.teams(result),
    )
