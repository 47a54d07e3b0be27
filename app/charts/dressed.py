"""A plot in our colours: the theme's tokens, axes with units, a legend above, and other colours for exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.charts.legend import Entry, Legend
from app.charts.units import Unit
from app.theme import Tokens, tokens_of

pg.setConfigOptions(antialias=True)


class DressedPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph is untyped
    """Neither pans nor zooms; ``draw`` is called anew for each theme once ``restyle`` was called."""

    def __init__(self, parent: QWidget | None = None, **axes: pg.AxisItem) -> None:
        self._ready = False
        self._lent: Tokens | None = None
        super().__init__(parent, axisItems=axes)
        self.setFrameShape(self.Shape.NoFrame)
        self.setMinimumHeight(150)
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.layout.removeItem(plot.titleLabel)
        plot.titleLabel.hide()
        self._legend = Legend()
        plot.layout.addItem(self._legend, 0, 0, 1, 3)

    def draw(self) -> None:
        """Draw what is to be shown; overridden."""

    @property
    def tokens(self) -> Tokens:
        """The colours of the theme that the chart is in."""
        return self._lent or tokens_of(self.palette())

    @property
    def is_lent(self) -> bool:
        """Whether it is being drawn for an export."""
        return self._lent is not None

    @contextmanager
    def dressed_in(self, tokens: Tokens) -> Iterator[None]:
        """The chart in other colours, for as long as nobody sees it."""
        self._lent = tokens
        self.restyle()
        try:
            yield
        finally:
            self._lent = None
            self.restyle()

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

    def show_legend(self, entries: Sequence[Entry]) -> None:
        """The names of what is drawn; none for none."""
        self._legend.show_entries(entries, self.tokens.muted)

    @property
    def legend(self) -> tuple[Entry, ...]:
        """What the legend shows."""
        return self._legend.entries

    def scale_axis(self, name: str, unit: Unit, largest: float) -> None:
        """Count an axis in a unit, in thousands or millions as ``largest`` asks for, and name it."""
        factor, label = unit.axis(largest)
        axis = self.getAxis(name)
        axis.enableAutoSIPrefix(False)
        axis.setScale(factor)
        self.setLabel(name, label or None, color=self.tokens.muted)
        axis.showLabel(bool(label))

    def dots(self, x: npt.ArrayLike, y: npt.ArrayLike, **looks: Any) -> pg.ScatterPlotItem:
        """Marks at places, as one item; drawn from stored pictures on the screen, as shapes in exports."""
        looks.setdefault("pen", pg.mkPen(None))
        return pg.ScatterPlotItem(np.asarray(x), np.asarray(y), useCache=not self.is_lent, **looks)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if self._ready and event.type() == QEvent.Type.PaletteChange:
            self.restyle()


def tinted(colour: str, opacity: float) -> QColor:
    """A colour that lets through what is behind it."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made


def brush(colour: str, opacity: float = 1.0) -> Any:
    """A brush of a colour."""
    return pg.mkBrush(tinted(colour, opacity))


def line_label(words: str) -> str:
    """Words as the label of a line, which would take braces for its value."""
    return words.replace("{", "{{").replace("}", "}}")
