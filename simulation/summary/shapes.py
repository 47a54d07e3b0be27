"""The tables of a summary: what a screen shows and ``--json`` writes; every field is explained in ``docs/json.md``.

Numbers that do not exist (a launch later than the horizon, a rate of return that there is none of) are None.
"""

from __future__ import annotations

import msgspec

from simulation.provenance import Convergence, Provenance

SUMMARY_VERSION = 1


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the tables: immutable, and written by ``msgspec.json.encode`` as they are."""


class Chance(Table, frozen=True, kw_only=True):
    """A probability with its standard error."""

    share: float
    standard_error: float | None  # None: a single trial has none


class Spread(Table, frozen=True, kw_only=True):
    """How a figure is distributed over the trials, each number with its standard error."""

    mean: float | None
    mean_error: float | None
    p10: float | None
    p10_error: float | None
    p20: float | None
    p20_error: float | None
    p50: float | None
    p50_error: float | None
    p80: float | None
    p80_error: float | None
    p90: float | None
    p90_error: float | None
    base: float | None  # of the base case
    missing_share: float  # of trials in which it does not come about


class DateSpread(Table, frozen=True, kw_only=True):
    """A spread in months from the portfolio's start, and as days; a day that is None is later than the horizon."""

    months: Spread
    p10: str | None
    p50: str | None
    p80: str | None
    p90: str | None
    base: str | None
    contingency_months: float | None  # P80 less base


class PeakLoad(Table, frozen=True, kw_only=True):
    """The team and month with the highest mean load."""

    team: str  # its id
    name: str
    month: str
    mean: float
    p80: float


class OverBudget(Table, frozen=True, kw_only=True):
    """The odds that a fiscal year costs more than its envelopes."""

    year: str
    chance: Chance | None  # None: the year has no envelope


class KeyFigures(Table, frozen=True, kw_only=True):
    """The figures that are always in sight."""

    value: Spread
    value_positive: Chance
    value_at_risk: float  # the value that 5 % of trials fall short of
    conditional_value_at_risk: float  # mean value of the worst 5 % of trials
    irr: Spread
    no_irr: Chance
    several_irr: Chance
    mirr: Spread
    payback: DateSpread
    discounted_payback: DateSpread
    profitability_index: Spread
    roi: Spread
    peak_funding: Spread
    cost: Spread
    revenue: Spread
    launches: Spread
    last_launch: DateSpread
    peak_load: PeakLoad | None  # None: there are no teams
    over_budget: OverBudget  # in the first fiscal year
    sentences: tuple[str, ...]


class InitiativeSummary(Table, frozen=True, kw_only=True):
    """One initiative."""

    id: str
    name: str
    option: str | None  # None: unfunded
    kind: str | None
    launched: Chance
    launch: DateSpread
    finish: DateSpread
    statuses: dict[str, float]  # share of trials
    value: Spread
    cost: Spread
    revenue: Spread
    waits: dict[str, float]  # mean months by cause


class StageSummary(Table, frozen=True, kw_only=True):
    """One stage of a selected option."""

    id: str
    name: str
    initiative: str
    option: str
    start: DateSpread
    end: DateSpread


class CategoryCost(Table, frozen=True, kw_only=True):
    """The cost of a budget category, or of all, in a fiscal year."""

    category: str  # or "total"
    cost: Spread
    contingency: float | None  # P80 less base


class EnvelopeUse(Table, frozen=True, kw_only=True):
    """One budget and what falls to it."""

    id: str
    period: str
    category: str
    amount: Spread
    cost: Spread
    over: Chance
    contingency: float | None  # P80 less base of the cost


class YearSummary(Table, frozen=True, kw_only=True):
    """One fiscal year, as far as it lies within the horizon."""

    label: str
    revenue: Spread
    costs: tuple[CategoryCost, ...]
    over: Chance | None  # None: it has no envelope
    lines: dict[str, float]  # mean of each line of the cash flow, costs positive
    profit: dict[str, float]  # mean of each row of profit and loss


class CashPeriod(Table, frozen=True, kw_only=True):
    """Net cash of a month, quarter or fiscal year, and the cumulative cash at its end."""

    label: str
    net: Spread
    cumulative: Spread


class ObjectiveSummary(Table, frozen=True, kw_only=True):
    """One objective and its odds."""

    id: str
    name: str
    metric: str
    subject: str | None
    direction: str
    target: float | None
    by: str | None
    hit: Chance
    achieved: Spread


class TeamSummary(Table, frozen=True, kw_only=True):
    """One team, month by month; each tuple has one number a month."""

    id: str
    name: str
    load_mean: tuple[float, ...]
    load_p80: tuple[float, ...]
    busy_mean: tuple[float, ...]
    capacity_mean: tuple[float, ...]
    contractors_mean: tuple[float, ...]
    headcount_mean: tuple[float, ...]
    headcount_p10: tuple[float, ...]
    headcount_p50: tuple[float, ...]
    headcount_p90: tuple[float, ...]


class Summary(Table, frozen=True, kw_only=True):
    """A whole forecast in tables."""

    schema_version: int = SUMMARY_VERSION
    provenance: Provenance
    convergence: Convergence
    key: KeyFigures
    initiatives: tuple[InitiativeSummary, ...]
    stages: tuple[StageSummary, ...]
    years: tuple[YearSummary, ...]
    budgets: tuple[EnvelopeUse, ...]
    cash_months: tuple[CashPeriod, ...]
    cash_quarters: tuple[CashPeriod, ...]
    cash_years: tuple[CashPeriod, ...]
    objectives: tuple[ObjectiveSummary, ...]
    teams: tuple[TeamSummary, ...]
