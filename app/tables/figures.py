"""A table of figures to be read: cells of text that are copied as a block and never edited.

What stands in the cells, and what a figure is, is the business of who fills it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.tables.clipboard import write_block
from app.theme import Tokens, tokens_of

Tone: TypeAlias = Literal["", "good", "bad", "warn", "muted"]
Index: TypeAlias = QModelIndex | QPersistentModelIndex

_NO_INDEX: Final = QModelIndex()
_WIDEST: Final = 420
"""Pixels that a column takes at most by itself."""

_PADDING: Final = 18
"""Pixels of a cell beside its text."""

_LEAST_FIRST: Final = 180
"""Pixels that the first column has at least: what a row is about must be readable."""


@dataclass(frozen=True)
class Cell:
    """One cell: its text, how it is said, and what is told of it on hover."""

    text: str
    tone: Tone = ""
    strong: bool = False
    tip: str = ""


Row: TypeAlias = Sequence[Cell | str]


class _Model(QAbstractTableModel):
    """Cells of text; the first ``texts`` columns stand at the left, figures at the right."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.header: tuple[str, ...] = ()
        self.rows: tuple[tuple[Cell, ...], ...] = ()
        self.texts = 1
        self.stale = False
        self.tokens: Tokens | None = None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.header)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if index.column() < self.texts else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and cell.strong:
            return _strong(QFont())
        if role == Qt.ItemDataRole.ForegroundRole and self.tokens is not None:
            return self._colour(cell, self.tokens)
        return None

    def _colour(self, cell: Cell, tokens: Tokens) -> QColor | None:
        if self.stale:
            return QColor(tokens.faint)
        return QColor(getattr(tokens, cell.tone)) if cell.tone else None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.header[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section < self.texts else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def take(self, header: Sequence[str], rows: Sequence[Row], texts: int) -> None:
        self.beginResetModel()
        self.header, self.texts = tuple(header), texts
        self.rows = tuple(tuple(one if isinstance(one, Cell) else Cell(one) for one in row) for row in rows)
        self.endResetModel()

    def change_looks(self, stale: bool, tokens: Tokens) -> None:
        self.stale, self.tokens = stale, tokens
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.header) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.ForegroundRole])


def _strong(font: QFont) -> QFont:
    """A font in the weight of what matters."""
    heavier = QFont(font)
    heavier.setWeight(QFont.Weight.DemiBold)
    return heavier


class FigureTable(QTableView):
    """Shows rows of cells, as high as they are up to ``most_rows``; Ctrl+C copies what is selected, else all.

    Signals
    -------
    row_chosen
        The row that is current, -1 for none.
    """

    row_chosen = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None, most_rows: int = 14) -> None:
        super().__init__(parent)
        self._most_rows = most_rows
        self._ready = False
        self.setAccessibleName(title)
        self._model = _Model(self)
        self._model.tokens = tokens_of(self.palette())
        self.setModel(self._model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = QAction("Copy", self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.addAction(copy)
        self.selectionModel().currentRowChanged.connect(self._tell_row)
        self.horizontalScrollBar().rangeChanged.connect(self._fit_height)
        self._ready = True

    def show_rows(self, header: Sequence[str], rows: Sequence[Row], texts: int = 1) -> None:
        """Show these; the first ``texts`` columns are words, the others figures."""
        self._model.take(header, rows, texts)
        head = self.horizontalHeader()
        for column, width in enumerate(self._widths()):
            self.setColumnWidth(column, min(max(width, head.sectionSizeHint(column)) + 10, _WIDEST))
        if header:
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            for column in range(1, len(header)):
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        head.setMinimumSectionSize(60)
        self._fit_first()
        self.updateGeometry()

    def _widths(self) -> list[int]:
        """What the cells of each column need; measured here, for Qt asks for six things of every cell."""
        plain, strong = QFontMetrics(self.font()), QFontMetrics(_strong(self.font()))
        columns = [{(cell.text, cell.strong) for cell in column} for column in zip(*self._model.rows, strict=True)]
        return [
            max((strong if is_strong else plain).horizontalAdvance(text) for text, is_strong in column) + _PADDING
            for column in columns or [{("", False)}] * len(self._model.header)
        ]

    def set_stale(self, stale: bool) -> None:
        """Grey everything, for it is of a plan that has changed."""
        self._model.change_looks(stale, tokens_of(self.palette()))

    def texts(self) -> list[list[str]]:
        """What stands in the cells, row by row."""
        return [[cell.text for cell in row] for row in self._model.rows]

    def header_texts(self) -> list[str]:
        """What stands above the columns."""
        return list(self._model.header)

    def copy(self) -> None:
        """Put the selected block on the clipboard, the whole table with its header where one cell at most is."""
        chosen = self.selectionModel().selectedIndexes()
        if len(chosen) < 2:
            QGuiApplication.clipboard().setText(write_block([self._model.header, *self.texts()]))
            return
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        block = [[self._model.rows[row][column].text for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(write_block(block))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(320, self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, self._height())

    def _height(self) -> int:
        rows = min(self._model.rowCount(), self._most_rows)
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        head = self.horizontalHeader().sizeHint().height()
        return head + rows * self.verticalHeader().defaultSectionSize() + below + 4

    def _fit_first(self) -> None:
        """The first column takes what the others leave, but never too little to be read."""
        head = self.horizontalHeader()
        if not head.count() or head.sectionResizeMode(0) == QHeaderView.ResizeMode.ResizeToContents:
            return
        left = self.viewport().width() - sum(head.sectionSize(column) for column in range(1, head.count()))
        roomy = left >= _LEAST_FIRST
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch if roomy else QHeaderView.ResizeMode.Interactive)
        if not roomy:
            self.setColumnWidth(0, _LEAST_FIRST)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._ready:
            self._fit_first()

    def _fit_height(self) -> None:
        """A bar below the rows takes no room of theirs."""
        self.updateGeometry()

    def _tell_row(self, current: QModelIndex) -> None:
        self.row_chosen.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            event.accept()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if self._ready and event.type() == QEvent.Type.PaletteChange:
            self._model.change_looks(self._model.stale, tokens_of(self.palette()))
