"""Rank correlation between sampled quantities, and the repair of correlations that cannot be.

Values are only rearranged among the trials of a block, so that each quantity keeps its distribution to the last
digit.  Which quantities hang together is the plan's knowledge; factors shared by many are drivers, not this.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import special

from simulation.arrays import FloatArray, IntArray
from simulation.sampling.streams import generator

# Rounding in eigenvalues of a matrix of ones and correlations.
_TOLERANCE = 1e-10
_MOST_PROJECTIONS = 5000


class Change(NamedTuple):
    """A correlation that the repair altered, between the quantities ``first`` < ``second`` of the matrix."""

    first: int
    second: int
    before: float
    after: float


def correlate(values: FloatArray, matrix: FloatArray, seed: int, block: int, key: str = "") -> FloatArray:
    """The rows of ``values`` rearranged to have the rank correlations of ``matrix``; new, same shape.

    Parameters
    ----------
    values
        One row per quantity, one column per trial of the block; rows drawn independently.
    matrix
        Spearman's rank correlations, symmetric with ones on its diagonal; ``nearest_correlation`` makes it
        possible where it is not.
    seed, block, key
        Key the streams that order equal values, which discrete quantities have; groups that are rearranged apart
        need a ``key`` each, such as the address of their first quantity, or their equals would share an order.

    Notes
    -----
    Iman-Conover on each row's own ranks.  The first row stays as it is and each other row depends on those before
    it only, so quantities outside, and additions at the end, change nothing.  Normal scores of correlation
    2 sin(pi rho / 6) have rank correlation rho (Pearson 1907); many equal values weaken it.
    """
    count, trials = values.shape
    _check_square(matrix, count)
    if count < 2 or trials < 3:
        return values.copy()
    target = 2 * np.sin(np.pi / 6 * matrix)
    np.fill_diagonal(target, 1.0)
    if not is_positive_semidefinite(target):
        target, _ = nearest_correlation(target)
    ranks = np.stack(
        [_ranks(row, generator(seed, f"{key}/ties/{index}", block)) for index, row in enumerate(values)], axis=1
    )
    places = _aimed_ranks(target, _normal_scores(trials)[ranks])
    return np.stack([np.sort(row)[place] for row, place in zip(values, places, strict=True)])


def iman_conover(x: FloatArray, correlation: FloatArray, scores: FloatArray | None = None) -> FloatArray:
    """The columns of ``x`` rearranged so that their ranks follow scores of the given correlation; shape ``(n, k)``.

    Parameters
    ----------
    x
        One column per quantity, n values each.
    correlation
        The linear correlation of the scores, positive semi-definite; that of the ranks comes out close to it.
    scores
        Shape ``(n, k)``, each column one set of scores in some order; by default normal scores in the order of
        the columns of ``x``.

    References
    ----------
    Iman & Conover 1982, *Communications in Statistics* B11(3); Mildenhall 2005, *Correlation and Aggregate Loss
    Distributions With An Emphasis On The Iman-Conover Method*.
    """
    _check_square(correlation, x.shape[1])
    if scores is None:
        scores = _normal_scores(len(x))[np.stack([_order_ranks(column) for column in x.T], axis=1)]
    ranks = np.stack(_aimed_ranks(correlation, scores), axis=1)
    return np.asarray(np.take_along_axis(np.sort(x, axis=0), ranks, axis=0))


def _aimed_ranks(correlation: FloatArray, scores: FloatArray) -> list[IntArray]:
    """For each column of scores, freed of their chance correlation, the ranks that have the given one."""
    aimed = _uncorrelated(scores) @ _root(correlation).T
    return [_order_ranks(column) for column in aimed.T]


def _uncorrelated(scores: FloatArray) -> FloatArray:
    """The scores freed of their chance correlation; as they are where there are too few trials to tell it."""
    try:
        factor = np.linalg.cholesky(np.corrcoef(scores, rowvar=False))
    except np.linalg.LinAlgError:
        return scores
    return np.asarray(np.linalg.solve(factor, scores.T).T)


def _root(correlation: FloatArray) -> FloatArray:
    """The lower triangle L with L L' = ``correlation``; a column of zeros where one quantity follows from others."""
    count = len(correlation)
    root = np.zeros((count, count))
    for column in range(count):
        left = correlation[column:, column] - root[column:, :column] @ root[column, :column]
        if left[0] > _TOLERANCE:
            root[column:, column] = left / np.sqrt(left[0])
    return root


