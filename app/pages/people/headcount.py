"""Who is there: the headcount of a team against its plan, its hires, and who comes and leaves by fiscal year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QWidget

from app.charts.fan import Band, FanChart, Level
from app.charts.units import FTE
from app.pages.explaining import WhatIsThis
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.pages.inquiry import Inquiry
from app.pages.keptshapes import headcount_behind
from app.pages.people.hiring import planned_headcount, planned_hires, teams_of
from app.state.outlook import Details
from app.state.studying import Question
from app.tables.figures import Cell, FigureTable, Row
from app.wording import money, money_error, plus_minus
from models.calendar import month_at, month_label
from models.portfolio import Portfolio
from models.team import Team

if TYPE_CHECKING:  # it needs the engines' libraries, which the window can do without until it is asked
    from simulation.summary.staffing import StaffingStory

_HIRES = ("Planned hires", "People", "Opened", "Due", "Months to fill")
_FLOW = ("Team", "Arrivals", "±", "Leavers", "±", "Recruiting", "Bench cost", "±")
_FLOW_HEIGHT = 330
"""Pixels: room for the answer of some eight teams."""

_PERCENTS = (5, 10, 25, 50, 75, 80, 90, 95)
_PROMISE = "How many arrive and leave, what recruiting costs, and what people cost who have nothing to do."


class HeadcountPanel(Panel):
    """The fan of a chosen team's people, its hires beside it, and all teams' comings and goings below."""

    title = "Headcount and hiring"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._details: Details | None = None
        self.team = QComboBox(self)
        self.team.setAccessibleName("Team whose people are shown")
        self.fan = FanChart("Headcount over time, and as planned", self, when="middle")
        self.hires = FigureTable("Planned hires", self, most_rows=8)
        self.drawn_of_views = (self.fan,)
        self.flow = PeopleFlow(desk, self)
        self._lay_out()
        self.team.currentIndexChanged.connect(self._draw)
        self.fan.said.connect(self.said)

    def show_details(self, details: Details) -> None:
        """Draw a run."""
        self._details = details
        wanted = [(team.id, team.name) for team in details.summary.teams]
        box = self.team
        if wanted != [(box.itemData(row), box.itemText(row)) for row in range(box.count())]:
            chosen = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for key, name in wanted:
                    box.addItem(name, key)
                box.setCurrentIndex(max(box.findData(chosen), 0))
        self._draw()

    def forget(self) -> None:
        """What is drawn is of another document."""
        self._details = None

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        label = QLabel("Team", self)
        label.setBuddy(self.team)
        tools.addWidget(label)
        tools.addWidget(self.team)
        tools.addStretch(1)
        tools.addWidget(WhatIsThis("headcount", self.desk.session, parent=self))
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setChildrenCollapsible(False)
        self.fan.setMinimumHeight(210)
        halves.addWidget(self.fan)
        halves.addWidget(self.hires)
        halves.setSizes([540, 460])
        note = (
            "Dashed: everybody stays, and hires arrive when they usually do. The fan: people also leave, or come late."
        )
        card = Card("People who are there", note, self)
        card.body.addLayout(tools)
        card.body.addWidget(halves, 1)
        self.flow.setMinimumHeight(_FLOW_HEIGHT)
        self.body.addWidget(card)
        self.body.addWidget(self.flow, 1)

    @Slot()
    def _draw(self) -> None:
        details, session = self._details, self.desk.session
        if details is None or not session.is_open:
            return
        number = self.team.currentIndex()
        teams = {team.id: team for team in teams_of(session.portfolio, session.scenario)}
        team = teams.get(self.team.currentData())
        self._show_hires(team)
        if number < 0 or details.views is None:
            return
        edges = np.asarray(details.views.headcount[:, number], dtype=np.float64)
        band = Band("headcount", tuple(map(float, _PERCENTS)), edges)
        levels = []
        if team is not None:
            planned = planned_headcount(team, session.portfolio.settings)
            levels.append(Level("as planned", np.asarray(planned)))
        self.fan.set_title(f"Headcount of {self.team.currentText()}, and as planned")
        behind = headcount_behind(self.behind, details, str(self.team.currentData()))
        fits = all(len(level.values) == band.edges.shape[1] for level in levels)  # the horizon may just have changed
        self.fan.show_bands([band], details.start, FTE, levels if fits else [], behind=behind)

    def _show_hires(self, team: Team | None) -> None:
        settings = self.desk.session.portfolio.settings
        hires = planned_hires(team, settings) if team is not None else ()
        rows: list[Row] = [
            (
                hire.note or hire.team,
                f"{hire.count:g}",
                month_label(month_at(settings.start, hire.opened)),
                month_label(month_at(settings.start, hire.arrives)),
                hire.time_to_fill,
            )
            for hire in hires
        ]
        self.hires.show_rows(_HIRES, rows or [(Cell("None planned for this team", "muted"), "", "", "", "")])


class PeopleFlow(Inquiry):
    """Arrivals, leavers and idle people of every team, by fiscal year or over the horizon."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, "people-flow", "Who comes, who leaves, who is idle?", _question, _PROMISE, "bench", parent
        )
        self._answer: StaffingStory | None = None
        self.year = QComboBox(self)
        self.year.setAccessibleName("Fiscal year")
        self.flows = self.table("Arrivals, leavers and idle people by team", most_rows=12)
        label = QLabel("Fiscal year", self)
        label.setBuddy(self.year)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.year)
        row.addStretch(1)
        self.rows.addLayout(row)
        self.add(self.flows, self.notes)
        self.year.currentIndexChanged.connect(self._fill)

    def show_answer(self, answer: StaffingStory) -> None:
        """Offer the years, and show the one that was chosen, at first the first."""
        self._answer = answer
        chosen = self.year.currentText()
        with QSignalBlocker(self.year):
            self.year.clear()
            self.year.addItems(list(answer.years))
            self.year.setCurrentIndex(max(self.year.findText(chosen), 0))
        self.headline.setText(headline_of(answer))
        self.notes.setText(f"Means over {answer.trials:,} futures of seed {answer.seed}; ±: standard errors.")
        self._fill()

    @Slot()
    def _fill(self) -> None:
        answer, year = self._answer, self.year.currentIndex()
        if answer is not None and year >= 0:
            self.flows.show_rows(_FLOW, rows_of(answer, year))
            self.flows.set_stale(not self.asking.is_current)


