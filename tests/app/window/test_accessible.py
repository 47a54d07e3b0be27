"""Everything that can be used has a name, and can be used from the keyboard."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.pages.entries import ENTRIES
from app.state.engine import Request
from app.state.templates import sample_plan

CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)


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
        and not isinstance(widget, QToolButton | QHeaderView)
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
