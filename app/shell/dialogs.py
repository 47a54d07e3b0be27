"""The questions that stop the user: which file, and what becomes of unsaved work."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from app.exchange.files import SUFFIX
from app.shell.importing import ImportDialog
from app.shell.unsaved import Unsaved
from app.wording import count

UnsavedAnswer = Literal["save", "discard", "cancel"]

_FILTER = f"Foliocast plans (*{SUFFIX});;All files (*)"
_WORKBOOKS = "Excel workbooks (*.xlsx)"


class Dialogs:
    """Asks by the system's own dialogs."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def file_to_open(self, folder: Path) -> Path | None:
        """The plan to open; None where the user thinks better of it."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Open a plan", str(folder), _FILTER)
        return Path(name) if name else None

    def file_to_save(self, suggestion: Path) -> Path | None:
        """Where to save the plan."""
        name, _ = QFileDialog.getSaveFileName(self._parent, "Save the plan", str(suggestion), _FILTER)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(SUFFIX)

    def workbook_to_open(self, folder: Path) -> Path | None:
        """The workbook to import."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Import a workbook", str(folder), _WORKBOOKS)
        return Path(name) if name else None

    def workbook_to_save(self, suggestion: Path) -> Path | None:
        """Where to write the workbook."""
        name, _ = QFileDialog.getSaveFileName(self._parent, "Export a workbook", str(suggestion), _WORKBOOKS)
        return Path(name).with_suffix(".xlsx") if name else None

    def pdf_to_save(self, suggestion: Path) -> Path | None:
        """Where to write the PDF file."""
        name, _ = QFileDialog.getSaveFileName(self._parent, "Export as PDF", str(suggestion), "PDF files (*.pdf)")
        return Path(name).with_suffix(".pdf") if name else None

    def printer(self) -> QPagedPaintDevice | None:
        """The printer, with the paper and the settings that the user chose; at first the paper lies across."""
        from PySide6.QtGui import QPageLayout
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setWindowTitle("Print the page")
        return printer if dialog.exec() else None

    def compares(self, others: int) -> bool | None:
        """Whether the results workbook compares the scenario with all others; None where none is wanted any more."""
        button = QMessageBox.StandardButton
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Export results workbook")
        box.setText(f"Compare with {count(others, 'other scenario')} in a sheet of its own?")
        box.setInformativeText("Each is forecast anew, in the same futures; you can go on working meanwhile.")
        box.setStandardButtons(button.Yes | button.No | button.Cancel)
        box.setDefaultButton(button.No)
        answers: dict[int, bool] = {button.Yes: True, button.No: False}
        return answers.get(box.exec())

    def baseline_name(self, suggestion: str) -> str:
        """What a baseline is to be called; empty where none is wanted any more."""
        label = "Name of the baseline, such as the meeting that it was shown at:"
        mode = QLineEdit.EchoMode.Normal
        name, wanted = QInputDialog.getText(self._parent, "Store a baseline", label, mode, suggestion)
        return name.strip() if wanted else ""

    def folder_to_open(self, folder: Path) -> Path | None:
        """The folder of CSV files to import."""
        name = QFileDialog.getExistingDirectory(self._parent, "Import a folder of CSV files", str(folder))
        return Path(name) if name else None

    def folder_to_save(self, folder: Path) -> Path | None:
        """Where to put the CSV files."""
        name = QFileDialog.getExistingDirectory(self._parent, "Export CSV files into a folder", str(folder))
        return Path(name) if name else None

    def importing(self, name: str, open_plan: str | None) -> ImportDialog:
        """The dialog that shows what an import would do."""
        return ImportDialog(name, open_plan, self._parent)

    def replaces(self, folder: Path) -> bool:
        """Whether the CSV files in a folder are to be replaced."""
        button = QMessageBox.StandardButton
        text = f"There are CSV files in {folder.name} already. Replace those of the same names?"
        return QMessageBox.question(self._parent, "Export CSV files", text) == button.Yes

    def about(self) -> None:
        """Say what the program is, and of which version."""
        from importlib.metadata import version

        text = (
            f"Foliocast {version('foliocast')}\n\nForecasts product portfolios: dates, load, cost and return, "
            "with their odds. Every figure comes from simulated futures; the same seed gives the same figures."
        )
        QMessageBox.about(self._parent, "About Foliocast", text)

    def about_unsaved(self, unsaved: Unsaved) -> UnsavedAnswer:
        """What becomes of what is in no file; Enter loses nothing that can be kept."""
        button = QMessageBox.StandardButton
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(unsaved.heading)
        box.setText(unsaved.question)
        box.setInformativeText(unsaved.explanation)
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Cancel if unsaved.typed else button.Save)
        answers: dict[int, UnsavedAnswer] = {button.Save: "save", button.Discard: "discard"}
        return answers.get(box.exec(), "cancel")

    def tell(self, title: str, text: str, details: str = "") -> None:
        """Say what went wrong, what was kept and what to do."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(title)
        box.setText(text)
        box.setDetailedText(details)
        box.exec()
