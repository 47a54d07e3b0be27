"""From the draws of a block to what the engines are given: lengths, costs, earliest starts, outcomes of gates.

Both engines take the same Workload, so whatever is decided here (risks, currencies, the grid) is decided once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.contract import GRID, DeliveryPlan, Workload
from simulation.draws import Draws
from simulation.jit import compiled, inlined

_TRIALS_AT_ONCE: Final = 64
"""Draws lie together by quantity, a workload by trial: so many trials of a row are read while they are written."""


def realise(plan: DeliveryPlan, draws: Draws) -> Workload:
    """The workload of a block: risks applied [R8], money in the portfolio's currency, times on the grid [R1]."""
    values = _Memory.of(draws.values)
    duration, rework, earliest, cost = (np.empty((draws.trials, len(plan.stage_ids))) for _ in range(4))
    passes = np.empty((draws.trials, int(plan.gate_ptr[-1])), dtype=np.bool_)
    _stages(*(*values, *_Memory.of(draws.occurs), *_network(plan)), duration, rework, earliest, cost)
    _gates(*values, *_Memory.of(draws.gates), plan.success_row.copy(), plan.gate_ptr.copy(), passes)
    return Workload(
        duration=duration,
        rework=rework,
        passes=passes,
        earliest=earliest,
        lag=_by_trial(values, plan.link_lag_row, draws.trials, times=True),
        launch_lag=_by_trial(values, plan.launch_lag_row, draws.trials, times=True),
        cost=cost,
        capacity=draws.staffing.capacity,
        envelope=_by_trial(values, plan.envelope_row, draws.trials, times=False),
    )


class _Memory(NamedTuple):
    """Rows of a table as one piece of memory: to compiled loops a part of the trials is the same as all of them."""

    cells: npt.NDArray[Any]  # read-only
    apart: int  # cells from the beginning of a row to that of the next

    @classmethod
    def of(cls, table: npt.NDArray[Any]) -> _Memory:
        if table.strides[1] != table.itemsize:
            table = np.ascontiguousarray(table)
        apart = table.strides[0] // table.itemsize
        length = (len(table) - 1) * apart + table.shape[1] if table.size else 0
        return cls(np.lib.stride_tricks.as_strided(table, (length,), (table.itemsize,), writeable=False), apart)


def _by_trial(values: _Memory, rows: IntArray, trials: int, *, times: bool) -> FloatArray:
    """What is drawn in the named rows, shape ``(trials, *rows.shape)``; 0 where the row is -1, times on the grid."""
    found = np.empty((trials, rows.size))
    _turn(*values, rows.flatten(), times, found)
    return found.reshape(trials, *rows.shape)


class _Network(NamedTuple):
    """What decides the lengths, costs and earliest starts of S stages, with their H hits by risks."""

    rows: IntArray  # (5, S) own length, rework, cost, its currency, delay of the initiative
    floors: FloatArray  # (2, S) earliest starts of the stage and of its initiative, before any delay
    crew_ptr: IntArray  # (S + 1,)
    crew_row: IntArray  # (C,) efforts
    crew_fte: FloatArray  # (C,)
    hit_ptr: IntArray  # (S + 1,)
    hit_risk: IntArray  # (H,)
    hit_rows: IntArray  # (4, H) factor and months, factor and amount of cost


@lru_cache(maxsize=4)
def _network(plan: DeliveryPlan) -> _Network:
    """The same for all slices of all blocks."""
    of_initiative, order = plan.stage_initiative, np.argsort(plan.hit_stage, kind="stable")
    drawn = (plan.duration_row, plan.rework_row, plan.cost_row, plan.cost_currency_row)
    effects = (plan.hit_factor_row, plan.hit_months_row, plan.hit_cost_factor_row, plan.hit_cost_amount_row)
    return _Network(
        rows=np.stack([*drawn, plan.start_delay_row[of_initiative]]),
        floors=np.stack([plan.stage_earliest, plan.initiative_earliest[of_initiative]]),
        crew_ptr=plan.crew_ptr.copy(),
        crew_row=plan.crew_effort_row.copy(),
        crew_fte=plan.crew_fte.copy(),
        hit_ptr=np.searchsorted(plan.hit_stage[order], np.arange(len(plan.stage_ids) + 1)),
        hit_risk=plan.hit_risk[order],
        hit_rows=np.stack([rows[order] for rows in effects]),
    )


