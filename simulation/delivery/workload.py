"""From the draws of a block to what the engines are given: lengths, costs, earliest starts, outcomes of gates.

Both engines take the same Workload, so whatever is decided here (risks, currencies, the grid) is decided once.
"""

from __future__ import annotations

import numpy as np

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.contract import DeliveryPlan, Workload, snap
from simulation.draws import Draws


def realise(plan: DeliveryPlan, draws: Draws) -> Workload:
    """The workload of a block: risks applied [R8], money in the portfolio's currency, times on the grid [R1]."""
    values = draws.values
    length, cost = _with_risks(plan, draws, _lengths(plan, values), _costs(plan, values))
    length = snap(np.maximum(length, 0.0))
    initiative_earliest = plan.initiative_earliest[:, None] + _rows(values, plan.start_delay_row, 0.0)
    earliest = np.maximum(plan.stage_earliest[:, None], initiative_earliest[plan.stage_initiative])
    launch_lag = _rows(values, plan.launch_lag_row, 0.0)
    return Workload(
        duration=_by_trial(length),
        rework=_by_trial(snap(np.maximum(_rows(values, plan.rework_row, 0.0) * length, 0.0))),
        passes=_passes(plan, draws),
        earliest=_by_trial(snap(earliest)),
        lag=_by_trial(snap(np.maximum(_rows(values, plan.link_lag_row, 0.0), 0.0))),
        launch_lag=_by_trial(snap(np.maximum(launch_lag, 0.0))),
        cost=_by_trial(cost),
        capacity=draws.staffing.capacity,
        envelope=_by_trial(_rows(values, plan.envelope_row.reshape(-1), 0.0)).reshape(-1, *plan.envelope_row.shape),
    )


def _rows(values: FloatArray, rows: IntArray, missing: float) -> FloatArray:
    """The named rows of ``values``, shape ``(len(rows), n)``, and ``missing`` where the row is -1."""
    if not len(values):
        return np.full((len(rows), values.shape[1]), missing)
    return np.where(rows[:, None] >= 0, values[rows], missing)


def _by_trial(rows: FloatArray) -> FloatArray:
    return np.ascontiguousarray(rows.T)


def _lengths(plan: DeliveryPlan, values: FloatArray) -> FloatArray:
    """Drawn lengths, shape (S, n): the stage's own, else the longest effort / FTE of its crew, else 0."""
    lengths = _rows(values, plan.duration_row, 0.0)
    for stage in np.flatnonzero(plan.duration_row < 0):
        crew = slice(plan.crew_ptr[stage], plan.crew_ptr[stage + 1])
        effort = _rows(values, plan.crew_effort_row[crew], 0.0)
        lengths[stage] = (effort / plan.crew_fte[crew, None]).max(axis=0, initial=0.0)
    return lengths


def _costs(plan: DeliveryPlan, values: FloatArray) -> FloatArray:
    """Drawn external costs in the portfolio's currency, shape (S, n)."""
    return _rows(values, plan.cost_row, 0.0) * _rows(values, plan.cost_currency_row, 1.0)


def _with_risks(
    plan: DeliveryPlan, draws: Draws, length: FloatArray, cost: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Lengths and costs x the factors + the months and amounts of the risks that occur [R8]."""
    months, amount = np.zeros_like(length), np.zeros_like(cost)
    happens = draws.occurs.max(axis=1, initial=False)
    for hit in np.flatnonzero(happens[plan.hit_risk]).tolist():
        stage, occurs = plan.hit_stage[hit], draws.occurs[plan.hit_risk[hit]]
        for change, rows, target in (
            (np.multiply, plan.hit_factor_row, length),
            (np.add, plan.hit_months_row, months),
            (np.multiply, plan.hit_cost_factor_row, cost),
            (np.add, plan.hit_cost_amount_row, amount),
        ):
            if rows[hit] >= 0:
                change(target[stage], draws.values[rows[hit]], out=target[stage], where=occurs)
    return length + months, cost + amount


def _passes(plan: DeliveryPlan, draws: Draws) -> BoolArray:
    """Whether each attempt at each gate passes, shape (n, G)."""
    attempts = np.diff(plan.gate_ptr)
    chance = np.repeat(_rows(draws.values, plan.success_row, 1.0), attempts, axis=0)
    return np.ascontiguousarray((draws.gates < chance).T)
