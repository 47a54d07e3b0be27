"""When a run has enough trials: after a fixed number, or once chosen outputs are precise enough.

A rule is asked after every block; it sees the sample so far and knows nothing of how it came about.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from scipy.special import ndtri, stdtrit

from simulation.draws import BLOCK_TRIALS
from simulation.figures import SINGLE_FIGURES
from simulation.provenance import Reading
from simulation.samples import Sample


class StoppingRule(Protocol):
    """Decides how many trials are enough."""

    @property
    def cap(self) -> int:
        """Most trials."""
        ...

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures that it looks at, each of one number for each trial."""
        ...

    def readings(self, samples: Mapping[str, Sample], trials: int) -> tuple[Reading, ...]:
        """How precise each watched output is; the run ends once all are (never for an empty tuple)."""
        ...


@dataclass(frozen=True)
class FixedTrials:
    """Stop after ``cap`` trials."""

    cap: int
    figures: tuple[str, ...] = ()

    def readings(self, samples: Mapping[str, Sample], trials: int) -> tuple[Reading, ...]:
        """Nothing is watched."""
        return ()


@dataclass(frozen=True)
class Precision:
    """Stop once every output's confidence interval is within ``within`` of its estimate, or at ``cap`` trials.

    An output is a figure of one number for each trial, a dot, and ``mean`` or ``p`` with a percent:
    ``value.mean``, ``cost.p80``.  Outputs are tested after every block from the second on: the error of a single
    block is not known well enough.  The cap is a whole number of blocks, at least two.
    """

    outputs: tuple[str, ...] = ("value.mean", "value.p50", "value.p80")
    within: float = 0.03
    confidence: float = 0.95
    cap: int = 50_000

    def __post_init__(self) -> None:
        if not self.outputs:
            raise ValueError("a stopping rule needs at least one output, such as value.mean")
        if not 0 < self.within < math.inf:
            raise ValueError(f"within is a share above 0, such as 0.03, not {self.within}")
        if not 0 < self.confidence < 1:
            raise ValueError(f"confidence lies between 0 and 1, such as 0.95, not {self.confidence}")
        if self.cap < 2 * BLOCK_TRIALS:
            raise ValueError(f"the cap is at least two blocks, {2 * BLOCK_TRIALS} trials, not {self.cap}")
        for output in self.outputs:
            name, _ = parse_output(output)
            if name not in SINGLE_FIGURES:
                known = ", ".join(SINGLE_FIGURES)
                raise ValueError(f'"{output}": no figure of one number for each trial is "{name}"; there is: {known}')

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures that the outputs are of."""
        return tuple(dict.fromkeys(parse_output(output)[0] for output in self.outputs))

    def readings(self, samples: Mapping[str, Sample], trials: int) -> tuple[Reading, ...]:
        """The precision of each output, in the order of ``outputs``; empty before the second block is full."""
        if trials < 2 * BLOCK_TRIALS:
            return ()
        return tuple(self._reading(output, samples, trials) for output in self.outputs)

    def _reading(self, output: str, samples: Mapping[str, Sample], trials: int) -> Reading:
        name, percent = parse_output(output)
        sample = samples[name]
        estimate = float(sample.mean() if percent is None else sample.percentile(percent))
        error = float(sample.standard_error() if percent is None else sample.percentile_error(percent))
        return self._judged(output, trials, estimate, self._quantile(sample) * error)

    def _judged(self, output: str, trials: int, estimate: float, half_width: float) -> Reading:
        if not (math.isfinite(estimate) and math.isfinite(half_width)):
            return Reading(output, trials, estimate if math.isfinite(estimate) else None, None, None, precise=False)
        if half_width == 0:
            return Reading(output, trials, estimate, 0.0, 0.0, precise=True)
        relative = half_width / abs(estimate) if estimate else None
        return Reading(output, trials, estimate, half_width, relative, relative is not None and relative <= self.within)

    def _quantile(self, sample: Sample) -> float:
        """Student's t for the spread of few blocks, the normal quantile otherwise."""
        tail = (1 + self.confidence) / 2
        if sample.basis.method == "block_means":
            return float(stdtrit(sample.basis.blocks - 1, tail))
        return float(ndtri(tail))


def parse_output(text: str) -> tuple[str, float | None]:
    """Figure and percent (None: the mean) of an output such as ``value.p80``.

    Raises
    ------
    ValueError
        If the text has another form.
    """
    name, dot, statistic = text.rpartition(".")
    if dot and statistic == "mean":
        return name, None
    try:
        percent = float(statistic.removeprefix("p"))
    except ValueError:
        percent = math.nan
    if not (dot and statistic.startswith("p") and 0 <= percent <= 100):
        raise ValueError(f'"{text}" is no output; write for example value.mean or value.p80')
    return name, percent
