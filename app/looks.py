"""What a palette cannot say: spacing, borders, the looks of the window's own parts, as a style sheet.

Colours are named by their tokens (``@surface``); the theme puts its own in, and for ``@tick`` the path of a picture.
"""

from __future__ import annotations

from typing import Final

SHEET: Final = """
QToolTip { color: @text; background: @raised; border: 1px solid @line; padding: 4px; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMenuBar { background: @window; border-bottom: 1px solid @line; }
QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: @soft; color: @on_soft; }
QMenu { background: @surface; border: 1px solid @line; padding: 4px 0; }
QMenu::item { padding: 5px 28px 5px 24px; }
QMenu::item:selected { background: @soft; color: @on_soft; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QToolBar { background: @window; border: none; border-bottom: 1px solid @line; spacing: 6px; padding: 5px 10px; }
QToolBar QToolButton { padding: 5px 9px; border: 1px solid transparent; border-radius: 5px; }
QToolBar QToolButton:hover { background: @raised; border-color: @line; }
QToolBar QToolButton:focus { border-color: @accent; }
QToolBar::separator { background: @line; width: 1px; margin: 4px 6px; }
QStatusBar { background: @window; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { padding: 0 10px 0 4px; }
#figures { padding: 0px; spacing: 0px; border: none; }
QDockWidget { titlebar-close-icon: none; titlebar-normal-icon: none; }
QDockWidget::title { background: @window; padding: 7px 12px; border-top: 1px solid @line; }
QPushButton { background: @surface; border: 1px solid @control; border-radius: 5px; padding: 5px 14px; }
QPushButton:hover { background: @raised; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:disabled { color: @faint; border-color: @line; }
QPushButton:default, QPushButton#primary { background: @accent; color: @on_accent; border-color: @accent; }
QPushButton:default:focus, QPushButton#primary:focus { border: 2px solid @text; padding: 4px 13px; }
QPushButton:default:disabled, QPushButton#primary:disabled { background: @raised; color: @faint; border-color: @line; }
QDialog, QMessageBox, QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton#flat { border: none; background: transparent; color: @accent; padding: 3px 8px; }
QPushButton#flat:hover, QPushButton#flat:focus { background: @soft; color: @on_soft; }
QComboBox { background: @surface; border: 1px solid @control; border-radius: 5px; padding: 4px 10px; }
QComboBox:focus, QAbstractSpinBox:focus, QLineEdit:focus { border-color: @accent; }
QComboBox::drop-down { subcontrol-origin: padding; subcontrol-position: center right; width: 22px; border: none; }
QComboBox::down-arrow { image: none; width: 0; height: 0; border-left: 4px solid @surface;
  border-right: 4px solid @surface; border-top: 5px solid @muted; margin-right: 6px; }
QAbstractSpinBox { background: @surface; border: 1px solid @control; border-radius: 5px; padding: 4px 6px; }
QLineEdit { background: @surface; border: 1px solid @control; border-radius: 5px; padding: 4px 6px; }
QPlainTextEdit { background: @surface; border: 1px solid @control; border-radius: 5px; padding: 2px 3px; }
QPlainTextEdit:focus { border-color: @accent; }
QTableView QPlainTextEdit { border-radius: 0; }
QTableView QLineEdit, QTableView QComboBox { border-radius: 0; padding: 0 4px; }
RecordTableView { outline: 0; }
RecordTableView::item, FigureTable::item { padding: 0 6px; }
QTableWidget::item { padding: 3px 6px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableCornerButton::section { background: @raised; border: none; border-right: 1px solid @line;
  border-bottom: 1px solid @line; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @line; border: 2px solid transparent; border-radius: 6px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px; border-radius: 4px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 2px; border-radius: 4px; }
QScrollBar::handle:hover { background: @control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabWidget QTabBar { qproperty-drawBase: 0; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @line; selection-background-color: @soft;
  selection-color: @on_soft; }
QHeaderView { background: @surface; }
QHeaderView::section { background: @raised; color: @muted; border: none; border-right: 1px solid @line;
  border-bottom: 1px solid @line; padding: 5px 8px; }
QTableView, QTreeView { background: @surface; border: 1px solid @line; gridline-color: @line;
  selection-background-color: @soft; selection-color: @on_soft; }
QProgressBar { background: @raised; border: 1px solid @line; border-radius: 4px; text-align: center; max-height: 14px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QProgressBar[stale="true"]::chunk { background: @faint; }
QCheckBox::indicator, QListView::indicator, QTreeView::indicator { width: 14px; height: 14px;
  border: 1px solid @control; border-radius: 3px; background: @surface; }
QCheckBox::indicator:focus, QCheckBox::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked { background: @accent;
  border-color: @accent; image: url("@tick"); }
QCheckBox::indicator:disabled, QListView::indicator:disabled { border-color: @line; background: @raised; }
QCheckBox:disabled { color: @faint; }
QTabBar::tab { padding: 7px 16px; color: @muted; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; }
QTabBar::tab:focus { color: @text; }
QTabWidget::pane { border: none; }
QScrollArea { border: none; }

#rail { background: @surface; border: none; border-right: 1px solid @line; outline: none; padding-top: 6px; }
#rail::item { padding: 7px 10px; border-left: 3px solid transparent; color: @text; }
#rail::item:hover { background: @raised; }
#rail::item:selected { background: @soft; color: @on_soft; border-left: 3px solid @accent; }
#rail::item:disabled { color: @muted; background: transparent; }

#strip { background: @surface; border-bottom: 1px solid @line; }
#figure { background: @surface; border-right: 1px solid @line; border-top: 2px solid transparent; }
#figure:focus { border-top-color: @accent; }
#figure QLabel { background: transparent; }
#caption { color: @muted; }
#headline { color: @text; }
#headline[stale="true"], #span[stale="true"], #change[stale="true"] { color: @faint; }
#span { color: @muted; }
#change { color: @muted; }
#change[tone="good"] { color: @good; }
#change[tone="bad"] { color: @bad; }

#notice { background: @warn_soft; border-bottom: 1px solid @line; }
#notice QLabel { color: @text; background: transparent; }
#card { background: @surface; border: 1px solid @line; border-radius: 8px; }
#card QLabel { background: transparent; }
#pageTitle { color: @text; }
#lead { color: @muted; }
#empty { color: @muted; }
#good { color: @good; }
#bad { color: @bad; }
#warn { color: @warn; }
QListView#list { background: transparent; border: none; outline: none; }
QListView#list::item { padding: 6px 8px; border-radius: 5px; }
QListView#list::item:hover { background: @raised; }
QListView#list::item:selected { background: @soft; color: @on_soft; }
"""
