"""The parts of the window that the keys go round by F6, since Tab goes from cell to cell within a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.shell.actions import bound, command

Panes = Callable[[], Sequence[QWidget]]
"""Gives the parts in their order; what cannot be seen is passed by."""


def ways_round(window: QMainWindow, panes: Panes) -> tuple[QAction, QAction]:
    """The actions that put the keys into the next part of the window, and into the one before."""

    def go(step: int) -> None:
        shown = [pane for pane in panes() if pane.isVisible()]
        here = next((at for at, pane in enumerate(shown) if _has_keys(pane)), -step if step > 0 else 0)
        for away in range(1, len(shown) + 1):
            target = _first_of(shown[(here + step * away) % len(shown)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    return (
        command(window, "&Next part of the window", "F6", bound(go, 1)),
        command(window, "P&art before", "Shift+F6", bound(go, -1)),
    )


def _has_keys(pane: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))


def _first_of(pane: QWidget) -> QWidget | None:
    """What takes the keys in a part: what had them last, else the first that can."""
    last = pane.focusWidget()
    for widget in (*([last] if last is not None else []), pane, *_inside(pane)):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return widget
    return None


def _inside(pane: QWidget) -> Iterator[QWidget]:
    """The widgets of a part, in the order of Tab."""
    widget = pane.nextInFocusChain()
    while widget is not None and widget is not pane:
        if pane.isAncestorOf(widget):
            yield widget
        widget = widget.nextInFocusChain()
