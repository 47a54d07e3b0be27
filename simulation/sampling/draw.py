"""The draws of one block: every quantity, gate, risk and person of a plan, each from a stream of its own.

Block k is the same whatever else is run: always drawn whole, then cut to the trials that are wanted.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from models.uncertainty import Quantity
from simulation.arrays import BoolArray, FloatArray, IntArray
from simulation.delivery.capacity import base_staffing, staff
from simulation.delivery.contract import Pause
from simulation.draws import BLOCK_TRIALS, Draws
from simulation.plan import Plan
from simulation.sampling.dependence import correlate
from simulation.sampling.drawn import sample_into
from simulation.sampling.streams import uniform_rows


def sample(
    plan: Plan, block: int, trials: int = BLOCK_TRIALS, *, seed: int | None = None, pause: Pause | None = None
) -> Draws:
    """The first ``trials`` draws of a block; ``seed`` is the document's unless given.

    Raises
    ------
    ValueError
        If more trials are asked for than a block has.
    """
    if not 0 < trials <= BLOCK_TRIALS:
        raise ValueError(f"a block has 1 to {BLOCK_TRIALS} trials, not {trials}")
    root = plan.portfolio.settings.seed if seed is None else seed
    values = quantity_draws(plan, root, block)
    if pause is not None:
        pause()
    method = plan.portfolio.settings.sampling
    staffing = staff(plan.staffing, values, seed=root, block=block, trials=BLOCK_TRIALS, method=method)
    whole = Draws(block, values, draw_gates(plan, values, root, block), draw_risks(plan, values, root, block), staffing)
    return whole if trials == BLOCK_TRIALS else first_trials(whole, trials)


def base_draws(plan: Plan) -> Draws:
    """The base case as a block of one trial: quantities at base, gates passed, no risk, nobody leaves."""
    values = tied(plan, plan.base[:, None].copy())
    gates = np.zeros((int(plan.delivery.gate_ptr[-1]), 1))
    occurs = np.zeros((len(plan.delivery.risk_ids), 1), dtype=np.bool_)
    return Draws(0, values, gates - 1.0, occurs, base_staffing(plan.staffing, values))


def first_trials(draws: Draws, trials: int) -> Draws:
    """The same draws, cut to their first ``trials``."""
    people = draws.staffing
    cut = type(people)(
        people.headcount[:trials], people.capacity[:trials], people.arrivals[:trials], people.leavers[:trials]
    )
    return Draws(draws.block, draws.values[:, :trials], draws.gates[:, :trials], draws.occurs[:, :trials], cut)


def quantity_draws(plan: Plan, seed: int, block: int) -> FloatArray:
    """Every quantity of the plan, shape (Q, BLOCK_TRIALS): sampled, correlated, driven and clipped to its domain."""
    rows, uncertain, certain = _sorted_out(plan)
    values = np.empty((len(plan.quantities), BLOCK_TRIALS))
    values[:] = certain
    sample_into(values, rows, uncertain, seed, block, plan.portfolio.settings.sampling)
    for group in plan.correlations:
        values[group.rows] = correlate(values[group.rows], group.matrix, seed=seed, block=block, key=group.key)
    return tied(plan, values)


@lru_cache(maxsize=4)
def _sorted_out(plan: Plan) -> tuple[IntArray, list[tuple[str, Quantity]], FloatArray]:
    """Rows and quantities that are uncertain; and the values of the certain ones, shape (Q, 1), NaN elsewhere."""
    uncertain = {row: named for row, named in enumerate(plan.quantities) if not named[1].is_certain}
    certain = [[np.nan if row in uncertain else named[1].base] for row, named in enumerate(plan.quantities)]
    return np.array(list(uncertain), dtype=np.int64), list(uncertain.values()), np.array(certain).reshape(-1, 1)


def tied(plan: Plan, values: FloatArray) -> FloatArray:
    """Drivers applied in document order, then every quantity clipped to its domain; changes ``values``."""
    for effect in plan.drivers:
        if effect.scales:
            values[effect.target_row] *= values[effect.driver_row]
        else:
            values[effect.target_row] += values[effect.driver_row]
    rows = plan.clipped
    values[rows] = np.minimum(np.maximum(values[rows], plan.low[rows, None]), plan.high[rows, None])
    return values


def draw_gates(plan: Plan, values: FloatArray, seed: int, block: int) -> FloatArray:
    """Uniform draws of every attempt at every gate, shape (G, BLOCK_TRIALS); 0 at gates that cannot fail."""
    stages, attempts = open_gates(plan, values), np.diff(plan.delivery.gate_ptr)
    gates = np.zeros((int(plan.delivery.gate_ptr[-1]), BLOCK_TRIALS))
    gates[np.isin(np.repeat(np.arange(len(attempts)), attempts), stages)] = gate_rows(plan, stages, seed, block)
    return gates


def open_gates(plan: Plan, values: FloatArray) -> IntArray:
    """The stages whose gate can fail in some trial."""
    return np.flatnonzero(values[plan.delivery.success_row].min(axis=1, initial=1.0) < 1.0)


def gate_rows(plan: Plan, stages: IntArray, seed: int, block: int) -> FloatArray:
    """Uniform draws of every attempt at the gates of some stages, one stage after the other."""
    keys = [f"stage:{plan.delivery.stage_ids[stage]}.gate" for stage in stages.tolist()]
    attempts = np.diff(plan.delivery.gate_ptr)[stages]
    return uniform_rows(seed, keys, block, BLOCK_TRIALS, plan.portfolio.settings.sampling, attempts)


def draw_risks(plan: Plan, values: FloatArray, seed: int, block: int) -> BoolArray:
    """Whether each risk occurs, shape (R, BLOCK_TRIALS)."""
    network = plan.delivery
    keys = [f"risk:{risk}.occurs" for risk in network.risk_ids]
    chances = uniform_rows(seed, keys, block, BLOCK_TRIALS, plan.portfolio.settings.sampling)
    return chances < values[network.risk_probability_row]
