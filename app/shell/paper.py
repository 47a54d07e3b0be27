"""A widget on a sheet of paper: as lines and texts, in the light theme, with a heading above and the run below.

What is printed, and where to, is the business of ``app.shell.printing``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QPoint, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPicture,
    QRegion,
)
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from app.charts.dressed import DressedPlot
from app.theme import LIGHT, palette_of, style_sheet, tokens_of

DPI: Final = 96
"""Of the paper's units: what texts are on the screen, they are on paper."""

_HEAD: Final = 46.0
_FOOT: Final = 22.0
_MARGIN_MM: Final = 10.0
_MOST_TIMES_HIGHER: Final = 2.0
"""How much higher than the paper a page may be, for its width, before it is cut: it would be too small to read."""


A4: Final = QSizeF(297, 210)
"""Millimetres of the paper of files: landscape."""


@dataclass(frozen=True)
class Sheet:
    """What stands above and below the widget."""

    title: str
    aside: str  # at the right of the title
    footer: str


def pdf_of(widget: QWidget, sheet: Sheet) -> bytes:
    """One page of A4, landscape, with the widget as it is laid out."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(sheet.title)
    writer.setCreator("Foliocast")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    draw_on(writer, widget, sheet)
    buffer.close()
    return bytes(data.data())


def draw_on(device: QPagedPaintDevice, widget: QWidget, sheet: Sheet) -> None:
    """Draw on the first page of a printer or PDF file, on the paper that it has and as that lies."""
    margin = device.pageLayout().margins()
    for set_side in (margin.setLeft, margin.setTop, margin.setRight, margin.setBottom):
        set_side(_MARGIN_MM)
    device.setPageMargins(margin, QPageLayout.Unit.Millimeter)
    _set_resolution(device)
    room = QRectF(0, 0, device.width(), device.height())
    picture = _recorded(widget, sheet, room.size().toSize())
    painter = QPainter(device)
    painter.drawPicture(0, 0, picture)
    painter.end()


def paper_of(device: QPagedPaintDevice) -> QSizeF:
    """Width and height of a printer's paper in millimetres, as it lies."""
    return device.pageLayout().fullRect(QPageLayout.Unit.Millimeter).size()


def size_for_paper(width: int, paper: QSizeF = A4) -> QSize:
    """How high a widget of a width is that fills the paper."""
    across, down = paper.width() - 2 * _MARGIN_MM, paper.height() - 2 * _MARGIN_MM
    per_mm = DPI / 25.4
    scale = across * per_mm / width
    return QSize(width, round((down * per_mm - _HEAD - _FOOT) / scale))


def light_sheet() -> str:
    """A light style sheet for a dark program, in which what has no rule would keep the program's colours."""
    return f"QWidget {{ color: {LIGHT.text}; background: transparent; }} {style_sheet(LIGHT)}"


@contextmanager
def grown(page: QWidget, paper: QSizeF = A4) -> Iterator[None]:
    """A page of the window with all that it would scroll to in sight, as far as that can be read on paper."""
    before = page.geometry()
    try:
        page.resize(max(page.width(), 1000), size_for_paper(max(page.width(), 1000), paper).height())
        _settle(page)
        hidden = max((area.verticalScrollBar().maximum() for area in _scrolled_in(page)), default=0)
        if hidden:
            page.resize(page.width(), min(page.height() + hidden, round(_MOST_TIMES_HIGHER * page.height())))
            _settle(page)
        yield
    finally:
        page.setGeometry(before)


def _scrolled_in(page: QWidget) -> list[QScrollArea]:
    return [area for area in page.findChildren(QScrollArea) if area.isVisibleTo(page)]


def _set_resolution(device: QPagedPaintDevice) -> None:
    """Count in the units of the screen; the device draws as finely as it can all the same."""
    setter = getattr(device, "setResolution", None)
    if setter is not None:
        setter(DPI)


