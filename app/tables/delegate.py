"""How cells are painted and edited: marks of what is wrong, shapes of what is uncertain, the widget to type in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.charts.sparkline import paint_shape, shape_of
from app.exchange.sheets import Column
from app.tables.celleditors import CellEditor, LineCell, PickCell, make_editor
from app.tables.display import currency_of
from app.tables.model import RecordTable, Role, alignment
from app.tables.notecell import NoteCell
from app.tables.picks import Asked
from app.tables.preview import PreviewBubble
from app.tables.rows import Row
from app.tables.values import value_at
from app.theme import Tokens, tokens_of
from models.issue import Issue
from models.uncertainty import Quantity

Index = QModelIndex | QPersistentModelIndex
_SHAPE = QSize(28, 18)
_FINENESS = 2
_NOTE_WIDTH = 320
_MARGIN = 9  # pixels beside a text
_SHAPE_ROOM = _SHAPE.width() + 6
_SELECTED = QStyle.StateFlag.State_Selected.value


class CellDelegate(QStyledItemDelegate):
    """Paints and edits the cells of a record table."""

    def __init__(self, column: Column, table: RecordTable, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._column = column
        self._table = table
        self._view = view
        self._flags = int(alignment(column)) | int(Qt.TextFlag.TextSingleLine)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        column: Column = index.data(Role.COLUMN)
        row = self._table.rows[self._source_row(index)]
        asked = Asked(self._table.editor.portfolio, self._table.names, self._table.kind, row.record, row.owners)
        editor = make_editor(column, asked, parent)
        editor.setAutoFillBackground(True)
        if isinstance(editor, LineCell):
            editor.setFrame(False)
            currency = currency_of(self._table.editor.portfolio, self._table.kind, row)
            bubble = PreviewBubble(column, currency, editor)
            editor.textChanged.connect(bubble.show_text)
        else:
            done = editor.done if isinstance(editor, NoteCell) else editor.activated
            done.connect(partial(self._finish, editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        if isinstance(editor, CellEditor):
            editor.set_cell_text(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        line = editor.lineEdit() if isinstance(editor, PickCell) else None
        if line is not None:  # a line that stands alone is selected by Qt
            line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        if isinstance(editor, CellEditor):
            model.setData(index, editor.cell_text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        rect = _rect(option)
        if isinstance(editor, NoteCell):
            _place_note(editor, rect, self._view.viewport().rect())
            return
        rect.setWidth(max(rect.width(), 240 if isinstance(editor, PickCell) and len(editor.cell_text()) > 6 else 120))
        editor.setGeometry(rect)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A cell, the frame of the current one, and the mark of what is wrong.

        Drawn here from what the table says of a cell at once: the style would ask for eight things of each, and takes
        three times as long for a screen of them.
        """
        row, rect, palette = self._table.rows[self._source_row(index)], _rect(option), _palette(option)
        face = self._table.face(row, self._column)
        if face.fill is not None:
            painter.fillRect(rect, face.fill)
        is_selected = bool(_state(option) & _SELECTED)
        if is_selected:
            painter.fillRect(rect, palette.brush(QPalette.ColorRole.Highlight))
        inside = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        inside.setLeft(inside.left() + self._begin(painter, rect, row, palette))
        if face.text:
            role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
            painter.setPen(palette.color(role) if is_selected or face.ink is None else face.ink)
            elided = self._view.fontMetrics().elidedText(face.text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, self._flags, elided)
        is_current = index == self._view.currentIndex() and self._view.hasFocus()
        if is_current or face.problems:
            self._mark(painter, QRectF(rect), tokens_of(palette), face.problems, is_current)

    def _begin(self, painter: QPainter, rect: QRect, row: Row, palette: QPalette) -> int:
        """Draw what stands before the text; how many pixels it takes."""
        return 0

    def _mark(
        self, painter: QPainter, area: QRectF, tokens: Tokens, problems: Sequence[Issue], is_current: bool
    ) -> None:
        if is_current:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        if problems:
            wrong = any(one.severity == "error" for one in problems)
            _paint_corner(painter, area, QColor(tokens.bad if wrong else tokens.warn))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        size = super().sizeHint(option, index)
        return QSize(size.width() + 14, size.height())

    def _finish(self, editor: CellEditor, *_: Any) -> None:
        """An offer that was chosen is taken at once."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _source_row(self, index: Index) -> int:
        row = index.row()
        model = index.model()
        to_source = getattr(model, "mapToSource", None)
        return int(to_source(index).row()) if to_source is not None else row


class ShapeDelegate(CellDelegate):
    """Cells of quantities: the shape of an uncertain one stands before its text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        size = super().sizeHint(option, index)
        return QSize(size.width() + _SHAPE_ROOM, size.height())

    def _begin(self, painter: QPainter, rect: QRect, row: Row, palette: QPalette) -> int:
        value = value_at(row.record, self._column.field)
        if value is None or value.is_certain:
            return 0
        top = rect.top() + (rect.height() - _SHAPE.height()) // 2
        painter.drawPixmap(rect.left() + _MARGIN, top, _shape(value, tokens_of(palette)))
        return _SHAPE_ROOM


