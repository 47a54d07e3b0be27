"""How a command becomes an action with keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

Keys = QKeySequence.StandardKey | str | None


def command(window: QMainWindow, text: str, keys: Keys, slot: Callable[[], object], tip: str = "") -> QAction:
    """An action of the window."""

    def carry_out() -> None:  # Qt passes whether the action is checked; no command asks for it
        slot()

    action = QAction(text, window)
    action.setIconVisibleInMenu(False)  # few commands have pictures; they are for the toolbar
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
    if tip:
        action.setToolTip(tip)
    action.triggered.connect(carry_out)
    return action


def bound(slot: Callable[[Any], object], argument: Any) -> Callable[[], object]:
    """A call with its argument, made later."""

    def call() -> object:
        return slot(argument)

    return call
