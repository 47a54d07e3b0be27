"""A chart as a picture, as a drawing and as a table; always in the light theme, as paper is.

Knows how, not where: files are chosen by the chart.
"""

from __future__ import annotations

import csv
import io
import math
from typing import Final, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from app.charts.table import Cell, Table
from app.exchange.safety import protect
from app.theme import LIGHT

SCALE: Final = 2
"""Pixels of a picture for each of the screen's."""

_HEAD: Final = 34  # above the chart, for its title
_MARGIN: Final = 10


class Drawn(Protocol):
    """What can be exported: it paints itself in the light theme, without its title, in a size of its own."""

    title: str

    def export_size(self) -> QSize:
        """The room that it needs."""

    def paint_on(self, painter: QPainter, target: QRectF) -> None:
        """Paint it in the light theme; afterwards it looks as before."""

    def table(self) -> Table:
        """What is drawn, with a header."""

    def font(self) -> QFont:
        """Of its texts."""

    def logicalDpiX(self) -> int:  # noqa: N802 - Qt's name
        """Dots per inch of the screen."""


def size_of(chart: Drawn) -> QSize:
    """The size of an exported chart, its title included."""
    body = chart.export_size()
    return QSize(max(body.width(), 320), max(body.height(), 160) + _HEAD)


def picture(chart: Drawn) -> QImage:
    """The chart with its title, ``SCALE`` times as large as on the screen."""
    image = QImage(size_of(chart) * SCALE, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    _paint(chart, painter)
    painter.end()
    return image


def png(chart: Drawn) -> bytes:
    """The picture as the bytes of a PNG file."""
    return _bytes_of_image(picture(chart))


def svg(chart: Drawn) -> bytes:
    """The chart with its title as the bytes of an SVG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size_of(chart))
    generator.setViewBox(QRect(0, 0, size_of(chart).width(), size_of(chart).height()))
    generator.setResolution(chart.logicalDpiX())
    generator.setTitle(chart.title)
    painter = QPainter(generator)
    painter.fillRect(generator.viewBox(), QColor(LIGHT.surface))
    _paint(chart, painter)
    painter.end()
    buffer.close()
    return bytes(data.data())


def csv_text(table: Table) -> str:
    """The table as comma-separated values with a point in numbers; texts that look like formulas are kept as texts."""
    return _written(table, "excel", "\r\n")


def tab_text(table: Table) -> str:
    """The table as spreadsheets have it on the clipboard."""
    return _written(table, "excel-tab", "\n")


def clipboard_data(chart: Drawn, *, with_picture: bool, with_table: bool) -> QMimeData:
    """What is put on the clipboard: spreadsheets take the table of it, word processors the picture."""
    data = QMimeData()
    if with_picture:
        data.setImageData(picture(chart))
    if with_table:
        data.setText(tab_text(chart.table()))
    return data


def _paint(chart: Drawn, painter: QPainter) -> None:
    size = size_of(chart)
    chart.paint_on(painter, QRectF(0, _HEAD, size.width(), size.height() - _HEAD))
    font = QFont(chart.font())
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.text))
    head = QRectF(_MARGIN, 4, size.width() - 2 * _MARGIN, _HEAD - 6)
    painter.drawText(head, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), chart.title)


def _bytes_of_image(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know paths only
    buffer.close()
    return bytes(data.data())


def _written(table: Table, dialect: str, ending: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, dialect=dialect, lineterminator=ending)
    writer.writerow([_text(cell) for cell in table.header])
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return stream.getvalue()


def _text(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return protect(cell) if isinstance(cell, str) else repr(cell)
