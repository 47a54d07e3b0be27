"""Blocks gathered in their order into the samples of a run: every value as long as that is feasible, then counts.

What is gathered can be saved and gone on with: N blocks and then M more give what N + M at once would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from simulation.counted import CountedSample
from simulation.draws import BLOCK_TRIALS
from simulation.exact import ExactSample
from simulation.figures import SPECS, BlockFigures, Figures, FigureShapes, RunFigures
from simulation.samples import ErrorBasis, Sample
from simulation.sketch import PILOT_TRIALS, Bins, BlockCounts, Tally, bins_of, count, counts_of

EXACT_TRIALS: Final = 100_000
"""Most trials of which every value is kept."""

EXACT_PROFILE_TRIALS: Final = 20_000
"""The same for figures month by month, which are most of a block."""

State: TypeAlias = dict[str, npt.NDArray[Any]]
CondensedFigures: TypeAlias = Figures[npt.NDArray[Any] | BlockCounts]


def condense(figures: BlockFigures, bins: Mapping[str, Bins]) -> CondensedFigures:
    """A block's figures, those counted that have bins."""
    return Figures(
        **{name: count(values, bins[name]) if name in bins else values for name, values in figures.items()}
    )


class _Kept:
    """Every value of one figure, in one array that is taken at once for as many trials as are expected.

    Many small arrays, joined in the end, would take twice the room.
    """

    def __init__(self) -> None:
        self._values: npt.NDArray[Any] | None = None
        self._trials = 0

    def add(self, values: npt.NDArray[Any], expected: int) -> None:
        """Take the values of the next trials, of ``expected`` in all."""
        trials = self._trials + len(values)
        if self._values is None and expected <= trials:
            self._values = values
        else:
            self.take_room(values.shape[1:], values.dtype, max(expected, trials))
            place = self.room(self._trials, trials)
            if _address(place) != _address(values):  # else they were written there
                place[...] = values
        self._trials = trials

    def take_room(self, shape: tuple[int, ...], kind: npt.DTypeLike, trials: int) -> None:
        """Make the array long enough for so many trials."""
        if self._values is None or len(self._values) < trials:
            grown = np.empty((max(trials, 2 * self._trials), *shape), kind)
            if self._values is not None:
                grown[: self._trials] = self.whole()
            self._values = grown

    def room(self, first: int, last: int) -> npt.NDArray[Any]:
        """Where the values of some trials stand, or will."""
        assert self._values is not None
        return self._values[first:last]

    def whole(self) -> npt.NDArray[Any]:
        """All values so far, read-only; what is added later lies beyond them."""
        assert self._values is not None
        values = self._values[: self._trials]
        values.setflags(write=False)
        return values

    def __bool__(self) -> bool:
        return self._trials > 0


def _address(values: npt.NDArray[Any]) -> int:
    return int(values.__array_interface__["data"][0])


