"""Cash, profit and loss, and CapEx with OpEx by fiscal period, as bars and as a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QLabel, QWidget

from app.charts.axes import name_ticks
from app.charts.bars import BarChart, BarSeries
from app.charts.units import money_in
from app.pages.explaining import WhatAreThese
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.pages.keptshapes import of_years_behind
from app.state.outlook import Details
from app.tables.figures import Cell, FigureTable, Row
from app.wording import NOTHING, money
from models.calendar import month_label
from simulation.figures import COST_LINES
from simulation.summary.shapes import CashPeriod, Summary, YearSummary

LINE_NAMES: Final = {
    "revenue": "Revenue",
    "cost_of_sales": "Cost of sales",
    "savings": "Savings",
    "staffing": "People at work",
    "bench": "Unused people",
    "recruiting": "Recruiting",
    "external": "External",
    "tooling": "Tooling",
    "research": "Research",
    "partner": "Partners",
    "tax": "Tax",
}
PROFIT_NAMES: Final = {
    "revenue": "Revenue",
    "cost_of_sales": "Cost of sales",
    "gross_profit": "Gross profit",
    "savings": "Savings",
    "operating_cost": "Operating cost",
    "amortisation": "Amortisation",
    "operating_profit": "Operating profit",
    "tax": "Tax",
    "net_profit": "Net profit",
}
_STEPS: Final = (1, 2, 3, 4, 6, 12, 24, 60)  # from one named bar to the next
_AIR: Final = 14  # pixels between the names of bars
_AXIS: Final = 60  # pixels that the axis at the left takes
_INFLOWS: Final = ("revenue", "savings")
_SUMS: Final = ("gross_profit", "operating_profit", "net_profit")
_COSTS: Final = ("cost_of_sales", "operating_cost", "amortisation", "tax")


@dataclass(frozen=True)
class Statement:
    """What is drawn and written of one view of the money."""

    labels: tuple[str, ...]
    series: list[BarSeries]
    header: tuple[str, ...]
    rows: list[Row]
    note: str
    stacked: bool = False


def cash_statement(summary: Summary, periods: Sequence[CashPeriod]) -> Statement:
    """Net cash of each period with its P10 to P90, and the cumulative cash at its end."""
    currency = summary.provenance.currency
    nets = [one.net for one in periods]
    middle, low, high = (tuple(_or_nan(getattr(net, name)) for net in nets) for name in ("p50", "p10", "p90"))
    labels = tuple(_period_words(one.label) for one in periods)
    rows: list[Row] = [
        [
            _period_words(one.label),
            *(_amount(getattr(one.net, name), currency) for name in ("p10", "p50", "p90", "mean")),
            *(_amount(getattr(one.cumulative, name), currency) for name in ("p10", "p50", "p90")),
        ]
        for one in periods
    ]
    header = (
        "Period", "Net P10", "Net P50", "Net P90", "Net mean", "Cumulative P10", "Cumulative P50", "Cumulative P90",
    )  # fmt: skip
    return Statement(
        labels,
        [BarSeries("net cash, P50 and P10–P90", middle, low, high)],
        header,
        rows,
        "Net cash after tax; percentiles of periods do not add up, means do.",
    )


def _period_words(label: str) -> str:
    """``Mar 2027`` for a month; fiscal quarters and years as they are."""
    return label if label.upper().startswith("FY") else month_label(label)


def lines_statement(summary: Summary) -> Statement:
    """The mean of each line of the cash flow by fiscal year; costs negative."""
    years = summary.years
    rows = [
        _named(name, [_signed(key, year.lines[key]) for year in years], summary) for key, name in LINE_NAMES.items()
    ]
    nets = [math.fsum(_signed(key, year.lines[key]) for key in LINE_NAMES) for year in years]
    rows.append(_named("Net cash", nets, summary, strong=True))
    income = tuple(math.fsum(year.lines[key] for key in _INFLOWS) for year in years)
    spent = tuple(-math.fsum(year.lines[key] for key in LINE_NAMES if key not in _INFLOWS) for year in years)
    return Statement(
        tuple(year.label for year in years),
        [BarSeries("money in", income), BarSeries("money out", spent)],
        _by_year(summary),
        rows,
        "Means over all futures; money out is negative.",
        stacked=True,
    )


def profit_statement(summary: Summary) -> Statement:
    """Mean profit and loss by fiscal year: capitalised cost comes back as amortisation."""
    years = summary.years
    rows = [
        _named(
            name,
            [-year.profit[key] if key in _COSTS else year.profit[key] for year in years],
            summary,
            strong=key in _SUMS,
        )
        for key, name in PROFIT_NAMES.items()
    ]
    series = [
        BarSeries(name, tuple(year.profit[key] for year in years))
        for key, name in (("operating_profit", "operating profit"), ("net_profit", "net profit"))
    ]
    note = "Means over all futures. Capitalised cost is left out when it is spent and comes back as amortisation."
    return Statement(tuple(year.label for year in years), series, _by_year(summary), rows, note)


def capex_statement(summary: Summary) -> Statement:
    """Mean cost by fiscal year, capitalised and not, and what is written off."""
    years = summary.years
    capital, running = [capex_of(year) for year in years], [opex_of(year) for year in years]
    written = [year.profit["amortisation"] for year in years]
    rows = [
        _named("CapEx", capital, summary),
        _named("OpEx", running, summary),
        _named("Cost", [one + other for one, other in zip(capital, running, strict=True)], summary, strong=True),
        _named("Amortisation", written, summary),
        ["CapEx share", *(_share(one, other) for one, other in zip(capital, running, strict=True)), ""],
    ]
    series = [BarSeries("OpEx", tuple(running)), BarSeries("CapEx", tuple(capital))]
    note = "Means over all futures; cost of sales and partners' pay are not in it."
    return Statement(tuple(year.label for year in years), series, _by_year(summary), rows, note, stacked=True)


def capex_of(year: YearSummary) -> float:
    """Mean cost that is capitalised in a fiscal year: all cost but partners' pay, less what is an expense."""
    return math.fsum(year.lines[line] for line in COST_LINES if line != "partner") - opex_of(year)


