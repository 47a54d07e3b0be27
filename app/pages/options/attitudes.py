"""How risk is weighed, as a control: the kind of attitude, and the number that goes with it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

from app.pages.options.words import ATTITUDES
from app.wording import symbol
from simulation.decide.choose.attitude import Attitude

_MILLION = 1e6


class AttitudePicker(QWidget):
    """How risk is weighed, with the number that goes with it.

    Signals
    -------
    changed
        Another attitude is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tolerance = 5 * _MILLION
        self._is_own = False  # whether the tolerance was set by hand
        self.kind = QComboBox(self)
        self.kind.setAccessibleName("Attitude to risk")
        for kind, words in ATTITUDES:
            self.kind.addItem(words, kind)
        self.percent = _spin("Chance of the safe value, or share of the worst futures", self)
        self.percent.setSuffix(" %")
        self.percent.setDecimals(0)
        self.tolerance = _spin("Risk tolerance in millions", self)
        self.tolerance.setRange(0.001, 1e6)
        self.tolerance.setDecimals(3)
        self.tolerance.setToolTip(
            "The greatest amount for which you would take an even chance of winning it or losing half of it"
        )
        self.label = QLabel(self)
        self.label.setObjectName("caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.kind, self.percent, self.tolerance, self.label):
            row.addWidget(widget)
        self._show_kind()
        self.kind.currentIndexChanged.connect(self._change_kind)
        self.percent.valueChanged.connect(self._tell)
        self.tolerance.valueChanged.connect(self._take_tolerance)

    @property
    def attitude(self) -> Attitude:
        """What is chosen."""
        kind = self.kind.currentData()
        share = self.percent.value() / 100
        if kind == "percentile":
            return Attitude("percentile", share=1 - share)
        if kind == "cvar":
            return Attitude("cvar", share=share)
        if kind == "utility":
            return Attitude("utility", tolerance=self._tolerance)
        return Attitude()

    def suggest_tolerance(self, amount: float, currency: str) -> None:
        """A tolerance to begin with, unless one was set by hand."""
        self.tolerance.setSuffix(f" M {symbol(currency)}")
        if not self._is_own and amount > 0:
            self.tolerance.blockSignals(True)
            self.tolerance.setValue(float(f"{amount / _MILLION:.2g}"))
            self.tolerance.blockSignals(False)
            self._tolerance = self.tolerance.value() * _MILLION

    def every(self) -> list[Attitude]:
        """One of each kind, with usual numbers but for the one that is chosen."""
        own = self.attitude
        usual = [Attitude(), Attitude("percentile"), Attitude("cvar"), Attitude("utility", tolerance=self._tolerance)]
        return [own if one.kind == own.kind else one for one in usual]

    @Slot()
    def _change_kind(self) -> None:
        self._show_kind()
        self.changed.emit()

    def _show_kind(self) -> None:
        kind = self.kind.currentData()
        self.percent.blockSignals(True)
        self.percent.setRange(*((51, 99) if kind == "percentile" else (1, 50)))
        self.percent.setValue(80 if kind == "percentile" else 20)
        self.percent.blockSignals(False)
        self.percent.setVisible(kind in ("percentile", "cvar"))
        self.tolerance.setVisible(kind == "utility")
        words = {"percentile": "chance of at least this much", "cvar": "of the futures, their mean"}
        self.label.setText(words.get(kind, ""))
        self.label.setVisible(kind in words)

    @Slot()
    def _take_tolerance(self) -> None:
        self._is_own = True
        self._tolerance = self.tolerance.value() * _MILLION
        self.changed.emit()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _spin(name: str, parent: QWidget) -> QDoubleSpinBox:
    spin = QDoubleSpinBox(parent)
    spin.setAccessibleName(name)
    spin.setKeyboardTracking(False)
    spin.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
    spin.setMinimumWidth(76)
    return spin
