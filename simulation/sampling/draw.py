"""The draws of one block: every quantity, gate, risk and person of a plan, each from a stream of its own.

Block k is the same whatever else is run: always drawn whole, then cut to the trials that are wanted.
"""

from __future__ import annotations

import numpy as np

from models.uncertainty import Quantity
from simulation.arrays import BoolArray, FloatArray
from simulation.delivery.capacity import base_staffing, staff
from simulation.draws import BLOCK_TRIALS, Draws
from simulation.plan import Plan
from simulation.sampling.dependence import correlate
from simulation.sampling.quantiles import sample as sample_quantity
from simulation.sampling.streams import Method, uniforms


def sample(plan: Plan, block: int, trials: int = BLOCK_TRIALS, *, seed: int | None = None) -> Draws:
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
    method = plan.portfolio.settings.sampling
    staffing = staff(plan.staffing, values, seed=root, block=block, trials=BLOCK_TRIALS, method=method)
    whole = Draws(block, values, _gates(plan, values, root, block), _occurs(plan, values, root, block), staffing)
    return whole if trials == BLOCK_TRIALS else first_trials(whole, trials)


def base_draws(plan: Plan) -> Draws:
    """The base case as a block of one trial: quantities at base, gates passed, no risk, nobody leaves."""
    values = np.array([[quantity.base] for _, quantity in plan.quantities])
    values = _tied(plan, values)
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
    values = np.empty((len(plan.quantities), BLOCK_TRIALS))
    for number, (address, quantity) in enumerate(plan.quantities):
        values[number] = _one(quantity, address, seed, block, plan.portfolio.settings.sampling)
    for group in plan.correlations:
        values[group.rows] = correlate(values[group.rows], group.matrix, seed=seed, block=block, key=group.key)
    return _tied(plan, values)


def _one(quantity: Quantity, address: str, seed: int, block: int, method: Method) -> FloatArray | float:
    if quantity.is_certain:
        return quantity.base
    return sample_quantity(quantity, seed=seed, key=address, block=block, trials=BLOCK_TRIALS, method=method)


def _tied(plan: Plan, values: FloatArray) -> FloatArray:
    """Drivers applied in document order, then every quantity clipped to its domain; changes ``values``."""
    for effect in plan.drivers:
        if effect.scales:
            values[effect.target_row] *= values[effect.driver_row]
        else:
            values[effect.target_row] += values[effect.driver_row]
    np.clip(values, plan.low[:, None], plan.high[:, None], out=values)
    return values


def _gates(plan: Plan, values: FloatArray, seed: int, block: int) -> FloatArray:
    """Uniform draws of every attempt at every gate, shape (G, BLOCK_TRIALS)."""
    network = plan.delivery
    gates = np.zeros((int(network.gate_ptr[-1]), BLOCK_TRIALS))
    method = plan.portfolio.settings.sampling
    for number, stage in enumerate(network.stage_ids):
        low, high = int(network.gate_ptr[number]), int(network.gate_ptr[number + 1])
        if values[network.success_row[number]].min() >= 1.0:
            continue  # a gate that cannot fail needs no chance
        gates[low:high] = uniforms(seed, f"stage:{stage}.gate", block, high - low, BLOCK_TRIALS, method)
    return gates


def _occurs(plan: Plan, values: FloatArray, seed: int, block: int) -> BoolArray:
    """Whether each risk occurs, shape (R, BLOCK_TRIALS)."""
    network = plan.delivery
    occurs = np.zeros((len(network.risk_ids), BLOCK_TRIALS), dtype=np.bool_)
    method = plan.portfolio.settings.sampling
    for number, risk in enumerate(network.risk_ids):
        chance = uniforms(seed, f"risk:{risk}.occurs", block, 1, BLOCK_TRIALS, method)[0]
        occurs[number] = chance < values[network.risk_probability_row[number]]
    return occurs