def opex_of(year: YearSummary) -> float:
    """Mean cost of a fiscal year that is an expense when it is spent."""
    return year.profit["operating_cost"]


@dataclass(frozen=True)
class _View:
    """An entry of the choice."""

    name: str
    key: str  # of its explanation
    make: Callable[[Summary], Statement]
    kept: str | None = None  # figure of a kept result that is drawn behind


VIEWS: Final = (
    _View("Cash by fiscal year", "cumulative_cash", lambda one: cash_statement(one, one.cash_years), "year_net"),
    _View("Cash by fiscal quarter", "cumulative_cash", lambda one: cash_statement(one, one.cash_quarters)),
    _View("Cash by month", "cumulative_cash", lambda one: cash_statement(one, one.cash_months)),
    _View("Cash by line", "cumulative_cash", lines_statement),
    _View("Profit and loss", "amortisation", profit_statement, "year_net_profit"),
    _View("CapEx and OpEx", "capex", capex_statement),
)


class PeriodBars(BarChart):
    """Bars of which only so many are named as have room."""

    def draw(self) -> None:
        super().draw()
        self._thin_out()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._thin_out()

    def _thin_out(self) -> None:
        labels = [str(row[0]) for row in self.table().rows]
        if not labels or not self._ready:
            return
        widest = max(self.fontMetrics().horizontalAdvance(one) for one in labels) + _AIR
        needed = len(labels) * widest / max(self.width() - _AXIS, 1)
        step = next((one for one in _STEPS if one >= needed), _STEPS[-1])
        name_ticks(self.getAxis("bottom"), labels[::step], list(range(0, len(labels), step)))


class StatementsPanel(Panel):
    """A choice of views, each as bars and as a table."""

    title = "Cash and profit"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._summary: Summary | None = None
        self.view = QComboBox(self)
        self.view.setAccessibleName("View of the money")
        for one in VIEWS:
            self.view.addItem(one.name)
        self.chart = PeriodBars(VIEWS[0].name, self)
        self.chart.setMinimumHeight(190)
        self.table = FigureTable("Money by fiscal period", self, most_rows=12)
        self.note = QLabel(self)
        self.note.setObjectName("caption")
        self.note.setWordWrap(True)
        card, head = Card("Money by period", parent=self), QHBoxLayout()
        head.addWidget(self.view)
        head.addStretch(1)
        head.addWidget(WhatAreThese(tuple(dict.fromkeys(one.key for one in VIEWS)), desk.session, self))
        card.body.addLayout(head)
        card.body.addWidget(self.chart, 1)
        card.body.addWidget(self.table)
        card.body.addWidget(self.note)
        self.body.addWidget(card, 1)
        self.chart.said.connect(self.said)
        self.view.currentIndexChanged.connect(self._draw)

    def show_details(self, details: Details) -> None:
        self._summary = details.summary
        self._draw()

    def set_stale(self, stale: bool) -> None:
        self.table.set_stale(stale)

    def forget(self) -> None:
        self._summary = None
        with QSignalBlocker(self.view):
            self.view.setCurrentIndex(0)

    @Slot()
    def _draw(self) -> None:
        if self._summary is None:
            return
        view = VIEWS[self.view.currentIndex()]
        shown = view.make(self._summary)
        self.chart.set_title(view.name)
        unit = money_in(self._summary.provenance.currency)
        behind = None if view.kept is None else of_years_behind(self.behind, self._summary, view.kept)
        self.chart.show_bars(shown.labels, shown.series, unit, stacked=shown.stacked, before=behind)
        self.table.show_rows(shown.header, shown.rows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)  # years are alike
        self.note.setText(shown.note)


def _by_year(summary: Summary) -> tuple[str, ...]:
    return ("Mean of", *(year.label for year in summary.years), "Horizon")


def _named(name: str, amounts: Sequence[float], summary: Summary, *, strong: bool = False) -> Row:
    currency = summary.provenance.currency
    told = (*amounts, math.fsum(amounts))
    return [Cell(name, strong=strong), *(Cell(money(one, currency), strong=strong) for one in told)]


def _signed(line: str, amount: float) -> float:
    return amount if line in _INFLOWS else -amount


def _share(capital: float, running: float) -> str:
    whole = capital + running
    return f"{100 * capital / whole:.0f} %" if whole > 0 else NOTHING


def _amount(amount: float | None, currency: str) -> str:
    return NOTHING if amount is None else money(amount, currency)


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
