"""The Value page: what the plan is worth and how sure that is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.pages.forecasting import NOTHING_FUNDED, ForecastPage, is_bare
from app.pages.frame import Desk
from app.pages.since import ON_VALUE
from app.pages.tiles import Figure
from app.pages.value.cash import CashPanel
from app.pages.value.distribution import DistributionPanel
from app.pages.value.options import OptionsPanel
from app.pages.value.worst import WorstPanel
from app.state.outlook import Details
from app.wording import NOTHING, chance_of_at_least, money, money_error, month, rate, share, share_error
from simulation.summary.shapes import KeyFigures, Spread, Summary


class ValuePage(ForecastPage):
    """Figures of value above its distribution, cash over time, options, and the worst futures."""

    name = "Value"
    topics = ON_VALUE

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.distribution = DistributionPanel(desk, self)
        self.cash = CashPanel(desk, self)
        self.options = OptionsPanel(desk, self)
        self.worst = WorstPanel(desk, self)
        self.add_panels(self.distribution, self.cash, self.options, self.worst)

    def empty_words(self, summary: Summary) -> str:
        return NOTHING_FUNDED if is_bare(summary) else ""

    def show_figures(self, details: Details) -> None:
        self.lead.setText(lead_words(details))
        self.tiles.show_figures(figures_of(details))


def lead_words(details: Details) -> str:
    """The safe figure and the odds, in a sentence."""
    key, currency = details.summary.key, details.currency
    if not any(one.option is not None for one in details.summary.initiatives):
        return "Nothing is funded yet. Choose an option for an initiative, and its value is forecast here."
    odds = f"{share(key.value_positive.share)} chance that the plan is worth more than it costs."
    if key.value.p20 is None:
        return odds
    return f"{chance_of_at_least(0.8, key.value.p20, currency)} in value; {odds}"


def figures_of(details: Details) -> list[Figure]:
    """The tiles."""
    key, currency = details.summary.key, details.currency
    return [
        _money_figure("value", "Value, mean", key.value, "mean", currency),
        Figure(
            "p_value_positive",
            "P(value > 0)",
            share(key.value_positive.share),
            share_error(key.value_positive.standard_error),
            share_error(key.value_positive.standard_error),
        ),
        Figure(
            "conditional_value_at_risk",
            "Mean of the worst 5 %",
            money(key.conditional_value_at_risk, currency),
            f"5 % fall short of {money(key.value_at_risk, currency)}",
        ),
        _return(key),
        _payback(details),
        _money_figure("peak_funding", "Peak funding, P80", key.peak_funding, "p80", currency),
    ]


def _money_figure(key: str, caption: str, spread: Spread, which: str, currency: str) -> Figure:
    amount, error = getattr(spread, which), getattr(spread, f"{which}_error")
    span = ""
    if spread.p10 is not None and spread.p90 is not None:
        span = f"{money(spread.p10, currency)} to {money(spread.p90, currency)}"
    return Figure(
        key,
        caption,
        NOTHING if amount is None else money(amount, currency),
        span,
        "" if error is None else money_error(error, currency),
    )


def _return(key: KeyFigures) -> Figure:
    none = f"none in {share(key.no_irr.share)} of futures" if key.no_irr.share else ""
    several = f"several in {share(key.several_irr.share)}" if key.several_irr.share else ""
    middle = NOTHING if key.irr.p50 is None else rate(key.irr.p50)
    error = "" if key.irr.p50_error is None else f"± {rate(key.irr.p50_error)}"
    return Figure("irr", "IRR a year, P50", middle, "; ".join(one for one in (none, several) if one), error)


def _payback(details: Details) -> Figure:
    months = details.summary.key.payback.months
    middle = "after horizon" if months.p50 is None else month(details.start, months.p50)
    late = f"later than the horizon in {share(months.missing_share)}" if months.missing_share else ""
    return Figure("payback", "Payback, P50", middle, late)
