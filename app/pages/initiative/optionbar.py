"""The bar above the chart of an option: its name and kind, whether it is taken, and how its stages are shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from app.charts.stages.canvas import Mode
from app.pages.initiative.kinds import KINDS
from app.pages.initiative.steps import option_in
from app.state.session import Edit, Session
from app.theme import tokens_of
from models.edits import EditError, select_option, set_field
from models.initiative import Initiative, Option

_MODES: tuple[tuple[Mode, str, str], ...] = (
    ("gantt", "Gantt", "Bars over months"),
    ("network", "Network", "Boxes and arrows"),
)


class OptionBar(QWidget):
    """What is asked of an option as a whole.

    Signals
    -------
    mode_chosen
        How the stages are to be shown.
    stage_wanted
        A stage is to be added.
    said
        A sentence for the status line.
    """

    mode_chosen = Signal(str)
    stage_wanted = Signal()
    said = Signal(str)

    def __init__(self, session: Session, option_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._id = session, option_id
        self.name, self.kind = QLineEdit(self), QComboBox(self)
        self.take, self.add = QPushButton(self), QPushButton("Add stage", self)
        self.modes = QButtonGroup(self)
        self._lay_out()
        self._colour()
        self.name.editingFinished.connect(self._rename)
        self.kind.activated.connect(self._set_kind)
        self.take.clicked.connect(self._take)
        self.add.clicked.connect(self.stage_wanted)

    def _lay_out(self) -> None:
        caption = QLabel("Option", self)
        caption.setObjectName("caption")
        caption.setBuddy(self.name)
        self.name.setAccessibleName("Name of the option")
        self.name.setMinimumWidth(100)
        self.name.setMaximumWidth(420)
        self.kind.setAccessibleName("Kind of the option")
        for kind in KINDS:
            self.kind.addItem(kind.word, kind.name)
        self.add.setToolTip("Add a stage after the chosen one")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(caption)
        row.addWidget(self.name, 1)
        for widget in (self.kind, self.take):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.add)
        for number, (mode, text, tip) in enumerate(_MODES):
            row.addWidget(self._mode_button(number, mode, text, tip))

    def _mode_button(self, number: int, mode: Mode, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(f"Show the stages as {tip.lower()}")
        button.setCheckable(True)
        button.setChecked(number == 0)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self.mode_chosen.emit, mode))
        self.modes.addButton(button, number)
        return button

    def show_option(self, initiative: Initiative, option: Option) -> None:
        """Show an option; what is being typed into its name stays."""
        if not self.name.isModified():
            self.name.setText(option.name)
            self.name.setCursorPosition(0)
        self.name.setPlaceholderText(option.id)
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(self.kind.findData(option.kind))
        is_taken = initiative.selected == option.id
        self.take.setText("Taken: leave unfunded" if is_taken else "Take this option")
        self.take.setToolTip("The plan goes by this option" if is_taken else "Let the plan go by this option")
        self.add.setEnabled(bool(option.stages))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "modes"):
            self._colour()

    def _colour(self) -> None:
        """Buttons of the switch whose state is seen in both themes."""
        tokens = tokens_of(self.palette())
        for button in self.modes.buttons():
            button.setStyleSheet(
                f"QToolButton {{ border: 1px solid {tokens.control}; border-radius: 5px; padding: 4px 9px;"
                f" color: {tokens.muted}; background: {tokens.surface}; }}"
                f"QToolButton:checked {{ color: {tokens.on_accent}; background: {tokens.accent};"
                f" border-color: {tokens.accent}; }}"
                f"QToolButton:focus {{ border: 1px solid {tokens.text}; }}"
            )

    def _rename(self) -> None:
        text = self.name.text().strip()
        is_typed = self.name.isModified()
        self.name.setModified(False)
        if is_typed:
            edit = partial(set_field, address=f"option:{self._id}.name", value=text)
            self._push(edit, f"name of {text or self._id}")

    def _set_kind(self) -> None:
        edit = partial(set_field, address=f"option:{self._id}.kind", value=self.kind.currentData())
        self._push(edit, f"kind of {self.name.text()}")

    def _take(self) -> None:
        """Take this option; leave the initiative unfunded where it is taken already."""
        found = option_in(self._session.portfolio, self._id)
        if found is not None:
            initiative, option = found
            wanted = None if initiative.selected == option.id else option.id
            edit = partial(select_option, initiative_id=initiative.id, option_id=wanted)
            self._push(edit, f"option taken for {initiative.name}")

    def _push(self, edit: Edit, text: str) -> None:
        try:
            self._session.push(edit, text)
        except EditError as error:
            self.said.emit(f"Not done: {error}. Nothing was changed.")