@compiled
def _stages(
    values: FloatArray,
    apart: int,
    occurs: BoolArray,
    occurs_apart: int,
    rows: IntArray,
    floors: FloatArray,
    crew_ptr: IntArray,
    crew_row: IntArray,
    crew_fte: FloatArray,
    hit_ptr: IntArray,
    hit_risk: IntArray,
    hit_rows: IntArray,
    duration: FloatArray,
    rework: FloatArray,
    earliest: FloatArray,
    cost: FloatArray,
) -> None:
    """Write what a workload says of stages, all ``(n, S)``."""
    length, again, money, rate, begins, effort, months, amount = np.empty((8, _TRIALS_AT_ONCE))
    trials, stages = duration.shape
    for first in range(0, trials, _TRIALS_AT_ONCE):
        last = min(first + _TRIALS_AT_ONCE, trials)
        count = last - first
        for stage in range(stages):
            _read(length, values, apart, rows[0, stage], first, count, 0.0)
            _read(again, values, apart, rows[1, stage], first, count, 0.0)
            _read(money, values, apart, rows[2, stage], first, count, 0.0)
            _read(rate, values, apart, rows[3, stage], first, count, 1.0)
            _read(begins, values, apart, rows[4, stage], first, count, 0.0)
            for k in range(count):
                money[k] *= rate[k]
                months[k] = amount[k] = 0.0
            if rows[0, stage] < 0:
                for member in range(crew_ptr[stage], crew_ptr[stage + 1]):
                    _read(effort, values, apart, crew_row[member], first, count, 0.0)
                    for k in range(count):
                        length[k] = max(length[k], effort[k] / crew_fte[member])
            for hit in range(hit_ptr[stage], hit_ptr[stage + 1]):
                begin = hit_risk[hit] * occurs_apart + first
                for k in range(count):
                    if occurs[begin + k]:
                        length[k] *= _drawn(values, apart, hit_rows[0, hit], first + k, 1.0)
                        months[k] += _drawn(values, apart, hit_rows[1, hit], first + k, 0.0)
                        money[k] *= _drawn(values, apart, hit_rows[2, hit], first + k, 1.0)
                        amount[k] += _drawn(values, apart, hit_rows[3, hit], first + k, 0.0)
            floor, initiative_floor = floors[0, stage], floors[1, stage]
            for k in range(count):
                length[k] = _snap(max(length[k] + months[k], 0.0))
                again[k] = _snap(max(again[k] * length[k], 0.0))
                begins[k] = _snap(max(floor, initiative_floor + begins[k]))
                money[k] += amount[k]
            _write(duration[first:last], stage, length)
            _write(rework[first:last], stage, again)
            _write(earliest[first:last], stage, begins)
            _write(cost[first:last], stage, money)


@compiled
def _gates(
    values: FloatArray,
    apart: int,
    gates: FloatArray,
    gates_apart: int,
    success: IntArray,
    gate_ptr: IntArray,
    passes: BoolArray,
) -> None:
    """Write whether each attempt at each gate passes, shape ``(n, G)``."""
    chance, drawn = np.empty((2, _TRIALS_AT_ONCE))
    for first in range(0, passes.shape[0], _TRIALS_AT_ONCE):
        last = min(first + _TRIALS_AT_ONCE, passes.shape[0])
        part = passes[first:last]
        for stage in range(success.size):
            _read(chance, values, apart, success[stage], first, last - first, 1.0)
            for gate in range(gate_ptr[stage], gate_ptr[stage + 1]):
                _read(drawn, gates, gates_apart, gate, first, last - first, 0.0)
                for k in range(last - first):
                    part[k, gate] = drawn[k] < chance[k]


@compiled
def _turn(values: FloatArray, apart: int, rows: IntArray, times: bool, found: FloatArray) -> None:
    """Write what ``_by_trial`` gives."""
    for trial in range(found.shape[0]):
        for k in range(rows.size):
            drawn = _drawn(values, apart, rows[k], trial, 0.0)
            found[trial, k] = _snap(max(drawn, 0.0)) if times else drawn


@inlined
def _read(room: FloatArray, values: FloatArray, apart: int, row: int, first: int, count: int, missing: float) -> None:
    """Copy ``count`` trials of a row of ``_Memory``, from trial ``first`` on; ``missing`` where the row is -1."""
    if row < 0:
        for k in range(count):
            room[k] = missing
    else:
        drawn = values[row * apart + first : row * apart + first + count]
        for k in range(count):
            room[k] = drawn[k]


@inlined
def _write(part: FloatArray, column: int, room: FloatArray) -> None:
    for k in range(part.shape[0]):
        part[k, column] = room[k]


@inlined
def _drawn(values: FloatArray, apart: int, row: int, trial: int, missing: float) -> float:
    """What is drawn in a row of ``_Memory``, or ``missing`` where the row is -1."""
    return float(values[row * apart + trial]) if row >= 0 else missing


@inlined
def _snap(months: float) -> float:
    """As ``contract.snap``."""
    return float(np.rint(months * GRID)) / GRID