class Accumulator:
    """Takes block after block; gives the samples of all trials so far.

    ``expected`` is how many trials are wanted in the end.  Where they are too many to keep, a figure is counted once
    the pilot trials, from which its bins are made, are in.
    """

    def __init__(self, sampling: str, expected: int = 0) -> None:
        self.sampling = sampling
        self.trials = 0
        self._expected = expected
        self._kept = {name: _Kept() for name in SPECS}
        self._tallies: dict[str, Tally] = {}
        self._shapes: FigureShapes = {}  # of the figures that are counted, and of all for which there is room

    def expect(self, trials: int) -> None:
        """From now on ``trials`` are wanted in all."""
        self._expected = max(self._expected, trials)
        self._settle()

    def take_room(self, shapes: FigureShapes) -> None:
        """Take the memory for what is expected, so that blocks may be written into it."""
        self._shapes |= shapes
        for name, kept in self._kept.items():
            if name not in self._tallies:
                kept.take_room(shapes[name], SPECS[name].dtype, self._kept_trials(name))

    def room(self, first: int, trials: int) -> BlockFigures:
        """Where the ``trials`` from number ``first`` on are to be written, before they are added; any thread may ask.

        What is counted once it is added gets arrays of its own.
        """
        return Figures(**{name: self._room(name, first, trials) for name in SPECS})

    @property
    def pilot_left(self) -> int:
        """Trials that are needed in full before the rest may be counted; 0 where nothing is to be counted."""
        return max(0, PILOT_TRIALS - self.trials) if any(map(self._too_many, SPECS)) else 0

    @property
    def bins(self) -> dict[str, Bins]:
        """The bins of the figures that are counted."""
        return {name: tally.bins for name, tally in self._tallies.items()}

    def add(self, figures: CondensedFigures) -> None:
        """Take the next block.

        Raises
        ------
        ValueError
            If a block follows one that was not full, or lacks a figure's values.
        """
        if self.trials % BLOCK_TRIALS:
            raise ValueError("only the last block may have fewer trials; start a new run")
        for name, values in figures.items():
            self._add(name, values)
        value = figures.value
        self.trials += value.trials if isinstance(value, BlockCounts) else len(value)
        self._settle()

    def samples(self, names: Iterable[str]) -> dict[str, Sample]:
        """Some of the figures by name."""
        basis = ErrorBasis.of(self.sampling, self.trials)
        return {name: self._sample(name, basis) for name in names}

    def figures(self) -> RunFigures:
        """All figures."""
        return Figures(**self.samples(SPECS))

    def state(self) -> State:
        """Everything that is gathered, as arrays by name; ``numpy.savez`` can write it."""
        saved: State = {"trials": np.array(self.trials), "expected": np.array(self._expected)}
        saved["sampling"] = np.array(self.sampling)
        for name, kept in self._kept.items():
            if kept:
                saved[f"kept/{name}"] = kept.whole()
        for name, tally in self._tallies.items():
            for item in fields(tally):
                saved[f"tally/{name}/{item.name}"] = np.asarray(getattr(tally, item.name))
            saved[f"shape/{name}"] = np.array(self._shapes[name], dtype=np.int64)
        return saved

    @classmethod
    def restore(cls, state: State) -> Accumulator:
        """What was gathered when ``state`` was taken."""
        restored = cls(str(state["sampling"]), int(state["expected"]))
        restored.trials = int(state["trials"])
        for name in SPECS:
            if f"kept/{name}" in state:
                restored._kept[name].add(state[f"kept/{name}"], restored._expected)
            if f"shape/{name}" in state:
                restored._shapes[name] = tuple(state[f"shape/{name}"].tolist())
                restored._tallies[name] = _restored_tally(state, f"tally/{name}/")
        return restored

    def _too_many(self, name: str) -> bool:
        limit = EXACT_PROFILE_TRIALS if SPECS[name].is_profile else EXACT_TRIALS
        return max(self._expected, self.trials) > limit

    def _add(self, name: str, values: npt.NDArray[Any] | BlockCounts) -> None:
        if name in self._tallies:
            tally = self._tallies[name]
            tally.add(values if isinstance(values, BlockCounts) else count(values, tally.bins))
        elif isinstance(values, BlockCounts):
            raise ValueError(f"the values of {name} are needed, not their counts")
        else:
            self._kept[name].add(values, self._kept_trials(name))

    def _kept_trials(self, name: str) -> int:
        """Trials of which every value is expected to be kept."""
        return PILOT_TRIALS if self._too_many(name) else self._expected

    def _room(self, name: str, first: int, trials: int) -> npt.NDArray[Any]:
        if name in self._tallies:
            return np.empty((trials, *self._shapes[name]), SPECS[name].dtype)
        return self._kept[name].room(first, first + trials)

    def _settle(self) -> None:
        """Count what is too much to keep, as soon as the pilot is in."""
        if self.trials < PILOT_TRIALS:
            return
        for name in SPECS:
            if name not in self._tallies and self._too_many(name):
                self._count(name)

    def _count(self, name: str) -> None:
        whole = self._kept[name].whole()
        tally = Tally.empty(bins_of(whole[:PILOT_TRIALS]), omit=SPECS[name].missing == "omit")
        for counts in counts_of(whole, tally.bins, BLOCK_TRIALS):
            tally.add(counts)
        self._tallies[name] = tally
        self._shapes[name] = whole.shape[1:]
        self._kept[name] = _Kept()

    def _sample(self, name: str, basis: ErrorBasis) -> Sample:
        missing = SPECS[name].missing
        if name not in self._tallies:
            return ExactSample(self._kept[name].whole(), missing, basis)
        return CountedSample(self._tallies[name].copy(), self._shapes[name], missing, basis)


def _restored_tally(state: State, prefix: str) -> Tally:
    parts = {item.name: state[prefix + item.name] for item in fields(Tally)}
    single = {name: value.item() for name, value in parts.items() if value.ndim == 0}
    return Tally(**{name: value.copy() for name, value in parts.items()} | single)
