"""Which figures are compared, what they are called, which direction is better, and what is kept of each block.

Of a block's figures, most of which are profiles over months, only these are kept, so that a comparison of several
scenarios takes little room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from models.portfolio import Portfolio
from simulation.arrays import FloatArray
from simulation.decide.paired import Better
from simulation.figures import BlockFigures
from simulation.money.views import view_periods
from simulation.periods import year_of_budgets
from simulation.plan import Plan
from simulation.samples import Missing

Axis: TypeAlias = Literal["", "initiative", "objective", "year", "budget_year"]
Values: TypeAlias = dict[str, FloatArray]
"""By the name of the group, shape ``(trials, subjects)``; ``CUMULATIVE`` by month."""

CUMULATIVE: Final = "cumulative"


@dataclass(frozen=True)
class Group:
    """A figure that is compared, for the portfolio or for each subject of an axis."""

    name: str
    label: str
    unit: str
    better: Better
    values: Callable[[BlockFigures], npt.NDArray[Any]]
    axis: Axis = ""
    missing: Missing = "omit"


def _launched(figures: BlockFigures) -> npt.NDArray[Any]:
    return ~np.isnan(figures.launch)


def _over_budget(figures: BlockFigures) -> npt.NDArray[Any]:
    return np.asarray(figures.year_over.any(axis=1))


GROUPS: Final = (
    Group("value", "Value, after tax", "money", "higher", lambda figures: figures.value),
    Group("cost", "Cost", "money", "lower", lambda figures: figures.cost),
    Group("revenue", "Revenue and savings", "money", "higher", lambda figures: figures.revenue),
    Group("peak_funding", "Peak funding", "money", "lower", lambda figures: figures.peak_funding),
    Group("irr", "Rate of return", "share/year", "higher", lambda figures: figures.irr),
    Group("mirr", "Modified rate of return", "share/year", "higher", lambda figures: figures.mirr),
    Group("roi", "Return on investment", "ratio", "higher", lambda figures: figures.roi),
    Group("profitability_index", "Profitability index", "ratio", "higher", lambda figures: figures.profitability_index),
    Group("payback", "Payback", "months", "lower", lambda figures: figures.payback, missing="last"),
    Group(
        "discounted_payback",
        "Discounted payback",
        "months",
        "lower",
        lambda figures: figures.discounted_payback,
        missing="last",
    ),
    Group("launches", "Initiatives launched", "initiatives", "higher", lambda figures: figures.launches),
    Group("last_launch", "Last launch", "months", "lower", lambda figures: figures.last_launch, missing="last"),
    Group("value_positive", "Value above zero", "0/1", "higher", lambda figures: figures.value > 0),
    Group("no_irr", "No rate of return", "0/1", "lower", lambda figures: figures.no_irr),
    Group("several_irr", "Several rates of return", "0/1", "lower", lambda figures: figures.several_irr),
    Group("over_budget", "Some year over its budget", "0/1", "lower", _over_budget),
    Group("launch", "Launch", "months", "lower", lambda figures: figures.launch, "initiative", "last"),
    Group("launched", "Launched", "0/1", "higher", _launched, "initiative"),
    Group(
        "initiative_value",
        "Value, before tax",
        "money",
        "higher",
        lambda figures: figures.initiative_value,
        "initiative",
    ),
    Group("objective_hit", "Hit", "0/1", "higher", lambda figures: figures.objective_hit, "objective"),
    Group("year_total", "Cost", "money", "lower", lambda figures: figures.year_total, "year"),
    Group("year_over", "Over budget", "0/1", "lower", lambda figures: figures.year_over, "budget_year"),
)

CURVES: Final = ("value", "cost", "peak_funding", "payback", "last_launch")
"""Figures with an S-curve; dominance is judged in these too."""


@dataclass(frozen=True)
class Subject:
    """What one column of a group is about."""

    id: str
    name: str
    column: int


def keep(figures: BlockFigures) -> Values:
    """What is kept of a block."""
    kept = {group.name: _columns(group.values(figures)) for group in GROUPS}
    kept[CUMULATIVE] = figures.cumulative
    return kept


def joined_values(blocks: list[Values]) -> Values:
    """The values of consecutive blocks as one."""
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def subjects(plan: Plan, axis: Axis) -> tuple[Subject, ...]:
    """What the columns of a group are about; fiscal years without an envelope cannot be over it."""
    portfolio = plan.portfolio
    if axis == "initiative":
        return tuple(Subject(one.id, one.name, column) for column, one in enumerate(portfolio.initiatives))
    if axis == "objective":
        return tuple(Subject(one.id, one.name, column) for column, one in enumerate(portfolio.objectives))
    if axis:
        years = [period.label for period in view_periods(portfolio.settings, plan.months, "year")]
        known = set(year_of_budgets(portfolio)) if axis == "budget_year" else set(years)
        return tuple(Subject(label, label, column) for column, label in enumerate(years) if label in known)
    return (Subject("", "", 0),)


def is_idle(portfolios: list[Portfolio], group: Group, subject: Subject) -> bool:
    """Whether a figure says nothing under any scenario: an initiative that none funds, budgets that none has."""
    if group.name == "over_budget":
        return not any(portfolio.budgets for portfolio in portfolios)
    if group.axis != "initiative":
        return False
    chosen = [one.selected for portfolio in portfolios for one in portfolio.initiatives if one.id == subject.id]
    return not any(chosen)


def _columns(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Shape ``(trials, subjects)``; a copy, so that the block's other figures can go."""
    flat = values[:, None] if values.ndim == 1 else values
    return np.array(flat, dtype=np.int8 if flat.dtype == np.bool_ else flat.dtype)
