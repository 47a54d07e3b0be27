"""How sure the value is: a histogram or S-curve with markers, of the plan or of the part that is chosen beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QWidget,
)

from app.charts.byturn import by_turn
from app.charts.distribution import Distribution, Mode, Series, Side
from app.charts.shares import bin_edges, quantile_at, share_at_most, share_below
from app.charts.units import RATE, Unit, date_from, money_in
from app.pages.explaining import WhatIsThis
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.pages.keptshapes import value_behind
from app.pages.value.parts import HEADER, Part, parts_of, row_of
from app.state.outlook import Details
from app.tables.figures import FigureTable, Row
from app.wording import share

_MODES: Final[tuple[tuple[Mode, str], ...]] = (("histogram", "Histogram"), ("s_curve", "S-curve"))
_KINDS: Final = (("initiative", "By initiative"), ("product", "By product"))


@dataclass(frozen=True)
class _Figure:
    """A figure of the whole plan whose distribution can be looked at."""

    key: str  # of ``simulation.summary.views.SINGLES`` and of the glossary
    name: str
    side: Side


_FIGURES: Final = (
    _Figure("value", "Value", "at_least"),
    _Figure("irr", "Rate of return (IRR)", "at_least"),
    _Figure("peak_funding", "Peak funding", "at_most"),
    _Figure("payback", "Payback", "at_most"),
)


class DistributionPanel(Panel):
    """The chart at the left, the parts of the plan at the right; a row that is chosen is drawn.

    Attributes
    ----------
    chart
        The distribution with its markers.
    table
        The plan, then its initiatives or products.
    words
        What the markers say.
    """

    title = "How sure"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._details: Details | None = None
        self._parts: list[Part] = []
        self._listed: list[Part] = []
        self._chosen: tuple[str, str] = ("plan", "")
        self._drawn: tuple[object, ...] | None = None  # subject and figure; other ones get new markers
        self._placed: tuple[float, ...] = ()  # markers that nobody moved yet follow every new run
        self._scale = 1.0
        self._make()
        self._lay_out()
        self._connect()

    def _make(self) -> None:
        self.chart = Distribution("Value of the whole plan", self)
        self.chart.setMinimumHeight(230)
        self.drawn_of_views = (self.chart,)
        self.figure = QComboBox(self)
        self.figure.setAccessibleName("Figure of the plan that is drawn")
        for one in _FIGURES:
            self.figure.addItem(one.name)
        self.mode = QComboBox(self)
        self.mode.setAccessibleName("How the chances are drawn")
        for _, name in _MODES:
            self.mode.addItem(name)
        self.ask = QLabel("Marker at", self)
        self.limit = QDoubleSpinBox(self)
        self.limit.setAccessibleName("Place of the first marker")
        self.limit.setRange(-1e9, 1e9)
        self.limit.setDecimals(2)
        self.limit.setKeyboardTracking(False)
        self.limit.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.limit.setMaximumWidth(130)
        self.ask.setBuddy(self.limit)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.group = QComboBox(self)
        self.group.setAccessibleName("Parts of the plan that are listed")
        for _, name in _KINDS:
            self.group.addItem(name)
        self.table = FigureTable("Value of the plan and its parts", self, most_rows=9)
        self.table.setSelectionBehavior(FigureTable.SelectionBehavior.SelectRows)
        self.note = QLabel(self)
        self.note.setObjectName("caption")
        self.note.setWordWrap(True)

    def _lay_out(self) -> None:
        session = self.desk.session
        chart, parts = Card("Chances", parent=self), Card("Parts", parent=self)
        above, below, head = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.figure)
        above.addWidget(self.mode)
        above.addStretch(1)
        below.addWidget(self.ask)
        below.addWidget(self.limit)
        below.addWidget(self.words, 1)
        head.addWidget(self.group)
        head.addStretch(1)
        head.addWidget(WhatIsThis("initiative_value", session, parent=self))
        chart.body.addLayout(above)
        chart.body.addWidget(self.chart, 1)
        chart.body.addLayout(below)
        parts.body.addLayout(head)
        parts.body.addWidget(self.table, 1)
        parts.body.addWidget(self.note)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(chart)
        self.splitter.addWidget(parts)
        self.splitter.setSizes([540, 500])
        self.body.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.chart.said.connect(self.said)
        self.chart.marker_moved.connect(self._tell_markers)
        self.chart.histogram_action.toggled.connect(self._show_mode)
        self.figure.currentIndexChanged.connect(self._draw)
        self.mode.currentIndexChanged.connect(self._take_mode)
        self.limit.valueChanged.connect(self._take_limit)
        self.group.currentIndexChanged.connect(self._list)
        self.table.row_chosen.connect(self._take_row)

    @property
    def part(self) -> Part | None:
        """The part that is drawn; the plan where the chosen one is no more."""
        return next((one for one in self._parts if one.key == self._chosen), self._parts[0] if self._parts else None)

    def show_details(self, details: Details) -> None:
        if details.views is None:
            return
        is_first, self._details = self._details is None, details
        self._parts = parts_of(details.summary, details.views, self.desk.session.portfolio)
        if is_first:
            self._list()
        else:  # somebody types, perhaps
            by_turn().put(self._list)
        self._draw()

    def set_stale(self, stale: bool) -> None:
        self.table.set_stale(stale)

    def forget(self) -> None:
        self._details, self._drawn, self._chosen = None, None, ("plan", "")
        self._parts = []
        self.chart.show_series((), Unit(), markers=())

    @Slot()
    def _list(self) -> None:
        """Fill the table, and keep the chosen row."""
        if self._details is None:
            return
        kind = _KINDS[self.group.currentIndex()][0]
        self._listed = [part for part in self._parts if part.kind in ("plan", kind)]
        rows: list[Row] = [row_of(part, self._details.currency) for part in self._listed]
        with QSignalBlocker(self.table):
            self.table.show_rows(HEADER, rows)
        kept = next((row for row, part in enumerate(self._listed) if part.key == self._chosen), 0)
        self.table.setCurrentIndex(self.table.model().index(kept, 0))
        self.note.setText(_note(kind, self._listed))

    @Slot(int)
    def _take_row(self, row: int) -> None:
        if 0 <= row < len(self._listed) and self._listed[row].key != self._chosen:
            self._chosen = self._listed[row].key
            self._draw()

    @Slot()
    def _draw(self) -> None:
        part = self.part
        if self._details is None or part is None:
            return
        self.figure.setEnabled(part.kind == "plan")
        figure = _FIGURES[self.figure.currentIndex() if part.kind == "plan" else 0]
        series, unit = self._series(part, figure), self._unit(figure)
        of = "the whole plan" if part.kind == "plan" else part.name
        self.chart.set_title(f"{figure.name} of {of}")
        subject = (part.key, figure.key)
        self._scale, suffix = unit.axis(_largest(series))
        with QSignalBlocker(self.limit):
            self.limit.setSuffix(f" {suffix or 'months'}")
            self.limit.setSingleStep(0.1 if unit.kind == "money" else 1.0)
        kept = subject == self._drawn and self.chart.markers != self._placed
        self._drawn = subject
        is_whole_value = part.kind == "plan" and figure.key == "value"
        behind = value_behind(self.behind, self._details) if is_whole_value else None
        shown = () if np.isnan(series.quantiles).any() else (series,)
        self.chart.show_series(shown, unit, figure.side, None if kept else _markers(series, figure), behind)
        self._placed = () if kept else self.chart.markers
        self._tell_markers()

    def _series(self, part: Part, figure: _Figure) -> Series:
        if figure.key == "value" or self._details is None or self._details.views is None:
            return part.series
        spans = self._details.views.single(figure.key)
        return Series(figure.name, np.asarray(spans.quantiles[0], dtype=np.float64), float(spans.base[0]))

    def _unit(self, figure: _Figure) -> Unit:
        if self._details is None:
            return Unit()
        units = {"irr": RATE, "payback": date_from(self._details.start)}
        return units.get(figure.key, money_in(self._details.currency))

    @Slot()
    def _tell_markers(self) -> None:
        """Put the first marker's place in the box, and say what the markers say."""
        markers = self.chart.markers
        self.limit.setEnabled(bool(markers))
        if not markers or self.part is None:
            self.words.setText("" if self.part is None else self._missing_words(self.part))
            return
        with QSignalBlocker(self.limit):
            self.limit.setValue(markers[0] * self._scale)
        told = [self.chart.chances(marker)[0] for marker in markers]
        if len(markers) > 1:
            told.append(f"{share(self._between(markers))} between the markers")
        self.words.setText("; ".join(told))

    def _missing_words(self, part: Part) -> str:
        """Why there is nothing to draw."""
        if part.kind == "plan" and _FIGURES[self.figure.currentIndex()].key == "payback":
            return "The money does not come back within the horizon in any future."
        if part.kind == "plan" and _FIGURES[self.figure.currentIndex()].key == "irr":
            return "There is no rate of return in any future, or several."
        return "Not known: runs of so many futures do not keep the sum over a product's initiatives."

    def _between(self, markers: Sequence[float]) -> float:
        part = self.part
        if part is None:
            return math.nan
        figure = _FIGURES[self.figure.currentIndex() if part.kind == "plan" else 0]
        quantiles = self._series(part, figure).quantiles
        return float(share_at_most(quantiles, max(markers)) - share_below(quantiles, min(markers)))

    @Slot(float)
    def _take_limit(self, value: float) -> None:
        if self.chart.markers:
            self.chart.move_marker(0, value / self._scale)

    @Slot(int)
    def _take_mode(self, number: int) -> None:
        if self.chart.mode != _MODES[number][0]:
            self.chart.set_mode(_MODES[number][0])

    @Slot()
    def _show_mode(self) -> None:
        """The chart's own menu was used."""
        self.mode.setCurrentIndex(0 if self.chart.histogram_action.isChecked() else 1)


def _markers(series: Series, figure: _Figure) -> list[float]:
    """What is safe with 80 % certainty; and zero, where value is drawn and zero lies within."""
    safe = quantile_at(series.quantiles, 0.2 if figure.side == "at_least" else 0.8)
    edges = bin_edges([series.quantiles], 1)
    if not edges.size:
        return []
    known = series.quantiles[np.isfinite(series.quantiles)]
    places = [safe if math.isfinite(safe) else float(known[-1])]  # the last that is within the horizon
    if figure.key == "value" and edges[0] < 0.0 < edges[-1] and safe != 0.0:
        places.append(0.0)
    return places


def _largest(series: Series) -> float:
    known = np.asarray(series.quantiles)[np.isfinite(series.quantiles)]
    return float(np.abs(known).max(initial=0.0))


def _note(kind: str, listed: list[Part]) -> str:
    if len(listed) < 2:
        funded = "No initiative is funded yet: choose an option for one on the Initiatives page."
        return funded if kind == "initiative" else "No product has a funded initiative."
    if not all(part.is_known for part in listed):
        return "A dash: runs of so many futures do not keep the sum over a product's initiatives."
    return "Parts are before tax, unused people and recruiting, so they add up to more than the plan."
