"""F6 goes round the parts of the window, so that all of it is reached by keys, tables included."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desktop import Desktop
from app.state.engine import Request
from app.state.templates import sample_plan

TEAMS = 2


def test_f6_goes_round_the_parts_that_are_seen(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    """From the table of teams: details, tools, figures, rail, and the cell again; Shift+F6 the other way round."""
    desktop = start()
    window = desktop.window
    desktop.parts.session.open(sample_plan(), None)
    qtbot.waitUntil(lambda: window.pages[0] is not None)
    window.show_page(TEAMS)
    QApplication.processEvents()
    table = QApplication.focusWidget()
    parts: list[QWidget] = [window.docks.inspector_dock, window.tools, window.figures, window.rail, window.stack]

    def part_with_keys() -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return next(one for one in parts if one is focused or one.isAncestorOf(focused))

    for part in parts:
        qtbot.keyClick(window, Qt.Key.Key_F6)
        assert part_with_keys() is part
    assert QApplication.focusWidget() is table
    for part in (*reversed(parts[:-1]), parts[-1]):
        qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert part_with_keys() is part


def test_parts_that_are_hidden_are_passed_by(
    start: Callable[[], Desktop], qtbot: QtBot, no_engine: list[Request]
) -> None:
    """On the welcome page there is only that."""
    window = start().window
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.welcome.isAncestorOf(focused)
