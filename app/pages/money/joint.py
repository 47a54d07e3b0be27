"""Cost and date together: a cloud of futures with two limits that can be moved, and the frontier of a confidence."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QHBoxLayout, QLabel, QWidget

from app.charts.scatter import Axis, Frontier, Scatter
from app.charts.units import Unit, date_from, money_in
from app.pages.explaining import WhatIsThis
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.pages.keptshapes import joint_behind
from app.state.outlook import Details
from app.tables.figures import Cell, FigureTable, Row
from app.wording import money, month, share, share_error
from models.calendar import month_at, month_label
from simulation.summary.confidence import JointShares, joint_frontier, joint_shares
from simulation.summary.views import Joint

CONFIDENCES: Final = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
USUAL: Final = 0.7

_BEYOND: Final = 1.5
"""Months after the horizon at which futures stand that are unfinished there."""

_COST_STEP: Final = 0.02  # of the height, by which a key moves the cost limit
_SAME_TIME: Final = 1e-6  # months: what is done this close after a month's end is in time


class LimitCloud(Scatter):
    """A cloud whose cross-hair stands at month's ends within the horizon; a key moves it by a month."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self.last_month = 1
        super().__init__(title, parent)

    def move_cross(self, x: float, y: float) -> None:
        super().move_cross(self.month_end(x), y)

    def month_end(self, x: float) -> float:
        """The end of the month that an instant lies in, with all that is done at that very end."""
        return min(max(math.ceil(x - 2 * _SAME_TIME), 1), self.last_month) + _SAME_TIME

    def step(self, across: int, up: int, far: bool) -> bool:
        if self.cross is None:
            return super().step(across, up, far)
        low, high = self.viewRange()[1]
        x = round(self.cross[0]) + across * (12 if far else 1)
        y = self.cross[1] + up * (5 if far else 1) * _COST_STEP * (high - low)
        self.move_cross(float(x), min(max(y, low), high))
        return True


