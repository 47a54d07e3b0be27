"""Comparing whole results, bit for bit."""

from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np

from models.portfolio import Portfolio
from simulation.result import Result


def same_bits(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether two arrays have the same type, shape and bytes (a missing value equals itself)."""
    return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()


def differing(first: Result, second: Result, trials: int | None = None) -> list[str]:
    """The figures whose values differ in the first ``trials``."""
    pairs = zip(first.figures.items(), second.figures.items(), strict=True)
    return [name for (name, one), (_, other) in pairs if not same_bits(one.values[:trials], other.values[:trials])]


def with_settings(portfolio: Portfolio, **changes: Any) -> Portfolio:
    """The portfolio with other settings."""
    return msgspec.structs.replace(portfolio, settings=msgspec.structs.replace(portfolio.settings, **changes))


def kinds(events: Iterable[object]) -> list[str]:
    """The names of events, in order."""
    return [type(event).__name__ for event in events]
