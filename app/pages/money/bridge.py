"""From one scenario to another: a waterfall of what each initiative, and what all share, does to the mean value."""

from __future__ import annotations

import textwrap
from typing import Final

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from app.charts.units import money_in
from app.charts.waterfall import Step, Waterfall
from app.pages.asking import Asking
from app.pages.explaining import WhatIsThis
from app.pages.forecasting import Panel
from app.pages.frame import Card, Desk
from app.state.studying import Question
from app.tables.figures import Cell, FigureTable, Row, Tone
from app.wording import count, money, money_error
from models.portfolio import Portfolio
from simulation.decide.scenarios.bridge import Bridge, BridgeStep, value_bridge

TRIALS: Final = 2_000
"""Two full blocks, so that standard errors are those of the sampling."""

HEADER: Final = ("Part", "Before", "After", "Change", "± error")

_BARS: Final = 6  # initiatives with a bar of their own
_LINE: Final = 11  # characters of a name below a bar
_CLEAR: Final = 2.0
"""Standard errors from which a change is no accident of the run."""

_NOTHING: Final = 1e-6
"""Of the larger value: a change below it is rounding."""


class BridgePanel(Panel):
    """Two choices of scenarios, the question, and the answer as bars and as a table."""

    title = "From base to scenario"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._answered = False
        self.since, self.scenario = QComboBox(self), QComboBox(self)
        for combo, name in ((self.since, "Scenario that it starts from"), (self.scenario, "Scenario that it leads to")):
            combo.setAccessibleName(name)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(18)
        sentence = "What makes the difference in value?"
        self.asking = Asking(desk, "value_bridge", sentence, self._question, self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.chart = Waterfall("Mean value from scenario to scenario", self)
        self.chart.setMinimumHeight(250)
        self.chart.getAxis("bottom").setHeight(2 * self.fontMetrics().height() + 10)  # for names in two lines
        self.table = FigureTable("Mean value of each part before and after", self, most_rows=40)
        self.bars, self.rows = Card("Mean value", parent=self), Card("By part", parent=self)
        self.asking.fade(self.chart)
        self._lay_out()
        self._connect()
        self._list()
        self.forget()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel("From", self))
        row.addWidget(self.since)
        row.addWidget(QLabel("to", self))
        row.addWidget(self.scenario)
        row.addWidget(self.asking, 1)
        row.addWidget(WhatIsThis("bridge", self.desk.session, parent=self))
        self.bars.body.addWidget(self.chart, 1)
        self.rows.body.addWidget(self.table)
        self.body.addLayout(row)
        self.body.addWidget(self.words)
        self.body.addWidget(self.bars, 1)
        self.body.addWidget(self.rows)
        self.body.addStretch(0)

    def _connect(self) -> None:
        self.chart.said.connect(self.said)
        self.asking.answered.connect(self._take_answer)
        self.asking.forgotten.connect(self.forget)
        self.desk.session.portfolio_changed.connect(self._list)
        self.desk.session.scenario_changed.connect(self._follow)
        for combo in (self.since, self.scenario):
            combo.activated.connect(self._take_choice)

    @Slot()
    def _list(self) -> None:
        """Offer the base and the scenarios; what was chosen stays while it is there."""
        session = self.desk.session
        scenarios = session.portfolio.scenarios if session.is_open else ()
        offered: list[tuple[str, str | None]] = [("Base", None), *((one.name or one.id, one.id) for one in scenarios)]
        shown = [(self.since.itemText(row), self.since.itemData(row)) for row in range(self.since.count())]
        if offered == shown:
            return
        for combo in (self.since, self.scenario):
            kept = combo.currentData()
            with QSignalBlocker(combo):
                combo.clear()
                for name, key in offered:
                    combo.addItem(name, key)
                combo.setCurrentIndex(max(combo.findData(kept), 0))
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """The scenario that is looked at is what it leads to; else the first one."""
        if self.scenario.currentData() is None or self.desk.session.scenario is not None:
            wanted = self.scenario.findData(self.desk.session.scenario)
            with QSignalBlocker(self.scenario):
                self.scenario.setCurrentIndex(wanted if wanted > 0 else min(1, self.scenario.count() - 1))

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        if not portfolio.scenarios:
            return "There are no scenarios yet; add one on the Scenarios page."
        since, target = self.since.currentData(), self.scenario.currentData()
        if since == target:
            return "Both are the same; choose another scenario."
        return Question(value_bridge, (portfolio,), {"since": since, "scenario": target, "trials": TRIALS})

    @Slot()
    def _take_choice(self) -> None:
        """Once one was answered, another choice is a question by itself."""
        if self._answered:
            self.asking.find_out()

    @Slot(object)
    def _take_answer(self, answer: object) -> None:
        if isinstance(answer, Bridge):
            self._answered = True
            self.show_answer(answer)

    def show_answer(self, bridge: Bridge) -> None:
        """Show the steps."""
        names = self._name(bridge.since), self._name(bridge.scenario)
        self.words.setText(bridge_words(bridge, *names))
        self.chart.set_title(f"Mean value from {names[0]} to {names[1]}")
        self.chart.show_steps(steps_of(bridge, *names), money_in(bridge.currency))
        self.table.show_rows(HEADER, rows_of(bridge))
        self.bars.show()
        self.rows.show()

    @Slot()
    def forget(self) -> None:
        self._answered = False
        self.bars.hide()
        self.rows.hide()
        self.words.setText(
            "The answer leads from one mean value to the other, initiative by initiative, in the same futures."
        )

    def _name(self, scenario: str | None) -> str:
        row = self.since.findData(scenario)
        return self.since.itemText(row) if row >= 0 else scenario or "Base"


