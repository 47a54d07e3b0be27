"""Means over futures that are gone through part by part, with their standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulation.arrays import FloatArray
from simulation.exact import ExactSample
from simulation.samples import ErrorBasis


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Means:
    """Means over the trials with their standard errors, both of the shape of what is averaged."""

    mean: FloatArray
    error: FloatArray  # NaN where it cannot be told


def means_of(parts: Sequence[FloatArray], basis: ErrorBasis) -> Means:
    """Of consecutive parts of the trials, which come first in each."""
    kept = ExactSample(np.concatenate(parts), "omit", basis)
    error = kept.standard_error() if kept.trials > 1 else np.full(kept.shape, np.nan)
    return Means(kept.mean(), error)
