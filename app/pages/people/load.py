"""Who is how busy: teams by months, and whose work it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from app.charts.fan import Level
from app.charts.heatmap import Heatmap
from app.charts.stack import Layer, Stack
from app.charts.units import FTE
from app.pages.asking import Asking
from app.pages.explaining import WhatAreThese
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.pages.keptshapes import load_behind
from app.state.outlook import Details
from app.state.studying import Question
from app.tables.figures import Cell, FigureTable, Row
from app.wording import fte, plus_minus, share
from models.calendar import month_label
from models.portfolio import Portfolio

if TYPE_CHECKING:  # the study brings the engines along, which the window can do without until it is asked
    from simulation.summary.causes import LoadCauses

_LAYERS: Final = 5
"""Initiatives that have a layer of their own."""

_LEAST: Final = 0.05
"""People that are worth a row."""


class LoadPanel(Panel):
    """A cell for each team and month; a press on it asks who causes the load."""

    title = "Load"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._details: Details | None = None
        self._team: str | None = None
        self._month = 0
        self._causes: LoadCauses | None = None
        self.measure = QComboBox(self)
        self.measure.setAccessibleName("Which load")
        self.measure.addItem("Mean load", "mean")
        self.measure.addItem("P80: four futures in five have no more", "p80")
        self.heatmap = Heatmap("Load of each team by month: work against own people", self)
        self.asking = Asking(desk, "load-causes", "Whose work is it, month by month?", self._question, self)
        self.headline = QLabel("Press a cell to see whose work it is.", self)
        self.headline.setObjectName("headline")
        self.headline.setWordWrap(True)
        self.stack = Stack("People at work for each initiative", self)
        self.table = FigureTable("Whose work it is in the chosen month", self, most_rows=4)
        self.asking.fade(self.stack)
        self._lay_out()
        self.measure.currentIndexChanged.connect(self._draw)
        self.heatmap.cell_chosen.connect(self._choose)
        self.stack.month_chosen.connect(self._choose_month)
        self.asking.answered.connect(self._take)
        self.asking.forgotten.connect(self._drop_answer)
        for chart in (self.heatmap, self.stack):
            chart.said.connect(self.said)

    def show_details(self, details: Details) -> None:
        """Draw a run."""
        self._details = details
        self._draw()

    def forget(self) -> None:
        """Nothing is chosen in another document."""
        self._details, self._team = None, None
        self._drop_answer()

    def set_stale(self, stale: bool) -> None:
        """Grey the answer where it is of a plan that has changed."""
        self.table.set_stale(self._causes is not None and not self.asking.is_current)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        label = QLabel("Show", self)
        label.setBuddy(self.measure)
        tools.addWidget(label)
        tools.addWidget(self.measure)
        tools.addStretch(1)
        tools.addWidget(WhatAreThese(("load", "capacity"), self.desk.session, self))
        top = Card("How busy each team is", "A triangle marks more work than a team's own people can do.", self)
        top.body.addLayout(tools)
        top.body.addWidget(self.heatmap, 1)
        top.body.addStretch(0)
        self._answer = QWidget(self)
        column = QVBoxLayout(self._answer)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack, 3)
        column.addWidget(self.table, 2)
        self._answer.hide()
        beside = Card("Who causes it", "", self)
        for widget, stretch in ((self.asking, 0), (self.headline, 0), (self._answer, 1)):
            beside.body.addWidget(widget, stretch)
        beside.body.addStretch(0)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(top)
        halves.addWidget(beside)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        halves.setSizes([640, 420])
        self.body.addWidget(halves, 1)

    @Slot()
    def _draw(self) -> None:
        details = self._details
        if details is None:
            return
        names = [team.name for team in details.summary.teams]
        self.heatmap.setVisible(bool(names))
        if not names:
            self.headline.setText("There are no teams yet; add them on the Teams page.")
            return
        field = "load_mean" if self.measure.currentData() == "mean" else "load_p80"
        values = np.array([getattr(team, field) for team in details.summary.teams], dtype=np.float64)
        before = load_behind(self.behind, details) if field == "load_mean" else None
        self.heatmap.show_values(names, values, details.start, before=before)

    # Who causes it.

    @Slot(int, int)
    def _choose(self, row: int, month: int) -> None:
        """A cell: ask of its team, unless that was answered of the plan as it is."""
        if self._details is None:
            return
        self._month = month
        self._team = self._details.summary.teams[row].id
        if self._causes is not None and self._causes.team == self._team and self.asking.is_current:
            self._show_causes()
        else:
            self.asking.find_out()

    @Slot(int)
    def _choose_month(self, month: int) -> None:
        self._month = month
        self._show_causes()

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        from simulation.summary.causes import load_causes

        known = {team.id for team in portfolio.teams}
        if self._team not in known:
            return "Press a cell of the team that you mean."
        return Question(load_causes, (portfolio, self._team), {"scenario": scenario})

    @Slot(object)
    def _take(self, causes: LoadCauses) -> None:
        self._causes = causes
        self._answer.show()
        self._show_causes()

    @Slot()
    def _drop_answer(self) -> None:
        self._causes = None
        self._answer.hide()
        self.headline.setText("Press a cell to see whose work it is.")

    def _show_causes(self) -> None:
        causes = self._causes
        if causes is None:
            return
        month = min(self._month, len(causes.months) - 1)
        name = self._name_of(causes.team)
        self.headline.setText(headline_of(causes, month, name))
        self.stack.set_title(f"People of {name} at work for each initiative")
        level = Level("own people", causes.capacity)
        self.stack.show_layers(layers_of(causes), causes.months[0], FTE, level, month)
        self.table.show_rows(("Initiative", "FTE", "±", "share"), rows_of(causes, month))
        self.table.set_stale(not self.asking.is_current)

    def _name_of(self, team: str) -> str:
        known = self._details.summary.teams if self._details is not None else ()
        return next((one.name for one in known if one.id == team), team)


def layers_of(causes: LoadCauses) -> list[Layer]:
    """The initiatives that ask for most, and all others as one layer."""
    order = np.argsort(-causes.fte.sum(axis=1), kind="stable")
    layers = [Layer(_short(causes.names[one]), causes.fte[one]) for one in order[:_LAYERS].tolist()]
    if len(order) > _LAYERS:
        rest = causes.fte[order[_LAYERS:]].sum(axis=0)
        layers.append(Layer(f"{len(order) - _LAYERS} others", rest, muted=True))
    return layers


def rows_of(causes: LoadCauses, month: int) -> list[Row]:
    """The initiatives that ask for people in a month, the most first."""
    people = causes.fte[:, month]
    total = float(people.sum())
    order = [one for one in np.argsort(-people, kind="stable").tolist() if people[one] >= _LEAST]
    rows: list[Row] = [
        (
            causes.names[one],
            f"{people[one]:.1f}",
            plus_minus(float(causes.standard_error[one, month]), 2).removeprefix("± "),
            share(float(people[one]) / total),
        )
        for one in order
    ]
    return rows or [(Cell("Nobody asks for them", "muted"), "", "", "")]


def headline_of(causes: LoadCauses, month: int, name: str) -> str:
    """The month's mean work and the team's own people; the mean load is not their ratio, so that none is said."""
    work, own = float(causes.fte[:, month].sum()), float(causes.capacity[month])
    return f"{name}, {month_label(causes.months[month])}: {fte(work)} at work on average; own people: {fte(own)}."


def _short(name: str) -> str:
    return name.partition(":")[0]
