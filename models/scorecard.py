"""Scorecards: what speaks for each option of an initiative besides money, by criteria that have weights.

The weighted totals stand beside the money and never enter it; ``simulation.decide.choose.scoring`` computes them.
"""

from typing import Annotated

from models.record import Id, Record, about


class Score(Record, frozen=True, kw_only=True):
    """How well one option meets a criterion."""

    option: Id
    points: Annotated[float, about("0 = not at all, 10 = fully", "of 10", "6")]


class Criterion(Record, frozen=True, kw_only=True):
    """Something that matters besides money, such as fit with the strategy or freedom to change later."""

    id: Id
    name: str
    weight: Annotated[float, about("How much it counts; only the proportions matter", "weight")] = 1.0
    scores: Annotated[tuple[Score, ...], about("Points of 10 for each option; none = not judged")] = ()
    note: str = ""


class Scorecard(Record, frozen=True, kw_only=True):
    """The options of one initiative judged by weighted criteria."""

    id: Id
    initiative: Id
    criteria: tuple[Criterion, ...] = ()
    note: str = ""
