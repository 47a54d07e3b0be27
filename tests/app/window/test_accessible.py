"""Everything that can be used has a name, and can be used from the keyboard."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QGraphicsView,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.glossary import explanation
from app.pages.delivery.page import DeliveryPage
from app.pages.entries import ENTRIES
from app.pages.explaining import Popover
from app.pages.initiatives import InitiativesPage
from app.pages.scenarios.promoting import PromoteDialog
from app.shell.glossary import GlossaryWindow
from app.shell.importing import ImportDialog
from app.state.engine import Request
from app.state.outlook import Outlook
from app.state.recovery import Found
from app.state.templates import sample_plan
from app.tables.columns import VISIBLE
from app.tables.monthpicker import MonthPicker
from app.tables.rows import rows_of
from models.scenarios import promote
from simulation.summary.replay import replay_trial
from tests.app.window.runs import details_of, outlook_of
from tests.portfolios import example_portfolio

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
)


def name_of(widget: QWidget) -> str:
    """What a screen reader says: the name, else the text of a button."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or widget.toolTip()


def is_part_of_another(widget: QWidget) -> bool:
    """Whether Qt made it inside a control that has a name: the line of a combo box, the corner of a table."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, CONTROLS):
            return True
        parent = parent.parentWidget()
    return False


def unnamed(root: QWidget) -> Iterator[str]:
    for widget in root.findChildren(QWidget):
        internal = widget.objectName().startswith("qt_") or type(widget).__name__ in ("QTabBar", "CloseButton")
        internal = internal or isinstance(widget, QScrollBar)
        if isinstance(widget, CONTROLS) and not internal and not is_part_of_another(widget) and not name_of(widget):
            yield f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"


def test_all_controls_of_all_pages_have_names(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    desktop = start()
    desktop.parts.session.open(sample_plan(), None)
    for position in range(len(ENTRIES)):
        desktop.window.show_page(position)
    assert list(unnamed(desktop.window)) == []


def test_controls_take_the_keys(start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]) -> None:
    """Tab stops at every control, but for the buttons of bars, whose commands have keys or menus of their own."""
    desktop = start()
    desktop.parts.session.open(sample_plan(), None)
    for position in range(len(ENTRIES)):
        desktop.window.show_page(position)
    passed_by = [
        f"{type(widget).__name__} {name_of(widget)}"
        for widget in desktop.window.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not isinstance(widget, QToolButton | QHeaderView | QProgressBar | QScrollBar)
        and not widget.objectName().startswith("qt_")
        and not is_part_of_another(widget)
        and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and type(widget).__name__ != "CloseButton"
    ]
    assert passed_by == []


def test_every_command_of_the_menus_can_be_reached(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    """A menu opens by its letter; within, arrows reach everything.  So menus need letters, commands texts."""
    bar = start().window.menuBar()
    titles = [action.text() for action in bar.actions()]
    assert all("&" in title for title in titles)
    letters = [title[title.index("&") + 1].lower() for title in titles]
    assert len(set(letters)) == len(letters)


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    """The example's forecast: with it pages show what they do not show without."""
    return outlook_of(details_of(example_portfolio(), 100))


def test_all_controls_have_names_once_there_is_a_forecast(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request], outlook: Outlook
) -> None:
    """Every page with figures, an initiative from inside, the details of each kind, a replay and a notice."""
    desktop = start()
    window, session = desktop.window, desktop.parts.session
    session.open(example_portfolio(), None)
    session.set_outlook(outlook)
    session.pin()
    for position in range(len(ENTRIES)):
        window.show_page(position)
        QApplication.processEvents()
    initiatives, delivery = window.pages[1], window.pages[6]
    assert isinstance(initiatives, InitiativesPage)
    assert isinstance(delivery, DeliveryPage)
    initiatives.show_inside("atlas")
    delivery.replay.asking.answered.emit(replay_trial(session.portfolio, "median", trials=20))
    desktop.parts.files.changed_on_disk.emit()
    window.docks.problems_dock.show()
    assert list(unnamed(window)) == []
    inspector = window.details.inspector
    assert inspector is not None
    for kind in VISIBLE:
        for row in rows_of(session.portfolio, kind)[:1]:
            inspector.show_record(kind, row.id)
            assert (kind, list(unnamed(inspector))) == (kind, [])


def test_all_controls_of_dialogs_have_names(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request], outlook: Outlook
) -> None:
    """And what opens beside the window has a title or a name of its own."""
    desktop = start()
    window, session = desktop.window, desktop.parts.session
    portfolio = example_portfolio()
    session.open(portfolio, None)
    session.set_outlook(outlook)
    window.welcome.show_found([Found(Path("kept"), Path("plan.foliocast"), datetime.now(UTC), portfolio)])
    scenario = portfolio.scenarios[0].id
    beside: list[QWidget] = [
        ImportDialog("plan.xlsx", "The open plan", window),
        GlossaryWindow(session, window),
        PromoteDialog(portfolio, scenario, promote(portfolio, scenario), window),
        Popover(explanation("value"), outlook, parent=window),
        MonthPicker(window),
    ]
    for widget in beside:
        assert (type(widget).__name__, list(unnamed(widget))) == (type(widget).__name__, [])
        assert widget.windowTitle() if isinstance(widget, QDialog) else widget.accessibleName()
        widget.deleteLater()
    assert list(unnamed(window.welcome)) == []
