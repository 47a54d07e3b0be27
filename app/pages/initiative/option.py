"""An option from inside: the chart of its stages above the tables of its stages and benefits.

The chart's wishes become steps of the history here; chart and table choose each other's stage.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.charts.stages.canvas import Mode
from app.charts.stages.chart import StageChart
from app.charts.stages.keys import HELP
from app.charts.stages.plan import StagePlan
from app.charts.stages.wishes import Wish
from app.charts.stages.words import answer
from app.pages.frame import Desk
from app.pages.initiative.empty import EmptyPage
from app.pages.initiative.optionbar import OptionBar
from app.pages.initiative.steps import foretold, option_in, option_plan, step_for
from app.pages.oneline import OneLine
from app.pages.splits import Split
from app.tables.changes import blank_record
from app.tables.panel import RecordTablePanel
from app.wording import count
from models.edits import EditError, add_record

_LEGEND = (
    "Full bars decide the launch, pale ones have slack. Orange post: gate with its chance. Flag: earliest start. "
    "Drag a bar sideways, its right edge, its handle to another bar, or up and down."
)
_ABOUT_CHART, _TABLES_HEIGHT = 12, 230  # pixels: beside chart and caption; tabs, header and four rows
_EMPTY = "This option has no stages yet: add one or paste from Excel."
_PASTE_TIP = "A block copied in a spreadsheet, in the order of the columns: name, duration, crew ..."


class OptionView(QWidget):
    """One option.

    Signals
    -------
    record_selected
        Kind and id of the record that the inspector is to show.
    said
        A sentence for the status line.
    """

    record_selected = Signal(str, str)
    said = Signal(str)

    def __init__(self, desk: Desk, option_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.option_id = option_id
        self._session = desk.session
        self._is_stale = True
        self.bar = OptionBar(desk.session, option_id, self)
        self.chart = StageChart(self._plan(), self._foretell, self)
        self.caption = OneLine(self)
        self.panels = {
            kind: RecordTablePanel(desk.session, desk.pending, kind, option_id, self) for kind in ("stage", "benefit")
        }
        self.tables = QTabWidget(self)
        self.stack = QStackedWidget(self)
        self.split = Split("stages", desk.splits, self._usual_split, self)
        self._bars = QStackedWidget(self)
        beginnings = (("Add the first stage", "", self.add_stage), ("Paste from Excel", _PASTE_TIP, self._paste))
        self.empty = EmptyPage(_EMPTY, beginnings, self)
        self._lay_out()
        self._connect()
        self.refresh()
        self.setFocusProxy(self.chart)

    # Layout.

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.bar)
        self.stack.addWidget(self._chart_page())
        self.stack.addWidget(self.empty)
        self.tables.setDocumentMode(True)
        self.tables.setAccessibleName("Tables of the option")
        self.tables.tabBar().setAccessibleName("Choice of table of the option")
        for kind, title in (("stage", "Stages"), ("benefit", "Benefits")):
            self.tables.addTab(self.panels[kind], title)
            self.panels[kind].make_compact()  # how many there are is said in the tab, what happened in the status bar
            self._bars.addWidget(self.panels[kind].bar)
        self.tables.setCornerWidget(self._bars)
        self.tables.currentChanged.connect(self._bars.setCurrentIndex)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.tables)
        self.split.setCollapsible(1, False)
        self.split.handle(1).setAccessibleName("Border between chart and tables")
        layout.addWidget(self.split, 1)

    def _usual_split(self, room: int) -> int:
        """All of the chart where some rows are left for the tables, else half of the room."""
        wanted = round(self.chart.sceneRect().height()) + self.caption.sizeHint().height() + _ABOUT_CHART
        return min(wanted, max(room // 2, room - _TABLES_HEIGHT))

    def _chart_page(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(4)
        self.caption.setObjectName("caption")
        layout.addWidget(self.chart, 1)
        layout.addWidget(self.caption)
        return page

    def _connect(self) -> None:
        self._session.portfolio_changed.connect(self._follow)
        self.bar.stage_wanted.connect(self.add_stage)
        self.bar.mode_chosen.connect(self._set_mode)
        self.bar.said.connect(self.said)
        self.chart.wished.connect(self.carry_out)
        self.chart.stage_chosen.connect(self._choose_row)
        self.chart.entered.connect(self._enter_row)
        self.chart.said.connect(self.said)
        self.chart.described.connect(self._caption)
        for panel in self.panels.values():
            panel.view.record_selected.connect(self.record_selected)
            panel.view.said.connect(self.said)
        self.panels["stage"].view.record_selected.connect(self._choose_bar)

    # What is shown.

    def refresh(self) -> None:
        """Show the option as it is in the portfolio; nothing where it is gone."""
        found = option_in(self._session.portfolio, self.option_id)
        if found is None:
            return
        self._is_stale = False
        initiative, option = found
        self.bar.show_option(initiative, option)
        self.chart.show_plan(self._plan())
        self.chart.setAccessibleName(f"Chart of the stages of {option.name or option.id}")
        self.chart.title = f"Stages of {option.name or option.id}"
        self.stack.setCurrentIndex(0 if option.stages else 1)
        self.tables.setTabText(0, f"Stages ({len(option.stages)})")
        self.tables.setTabText(1, f"Benefits ({len(option.benefits)})")
        self.chart.describe()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._is_stale and self._session.is_open:
            self.refresh()

    def show_cell(self, kind: str, record_id: str, field: str) -> bool:
        """Lead to a field of a stage or benefit; whether it is here."""
        panel = self.panels.get(kind)
        if panel is None or not panel.view.show_cell(record_id, field):
            return False
        self.tables.setCurrentWidget(panel)
        panel.view.setFocus()
        return True

    def _follow(self) -> None:
        """The portfolio changed; what cannot be seen waits until it can."""
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _plan(self) -> StagePlan:
        plan = option_plan(self._session.portfolio, self.option_id)
        if plan is None:
            raise LookupError(f"there is no option {self.option_id}")
        return plan

    def _caption(self, chosen: str) -> None:
        """Say what is chosen, else what the chart shows; what has no room is in the tooltip, with the legend."""
        text = chosen or answer(self.chart.plan)
        self.caption.say(text)
        self.caption.setToolTip(f"{text}\n\n{_LEGEND}\n\n{HELP}")

    def _set_mode(self, mode: Mode) -> None:
        self.chart.set_mode(mode)
        self.chart.setFocus()

    # Chart and table.

    def _choose_row(self, stage_id: str) -> None:
        """Make the row of the stage current, in the column that was."""
        view = self.panels["stage"].view
        view.table.refresh()  # it may be behind the other table
        row = next((row for row in view.table.rows if row.id == stage_id), None)
        if row is None:
            return
        column = max(view.currentIndex().column(), view.visible_columns()[0])
        index = view.ordering.mapFromSource(view.table.index(view.table.position(row.key), column))
        if index.isValid():  # a filter may hide it, and stays
            view.make_current(index)
            view.scrollTo(index)
        self.record_selected.emit("stage", stage_id)

    def _choose_bar(self, kind: str, stage_id: str) -> None:
        self.chart.choose(stage_id)

    def _enter_row(self, stage_id: str) -> None:
        """Lead from the chart to the length of the stage in the table."""
        self.show_cell("stage", stage_id, "duration")

    # What is asked.

    def _foretell(self, wish: Wish) -> tuple[bool, str]:
        return foretold(self._session.portfolio, self.option_id, wish)

    def carry_out(self, wish: Wish) -> None:
        """Make a wish a step of the history, or say why it cannot be."""
        try:
            step = step_for(self._session.portfolio, wish)
            self._session.push(step.edit, step.text, step.merge_key)
        except ValueError as error:
            self.said.emit(f"Not done: {error}. Nothing was changed.")
        else:
            if step.done:
                self.said.emit(step.done)

    def add_stage(self) -> None:
        """Add a stage after the chosen one, else at the end, and lead to its name."""
        portfolio = self._session.portfolio
        stage = blank_record(portfolio, "stage")
        position = self.chart.plan.position(self.chart.chosen)
        index = position + 1 if position >= 0 else None
        edit = partial(add_record, kind="stage", record=stage, parent_id=self.option_id, index=index)
        try:
            self._session.push(edit, "Insert stage")
        except EditError as error:
            self.said.emit(f"Not done: {error}. Nothing was changed.")
        else:
            self.show_cell("stage", stage.id, "name")

    def _paste(self) -> None:
        before = len(self.chart.plan.stages)
        self.panels["stage"].view.paste_action.trigger()
        added = len(self.chart.plan.stages) - before
        self.said.emit(f"Pasted {count(added, 'stage')}." if added else "There are no cells on the clipboard.")
