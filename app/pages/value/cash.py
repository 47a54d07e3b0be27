"""Cumulative cash over time: how deep it falls, and when it is back."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.charts.fan import Band, FanChart, Mark
from app.charts.units import money_in
from app.pages.explaining import WhatAreThese
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.pages.keptshapes import cash_behind
from app.state.outlook import Details
from app.wording import money, month, share
from simulation.summary.shapes import Spread
from simulation.summary.views import FAN_PERCENTS, Views


class CashPanel(Panel):
    """The fan of the cumulative cash with payback and peak funding marked, and both in words."""

    title = "Cash over time"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.chart = FanChart("Cumulative cash of the plan", self)
        self.chart.setMinimumHeight(260)
        self.drawn_of_views = (self.chart,)
        self.chart.said.connect(self.said)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        card = Card("Cumulative cash", "All initiatives together, after tax, not discounted.", self)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(WhatAreThese(("cumulative_cash", "payback", "peak_funding"), desk.session, self))
        card.body.addLayout(row)
        card.body.addWidget(self.chart, 1)
        self.body.addWidget(card, 1)

    def show_details(self, details: Details) -> None:
        self.words.setText(cash_words(details))
        if details.views is not None:
            band = Band("cumulative cash", tuple(map(float, FAN_PERCENTS)), np.asarray(details.views.cumulative))
            self.chart.show_bands(
                [band],
                details.start,
                money_in(details.currency),
                marks=marks(details, details.views),
                behind=cash_behind(self.behind, details),
            )

    def forget(self) -> None:
        self.words.setText("")
        self.chart.show_bands((), "2027-01")


def marks(details: Details, views: Views) -> list[Mark]:
    """The deepest point of the median, and the payback with its P10 to P90; what is later is not marked."""
    middle = np.asarray(views.cumulative[FAN_PERCENTS.index(50)], dtype=np.float64)
    found: list[Mark] = []
    if middle.size and middle.min() < 0:
        deepest = int(middle.argmin())
        depth = money(float(-middle[deepest]), details.currency)
        found.append(Mark(f"deepest median: {depth} tied up", deepest + 1.0, value=float(middle[deepest])))
    payback = details.summary.key.payback.months
    if payback.p50 is not None:
        last = float(details.horizon_months)
        low, high = (last if one is None else one for one in (payback.p10, payback.p90))
        found.append(Mark(f"payback: {month(details.start, payback.p50)} (P50)", payback.p50, low, high))
    return found


def cash_words(details: Details) -> str:
    """Peak funding and payback in a sentence each."""
    key = details.summary.key
    said = [_peak_words(key.peak_funding, details.currency), _payback_words(key.payback.months, details)]
    return " ".join(one for one in said if one)


def _peak_words(peak: Spread, currency: str) -> str:
    if peak.p80 is None or peak.p50 is None:
        return ""
    if peak.p80 <= 0:
        return "No money is tied up at any month's end."
    return (
        f"80 % chance that at most {money(peak.p80, currency)} are tied up at any month's end "
        f"(P50 {money(peak.p50, currency)})."
    )


def _payback_words(payback: Spread, details: Details) -> str:
    late = payback.missing_share
    if math.isclose(late, 1.0):
        return "The money does not come back within the horizon in any future."
    never = f"; in {share(late)} of futures not within the horizon" if late else ""
    if payback.p50 is None:
        return f"The money is not back within the horizon in {share(late)} of futures."
    safe = "" if payback.p80 is None else f", 80 % chance by {month(details.start, payback.p80)}"
    return f"The money is back by {month(details.start, payback.p50)} in half of the futures{safe}{never}."
