"""The ways out of a chart: its picture and its data, to the clipboard and to files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from app.charts.exporting import Drawn

PathChooser: TypeAlias = Callable[[str, str], Path | None]
"""Given a name and a filter such as ``PNG picture (*.png)``: the file to be written, None for none."""


class Outlets(QObject):
    """The commands of a chart, which is a widget, is ``Drawn`` and has a signal ``said``.

    ``choose_path`` asks for a file in place of the dialog, where it is set.

    What is needed to write is imported when it is first wanted.
    """

    def __init__(self, chart: Any) -> None:
        super().__init__(chart)
        self._chart = chart
        self._drawn: Drawn = chart
        self.choose_path: PathChooser | None = None
        copy = self._action("Copy picture and data", self.copy_both)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.actions = [
            copy,
            self._action("Copy picture", self.copy_picture),
            self._action("Copy data", self.copy_data),
            self._action("Save as PNG…", self.save_png),
            self._action("Save as SVG…", self.save_svg),
            self._action("Save as CSV…", self.save_csv),
        ]

    @Slot()
    def copy_both(self) -> None:
        """Put the picture and the table on the clipboard; who pastes takes what it can use."""
        self._copy(with_picture=True, with_table=True)

    @Slot()
    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        self._copy(with_picture=True, with_table=False)

    @Slot()
    def copy_data(self) -> None:
        """Put the table on the clipboard."""
        self._copy(with_picture=False, with_table=True)

    @Slot()
    def save_png(self) -> None:
        """Write the picture to a file."""
        from app.charts.exporting import png

        self._save("PNG picture (*.png)", ".png", lambda: png(self._drawn))

    @Slot()
    def save_svg(self) -> None:
        """Write the drawing to a file."""
        from app.charts.exporting import svg

        self._save("SVG drawing (*.svg)", ".svg", lambda: svg(self._drawn))

    @Slot()
    def save_csv(self) -> None:
        """Write the table to a file; the mark at its beginning tells Excel that it is UTF-8."""
        from app.charts.exporting import csv_text

        self._save("CSV table (*.csv)", ".csv", lambda: csv_text(self._drawn.table()).encode("utf-8-sig"))

    def _copy(self, *, with_picture: bool, with_table: bool) -> None:
        from app.charts.exporting import clipboard_data

        data = clipboard_data(self._drawn, with_picture=with_picture, with_table=with_table)
        QGuiApplication.clipboard().setMimeData(data)
        self._chart.said.emit(f"{self._chart.title}: copied")

    def _save(self, kind: str, ending: str, made: Callable[[], bytes]) -> None:
        choose = self.choose_path or self._ask_path
        path = choose(_file_name(self._chart.title) + ending, kind)
        if path is None:
            return
        if not path.suffix:
            path = path.with_suffix(ending)
        try:
            path.write_bytes(made())
        except OSError as error:
            self._chart.said.emit(f"{path.name} was not written: {error.strerror or error}")
        else:
            self._chart.said.emit(f"{path.name} is written")

    def _ask_path(self, name: str, kind: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._chart, "Save the chart", name, kind)
        return Path(chosen) if chosen else None

    def _action(self, text: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(slot)
        return action


def _file_name(title: str) -> str:
    """A title as the name of a file."""
    return re.sub(r"[^\w\- ]+", "", title).strip()[:60] or "chart"
