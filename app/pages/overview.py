"""The overview: the answer in a sentence, the roadmap, budget against forecast, cash, objectives and problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.charts.bars import BudgetBars, Year
from app.charts.fan import CashFan, Fan
from app.charts.roadmap import Bar, Roadmap
from app.pages.frame import Card, Desk, Page
from app.state.outlook import Details, Figures, Outlook
from app.wording import NOTHING, chance_of_at_least, count, money, share
from models.calendar import month_label
from models.issue import Issue
from simulation.summary.shapes import EnvelopeUse, ObjectiveSummary

_SHOWN_PROBLEMS = 4


class OverviewPage(Page):
    """One page that says what the plan gives."""

    name = "Overview"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.roadmap, self.budget, self.cash = Roadmap(self), BudgetBars(self), CashFan(self)
        self.objectives, self.problems = _Objectives(self), _ProblemRows(self)
        self.body.addWidget(self._scrolled(self._grid()), 1)
        self.problems.picked.connect(self.problem_picked)
        desk.session.outlook_changed.connect(self.show_outlook)
        desk.session.issues_changed.connect(self._show_issues)
        self.show_outlook()
        self._show_issues()

    def show_outlook(self) -> None:
        """Show what is known of the forecast."""
        outlook = self.desk.session.outlook
        self.lead.setText(_answer(outlook))
        if outlook.details is not None:
            self._show_details(outlook.details)

    def _show_details(self, details: Details) -> None:
        self.roadmap.show_bars(_bars(details), details.start, details.horizon_months)
        self.budget.show_years(_years(details), details.currency)
        self.cash.show_fan(_fan(details), details.start, details.currency)
        self.objectives.show_objectives(details.objectives, details.currency)

    def _show_issues(self) -> None:
        self.problems.show_issues(self.desk.session.issues)

    def _grid(self) -> QWidget:
        board = QWidget(self)
        grid = QGridLayout(board)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setSpacing(10)
        roadmap = _with(
            Card(
                "Roadmap",
                "Bar: start to median launch. Thin: launch P10 to P90, pale where it may come later. Orange: plan.",
            ),
            self.roadmap,
        )
        budget = _with(Card("Budget and forecast", "Grey: budget. Blue: cost P50, line P10 to P90."), self.budget)
        cash = _with(Card("Cumulative cash", "All products and initiatives after tax; P50 and P10 to P90."), self.cash)
        objectives = _with(Card("Objectives"), self.objectives)
        problems = _with(Card("Problems"), self.problems)
        grid.addWidget(roadmap, 0, 0, 3, 1)
        grid.addWidget(objectives, 0, 1)
        grid.addWidget(budget, 1, 1)
        grid.addWidget(cash, 2, 1)
        grid.addWidget(problems, 3, 0, 1, 2)
        grid.setColumnStretch(0, 6)
        grid.setColumnStretch(1, 5)
        grid.setRowStretch(1, 1)
        grid.setRowStretch(2, 1)
        return board

    def _scrolled(self, board: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setAccessibleName("Overview of the plan")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(board)
        return area


class _Objectives(QWidget):
    """A row for each objective: what is to be hit, and the odds as a bar and in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: tuple[ObjectiveSummary, ...] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setColumnStretch(0, 1)
        self.show_objectives((), "")

    def show_objectives(self, objectives: tuple[ObjectiveSummary, ...], currency: str) -> None:
        """Show these objectives in place of those before."""
        if objectives == self._shown:
            return
        self._shown = objectives
        _clear(self._grid)
        if not objectives:
            self._grid.addWidget(_caption("No objectives yet; set them on the Budget page.", self), 0, 0)
        for row, objective in enumerate(objectives):
            name = QLabel(objective.name, self)
            name.setWordWrap(True)
            name.setToolTip(objective.name)
            bar = QProgressBar(self)
            bar.setRange(0, 100)
            bar.setValue(round(objective.hit.share * 100))
            bar.setTextVisible(False)
            bar.setFixedWidth(90)
            bar.setAccessibleName(f"P(hit) of {objective.name}: {share(objective.hit.share)}")
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(_caption(_target(objective, currency), self), row, 1)
            self._grid.addWidget(bar, row, 2)
            self._grid.addWidget(QLabel(share(objective.hit.share), self), row, 3, Qt.AlignmentFlag.AlignRight)


