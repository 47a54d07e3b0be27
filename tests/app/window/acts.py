"""What is opened and closed within a window, one thing after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from app.charts.frame import Chart
from app.desktop import Desktop
from app.pages.delivery.page import DeliveryPage
from app.pages.entries import ENTRIES
from app.pages.explaining import WhatIsThis
from app.pages.frame import Page
from app.pages.initiatives import InitiativesPage
from app.shell.dialogs import Dialogs
from app.shell.unsaved import Unsaved
from models.edits import set_field
from simulation.summary.replay import replay_trial
from tests.portfolios import example_portfolio

Act = Callable[[Desktop], object]

SHOWN = ("Overview", "Initiatives", "Budget", "Value", "Delivery", "Scenarios")
"""Pages of every make: tables, charts, studies; that all of them go with their window is tested apart."""


def page_of(desktop: Desktop, position: int) -> Page:
    """The page at a place of the rail, which has been shown."""
    page = desktop.window.pages[position]
    assert page is not None
    return page


def position(name: str) -> int:
    """Where a page is on the rail."""
    return next(at for at, entry in enumerate(ENTRIES) if entry.name == name)


def through_pages(desktop: Desktop) -> None:
    """Show them one after the other."""
    for name in SHOWN:
        desktop.window.show_page(position(name))
        QApplication.processEvents()


def _look_inside(desktop: Desktop) -> None:
    desktop.window.show_page(position("Initiatives"))
    page = desktop.window.pages[position("Initiatives")]
    assert isinstance(page, InitiativesPage)
    page.show_inside("atlas")
    QApplication.processEvents()
    page.leave()


def _play(desktop: Desktop) -> None:
    """A future is told, played, and forgotten in the middle of it."""
    desktop.window.show_page(position("Delivery"))
    page = desktop.window.pages[position("Delivery")]
    assert isinstance(page, DeliveryPage)
    page.replay.asking.answered.emit(replay_trial(desktop.parts.session.portfolio, "median", trials=20))
    page.replay.player.play_or_pause()
    QApplication.processEvents()
    page.replay.forget()


def _inspect(desktop: Desktop) -> None:
    view = _initiatives(desktop)
    desktop.window.docks.inspector_dock.show()
    for row in (0, 1):
        view.setCurrentIndex(view.ordering.index(row, 1))
        QApplication.processEvents()


def _type_in_cell(desktop: Desktop) -> None:
    view = _initiatives(desktop)
    cell: QModelIndex = view.ordering.index(0, view.table.column("name"))
    view.edit(cell)
    line = next(one for one in view.viewport().findChildren(QLineEdit))
    QTest.keyClick(line, Qt.Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _initiatives(desktop: Desktop) -> Any:
    desktop.window.show_page(position("Initiatives"))
    page = page_of(desktop, position("Initiatives"))
    assert isinstance(page, InitiativesPage)
    return page.panels["initiative"].view


def _menu_of_table(desktop: Desktop) -> None:
    _menu_of(_initiatives(desktop).viewport())


def _menu_of_header(desktop: Desktop) -> None:
    _initiatives(desktop).horizontalHeader().customContextMenuRequested.emit(QPoint(30, 5))
    _leave_popup()


def _menu_of_figure(desktop: Desktop) -> None:
    _menu_of(desktop.window.strip.cells[0])


def _menu_of_chart(desktop: Desktop) -> None:
    desktop.window.show_page(position("Overview"))
    charts = page_of(desktop, position("Overview")).findChildren(Chart)
    _menu_of(next(one for one in charts if one.isVisible()).viewport())


def _menu_of(widget: QWidget) -> None:
    place = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    _leave_popup()


def _leave_popup() -> None:
    QApplication.processEvents()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    QApplication.processEvents()


def _popover(desktop: Desktop) -> None:
    desktop.window.show_page(position("Value"))
    button = next(one for one in page_of(desktop, position("Value")).findChildren(WhatIsThis) if one.isVisible())
    button.explain()
    _leave_popup()


def _glossary(desktop: Desktop) -> None:
    desktop.window.show_glossary()
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog) and one.isVisible():
            one.close()


def _import_dialog(desktop: Desktop) -> None:
    dialog = Dialogs(desktop.window).importing("plan.xlsx", "The open plan")
    dialog.open()
    QApplication.processEvents()
    dialog.reject()


def _questions(desktop: Desktop) -> None:
    """Each box that stops the user, closed without an answer."""
    dialogs = Dialogs(desktop.window)
    for ask in (
        lambda: dialogs.about_unsaved(Unsaved("plan", is_edited=True, typed=2)),
        lambda: dialogs.compares(2),
        lambda: dialogs.tell("Title", "Text", "Details"),
        lambda: dialogs.replaces(Path("folder")),
    ):
        QTimer.singleShot(0, desktop.window, _close_question)
        ask()


def _close_question() -> None:
    box = QApplication.activeModalWidget()
    assert box is not None
    box.close()


def _notice(desktop: Desktop) -> None:
    desktop.parts.files.changed_on_disk.emit()
    desktop.window.notice.buttons[-1].click()


def _recent(desktop: Desktop) -> None:
    desktop.parts.files.saved.emit(_a_file(desktop))


def _a_file(desktop: Desktop) -> Path:
    path = desktop.window.documents.folder / "recent.foliocast"
    path.write_text("a file of that name is all that is looked for")
    return path


def _edit_and_undo(desktop: Desktop) -> None:
    session = desktop.parts.session
    session.push(lambda portfolio: set_field(portfolio, "portfolio.name", "Another"), "rename")
    QApplication.processEvents()
    session.undo_stack.undo()
    session.undo_stack.clear()


def _theme(desktop: Desktop) -> None:
    for choice in ("dark", "light"):
        desktop.parts.appearance.choose(choice)
        QApplication.processEvents()


def _pin(desktop: Desktop) -> None:
    desktop.parts.session.pin()
    desktop.parts.session.unpin()


def _open_again(desktop: Desktop) -> None:
    session, outlook = desktop.parts.session, desktop.parts.session.outlook
    session.open(example_portfolio(), None)
    session.set_outlook(outlook)
    QApplication.processEvents()


ACTS: tuple[Act, ...] = (
    through_pages,
    _look_inside,
    _play,
    _inspect,
    _type_in_cell,
    _menu_of_table,
    _menu_of_header,
    _menu_of_figure,
    _menu_of_chart,
    _popover,
    _glossary,
    _import_dialog,
    _questions,
    _notice,
    _recent,
    _edit_and_undo,
    _theme,
    _pin,
    _open_again,
)