@lru_cache(maxsize=4)
def _normal_scores(count: int) -> FloatArray:
    """Van der Waerden's scores in increasing order, scaled to a standard deviation of 1; read-only."""
    scores: FloatArray = special.ndtri(np.arange(1, count + 1) / (count + 1))
    scores /= np.sqrt(np.mean(scores**2))
    scores.flags.writeable = False
    return scores


def _order_ranks(column: FloatArray) -> IntArray:
    """Ranks from 0; of equals, the earlier is the lower."""
    ranks = np.empty(len(column), dtype=np.int64)
    ranks[np.argsort(column, kind="stable")] = np.arange(len(column))
    return ranks


def _ranks(row: FloatArray, stream: np.random.Generator) -> IntArray:
    """Ranks from 0, equals in random order."""
    shuffle = stream.permutation(len(row))
    ranks = np.empty(len(row), dtype=np.int64)
    ranks[shuffle] = _order_ranks(row[shuffle])
    return ranks


def is_positive_semidefinite(matrix: FloatArray) -> bool:
    """Whether a symmetric matrix has no negative eigenvalue, but for rounding."""
    return bool(np.linalg.eigvalsh(matrix)[0] >= -_TOLERANCE * len(matrix))


def nearest_correlation(matrix: FloatArray) -> tuple[FloatArray, tuple[Change, ...]]:
    """The correlation matrix nearest to ``matrix`` (least sum of squared changes), and what had to be changed.

    Raises
    ------
    ValueError
        If ``matrix`` is not square, symmetric, finite, and one on its diagonal.

    References
    ----------
    Higham 2002, *Computing the nearest correlation matrix*, IMA J. Numerical Analysis 22(3): alternating
    projections with Dykstra's correction.
    """
    _check_square(matrix, len(matrix))
    if is_positive_semidefinite(matrix) and np.abs(matrix).max() <= 1:
        return matrix.copy(), ()
    repaired = _unit_diagonal(_without_negative(_projected(matrix)))
    changes = tuple(
        Change(int(first), int(second), float(matrix[first, second]), float(repaired[first, second]))
        for first, second in zip(*np.triu_indices(len(matrix), 1), strict=True)
        if abs(matrix[first, second] - repaired[first, second]) > 1e-8
    )
    return repaired, changes


def _projected(matrix: FloatArray) -> FloatArray:
    """Higham's iteration, until a step changes nothing to speak of."""
    current, correction = matrix.copy(), np.zeros_like(matrix)
    for _ in range(_MOST_PROJECTIONS):
        moved = current - correction
        semidefinite = _without_negative(moved)
        correction = semidefinite - moved
        following = semidefinite.copy()
        np.fill_diagonal(following, 1.0)
        step = np.abs(following - current).max()
        current = following
        if step < _TOLERANCE:
            break
    return current


def _without_negative(matrix: FloatArray) -> FloatArray:
    """The nearest positive semi-definite matrix: negative eigenvalues set to 0."""
    eigenvalues, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(eigenvalues, 0)) @ vectors.T)


def _unit_diagonal(matrix: FloatArray) -> FloatArray:
    """Scaled to ones on the diagonal, which keeps it semi-definite; exactly symmetric."""
    scale = 1 / np.sqrt(np.diag(matrix))
    scaled = np.clip(matrix * np.outer(scale, scale), -1, 1)
    symmetric = np.asarray((scaled + scaled.T) / 2, dtype=np.float64)
    np.fill_diagonal(symmetric, 1.0)
    return symmetric


def _check_square(matrix: FloatArray, count: int) -> None:
    """Refuse what is no table of correlations between ``count`` quantities."""
    if matrix.shape != (count, count):
        raise ValueError(f"correlations of {count} quantities are a {count} x {count} matrix, not {matrix.shape}")
    if not np.isfinite(matrix).all():
        raise ValueError("all correlations must be finite")
    if not np.allclose(matrix, matrix.T, rtol=0, atol=1e-12) or not np.allclose(np.diag(matrix), 1):
        raise ValueError("correlations must be symmetric, with ones on the diagonal")