class FlagDelegate(CellDelegate):
    """Cells of yes or no: a box of our own, since the style's is not seen in the dark theme."""

    def _begin(self, painter: QPainter, rect: QRect, row: Row, palette: QPalette) -> int:
        checked = self._table.checked(row, self._column)
        if checked is not None:
            _paint_box(painter, _box(QRectF(rect)), checked == Qt.CheckState.Checked, tokens_of(palette))
        return 0

    def editorEvent(  # noqa: N802 - Qt's name
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the box of a flag, or the space bar, turns it over."""
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        if checked is None:
            return super().editorEvent(event, model, option, index)
        clicked = (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and _box(QRectF(_rect(option))).adjusted(-4, -4, 4, 4).contains(event.position())
        )
        pressed = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if not clicked and not (pressed and event.type() == QEvent.Type.KeyPress):
            return False
        turned = Qt.CheckState.Unchecked if Qt.CheckState(checked) == Qt.CheckState.Checked else Qt.CheckState.Checked
        return model.setData(index, turned, Qt.ItemDataRole.CheckStateRole)


def delegate_for(column: Column, table: RecordTable, view: QAbstractItemView) -> CellDelegate:
    """The delegate of a column; plain ones are the quickest, since every cell of the screen is painted in Python."""
    kinds = {"quantity": ShapeDelegate, "flag": FlagDelegate}
    return kinds.get(column.cell, CellDelegate)(column, table, view)


def _place_note(editor: NoteCell, cell: QRect, area: QRect) -> None:
    """Over its cell and what is below, as far as the table goes."""
    width = min(max(cell.width(), _NOTE_WIDTH), area.width())
    left = max(0, min(cell.left(), area.right() - width))
    top = max(0, min(cell.top(), area.bottom() - editor.height()))
    editor.setGeometry(left, top, width, editor.height())


def _rect(option: Any) -> Any:
    return option.rect


def _palette(option: Any) -> Any:
    return option.palette


def _state(option: Any) -> int:
    return int(option.state.value)


def _paint_corner(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """A small triangle in the upper right corner: something is wrong here, whatever colours can be told apart."""
    size = 8.0
    corner = area.topRight()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([QPointF(corner.x() - size, corner.y()), corner, QPointF(corner.x(), corner.y() + size)])
    )
    painter.restore()


def _box(area: QRectF) -> QRectF:
    """Where the box of a flag is drawn."""
    return QRectF(area.left() + 9, area.center().y() - 7, 14, 14)


def _paint_box(painter: QPainter, box: QRectF, checked: bool, tokens: Tokens) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent if checked else tokens.control), 1.2))
    painter.setBrush(QColor(tokens.accent if checked else tokens.surface))
    painter.drawRoundedRect(box, 3, 3)
    if checked:
        painter.setPen(QPen(QColor(tokens.on_accent), 2))
        corner, left, right = box.bottomLeft(), box.left(), box.right()
        bend = QPointF(left + 5.8, corner.y() - 3.8)
        painter.drawPolyline(QPolygonF([QPointF(left + 3, corner.y() - 6.8), bend, QPointF(right - 3, box.top() + 4)]))
    painter.restore()


@lru_cache(maxsize=1024)
def _shape(value: Quantity, tokens: Tokens) -> QPixmap:
    """The shape of an uncertain value, drawn finely enough for any screen."""
    pixmap = QPixmap(_SHAPE * _FINENESS)
    pixmap.setDevicePixelRatio(_FINENESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_shape(painter, QRectF(1, 1, _SHAPE.width() - 2, _SHAPE.height() - 2), shape_of(value), tokens)
    painter.end()
    return pixmap
