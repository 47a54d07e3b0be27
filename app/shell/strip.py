"""The strip of key figures, always in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.pages.oneline import OneLine
from app.shell.figures import Change, KeyFigure, key_figures
from app.state.outlook import Outlook

_CHANGES = 3


class Strip(QWidget):
    """Six key figures side by side; what has been stale for a while is grey."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName("Key figures")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.cells = [_Cell(self) for _ in key_figures(Outlook())]
        for cell in self.cells:
            layout.addWidget(cell, 1)
        self.show_outlook(Outlook())

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what is known of the forecast."""
        grey = outlook.figures_grey or outlook.figures is None
        age = ("being computed" if outlook.is_running else "of before") if grey else ""
        for cell, figure in zip(self.cells, key_figures(outlook), strict=True):
            cell.show_figure(figure, age)


class _Cell(QFrame):
    """One key figure: caption, headline, range, and what changed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("figure")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setSpacing(1)
        self.caption, self.headline, self.span = (self._label(name) for name in ("caption", "headline", "span"))
        self.changes = [OneLine(self) for _ in range(_CHANGES)]
        for line in self.changes:
            line.setObjectName("change")
        font = QFont(self.headline.font())
        font.setPointSizeF(font.pointSizeF() * 1.55)
        font.setWeight(QFont.Weight.DemiBold)
        self.headline.setFont(font)
        for label in (self.caption, self.headline, self.span, *self.changes):
            layout.addWidget(label)

    def show_figure(self, figure: KeyFigure, age: str) -> None:
        """Show a figure, greyed where something is to be said of its age."""
        self.caption.setText(figure.caption)
        self.headline.setText(figure.headline)
        self.span.setText(figure.span)
        for line, change in zip(self.changes, _padded(figure.changes), strict=True):
            line.say(change.text)
            _set(line, "tone", change.tone)
            line.setVisible(bool(change.text) or line is self.changes[0])
        for label in (self.headline, self.span, *self.changes):
            _set(label, "stale", "true" if age else "false")
        self.setToolTip(figure.help)
        told = ", ".join(part for part in (figure.headline, figure.span, *(one.text for one in figure.changes)) if part)
        self.setAccessibleName(f"{figure.caption}: {told}{f', {age}' if age else ''}")

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label


def _padded(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    return (changes + (Change("", "neutral"),) * _CHANGES)[:_CHANGES]


def _set(label: QLabel, name: str, value: str) -> None:
    """Change a property that the style sheet looks at; polishing is dear, so only where it changes."""
    if label.property(name) != value:
        label.setProperty(name, value)
        label.style().unpolish(label)
        label.style().polish(label)