def _recorded(widget: QWidget, sheet: Sheet, room: QSize) -> QPicture:
    """Everything as drawing commands: painted on a printer straight away, widgets would become pictures of dots."""
    picture = QPicture()
    painter = QPainter(picture)
    _draw_words(painter, sheet, room)
    scale = min(room.width() / widget.width(), (room.height() - _HEAD - _FOOT) / widget.height())
    painter.translate((room.width() - scale * widget.width()) / 2, _HEAD)
    painter.scale(scale, scale)
    with _in_light(widget):
        _draw_widget(painter, widget)
    painter.end()
    return picture


def _draw_words(painter: QPainter, sheet: Sheet, room: QSize) -> None:
    painter.fillRect(0, 0, room.width(), room.height(), QColor(LIGHT.surface))
    font = QFont(QGuiApplication.font())
    size = font.pointSizeF()
    font.setPointSizeF(size * 1.4)
    font.setWeight(QFont.Weight.DemiBold)
    middle = Qt.AlignmentFlag.AlignVCenter
    head, foot = QRectF(4, 0, room.width() - 8, _HEAD - 8), QRectF(4, room.height() - _FOOT, room.width() - 8, _FOOT)
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.text))
    painter.drawText(head, int(Qt.AlignmentFlag.AlignLeft | middle), sheet.title)
    font.setPointSizeF(size)
    font.setWeight(QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.muted))
    painter.drawText(head, int(Qt.AlignmentFlag.AlignRight | middle), sheet.aside)
    font.setPointSizeF(size * 0.75)
    painter.setFont(font)
    painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), sheet.footer)


@contextmanager
def _in_light(widget: QWidget) -> Iterator[None]:
    """A widget in the light theme; its charts are lent it, so that their marks are shapes."""
    with ExitStack() as stack:
        if tokens_of(widget.palette()) is not LIGHT:
            kept = widget.styleSheet()
            widget.setPalette(palette_of(LIGHT))
            widget.setStyleSheet(light_sheet())
            stack.callback(widget.setPalette, QPalette())
            stack.callback(widget.setStyleSheet, kept)
            _settle(widget)
        for chart in _charts_in(widget):
            stack.enter_context(chart.dressed_in(LIGHT))
        yield


def _charts_in(widget: QWidget) -> list[DressedPlot]:
    return [chart for chart in widget.findChildren(DressedPlot) if chart.isVisibleTo(widget)]


def _draw_widget(painter: QPainter, widget: QWidget) -> None:
    """The widget without its charts, for they would be pictures of dots; then the charts by themselves."""
    charts = _charts_in(widget)
    with ExitStack() as stack:
        for chart in charts:
            stack.enter_context(_blank(chart.viewport()))
        widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)  # on the white of the paper
    for chart in charts:
        _draw_chart(painter, widget, chart)


@contextmanager
def _blank(widget: QWidget) -> Iterator[None]:
    """A widget that paints nothing."""
    blank, filled = _Blank(), widget.autoFillBackground()
    widget.installEventFilter(blank)
    widget.setAutoFillBackground(False)
    try:
        yield
    finally:
        widget.setAutoFillBackground(filled)
        widget.removeEventFilter(blank)


def _draw_chart(painter: QPainter, widget: QWidget, chart: DressedPlot) -> None:
    image = QImage(chart.viewport().size().expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32)
    first = QPainter(image)
    chart.render(first)  # for nobody: axes learn how wide their labels are only when they are painted
    first.end()
    chart.getPlotItem().layout.activate()
    seen = chart.viewport().visibleRegion().boundingRect() if chart.isVisible() else chart.viewport().rect()
    painter.save()
    place = chart.viewport().mapTo(widget, QPoint())
    painter.setClipRect(QRectF(seen.translated(place)))
    chart.render(painter, QRectF(place, chart.viewport().size()), chart.viewport().rect())
    painter.restore()


class _Blank(QObject):
    """Keeps what it watches from painting."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        return event.type() == QEvent.Type.Paint


def _settle(widget: QWidget) -> None:
    """Let layouts do now what they would do when the program is idle."""
    for _ in range(3):  # what wraps learns its height only when it knows its width
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        for inner in (widget, *widget.findChildren(QWidget)):
            layout = inner.layout()
            if layout is not None:
                layout.activate()
