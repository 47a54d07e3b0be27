"""What all pages are: a title, a sentence, a body; and how a page of tables is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from app.pages.splits import Splits
from app.state.session import Session
from app.state.studies import Studies
from app.tables.panel import RecordTablePanel
from app.tables.pending import PendingTexts


@dataclass(frozen=True)
class Desk:
    """What pages work with: the session, the texts typed that are no values, who answers larger questions, borders."""

    session: Session
    pending: PendingTexts
    studies: Studies
    splits: Splits = field(default_factory=dict)


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
    """A page of record tables, one tab for each kind.

    Attributes
    ----------
    panels
        The tables that were looked at, by kind; each is made when its tab is first shown, or asked for by ``panel``.
    """

    kinds: ClassVar[Sequence[tuple[str, str]]]  # kind and title of its tab

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.panels: dict[str, RecordTablePanel] = {}
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(f"Tables of the {self.name} page")
        self.tabs.tabBar().setAccessibleName(f"Choice of table on the {self.name} page")
        self._places = {kind: QWidget() for kind, _ in self.kinds}
        for kind, title in self.kinds:
            QVBoxLayout(self._places[kind]).setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(self._places[kind], title)
        self.tabs.currentChanged.connect(self._make_current)
        desk.session.document_opened.connect(self._begin_anew)
        self.body.addWidget(self.tabs, 1)
        self.setFocusProxy(self.panel(self.kinds[0][0]))

    def panel(self, kind: str) -> RecordTablePanel:
        """The table of a kind, on its tab."""
        if kind not in self.panels:
            place = self._places[kind]
            panel = RecordTablePanel(self.desk.session, self.desk.pending, kind, None, place)
            panel.view.record_selected.connect(self.record_selected)
            panel.view.said.connect(self.said)
            layout = place.layout()
            assert layout is not None
            layout.addWidget(panel)
            panel.show()  # else only when the layout is next at work
            place.setFocusProxy(panel)
            self.panels[kind] = panel
        return self.panels[kind]

    @property
    def current_panel(self) -> RecordTablePanel:
        """The table that is in front."""
        return self.panel(self.kinds[self.tabs.currentIndex()][0])

    def show_cell(self, kind: str, record_id: str, field: str) -> bool:
        if kind not in self._places:
            return False
        panel = self.panel(kind)
        self.tabs.setCurrentWidget(self._places[kind])
        found: bool = panel.view.show_cell(record_id, field)
        panel.view.setFocus()
        return found

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        QTimer.singleShot(0, self, self._choose_row)  # the page is seen first, the details beside it after

    @Slot(int)
    def _make_current(self, position: int) -> None:
        self.panel(self.kinds[position][0])
        QTimer.singleShot(0, self, self._choose_row)

    @Slot()
    def _begin_anew(self) -> None:
        """The tables are about to be filled from another document."""
        QTimer.singleShot(0, self, self._fit)

    @Slot()
    def _fit(self) -> None:
        for panel in self.panels.values():
            panel.view.fit_columns()
        self._choose_row()

    @Slot()
    def _choose_row(self) -> None:
        """Have a row of the table in front chosen, the first at first: the inspector shows a record of what is seen."""
        if not self.desk.session.is_open or not self.tabs.isVisible():
            return
        view = self.current_panel.view
        if not view.selectionModel().hasSelection() and view.ordering.rowCount():
            named, shown = view.table.column("name"), view.visible_columns()
            row = max(0, view.currentIndex().row())
            view.make_current(view.ordering.index(row, named if named in shown else shown[0]))
        current = view.currentIndex()
        self.record_selected.emit(view.table.kind, view.row_at(current.row()).id if current.isValid() else "")


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
