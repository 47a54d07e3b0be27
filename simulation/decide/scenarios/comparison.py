"""The tables of a comparison of scenarios: plain values, ready for a screen, ``--json`` and a workbook.

Scenarios go by their place in ``Comparison.scenarios``.  Numbers that do not exist (a launch later than the horizon, a
rate of return that there is none of) are None.  Every field is explained in ``docs/compare.md``.
"""

from __future__ import annotations

from models.differences import DifferingInput
from simulation.decide.paired import Better, Paired
from simulation.provenance import Provenance
from simulation.summary.shapes import Spread, Table

COMPARISON_VERSION = 1

CURVE_PERCENTS = tuple(range(101))
"""Where the curves have their points."""


class Side(Table, frozen=True, kw_only=True):
    """One of the scenarios that are compared."""

    id: str | None  # None: the base
    name: str
    description: str
    provenance: Provenance


class Difference(Table, frozen=True, kw_only=True):
    """The second scenario against the first, in one figure."""

    first: int
    second: int
    paired: Paired


class Figure(Table, frozen=True, kw_only=True):
    """One figure under each scenario, and the differences of every pair."""

    name: str  # such as value, launch, year_total
    subject: str  # id of an initiative or objective, label of a fiscal year; empty for the portfolio
    label: str  # figure and subject in words
    unit: str
    better: Better
    spreads: tuple[Spread | None, ...]  # None: the scenario does not have it, such as a year beyond its horizon
    differences: tuple[Difference, ...]


class Dominates(Table, frozen=True, kw_only=True):
    """Whether the first scenario dominates the second in one figure; see ``simulation.decide.dominance``."""

    figure: str
    first: int
    second: int
    first_order: bool
    first_violation: float  # a probability; 0 where it holds or both are alike
    first_at: float | None  # the figure's value there
    second_order: bool
    second_violation: float | None  # in the unit of the figure; None: beyond all bounds
    second_at: float | None


class Curve(Table, frozen=True, kw_only=True):
    """The S-curve of a figure under a scenario: its value at each of ``CURVE_PERCENTS``."""

    figure: str
    scenario: int
    values: tuple[float | None, ...]


class Fan(Table, frozen=True, kw_only=True):
    """The cumulative net cash of a scenario at the end of each month."""

    scenario: int
    months: tuple[str, ...]
    p10: tuple[float, ...]
    p50: tuple[float, ...]
    p90: tuple[float, ...]
    base: tuple[float, ...]


class Comparison(Table, frozen=True, kw_only=True):
    """Two to four scenarios in the same futures."""

    schema_version: int = COMPARISON_VERSION
    portfolio: str
    currency: str
    start: str
    trials: int
    seed: int
    scenarios: tuple[Side, ...]
    figures: tuple[Figure, ...]
    dominance: tuple[Dominates, ...]
    curves: tuple[Curve, ...]
    fans: tuple[Fan, ...]
    inputs: tuple[DifferingInput, ...]
    sentences: tuple[str, ...]

    def figure(self, name: str, subject: str = "") -> Figure:
        """The figure of that name.

        Raises
        ------
        KeyError
            If it was not compared.
        """
        for figure in self.figures:
            if (figure.name, figure.subject) == (name, subject):
                return figure
        raise KeyError(f"{name} {subject}".strip())

    def of_kind(self, name: str) -> tuple[Figure, ...]:
        """All figures of a name, one for each subject."""
        return tuple(figure for figure in self.figures if figure.name == name)

    def against(self, figure: Figure, second: int, first: int = 0) -> Paired | None:
        """The difference of one pair; None where one of the two does not have the figure."""
        found = (one.paired for one in figure.differences if (one.first, one.second) == (first, second))
        return next(found, None)
