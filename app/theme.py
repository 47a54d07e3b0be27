"""Colours: two palettes of our own tokens, light and dark, and how they reach Qt.

A widget that paints for itself asks ``tokens_of`` for the tokens of the palette that it has, and repaints when Qt tells
it of another palette; there is no global theme to be asked or to be told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

import resources
from app.icons import icon as icon  # colours and pictures are asked for together
from app.looks import SHEET

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
    ("faint", "raised"),
    ("accent", "window"),
    ("accent", "surface"),
    ("accent", "raised"),
    ("on_accent", "accent"),
    ("on_soft", "soft"),
    ("good", "window"),
    ("good", "surface"),
    ("bad", "window"),
    ("bad", "surface"),
    ("bad", "raised"),
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


@cache
def greyed(tokens: Tokens) -> Tokens:
    """The same theme for what is stale: every colour that says something is a grey, as light as it was or paler."""
    accent, good, bad, warn = (
        greyed_colour(one, tokens) for one in (tokens.accent, tokens.good, tokens.bad, tokens.warn)
    )
    series = tuple(greyed_colour(one, tokens) for one in tokens.series)
    told = tokens.faint
    return replace(tokens, text=told, muted=told, accent=accent, good=good, bad=bad, warn=warn, series=series)


def greyed_colour(colour: str, tokens: Tokens) -> str:
    """A colour without its hue, half way to the ground."""
    shade = (QColor(colour).lightness() + QColor(tokens.surface).lightness()) // 2
    return QColor(shade, shade, shade).name()


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
    sheet = SHEET.replace("@tick", _picture(f"tick-{tokens.mode}.svg"))
    for name in sorted(parts, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", parts[name])
    return sheet


def _picture(name: str) -> str:
    """Path of a picture, as style sheets want it."""
    return Path(resources.__file__).parent.joinpath("images", name).as_posix()


ICON_SIZE = QSize(18, 18)
