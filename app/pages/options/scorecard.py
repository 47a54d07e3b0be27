"""The scorecard of an initiative's options: criteria, weights and points that are edited, totals beside the money.

Every change is one named step of the history; the totals never enter the money.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final, TypeAlias

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.exchange.numbers import read_number
from app.pages.explaining import WhatIsThis
from app.pages.frame import Card, Desk
from app.state.session import Edit, Session
from app.wording import NOTHING, share
from models.edits import EditError, remove_records, set_field
from models.initiative import Initiative
from models.portfolio import Portfolio
from models.scorecard import Criterion, Scorecard
from models.scorecards import add_criterion, scorecard_of, set_points
from simulation.decide.choose.scoring import Totals, weigh

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_NO_INDEX: Final = QModelIndex()
_FIRST_OPTION: Final = 2  # column; before it name and weight


class ScorecardModel(QAbstractTableModel):
    """Criteria down, options across, the weighted total below.

    Signals
    -------
    refused
        Why what was typed is no value.
    """

    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.initiative: Initiative | None = None
        self._card: Scorecard | None = None
        self._totals: Totals | None = None

    def show_initiative(self, portfolio: Portfolio, initiative: str | None) -> None:
        """Show the scorecard of an initiative; None for none."""
        self.beginResetModel()
        self.initiative = next((one for one in portfolio.initiatives if one.id == initiative), None)
        self._card = scorecard_of(portfolio, initiative) if initiative is not None else None
        options = tuple(one.id for one in self.initiative.options) if self.initiative is not None else ()
        self._totals = weigh(self._card, options) if self._card is not None and self._card.criteria else None
        self.endResetModel()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What the options are judged by."""
        return self._card.criteria if self._card is not None else ()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() or not self.criteria else len(self.criteria) + 1

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() or self.initiative is None else _FIRST_OPTION + len(self.initiative.options)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or self.initiative is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < _FIRST_OPTION:
            return ("Criterion", "Weight")[section]
        option = self.initiative.options[section - _FIRST_OPTION]
        return option.name or option.id

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.row() < len(self.criteria) else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if index.column() == 0 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and index.row() == len(self.criteria):
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row(), index.column())
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        if role != Qt.ItemDataRole.EditRole or index.row() >= len(self.criteria) or self.initiative is None:
            return False
        criterion, typed = self.criteria[index.row()], str(value).strip()
        if typed == self._text(index.row(), index.column()):
            return False
        try:
            edit, words = self._edit(criterion, index.column(), typed)
            self._session.push(edit, words)
        except (EditError, ValueError) as error:
            self.refused.emit(f"Nothing is changed: {error}")
            return False
        return True

    def _edit(self, criterion: Criterion, column: int, typed: str) -> tuple[Edit, str]:
        if column == 0:
            address = f"criterion:{criterion.id}.name"
            return (lambda now: set_field(now, address, typed)), f"rename criterion {criterion.name}"
        number = None if not typed else read_number(typed)
        if typed and number is None:
            raise EditError(f'"{typed}" is no number; write one such as 6')
        if column == 1:
            if number is None or number < 0:
                raise EditError("a weight should be 0 or more, such as 3")
            address = f"criterion:{criterion.id}.weight"
            return (lambda now: set_field(now, address, number)), f"weigh {criterion.name}"
        assert self.initiative is not None
        option = self.initiative.options[column - _FIRST_OPTION]
        edit = partial(set_points, criterion=criterion.id, option=option.id, points=number)
        return edit, f"judge {option.name or option.id} by {criterion.name}"

    def _text(self, row: int, column: int) -> str:
        if row == len(self.criteria):
            return self._total(column)
        criterion = self.criteria[row]
        if column < _FIRST_OPTION:
            return (criterion.name, f"{criterion.weight:g}")[column]
        assert self.initiative is not None
        option = self.initiative.options[column - _FIRST_OPTION].id
        return next((f"{score.points:g}" for score in criterion.scores if score.option == option), "")

    def _total(self, column: int) -> str:
        if column < _FIRST_OPTION:
            return ("Weighted points of 10", "")[column]
        assert self._totals is not None
        total = float(self._totals.totals[column - _FIRST_OPTION])
        if not np.isnan(total):
            return f"{total:.1f}"
        low, high = self._totals.range_of(self._totals.options[column - _FIRST_OPTION])
        return f"{low:.1f} to {high:.1f}" if not np.isnan(low) else NOTHING

    def _tip(self, row: int, column: int) -> str | None:
        if row == len(self.criteria) and column >= _FIRST_OPTION and self._totals is not None:
            judged = float(self._totals.complete[column - _FIRST_OPTION])
            return f"{share(judged)} of the weight is judged" if judged < 1 else "judged by every criterion"
        if row < len(self.criteria) and column == 1 and self._totals is not None:
            weight = float(self._totals.weights[row])
            return None if np.isnan(weight) else f"{share(weight)} of all weights"
        return None


