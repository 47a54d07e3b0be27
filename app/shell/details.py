"""The panel on the right: all fields of the record that is chosen, on the pages that have records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDockWidget

from app.pages.entries import Entry

if TYPE_CHECKING:
    from app.state.session import Session
    from app.tables.inspector import Inspector
    from app.tables.pending import PendingTexts


class DetailsPanel(QObject):
    """Shows and hides the inspector; closed by the user, it stays closed on all pages.

    Attributes
    ----------
    inspector
        Made with the first page; None before.
    """

    def __init__(self, session: Session, dock: QDockWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._dock = session, dock
        self._is_wanted = True
        self.inspector: Inspector | None = None
        dock.toggleViewAction().triggered.connect(self._want)

    def fill(self, pending: PendingTexts) -> None:
        """Make the inspector."""
        from app.tables.inspector import Inspector

        self.inspector = Inspector(self._session, pending, self._dock)
        self._dock.setWidget(self.inspector)

    def show_beside(self, entry: Entry) -> None:
        """Show the panel beside a page, if that has records and the user did not close it."""
        self._dock.setVisible(self._is_wanted and entry.inspected and bool(entry.kinds))

    @Slot(str, str)
    def inspect(self, kind: str, record_id: str) -> None:
        """Show a record."""
        if self._session.is_open and self.inspector is not None:  # tables have rows while a document is being closed
            self.inspector.show_record(kind, record_id)

    @Slot(bool)
    def _want(self, wanted: bool) -> None:
        self._is_wanted = wanted
