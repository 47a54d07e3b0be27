"""The Money page: what the plan costs, and when the money flows."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QWidget

from app.pages.forecasting import NOTHING_FUNDED, ForecastPage, is_bare
from app.pages.frame import Desk
from app.pages.money.bridge import BridgePanel
from app.pages.money.budget import BudgetPanel
from app.pages.money.joint import JointPanel
from app.pages.money.statements import StatementsPanel, capex_of, opex_of
from app.pages.since import ON_MONEY
from app.pages.tiles import Figure
from app.state.outlook import Details
from app.wording import NOTHING, money, money_error, share, share_error
from simulation.summary.shapes import Chance, Spread, Summary


class MoneyPage(ForecastPage):
    """Figures of cost above budget, statements, cost with date, and the way from scenario to scenario."""

    name = "Money"
    topics = ON_MONEY

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.budget = BudgetPanel(desk, self)
        self.statements = StatementsPanel(desk, self)
        self.joint = JointPanel(desk, self)
        self.bridge = BridgePanel(desk, self)
        self.add_panels(self.budget, self.statements, self.joint, self.bridge)

    def empty_words(self, summary: Summary) -> str:
        return NOTHING_FUNDED if is_bare(summary) else ""

    def show_figures(self, details: Details) -> None:
        self.lead.setText(lead_words(details))
        self.tiles.show_figures(figures_of(details))


def lead_words(details: Details) -> str:
    """The safe cost, and the year that is most likely over its budget."""
    summary, currency = details.summary, details.currency
    cost = summary.key.cost.p80
    if not any(one.option is not None for one in summary.initiatives):
        return "Nothing is funded yet. Choose an option for an initiative, and its cost is forecast here."
    said = "" if cost is None else f"80 % chance of a cost of at most {money(cost, currency)} over the horizon. "
    worst = worst_year(summary)
    if worst is None:
        return f"{said}There are no budgets yet to be held against it."
    label, chance = worst
    if chance.share == 0:
        return f"{said}No year is over its budget in any future."
    return f"{said}{label} is the likeliest year to be over its budget: {share(chance.share)} chance."


def worst_year(summary: Summary) -> tuple[str, Chance] | None:
    """The fiscal year that is over its envelopes most often; None where there are none."""
    known = [(year.label, year.over) for year in summary.years if year.over is not None]
    return max(known, key=lambda one: one[1].share) if known else None


def figures_of(details: Details) -> list[Figure]:
    """The tiles."""
    summary, currency = details.summary, details.currency
    capital = math.fsum(capex_of(year) for year in summary.years)
    running = math.fsum(opex_of(year) for year in summary.years)
    return [
        _cost(summary.key.cost, currency),
        _contingency(summary.key.cost, currency),
        _over(summary),
        Figure("capex", "CapEx, mean", money(capital, currency), _part(capital, capital + running)),
        Figure("opex", "OpEx, mean", money(running, currency), _part(running, capital + running)),
        _peak(summary.key.peak_funding, currency),
    ]


def _cost(cost: Spread, currency: str) -> Figure:
    span = "" if cost.p10 is None or cost.p90 is None else f"{money(cost.p10, currency)} to {money(cost.p90, currency)}"
    return Figure("cost", "Cost, P50", _amount(cost.p50, currency), span, _error(cost.p50_error, currency))


def _contingency(cost: Spread, currency: str) -> Figure:
    needed = None if cost.p80 is None or cost.base is None else cost.p80 - cost.base
    return Figure(
        "contingency",
        "Contingency to P80",
        _amount(needed, currency),
        f"planned: {_amount(cost.base, currency)}",
        _error(cost.p80_error, currency),
    )


def _over(summary: Summary) -> Figure:
    worst = worst_year(summary)
    if worst is None:
        return Figure("p_over", "P(over budget)", NOTHING, "no budgets yet")
    label, chance = worst
    return Figure(
        "p_over",
        f"P({label} over budget)",
        share(chance.share),
        "the likeliest year",
        share_error(chance.standard_error),
    )


def _peak(peak: Spread, currency: str) -> Figure:
    span = "" if peak.p10 is None or peak.p90 is None else f"{money(peak.p10, currency)} to {money(peak.p90, currency)}"
    return Figure(
        "peak_funding", "Peak funding, P80", _amount(peak.p80, currency), span, _error(peak.p80_error, currency)
    )


def _part(amount: float, whole: float) -> str:
    return f"{100 * amount / whole:.0f} % of the cost" if whole > 0 else ""


def _amount(amount: float | None, currency: str) -> str:
    return NOTHING if amount is None else money(amount, currency)


def _error(error: float | None, currency: str) -> str:
    return "" if error is None else money_error(error, currency)
