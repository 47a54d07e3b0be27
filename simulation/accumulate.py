"""Blocks gathered in their order into the samples of a run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.exact import ExactSample
from simulation.figures import SPECS, BlockFigures, Figures, RunFigures
from simulation.samples import ErrorBasis, Sample


class Accumulator:
    """Takes block after block; gives the samples of all trials so far."""

    def __init__(self, sampling: str) -> None:
        self._sampling = sampling
        self._parts: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in SPECS}
        self.trials = 0

    def add(self, figures: BlockFigures) -> None:
        """Take the next block."""
        for name, values in figures.items():
            self._parts[name].append(values)
        self.trials += len(figures.value)

    def samples(self, names: Iterable[str]) -> dict[str, Sample]:
        """Some of the figures by name."""
        basis = ErrorBasis.of(self._sampling, self.trials)
        return {name: ExactSample(self._whole(name), SPECS[name].missing, basis) for name in names}

    def figures(self) -> RunFigures:
        """All figures."""
        return Figures(**self.samples(SPECS))

    def _whole(self, name: str) -> npt.NDArray[Any]:
        parts = self._parts[name]
        if len(parts) > 1:
            whole = np.concatenate(parts)
            whole.setflags(write=False)
            parts[:] = [whole]
        return parts[0]
