"""How much of a figure's variance is due to each input: indices of Sobol', from samples.

Pure functions of arrays; the study of a portfolio is ``simulation.decide.matters.contributions``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulation.arrays import FloatArray
from simulation.decide.matters.regression import spline_columns
from simulation.decide.odds import Estimate

GROUPS: Final = 20
"""Parts of the sample that are left out in turn, to see how much an index changes."""

MOST_KNOTS: Final = 16

LEAST_TRIALS: Final = 3 * GROUPS

CLEAR: Final = 3.0
"""Standard errors from which an index is no accident, even the greatest of hundreds."""


def first_order(x: FloatArray, y: FloatArray) -> Estimate:
    """Share of the variance of ``y`` (n,) that goes when ``x`` (n,) is known, and its standard error.

    The adjusted coefficient of determination of a linear spline with knots at quantiles of ``x``: needs no design, only
    values that were drawn together.  It may be slightly below 0 for an input without effect.  What correlated inputs
    share counts for each of them.  The error is that of the jackknife over 20 groups of trials.

    Raises
    ------
    ValueError
        If there are fewer than ``LEAST_TRIALS``.

    References
    ----------
    Plischke, Borgonovo & Smith 2013, *Global sensitivity measures from given data*, EJOR 226(3); Theil 1961 (the
    adjustment); Efron & Tibshirani, *An Introduction to the Bootstrap*, ch. 11.
    """
    _require_trials(len(y))
    if np.ptp(y) == 0.0 or np.ptp(x) == 0.0:
        return Estimate(0.0, 0.0)
    columns, y = _columns(x), y - y.mean()
    pieces = [_moments(columns[part], y[part]) for part in np.array_split(np.arange(len(y)), GROUPS)]
    whole = sum(pieces[1:], pieces[0])
    without = np.array([_explained(whole - piece) for piece in pieces])
    return Estimate(_explained(whole), _jackknife_error(without))


def share_explained(x: FloatArray, y: FloatArray) -> float:
    """The first-order index without its error, and 0 where it is no more than what hundreds of idle inputs show.

    Of an input without effect the index scatters around 0 with about (2 p)^0.5 / n, for p coefficients.
    """
    if np.ptp(y) == 0.0 or np.ptp(x) == 0.0:
        return 0.0
    columns = _columns(x)
    found = _explained(_moments(columns, y - y.mean()))
    return found if found > CLEAR * np.sqrt(2 * columns.shape[1]) / len(y) else 0.0


def total_order(y: FloatArray, redrawn: FloatArray) -> Estimate:
    """Share of the variance of ``y`` (n,) that stays when all inputs but one are known, and its standard error.

    ``redrawn`` is the figure with that one input drawn anew and all others as in ``y``: half the mean squared
    difference over the variance.  The error is that of the jackknife.

    References
    ----------
    Jansen 1999, *Analysis of variance designs for model output*, Computer Physics Communications 117; Saltelli et al.
    2010, *Computer Physics Communications* 181(2), table 2 (f).
    """
    _require_trials(len(y))
    parts = np.array_split(np.arange(len(y)), GROUPS)
    terms = np.stack([np.ones_like(y), y + redrawn, y**2 + redrawn**2, np.square(y - redrawn) / 2])
    pieces = np.stack([terms[:, part].sum(axis=1) for part in parts])
    whole = pieces.sum(axis=0)
    without = np.array([_left_over(whole - piece) for piece in pieces])
    return Estimate(_left_over(whole), _jackknife_error(without))


def rank_correlation(inputs: FloatArray, y: FloatArray) -> FloatArray:
    """(k,) Spearman's rank correlation of each input (k, n) with ``y`` (n,); 0 where one of them does not vary."""
    ranks = np.stack([_centred_ranks(row) for row in (*inputs, y)])
    norms = np.sqrt(np.square(ranks).sum(axis=1))
    products = ranks[:-1] @ ranks[-1]
    scale = norms[:-1] * norms[-1]
    return np.asarray(np.divide(products, scale, out=np.zeros(len(inputs)), where=scale > 0))


def _require_trials(count: int) -> None:
    if count < LEAST_TRIALS:
        raise ValueError(f"shares of a variance need at least {LEAST_TRIALS} trials, not {count}")


def _centred_ranks(row: FloatArray) -> FloatArray:
    """Ranks around 0, of equals their mean."""
    _, place, count = np.unique(row, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2)[place] - (len(row) + 1) / 2)


def _columns(x: FloatArray) -> FloatArray:
    return spline_columns(x, int(np.clip(round(len(x) ** (1 / 3)), 3, MOST_KNOTS)))


def _moments(columns: FloatArray, y: FloatArray) -> FloatArray:
    """Everything that the fit needs, as one matrix that can be added and taken away."""
    extended = np.column_stack([columns, y, np.ones_like(y)])
    return np.asarray(extended.T @ extended)


def _explained(moments: FloatArray) -> float:
    size = len(moments) - 2
    count, total = moments[-1, -1], moments[-2, -2] - moments[-2, -1] ** 2 / moments[-1, -1]
    if total <= 0.0 or count <= size:
        return 0.0
    coefficients = np.linalg.lstsq(moments[:size, :size], moments[:size, -2])[0]
    left = moments[-2, -2] - coefficients @ moments[:size, -2]
    return float(1.0 - (left / (count - size)) / (total / (count - 1)))


def _left_over(sums: FloatArray) -> float:
    count, total, squares, halves = sums.tolist()
    variance = squares / (2 * count) - (total / (2 * count)) ** 2
    return halves / count / variance if variance > 0 else 0.0


def _jackknife_error(without: FloatArray) -> float:
    return float(np.sqrt((len(without) - 1) * without.var()))
