"""Attitudes to risk: what uncertain values are worth to those who bear the risk, as one sure amount of money.

Pure functions over arrays of values, higher is better.  Which alternatives the values belong to is others' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from scipy.special import logsumexp

from simulation.arrays import FloatArray
from simulation.exact import ExactSample
from simulation.samples import ErrorBasis

AttitudeKind: TypeAlias = Literal["expected", "percentile", "cvar", "utility"]

JACKKNIFE_GROUPS: Final = 20
"""Enough for an error of the error of about a sixth, and groups that are large enough for a percentile."""


@dataclass(frozen=True)
class Attitude:
    """How risk is weighed.

    ``expected``    the mean: risk does not matter
    ``percentile``  the value that is reached with probability 1 - share (share 0.2: with 80 %)
    ``cvar``        the mean of the worst ``share`` of the futures
    ``utility``     the sure amount that is as good, under exponential utility with a risk tolerance

    Raises
    ------
    ValueError
        If the share does not lie between 0 and 1, or a utility has no tolerance above 0.
    """

    kind: AttitudeKind = "expected"
    share: float = 0.2
    tolerance: float | None = None  # money; an even chance to win it or to lose half of it is just worth taking

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError(f"the share of bad futures should lie between 0 and 1, such as 0.2; it is {self.share:g}")
        if self.kind == "utility" and not (self.tolerance is not None and 0 < self.tolerance < np.inf):
            raise ValueError("a utility needs a risk tolerance above 0, in money, such as 2000000")

    def equivalents(self, values: FloatArray) -> FloatArray:
        """The sure amount that each alternative is worth.

        Parameters
        ----------
        values
            Money in each trial, shape ``(n, J)``.

        Returns
        -------
        Money, shape ``(J,)``.

        References
        ----------
        CVaR: Rockafellar & Uryasev (2000), *Journal of Risk* 2(3).  Exponential utility and its certainty equivalent
        -R ln E exp(-V / R): Pratt (1964), *Econometrica* 32; Howard (1988), *Management Science* 34(6).
        """
        if self.kind == "percentile":
            return np.asarray(np.quantile(values, self.share, axis=0))
        if self.kind == "cvar":
            return ExactSample(values, "omit", ErrorBasis("sample", 0)).lowest_mean(self.share)
        if self.kind == "utility":
            assert self.tolerance is not None
            logs = logsumexp(-values / self.tolerance, axis=0) - np.log(len(values))  # safe where exp would overflow
            return np.asarray(-self.tolerance * logs)
        return np.asarray(values.mean(axis=0))


EXPECTED: Final = Attitude()


def lead_error(values: FloatArray, first: int, second: int, attitude: Attitude, basis: ErrorBasis) -> float:
    """Standard error of the first alternative's equivalent less the second's, in the same futures.

    Of means: by ``basis`` from the differences trial by trial.  Otherwise by a jackknife over groups of consecutive
    trials, which takes them for independent and so overstates the error of stratified samples.  NaN for fewer than
    two trials.

    References
    ----------
    Efron & Tibshirani, *An Introduction to the Bootstrap*, ch. 11; deleting groups makes it hold for percentiles
    (Shao & Wu 1989, *Annals of Statistics* 17).
    """
    pair = values[:, [first, second]]
    if attitude.kind == "expected":
        difference = pair[:, :1] - pair[:, 1:]
        return float(ExactSample(difference, "omit", basis).standard_error()[0])
    groups = min(JACKKNIFE_GROUPS, len(pair))
    if groups < 2:
        return float("nan")
    left_out = np.array_split(np.arange(len(pair)), groups)
    without = np.array([np.subtract(*attitude.equivalents(np.delete(pair, group, axis=0))) for group in left_out])
    return float(np.sqrt((groups - 1) / groups * np.square(without - without.mean()).sum()))
