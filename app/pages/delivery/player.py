"""Play, pause and step: the controls that move a day forwards and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from app.theme import icon, tokens_of

TICKS: Final = 12
"""Days are moved so many times a second while it plays."""

_SPEEDS: Final = (("a week a second", 7.0), ("a month a second", 30.0), ("a quarter a second", 91.0))


class Player(QWidget):
    """A day between 0 and the last.

    Signals
    -------
    day_changed
        The number of the day that is shown now.
    """

    day_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rest = 0.0  # of a day, that was played and not shown yet
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // TICKS)
        self._timer.timeout.connect(self.tick)
        self.first = self._button("skip-backward", "Back to the first day", self.to_first)
        self.back = self._button("step-backward", "One day back", self.step_back)
        self.play = self._button("play", "Play", self.play_or_pause)
        self.forward = self._button("step-forward", "One day on", self.step_on)
        self.speed = QComboBox(self)
        self.speed.setAccessibleName("Speed of the replay")
        for text, days in _SPEEDS:
            self.speed.addItem(text, days)
        self.speed.setCurrentIndex(1)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName("Day of the replay")
        self.slider.setPageStep(30)
        self.slider.valueChanged.connect(self.day_changed)
        self.date = QLabel(self)
        self.date.setObjectName("headline")
        self.date.setMinimumWidth(self.date.fontMetrics().horizontalAdvance("88 Mmm 2888") + 8)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.first, self.back, self.play, self.forward, self.speed):
            row.addWidget(widget)
        row.addWidget(self.slider, 1)
        row.addWidget(self.date)
        self._show_icons()

    @property
    def day(self) -> int:
        """The day that is shown."""
        return self.slider.value()

    @property
    def is_playing(self) -> bool:
        """Whether days pass by themselves."""
        return self._timer.isActive()

    def show_days(self, last: int) -> None:
        """Begin with the first of so many days."""
        self.pause()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, last)
            self.slider.setValue(0)
        self.day_changed.emit(0)

    def go_to(self, day: int) -> None:
        """Show a day."""
        self.slider.setValue(day)

    @Slot()
    def play_or_pause(self) -> None:
        """Let days pass, or hold them; at the end it begins anew."""
        if self.is_playing:
            self.pause()
            return
        if self.day == self.slider.maximum():
            self.go_to(0)
        self._rest = 0.0
        self._timer.start()
        self._show_icons()

    @Slot()
    def pause(self) -> None:
        """Hold the day."""
        self._timer.stop()
        self._show_icons()

    @Slot()
    def tick(self) -> None:
        """Move on by as many days as pass between two ticks."""
        self._rest += float(self.speed.currentData()) / TICKS
        whole = int(self._rest)
        self._rest -= whole
        self.go_to(self.day + whole)
        if self.day == self.slider.maximum():
            self.pause()

    @Slot()
    def to_first(self) -> None:
        """Hold, at the first day."""
        self.pause()
        self.go_to(0)

    @Slot()
    def step_on(self) -> None:
        """Hold, a day later."""
        self.pause()
        self.go_to(self.day + 1)

    @Slot()
    def step_back(self) -> None:
        """Hold, a day earlier."""
        self.pause()
        self.go_to(self.day - 1)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.pause()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "date"):
            self._show_icons()

    def _button(self, name: str, tip: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("icon_name", name)
        button.setIconSize(QSize(18, 18))
        button.setFixedWidth(38)
        button.setStyleSheet("padding: 4px;")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(slot)
        return button

    def _show_icons(self) -> None:
        colour = tokens_of(self.palette()).text
        name = "Pause" if self.is_playing else "Play"
        self.play.setToolTip(name)
        self.play.setAccessibleName(name)
        for button in (self.first, self.back, self.play, self.forward):
            shown = name.lower() if button is self.play else str(button.property("icon_name"))
            button.setIcon(icon(shown, colour))
