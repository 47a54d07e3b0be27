"""The welcome page: what there is to begin with while no plan is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.state.recovery import Found
from app.theme import icon, tokens_of

_PATH = Qt.ItemDataRole.UserRole


class WelcomePage(QWidget):
    """Signals what the user wants to begin with; ``recent_picked`` has the path, the recovery signals the find."""

    sample_asked = Signal()
    blank_asked = Signal()
    starter_asked = Signal()
    open_asked = Signal()
    import_asked = Signal()
    recent_picked = Signal(object)
    recovery_asked = Signal(object)
    discard_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Welcome page")
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(_sized(QLabel("Foliocast", self), 2.4))
        lead = QLabel("What will we deliver, when, with whom, for how much, and what is it worth?", self)
        lead.setObjectName("lead")
        column.addWidget(lead)
        self._found = QVBoxLayout()
        column.addLayout(self._found)
        column.addSpacing(14)
        for button in self._beginnings():
            column.addWidget(button)
        hint = QLabel("You can also drop a plan or a workbook onto this window.", self)
        hint.setObjectName("lead")
        column.addWidget(hint)
        column.addSpacing(14)
        self._recent_title = QLabel("Recent plans", self)
        self._recent_title.setObjectName("lead")
        column.addWidget(self._recent_title)
        self.recent = QListWidget(self)
        self.recent.setObjectName("list")
        self.recent.setAccessibleName("Recent plans")
        self.recent.itemActivated.connect(self._pick)
        self.recent.itemClicked.connect(self._pick)
        column.addWidget(self.recent, 1)
        column.addStretch()
        middle = QFrame(self)
        middle.setMaximumWidth(620)
        middle.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 48, 40, 40)
        row.addStretch(1)
        row.addWidget(middle, 4)
        row.addStretch(1)
        self.show_recent([])

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the files that were open last."""
        self.recent.clear()
        for path in paths:
            item = QListWidgetItem(f"{path.stem}\n{path.parent}", self.recent)
            item.setData(_PATH, path)
            item.setToolTip(str(path))
        self._recent_title.setVisible(bool(paths))
        self.recent.setVisible(bool(paths))

    def show_found(self, found: Sequence[Found]) -> None:
        """Offer what a crash left behind."""
        while (item := self._found.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in found:
            self._found.addWidget(self._offer(one))

    def _beginnings(self) -> list[QPushButton]:
        tokens = tokens_of(self.palette())
        buttons = []
        for text, picture, signal, is_main in (
            (
                "Open the sample plan: a software company, 28 initiatives",
                "play-circle-outline",
                self.sample_asked,
                True,
            ),
            (
                "New plan from a template: one product, team and initiative",
                "file-star-outline",
                self.starter_asked,
                False,
            ),
            ("New empty plan", "file-outline", self.blank_asked, False),
            ("Open a file…", "folder-open-outline", self.open_asked, False),
            ("Import an Excel workbook…", "microsoft-excel", self.import_asked, False),
        ):
            button = QPushButton(text, self)
            button.setIcon(icon(picture, tokens.on_accent if is_main else tokens.accent))
            button.setIconSize(QSize(22, 22))
            button.setMinimumHeight(44)
            button.setStyleSheet("text-align: left; padding-left: 14px;")
            if is_main:
                button.setObjectName("primary")
            button.clicked.connect(signal)
            buttons.append(button)
        self.sample_button = buttons[0]
        return buttons

    def _offer(self, found: Found) -> QWidget:
        frame = QFrame(self)
        frame.setObjectName("notice")
        name = found.path.name if found.path is not None else found.portfolio.name
        when = found.written_at.astimezone().strftime("%d %b %Y, %H:%M")
        text = QLabel(f"Unsaved changes in {name} were kept, as of {when}.", frame)
        text.setWordWrap(True)
        recover, discard = QPushButton("Recover", frame), QPushButton("Discard", frame)
        recover.setAccessibleName(f"Recover {name}")
        discard.setAccessibleName(f"Discard the changes in {name}")
        recover.clicked.connect(lambda: self.recovery_asked.emit(found))
        discard.clicked.connect(lambda: self.discard_asked.emit(found))
        row = QHBoxLayout(frame)
        row.addWidget(text, 1)
        row.addWidget(recover)
        row.addWidget(discard)
        return frame

    def _pick(self, item: QListWidgetItem) -> None:
        self.recent_picked.emit(item.data(_PATH))


def _sized(label: QLabel, factor: float) -> QLabel:
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label
