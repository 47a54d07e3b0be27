"""A plot in our colours: the theme's tokens, axes with units, a legend above, and other colours for exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, QSize, Slot
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from app.charts.byturn import by_turn
from app.charts.legend import Entry, Legend
from app.charts.units import Unit
from app.theme import LIGHT, Tokens, greyed, tokens_of

pg.setConfigOptions(antialias=True)


class DressedPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph is untyped
    """Neither pans nor zooms; ``draw`` is called anew for each theme once ``restyle`` was called."""

    def __init__(self, parent: QWidget | None = None, **axes: pg.AxisItem) -> None:
        self._ready = False
        self._lent: Tokens | None = None
        self._stale = False
        self._drawn_stale = False
        super().__init__(parent, axisItems=axes, enableMenu=False)  # making its menus takes longer than all the rest
        self.setFrameShape(self.Shape.NoFrame)
        self.setMinimumHeight(150)
        plot = self.getPlotItem()
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
        """The colours of the theme that the chart is in, greyed while it is stale; what is exported never is."""
        if self._lent is not None:
            return self._lent
        own = tokens_of(self.palette())
        return greyed(own) if self._stale else own

    @property
    def is_stale(self) -> bool:
        """Whether it is grey, for what is drawn is of a plan that has changed."""
        return self._stale

    def set_stale(self, stale: bool) -> None:
        """Grey what is drawn, for it is of a plan that has changed; or give it its colours back."""
        self._stale = stale
        if self._drawn_stale != stale:
            self.restyle()

    def fade(self, stale: bool) -> None:
        """As ``set_stale``, but each chart in a turn of its own: several at once would hold the window up."""
        self._stale = stale
        if self._drawn_stale != stale:
            by_turn().put(self._catch_up)

    @Slot()
    def _catch_up(self) -> None:
        if self._drawn_stale != self._stale:  # else it was drawn for another reason meanwhile
            self.restyle()

    def expect(self, stale: bool) -> None:
        """As ``set_stale``, where something else is about to be drawn anyway: colours come with the next drawing."""
        if self._stale != stale:
            self._stale = stale
            self._dress()

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

    def export_size(self) -> QSize:
        """The room that it needs in an export."""
        viewport: QWidget = self.viewport()
        return viewport.size()

    def paint_on(self, painter: QPainter, target: QRectF) -> None:
        """Paint it for an export, in the light theme."""
        with self.dressed_in(LIGHT):
            self._settle()
            self.render(painter, target, self.viewport().rect())

    def _settle(self) -> None:
        """Draw once for nobody: axes learn how wide their labels are only when they are painted."""
        image = QImage(self.viewport().size().expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32)
        painter = QPainter(image)
        self.render(painter)
        painter.end()
        self.getPlotItem().layout.activate()

    def restyle(self) -> None:
        """Take the colours of the theme, and draw."""
        self._dress()
        self.draw()

    def _dress(self) -> None:
        tokens = self.tokens
        self.setBackground(QColor(tokens.surface))
        for name in ("left", "bottom", "top"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(tokens.line))
            axis.setTextPen(pg.mkPen(tokens.muted))
            axis.setStyle(hideOverlappingLabels=False)  # it would hide those at the ends

    def show_legend(self, entries: Sequence[Entry]) -> None:
        """The names of what is drawn, none for none; every drawing ends with it."""
        self._drawn_stale = self._stale and not self.is_lent
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
        is_closed = self._ready and self.plotItem is None  # then it only waits to be deleted
        if self._ready and not is_closed and event.type() == QEvent.Type.PaletteChange:
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