def steps_of(bridge: Bridge, since: str, scenario: str) -> list[Step]:
    """The bars: the two totals, between them the initiatives that change most, the others, and what is shared."""
    largest, others = bridge.largest(_BARS)
    steps = [Step(_wrapped(since), bridge.before.value, is_total=True)]
    steps += [Step(_wrapped(step.name), step.change.value) for step in largest]
    rest = sum(step.change.value for step in others)
    if _matters(rest, bridge):
        moved = sum(1 for step in others if _matters(step.change.value, bridge))
        steps.append(Step(_wrapped(f"{count(moved, 'other')}"), rest))
    shared = [step for step in bridge.steps if step.kind == "shared" and _matters(step.change.value, bridge)]
    steps += [Step(_wrapped(step.name), step.change.value) for step in shared]
    return [*steps, Step(_wrapped(scenario), bridge.after.value, is_total=True)]


def _matters(change: float, bridge: Bridge) -> bool:
    return abs(change) > _NOTHING * max(abs(bridge.before.value), abs(bridge.after.value), 1.0)


def _wrapped(name: str) -> str:
    """The name proper in at most two lines."""
    lines = textwrap.wrap(name.partition(":")[0], _LINE, max_lines=2, placeholder="…")
    return "\n".join(lines)


def rows_of(bridge: Bridge) -> list[Row]:
    """A row for each part that changes, and one for the whole plan, which is their sum."""
    changed = [step for step in bridge.steps if _matters(step.change.value, bridge)]
    whole = BridgeStep("shared", "", "Whole plan", bridge.before.value, bridge.after.value, bridge.change)
    return [_row(step, bridge.currency, strong=step is whole) for step in (*changed, whole)]


def _row(step: BridgeStep, currency: str, *, strong: bool) -> Row:
    change, error = step.change
    sure = abs(change) > _CLEAR * error
    tone: Tone = ("good" if change > 0 else "bad") if sure else ""
    tip = "" if sure else "No clear difference: it is smaller than twice its error."
    return [
        Cell(step.name, strong=strong),
        Cell(money(step.before, currency), strong=strong),
        Cell(money(step.after, currency), strong=strong),
        Cell(f"{'+' if change > 0 else ''}{money(change, currency)}", tone, strong, tip),
        money_error(error, currency),
    ]


def bridge_words(bridge: Bridge, since: str, scenario: str) -> str:
    """The difference, and what makes most of it."""
    change, error = bridge.change
    currency = bridge.currency
    if not any(_matters(step.change.value, bridge) for step in bridge.steps):
        return f"{scenario} is worth as much as {since} in every part."
    side = "more" if change > 0 else "less"
    size = f"{money(abs(change), currency)} ({money_error(error, currency)})"
    said = f"{scenario} is worth {size} {side} than {since} on average"
    first = max(bridge.steps, key=lambda step: step.change.value if change > 0 else -step.change.value)
    amount = money(abs(first.change.value), currency)
    verb = "adds" if first.change.value > 0 else "takes away"
    return f"{said}; most of all by {first.name.partition(':')[0]}, which {verb} {amount}."
