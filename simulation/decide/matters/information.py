"""What it is worth to know some inputs, and nothing else, before choosing.

Pure functions of arrays; what it is worth to know everything is in ``simulation.decide.odds``, the study of a portfolio
in ``simulation.decide.matters.learning``.  ``values`` are shaped (n, J): the value in each of n trials of each of J
alternatives, all in the same futures.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulation.arrays import FloatArray
from simulation.decide.matters.regression import Fit, best_fit
from simulation.decide.odds import Estimate, mean_of, perfect_information
from simulation.samples import ErrorBasis

REPEATS: Final = (50, 200)
"""Draws of the fit, by which its uncertainty is carried to what information is worth; fewer with many alternatives."""

LEAST_TRIALS: Final = 100

_COLUMNS: Final = 800
"""Draws x alternatives, within ``REPEATS``."""


def partial_information(values: FloatArray, inputs: FloatArray, basis: ErrorBasis) -> Estimate:
    """Expected value of perfect information on the inputs (k, n), known together: what that is worth.

    The alternatives' lead over the best is fitted as a smooth function of the inputs; who knows the inputs takes the
    alternative whose fit is greatest.  Because a fit follows the noise a little, the plain estimate is too high on
    average: its bias is found by drawing the fit anew from its own uncertainty, and taken off.  The error joins that of
    the fit and that of the sample.  Never below 0, never above what everything is worth.

    Raises
    ------
    ValueError
        If there are fewer than ``LEAST_TRIALS``.

    References
    ----------
    Strong, Oakley & Brennan 2014, *Estimating multiparameter partial expected value of perfect information from a
    probabilistic sensitivity analysis sample: a nonparametric regression approach*, Medical Decision Making 34(3).
    """
    if len(values) < LEAST_TRIALS:
        raise ValueError(f"the worth of knowing an input needs at least {LEAST_TRIALS} trials, not {len(values)}")
    lead = values - values[:, [values.mean(axis=0).argmax()]]
    others = lead[:, np.ptp(lead, axis=0) > 0.0]
    varied = inputs[np.ptp(inputs, axis=1) > 0.0]
    if not others.size or not len(varied):
        return Estimate(0.0, 0.0)
    found = best_fit(varied, others)
    plain, drawn = _gained(found.fitted), _drawn_anew(found)
    bias = max(float(drawn.mean()) - plain, 0.0)
    amount = min(max(plain - bias, 0.0), perfect_information(values, basis).value)
    of_sample = mean_of(np.maximum(found.fitted.max(axis=1), 0.0), basis).error
    return Estimate(amount, float(np.hypot(drawn.std(), of_sample)))


def _gained(lead: FloatArray) -> float:
    """Mean of the greatest lead, 0 for the best on average, less the greatest mean lead; ``lead`` is (n, m)."""
    return float(np.maximum(lead.max(axis=1), 0.0).mean() - max(float(lead.mean(axis=0).max()), 0.0))


def _drawn_anew(found: Fit) -> FloatArray:
    """What is gained under fits that are as likely as the one that was found."""
    rng = np.random.default_rng(1)  # the same sample gives the same answer
    noise, vectors = np.linalg.eigh(found.noise)
    spread = vectors * np.sqrt(np.maximum(noise, 0.0))
    shape = found.root.shape[1], len(noise)
    repeats = int(np.clip(_COLUMNS // len(noise), *REPEATS))
    drawn = (found.fitted + found.root @ (rng.standard_normal(shape) @ spread.T) for _ in range(repeats))
    return np.array([_gained(one) for one in drawn])