class JointPanel(Panel):
    """The cloud at the left; at the right the limits as they are typed, the four shares, and the frontier in words."""

    title = "Cost and date together"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._details: Details | None = None
        self._is_new = True  # of this plan nothing was drawn yet, so the limits are still to be put
        self._scale = 1.0
        self._make()
        self._lay_out()
        self._connect()

    def _make(self) -> None:
        self.chart = LimitCloud("Cost and last launch of each future", self)
        self.chart.setMinimumHeight(250)
        self.drawn_of_views = (self.chart,)
        self.date = QComboBox(self)
        self.date.setAccessibleName("Date limit: all launched by")
        self.date.setMaxVisibleItems(18)
        self.cost = QDoubleSpinBox(self)
        self.cost.setAccessibleName("Cost limit")
        self.cost.setRange(0.0, 1e9)
        self.cost.setDecimals(2)
        self.cost.setKeyboardTracking(False)
        self.cost.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.confidence = QComboBox(self)
        self.confidence.setAccessibleName("Confidence of the frontier")
        for one in CONFIDENCES:
            self.confidence.addItem(share(one), one)
        self.confidence.setCurrentIndex(CONFIDENCES.index(USUAL))
        self.shares = FigureTable("Shares of futures that keep the limits", self, most_rows=4)
        self.words, self.frontier_words, self.nothing = (QLabel(self) for _ in range(3))
        for label in (self.words, self.frontier_words, self.nothing):
            label.setWordWrap(True)
        self.nothing.setObjectName("empty")

    def _lay_out(self) -> None:
        cloud, limits = (
            Card("Futures", "One dot each: what it costs, and when the last launch is.", self),
            Card("Limits"),
        )
        asked = QHBoxLayout()
        asked.addWidget(self.confidence, 1)
        asked.addWidget(WhatIsThis("joint_confidence", self.desk.session, parent=self))
        form = QFormLayout()
        form.addRow("All launched by", self.date)
        form.addRow("Cost of at most", self.cost)
        drawn = QFormLayout()
        drawn.addRow("Frontier of", asked)
        cloud.body.addWidget(self.chart, 1)
        limits.body.addLayout(form)
        limits.body.addWidget(self.shares)
        limits.body.addWidget(self.words)
        limits.body.addSpacing(4)
        limits.body.addLayout(drawn)
        limits.body.addWidget(self.frontier_words)
        limits.body.addStretch(1)
        self.board = QWidget(self)
        row = QHBoxLayout(self.board)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(cloud, 5)
        row.addWidget(limits, 3)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.board, 1)
        self.body.addStretch(0)
        self.nothing.hide()

    def _connect(self) -> None:
        self.chart.said.connect(self.said)
        self.chart.moved.connect(self._tell)
        self.date.activated.connect(self._take_limits)
        self.cost.valueChanged.connect(self._take_limits)
        self.confidence.currentIndexChanged.connect(self._draw)

    @property
    def joint(self) -> Joint | None:
        """The futures that are drawn."""
        return None if self._details is None or self._details.views is None else self._details.views.joint

    def show_details(self, details: Details) -> None:
        if details.views is None:
            return
        self._details = details
        self.chart.last_month = details.horizon_months
        nothing = _nothing_words(details.views.joint)
        self.nothing.setText(nothing)
        self.nothing.setVisible(bool(nothing))
        self.board.setVisible(not nothing)
        if nothing:
            return
        self._list_months(details)
        if self._is_new:
            self._choose_confidence(details.views.joint, details.horizon_months)
        self._draw()

    def forget(self) -> None:
        """The limits of another plan say nothing of this one."""
        self._details, self._is_new = None, True
        with QSignalBlocker(self.confidence):
            self.confidence.setCurrentIndex(CONFIDENCES.index(USUAL))

    def set_stale(self, stale: bool) -> None:
        self.shares.set_stale(stale)

    def _list_months(self, details: Details) -> None:
        wanted = [month_label(month_at(details.start, number)) for number in range(details.horizon_months)]
        if [self.date.itemText(number) for number in range(self.date.count())] != wanted:
            with QSignalBlocker(self.date):
                self.date.clear()
                self.date.addItems(wanted)

    def _choose_confidence(self, joint: Joint, last_month: int) -> None:
        """The usual one, or the highest below it that any date within the horizon reaches."""
        possible = [one for one in CONFIDENCES if one <= USUAL and _reached(joint, last_month) >= one]
        with QSignalBlocker(self.confidence):
            self.confidence.setCurrentIndex(CONFIDENCES.index(possible[0] if possible else USUAL))

    @Slot()
    def _draw(self) -> None:
        details, joint = self._details, self.joint
        if details is None or joint is None or not joint.cost.size:
            return
        cost, done = np.asarray(joint.cost, dtype=np.float64), np.asarray(joint.last_launch, dtype=np.float64)
        last = details.horizon_months
        confidence = float(self.confidence.currentData())
        dates, costs = joint_frontier(cost, done, confidence, last)
        shown = np.where(np.isnan(done), last + _BEYOND, done)
        unit = money_in(details.currency)
        self._put_unit(unit, cost)
        frontier = Frontier(f"{share(confidence)} keep both", dates, costs) if dates.size else None
        cross = self._limits(details) if self._is_new else None
        self._is_new = False
        self.chart.show_cloud(
            Axis("last launch", shown, date_from(details.start)),
            Axis("cost", cost, unit),
            cross,
            frontier,
            joint_behind(self.behind, details),
        )
        self.frontier_words.setText(frontier_words(joint, confidence, details))
        self._tell()

    def _put_unit(self, unit: Unit, cost: np.ndarray) -> None:
        self._scale, suffix = unit.axis(float(np.abs(cost).max(initial=0.0)))
        with QSignalBlocker(self.cost):
            self.cost.setSuffix(f" {suffix}")

    def _limits(self, details: Details) -> tuple[float, float]:
        """Cost and date of the base case, the plan as people speak of it; the horizon where it is unfinished there."""
        months, cost = details.summary.key.last_launch.months, details.summary.key.cost
        date = self.chart.month_end(float(details.horizon_months) if months.base is None else months.base)
        return date, cost.base if cost.base is not None else cost.p50 or 0.0

    @Slot()
    def _take_limits(self) -> None:
        self.chart.move_cross(self.date.currentIndex() + 1.0, self.cost.value() / self._scale)

    @Slot()
    def _tell(self) -> None:
        """Say what the limits come to."""
        details, joint, cross = self._details, self.joint, self.chart.cross
        if details is None or joint is None or cross is None:
            return
        date, cost = cross
        with QSignalBlocker(self.date), QSignalBlocker(self.cost):
            self.date.setCurrentIndex(round(date) - 1)
            self.cost.setValue(cost * self._scale)
        found = joint_shares(joint.cost, joint.last_launch, cost, date)
        self.shares.show_rows(("Futures", "Share"), share_rows(found, len(joint.cost)))
        self.words.setText(shares_words(found, joint, details, cost, date))


