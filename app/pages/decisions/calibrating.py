"""How well decisions were forecast: how often P50, P80 and the range held, with what chance leaves open."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.charts.bars import BarChart, BarSeries
from app.charts.units import SHARE
from app.pages.decisions.freezing import name_of
from app.pages.explaining import WhatIsThis
from app.pages.inquiry import words
from app.state.session import Session
from app.tables.figures import Cell, FigureTable, Row, Tone
from app.wording import count, share
from simulation.decide.calibration import Calibration, MetricCalibration, Tally, calibration

HEADER = ("Forecast of", "Statement", "Held", "Share", "Expected", "95 % interval", "Verdict", "Waiting")

_TONES: dict[str, Tone] = {"as expected": "good", "too few to tell": "muted"}


class CalibrationView(QWidget):
    """The decision record against what happened."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.headline = words("", "headline", self)
        self.notes = words(
            "P80 of a cost or a date: no dearer and no later in four of five cases. P80 of a value: no more than that. "
            "The interval is Wilson's, for outcomes that do not depend on each other; several figures of one decision "
            "do, so it is narrower than it ought to be.",
            "caption",
            self,
        )
        self.chart = BarChart("How often forecasts held, all figures together", self)
        self.chart.setMinimumHeight(240)
        self.details = FigureTable("How often forecasts held", self, 30)
        head = QHBoxLayout()
        head.addWidget(self.headline, 1)
        head.addWidget(WhatIsThis("calibration", session, parent=self))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 10, 8, 0)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self.chart, 1)
        rows.addWidget(self.notes)
        rows.addWidget(self.details)
        rows.addStretch(0)
        session.portfolio_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the record as it is."""
        found = calibration(self._session.portfolio.decisions if self._session.is_open else ())
        known = found.overall.known
        self.headline.setText(headline(found))
        tallies = found.overall.tallies
        series = [
            BarSeries("expected", tuple(one.expected for one in tallies), muted=True),
            BarSeries(
                "held",
                tuple(one.share for one in tallies),
                tuple(one.interval.low for one in tallies),
                tuple(one.interval.high for one in tallies),
            ),
        ]
        self.chart.show_bars([one.name for one in tallies], series if known else [], SHARE)
        self.details.show_rows(HEADER, rows_of(found), texts=2)
        for widget in (self.chart, self.notes, self.details):
            widget.setVisible(bool(known))


def headline(found: Calibration) -> str:
    """The P80s in a sentence: ``3 of 4 P80s held; 80 % were to be expected``."""
    overall = found.overall
    if not overall.known and not overall.waiting:
        return "No forecast is on record yet. Note a decision, and its forecast is frozen beside it."
    if not overall.known:
        return (
            f"{count(overall.waiting, 'forecast figure')} on record; enter what happened, and this says how they held."
        )
    tally = overall.at_most_p80
    return (
        f"{tally.held} of {count(tally.known, 'P80')} held; {share(tally.expected)} were to be expected: "
        f"{tally.verdict}."
    )


def rows_of(found: Calibration) -> list[Row]:
    """Three rows for all figures together, then for each metric."""
    groups = [("All figures", found.overall), *((name_of(one.metric), one) for one in found.metrics)]
    return [_row(name, one, tally) for name, one in groups for tally in one.tallies if one.known]


def _row(name: str, one: MetricCalibration, tally: Tally) -> Row:
    first = tally is one.at_most_p50
    low, high = tally.interval
    verdict = tally.verdict if tally.known else ""
    statement = tally.name if tally is one.within else f"at most {tally.name}"
    return [
        Cell(name if first else "", strong=True),
        statement,
        f"{tally.held} of {tally.known}",
        share(tally.share),
        share(tally.expected),
        f"{share(low)} to {share(high)}" if tally.known else "",
        Cell(verdict, _TONES.get(verdict, "warn" if verdict else "")),
        str(one.waiting) if first else "",
    ]
