"""Uncertain quantities: any number of the model, certain or not, and its one notation.

Owns ``Quantity``: a distribution, times a scale, plus a shift, with its text and its base value.  The
distribution records are in ``models.distributions``, ``outcomes`` and ``throughput``, the grammar in
``models.notation``; all are offered here, where everyone else imports them from.  How a quantity is
sampled is the business of ``simulation.sampling``; this module draws nothing and needs no numpy.
"""

from __future__ import annotations

import math
from typing import Any, Self

from models.distributions import (
    Certain,
    Distribution,
    LogNormal,
    Metalog,
    Normal,
    NotationError,
    Pert,
    Spread,
    Triangular,
    Uniform,
)
from models.notation import LONGEST_TEXT, number_text, read, write
from models.outcomes import Bernoulli, Discrete, History
from models.throughput import WEEKS_PER_MONTH, Throughput

__all__ = [
    "LONGEST_TEXT",
    "WEEKS_PER_MONTH",
    "Bernoulli",
    "Certain",
    "Discrete",
    "Distribution",
    "History",
    "LogNormal",
    "Metalog",
    "Normal",
    "NotationError",
    "Pert",
    "Quantity",
    "Spread",
    "Throughput",
    "Triangular",
    "Uniform",
    "number_text",
]


class Quantity:
    """A number of the model, certain or not: a distribution, times ``scale``, plus ``shift``.

    Immutable and compared by value.  Scale and shift are what scenarios do to a quantity: the
    distribution, and so its draws, stay the same (``LogN(3, 9) * 1.2 + 2``).  For a certain number
    they are worked into the number, so that equal numbers are equal quantities.
    """

    __slots__ = ("distribution", "scale", "shift")

    distribution: Distribution
    scale: float
    shift: float

    def __init__(self, distribution: Distribution, scale: float = 1.0, shift: float = 0.0) -> None:
        scale, shift = float(scale) + 0.0, float(shift) + 0.0
        if not (math.isfinite(scale) and math.isfinite(shift)):
            raise NotationError("Scale and shift must be finite, for example LogN(3, 9) * 1.2 + 2")
        if isinstance(distribution, Certain):
            distribution = Certain(float(distribution.value) * scale + shift + 0.0)
            scale, shift = 1.0, 0.0
        object.__setattr__(self, "distribution", distribution)
        object.__setattr__(self, "scale", scale)
        object.__setattr__(self, "shift", shift)
        if not self.is_certain:
            self._check()

    def _check(self) -> None:
        """Refuse what overflows, and what could be written but not read again."""
        scaled = [bound * self.scale + self.shift for bound in self.distribution.bounds if math.isfinite(bound)]
        if not all(map(math.isfinite, [*scaled, self.base])):
            raise NotationError("Scale and shift make the number infinite; use smaller ones, for example * 1.2 + 2")
        if len(self.text) > LONGEST_TEXT:
            raise NotationError(f"The text of a quantity is longer than {LONGEST_TEXT} characters; give fewer values")

    @classmethod
    def certain(cls, value: float) -> Self:
        """The quantity that is ``value`` for sure."""
        return cls(Certain(_as_float(value)))

    @classmethod
    def parse(cls, text: str | float, field: str = "") -> Self:
        """The quantity that a text in the notation, or a plain number, says.

        Parameters
        ----------
        text
            For instance ``4``, ``"3..5..9"`` or ``"LogN(3, 9) * 1.2 + 2"``.
        field
            The name of the field it is typed into, put before the message of an error.

        Raises
        ------
        NotationError
            If it says no possible quantity; the message tells what would be right.
        """
        try:
            if isinstance(text, str):
                return cls(*read(text))
            return cls.certain(text)
        except NotationError as error:
            if not field:
                raise
            raise NotationError(f"{field}: {error}") from error

    @property
    def text(self) -> str:
        """The canonical notation; ``parse`` gives back an equal quantity."""
        return write(self.distribution, self.scale, self.shift)

    @property
    def base(self) -> float:
        """The value of the base case.

        The number itself; the mode of PERT, triangular and spread; the middle percentile of
        ``P10/50/90``, ``LogN`` and a metalog that has a point at 0.5; the likeliest value of ``Discrete``
        (the first of equals); of ``Throughput`` base backlog x base split / base weekly, in months; the
        mean otherwise.  Times scale, plus shift.
        """
        return self.distribution.base * self.scale + self.shift

    @property
    def mean(self) -> float:
        """The expected value (of ``Throughput``: the long-run one)."""
        return self.distribution.mean * self.scale + self.shift

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest possible value, possibly infinite."""
        if self.scale == 0:
            return self.shift, self.shift
        low, high = (bound * self.scale + self.shift for bound in self.distribution.bounds)
        return (low, high) if self.scale > 0 else (high, low)

    @property
    def is_certain(self) -> bool:
        """Whether it is a plain number."""
        return isinstance(self.distribution, Certain)

    def scaled(self, factor: float) -> Self:
        """This quantity times ``factor``: the same draws, stretched."""
        return type(self)(self.distribution, self.scale * factor, self.shift * factor)

    def shifted(self, amount: float) -> Self:
        """This quantity plus ``amount``: the same draws, moved."""
        return type(self)(self.distribution, self.scale, self.shift + amount)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Distribution, float, float]:
        return self.distribution, self.scale, self.shift

    def __repr__(self) -> str:
        return f"Quantity.parse({self.text!r})"

    def __reduce__(self) -> tuple[type[Self], tuple[Distribution, float, float]]:
        return type(self), self._key()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"Quantity is immutable; cannot set {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Quantity is immutable; cannot delete {name}")


def _as_float(value: float) -> float:
    """A plain number as a float; texts, booleans and integers beyond all floats are refused."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotationError(f"Number: {value!r} is not a number; write for example 4 or 3..5..9")
    try:
        return float(value)
    except OverflowError:
        raise NotationError("Number: it is too large to be computed with; stay within 1e308, for example 4") from None
