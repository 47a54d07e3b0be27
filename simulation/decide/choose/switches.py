"""The answers to "what would change the choice": plain records and arrays that a screen can hold without the engine.

They are made by ``simulation.decide.choose.switching``.  Alternatives are counted in the order of ``alternatives``;
what they are worth is their equivalent under the attitude to risk that was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulation.arrays import FloatArray, IntArray
from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.choice import Alternative


@dataclass(frozen=True)
class Lever:
    """An input that may decide, and the range of values in which it is tried."""

    address: str
    words: str  # such as "Lumen: Acquire, Plants price"
    unit: str  # as the model has it: money, share, months ...
    base: float  # its base value, or the number itself
    low: float
    high: float
    is_certain: bool  # a plain number in the plan; the range is then stated, not derived
    is_whole: bool  # only whole numbers make sense

    @property
    def width(self) -> float:
        """Length of the range."""
        return self.high - self.low


@dataclass(frozen=True)
class Switch:
    """A value of an input at which the best alternative changes."""

    at: float  # of whole numbers the first value with the other alternative
    error: float  # standard error of ``at``: that of the difference over its slope; NaN where that cannot be told
    below: int  # best alternative just below
    above: int  # best alternative just above
    chance_above: float | None  # that the input is greater; None for a certain one


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class LeverSearch:
    """How the best alternative depends on one input, and where it changes."""

    lever: Lever
    tried: FloatArray  # (G,) values that were simulated, in order
    equivalents: FloatArray  # (G, J)
    switches: tuple[Switch, ...]  # from the lowest on; empty: none in the range

    @property
    def best(self) -> IntArray:
        """The best alternative at each value that was tried, shape ``(G,)``."""
        return np.asarray(self.equivalents.argmax(axis=1))

    @property
    def nearest(self) -> Switch | None:
        """The switch that is nearest to the base value."""
        return min(self.switches, key=lambda switch: abs(switch.at - self.lever.base), default=None)


@dataclass(frozen=True)
class Asked:
    """What a study of alternatives was asked, and what they are worth as the plan stands."""

    initiatives: tuple[str, ...]
    scenario: str | None
    alternatives: tuple[Alternative, ...]
    left_out: tuple[Alternative, ...]  # the least of many, or such as the plan cannot have
    equivalents: tuple[float, ...]
    attitude: Attitude
    trials: int
    seed: int
    digest: str  # of the portfolio with the scenario applied
    currency: str

    @property
    def best(self) -> int:
        """The best alternative as the plan stands."""
        return int(np.argmax(self.equivalents))


@dataclass(frozen=True)
class SwitchPoints:
    """The inputs that matter most to the choice, each with the values at which it changes."""

    asked: Asked
    searches: tuple[LeverSearch, ...]  # those with a switch first, the nearest of them first

    @property
    def nearest(self) -> tuple[LeverSearch, Switch] | None:
        """The switch that takes the least change of an input, as a share of its range."""
        first = next(iter(self.searches), None)
        return None if first is None or first.nearest is None else (first, first.nearest)


@dataclass(frozen=True, eq=False)
class SwitchMap:
    """The best alternative, and by how much, over two inputs."""

    asked: Asked
    first: Lever
    second: Lever
    first_tried: FloatArray  # (A,)
    second_tried: FloatArray  # (B,)
    equivalents: FloatArray  # (A, B, J) simulated
    first_fine: FloatArray  # (a,)
    second_fine: FloatArray  # (b,)
    best: IntArray  # (a, b) between the simulated points by linear interpolation of each alternative
    margin: FloatArray  # (a, b) of the best over the next; money


@dataclass(frozen=True, eq=False)
class OptionBars:
    """What every alternative is worth at a low and a high value of one input."""

    lever: Lever  # the range is P10 to P90
    low: FloatArray  # (J,)
    high: FloatArray  # (J,)

    @property
    def best(self) -> tuple[int, int]:
        """The best alternative at the low and at the high value."""
        return int(self.low.argmax()), int(self.high.argmax())

    @property
    def swing(self) -> FloatArray:
        """How far each alternative moves, shape ``(J,)``."""
        return np.asarray(np.abs(self.high - self.low))


@dataclass(frozen=True)
class OptionTornado:
    """The inputs by how far they move any alternative, the furthest first."""

    asked: Asked
    bars: tuple[OptionBars, ...]
