"""Figures as smooth functions of inputs, fitted by least squares to what was simulated: linear splines in each input.

Pure functions of arrays; no portfolio, no randomness.  Knots lie at quantiles of the input, so that its distribution
does not matter; an input of few values has one coefficient for each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import linalg

from simulation.arrays import FloatArray

_RIDGE: Final = 1e-10
"""Of the mean diagonal: keeps the equations solvable where an input hardly varies."""


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Fit:
    """A least-squares fit of m functions of n points by p coefficients each."""

    fitted: FloatArray  # (n, m)
    root: FloatArray  # (n, p) whose rows times p independent normals have the covariance of the fit for unit noise
    noise: FloatArray  # (m, m) covariance of the residuals
    score: float  # generalised cross-validation: the mean squared error to expect on new points, relative


def spline_columns(x: FloatArray, knots: int) -> FloatArray:
    """(n, p) hat functions at up to ``knots`` distinct quantiles of ``x``; they add up to 1 in every row."""
    places = knot_places(x, knots)
    if len(places) == 1:
        return np.ones((len(x), 1))
    above = np.clip(np.searchsorted(places, x, side="right"), 1, len(places) - 1)
    share = (x - places[above - 1]) / (places[above] - places[above - 1])
    columns = np.zeros((len(x), len(places)))
    rows = np.arange(len(x))
    columns[rows, above - 1] = 1.0 - share
    columns[rows, above] = share
    return columns


def knot_places(x: FloatArray, knots: int) -> FloatArray:
    """Distinct values of ``x``: all of them where there are no more than ``knots``, else at even quantiles."""
    values = np.unique(x)
    if len(values) <= knots:
        return values
    return np.unique(np.quantile(x, np.linspace(0.0, 1.0, knots), method="nearest"))


def additive_columns(inputs: FloatArray, knots: int, *, products: bool) -> FloatArray:
    """(n, p) a constant, the splines of each of the inputs (k, n), and with ``products`` those of each pair."""
    parts = [np.ones((inputs.shape[1], 1))]
    parts += [spline_columns(x, knots)[:, 1:] for x in inputs]
    if products:
        straight = [_standardised(x) for x in inputs]
        pairs = [(i, j) for i in range(len(straight)) for j in range(i)]
        parts += [(straight[i] * straight[j])[:, None] for i, j in pairs]
    return np.concatenate(parts, axis=1)


def fit(columns: FloatArray, y: FloatArray) -> Fit:
    """The least-squares fit of ``y`` (n, m) by ``columns`` (n, p).

    References
    ----------
    Golub, Heath & Wahba 1979, *Technometrics* 21(2): generalised cross-validation.
    """
    count, size = columns.shape
    gram = columns.T @ columns
    gram[np.diag_indices(size)] += _RIDGE * np.trace(gram) / size
    lower = np.linalg.cholesky(gram)
    coefficients = linalg.cho_solve((lower, True), columns.T @ y)
    fitted = columns @ coefficients
    left = y - fitted
    free = max(count - size, 1)
    noise = left.T @ left / free
    total = np.maximum(np.square(y - y.mean(axis=0)).mean(axis=0), np.finfo(float).tiny)
    score = float((np.square(left).mean(axis=0) / total).sum() * (count / free) ** 2)
    root = linalg.solve_triangular(lower, columns.T, lower=True).T
    return Fit(fitted, root, noise, score)


def best_fit(inputs: FloatArray, y: FloatArray) -> Fit:
    """The fit of ``y`` (n, m) by the inputs (k, n) together that promises most on new points.

    Straight lines, splines of 4 and of 9 knots; for several inputs also with products of pairs.
    """
    several = len(inputs) > 1
    tried = [
        additive_columns(inputs, knots, products=products)
        for knots in (2, 4, 9)
        for products in ((False, True) if several else (False,))
    ]
    room = inputs.shape[1] // 4  # more coefficients than this would be guesses
    possible = [one for one in tried if one.shape[1] <= room] or tried[:1]
    return min((fit(one, y) for one in possible), key=lambda found: found.score)


def _standardised(x: FloatArray) -> FloatArray:
    spread = x.std()
    return (x - x.mean()) / spread if spread > 0 else np.zeros_like(x)
