"""How cells are painted and edited: marks of what is wrong, shapes of what is uncertain, the widget to type in."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.charts.sparkline import paint_shape, shape_of
from app.exchange.sheets import Column
from app.tables.celleditors import CellEditor, LineCell, PickCell, make_editor
from app.tables.display import currency_of
from app.tables.model import RecordTable, Role
from app.tables.picks import Asked
from app.tables.preview import PreviewBubble
from app.theme import Tokens, tokens_of
from models.uncertainty import Quantity

Index = QModelIndex | QPersistentModelIndex
_SHAPE = QSize(28, 18)
_FINENESS = 2
_WITHOUT_BOX = ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator


class CellDelegate(QStyledItemDelegate):
    """Paints and edits the cells of a record table."""

    def __init__(self, table: RecordTable, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._table = table
        self._view = view

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
            editor.textChanged.connect(partial(bubble.show_text, below=editor))
        else:
            editor.activated.connect(partial(self._finish, editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        if isinstance(editor, LineCell | PickCell):
            editor.set_cell_text(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        if isinstance(editor, LineCell | PickCell):
            model.setData(index, editor.cell_text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        rect = _rect(option)
        rect.setWidth(max(rect.width(), 240 if isinstance(editor, PickCell) and len(editor.cell_text()) > 6 else 120))
        editor.setGeometry(rect)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A cell, the frame of the current one, and the mark of what is wrong; all but the first are rare."""
        super().paint(painter, option, index)
        problems = index.data(Role.PROBLEMS)
        is_current = index == self._view.currentIndex() and self._view.hasFocus()
        if not problems and not is_current:
            return
        area, tokens = QRectF(_rect(option)), tokens_of(_palette(option))
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

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option, index)
        value = index.data(Role.VALUE)
        if value is not None and not value.is_certain:
            _put_icon(option, _shape_icon(value, tokens_of(_palette(option))))


class FlagDelegate(CellDelegate):
    """Cells of yes or no: a box of our own, since the style's is not seen in the dark theme."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option, index)
        _hide_box(option)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        if checked is not None:
            is_checked = Qt.CheckState(checked) == Qt.CheckState.Checked
            _paint_box(painter, _box(QRectF(_rect(option))), is_checked, tokens_of(_palette(option)))

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
    return kinds.get(column.cell, CellDelegate)(table, view)


def _rect(option: Any) -> Any:
    return option.rect


def _palette(option: Any) -> Any:
    return option.palette


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


def _hide_box(option: Any) -> None:
    """Leave the box of a flag to the delegate; PySide's types do not know the option's fields."""
    option.features &= _WITHOUT_BOX


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


def _put_icon(option: Any, drawn: QIcon) -> None:
    """Show an icon at the left of a cell; PySide's types do not know the option's fields."""
    option.icon = drawn
    option.decorationSize = _SHAPE
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration


@lru_cache(maxsize=1024)
def _shape_icon(value: Quantity, tokens: Tokens) -> QIcon:
    """The shape of an uncertain value, drawn finely enough for any screen."""
    pixmap = QPixmap(_SHAPE * _FINENESS)
    pixmap.setDevicePixelRatio(_FINENESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_shape(painter, QRectF(1, 1, _SHAPE.width() - 2, _SHAPE.height() - 2), shape_of(value), tokens)
    painter.end()
    drawn = QIcon(pixmap)
    drawn.addPixmap(pixmap, QIcon.Mode.Selected)
    return drawn
