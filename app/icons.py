"""Icons: glyphs of the Material Design font that QtAwesome brings along, in any colour.

The font is used without QtAwesome's code, whose import alone takes longer than all else of the window's start.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

_FONT: Final = "materialdesignicons6-webfont-6.9.96.ttf"
_NAMES: Final = "materialdesignicons6-webfont-charmap-6.9.96.json"
_FILLED: Final = 0.92
"""Share of its square that a glyph takes, so that no edge is cut."""


def icon(name: str, colour: str) -> QIcon:
    """An icon by its name in the Material Design font, sharp at every resolution.

    Raises
    ------
    KeyError
        If there is no icon of that name.
    """
    family, glyphs = _font()
    return QIcon(_Glyph(family, chr(int(glyphs[name], 16)), colour))


class _Glyph(QIconEngine):
    """Paints one character of the font; paler while its widget is disabled."""

    def __init__(self, family: str, glyph: str, colour: str) -> None:
        super().__init__()
        self._family, self._glyph, self._colour = family, glyph, colour

    def clone(self) -> QIconEngine:
        return _Glyph(self._family, self._glyph, self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.save()
        font = QFont(self._family)
        font.setPixelSize(max(1, round(rect.height() * _FILLED)))
        painter.setFont(font)
        painter.setPen(QColor(self._colour))
        painter.setOpacity(0.45 if mode == QIcon.Mode.Disabled else 1.0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._glyph)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn


@cache
def _font() -> tuple[str, dict[str, str]]:
    """The family of the font, and the code of each of its icons."""
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("QtAwesome, which brings the icons, is not installed")
    folder = Path(spec.origin).parent / "fonts"
    number = QFontDatabase.addApplicationFont(str(folder / _FONT))
    names: dict[str, str] = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
    return QFontDatabase.applicationFontFamilies(number)[0], names
