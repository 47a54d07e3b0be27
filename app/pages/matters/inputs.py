"""Which inputs move a figure most, and how much each contributes to its spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.charts.ranked import RankedBars, fitted
from app.charts.tornado import Tornado as TornadoChart
from app.charts.units import SHARE
from app.pages.frame import Desk
from app.pages.inquiry import Inquiry
from app.pages.matters import sayings
from app.pages.matters.asked import shares_of_variance, swings_of
from app.pages.matters.choosing import FigureChoice
from app.state.studying import Question
from app.wording import count
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from simulation.decide.matters.contributions import Contributions
    from simulation.decide.matters.tornado import Tornado


class TornadoPart(Inquiry):
    """Each of the inputs that matter held low and high, in the same futures."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.figure = FigureChoice(desk.session, "tornado")
        super().__init__(
            desk,
            "matters.tornado",
            "Which inputs move it most?",
            self._question,
            "Each of the fifteen inputs that seem to matter is held at its P10 and at its P90, while all others stay "
            "uncertain, and all futures are simulated anew. Takes some seconds for a small plan, up to a minute for a "
            "large one; you can go on working.",
            "tornado",
            parent,
        )
        self.chart = InputTornado("What each input does to the mean", self)
        self.details = self.table("Inputs that matter most")
        self.lead_with(self.figure)
        self.add(self.chart, stretch=1)
        self.add(self.notes, self.details)
        self.figure.changed.connect(self._ask_anew)

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        return Question(swings_of, (portfolio, scenario, self.figure.figure))

    @Slot()
    def _ask_anew(self) -> None:
        if self.has_answer or self.desk.studies.is_asked(self.asking.key):
            self.asking.find_out()

    def show_answer(self, answer: Any) -> None:
        found: Tornado = answer
        portfolio = self.desk.session.portfolio
        unit = sayings.unit_of(portfolio, found.figure, found.unit)
        about = sayings.figure_words(portfolio, found.figure)
        self.headline.setText(sayings.tornado_headline(found, unit, about))
        self.chart.set_title(f"What each input does to the mean of {about}")
        swings = sayings.swings(found)
        self.chart.show_swings(swings, found.base.mean, unit, ("mean at low", "mean at high"))
        self.chart.setVisible(bool(swings))
        self.details.show_rows(sayings.TORNADO_HEADER, sayings.tornado_rows(found, unit), 3)
        self.details.setVisible(bool(found.bars))
        later = " A launch that does not come about counts at the horizon." if unit.kind == "date" else ""
        self.notes.setText(
            f"{count(found.trials, 'future')} for each bar, the same for all; {len(found.bars)} of {found.inputs} "
            f"uncertain inputs tried. Low is an input's P10, high its P90; a risk does not occur or occurs, a gate is "
            f"passed at first or not.{later}"
        )


class InputTornado(TornadoChart):
    """Its names may be as long as those of inputs are, which differ at their ends."""

    def draw(self) -> None:
        super().draw()
        rows = len(self._swings)
        ticks = [(float(rows - number), fitted(swing.name)) for number, swing in enumerate(self._swings)]
        self.getAxis("left").setTicks([ticks])


class VariancePart(Inquiry):
    """What each input contributes to the variance, alone and with all interplay."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.figure = FigureChoice(desk.session, "contribution to variance")
        super().__init__(
            desk,
            "matters.variance",
            "Which inputs is the spread made of?",
            self._question,
            "The share of the spread that would go if an input were known, from 4,000 futures; and for the ten "
            "greatest the share that would stay if all others were known. Takes some seconds.",
            "contribution",
            parent,
        )
        self.chart = RankedBars("Contribution to variance", self)
        self.details = self.table("Contribution of each input")
        self.groups = self.table("Contribution by initiative, driver, risk and team")
        self.lead_with(self.figure)
        self.add(self.chart, stretch=1)
        self.add(self.notes, self.details, self.groups)
        self.figure.changed.connect(self._ask_anew)

    def _question(self, portfolio: Portfolio, scenario: str | None) -> Question | str:
        return Question(shares_of_variance, (portfolio, scenario, self.figure.figure))

    @Slot()
    def _ask_anew(self) -> None:
        if self.has_answer or self.desk.studies.is_asked(self.asking.key):
            self.asking.find_out()

    def show_answer(self, answer: Any) -> None:
        found: Contributions = answer
        portfolio = self.desk.session.portfolio
        unit = sayings.unit_of(portfolio, found.figure, found.unit)
        about = sayings.figure_words(portfolio, found.figure)
        self.headline.setText(sayings.contribution_headline(found, unit, about))
        self.chart.set_title(f"Contribution to the variance of {about}")
        self.chart.show_rows(sayings.contribution_bars(found), ("alone", "with all interplay"), SHARE)
        self.details.show_rows(sayings.CONTRIBUTION_HEADER, sayings.contribution_rows(found))
        self.groups.show_rows(("Belongs to", "Alone, together"), sayings.group_rows(found))
        for widget in (self.chart, self.details, self.groups):
            widget.setVisible(bool(found.rows))
        self.notes.setText(
            f"{count(found.trials, 'future')}. Alone: first-order index, what goes when the input is known. With all "
            "interplay: total index, what stays when all others are known. Lines are standard errors; what is within "
            "two of them of zero may be nothing."
        )
