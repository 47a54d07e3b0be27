"""Weighted totals of a scorecard, in points of 10: beside the money of a choice, never part of it.

The simple additive form of multi-attribute value (Keeney & Raiffa 1976, *Decisions with Multiple Objectives*, ch. 3):
the total of an option is the mean of its points, weighted by the criteria's weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.scorecard import Scorecard
from simulation.arrays import FloatArray


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Totals:
    """The options of a scorecard, judged; NaN is what is not judged."""

    criteria: tuple[str, ...]  # ids
    options: tuple[str, ...]  # ids
    weights: FloatArray  # (C,) adding up to 1; NaN where all weights are 0
    points: FloatArray  # (C, O)
    totals: FloatArray  # (O,) points of 10; NaN where a criterion with a weight is not judged
    complete: FloatArray  # (O,) share of the weight that is judged

    @property
    def best(self) -> str | None:
        """The option with the highest total, the first of equals; None where no option is judged in full."""
        return None if np.isnan(self.totals).all() else self.options[int(np.nanargmax(self.totals))]

    def range_of(self, option: str) -> tuple[float, float]:
        """The least and the greatest total that an option may still get, whatever is not judged yet."""
        column = self.points[:, self.options.index(option)]
        least, most = (float(np.nan_to_num(column, nan=guess) @ self.weights) for guess in (0.0, 10.0))
        return least, most


def weigh(scorecard: Scorecard, options: tuple[str, ...]) -> Totals:
    """The totals of some options, in their order."""
    criteria = scorecard.criteria
    raw = np.array([criterion.weight for criterion in criteria], dtype=float)
    weights = np.divide(raw, raw.sum(), out=np.full(len(raw), np.nan), where=raw.sum() > 0)
    given = [{score.option: score.points for score in criterion.scores} for criterion in criteria]
    points = np.array([[row.get(option, np.nan) for option in options] for row in given]).reshape(-1, len(options))
    counted = np.where(weights[:, None] > 0, points, 0.0)  # what does not count need not be judged
    totals = weights @ counted if len(criteria) else np.full(len(options), np.nan)
    complete = weights @ ~np.isnan(points) if len(criteria) else np.zeros(len(options))
    return Totals(tuple(one.id for one in criteria), options, weights, points, np.asarray(totals), np.asarray(complete))