class ScorecardPart(QWidget):
    """The scorecard of one of the chosen initiatives, with what makes it longer and shorter.

    Signals
    -------
    said
        What became of a command.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = desk.session
        self._initiative: str | None = None
        self.model = ScorecardModel(desk.session, self)
        self.table = QTableView(self)
        self.table.setAccessibleName("Scorecard")
        self.table.setModel(self.model)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.empty = QLabel("No criterion yet. Add what matters besides money, such as fit with the strategy.", self)
        self.empty.setObjectName("empty")
        self.new = QLineEdit(self)
        self.new.setPlaceholderText("Another criterion, such as Freedom to change later")
        self.new.setAccessibleName("Name of another criterion")
        self.add = QPushButton("Add", self)
        self.add.setAccessibleName("Add the criterion")
        self.remove = QPushButton("Take away", self)
        self.remove.setAccessibleName("Take the chosen criterion away")
        delete = QAction("Take away", self.table)
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.table.addAction(delete)
        self._lay_out(desk)
        self.add.clicked.connect(self.add_criterion)
        self.new.returnPressed.connect(self.add_criterion)
        self.remove.clicked.connect(self.remove_criterion)
        delete.triggered.connect(self.remove_criterion)
        self.model.refused.connect(self.said)

    def show_initiative(self, initiative: str | None) -> None:
        """Show the scorecard of an initiative as it is now; None for none."""
        self._initiative = initiative
        current = self.table.currentIndex()
        place = (current.row(), current.column())
        self.model.show_initiative(self._session.portfolio, initiative)
        there = self.model.rowCount() > 0
        self.table.setVisible(there)
        self.empty.setVisible(not there)
        for widget in (self.new, self.add):
            widget.setEnabled(initiative is not None)
        self.remove.setEnabled(there)
        head = self.table.horizontalHeader()
        if there:
            head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            rows = self.model.rowCount() * self.table.verticalHeader().defaultSectionSize()
            self.table.setFixedHeight(head.sizeHint().height() + rows + 6)
            self.table.setCurrentIndex(self.model.index(*place))

    @Slot()
    def add_criterion(self) -> None:
        """Judge by what is typed, too."""
        name = self.new.text().strip()
        if not name or self._initiative is None:
            self.said.emit("Write what the criterion is called first.")
            return
        self._session.push(partial(add_criterion, initiative=self._initiative, name=name), f"add criterion {name}")
        self.new.clear()

    @Slot()
    def remove_criterion(self) -> None:
        """Judge no more by the criterion of the current row."""
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.model.criteria):
            self.said.emit("Choose the row of a criterion first.")
            return
        criterion = self.model.criteria[row]

        def edit(portfolio: Portfolio) -> Portfolio:
            return remove_records(portfolio, "criterion", [criterion.id])

        self._session.push(edit, f"take away criterion {criterion.name}")

    def _lay_out(self, desk: Desk) -> None:
        card = Card("Besides money", "Points from 0 to 10; only the proportions of the weights matter.")
        head = QHBoxLayout()
        card.body.removeWidget(card.note)
        head.addWidget(card.note, 1)
        head.addWidget(WhatIsThis("scorecard", desk.session, parent=card))
        bar = QHBoxLayout()
        bar.addWidget(self.new, 1)
        bar.addWidget(self.add)
        bar.addWidget(self.remove)
        card.body.addLayout(head)
        card.body.addWidget(self.table)
        card.body.addWidget(self.empty)
        card.body.addLayout(bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
