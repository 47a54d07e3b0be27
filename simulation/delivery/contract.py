"""What both delivery engines are given and what they return, as plain arrays.

``DeliveryPlan`` is the integer-indexed network of one portfolio under one scenario,
``Workload`` the sampled inputs of a block of trials, ``Delivery`` what happened in them.
Trials come first in every array of a block.  No engine code lives here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol, TypeAlias

import numpy as np

from simulation.arrays import BoolArray, ByteArray, FloatArray, IntArray
from simulation.delivery.effort import PackedEffort, unpacked

GRID: Final = 1e10
"""Times are whole multiples of 1 / GRID months, decimal as people write them [R1]."""

SPEED_TOLERANCE: Final = 1e-9
NO_LIMIT: Final = 2**31 - 1

CAUSES: Final = ("start", "predecessor", "team", "budget", "limit", "switching")
START, PREDECESSOR, TEAM, BUDGET, LIMIT, SWITCHING = range(6)

STATUSES: Final = ("unfunded", "launched", "stopped", "blocked", "unfinished")
UNFUNDED, LAUNCHED, STOPPED, BLOCKED, UNFINISHED = range(5)

COST_CATEGORIES: Final = ("external", "tooling", "research")


def snap(months: FloatArray | float) -> FloatArray:
    """The nearest instant of the grid, half to even; shape as given."""
    return np.rint(np.asarray(months) * GRID) / GRID


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class DeliveryPlan:
    """The network of funded stages and the teams, budgets and limits around it.

    Stages are those of the selected options, in document order; initiatives are all of the
    portfolio's, funded or not, so that results of two scenarios line up.  ``x_ptr`` arrays are
    compressed rows: the items of stage s are ``x[x_ptr[s]:x_ptr[s + 1]]``.  ``*_row`` arrays
    index the rows of ``Draws.values``; -1 means none.
    """

    months: int
    stage_ids: tuple[str, ...]
    initiative_ids: tuple[str, ...]
    team_ids: tuple[str, ...]

    funded: BoolArray  # (I,)
    stage_initiative: IntArray  # (S,)
    initiative_ptr: IntArray  # (I + 1,) stages of an initiative lie together
    rank_order: IntArray  # (S,) stages by rank, then document order

    stage_earliest: FloatArray  # (S,) months; 0 where none
    initiative_earliest: FloatArray  # (I,)
    start_delay_row: IntArray  # (I,)
    launch_lag_row: IntArray  # (I,)

    duration_row: IntArray  # (S,) -1: longest effort / FTE of the crew
    crew_ptr: IntArray  # (S + 1,)
    crew_team: IntArray  # (C,)
    crew_fte: FloatArray  # (C,)
    crew_effort_row: IntArray  # (C,)
    crew_line: IntArray  # (C,) charge line, see below

    link_ptr: IntArray  # (S + 1,)
    link_stage: IntArray  # (L,) predecessor stage, or -1
    link_initiative: IntArray  # (L,) predecessor initiative, or -1
    link_lag_row: IntArray  # (L,)

    success_row: IntArray  # (S,)
    rework: BoolArray  # (S,) a failed gate repeats, otherwise it stops
    rework_row: IntArray  # (S,)
    gate_ptr: IntArray  # (S + 1,) attempts at the gate: 1, or 1 + max_rework

    cost_row: IntArray  # (S,) external cost
    cost_currency_row: IntArray  # (S,) rate to the portfolio's currency, -1: its own
    category: IntArray  # (S,) index into COST_CATEGORIES

    line_initiative: IntArray  # (N,) charge lines: each (initiative, team, capitalised share) once
    line_team: IntArray  # (N,)
    line_capitalised: FloatArray  # (N,)

    contractor_limit: FloatArray  # (T,)
    switching_loss: FloatArray  # (T,)
    team_limit: IntArray  # (T,) NO_LIMIT where none
    portfolio_limit: int
    start_threshold: float
    preemptive: bool
    enforced: bool
    carry_over: bool
    period_of_month: IntArray  # (months,) budget period, counted from the one that holds month 0
    envelope_row: IntArray  # (3 categories, periods) -1: no line, nothing to spend
    limited: BoolArray  # (3,) the category has any budget line

    risk_ids: tuple[str, ...]
    risk_probability_row: IntArray  # (R,) after mitigation where that is active
    hit_risk: IntArray  # (H,) one row for each stage hit by a risk
    hit_stage: IntArray  # (H,)
    hit_factor_row: IntArray  # (H,) -1 where it does not act
    hit_months_row: IntArray  # (H,)
    hit_cost_factor_row: IntArray  # (H,)
    hit_cost_amount_row: IntArray  # (H,) in the portfolio's currency


@dataclass(frozen=True, eq=False)
class Workload:
    """The sampled inputs of a block of n trials, ready for an engine; all times on the grid."""

    duration: FloatArray  # (n, S) months at full crew, risks included
    rework: FloatArray  # (n, S) months of one repetition
    passes: BoolArray  # (n, G) outcome of each attempt at each gate
    earliest: FloatArray  # (n, S)
    lag: FloatArray  # (n, L)
    launch_lag: FloatArray  # (n, I)
    cost: FloatArray  # (n, S) external cost in the portfolio's currency, risks included
    capacity: FloatArray  # (n, T, months) own productive FTE
    envelope: FloatArray  # (n, 3, periods) amount of each budget

    @property
    def trials(self) -> int:
        """Number of trials, n."""
        return int(self.duration.shape[0])


@dataclass(frozen=True, eq=False)
class Delivery:
    """What happened in a block of n trials; times that never came are NaN."""

    ready: FloatArray  # (n, S) when it could have started but for people, limits and budget
    start: FloatArray  # (n, S)
    end: FloatArray  # (n, S) success, or final failure or abandonment of a started stage
    done: FloatArray  # (n, S) share of the drawn length worked, 0..1 (1 in rework)
    attempts: ByteArray  # (n, S) gates drawn
    succeeded: BoolArray  # (n, S)
    launch: FloatArray  # (n, I) NaN unless launched by the horizon
    finish: FloatArray  # (n, I) last end, or the stop; NaN where neither came
    status: ByteArray  # (n, I) index into STATUSES
    waits: FloatArray  # (n, I, len(CAUSES)) months
    packed_effort: PackedEffort
    contractors: FloatArray  # (n, T, months) FTE-months worked by contractors
    leeway: FloatArray  # (n, 2, 3, periods) how much less, or more, each envelope could be with nothing changed [R9]

    @cached_property
    def effort(self) -> FloatArray:
        """FTE-months used by each charge line, shape ``(n, N, months)``; large, and made when first asked for."""
        return unpacked(self.packed_effort, self.contractors.shape[2])


Pause: TypeAlias = Callable[[], None]
"""Called every few milliseconds of work, to end it by an exception where nobody wants it any more."""


class Engine(Protocol):
    """What happens in each trial of a workload."""

    def __call__(self, plan: DeliveryPlan, work: Workload, pause: Pause | None = None) -> Delivery:
        """The delivery; trials are independent, so that pauses change nothing."""
        ...
