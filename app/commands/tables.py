"""A forecast's summary as the tables and sentences that a terminal shows.  Pure; nothing is printed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from app.terminal import Table
from app.wording import (
    NOTHING,
    chance_of_at_least,
    count,
    deadline,
    load,
    money,
    money_error,
    month,
    months,
    rate,
    share,
    share_error,
)
from models.calendar import month_label

if TYPE_CHECKING:
    from simulation.summary.shapes import (
        Chance,
        DateSpread,
        InitiativeSummary,
        ObjectiveSummary,
        Spread,
        Summary,
        TeamSummary,
    )

LATER: Final = "later"
"""A date beyond the horizon."""

_SPREAD_COLUMNS: Final = ("P10", "P50", "P80", "P90", "Mean", "± error", "Plan")
_SHOWN_WAIT_MONTHS: Final = 0.05
_SAMPLINGS: Final = {"latin_hypercube": "Latin hypercube", "random": "random sampling", "sobol": "Sobol sequence"}


def headline(summary: Summary) -> tuple[str, ...]:
    """What was forecast and the answer in a few sentences."""
    origin, key = summary.provenance, summary.key
    scenario = f"scenario {origin.scenario}" if origin.scenario else "base"
    lines = [f"{origin.portfolio}, {scenario}"]
    if key.value.p20 is not None:
        lines.append(f"Value: {chance_of_at_least(0.8, key.value.p20, origin.currency)}.")
    lines.append(f"Value above zero: {share(key.value_positive.share)}.")
    return tuple(lines)


def footline(summary: Summary) -> tuple[str, ...]:
    """How the figures came about, so that anyone can have them again."""
    origin = summary.provenance
    horizon = f"{count(origin.horizon_months, 'month')} from {month_label(origin.start)}"
    method = f"{_SAMPLINGS.get(origin.sampling, origin.sampling)}, {origin.engine} engine"
    cash = f"cash at the {origin.timing} of its month"
    how = f"{count(origin.trials, 'trial')}, seed {origin.seed}, {method}, {horizon}, {cash}."
    return (how, *(f"Note: {note}" for note in origin.notes))


def tables(summary: Summary) -> tuple[Table, ...]:
    """Every table that has rows."""
    made = (
        _key_figures(summary),
        _odds(summary),
        _initiatives(summary),
        _budgets(summary),
        _objectives(summary),
        _teams(summary),
        _waits(summary),
    )
    return tuple(table for table in made if table.rows)


def _key_figures(summary: Summary) -> Table:
    key, currency, start = summary.key, summary.provenance.currency, summary.provenance.start

    def amount(value: float) -> str:
        return money(value, currency)

    def error(value: float) -> str:
        return money_error(value, currency)

    rows = [
        _row("Value, after tax", key.value, amount, error),
        _row("Cost", key.cost, amount, error),
        _row("Revenue and savings", key.revenue, amount, error),
        _row("Peak funding", key.peak_funding, amount, error),
        _row("Rate of return", key.irr, rate, share_error),
        _row("Initiatives launched", key.launches, _figure, _figure_error),
        _date_row("Last launch", key.last_launch, start),
        _date_row("Payback", key.payback, start),
    ]
    note = "Plan: everything as planned, without chance. For value and return the safe figures are the low ones."
    return Table("Key figures", ("Figure", *_SPREAD_COLUMNS), rows, note=note)


def _row(name: str, spread: Spread, shown: Callable[[float], str], error: Callable[[float], str]) -> tuple[str, ...]:
    figures = (spread.p10, spread.p50, spread.p80, spread.p90, spread.mean)
    return (name, *(_or_nothing(figure, shown) for figure in figures), _or_nothing(spread.mean_error, error),
            _or_nothing(spread.base, shown))  # fmt: skip


def _date_row(name: str, dates: DateSpread, start: str) -> tuple[str, ...]:
    """A row of months; a mean over the trials in which it comes about would mislead where some have none."""
    whole = dates.months.missing_share == 0
    mean = _or_nothing(dates.months.mean if whole else None, lambda value: month(start, value))
    error = _or_nothing(dates.months.mean_error if whole else None, lambda value: f"± {months(value)}")
    return (name, *_dates(dates, start), mean, error, _date(dates.months.base, start))


def _dates(dates: DateSpread, start: str) -> tuple[str, ...]:
    spread = dates.months
    return tuple(_date(value, start) for value in (spread.p10, spread.p50, spread.p80, spread.p90))


def _date(value: float | None, start: str) -> str:
    return LATER if value is None else month(start, value)


def _odds(summary: Summary) -> Table:
    key = summary.key
    rows = [("Value above zero", *_chance(key.value_positive))]
    over = {year.label: year.over for year in summary.years}
    rows += [(f"{label} costs more than its budget", *_chance(chance)) for label, chance in over.items() if chance]
    rows += [
        (name, *_chance(chance))
        for name, chance in (("No rate of return", key.no_irr), ("Several rates of return", key.several_irr))
        if chance.share > 0
    ]
    if key.payback.months.missing_share > 0:
        rows.append(("No payback within the horizon", share(key.payback.months.missing_share), NOTHING))
    return Table("Odds", ("What", "Chance", "± error"), rows)


def _chance(chance: Chance) -> tuple[str, str]:
    return share(chance.share), share_error(chance.standard_error)


def _initiatives(summary: Summary) -> Table:
    start, currency = summary.provenance.start, summary.provenance.currency
    funded = [initiative for initiative in summary.initiatives if initiative.option is not None]
    idle = [initiative.name for initiative in summary.initiatives if initiative.option is None]
    rows = [_initiative_row(initiative, start, currency) for initiative in funded]
    note = f"Not funded: {', '.join(idle)}." if idle else ""
    columns = ("Initiative", "Way", "Launched", "P10", "P50", "P80", "P90", "Plan", "Value P50", "± launched")
    return Table("Launches", columns, rows, texts=2, note=note)


def _initiative_row(initiative: InitiativeSummary, start: str, currency: str) -> tuple[str, ...]:
    worth = _or_nothing(initiative.value.p50, lambda value: money(value, currency))
    base = _date(initiative.launch.months.base, start)
    dates = _dates(initiative.launch, start)
    launched, error = _chance(initiative.launched)
    return (initiative.name, initiative.kind or "", launched, *dates, base, worth, error)


def _budgets(summary: Summary) -> Table:
    currency = summary.provenance.currency

    def amount(value: float | None) -> str:
        return _or_nothing(value, lambda known: money(known, currency))

    rows = []
    for budget in summary.budgets:
        figures = (amount(budget.amount.p50), amount(budget.cost.p50), amount(budget.cost.p80))
        rows.append((budget.period, budget.category, *figures, *_chance(budget.over), amount(budget.contingency)))
    for year in summary.years:
        total = next(cost for cost in year.costs if cost.category == "total")
        odds = _chance(year.over) if year.over is not None else (NOTHING, NOTHING)
        spent = (amount(total.cost.p50), amount(total.cost.p80))
        rows.append((year.label, "all", NOTHING, *spent, *odds, amount(total.contingency)))
    columns = ("Period", "Category", "Budget", "Cost P50", "Cost P80", "P(over)", "± error", "P80 - plan")
    return Table("Budget", columns, rows, texts=2)


def _objectives(summary: Summary) -> Table:
    currency, start = summary.provenance.currency, summary.provenance.start
    rows = [_objective_row(objective, currency, start) for objective in summary.objectives]
    return Table("Objectives", ("Objective", "Target", "By", "P(hit)", "± error", "P50"), rows, texts=3)


def _objective_row(objective: ObjectiveSummary, currency: str, start: str) -> tuple[str, ...]:
    is_launch = objective.metric == "launch"
    bound = {"at_least": "at least", "at_most": "at most"}.get(objective.direction, objective.direction)

    def amount(value: float | None) -> str:
        return _or_nothing(value, lambda known: money(known, currency))

    target = "launched" if is_launch else f"{bound} {amount(objective.target)}"
    middle = objective.achieved.p50
    reached = _date(middle, start) if is_launch else amount(middle)
    return (objective.name, target, deadline(objective.by), *_chance(objective.hit), reached)


def _teams(summary: Summary) -> Table:
    start = summary.provenance.start
    rows = [_team_row(team, start) for team in summary.teams if team.load_mean]
    return Table("Teams", ("Team", "Peak load", "P80 there", "In", "Mean load"), rows)


def _team_row(team: TeamSummary, start: str) -> tuple[str, ...]:
    peak = max(range(len(team.load_mean)), key=lambda index: team.load_mean[index])
    mean = sum(team.load_mean) / len(team.load_mean)
    return (team.name, load(team.load_mean[peak]), load(team.load_p80[peak]), month(start, peak + 1), load(mean))


def _waits(summary: Summary) -> Table:
    causes = list(summary.initiatives[0].waits) if summary.initiatives else []
    rows = [
        (initiative.name, *(_figure(initiative.waits[cause]) for cause in causes))
        for initiative in summary.initiatives
        if initiative.option is not None and sum(initiative.waits.values()) >= _SHOWN_WAIT_MONTHS
    ]
    note = "Mean months that each initiative lost to each cause."
    return Table("Waiting", ("Initiative", *(cause.capitalize() for cause in causes)), rows, note=note)


def _figure(value: float) -> str:
    return f"{value:.1f}"


def _figure_error(value: float) -> str:
    return f"± {value:.2f}"


def _or_nothing(value: float | None, shown: Callable[[float], str]) -> str:
    return NOTHING if value is None else shown(value)
