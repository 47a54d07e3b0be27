"""The head of an initiative: its name, rank, product, whether it must be had, and the option taken."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QToolButton, QWidget

from app.state.session import Edit, Session
from app.theme import ICON_SIZE, Tokens, icon, tokens_of
from models.edits import EditError, rerank, select_option, set_field
from models.initiative import Initiative
from models.portfolio import Portfolio

_UNFUNDED = "None: not funded"


class InitiativeHead(QWidget):
    """The fields of an initiative that are wanted most; the others are in the inspector.

    Signals
    -------
    said
        A sentence for the status line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._id = ""
        self.name = QLineEdit(self)  # put beside the way back, as the title
        self.rank = QSpinBox(self)
        self.product = QComboBox(self)
        self.must_have = QToolButton(self)
        self.taken = QComboBox(self)
        self._lay_out()
        self.name.editingFinished.connect(self._rename)
        self.rank.setKeyboardTracking(False)
        self.rank.valueChanged.connect(self._rerank)
        self.product.activated.connect(self._set_product)
        self.must_have.clicked.connect(self._set_must_have)
        self.taken.activated.connect(self._take)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.name.setAccessibleName("Name of the initiative")
        self.name.setToolTip("Name of the initiative; type to change it")
        self.rank.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.rank.setFixedWidth(48)
        for box in (self.product, self.taken):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self.must_have.setText("Must have")
        self.must_have.setToolTip("The optimiser always funds it")
        self.must_have.setCheckable(True)
        self.must_have.setAutoRaise(True)
        self.must_have.setIconSize(ICON_SIZE)
        self.must_have.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.must_have.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        fields = (
            ("Rank", self.rank, 0),
            ("Product", self.product, 1),
            ("Option taken", self.taken, 1),
        )
        for text, widget, stretch in fields:
            label = QLabel(text, self)
            label.setObjectName("caption")
            label.setBuddy(widget)
            widget.setAccessibleName(f"{text} of the initiative")
            row.addWidget(label)
            row.addWidget(widget, stretch)
        row.addWidget(self.must_have)

    def colour(self, tokens: Tokens) -> None:
        """Dress the name as a title that can be typed into."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setWeight(QFont.Weight.DemiBold)
        self.name.setFont(font)
        self._draw_box()
        self.must_have.setStyleSheet(
            "QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 3px; background: transparent; }"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {tokens.accent}; }}"
        )
        self.name.setStyleSheet(
            "QLineEdit { border: 1px solid transparent; background: transparent; padding: 2px 4px; }"
            f"QLineEdit:hover {{ border-color: {tokens.control}; }}"
            f"QLineEdit:focus {{ border-color: {tokens.accent}; background: {tokens.surface}; }}"
        )

    def show_initiative(self, portfolio: Portfolio, initiative: Initiative) -> None:
        """Show an initiative; what is being typed into its name stays."""
        is_other, self._id = initiative.id != self._id, initiative.id
        blockers = [QSignalBlocker(one) for one in (self.name, self.rank, self.product, self.must_have, self.taken)]
        if is_other or not self.name.isModified():
            self.name.setText(initiative.name)
            self.name.setCursorPosition(0)
        self.rank.setRange(1, max(len(portfolio.initiatives), initiative.rank))
        self.rank.setValue(initiative.rank)
        _fill(self.product, "None", [(one.id, one.name or one.id) for one in portfolio.products], initiative.product)
        options = [(one.id, one.name or one.id) for one in initiative.options]
        _fill(self.taken, _UNFUNDED, options, initiative.selected)
        self.must_have.setChecked(initiative.must_have)
        self._draw_box()
        del blockers

    def _draw_box(self) -> None:
        """Draw the box of must have ourselves: the style's is not seen in the dark theme."""
        tokens, is_set = tokens_of(self.palette()), self.must_have.isChecked()
        name, colour = ("checkbox-marked", tokens.accent) if is_set else ("checkbox-blank-outline", tokens.control)
        self.must_have.setIcon(icon(name, colour))

    def _rename(self) -> None:
        text = self.name.text().strip()
        is_typed = self.name.isModified()
        self.name.setModified(False)
        if is_typed and text:
            self._push(partial(set_field, address=f"initiative:{self._id}.name", value=text), f"name of {text}")
        elif is_typed:
            self.name.setText(self._name())
            self.said.emit("An initiative needs a name; it keeps the one that it had.")

    def _rerank(self, rank: int) -> None:
        initiatives = sorted(self._session.portfolio.initiatives, key=lambda one: one.rank)
        order = [one.id for one in initiatives if one.id != self._id]
        order.insert(rank - 1, self._id)
        self._push(partial(rerank, ids=order), f"rank of {self._name()}")

    def _set_product(self) -> None:
        address, product = f"initiative:{self._id}.product", self.product.currentData()
        self._push(partial(set_field, address=address, value=product), f"product of {self._name()}")

    def _set_must_have(self, wanted: bool) -> None:
        address = f"initiative:{self._id}.must_have"
        self._push(partial(set_field, address=address, value=wanted), f"must have {self._name()}")

    def _take(self) -> None:
        option = self.taken.currentData()
        edit = partial(select_option, initiative_id=self._id, option_id=option)
        self._push(edit, f"option taken for {self._name()}")

    def _push(self, edit: Edit, text: str) -> None:
        try:
            self._session.push(edit, text)
        except EditError as error:
            self.said.emit(f"Not done: {error}. Nothing was changed.")

    def _name(self) -> str:
        initiatives = self._session.portfolio.initiatives
        return next((one.name for one in initiatives if one.id == self._id), self._id)


def _fill(box: QComboBox, nothing: str, offers: list[tuple[str, str]], chosen: str | None) -> None:
    """Offer records by name, and none; what is chosen but not there is offered too, so that it is seen."""
    known = {offer for offer, _ in offers}
    box.clear()
    box.addItem(nothing, None)
    for offer, name in offers:
        box.addItem(name, offer)
    if chosen is not None and chosen not in known:
        box.addItem(chosen, chosen)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen is not None else 0)
    box.setToolTip(box.currentText())