def _question(portfolio: Portfolio, scenario: str | None) -> Question | str:
    from simulation.summary.staffing import staffing_story

    if not portfolio.teams:
        return "There are no teams yet; add them on the Teams page."
    return Question(staffing_story, (portfolio,), {"scenario": scenario})


def headline_of(answer: StaffingStory) -> str:
    """What idle people cost over the horizon, and in which team most."""
    whole = answer.bench.mean.sum(axis=1)
    worst = int(whole.argmax())
    total, most = money(float(whole.sum()), answer.currency), money(float(whole[worst]), answer.currency)
    left = float(answer.leavers.mean.sum())
    return f"Idle people cost {total} over the horizon, most of it in {answer.names[worst]} ({most}); {left:.0f} leave."


def rows_of(answer: StaffingStory, year: int) -> list[Row]:
    """A row for each team, and one for all of them, whose errors are not known."""
    rows: list[Row] = []
    for number, name in enumerate(answer.names):
        place = (number, year)
        rows.append(
            (
                name,
                f"{answer.arrivals.mean[place]:.1f}",
                plus_minus(float(answer.arrivals.error[place]), 2).removeprefix("± "),
                f"{answer.leavers.mean[place]:.1f}",
                plus_minus(float(answer.leavers.error[place]), 2).removeprefix("± "),
                money(float(answer.recruiting.mean[place]), answer.currency),
                money(float(answer.bench.mean[place]), answer.currency),
                money_error(float(answer.bench.error[place]), answer.currency).removeprefix("± "),
            )
        )
    sums = [
        float(one.mean[:, year].sum()) for one in (answer.arrivals, answer.leavers, answer.recruiting, answer.bench)
    ]
    texts = (f"{sums[0]:.1f}", "", f"{sums[1]:.1f}", "", *(money(one, answer.currency) for one in sums[2:]), "")
    rows.append([Cell("All teams", strong=True), *(Cell(text, strong=True) for text in texts)])
    return rows
