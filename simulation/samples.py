"""What is known of a figure over all trials: mean, percentiles, shares, and how far off each of them may be.

A ``Sample`` answers the same questions whether it holds every value (``simulation.exact``) or only counts
(``simulation.sketch``).  It knows nothing of what the figure means.

A missing value (NaN) is something that did not come about: a launch by the horizon, an internal rate of return.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from simulation.arrays import FloatArray, IntArray
from simulation.draws import BLOCK_TRIALS
from simulation.provenance import ErrorMethod

Missing: TypeAlias = Literal["last", "omit"]
"""How percentiles count a missing value: as later than all others, or not at all."""


class TrialsNotKept(ValueError):  # noqa: N818 - says what is the case
    """The values of single trials were asked of a sample that holds only counts."""


@dataclass(frozen=True)
class ErrorBasis:
    """How the standard errors of a run are found."""

    method: ErrorMethod
    blocks: int  # full blocks

    @classmethod
    def of(cls, sampling: str, trials: int) -> ErrorBasis:
        """The basis for ``trials`` under a sampling method of the settings."""
        blocks = trials // BLOCK_TRIALS
        if sampling == "random":
            return cls("sample", blocks)
        return cls("block_means" if blocks >= 2 else "upper_bound", blocks)


class Sample(ABC):
    """One figure of shape ``shape`` in each of ``trials`` trials; every answer has that shape."""

    trials: int
    shape: tuple[int, ...]
    missing: Missing
    basis: ErrorBasis

    @abstractmethod
    def missing_count(self) -> IntArray:
        """Trials in which it is missing."""

    @abstractmethod
    def mean(self) -> FloatArray:
        """Mean over the trials in which it is not missing; NaN where it always is."""

    @abstractmethod
    def deviation(self) -> FloatArray:
        """Standard deviation (n - 1) over the trials in which it is not missing; NaN for fewer than two."""

    @abstractmethod
    def standard_error(self) -> FloatArray:
        """Standard error of the mean, by the run's error method; NaN where it cannot be told."""

    @abstractmethod
    def percentiles(self, percents: Sequence[float]) -> FloatArray:
        """Values at several percents (0 to 100), shape ``(len(percents), *shape)``, linear between order statistics.

        Infinite where a missing value counts as later and the percentile falls among those.
        """

    @abstractmethod
    def spread(self, percents: Sequence[float]) -> tuple[FloatArray, FloatArray]:
        """``percentiles`` and their standard errors, both of shape ``(len(percents), *shape)``.

        The error of the rank carried over to the value: half the distance between the percentiles one standard error of
        the rank below and above (Conover, *Practical Nonparametric Statistics*, sec. 3.2, z = 1).
        NaN where the percentile is missing.
        """

    @abstractmethod
    def share_at_most(self, limit: npt.ArrayLike) -> FloatArray:
        """Share of all trials with a value of at most ``limit``; a missing one is not."""

    @abstractmethod
    def share_error(self, limit: npt.ArrayLike) -> FloatArray:
        """Standard error of ``share_at_most``."""

    @abstractmethod
    def lowest_mean(self, share: float) -> FloatArray:
        """Mean of the lowest ``share`` (0 to 1] of the values: the conditional value at risk of a value."""

    @abstractmethod
    def minimum(self) -> FloatArray:
        """Least value; NaN where it is always missing."""

    @abstractmethod
    def maximum(self) -> FloatArray:
        """Greatest value; NaN where it is always missing."""

    @abstractmethod
    def __getitem__(self, index: Any) -> Sample:
        """A part of the figure; ``index`` counts from the axis after the trials."""

    @property
    @abstractmethod
    def rank_error(self) -> float:
        """Most that the rank of a percentile may be off, as a share of the trials; 0 where values are kept."""

    @property
    @abstractmethod
    def values(self) -> npt.NDArray[Any]:
        """Every trial's value, shape ``(trials, *shape)``, read-only.

        Raises
        ------
        TrialsNotKept
            If the run had so many trials that only counts were kept.
        """

    def percentile(self, percent: float) -> FloatArray:
        """The value at ``percent`` (0 to 100)."""
        found: FloatArray = self.percentiles([percent])[0]
        return found

    def percentile_error(self, percent: float) -> FloatArray:
        """Standard error of a percentile, see ``spread``."""
        error: FloatArray = self.spread([percent])[1][0]
        return error


def half_distance(low: FloatArray, here: FloatArray, high: FloatArray) -> FloatArray:
    """The error of a percentile from those a standard error of the rank below and above it; NaN where it is missing."""
    with np.errstate(invalid="ignore"):
        error = np.where(np.isfinite(high), (high - low) / 2, here - low)
    return np.where(np.isfinite(here), error, np.nan)
