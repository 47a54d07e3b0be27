"""What all pages are: a title, a sentence, a body; and how a page of tables is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from app.state.session import Session
from app.state.studies import Studies
from app.tables.panel import RecordTablePanel
from app.tables.pending import PendingTexts


@dataclass(frozen=True)
class Desk:
    """What pages work with: the session, the texts typed that are no values, and who answers larger questions."""

    session: Session
    pending: PendingTexts
    studies: Studies


class Page(QWidget):
    """One screen.

    Attributes
    ----------
    name
        How it is called.

    Signals
    -------
    record_selected
        Kind and id of the record that the inspector is to show.
    said
        A sentence for the status bar.
    problem_picked
        The issue whose cell is to be shown.
    """

    name: ClassVar[str]
    record_selected = Signal(str, str)
    said = Signal(str)
    problem_picked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAccessibleName(f"{self.name} page")
        self._title = QLabel(self.name, self)
        self._title.setObjectName("pageTitle")
        font = QFont(self._title.font())
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(font)
        self.lead = QLabel(self)
        self.lead.setObjectName("lead")
        self.lead.setWordWrap(True)
        self.lead.setTextFormat(Qt.TextFormat.PlainText)
        self.head = QHBoxLayout()
        self.head.addWidget(self._title)
        self.head.addStretch(1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(18, 12, 18, 12)
        self.body.setSpacing(8)
        self.body.addLayout(self.head)
        self.body.addWidget(self.lead)

    def show_cell(self, kind: str, record_id: str, field: str) -> bool:
        """Lead to a field; whether the page has it."""
        return False


class TablesPage(Page):
    """A page of record tables, one tab for each kind."""

    kinds: ClassVar[Sequence[tuple[str, str]]]  # kind and title of its tab

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.panels = {kind: RecordTablePanel(desk.session, desk.pending, kind, None, self) for kind, _ in self.kinds}
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(f"Tables of the {self.name} page")
        self.tabs.tabBar().setAccessibleName(f"Choice of table on the {self.name} page")
        for kind, title in self.kinds:
            self.tabs.addTab(self.panels[kind], title)
            self.panels[kind].view.record_selected.connect(self.record_selected)
            self.panels[kind].view.said.connect(self.said)
        self.body.addWidget(self.tabs, 1)
        self.setFocusProxy(self.panels[self.kinds[0][0]])

    def show_cell(self, kind: str, record_id: str, field: str) -> bool:
        if kind not in self.panels:
            return False
        self.tabs.setCurrentWidget(self.panels[kind])
        found: bool = self.panels[kind].view.show_cell(record_id, field)
        self.panels[kind].view.setFocus()
        return found


class Card(QFrame):
    """A framed part of a page with a title and a note on how to read it."""

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        head = QLabel(title, self)
        font = QFont(head.font())
        font.setWeight(QFont.Weight.DemiBold)
        head.setFont(font)
        self.note = QLabel(note, self)
        self.note.setObjectName("caption")
        self.note.setWordWrap(True)
        self.note.setVisible(bool(note))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 10, 14, 10)
        self.body.setSpacing(4)
        self.head = QHBoxLayout()  # what asks about the card, or changes it, goes behind the title
        self.head.addWidget(head)
        self.head.addStretch(1)
        self.body.addLayout(self.head)
        self.body.addWidget(self.note)
