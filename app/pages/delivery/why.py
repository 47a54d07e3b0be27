"""Why is it late?  One initiative looked at closely: what it waits for, and the odds of its launch by a date."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from app.charts.byturn import by_turn
from app.charts.distribution import Distribution, Series
from app.charts.ranked import RankedBars
from app.charts.units import MONTHS, date_from
from app.pages.delivery.lateness import causes_of, lateness_words, most_delayed
from app.pages.delivery.rows import deadline_months, deadline_of
from app.pages.explaining import WhatIsThis
from app.pages.frame import Card, Desk
from app.state.outlook import Details
from app.wording import share
from models.calendar import month_label
from simulation.summary.shapes import InitiativeSummary


class WhyLate(Card):
    """A card on one initiative, chosen in its box or from outside.

    Signals
    -------
    said
        A sentence for the status bar.
    chosen
        Another initiative may be looked at.
    """

    said = Signal(str)
    chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Why is it late?", "", parent)
        self._details: Details | None = None
        self._wanted: str | None = None  # chosen by the user
        self._shown: tuple[Details, str | None] | None = None
        self.choice = QComboBox(self)
        self.choice.setAccessibleName("Initiative that is looked at")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.words = QLabel(self)
        self.words.setObjectName("headline")
        self.words.setWordWrap(True)
        self.causes = RankedBars("Months lost by what is waited for, on average", self)
        self._lost = QLabel("Months lost, by what it waits for:", self)
        self._by_date = QLabel("Chance of a launch by a date:", self)
        for label in (self._lost, self._by_date):
            label.setObjectName("caption")
        self.odds = Distribution("Chance of a launch by a date", self)
        self.odds.set_mode("s_curve")
        self.odds.setMinimumHeight(200)
        self.deadline = QLabel(self)
        self.deadline.setWordWrap(True)
        self._ask_lost, self._ask_odds = (
            WhatIsThis(key, desk.session, parent=self) for key in ("waits", "p_launch_by")
        )
        self._lay_out()
        self.choice.activated.connect(self._take_choice)
        for chart in (self.causes, self.odds):
            chart.said.connect(self.said)

    def _lay_out(self) -> None:
        """Each question stands above what it asks about."""
        lost, odds = QHBoxLayout(), QHBoxLayout()
        for row, words, ask in ((lost, self._lost, self._ask_lost), (odds, self._by_date, self._ask_odds)):
            row.addWidget(words, 1)
            row.addWidget(ask)
        self.body.addWidget(self.choice)
        self.body.addWidget(self.words)
        self.body.addLayout(lost)
        self.body.addWidget(self.causes, 1)
        self.body.addLayout(odds)
        self.body.addWidget(self.deadline)
        self.body.addWidget(self.odds, 1)
        self.body.addStretch(0)

    @property
    def initiative(self) -> str | None:
        """Id of the initiative that is looked at; None for none."""
        chosen = self.choice.currentData()
        return chosen if isinstance(chosen, str) else None

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these initiatives, ids and names; the one that was chosen stays, else it is the one most delayed."""
        box = self.choice
        if list(choices) != [(box.itemData(row), box.itemText(row)) for row in range(box.count())]:
            with QSignalBlocker(box):
                box.clear()
                for key, name in choices:
                    box.addItem(name, key)
        self._show_choice()

    def show_details(self, details: Details) -> None:
        """Take a run."""
        self._details = details
        self._show_choice()

    def choose(self, initiative: str) -> None:
        """Look at another initiative."""
        self._wanted = initiative
        self._show_choice()
        self.chosen.emit()

    def forget(self) -> None:
        """Nothing is chosen in another document."""
        self._details, self._wanted, self._shown = None, None, None

    def set_stale(self, stale: bool) -> None:
        """Grey the sentence, for it is of a plan that has changed."""
        if self.words.property("stale") != stale:
            self.words.setProperty("stale", stale)
            self.words.style().unpolish(self.words)
            self.words.style().polish(self.words)

    @Slot(int)
    def _take_choice(self, row: int) -> None:
        self.choose(self.choice.itemData(row))

    def _show_choice(self) -> None:
        if self._details is None:
            return
        row = self.choice.findData(self._wanted)
        if row < 0:
            row = self.choice.findData(most_delayed(self._details.summary))
        with QSignalBlocker(self.choice):
            self.choice.setCurrentIndex(row)
        shown = (self._details, self.initiative)
        if shown == self._shown:  # results are compared by identity
            return
        goes_on = self._shown is not None and self._shown[1] == self.initiative
        self._shown = shown
        if goes_on:  # another run of the same initiative, while somebody types
            by_turn().put(self._show_now)
        else:
            self._show_now()

    def _show_now(self) -> None:
        if self._details is None:
            return
        one = next((one for one in self._details.summary.initiatives if one.id == self.initiative), None)
        heads = self._lost, self._ask_lost, self._by_date, self._ask_odds
        for widget in (self.choice, self.causes, self.odds, self.deadline, *heads):
            widget.setVisible(one is not None)
        if one is None:
            self.words.setText("There is nothing to be late.")
            return
        self._show_initiative(one, self._details)

    def _show_initiative(self, one: InitiativeSummary, details: Details) -> None:
        self.words.setText(lateness_words(one, details.summary))
        causes = causes_of(one)
        self.causes.show_rows(causes, ("months lost",), MONTHS)
        height = self.causes.minimumHeight() + 18  # the name of the axis, below its numbers
        self.causes.setMinimumHeight(height)
        self.causes.setMaximumHeight(height + 60)
        self.causes.setVisible(bool(causes))
        for widget in (self._lost, self._ask_lost):
            widget.setVisible(bool(causes))
        objective = deadline_of(details.summary, one.id)
        at = None if objective is None else deadline_months(objective, details.start)
        self.deadline.setVisible(at is not None)
        if objective is not None and at is not None:
            said = f"{share(objective.hit.share)} chance of a launch by {month_label(objective.by or '')}"
            self.deadline.setText(f"{said}: {objective.name}")
        self._show_odds(one, details, at)
        for widget in (self._by_date, self._ask_odds):
            widget.setVisible(not (self.odds.isHidden() and self.deadline.isHidden()))

    def _show_odds(self, one: InitiativeSummary, details: Details, deadline: float | None) -> None:
        """The curve of the launch, with a marker at its deadline; it stays as it is while there are no views."""
        views = details.views
        if views is None or one.id not in views.initiatives:
            return
        spans = views.initiative_launch
        number = views.initiatives.index(one.id)
        launch = one.launch.months
        line = Series(one.name, spans.quantiles[number], math.nan if launch.base is None else launch.base)
        marker = next((time for time in (deadline, launch.p80, launch.p50) if time is not None), None)
        self.odds.set_title(f"Chance of a launch of {one.name} by a date")
        self.odds.show_series([line], date_from(details.start), "at_most", [] if marker is None else [marker])
        self.odds.setVisible(launch.missing_share < 1)
