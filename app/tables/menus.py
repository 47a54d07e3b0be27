"""The menus of a table: of a cell, of a column, and of which columns are shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from app.tables.titles import title

if TYPE_CHECKING:
    from app.tables.view import RecordTableView


def row_menu(view: RecordTableView) -> QMenu:
    """The menu of the current cell."""
    menu = QMenu(view)
    if view.row_actions:
        menu.addActions(view.row_actions)
        menu.addSeparator()
    menu.addActions([view.cut_action, view.copy_action, view.paste_action, view.clear_action, view.fill_action])
    menu.addSeparator()
    menu.addActions([view.insert_action, view.duplicate_action, view.delete_action])
    menu.addSeparator()
    menu.addActions([view.up_action, view.down_action, view.natural_action])
    current = view.currentIndex()
    if current.isValid():
        field = view.table.columns[current.column()].field
        shown = view.ordering.shown(view.ordering.mapToSource(current).row(), field)
        menu.addSeparator()
        label = f'Show only "{shown[:30]}{"…" if len(shown) > 30 else ""}"' if shown else "Show only empty ones"
        menu.addAction(label, partial(view.ordering.set_filter, field, shown))
    return menu


def header_menu(view: RecordTableView, column: int) -> QMenu:
    """The menu of a column: sorting, and which columns are shown."""
    menu = QMenu(view)
    if column >= 0:
        menu.addAction("Sort, least first", partial(view.sort_by, column, Qt.SortOrder.AscendingOrder))
        menu.addAction("Sort, greatest first", partial(view.sort_by, column, Qt.SortOrder.DescendingOrder))
        menu.addAction(view.natural_action)
        menu.addSeparator()
        menu.addAction("Hide this column", partial(view.setColumnHidden, column, True))
    fill_column_menu(view, menu.addMenu("Columns"))
    return menu


def fill_column_menu(view: RecordTableView, menu: QMenu) -> None:
    """Put a check box for every column into a menu."""
    menu.clear()
    for index, column in enumerate(view.table.columns):
        action = menu.addAction(title(view.table.kind, column))
        action.setCheckable(True)
        action.setChecked(not view.isColumnHidden(index))
        action.setToolTip(column.help)
        action.toggled.connect(partial(view.show_column, index))
    menu.setToolTipsVisible(True)
