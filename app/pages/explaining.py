"""The answer to "what is this?": a figure explained beside it, with the run behind it; and the list of all figures.

The words are those of ``app.glossary``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.glossary import Explanation, explanation, found
from app.state.outlook import Outlook
from app.state.session import Session
from app.wording import count, money_error, share_error
from simulation.summary.shapes import KeyFigures

_WIDTH: Final = 380

_METHODS: Final = {
    "block_means": "from how blocks of 1,000 futures differ",
    "sample": "from how single futures differ",
    "upper_bound": "at most: with one block it is estimated too high",
}
_SAMPLING: Final = {"latin_hypercube": "Latin hypercube", "random": "simple random", "sobol": "Sobol"}

Teller = Callable[[], str]
"""Gives the standard error of a figure, in words; empty where it is not known."""


def run_words(outlook: Outlook) -> str:
    """What the figures that are shown come from; empty where there are none."""
    if outlook.details is None:
        return ""
    origin = outlook.details.summary.provenance
    stale = " They are being computed anew." if outlook.stale else ""
    return (
        f"{count(origin.trials, 'future')}, {_SAMPLING.get(origin.sampling, origin.sampling)} sampling, "
        f"seed {origin.seed}; cash at the {origin.timing} of its month.{stale}"
    )


def error_words(key: str, outlook: Outlook) -> str:
    """The standard error of a key figure with where it comes from; empty where it is no key figure."""
    if outlook.details is None:
        return ""
    summary = outlook.details.summary
    told = _error_of(key, summary.key, summary.provenance.currency)
    return f"{told}, {_METHODS[summary.provenance.error_method]}" if told else ""


def _error_of(key: str, figures: KeyFigures, currency: str) -> str:
    chances = {"p_value_positive": figures.value_positive, "p_over": figures.over_budget.chance}
    if key in chances:
        chance = chances[key]
        return "" if chance is None else share_error(chance.standard_error)
    amounts = {
        "value": figures.value.p50_error,
        "cost": figures.cost.p50_error,
        "revenue": figures.revenue.p50_error,
        "peak_funding": figures.peak_funding.p80_error,
    }
    if key in amounts:
        error = amounts[key]
        return "" if error is None else money_error(error, currency)
    months = {"last_launch": figures.last_launch.months.p80_error, "payback": figures.payback.months.p50_error}
    error = months.get(key)
    return "" if error is None else f"± {error:.1f} months"


class Popover(QFrame):
    """One explanation; it closes with Escape and by a press elsewhere."""

    def __init__(self, told: Explanation, outlook: Outlook, error: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(f"What is {told.name}?")
        self.setFixedWidth(_WIDTH)
        self.text = ExplanationText(self)
        self.text.show_explanation(told, outlook, error)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(self.text)
        self.setAccessibleDescription(self.text.words)

    def show_below(self, widget: QWidget) -> None:
        """Open below a widget, within the screen."""
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        room = widget.screen().availableGeometry()
        x = min(place.x(), room.right() - self.width())
        y = place.y() if place.y() + self.height() <= room.bottom() else place.y() - self.height() - widget.height() - 8
        self.move(max(room.left(), x), max(room.top(), y))
        self.show()
        self.setFocus()


class ExplanationText(QWidget):
    """The words of an explanation: name, meaning, convention, standard error, and the run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = [self._label(name) for name in ("", "", "caption", "caption", "caption")]
        font = QFont(self._labels[0].font())
        font.setWeight(QFont.Weight.DemiBold)
        self._labels[0].setFont(font)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for label in self._labels:
            layout.addWidget(label)
        layout.addStretch(1)

    @property
    def words(self) -> str:
        """All that is said, a line for each part."""
        return "\n".join(label.text() for label in self._labels if label.text())

    def show_explanation(self, told: Explanation, outlook: Outlook, error: str = "") -> None:
        """Say what a figure is; ``error`` is the standard error of the one that was asked about, if it is known."""
        known = error or error_words(told.key, outlook)
        run = run_words(outlook)
        parts = (
            told.name,
            told.meaning,
            f"How it is counted: {told.convention}",
            f"Standard error{f' {known}' if known else ''}: {told.error}",
            f"This run: {run}" if run else "",
        )
        for label, text in zip(self._labels, parts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


class _QuestionMark(QToolButton):
    """A button that answers; ``asks`` is its tooltip and its accessible name."""

    def __init__(self, asks: str, session: Session, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._session = session
        self.setText("?")
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(asks)
        self.setAccessibleName(asks)


class WhatIsThis(_QuestionMark):
    """A question mark that opens the explanation of one figure."""

    def __init__(self, key: str, session: Session, error: Teller | None = None, parent: QWidget | None = None) -> None:
        self._told, self._error = explanation(key), error
        super().__init__(f"What is {self._told.name}?", session, parent)
        self.clicked.connect(self.explain)

    @Slot()
    def explain(self) -> None:
        """Open the explanation below the button."""
        open_popover(self._told.key, self._session, self, self._error)


class WhatAreThese(_QuestionMark):
    """A question mark that offers some figures by name, and opens the explanation of the one that is chosen.

    For a card that shows several: question marks in a row would not say which of them explains what.
    """

    def __init__(self, keys: Sequence[str], session: Session, parent: QWidget | None = None) -> None:
        told = [explanation(key) for key in keys]
        super().__init__(f"Explain: {', '.join(one.name for one in told)}", session, parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for one in told:
            menu.addAction(one.name).setData(one.key)
        menu.triggered.connect(self._explain)
        self.setMenu(menu)

    @Slot(QAction)
    def _explain(self, chosen: QAction) -> None:
        open_popover(chosen.data(), self._session, self)


def open_popover(key: str, session: Session, widget: QWidget, error: Teller | None = None) -> Popover:
    """Explain a figure below the widget that shows it."""
    popover = Popover(explanation(key), session.outlook, error() if error is not None else "", widget)
    popover.show_below(widget)
    return popover


class Explained(QObject):
    """Gives a widget that shows a figure F1 and a menu with "What is this?"; lives as long as the widget."""

    def __init__(self, widget: QWidget, key: str, session: Session, error: Teller | None = None) -> None:
        super().__init__(widget)
        self._widget, self._key, self._session, self._error = widget, explanation(key).key, session, error
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F1:
            self.explain()
            return True
        if isinstance(event, QContextMenuEvent):
            menu = QMenu(self._widget)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction("What is this?", self.explain)
            menu.popup(event.globalPos())
            return True
        return False

    @Slot()
    def explain(self) -> None:
        """Open the explanation below the widget."""
        open_popover(self._key, self._session, self._widget, self._error)


class GlossaryList(QWidget):
    """All explanations, to be searched; the one that is chosen is shown below.

    Signals
    -------
    chosen
        Key of the explanation that is shown.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search the figures")
        self.search.setAccessibleName("Search the figures")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("list")
        self.list.setAccessibleName("Figures and what they mean")
        self.text = ExplanationText(self)
        self.nothing = QLabel("No figure has these words; try fewer.", self)
        self.nothing.setObjectName("empty")
        layout = QVBoxLayout(self)
        for widget, stretch in ((self.search, 0), (self.nothing, 0), (self.list, 3), (self.text, 2)):
            layout.addWidget(widget, stretch)
        self.search.textChanged.connect(self._fill)
        self.list.currentItemChanged.connect(self._show_current)
        self._fill("")

    def show_key(self, key: str) -> None:
        """Choose an explanation."""
        self.search.clear()
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.list.setCurrentRow(row)

    @Slot(str)
    def _fill(self, words: str) -> None:
        self.list.clear()
        for one in found(words):
            item = QListWidgetItem(one.name, self.list)
            item.setData(Qt.ItemDataRole.UserRole, one.key)
            item.setToolTip(one.meaning)
        self.nothing.setVisible(self.list.count() == 0)
        self.text.setVisible(self.list.count() > 0)
        self.list.setCurrentRow(0)

    @Slot()
    def _show_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            key = item.data(Qt.ItemDataRole.UserRole)
            self.text.show_explanation(explanation(key), self._session.outlook)
            self.chosen.emit(key)
