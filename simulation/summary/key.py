"""The key figures of a forecast, and the sentences that say them."""

from __future__ import annotations

import numpy as np

from simulation.figures import SINGLE_FIGURES, SPECS
from simulation.periods import year_of_budgets
from simulation.result import Result
from simulation.summary.shapes import Chance, KeyFigures, OverBudget, PeakLoad, Spread
from simulation.summary.spreads import chance_above, chances, dated, spreads_of

TAIL = 0.05


def key_figures(result: Result) -> KeyFigures:
    """The figures that are always in sight."""
    figures, of = result.figures, _spreads(result)
    last_launch = dated(result, of["last_launch"])
    positive = chance_above(figures.value, 0.0)
    return KeyFigures(
        value=of["value"],
        value_positive=positive,
        value_at_risk=float(figures.value.percentile(100 * TAIL)),
        conditional_value_at_risk=float(figures.value.lowest_mean(TAIL)),
        irr=of["irr"],
        no_irr=chances(figures.no_irr)[0],
        several_irr=chances(figures.several_irr)[0],
        mirr=of["mirr"],
        payback=dated(result, of["payback"]),
        discounted_payback=dated(result, of["discounted_payback"]),
        profitability_index=of["profitability_index"],
        roi=of["roi"],
        peak_funding=of["peak_funding"],
        cost=of["cost"],
        revenue=of["revenue"],
        launches=of["launches"],
        last_launch=last_launch,
        peak_load=_peak_load(result),
        over_budget=_over_budget(result),
        sentences=_sentences(result, of["value"], positive, last_launch.p80),
    )


def _spreads(result: Result) -> dict[str, Spread]:
    """Of the figures that are numbers; those that only say whether something is so have odds."""
    names = [name for name in SINGLE_FIGURES if SPECS[name].unit != "0/1"]
    figures = [(getattr(result.figures, name), getattr(result.base.figures, name)) for name in names]
    return dict(zip(names, spreads_of(figures), strict=True))


def _peak_load(result: Result) -> PeakLoad | None:
    load = result.figures.load
    mean = load.mean()
    if not mean.size:
        return None
    team, month = np.unravel_index(int(np.argmax(mean)), mean.shape)
    return PeakLoad(
        team=result.labels.teams[team],
        name=result.plan.portfolio.teams[team].name,
        month=result.labels.months[month],
        mean=float(mean[team, month]),
        p80=float(load[team, month].percentile(80)),
    )


def _over_budget(result: Result) -> OverBudget:
    return OverBudget(year=result.labels.years[0], chance=over_by_year(result)[0])


def over_by_year(result: Result) -> list[Chance | None]:
    """The odds that each fiscal year costs more than its envelopes; None for years without one."""
    with_envelope = set(year_of_budgets(result.plan.portfolio))
    odds = chances(result.figures.year_over)
    return [odds[number] if year in with_envelope else None for number, year in enumerate(result.labels.years)]


def _sentences(result: Result, value: Spread, positive: Chance, last_launch: str | None) -> tuple[str, ...]:
    """What a reader should take away; for value the safe figure is the low one."""
    currency = result.provenance.currency
    said = []
    if value.p20 is not None:
        said.append(f"80 % chance of a value of at least {money(value.p20)} {currency}")
    said.append(f"{percent(positive.share)} chance that the value is above zero")
    if result.plan.delivery.funded.any():
        said.append(
            f"80 % chance that whatever launches is launched by {last_launch}"
            if last_launch
            else "a funded initiative may well be unfinished at the horizon, or none be launched"
        )
    return tuple(said)


def money(amount: float) -> str:
    """An amount as people say it: ``4.1 M``, ``380 k``, ``950``; what rounds up to 1,000 takes the next unit."""
    for unit, size in (("bn", 1e9), ("M", 1e6), ("k", 1e3)):
        if float(f"{abs(amount) / size:.3g}") >= 1.0:
            digits = f"{amount / size:.3g}"
            return f"{amount / size:,.0f} {unit}" if "e" in digits else f"{digits} {unit}"
    return f"{round(amount)}"


def percent(share: float) -> str:
    """A share of all futures: 0 % is never and 100 % always; what is rare or all but sure is ``<1 %`` or ``>99 %``."""
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "<1 %"
    return ">99 %" if whole == 100 and share < 1 else f"{whole} %"
