"""How much each input seems to matter, from the futures as they are: a screening before something is simulated anew."""

from __future__ import annotations

import numpy as np

from simulation.arrays import FloatArray
from simulation.decide.matters.variance import rank_correlation, share_explained
from simulation.decide.pace import Pace


def influence(drawn: FloatArray, y: FloatArray, pace: Pace) -> FloatArray:
    """(k,) how much each input (k, n) seems to matter to ``y`` (n,).

    The squared rank correlation, or the share of the variance that it explains where that is greater.
    """
    shares = []
    for x in drawn:
        pace.go_on()
        shares.append(share_explained(x, y))
    return np.maximum(np.square(rank_correlation(drawn, y)), shares)