class _ProblemRows(QWidget):
    """The first problems; signals ``picked`` with the issue that is pressed."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._issues: tuple[Issue, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)

    def show_issues(self, issues: Sequence[Issue]) -> None:
        """Show the first of these issues."""
        self._issues = tuple(issues)
        _clear(self._rows)
        if not issues:
            self._rows.addWidget(_caption("None: everything fits together.", self))
        for issue in self._issues[:_SHOWN_PROBLEMS]:
            button = QPushButton(f"{issue.severity}: {issue.where}", self)
            button.setObjectName("flat")
            button.setStyleSheet("text-align: left;")
            button.setToolTip(issue.message)
            button.setAccessibleName(f"{issue}")
            button.clicked.connect(_picking(self.picked, issue))
            self._rows.addWidget(button)
        if len(self._issues) > _SHOWN_PROBLEMS:
            more = count(len(self._issues) - _SHOWN_PROBLEMS, "more problem")
            self._rows.addWidget(_caption(f"and {more}; F8 lists all", self))


def _answer(outlook: Outlook) -> str:
    figures = outlook.figures
    if figures is None:
        return outlook.failure.message if outlook.failure is not None else "The first forecast is being computed."
    return _sentence(figures)


def _sentence(figures: Figures) -> str:
    key = figures.key
    safe = key.value.p20
    worth = "" if safe is None else f"{chance_of_at_least(0.8, safe, figures.currency)} in value"
    peak = (
        "" if key.peak_funding.p80 is None else f"{money(key.peak_funding.p80, figures.currency)} tied up at most (P80)"
    )
    launches = (
        "" if key.launches.mean is None else f"{key.launches.mean:.0f} of {figures.funded} launches by the horizon"
    )
    return "; ".join(part for part in (worth, launches, peak) if part) + "."


def _bars(details: Details) -> list[Bar]:
    return [
        Bar(
            name=one.name,
            start=details.starts.get(one.id),
            p10=one.launch.months.p10,
            p50=one.launch.months.p50,
            p90=one.launch.months.p90,
            planned=one.launch.months.base,
        )
        for one in details.initiatives
        if one.option is not None
    ]


def _years(details: Details) -> list[Year]:
    years = []
    for year in details.years:
        total = next(cost.cost for cost in year.costs if cost.category == "total")
        if total.p10 is not None and total.p50 is not None and total.p90 is not None:
            years.append(Year(year.label, _envelopes(details.budgets, year.label), total.p10, total.p50, total.p90))
    return years


def _envelopes(budgets: Sequence[EnvelopeUse], label: str) -> float | None:
    """The median sum of a year's envelopes; None where it has none."""
    amounts = [one.amount.p50 for one in budgets if one.period.upper().startswith(label) and one.amount.p50 is not None]
    return sum(amounts) if amounts else None


def _fan(details: Details) -> Fan:
    spreads = [month.cumulative for month in details.cash_months]
    return Fan(
        tuple(spread.p10 or 0.0 for spread in spreads),
        tuple(spread.p50 or 0.0 for spread in spreads),
        tuple(spread.p90 or 0.0 for spread in spreads),
    )


def _target(objective: ObjectiveSummary, currency: str) -> str:
    if objective.metric == "launch":
        return f"by {_deadline(objective.by)}"
    sign = "≥" if objective.direction == "at_least" else "≤"
    amount = NOTHING if objective.target is None else money(objective.target, currency)
    return f"{sign} {amount}" + (f", {_deadline(objective.by)}" if objective.by else "")


def _deadline(by: str | None) -> str:
    if by is None:
        return NOTHING
    try:
        return month_label(by)
    except ValueError:
        return by


def _picking(picked: SignalInstance, issue: Issue) -> Callable[[], None]:
    def pick() -> None:
        picked.emit(issue)

    return pick


def _with(card: Card, widget: QWidget) -> Card:
    card.body.addWidget(widget, 1)
    return card


def _caption(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName("caption")
    return label


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
