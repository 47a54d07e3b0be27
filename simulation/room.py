"""Room for figures: arrays of their final types, into which trials are observed, so that nothing is copied afterwards.

A room is taken for many trials and handed out in parts, which threads may fill side by side.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from models.budget import BUDGET_CATEGORIES
from simulation.delivery.contract import CAUSES, STATUSES
from simulation.figures import SPECS, BlockFigures, Figures, FigureShapes
from simulation.money.ledger import LINES
from simulation.money.views import view_periods
from simulation.plan import Plan

_FIXED: Final = {
    "line": len(LINES),
    "category": len(BUDGET_CATEGORIES),
    "cause": len(CAUSES),
    "status": len(STATUSES),
}


@lru_cache(maxsize=8)
def shapes_of(plan: Plan) -> FigureShapes:
    """The shapes of a plan's figures in one trial."""
    portfolio, network = plan.portfolio, plan.delivery
    lengths = _FIXED | {
        "initiative": len(network.initiative_ids),
        "stage": len(network.stage_ids),
        "team": len(network.team_ids),
        "product": len(portfolio.products),
        "objective": len(portfolio.objectives),
        "budget": len(portfolio.budgets),
        "month": plan.months,
        "quarter": len(view_periods(portfolio.settings, plan.months, "quarter")),
        "year": len(view_periods(portfolio.settings, plan.months, "year")),
    }
    return {name: tuple(lengths[axis] for axis in spec.axes) for name, spec in SPECS.items()}


def room_for(plan: Plan, trials: int) -> BlockFigures:
    """Arrays for the figures of ``trials``, yet to be filled."""
    shapes = shapes_of(plan)
    return Figures(**{name: np.empty((trials, *shapes[name]), spec.dtype) for name, spec in SPECS.items()})


def part_of(room: BlockFigures, first: int, last: int) -> BlockFigures:
    """The room of trials ``first`` to ``last`` (not included): the same memory."""
    return Figures(**{name: array[first:last] for name, array in room.items()})


def closed(room: BlockFigures) -> BlockFigures:
    """The room itself, read-only from now on."""
    for name in SPECS:
        getattr(room, name).setflags(write=False)
    return room
