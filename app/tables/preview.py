"""What a text means while it is typed: the shape and percentiles of a range, or what is wrong and would be right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.charts.sparkline import Sparkline, shape_of
from app.exchange.sheets import Column
from app.tables.display import in_words, unit_label
from app.tables.values import CellError, read_text
from app.theme import tokens_of
from models.uncertainty import Quantity


def percentiles_in_words(quantity: Quantity, unit: str, currency: str) -> str:
    """``8 in 10 futures: 3.6 to 7.3 months`` and the three percentiles; a certain number says that it is."""
    if quantity.is_certain:
        return f"Certain: {in_words(quantity.base, unit, currency)}"
    shape = shape_of(quantity)
    p10, p50, p90 = (in_words(value, unit, currency) for value in (shape.p10, shape.p50, shape.p90))
    return f"P10 {p10} · P50 {p50} · P90 {p90}\n8 in 10 futures lie between {p10} and {p90}"


class Preview(QWidget):
    """The meaning of one text: a sparkline beside words, or a message; ``currency`` is that of its money."""

    def __init__(self, column: Column, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column
        self.currency = currency
        self.sparkline = Sparkline(self)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sparkline)
        layout.addWidget(self.words, 1)

    def show_text(self, text: str) -> bool:
        """Explain a text; whether there is anything to say."""
        try:
            value = read_text(self._column, text)
        except CellError as error:
            return self._say(str(error), None, wrong=True)
        if isinstance(value, Quantity):
            return self._say(percentiles_in_words(value, self._column.unit, self.currency), value)
        return self._say("", None)

    def _say(self, words: str, quantity: Quantity | None, wrong: bool = False) -> bool:
        tokens = tokens_of(self.palette())
        self.sparkline.show_quantity(quantity)
        self.sparkline.setVisible(self.sparkline.shape is not None)
        self.words.setText(words)
        self.words.setWordWrap(wrong)
        self.words.setStyleSheet(f"color: {tokens.bad if wrong else tokens.text}; background: transparent;")
        return bool(words)


class PreviewBubble(QFrame):
    """A preview that floats beside a cell and never takes the keys: below it, where no offers are."""

    def __init__(self, column: Column, currency: str, cell: QLineEdit) -> None:
        flags = Qt.WindowType.ToolTip | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(cell, flags)
        self._cell = cell
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFrameShape(QFrame.Shape.Box)
        self.preview = Preview(column, currency, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self.preview)
        hint = unit_label(column.unit, currency)
        self.setAccessibleName(f"Meaning of what is typed{f', in {hint}' if hint else ''}")

    def show_text(self, text: str) -> None:
        """Explain a text; away where there is nothing to say."""
        if not self.preview.show_text(text):
            self.hide()
            return
        tokens = tokens_of(self._cell.palette())
        self.setStyleSheet(
            f"PreviewBubble {{ background: {tokens.surface}; border: 1px solid {tokens.control}; border-radius: 6px; }}"
        )
        self.setMaximumWidth(440)
        self.adjustSize()
        has_offers = self._cell.completer() is not None
        self.move(self._cell.mapToGlobal(QPoint(0, -self.height() - 4 if has_offers else self._cell.height() + 4)))
        self.show()
