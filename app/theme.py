"""Colours: two palettes of our own tokens, light and dark, and how they reach Qt.

A widget that paints for itself asks ``tokens_of`` for the tokens of the palette that it has, and repaints when Qt tells
it of another palette; there is no global theme to be asked or to be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.icons import icon as icon  # colours and pictures are asked for together

Mode = Literal["light", "dark"]


@dataclass(frozen=True)
class Tokens:
    """The colours of a theme by their use, as ``#rrggbb``."""

    mode: Mode
    window: str  # behind everything
    surface: str  # tables, cards, charts
    raised: str  # headers, hovered rows
    line: str  # borders and grid
    control: str  # borders of what can be typed in or pressed
    text: str
    muted: str  # captions
    faint: str  # stale figures, disabled text
    accent: str  # what can be pressed, what is selected
    on_accent: str
    soft: str  # background of the chosen page and of selected rows
    on_soft: str
    good: str
    bad: str
    warn: str
    warn_soft: str  # background of a notice
    series: tuple[str, ...]  # of charts; distinct for the colour-blind


LIGHT = Tokens(
    mode="light",
    window="#f3f5f8",
    surface="#ffffff",
    raised="#eef1f5",
    line="#d9dee6",
    control="#8a95a5",
    text="#17202b",
    muted="#4f5b6b",
    faint="#616d7d",
    accent="#0a5fb4",
    on_accent="#ffffff",
    soft="#dcebfa",
    on_soft="#0b3f76",
    good="#136c3d",
    bad="#b3211a",
    warn="#875000",
    warn_soft="#fdf1d8",
    series=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"),
)

DARK = Tokens(
    mode="dark",
    window="#12161b",
    surface="#1a2027",
    raised="#232b34",
    line="#323c48",
    control="#6b7888",
    text="#e7ecf2",
    muted="#a9b4c1",
    faint="#8e9aa8",
    accent="#66b0f7",
    on_accent="#08131f",
    soft="#1d3a58",
    on_soft="#cfe5fb",
    good="#62cf93",
    bad="#ff8d83",
    warn="#f3b94d",
    warn_soft="#3a2e14",
    series=("#4aa8e0", "#f0853a", "#2cc79a", "#e29cc6", "#f2bd4b", "#8fd0f5"),
)

TEXT_ON: tuple[tuple[str, str], ...] = (
    ("text", "window"),
    ("text", "surface"),
    ("text", "raised"),
    ("muted", "window"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("faint", "window"),
    ("faint", "surface"),
    ("accent", "window"),
    ("accent", "surface"),
    ("on_accent", "accent"),
    ("on_soft", "soft"),
    ("good", "window"),
    ("good", "surface"),
    ("bad", "window"),
    ("bad", "surface"),
    ("warn", "window"),
    ("warn", "surface"),
    ("text", "warn_soft"),
)
"""Which token is written on which."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21.

    References
    ----------
    W3C, *Web Content Accessibility Guidelines 2.2*, "contrast ratio" and "relative luminance".
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def tokens_of(palette: QPalette) -> Tokens:
    """The tokens that a palette was made of; the nearer of the two for a palette that is not ours."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def apply_theme(app: QApplication, tokens: Tokens) -> None:
    """Dress the whole application in a theme."""
    app.setStyle("Fusion")
    app.setPalette(palette_of(tokens))
    app.setStyleSheet(style_sheet(tokens))


def palette_of(tokens: Tokens) -> QPalette:
    """The palette of a theme."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, colour in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.raised),
        (role.Text, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.bad),
        (role.PlaceholderText, tokens.faint),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.Highlight, tokens.soft),
        (role.HighlightedText, tokens.on_soft),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Light, tokens.raised),
        (role.Midlight, tokens.line),
        (role.Mid, tokens.line),
        (role.Dark, tokens.control),
        (role.Shadow, tokens.line),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(tokens.faint))
    return palette


def style_sheet(tokens: Tokens) -> str:
    """What the palette cannot say: spacing, borders, the looks of the window's own parts."""
    parts = {name: getattr(tokens, name) for name in Tokens.__annotations__ if name not in ("mode", "series")}
    sheet = _SHEET
    for name in sorted(parts, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", parts[name])
    return sheet


_SHEET = """
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
QPushButton#flat { border: none; background: transparent; color: @accent; padding: 3px 8px; }
QPushButton#flat:hover, QPushButton#flat:focus { background: @soft; color: @on_soft; }
QComboBox { background: @surface; border: 1px solid @control; border-radius: 5px; padding: 4px 10px; }
QComboBox:focus, QAbstractSpinBox:focus, QLineEdit:focus { border-color: @accent; }
QComboBox::drop-down { subcontrol-origin: padding; subcontrol-position: center right; width: 22px; border: none; }
QComboBox::down-arrow { image: none; width: 0; height: 0; border-left: 4px solid @surface;
  border-right: 4px solid @surface; border-top: 5px solid @muted; margin-right: 6px; }
QAbstractSpinBox { background: @surface; border: 1px solid @control; border-radius: 5px; padding: 4px 6px; }
QLineEdit { background: @surface; border: 1px solid @control; border-radius: 5px; padding: 4px 6px; }
QTableView QLineEdit, QTableView QComboBox { border-radius: 0; padding: 0 4px; }
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
QHeaderView::section { background: @raised; color: @muted; border: none; border-right: 1px solid @line;
  border-bottom: 1px solid @line; padding: 5px 8px; }
QTableView, QTreeView { background: @surface; border: 1px solid @line; gridline-color: @line;
  selection-background-color: @soft; selection-color: @on_soft; }
QProgressBar { background: @raised; border: 1px solid @line; border-radius: 4px; text-align: center; max-height: 14px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
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
#figure { background: @surface; border-right: 1px solid @line; }
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


ICON_SIZE = QSize(18, 18)
