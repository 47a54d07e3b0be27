"""Quantities drawn: streams of uniform numbers through the quantile functions, many quantities at once.

Owns which stream a quantity draws on.  The quantile functions alone are in ``quantiles``: they need neither streams nor
the compiler.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from models.uncertainty import Pert, Quantity, Throughput
from simulation.arrays import FloatArray, IntArray
from simulation.sampling.quantiles import as_pert, pert_rows, quantile
from simulation.sampling.streams import Method, uniform_rows
from simulation.sampling.throughput import months_to_finish

_ROWS_AT_ONCE: Final = 64
"""Of a block, these take half a megabyte: the processor has them at hand from the first step to the last."""


def sample(
    quantity: Quantity, seed: int, key: str, block: int, trials: int, method: Method = "latin_hypercube"
) -> FloatArray:
    """The values of ``quantity`` in the trials of one block, shape ``(trials,)``.

    Scale and shift act on the values, never on the draws: the stream depends on seed, key and block alone.  A
    throughput draws on streams of its own below ``key``.
    """
    values: FloatArray = sample_rows([(key, quantity)], seed, block, trials, method)[0]
    return values


def sample_rows(
    quantities: Sequence[tuple[str, Quantity]],
    seed: int,
    block: int,
    trials: int,
    method: Method = "latin_hypercube",
) -> FloatArray:
    """``sample`` of many quantities, each with its key, at once; shape ``(len(quantities), trials)``."""
    values = np.empty((len(quantities), trials))
    sample_into(values, np.arange(len(quantities)), quantities, seed, block, method)
    return values


def sample_into(
    values: FloatArray,
    rows: IntArray,
    quantities: Sequence[tuple[str, Quantity]],
    seed: int,
    block: int,
    method: Method = "latin_hypercube",
) -> None:
    """Write ``sample_rows`` to the named ``rows`` of ``values``, shape ``(Q, trials)``."""
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        part = slice(first, first + _ROWS_AT_ONCE)
        values[rows[part]] = _sampled(quantities[part], seed, block, values.shape[1], method)


def _sampled(
    quantities: Sequence[tuple[str, Quantity]], seed: int, block: int, trials: int, method: Method
) -> FloatArray:
    values = uniform_rows(seed, [key for key, _ in quantities], block, trials, method)
    distributions = [as_pert(quantity.distribution) for _, quantity in quantities]
    perts = {row: distribution for row, distribution in enumerate(distributions) if isinstance(distribution, Pert)}
    values[list(perts)] = pert_rows(list(perts.values()), values[list(perts)])
    for row, ((key, quantity), distribution) in enumerate(zip(quantities, distributions, strict=True)):
        if isinstance(distribution, Throughput):
            values[row] = months_to_finish(distribution, quantile, seed, key, block, trials, method)
        elif not isinstance(distribution, Pert):
            values[row] = quantile(distribution, values[row])
        if quantity.scale != 1:
            values[row] *= quantity.scale
        if quantity.shift != 0:
            values[row] += quantity.shift
    return values
