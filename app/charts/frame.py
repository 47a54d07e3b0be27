"""What all charts share: our colours, axes with names, no stray interaction, a text for those who cannot see it."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.theme import Tokens, tokens_of

pg.setConfigOptions(antialias=True)


class Chart(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph is untyped
    """A plot that neither pans nor zooms; ``draw`` is called anew for each theme."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._ready = False
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(self.Shape.NoFrame)
        self.setMinimumHeight(150)
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        self._ready = True
        self.restyle()

    @property
    def tokens(self) -> Tokens:
        """The colours of the theme that the chart is in."""
        return tokens_of(self.palette())

    def restyle(self) -> None:
        """Take the colours of the theme, and draw."""
        tokens = self.tokens
        self.setBackground(QColor(tokens.surface))
        for name in ("left", "bottom", "top"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(tokens.line))
            axis.setTextPen(pg.mkPen(tokens.muted))
            axis.setStyle(hideOverlappingLabels=False)  # it would hide those at the ends
        self.draw()

    def draw(self) -> None:
        """Draw what is to be shown; overridden."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if self._ready and event.type() == QEvent.Type.PaletteChange:
            self.restyle()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to the page that scrolls."""
        event.ignore()


def tinted(colour: str, opacity: float) -> QColor:
    """A colour that lets through what is behind it."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made


def brush(colour: str, opacity: float = 1.0) -> Any:
    """A brush of a colour."""
    return pg.mkBrush(tinted(colour, opacity))
