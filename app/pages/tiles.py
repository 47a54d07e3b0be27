"""Figures of a page side by side: a caption, the figure, its span, and the question what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from app.pages.explaining import Explained, WhatIsThis
from app.state.session import Session


@dataclass(frozen=True)
class Figure:
    """One figure as it is shown; ``key`` is that of its explanation."""

    key: str
    caption: str
    headline: str
    span: str = ""
    error: str = ""  # its standard error, in words


class Tile(QFrame):
    """One figure, explained by its "?", by F1 and by its menu."""

    def __init__(self, key: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.figure = Figure(key, "", "")
        self.caption, self.headline, self.span = QLabel(self), QLabel(self), QLabel(self)
        for label, name in ((self.caption, "caption"), (self.headline, "headline"), (self.span, "span")):
            label.setObjectName(name)
        font = QFont(self.headline.font())
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setWeight(QFont.Weight.DemiBold)
        self.headline.setFont(font)
        self.ask = WhatIsThis(key, session, self._error, self)
        Explained(self, key, session, self._error)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 6, 6, 8)
        layout.setVerticalSpacing(1)
        layout.addWidget(self.caption, 0, 0)
        layout.addWidget(self.ask, 0, 1)
        layout.addWidget(self.headline, 1, 0, 1, 2)
        layout.addWidget(self.span, 2, 0, 1, 2)
        layout.setColumnStretch(0, 1)

    def show_figure(self, figure: Figure) -> None:
        """Show another figure in its place."""
        self.figure = figure
        self.caption.setText(figure.caption)
        self.headline.setText(figure.headline)
        self.span.setText(figure.span or " ")
        self.span.setToolTip(figure.span)
        self.setAccessibleName(f"{figure.caption}: {figure.headline}")
        self.setAccessibleDescription(figure.span)

    def set_stale(self, stale: bool) -> None:
        """Grey the figure, for it is of a plan that has changed."""
        told = "true" if stale else "false"
        for label in (self.headline, self.span):
            if label.property("stale") != told:
                label.setProperty("stale", told)
                label.style().unpolish(label)
                label.style().polish(label)

    def _error(self) -> str:
        return self.figure.error


class Tiles(QWidget):
    """Some figures in a row."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tiles: list[Tile] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 6, 0)  # as wide as the panels below
        self._row.setSpacing(8)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these; the tiles stay as long as the figures are of the same kinds."""
        if [tile.figure.key for tile in self.tiles] != [figure.key for figure in figures]:
            self._make(figures)
        for tile, figure in zip(self.tiles, figures, strict=True):
            tile.show_figure(figure)

    def set_stale(self, stale: bool) -> None:
        """Grey them, for they are of a plan that has changed."""
        for tile in self.tiles:
            tile.set_stale(stale)

    def _make(self, figures: Sequence[Figure]) -> None:
        for tile in self.tiles:
            self._row.removeWidget(tile)
            tile.deleteLater()
        self.tiles = [Tile(figure.key, self._session, self) for figure in figures]
        for tile in self.tiles:
            self._row.addWidget(tile, 1)
