"""What a user asks for with mouse or keys in the chart of stages.  The chart carries none of it out; its page does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lengthen:
    """The stage is to take so many months; ``typing`` where a key asked, so that several in a row are one step."""

    stage: str
    months: float
    typing: bool = False


@dataclass(frozen=True, slots=True)
class StartAt:
    """The stage is not to start before a month, counted from the portfolio's start; None: as early as it can."""

    stage: str
    month: int | None
    typing: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """``after`` is to wait for ``before``."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Part:
    """``after`` is not to wait for ``before`` any more."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Move:
    """The stage is to stand at another place of the order, counted from 0 without itself."""

    stage: str
    index: int


@dataclass(frozen=True, slots=True)
class Remove:
    """The stage is to go."""

    stage: str


Wish = Lengthen | StartAt | Join | Part | Move | Remove
