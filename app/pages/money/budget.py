"""Budget against forecast: each fiscal period and category, the odds to be over, and what P80 asks for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QLabel, QWidget

from app.charts.bars import BarChart, BarSeries
from app.charts.units import money_in
from app.pages.explaining import WhatAreThese
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.pages.keptshapes import years_behind
from app.state.outlook import Details
from app.tables.figures import Cell, FigureTable, Row, Tone
from app.wording import NOTHING, money, share, share_error
from simulation.summary.shapes import CategoryCost, Chance, EnvelopeUse, Spread, Summary, YearSummary

TOTAL: Final = "total"
CATEGORIES: Final = (
    (TOTAL, "All categories"),
    ("staffing", "Staffing"),
    ("external", "External"),
    ("tooling", "Tooling"),
    ("research", "Research"),
)
NAMES: Final = dict(CATEGORIES)

HEADER: Final = (
    "Period",
    "Category",
    "Budget",
    "Forecast P50",
    "P10 to P90",
    "P80",
    "Room at P80",
    "P(over)",
    "Contingency",
)

_LIKELY: Final = 0.5
_RISKY: Final = 0.2  # above it, P80 does not fit
_ROUNDING: Final = 1e-6  # share of a cost; months do not add up to the last digit


class BudgetPanel(Panel):
    """A group of bars for each fiscal year, and a row for each envelope."""

    title = "Budget and forecast"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._summary: Summary | None = None
        self.category = QComboBox(self)
        self.category.setAccessibleName("Budget category that is shown")
        for key, name in CATEGORIES:
            self.category.addItem(name, key)
        self.chart = BarChart("Budget and forecast cost by fiscal year", self)
        self.chart.setMinimumHeight(165)
        self.table = FigureTable("Budgets against the forecast", self, most_rows=30)
        self.note = QLabel(self)
        self.note.setObjectName("caption")
        self.note.setWordWrap(True)
        self._lay_out()
        self.chart.said.connect(self.said)
        self.category.currentIndexChanged.connect(self._draw)

    def _lay_out(self) -> None:
        bars, rows, head = Card("By fiscal year", parent=self), Card("By envelope", parent=self), QHBoxLayout()
        head.addWidget(self.category)
        head.addStretch(1)
        head.addWidget(WhatAreThese(("cost", "p_over", "contingency"), self.desk.session, self))
        bars.body.addLayout(head)
        bars.body.addWidget(self.chart, 1)
        rows.body.addWidget(self.table)
        rows.body.addWidget(self.note)
        self.body.addWidget(bars, 1)
        self.body.addWidget(rows)

    def show_details(self, details: Details) -> None:
        self._summary = details.summary
        self._draw()

    def set_stale(self, stale: bool) -> None:
        self.table.set_stale(stale)

    def forget(self) -> None:
        self._summary = None
        with QSignalBlocker(self.category):
            self.category.setCurrentIndex(0)

    @Slot()
    def _draw(self) -> None:
        summary = self._summary
        if summary is None:
            return
        category, currency = str(self.category.currentData()), summary.provenance.currency
        labels, series = bars_of(summary, category)
        self.chart.set_title(f"Budget and forecast cost by fiscal year: {NAMES[category].lower()}")
        behind = years_behind(self.behind, summary, category)
        self.chart.show_bars(labels, series, money_in(currency), before=behind)
        rows = rows_of(summary, category)
        self.table.show_rows(HEADER, rows, texts=2)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)  # periods are short
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.note.setText(note_of(summary, category))


def bars_of(summary: Summary, category: str) -> tuple[tuple[str, ...], list[BarSeries]]:
    """The fiscal years, and for each the budget and the cost of a category with its P10 to P90."""
    costs = [cost_of(year, category) for year in summary.years]
    labels = tuple(year.label for year in summary.years)
    budget = BarSeries("budget", tuple(_budget(summary, label, category) for label in labels), muted=True)
    middle, low, high = (tuple(_or_nan(getattr(cost, name)) for cost in costs) for name in ("p50", "p10", "p90"))
    return labels, [budget, BarSeries("forecast cost, P50 and P10–P90", middle, low, high)]


def cost_of(year: YearSummary, category: str) -> Spread:
    """The cost of a category, or of all, in a fiscal year."""
    return next(one.cost for one in year.costs if one.category == category)


def _budget(summary: Summary, label: str, category: str) -> float:
    """The sum of the median envelopes of a fiscal year, its quarters included; NaN where it has none."""
    amounts = [
        one.amount.p50
        for one in summary.budgets
        if year_of(one) == label and category in (TOTAL, one.category) and one.amount.p50 is not None
    ]
    return sum(amounts) if amounts else math.nan


def year_of(envelope: EnvelopeUse) -> str:
    """The fiscal year of an envelope: FY27 of FY27-Q2, too."""
    return envelope.period.partition("-")[0]


def rows_of(summary: Summary, category: str) -> list[Row]:
    """The rows of the years, each followed by its envelopes; of one category, its envelopes alone."""
    currency = summary.provenance.currency
    rows: list[Row] = []
    for year in summary.years:
        mine = [one for one in summary.budgets if year_of(one) == year.label and category in (TOTAL, one.category)]
        if category == TOTAL:
            rows.append(_year_row(summary, year, currency))
        elif not mine:
            rows.append(_row(year.label, NAMES[category], None, cost_of(year, category), None, None, currency))
        rows += [_envelope_row(one, currency) for one in mine]
    return rows


def _year_row(summary: Summary, year: YearSummary, currency: str) -> Row:
    total = next(one for one in year.costs if one.category == TOTAL)
    budget = _budget(summary, year.label, TOTAL)
    amount = None if math.isnan(budget) else budget
    return _row(year.label, NAMES[TOTAL], amount, total.cost, year.over, total.contingency, currency, strong=True)


def _envelope_row(one: EnvelopeUse, currency: str) -> Row:
    name = NAMES.get(one.category, one.category)
    return _row(one.period, name, one.amount.p50, one.cost, one.over, one.contingency, currency)


def _row(
    period: str,
    category: str,
    budget: float | None,
    cost: Spread,
    over: Chance | None,
    contingency: float | None,
    currency: str,
    *,
    strong: bool = False,
) -> Row:
    room = None if budget is None or cost.p80 is None else budget - cost.p80
    short: Tone = "bad" if room is not None and room < 0 else ""
    return [
        Cell(period, strong=strong),
        Cell(category, strong=strong),
        Cell(_amount(budget, currency), strong=strong),
        Cell(_amount(cost.p50, currency), strong=strong),
        f"{_amount(cost.p10, currency)} to {_amount(cost.p90, currency)}",
        _amount(cost.p80, currency),
        Cell(_amount(room, currency), short, tip=_room_words(room, currency)),
        _over_cell(over, strong),
        Cell(_amount(contingency, currency), tip="P80 less the cost of the base case"),
    ]


def _over_cell(over: Chance | None, strong: bool) -> Cell:
    if over is None:
        return Cell(NOTHING, tip="No envelope")
    tone: Tone = "bad" if over.share > _LIKELY else "warn" if over.share > _RISKY else ""
    return Cell(share(over.share), tone, strong, share_error(over.standard_error))


def _room_words(room: float | None, currency: str) -> str:
    if room is None:
        return "No envelope"
    if room < 0:
        return f"{money(-room, currency)} more are needed to be within it in four futures of five"
    return f"{money(room, currency)} are left of it in four futures of five"


def _amount(amount: float | None, currency: str) -> str:
    return NOTHING if amount is None else money(amount, currency)


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def note_of(summary: Summary, category: str) -> str:
    """What the table leaves out, and how it is to be read."""
    if not summary.budgets:
        return "There are no budgets yet: set envelopes on the Budget page, and the odds to be over are told here."
    if category != TOTAL:
        return "Room at P80 is what the envelope leaves in four futures of five; contingency is P80 less the base case."
    without = _uncovered(summary.years, summary.budgets)
    covered = f" {without} cost without an envelope, which P(over) leaves out." if without else ""
    return f"A year's budget is the sum of its envelopes.{covered}"


def _without_envelope(label: str, year: CategoryCost, budgets: Sequence[EnvelopeUse]) -> bool:
    cost = year.cost.mean or 0.0
    mine = [one for one in budgets if (year_of(one), one.category) == (label, year.category)]
    covered = math.fsum(one.cost.mean or 0.0 for one in mine)
    return cost - covered > _ROUNDING * cost


def _uncovered(years: Sequence[YearSummary], budgets: Sequence[EnvelopeUse]) -> str:
    """The years in which a category costs more than falls to its envelopes: it has none, or not for all quarters."""
    found = [
        year.label
        for year in years
        if any(_without_envelope(year.label, one, budgets) for one in year.costs if one.category != TOTAL)
    ]
    return f"{', '.join(found)} {'has' if len(found) == 1 else 'have'} a" if found else ""