def share_rows(found: JointShares, trials: int) -> list[Row]:
    """The four shares, in the order of how welcome they are."""
    told = (
        ("In time and within the cost", found.both, True),
        ("In time, but dearer", found.only_in_time, False),
        ("Late, but within the cost", found.only_within_cost, False),
        ("Late and dearer", found.neither, False),
    )
    return [
        [Cell(name, strong=strong), Cell(share(odds), strong=strong, tip=share_error(_error(odds, trials)))]
        for name, odds, strong in told
    ]


def _error(odds: float, trials: int) -> float:
    """Of a share, as if the futures were drawn one by one: with spread sampling it is smaller."""
    return math.sqrt(odds * (1.0 - odds) / trials)


def shares_words(found: JointShares, joint: Joint, details: Details, cost: float, date: float) -> str:
    """The limits in a sentence, each alone and both together."""
    by, limit = month(details.start, round(date)), money(cost, details.currency)
    said = (
        f"{share(found.in_time)} chance that all is launched by {by}, {share(found.within_cost)} of a cost of at most "
        f"{limit}, {share(found.both)} of both."
    )
    if found.unfinished:
        said += f" {share(found.unfinished)} of futures (at the right edge) are unfinished at the horizon."
    if details.summary.budgets:
        in_budget = (np.asarray(joint.last_launch) <= date) & ~joint.over_budget.any(axis=1)
        said += f" {share(float(in_budget.mean()))} are in time with no year over its budget."
    return said


def frontier_words(joint: Joint, confidence: float, details: Details) -> str:
    """What the frontier asks for: its first date and its last, each with the cost."""
    dates, costs = joint_frontier(joint.cost, joint.last_launch, confidence, details.horizon_months)
    if not dates.size:
        most = share(_reached(joint, details.horizon_months))
        return f"No cost is enough for {share(confidence)}: only {most} of futures launch everything by the horizon."
    ends = [(month(details.start, dates[row]), money(float(costs[row]), details.currency)) for row in (0, -1)]
    first, last = (f"by {date} at most {cost}" for date, cost in ends)
    told = first if ends[0] == ends[1] else f"{first}; {last}"
    reached = _reached(joint, details.horizon_months)
    more = (
        f" More than {share(reached)} cannot be had: the others are unfinished at the horizon." if reached < 1 else ""
    )
    return f"{share(confidence)} of futures keep both: {told}. Earlier dates cannot be promised so surely.{more}"


def _reached(joint: Joint, last_month: int) -> float:
    """The share of futures in which everything is launched by the horizon."""
    return float((np.asarray(joint.last_launch) <= last_month + _SAME_TIME).mean()) if joint.cost.size else 0.0


def _nothing_words(joint: Joint) -> str:
    if not joint.cost.size:
        return "Runs of so many futures keep no single ones; forecast with fewer to see cost and date together."
    if np.isnan(joint.last_launch).all():
        return "In no future is everything launched within the horizon, so no date can be kept. A longer one may help."
    return ""
