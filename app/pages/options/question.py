"""What is chosen between: initiatives, whether to leave them out is a choice, too, and the attitude to risk."""

from __future__ import annotations

from math import prod

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from app.pages.options.attitudes import AttitudePicker
from app.wording import count
from models.initiative import Initiative
from models.portfolio import Portfolio
from simulation.decide.choose.variants import MOST_ALTERNATIVES

_ID = Qt.ItemDataRole.UserRole


class InitiativePicker(QPushButton):
    """A button with a list of the initiatives that have something to choose between.

    Signals
    -------
    changed
        Others are chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Initiatives to choose for")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Initiatives with options")
        self.list.setMinimumSize(420, 300)
        menu = QMenu(self)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(self.list)
        menu.addAction(holder)
        menu.aboutToShow.connect(self.list.setFocus)
        self.setMenu(menu)
        self.list.itemChanged.connect(self._tell)
        self._known: tuple[tuple[str, str], ...] = ()

    def show_initiatives(self, portfolio: Portfolio) -> None:
        """Offer these; what is chosen stays, and at first it is the one with the most options."""
        offered = [one for one in portfolio.initiatives if one.options]
        known = tuple((one.id, _label(one)) for one in offered)
        if known == self._known:
            return
        there = {one.id for one in offered}
        chosen = [one for one in self.chosen if one in there] or [one.id for one in _most_to_choose(offered)]
        self._known = known
        self.list.blockSignals(True)
        self.list.clear()
        for key, label in known:
            item = QListWidgetItem(label, self.list)
            item.setData(_ID, key)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._tell()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the chosen initiatives, in the order of the document."""
        return tuple(item.data(_ID) for item in self._items() if item.checkState() == Qt.CheckState.Checked)

    def choose(self, initiatives: tuple[str, ...]) -> None:
        """Choose these and no others."""
        self.list.blockSignals(True)
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if item.data(_ID) in initiatives else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._tell()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    @Slot()
    def _tell(self) -> None:
        names = [
            item.text().rpartition(" (")[0] for item in self._items() if item.checkState() == Qt.CheckState.Checked
        ]
        text = "Choose an initiative" if not names else names[0] if len(names) == 1 else f"{len(names)} initiatives"
        self.setText(text.replace("&", "&&"))
        self.setToolTip("\n".join(names))
        self.changed.emit()


class QuestionBar(QWidget):
    """What is chosen between, and how.

    Signals
    -------
    question_changed
        Other initiatives, or with or without leaving them out.
    attitude_changed
        Another attitude to risk.
    """

    question_changed = Signal()
    attitude_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picker = InitiativePicker(self)
        self.with_none = QCheckBox("or leave out", self)
        self.with_none.setToolTip("Whether not to fund an initiative is a choice, too")
        self.attitude = AttitudePicker(self)
        self.told = QLabel(self)
        self.told.setObjectName("caption")
        row = QHBoxLayout()
        row.addWidget(_caption("How to get", self))
        row.addWidget(self.picker)
        row.addWidget(self.with_none)
        row.addSpacing(12)
        row.addWidget(_caption("judged by", self))
        row.addWidget(self.attitude)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.told)
        self._portfolio: Portfolio | None = None
        self.picker.changed.connect(self._change)
        self.with_none.toggled.connect(self._change)
        self.attitude.changed.connect(self.attitude_changed)

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Offer what there is to choose between."""
        self._portfolio = portfolio
        self.picker.show_initiatives(portfolio)
        self._tell()

    @property
    def ways(self) -> int:
        """How many ways there are."""
        chosen = self.picker.chosen
        if self._portfolio is None or not chosen:
            return 0
        extra = self.with_none.isChecked()
        return prod(len(one.options) + extra for one in self._portfolio.initiatives if one.id in chosen)

    @property
    def trouble(self) -> str:
        """Why it cannot be asked; empty where it can."""
        if self._portfolio is None or not any(one.options for one in self._portfolio.initiatives):
            return "No initiative has an option yet; give one several on the Initiatives page"
        if not self.picker.chosen:
            return "Choose one or more initiatives first"
        if self.ways < 2:
            return "It has a single option, so there is nothing to choose; add one, or tick “or leave out”"
        if self.ways > MOST_ALTERNATIVES:
            return f"{self.ways} combinations are too many to compare; choose fewer initiatives"
        return ""

    @Slot()
    def _change(self) -> None:
        self._tell()
        self.question_changed.emit()

    def _tell(self) -> None:
        ways = self.ways
        self.told.setText(
            self.trouble or f"{count(ways, 'way')} to be compared, each in the whole portfolio and the same futures."
        )


def _most_to_choose(initiatives: list[Initiative]) -> list[Initiative]:
    """The initiative with the most options, the first of several; none where there are none."""
    return sorted(initiatives, key=lambda one: -len(one.options))[:1]


def _label(initiative: Initiative) -> str:
    return f"{initiative.name or initiative.id} ({count(len(initiative.options), 'option')})"


def _caption(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName("caption")
    return label
